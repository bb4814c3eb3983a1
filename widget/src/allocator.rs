//! The allocator. A widget has a few thousand small allocations and one thread, for which a list of free blocks does.

// What makes it unsafe is threads, and WebAssembly of this build has none.
#![allow(unsafe_code)]

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

// SAFETY: the module is instantiated once, without shared memory, on the page's only thread.
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };
