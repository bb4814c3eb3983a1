//! What the edge needs to know of a shop, to KV: the program's version and the offers' first, then the bundle that names
//! them.

use loyalty::Instant;
use loyalty::program::Program;
use loyalty::view::Left;
use serde::{Deserialize, Serialize};
use worker::Env;

use super::settings::Stored;
use super::targeting::{self, concerns_pages};
use super::{keys, redemptions, testimonials, versions};
use crate::json;
use crate::objects::sql::{Database, document};
use crate::problem::{Failure, Outcome};
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
    /// Grows with every change of offers, segments or their settings that pages must hear of.
    #[serde(default)]
    targeting: u32,
    /// The one of these that KV has taken.
    #[serde(default)]
    targeting_published: u32,
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
/// it is compared; gives the instant at which it may change next.
pub async fn publish(env: &Env, database: &Database, shop: &str, stored: &Stored) -> Outcome<Option<Instant>> {
    let program = versions::find(database, None)?.map(published_program).transpose()?;
    let left = match &program {
        Some(published) => redemptions::left(database, &published.program, stored.now())?,
        None => Left::new(),
    };
    let mut progress = progress(database)?;
    if left != progress.left {
        progress = Progress { revision: progress.revision + 1, left: left.clone(), ..progress };
        write(database, &progress)?;
    }
    if progress.revision > progress.published {
        let targeting = concerns_pages(database)?.then_some(progress.targeting);
        let new = targeting.filter(|version| *version > progress.targeting_published);
        let new = new.map(|version| Ok::<_, Failure>((version, targeting::text(database)?))).transpose()?;
        let bundle = Bundle { targeting, ..bundle(database, shop, stored, progress.revision, program, left.clone())? };
        if let Some((version, text)) = &new {
            published::targeting::put(env, shop, *version, text).await?;
        }
        put(env, &bundle).await?;
        shops::keep(env, bundle)?;
        // Something may have changed meanwhile; only the marks of what KV has taken are ours to move.
        let newest = self::progress(database)?;
        let targeting_published = new.map_or(newest.targeting_published, |(version, _)| version);
        let published = progress.revision.max(newest.published);
        write(database, &Progress { published, targeting_published, ..newest })?;
    }
    let progress = self::progress(database)?;
    if progress.testimonials > progress.testimonials_published {
        published::testimonials::put(env, shop, &testimonials::shown(database)?).await?;
        let newest = self::progress(database)?;
        write(database, &Progress { testimonials_published: progress.testimonials, ..newest })?;
    }
    if left.is_empty() { Ok(None) } else { redemptions::next_lapse(database, stored.now()) }
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
    revision: u64,
    program: Option<PublishedProgram>,
    stock_left: Left,
) -> Outcome<Bundle> {
    let (signing_keys, api_keys) = keys::published(database)?;
    let settings = stored.settings.clone();
    Ok(Bundle {
        revision,
        shop: shop.to_owned(),
        name: settings.name,
        theme: settings.theme,
        origins: settings.origins,
        sandbox: settings.sandbox,
        clock_offset_ms: stored.clock_offset_ms,
        signing_keys,
        api_keys,
        program,
        stock_left,
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
