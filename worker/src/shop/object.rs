//! The shop object: a command, one transaction, then what it changed is published.
//!
//! Promises: what a command changed and the notice that KV is behind are stored together, so that the alarm publishes it
//! even if this object stops in between; of two publications KV keeps the later.

#![allow(missing_docs, reason = "the macro adds methods of its own to the object")]

use std::cell::Cell;

use loyalty::Instant;
use serde::Serialize;
use serde_json::json;
use worker::{DurableObject, Env, Request, Response, State, console_error, durable_object};

use super::command::{Command, Envelope, KeyKind, Settings};
use super::settings::{self, Stored};
use super::{keys, members, publish, redemptions, versions};
use crate::back_office::event::{self, Event};
use crate::clock;
use crate::codes;
use crate::limits::PUBLISH_EVERY_MS;
use crate::objects::replay::{self, Key};
use crate::objects::sql::Database;
use crate::problem::{Failure, Outcome, Problem};
use crate::published::shops;
use crate::reply::{REPLAYED, Reply};

const TABLES: &[&str] = &[
    "CREATE TABLE meta (name TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    versions::SCHEMA,
    keys::SCHEMA,
    redemptions::SCHEMA,
    redemptions::INDEX,
    members::SCHEMA,
    members::INDEX,
    replay::SCHEMA,
];

/// How long the object waits before it tries again to publish.
const RETRY_MS: i64 = 5_000;

/// One shop's configuration and back office.
#[durable_object]
pub struct Shop {
    state: State,
    env: Env,
    /// When this instance last wrote the bundle to KV.
    published_at_ms: Cell<i64>,
    /// Whether a publication is under way.
    publishing: Cell<bool>,
}

/// A shop as the platform sees it.
#[derive(Serialize)]
struct ShopView<'a> {
    shop: &'a str,
    #[serde(flatten)]
    settings: &'a Settings,
    clock_offset_ms: i64,
    keys: Vec<keys::Listed>,
    program_version: Option<loyalty::program::Version>,
}

/// What follows a command.
enum Then {
    /// Nothing changed that the edge shows.
    Nothing,
    /// The caller expects to see it at once.
    PublishNow,
    /// The edge hears of it soon.
    PublishSoon,
}

impl DurableObject for Shop {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, published_at_ms: Cell::default(), publishing: Cell::default() }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        self.answer(request).await.unwrap_or_else(Reply::from_failure).into_response()
    }

    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(failure) = self.catch_up().await {
            console_error!("shop: tries again: {failure:?}");
            self.state.storage().set_alarm(RETRY_MS).await?;
        }
        Response::empty()
    }
}

impl Shop {
    fn database(&self) -> Database {
        Database::new(self.state.storage())
    }

    async fn answer(&self, mut request: Request) -> Outcome<Reply> {
        let Envelope { shop, key, command } = serde_json::from_str(&request.text().await?)?;
        let database = self.database();
        let stored = settings::load(&database)?;
        if let (Some(key), Some(_)) = (&key, &stored)
            && let Some(reply) = self.replayed(&database, &shop, key)?
        {
            return Ok(reply);
        }
        let (reply, then) = database.transaction(|| self.execute(&database, &shop, key.as_ref(), stored, command))?;
        // Nothing was awaited since the transaction, so the alarm is stored with it.
        match then {
            Then::Nothing => {}
            Then::PublishSoon => self.wake(self.published_at_ms.get() + PUBLISH_EVERY_MS).await?,
            Then::PublishNow => {
                self.wake(clock::real_ms() + PUBLISH_EVERY_MS).await?;
                if let Err(failure) = self.publish(&database, &shop).await {
                    console_error!("shop: published later: {failure:?}");
                }
            }
        }
        Ok(reply)
    }

    /// Does a command, within a transaction.
    fn execute(
        &self,
        database: &Database,
        shop: &str,
        key: Option<&Key>,
        stored: Option<Stored>,
        command: Command,
    ) -> Outcome<(Reply, Then)> {
        let stored = match command {
            Command::Put(settings) => {
                let stored = put(database, shop, stored, settings)?;
                return Ok((self.view(database, shop, &stored)?, Then::PublishNow));
            }
            _ => stored.ok_or(codes::SHOP_NOT_FOUND)?,
        };
        let now = stored.now();
        let reply = match command {
            Command::Put(_) | Command::Get => return Ok((self.view(database, shop, &stored)?, Then::Nothing)),
            Command::Program(version) => return Ok((versions::show(database, version)?, Then::Nothing)),
            Command::ProgramVersions => return Ok((versions::list(database)?, Then::Nothing)),
            Command::ProgramDocument(version) => {
                let row = versions::find(database, Some(version))?.ok_or(codes::NOT_FOUND)?;
                return Ok((Reply::text(200, row.document), Then::Nothing));
            }
            Command::Reserve(reservation) => {
                let set_aside = redemptions::reserve(database, &reservation, now)?;
                return Ok((Reply::ok(&json!({ "set_aside": set_aside }))?, Then::PublishSoon));
            }
            Command::Unreserve(hold) => {
                redemptions::unreserve(database, &hold)?;
                return Ok((Reply::empty(204), Then::PublishSoon));
            }
            Command::TakeIn(states) => {
                for state in &states {
                    members::take_in(database, state)?;
                    redemptions::take_in(database, state)?;
                }
                let concerns_edge = states.iter().any(|state| state.waits || !state.redemptions.is_empty());
                let then = if concerns_edge { Then::PublishSoon } else { Then::Nothing };
                return Ok((Reply::empty(204), then));
            }
            Command::PutOrigins(origins) => {
                let settings = Settings { origins, ..stored.settings.clone() };
                let stored = Stored { settings, ..stored };
                settings::write(database, &stored)?;
                self.view(database, shop, &stored)?
            }
            Command::PutClock(now) => {
                if !stored.settings.sandbox {
                    return Err(Failure::Refused(Problem::new(codes::NOT_A_SANDBOX)));
                }
                let stored = Stored { clock_offset_ms: now.as_ms() - clock::real_ms(), ..stored };
                settings::write(database, &stored)?;
                self.view(database, shop, &stored)?
            }
            Command::CreateKey(kind) => self.create_key(database, shop, key, kind)?,
            Command::DeleteKey(id) => {
                keys::delete(database, &id)?;
                self.view(database, shop, &stored)?
            }
            Command::PublishProgram { after, program } => versions::publish(database, after, &program, now)?,
        };
        publish::changed(database)?;
        Ok((reply, Then::PublishNow))
    }

    fn view(&self, database: &Database, shop: &str, stored: &Stored) -> Outcome<Reply> {
        let version = versions::current(database)?;
        let program_version = (version > 0).then_some(version);
        Reply::ok(&ShopView {
            shop,
            settings: &stored.settings,
            clock_offset_ms: stored.clock_offset_ms,
            keys: keys::list(database)?,
            program_version,
        })
    }

    fn create_key(&self, database: &Database, shop: &str, key: Option<&Key>, kind: KeyKind) -> Outcome<Reply> {
        let secret = shops::platform_secret(&self.env)?;
        let reply = match keys::create(database, shop, kind, &secret) {
            Ok(made) => Reply::created(&made)?,
            Err(Failure::Refused(problem)) => problem.into(),
            Err(failure) => return Err(failure),
        };
        if let Some(key) = key {
            // The answer shows a secret, so what is kept of it is sealed.
            let sealed = secret.seal(&replayed_at(shop, key), &reply.body)?;
            replay::keep(database, key, reply.status, &sealed, clock::real_ms())?;
        }
        Ok(reply)
    }

    fn replayed(&self, database: &Database, shop: &str, key: &Key) -> Outcome<Option<Reply>> {
        let Some(reply) = replay::find(database, key)? else { return Ok(None) };
        if !reply.headers.iter().any(|(name, _)| *name == REPLAYED) {
            return Ok(Some(reply));
        }
        let body = shops::platform_secret(&self.env)?.open(&replayed_at(shop, key), &reply.body)?;
        Ok(Some(Reply { body, ..reply }))
    }

    /// Publishes until KV is not behind; gives the instant of the real clock at which it will be again by itself.
    ///
    /// One at a time: of two writes under way KV might keep the older. Who comes second leaves it to the first.
    async fn publish(&self, database: &Database, shop: &str) -> Outcome<Option<Instant>> {
        if self.publishing.replace(true) {
            return Ok(None);
        }
        let published = self.publish_all(database, shop).await;
        self.publishing.set(false);
        published
    }

    async fn publish_all(&self, database: &Database, shop: &str) -> Outcome<Option<Instant>> {
        loop {
            let Some(stored) = settings::load(database)? else { return Ok(None) };
            self.published_at_ms.set(clock::real_ms());
            let lapse = publish::publish(&self.env, database, shop, &stored).await?;
            if !publish::is_behind(database)? {
                return Ok(lapse.map(|lapse| Instant::from_ms(lapse.as_ms() - stored.clock_offset_ms)));
            }
        }
    }

    /// The alarm: publishes what is not published, sends the touches that are due, and sets itself for the next lapse.
    async fn catch_up(&self) -> Outcome<()> {
        let database = self.database();
        let Some(shop) = settings::shop(&database)? else { return Ok(()) };
        let lapse = self.publish(&database, &shop).await?;
        loop {
            let touches = members::to_touch(&database, &shop, versions::current(&database)?)?;
            if touches.is_empty() {
                break;
            }
            event::send(&self.env, touches.iter().cloned().map(Event::Touch).collect()).await?;
            members::touched(&database, &touches)?;
        }
        if publish::is_behind(&database)? {
            return self.wake(self.published_at_ms.get() + PUBLISH_EVERY_MS).await;
        }
        let storage = self.state.storage();
        match lapse {
            // An alarm that was set meanwhile is sooner.
            Some(lapse) if storage.get_alarm().await?.is_none() => self.wake(lapse.as_ms()).await,
            _ => Ok(()),
        }
    }

    async fn wake(&self, at_ms: i64) -> Outcome<()> {
        let storage = self.state.storage();
        storage.set_alarm((at_ms - clock::real_ms()).max(0)).await?;
        Ok(())
    }
}

/// Creates a shop or replaces its settings; keys, program and clock stay.
fn put(database: &Database, shop: &str, stored: Option<Stored>, settings: Settings) -> Outcome<Stored> {
    if stored.is_none() {
        TABLES.iter().try_for_each(|table| database.run(table, Vec::new()))?;
        settings::write_shop(database, shop)?;
    }
    let offset_ms = stored.map_or(0, |stored| stored.clock_offset_ms);
    let clock_offset_ms = if settings.sandbox { offset_ms } else { 0 };
    let stored = Stored { settings, clock_offset_ms };
    settings::write(database, &stored)?;
    publish::changed(database)?;
    Ok(stored)
}

/// Where a kept answer may be opened.
fn replayed_at(shop: &str, key: &Key) -> String {
    format!("answer {shop}/{}", key.name)
}
