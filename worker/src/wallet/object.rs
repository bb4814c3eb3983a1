//! The wallet object: replay, decide, commit, answer.
//!
//! Promises: one transaction holds everything a command does, its answer for replays and the notice for the outbox;
//! memory changes only after it; between reading the state and writing it nothing else happens in this object.

#![allow(missing_docs, reason = "the macro adds methods of its own to the object")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use loyalty::Instant;
use loyalty::ledger::{self, PastLimits, Refusal};
use loyalty::program::Programs;
use loyalty::view::Viewer;
use worker::{DurableObject, Env, Request, Response, State, console_error, durable_object};

use super::cases::{self, CaseAct};
use super::command::{Command, Envelope};
use super::decide::{self, Undecided};
use super::prepare::Prepared;
use super::rows::archive::{self, Names};
use super::rows::{self, Identity, Stored};
use super::stock::Stock;
use super::{outbox, query, testimonials, words};
use crate::clock;
use crate::codes;
use crate::json;
use crate::objects::replay;
use crate::objects::sql::Database;
use crate::problem::{Outcome, broken, rejected};
use crate::published::{Shop, shops};
use crate::reply::Reply;

/// One member's points.
#[durable_object]
pub struct Wallet {
    state: State,
    pub(super) env: Env,
    /// The stored state, once it was read.
    memory: RefCell<Option<Rc<Stored>>>,
    /// When the alarm will ring, if this instance set it.
    pub(super) alarm_at_ms: Cell<Option<i64>>,
    /// When this instance last wrote to KV.
    pub(super) published_at_ms: Cell<i64>,
    /// Attempts to empty the outbox that failed in a row.
    pub(super) failures: Cell<u32>,
}

impl DurableObject for Wallet {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            memory: RefCell::default(),
            alarm_at_ms: Cell::default(),
            published_at_ms: Cell::default(),
            failures: Cell::default(),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        self.answer(request).await.unwrap_or_else(Reply::from_failure).into_response()
    }

    async fn alarm(&self) -> worker::Result<Response> {
        outbox::ring(self).await;
        Response::empty()
    }
}

impl Wallet {
    pub(super) fn database(&self) -> Database {
        Database::new(self.state.storage())
    }

    pub(super) fn storage(&self) -> worker::Storage {
        self.state.storage()
    }

    /// The stored state; none if nothing was ever stored.
    pub(super) fn stored(&self) -> Outcome<Option<Rc<Stored>>> {
        if self.memory.borrow().is_none() {
            *self.memory.borrow_mut() = rows::load(&self.database())?.map(Rc::new);
        }
        Ok(self.memory.borrow().clone())
    }

    /// The wallet with the rows that an operation needs at `now`; none if nothing was ever stored.
    pub(super) fn opened(&self, names: &Names, now: Instant, depth: Depth) -> Outcome<Option<Stored>> {
        if depth.is_whole {
            return rows::load_whole(&self.database());
        }
        let Some(stored) = self.stored()? else { return Ok(None) };
        let Stored { identity, mut wallet } = Stored::clone(&stored);
        wallet.name_archived(archive::named(&self.database(), &wallet, names)?);
        self.load_lots(&mut wallet, now)?;
        for _ in 0..depth.more_lots {
            archive::load_lots(&self.database(), &mut wallet)?;
        }
        Ok(Some(Stored { identity, wallet }))
    }

    /// Loads archived lots, as long as the wallet needs some for what it shows or what is due.
    fn load_lots(&self, wallet: &mut ledger::Wallet, now: Instant) -> Outcome<()> {
        while wallet.needs_lots(now) {
            archive::load_lots(&self.database(), wallet)?;
        }
        Ok(())
    }

    async fn answer(&self, mut request: Request) -> Outcome<Reply> {
        let envelope: Envelope = json::from_str(&request.text().await?)?;
        let shop = shops::shop(&self.env, &envelope.shop).await?;
        match &envelope.command {
            Command::Snapshot
            | Command::Detail(_)
            | Command::OrderDetail(_)
            | Command::History { .. }
            | Command::Cases(_)
            | Command::Testimonials => self.answer_query(envelope, &shop).await,
            Command::Case(_, CaseAct::Look(_)) => self.answer_query(envelope, &shop).await,
            _ => self.change(&envelope, &shop).await,
        }
    }

    async fn answer_query(&self, envelope: Envelope, shop: &Shop) -> Outcome<Reply> {
        let now = shop.now();
        let is_whole = matches!(&envelope.command, Command::Detail(_));
        let depth = if is_whole { Depth::WHOLE } else { Depth::default() };
        let wallet = self.opened(&envelope.command.names(), now, depth)?.map(|stored| stored.wallet);
        let pinned: Vec<_> = wallet.iter().flat_map(ledger::Wallet::program_versions).collect();
        let programs = self.programs(shop, None, &pinned).await?;
        let viewer = viewer(shop, &programs, &envelope.language);
        if let Command::Snapshot = &envelope.command {
            // A page asks because what was published says too little by now.
            let snapshot = query::snapshot(wallet, now);
            if snapshot.is_enough(viewer.program, now) {
                return Reply::ok(&snapshot);
            }
            let whole = self.opened(&Names::default(), now, Depth::WHOLE)?.map(|stored| stored.wallet);
            return Reply::ok(&query::snapshot(whole, now));
        }
        let owner = envelope.owner.ok_or_else(|| broken("a look at nobody's wallet"))?;
        match envelope.command {
            Command::History { before, limit } => query::history(&self.database(), wallet, before, limit, &viewer),
            Command::Cases(after) => cases::list(&self.database(), wallet, after.as_ref(), &viewer),
            Command::Testimonials => testimonials::list(wallet),
            Command::Case(case, CaseAct::Look(desk)) => {
                cases::show(&self.database(), &owner, wallet, &case, &desk, &viewer)
            }
            Command::Detail(measures) => query::detail(&self.database(), owner, wallet, &viewer, &measures, &programs),
            Command::OrderDetail(order) => query::order(owner, wallet, &order, &viewer, &programs),
            _ => Err(broken("a look at nothing")),
        }
    }

    async fn change(&self, envelope: &Envelope, shop: &Shop) -> Outcome<Reply> {
        let (mut wanted, mut depth) = (Vec::new(), Depth::default());
        // Each round brings a version that an order got pinned to meanwhile, or more of the wallet's rows; there is seldom a
        // second one.
        loop {
            if let Some(reply) = self.replayed(envelope)? {
                return Ok(reply);
            }
            let prepared = self.prepare(envelope, shop, &wanted, depth).await?;
            match self.commit(envelope, shop, &prepared, depth) {
                Ok(reply) => {
                    // Nothing was awaited since the transaction, so the alarm is stored with it.
                    outbox::wake(self).await?;
                    self.follow_up(envelope, shop, &prepared, &reply).await;
                    return Ok(reply);
                }
                Err(Undecided::Failed(failure)) => {
                    self.put_back(envelope, &prepared).await;
                    return Err(failure);
                }
                Err(Undecided::Needs(version)) if wanted.contains(&version) => {
                    return Err(broken(format!("version {version} was loaded and still missing")));
                }
                Err(Undecided::Needs(version)) => wanted.push(version),
                Err(Undecided::NeedsRows(refusal)) => {
                    depth = depth.deeper(&refusal)?;
                    if depth == Depth::WHOLE {
                        let whole = self.opened(&Names::default(), shop.now(), depth)?;
                        wanted.extend(whole.iter().flat_map(|stored| stored.wallet.program_versions()));
                    }
                }
            }
        }
    }

    fn replayed(&self, envelope: &Envelope) -> Outcome<Option<Reply>> {
        match &envelope.key {
            Some(key) if self.stored()?.is_some() => replay::find(&self.database(), key),
            _ => Ok(None),
        }
    }

    /// Decides and stores, without waiting for anything in between.
    fn commit(&self, envelope: &Envelope, shop: &Shop, prepared: &Prepared, depth: Depth) -> Result<Reply, Undecided> {
        if let Some(reply) = self.replayed(envelope)? {
            return Ok(reply);
        }
        let now = shop.now();
        let mut names = envelope.command.names();
        names.holds.extend(prepared.wish.as_ref().map(|wish| wish.hold().clone()));
        let stored = self.opened(&names, now, depth)?;
        let is_new = stored.is_none();
        let (mut identity, mut wallet) = match (stored, &envelope.owner) {
            (Some(Stored { identity, wallet }), Some(owner)) if identity.owner == *owner => (identity, wallet),
            (Some(Stored { identity, wallet }), None) if identity.owner.shop == envelope.shop => (identity, wallet),
            (None, Some(owner)) => {
                let identity = Identity { schema: rows::SCHEMA, owner: owner.clone(), version: None };
                (identity, ledger::Wallet::default())
            }
            (_, None) => return Err(rejected(codes::REDEMPTION_NOT_FOUND).into()),
            (Some(_), Some(_)) => return Err(broken("a wallet was asked for another member").into()),
        };
        let programs = &prepared.programs;
        let viewer = viewer(shop, programs, &envelope.language);
        let decision = decide::decide(&envelope.command, &mut wallet, prepared, (&envelope.language, viewer.now))?;
        wallet.check().map_err(|breach| broken(format!("{breach}; nothing was stored")))?;
        // What was spent may have left fewer lots than are shown.
        self.load_lots(&mut wallet, now)?;
        close_past(&mut wallet, programs, depth)?;

        let changes = wallet.drain_changes();
        let database = self.database();
        if changes.is_none() && envelope.key.is_none() {
            return Ok(words::words(&decision, (&identity.owner, &wallet), &database, &viewer)?);
        }
        let version = programs.newest().map(|(version, _)| version);
        let rewrite_identity = is_new || identity.version != version;
        identity.version = version;
        let reply = database.transaction(|| {
            if is_new {
                rows::create(&database)?;
            }
            if rewrite_identity {
                rows::write_identity(&database, &identity)?;
            }
            if let Some(changes) = &changes {
                rows::write(&database, changes)?;
            }
            let reply = words::words(&decision, (&identity.owner, &wallet), &database, &viewer)?;
            if let Some(key) = &envelope.key {
                replay::store(&database, key, reply.status, &reply.body, clock::real_ms())?;
            }
            Ok(reply)
        })?;
        *self.memory.borrow_mut() = Some(Rc::new(Stored { identity, wallet }));
        Ok(reply)
    }

    /// What is to be done before the caller hears of it; what fails here is done again by the outbox.
    async fn follow_up(&self, envelope: &Envelope, shop: &Shop, prepared: &Prepared, reply: &Reply) {
        let (Some(wish), Some(owner)) = (&prepared.wish, &envelope.owner) else { return };
        if reply.status >= 400 {
            self.put_back(envelope, prepared).await;
        } else if let Err(failure) = outbox::publish_code(&self.env, owner, shop, self, wish.hold()).await {
            console_error!("wallet: a code was not published yet: {failure:?}");
        }
    }

    async fn put_back(&self, envelope: &Envelope, prepared: &Prepared) {
        let (Some(wish), Some(owner), Stock::SetAside) = (&prepared.wish, &envelope.owner, prepared.stock) else {
            return;
        };
        let is_granted = matches!(self.stored(), Ok(Some(stored)) if wish.is_granted(&stored.wallet));
        if is_granted {
            return;
        }
        if let Err(failure) = wish.put_back(&self.env, owner).await {
            console_error!("wallet: what was set aside comes back only when it lapses, if it does: {failure:?}");
        }
    }
}

/// How much of a wallet's past is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depth {
    /// All rows there are.
    is_whole: bool,
    /// So many times more lots.
    more_lots: u32,
}

impl Depth {
    const WHOLE: Self = Self { is_whole: true, more_lots: 0 };

    /// Enough for what was not loaded.
    fn deeper(self, refusal: &Refusal) -> Outcome<Self> {
        match refusal {
            Refusal::LotsNotLoaded if !self.is_whole => Ok(Self { more_lots: 2 * self.more_lots + 1, ..self }),
            _ if !self.is_whole => Ok(Self::WHOLE),
            _ => Err(broken(format!("all rows were loaded, and still: {refusal}"))),
        }
    }
}

/// Closes the past. A wallet that was open and cannot be closed stays open, and costs time.
fn close_past(wallet: &mut ledger::Wallet, programs: &Programs, depth: Depth) -> Outcome<()> {
    match wallet.close_past(programs, PastLimits::USUAL) {
        Ok(true) => {
            wallet.check().map_err(|breach| broken(format!("{breach}, with a closed past; nothing was stored")))
        }
        Ok(false) => Ok(()),
        Err(refusal) if depth.is_whole => Err(broken(format!("the past cannot be closed: {refusal}"))),
        Err(refusal) => {
            console_error!("wallet: the past stays open: {refusal}");
            Ok(())
        }
    }
}

fn viewer<'a>(shop: &'a Shop, programs: &'a Programs, language: &'a str) -> Viewer<'a> {
    let program = programs.newest().map(|(_, program)| program.as_ref());
    Viewer { program, left: &shop.bundle.stock_left, language, now: shop.now() }
}
