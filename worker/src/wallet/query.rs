//! Answers that change nothing: time passes on a copy, and what it would write down is shown as if it were written.

use loyalty::Instant;
use loyalty::OrderId;
use loyalty::calendar::Calendar;
use loyalty::ledger::{Entry, Wallet};
use loyalty::program::Programs;
use loyalty::traits::TraitsContext;
use loyalty::view::{EntryView, MemberDetail, OrderDetail, Snapshot, Viewer};
use serde::Serialize;

use super::command::Owner;
use super::rows;
use super::rows::archive::{self, Names};
use crate::codes;
use crate::limits::DETAIL_ENTRIES;
use crate::objects::sql::Database;
use crate::problem::Outcome;
use crate::reply::Reply;
use crate::shop::command::Measures;

/// The state to show at `now`.
pub fn snapshot(wallet: Option<Wallet>, now: Instant) -> Snapshot {
    let Some(mut wallet) = wallet else { return Snapshot::default() };
    wallet.pass_time(now);
    wallet.snapshot()
}

/// Everything about a member, for the shop. Of one who is not known yet there is nothing, which is an answer too.
pub fn detail(
    database: &Database,
    owner: Owner,
    wallet: Option<Wallet>,
    viewer: &Viewer,
    Measures { stages, time_zone, quantiles }: &Measures,
    programs: &Programs,
) -> Outcome<Reply> {
    let stored = if wallet.is_some() { rows::entries(database, None, DETAIL_ENTRIES)? } else { Vec::new() };
    let program = viewer.program;
    let calendar = Calendar::of_shop(time_zone.as_deref(), program.map(|program| program.time_zone.as_str()));
    let basis = TraitsContext {
        program,
        stages,
        calendar: &calendar.unwrap_or_else(Calendar::utc),
        quantiles: quantiles.as_ref(),
        now: viewer.now,
    };
    Reply::ok(&MemberDetail::new(owner.member, &mut wallet.unwrap_or_default(), stored, viewer, &basis, programs))
}

/// One order of a member, for the shop.
pub fn order(
    owner: Owner,
    wallet: Option<Wallet>,
    order: &OrderId,
    viewer: &Viewer,
    programs: &Programs,
) -> Outcome<Reply> {
    let mut wallet = wallet.unwrap_or_default();
    let detail = OrderDetail::new(owner.member, &mut wallet, order, viewer, programs);
    Reply::ok(&detail.ok_or(codes::ORDER_NOT_FOUND)?)
}

/// A page of entries, the newest first.
pub fn history(
    database: &Database,
    wallet: Option<Wallet>,
    before: Option<u64>,
    limit: u32,
    viewer: &Viewer,
) -> Outcome<Reply> {
    let Some(mut wallet) = wallet else { return Reply::ok(&Page { entries: Vec::new(), next: None }) };
    wallet.pass_time(viewer.now);
    let is_wanted = |entry: &&Entry| before.is_none_or(|before| entry.seq < before);
    let mut entries: Vec<Entry> = wallet.new_entries().iter().rev().filter(is_wanted).cloned().collect();
    entries.extend(rows::entries(database, before, limit)?);
    entries.truncate(limit as usize);
    let orders = entries.iter().filter_map(|entry| entry.order.clone()).collect();
    let named = archive::named(database, &wallet, &Names { orders, ..Names::default() })?;
    wallet.name_archived(named);
    // Entries are numbered from 1 without gaps.
    let next = entries.last().map(|entry| entry.seq).filter(|seq| *seq > 1);
    let entries = entries.into_iter().map(|entry| EntryView::for_shopper(entry, &wallet, viewer.language)).collect();
    Reply::ok(&Page { entries, next })
}

/// A page of history.
#[derive(Serialize)]
struct Page {
    entries: Vec<EntryView>,
    /// What to ask for with `before` to get the next page, if there is one.
    next: Option<u64>,
}
