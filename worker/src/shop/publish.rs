//! What the edge needs to know of a shop, to KV: the program's version and the offers' first, then the bundle that names
//! them.

use std::collections::BTreeSet;

use loyalty::program::Program;
use loyalty::view::Left;
use loyalty::{CandidateId, Instant};
use serde::{Deserialize, Serialize};
use worker::Env;

use super::settings::Stored;
use super::targeting::{self, concerns_pages};
use super::{budgets, keys, redemptions, testimonials, versions};
use crate::clock;
use crate::json;
use crate::limits::{TARGETING_KEPT_MS, TARGETINGS_DELETED_MAX};
use crate::objects::sql::{Database, document};
use crate::problem::Outcome;
use crate::published::{self, Bundle, PublishedProgram, programs, shops, store};

/// How far publication has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// Grows with every change of what is published.
    revision: u64,
    /// The revision KV has taken.
    published: u64,
    /// What was left of each reward with a stock, then.
    left: Left,
    /// The published offers whose budget was spent, then.
    #[serde(default)]
    spent: BTreeSet<CandidateId>,
    /// Grows with every change of offers, segments or their settings that pages must hear of.
    #[serde(default)]
    targeting: u32,
    /// The one of these that KV has taken.
    #[serde(default)]
    targeting_published: u32,
    /// Versions of them that KV still has, and when another took their place, by the real clock.
    #[serde(default)]
    replaced: Vec<(u32, i64)>,
    /// Grows with every change of what members let the shop show.
    #[serde(default)]
    testimonials: u32,
    /// The one of these that KV has taken.
    #[serde(default)]
    testimonials_published: u32,
}

/// Notes that there is something to publish. Within the transaction of what changed.
pub fn changed(database: &Database) -> Outcome<()> {
    let progress = progress(database)?;
    write(database, &Progress { revision: progress.revision + 1, ..progress })
}

/// Notes that pages must hear of offers, segments or their settings. Within the transaction of what changed.
pub fn targeting_changed(database: &Database) -> Outcome<()> {
    let progress = progress(database)?;
    write(database, &Progress { targeting: progress.targeting + 1, ..progress })
}

/// Notes that pages must hear of testimonials. Within the transaction of what changed.
pub fn testimonials_changed(database: &Database) -> Outcome<()> {
    let progress = progress(database)?;
    write(database, &Progress { testimonials: progress.testimonials + 1, ..progress })
}

/// Publishes the newest state, if KV has not taken it yet. What is left of rewards changes by itself as holds lapse, so
/// it is compared, and what is spent of offers' budgets with it; gives the instant at which it may change next.
pub async fn publish(env: &Env, database: &Database, shop: &str, stored: &Stored) -> Outcome<Option<Instant>> {
    let program = versions::find(database, None)?.map(published_program).transpose()?;
    let left = match &program {
        Some(published) => redemptions::left(database, &published.program, stored.now())?,
        None => Left::new(),
    };
    let spent = budgets::spent(database)?;
    let mut progress = progress(database)?;
    if left != progress.left || spent != progress.spent {
        progress = Progress { revision: progress.revision + 1, left: left.clone(), spent, ..progress };
        write(database, &progress)?;
    }
    let published = match progress.revision > progress.published {
        true => publish_bundle(env, database, bundle(database, shop, stored, program, &progress)?, &progress).await,
        false => Ok(()),
    };
    let progress = self::progress(database)?;
    if progress.testimonials > progress.testimonials_published {
        published::testimonials::put(env, shop, &testimonials::shown(database)?).await?;
        let newest = self::progress(database)?;
        write(database, &Progress { testimonials_published: progress.testimonials, ..newest })?;
    }
    published?;
    if left.is_empty() { Ok(None) } else { redemptions::next_lapse(database, stored.now()) }
}

/// Publishes the offers' version, if it is new, and the bundle that names it. What KV does not take of offers keeps nothing
/// else back, such as the end of a key: the bundle names the version before, and the new one is tried again.
async fn publish_bundle(env: &Env, database: &Database, bundle: Bundle, progress: &Progress) -> Outcome<()> {
    let targeting = concerns_pages(database)?.then_some(progress.targeting);
    let new = targeting.filter(|version| *version > progress.targeting_published);
    let mut failed = None;
    if let Some(version) = new {
        let text = targeting::text(database)?;
        failed = published::targeting::put(env, &bundle.shop, version, &text).await.err();
    }
    let before = Some(progress.targeting_published).filter(|version| *version > 0);
    let bundle = Bundle { targeting: if failed.is_some() { before } else { targeting }, ..bundle };
    put(env, &bundle).await?;
    let shop = bundle.shop.clone();
    shops::cache(env, bundle)?;
    // Something may have changed meanwhile; only the marks of what KV has taken are ours to move.
    let mut newest = self::progress(database)?;
    newest.published = progress.revision.max(newest.published);
    match (&failed, new) {
        // Of two bundles of one revision places keep the one they have.
        (Some(_), _) => newest.revision += 1,
        (None, Some(version)) => {
            newest.replaced.extend(before.map(|before| (before, clock::real_ms())));
            newest.targeting_published = version;
        }
        (None, None) => {}
    }
    write(database, &newest)?;
    match failed {
        Some(failure) => Err(failure),
        None => delete_replaced(env, database, &shop).await,
    }
}

/// Takes away the versions that were replaced so long ago that no place reads them.
async fn delete_replaced(env: &Env, database: &Database, shop: &str) -> Outcome<()> {
    let oldest_ms = clock::real_ms() - TARGETING_KEPT_MS;
    let old = |(_, at_ms): &&(u32, i64)| *at_ms <= oldest_ms;
    let replaced = progress(database)?.replaced;
    let old: Vec<u32> = replaced.iter().filter(old).take(TARGETINGS_DELETED_MAX).map(|(version, _)| *version).collect();
    if old.is_empty() {
        return Ok(());
    }
    for version in &old {
        published::targeting::delete(env, shop, *version).await?;
    }
    let mut newest = progress(database)?;
    newest.replaced.retain(|(version, _)| !old.contains(version));
    write(database, &newest)
}

/// Whether KV is behind.
pub fn is_behind(database: &Database) -> Outcome<bool> {
    let progress = progress(database)?;
    Ok(progress.revision > progress.published || progress.testimonials > progress.testimonials_published)
}

async fn put(env: &Env, bundle: &Bundle) -> Outcome<()> {
    let kv = store(env)?;
    if let Some(PublishedProgram { version, program, .. }) = &bundle.program {
        let text = serde_json::to_string(program)?;
        kv.put(&programs::key(&bundle.shop, *version), text.as_str())?.execute().await?;
    }
    let text = serde_json::to_string(bundle)?;
    kv.put(&shops::key(&bundle.shop), text.as_str())?.execute().await?;
    Ok(())
}

fn progress(database: &Database) -> Outcome<Progress> {
    let found = database.documents("SELECT document FROM meta WHERE name = 'progress'", Vec::new())?;
    Ok(found.into_iter().next().unwrap_or_default())
}

fn bundle(
    database: &Database,
    shop: &str,
    stored: &Stored,
    program: Option<PublishedProgram>,
    progress: &Progress,
) -> Outcome<Bundle> {
    let (signing_keys, api_keys) = keys::published(database)?;
    let settings = stored.settings.clone();
    Ok(Bundle {
        revision: progress.revision,
        shop: shop.to_owned(),
        name: settings.name,
        theme: settings.theme,
        origins: settings.origins,
        sandbox: settings.sandbox,
        clock_offset_ms: stored.clock_offset_ms,
        signing_keys,
        api_keys,
        program,
        stock_left: progress.left.clone(),
        spent: progress.spent.clone(),
        targeting: None,
    })
}

fn published_program(row: versions::Row) -> Outcome<PublishedProgram> {
    let program: Program = json::from_str(&row.document)?;
    Ok(PublishedProgram { version: row.version, created_at: Instant::from_ms(row.created_at_ms), program })
}

fn write(database: &Database, progress: &Progress) -> Outcome<()> {
    database.run("INSERT OR REPLACE INTO meta (name, document) VALUES ('progress', ?)", vec![document(progress)?])
}
