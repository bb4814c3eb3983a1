//! Commands to a shop, each within a transaction.

use loyalty::program::Version;
use serde::Serialize;
use serde_json::json;

use super::command::{Command, KeyKind, Settings, Spent};
use super::judge::Judge;
use super::object::{Shop, replayed_at};
use super::settings::{self, Stored};
use super::{
    budgets, captures, cases, claims, feedback, guests, keys, membership, news, publish, redemptions, results, said,
    standing, sweep, targeting, testimonials, versions,
};
use crate::clock;
use crate::codes;
use crate::objects::replay::{self, Key};
use crate::objects::sql::Database;
use crate::problem::{Failure, Outcome, Problem, broken};
use crate::published::shops;
use crate::reply::Reply;

/// A shop as the platform sees it.
#[derive(Serialize)]
struct ShopView<'a> {
    shop: &'a str,
    #[serde(flatten)]
    settings: &'a Settings,
    clock_offset_ms: i64,
    keys: Vec<keys::Listed>,
    program_version: Option<Version>,
}

/// What follows a command.
pub enum Then {
    /// Nothing changed that the edge shows.
    Nothing,
    /// The caller expects to see it at once.
    PublishNow,
    /// The edge hears of it soon.
    PublishSoon,
}

impl Shop {
    /// Does a command, within a transaction.
    pub(super) fn execute(
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
            Command::GuestOrders(orders) => return Ok((guests::put(database, orders)?, Then::Nothing)),
            Command::OrderOwner(order) => return Ok((Reply::ok(&claims::owner(database, &order)?)?, Then::Nothing)),
            Command::Spend(spending) => {
                let spent = budgets::spend(database, &spending)?;
                let then = if spent == Spent::LastSetAside { Then::PublishSoon } else { Then::Nothing };
                return Ok((Reply::ok(&spent)?, then));
            }
            Command::Unspend(claim) => {
                budgets::unspend(database, &claim)?;
                return Ok((Reply::empty(204), Then::PublishSoon));
            }
            Command::KeepCapture(_) | Command::RefuseCapture { .. } => {
                let key = key.ok_or_else(|| broken("a capture without an idempotency key"))?;
                let reply = match command {
                    Command::KeepCapture(capture) => {
                        let secret = shops::platform_secret(&self.env)?;
                        captures::store(database, &secret, shop, &key.name, *capture, now)?
                    }
                    Command::RefuseCapture { is_early_or_late: true } => {
                        Problem::new(codes::OFFER_NOT_AVAILABLE).into()
                    }
                    _ => Problem::new(codes::OFFER_NOT_FOUND).into(),
                };
                self.store_replay(database, shop, key, &reply)?;
                return Ok((reply, Then::Nothing));
            }
            Command::Captures { offer, after, limit } => {
                let secret = shops::platform_secret(&self.env)?;
                return Ok((captures::list(database, &secret, shop, offer.as_str(), after, limit)?, Then::Nothing));
            }
            Command::Cases(ask) => return Ok((cases::execute(database, ask, now)?, Then::Nothing)),
            Command::Testimonials(ask) => return Ok((testimonials::execute(database, ask)?, Then::Nothing)),
            Command::TakeIn(news) => {
                let concerns_edge = news::receive(database, shop, &news, now)?;
                return Ok((Reply::empty(204), if concerns_edge { Then::PublishSoon } else { Then::Nothing }));
            }
            Command::KeepFeedback(told) => {
                let reply = feedback::store(database, shop, &told, now)?;
                if let Some(key) = key {
                    self.store_replay(database, shop, key, &reply)?;
                }
                return Ok((reply, Then::Nothing));
            }
            Command::Feedback(wanted) => return Ok((said::list(database, &wanted)?, Then::Nothing)),
            Command::FeedbackReport(ask) => return Ok((feedback::report(database, &ask, now)?, Then::Nothing)),
            Command::OfferResults { offer, run } => {
                return Ok((results::of_offer(database, &offer, run, now)?, Then::Nothing));
            }
            Command::HoldoutResults { run, period } => {
                return Ok((results::of_program(database, run, period, now)?, Then::Nothing));
            }
            Command::LoyaltyReport => return Ok((standing::report(database)?, Then::Nothing)),
            Command::Measures => return Ok((standing::measures(database)?, Then::Nothing)),
            Command::MemberSegments(member) => {
                let judge = Judge::new(database, shop, now)?;
                return Ok((standing::of_member(database, &judge, &member)?, Then::Nothing));
            }
            Command::CountMembers { condition, after } => {
                let judge = Judge::new(database, shop, now)?;
                return Ok((standing::count(database, &judge, &condition, after)?, Then::Nothing));
            }
            Command::SegmentMembers { segment, after, limit } => {
                let needs_request = Judge::new(database, shop, now)?.needs_request(&segment);
                let page = membership::members(database, (&segment, needs_request), &after, limit)?;
                return Ok((page, Then::Nothing));
            }
            Command::SegmentChanges { segment, after, limit } => {
                return Ok((membership::changes(database, &segment, after, limit)?, Then::Nothing));
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
                sweep::start(database)?;
                self.view(database, shop, &stored)?
            }
            Command::CreateKey(kind) => self.create_key(database, shop, key, kind)?,
            Command::DeleteKey(id) => {
                keys::delete(database, &id)?;
                self.view(database, shop, &stored)?
            }
            Command::PublishProgram { after, program } => {
                let reply = versions::publish(database, &after, &program, now)?;
                targeting::check_all(database, None)?;
                sweep::start_twice(database)?;
                reply
            }
            Command::Documents(ask) => {
                let (reply, concerns_pages) = targeting::execute(database, ask, now)?;
                if let Some(key) = key {
                    self.store_replay(database, shop, key, &reply)?;
                }
                if !concerns_pages {
                    return Ok((reply, Then::Nothing));
                }
                publish::targeting_changed(database)?;
                reply
            }
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
            self.store_replay(database, shop, key, &reply)?;
        }
        Ok(reply)
    }

    /// Keeps an answer for replays. It may show a secret, so it is sealed.
    fn store_replay(&self, database: &Database, shop: &str, key: &Key, reply: &Reply) -> Outcome<()> {
        let sealed = shops::platform_secret(&self.env)?.seal(&replayed_at(shop, key), &reply.body)?;
        replay::store(database, key, reply.status, &sealed, clock::real_ms())
    }
}

/// Creates a shop or replaces its settings; keys, program and clock stay.
fn put(database: &Database, shop: &str, stored: Option<Stored>, settings: Settings) -> Outcome<Stored> {
    if stored.is_none() {
        settings::create(database, shop)?;
    }
    let offset_ms = stored.map_or(0, |stored| stored.clock_offset_ms);
    let clock_offset_ms = if settings.sandbox { offset_ms } else { 0 };
    let stored = Stored { settings, clock_offset_ms };
    settings::write(database, &stored)?;
    publish::changed(database)?;
    Ok(stored)
}
