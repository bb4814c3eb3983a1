//! Program versions: never changed, so a copy is good for ever.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::program::{Program, Version};
use worker::Env;

use super::store;
use crate::json;
use crate::limits::PROGRAMS_KEPT;
use crate::problem::{Outcome, broken};
use crate::shop;

thread_local! {
    static COPIES: RefCell<BTreeMap<(String, Version), Rc<Program>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The key of a program version.
pub fn key(shop: &str, version: Version) -> String {
    format!("program/{shop}/{version}")
}

/// A program version of a shop: the isolate's copy, else KV's, else (KV may not show it yet) the shop object's.
pub async fn program(env: &Env, shop: &str, version: Version) -> Outcome<Rc<Program>> {
    if let Some(program) = COPIES.with_borrow(|copies| copies.get(&(shop.to_owned(), version)).cloned()) {
        return Ok(program);
    }
    let document = match store(env)?.get(&key(shop, version)).text().await? {
        Some(document) => document,
        None => shop::client::program_document(env, shop, version)
            .await?
            .ok_or_else(|| broken(format!("program version {version} of a wallet is nowhere")))?,
    };
    let program = Rc::new(json::from_str::<Program>(&document)?);
    cache(shop, version, program.clone());
    Ok(program)
}

/// Keeps a version that is at hand anyway.
pub fn cache(shop: &str, version: Version, program: Rc<Program>) {
    COPIES.with_borrow_mut(|copies| {
        if copies.len() >= PROGRAMS_KEPT {
            copies.clear();
        }
        copies.insert((shop.to_owned(), version), program);
    });
}
