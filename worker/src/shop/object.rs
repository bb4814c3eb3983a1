//! The shop object: a command, one transaction, then what it changed is published.
//!
//! Promises: what a command changed and the notice that KV is behind are stored together, so that the alarm publishes it
//! even if this object stops in between; of two publications KV keeps the later.

#![allow(missing_docs, reason = "the macro adds methods of its own to the object")]

use std::cell::Cell;

use loyalty::Instant;
use worker::{DurableObject, Env, Request, Response, State, console_error, durable_object};

use super::command::Envelope;
use super::execute::Then;
use super::{claims, members, publish, settings, sweep, versions};
use crate::back_office::event::{self, Event};
use crate::clock;
use crate::json;
use crate::limits::PUBLISH_EVERY_MS;
use crate::objects::replay::{self, Key};
use crate::objects::sql::Database;
use crate::problem::Outcome;
use crate::published::shops;
use crate::reply::{REPLAYED, Reply};

/// How long the object waits before it tries again to publish.
const RETRY_MS: i64 = 5_000;

/// One shop's configuration and back office.
#[durable_object]
pub struct Shop {
    state: State,
    pub(super) env: Env,
    /// When this instance last wrote the bundle to KV.
    published_at_ms: Cell<i64>,
    /// Whether a publication is under way.
    publishing: Cell<bool>,
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
        let Envelope { shop, key, command } = json::from_str(&request.text().await?)?;
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
        if let Some(due_ms) = sweep::due_ms(&database)? {
            self.wake_by(due_ms).await?;
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

    /// The alarm: looks at members if that is due, publishes what is not published, tells wallets what they have to do, and
    /// sets itself for what is due next.
    async fn catch_up(&self) -> Outcome<()> {
        let database = self.database();
        let Some(shop) = settings::shop(&database)? else { return Ok(()) };
        if let Some(stored) = settings::load(&database)? {
            database.transaction(|| sweep::ring(&database, &shop, stored.now()))?;
        }
        let lapse = self.publish(&database, &shop).await?;
        loop {
            let touches = members::to_touch(&database, &shop, versions::current(&database)?)?;
            if touches.is_empty() {
                break;
            }
            event::send(&self.env, touches.iter().cloned().map(Event::Touch).collect()).await?;
            members::touched(&database, &touches)?;
        }
        loop {
            let beaten = claims::beaten(&database, &shop)?;
            if beaten.is_empty() {
                break;
            }
            event::send(&self.env, beaten.iter().map(|beaten| Event::Yield(beaten.tell.clone())).collect()).await?;
            claims::mark_yielded(&database, &beaten)?;
        }
        if publish::is_behind(&database)? {
            return self.wake(self.published_at_ms.get() + PUBLISH_EVERY_MS).await;
        }
        let lapse_ms = lapse.map(Instant::as_ms);
        match [lapse_ms, sweep::due_ms(&database)?].into_iter().flatten().min() {
            Some(due_ms) => self.wake_by(due_ms).await,
            None => Ok(()),
        }
    }

    /// Wakes at this instant of the real clock at the latest. Should the object stop before the alarm is stored, the next
    /// command sets it.
    async fn wake_by(&self, at_ms: i64) -> Outcome<()> {
        let set_ms = self.state.storage().get_alarm().await?;
        if set_ms.is_some_and(|set_ms| set_ms <= at_ms) { Ok(()) } else { self.wake(at_ms).await }
    }

    async fn wake(&self, at_ms: i64) -> Outcome<()> {
        let storage = self.state.storage();
        storage.set_alarm((at_ms - clock::real_ms()).max(0)).await?;
        Ok(())
    }
}

/// Where a kept answer may be opened.
pub(super) fn replayed_at(shop: &str, key: &Key) -> String {
    format!("answer {shop}/{}", key.name)
}
