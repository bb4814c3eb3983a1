//! What decides who is sent which offer: a version is never changed, so a compiled copy is good until there is a newer one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::condition::Native;
use loyalty::offer::{Targeting, TargetingDocument};
use loyalty::program::Version;
use worker::{Env, console_error};

use super::{Shop, store};
use crate::json;
use crate::limits::TARGETINGS_KEPT;
use crate::problem::Outcome;

/// How many versions back stay in KV: a place that is a minute behind still reads one of them. Offers change once a
/// second at most, and a minute of that is nobody's way of working.
const VERSIONS_KEPT: u32 = 20;

struct Copy {
    /// Of the offers, and of the program they were compiled with.
    versions: (u32, Option<Version>),
    targeting: Rc<Targeting>,
}

thread_local! {
    static COPIES: RefCell<BTreeMap<String, Copy>> = const { RefCell::new(BTreeMap::new()) };
}

fn key(shop: &str, version: u32) -> String {
    format!("offers/{shop}/{version}")
}

/// What decides for this shop; none if it has nothing to send.
///
/// Where KV does not show the newest version yet an older copy goes on, or nothing is sent: a page view wakes no object.
pub async fn targeting(env: &Env, shop: &Shop) -> Outcome<Option<Rc<Targeting>>> {
    let Some(version) = shop.bundle.targeting else { return Ok(None) };
    let versions = (version, shop.version());
    let known = COPIES.with_borrow(|copies| copies.get(shop.id()).map(|copy| (copy.versions, copy.targeting.clone())));
    if let Some((_, targeting)) = known.as_ref().filter(|(of, _)| *of == versions) {
        return Ok(Some(targeting.clone()));
    }
    let older = known.map(|(_, targeting)| targeting);
    let Some(text) = store(env)?.get(&key(shop.id(), version)).text().await? else { return Ok(older) };
    let document: TargetingDocument = match json::from_str(&text) {
        Ok(document) => document,
        Err(error) => {
            console_error!(
                "offers of {} version {version}: {:?} at column {}",
                shop.id(),
                error.classify(),
                error.column()
            );
            return Ok(older);
        }
    };
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let targeting = Rc::new(Targeting::published(document, program, &Native::default()));
    COPIES.with_borrow_mut(|copies| {
        if copies.len() >= TARGETINGS_KEPT {
            copies.clear();
        }
        copies.insert(shop.id().to_owned(), Copy { versions, targeting: targeting.clone() });
    });
    Ok(Some(targeting))
}

/// Publishes a version, and takes away one that nobody reads any more.
pub async fn put(env: &Env, shop: &str, version: u32, text: &str) -> Outcome<()> {
    let kv = store(env)?;
    kv.put(&key(shop, version), text)?.execute().await?;
    if let Some(old) = version.checked_sub(VERSIONS_KEPT).filter(|old| *old > 0) {
        kv.delete(&key(shop, old)).await?;
    }
    Ok(())
}
