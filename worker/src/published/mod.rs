//! What is published in KV, where a page view reads it: shops, programs, members' snapshots, and where codes belong.
//!
//! | key | value | written by |
//! |---|---|---|
//! | `shop/{shop}` | [`Bundle`]: all the edge needs to know about a shop | the shop object |
//! | `program/{shop}/{version}` | a program version, never changed | the shop object |
//! | `offers/{shop}/{version}` | offers, segments and their settings, never changed | the shop object |
//! | `testimonials/{shop}` | what members let the shop show to everybody | the shop object |
//! | `member/{shop}/{member key}` | a wallet's snapshot with its growing `seq` | the wallet's outbox |
//! | `code/{shop}/{hash of a code}` | the member key of the code's wallet | the wallet |
//!
//! KV may be a minute behind. Who cannot live with that asks the object that owns the state.

mod bundle;
pub mod codes;
pub mod programs;
pub mod shops;
pub mod snapshots;
pub mod targeting;
pub mod testimonials;

pub use bundle::{ApiKeyHash, Bundle, PublishedProgram, SealedSecret, Shop, Theme, sealed_at};

use worker::Env;
use worker::kv::KvStore;

use crate::problem::Outcome;

/// The KV namespace.
pub fn store(env: &Env) -> Outcome<KvStore> {
    Ok(env.kv("PUBLISHED")?)
}
