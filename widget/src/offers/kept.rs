//! What is remembered on the device, for all tabs together. Each reads what is there before it writes.

use loyalty::attention::Memory;

use super::{attributes, memory, visit::Visit};
use crate::state::Widget;

/// Where the memory is kept.
const MEMORY: &str = ":memory";
/// Where the visit is kept.
const VISIT: &str = ":visit";

/// Learns what another tab has remembered.
pub fn learn(widget: Widget, memory: &mut Memory) {
    let stored = memory::parse(&widget.host.stored(MEMORY));
    *memory = std::mem::take(memory).merge(stored);
}

/// Remembers for other tabs and pages, with what they remember.
pub fn remember(widget: Widget, memory: &mut Memory) {
    learn(widget, memory);
    memory.prune(widget.now());
    widget.host.store(MEMORY, &memory::write(memory));
}

/// The visit by now, changed by something that was done in it. Where nothing may be stored it lasts as long as the page, which knows it.
pub fn visit(widget: Widget, known: Option<Visit>, change: &mut dyn FnMut(&mut Visit)) -> Visit {
    let earlier = Visit::parse(&widget.host.stored(VISIT)).or(known);
    let source = web_sys::window().map(|window| attributes::source(&window.location())).unwrap_or_default();
    let mut visit = Visit::at(widget.now(), earlier, &source);
    visit.last = widget.now();
    change(&mut visit);
    widget.host.store(VISIT, &visit.write());
    visit
}
