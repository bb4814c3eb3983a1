//! What decides who is sent which offer: a version is never changed, so a compiled copy is good until there is a newer one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::CandidateId;
use loyalty::condition::Native;
use loyalty::experiment::Run;
use loyalty::offer::OfferSettings;
use loyalty::program::Version;
use loyalty::targeting::{Targeting, TargetingDocument};
use loyalty::traits::Quantiles;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use worker::{Env, console_error};

use super::{Shop, store};
use crate::json;
use crate::limits::TARGETINGS_KEPT;
use crate::problem::Outcome;

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
    let document = match read(&text) {
        Ok(document) => document,
        Err(failure) => {
            console_error!("offers of {} version {version}: {failure:?}", shop.id());
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

/// Publishes a version.
pub async fn put(env: &Env, shop: &str, version: u32, text: &str) -> Outcome<()> {
    Ok(store(env)?.put(&key(shop, version), text)?.execute().await?)
}

/// Takes away one that nobody reads any more.
pub async fn delete(env: &Env, shop: &str, version: u32) -> Outcome<()> {
    Ok(store(env)?.delete(&key(shop, version)).await?)
}

/// Reads what was published or is stored. One document that this build cannot read, as a newer one may have written it, is
/// left out and told of; the others go on.
pub fn read(text: &str) -> Outcome<TargetingDocument> {
    let mut left_out = Vec::new();
    let document = parse(text, &mut left_out)?;
    for error in left_out {
        console_error!("a document of offers is left out: {:?} at column {}", error.classify(), error.column());
    }
    Ok(document)
}

fn parse(text: &str, left_out: &mut Vec<serde_json::Error>) -> Outcome<TargetingDocument> {
    #[derive(Deserialize)]
    struct Raw<'a> {
        settings: OfferSettings,
        #[serde(borrow)]
        segments: Vec<&'a RawValue>,
        #[serde(borrow)]
        offers: Vec<&'a RawValue>,
        #[serde(borrow, default)]
        surveys: Vec<&'a RawValue>,
        #[serde(default)]
        quantiles: Option<Quantiles>,
        #[serde(default)]
        runs: BTreeMap<CandidateId, Run>,
    }
    let Raw { settings, segments, offers, surveys, quantiles, runs } = json::from_str(text)?;
    Ok(TargetingDocument {
        settings,
        segments: each(&segments, left_out),
        offers: each(&offers, left_out),
        surveys: each(&surveys, left_out),
        quantiles,
        runs,
    })
}

fn each<T: DeserializeOwned>(documents: &[&RawValue], left_out: &mut Vec<serde_json::Error>) -> Vec<T> {
    let read = |document: &&RawValue| json::from_str(document.get()).map_err(|error| left_out.push(error)).ok();
    documents.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_build_wrote_leaves_the_rest() {
        let offer = |id: &str, more: &str| {
            format!(
                r#"{{"id":"{id}","name":"A","status":"published","display":{{"type":"modal"}},"triggers":[{{"type":"at_once"}}],
                "variants":[{{"key":"v","content":{{"headline":{{"en":"A"}}}}}}]{more}}}"#
            )
        };
        let segment = |id: &str, more: &str| format!(r#"{{"id":"{id}","name":{{"en":"A"}},"condition":{{}}{more}}}"#);
        let text = format!(
            r#"{{"settings":{{}},"segments":[{},{}],"offers":[{},{}],"surveys":[{{"version":1}}],"quantiles":null}}"#,
            segment("s1", r#","colour":"red""#),
            r#"{"id":"s2","title":"A"}"#,
            offer("o1", r#","colour":"red""#),
            offer("o2", r#","schedule":7"#),
        );
        let mut left_out = Vec::new();
        let Ok(document) = parse(&text, &mut left_out) else { panic!("{text}") };
        assert_eq!(left_out.len(), 3);
        assert_eq!(document.offers.iter().map(|offer| offer.id.as_str()).collect::<Vec<_>>(), ["o1"]);
        assert_eq!(document.segments.iter().map(|segment| segment.id.as_str()).collect::<Vec<_>>(), ["s1"]);
        assert!(document.surveys.is_empty());
        let faulty = r#"{"settings":7,"segments":[],"offers":[]}"#;
        assert!(parse(faulty, &mut left_out).is_err(), "they hold for all");
    }
}
