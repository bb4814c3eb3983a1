//! Telling the world what was committed: the snapshot and new codes to KV, the rest to the shop's back office by queue.
//!
//! A commit leaves a row in the outbox and sets the alarm, in its own transaction. The alarm tells the newest state and then
//! forgets the rows, so a crash in between tells it twice; who listens keeps the highest `seq`.

use std::collections::BTreeSet;

use loyalty::case::Case;
use loyalty::ledger::{HoldStatus, OrderRecord};
use loyalty::offer::{CountedEvent, OfferEventKind, OfferHistory};
use loyalty::sale::Sale;
use loyalty::survey::{Occasion, RecentOrder};
use loyalty::testimonial::Testimonial;
use loyalty::view::{Snapshot, Viewer};
use loyalty::{CaseId, ClaimId, HoldId, OrderId, SurveyId, TestimonialId};
use worker::{Env, console_error};

use super::command::Owner;
use super::object::{Depth, Wallet};
use super::rows::archive::Names;
use super::rows::{self, Stored};
use crate::back_office::event::{
    self, Answered, Answers, Cases, Claim, Claims, Event, RedemptionState, Reports, Testimonials, WalletState,
};
use crate::clock;
use crate::limits::{
    ANSWERS_SENT_MAX, CASES_SENT_MAX, CLAIMS_SENT_MAX, CODE_KEPT_AFTER_HOLD_S, PUBLISH_EVERY_MS,
    SNAPSHOT_SENT_BYTES_MAX, TESTIMONIALS_SENT_MAX,
};
use crate::problem::{Outcome, broken};
use crate::published::{Shop, codes, shops, snapshots};

/// The longest pause between attempts to empty the outbox.
const PAUSE_MS_MAX: i64 = 60_000;

/// Sets the alarm for what was just committed: at once, or when KV takes the next write of this key.
pub async fn wake(wallet: &Wallet) -> Outcome<()> {
    if wallet.stored()?.is_some() && rows::has_news(&wallet.database())? {
        let at_ms = clock::real_ms().max(wallet.published_at_ms.get() + PUBLISH_EVERY_MS);
        set_alarm(wallet, at_ms).await?;
    }
    Ok(())
}

/// The alarm: empties the outbox, or tries again later, less and less often.
pub async fn ring(wallet: &Wallet) {
    wallet.alarm_at_ms.set(None);
    let told = publish(wallet).await;
    let rest = match told {
        Ok(()) => {
            wallet.failures.set(0);
            wake(wallet).await
        }
        Err(failure) => {
            console_error!("wallet: the outbox waits: {failure:?}");
            let failures = wallet.failures.get().min(6);
            wallet.failures.set(failures + 1);
            set_alarm(wallet, clock::real_ms() + (PUBLISH_EVERY_MS << failures).min(PAUSE_MS_MAX)).await
        }
    };
    if let Err(failure) = rest {
        console_error!("wallet: the alarm was not set: {failure:?}");
    }
}

/// Publishes where a redemption's code belongs.
pub async fn publish_code(env: &Env, owner: &Owner, shop: &Shop, wallet: &Wallet, hold: &HoldId) -> Outcome<()> {
    let Some(stored) = wallet.stored()? else { return Ok(()) };
    // A redemption that holds is never archived.
    let Some(hold) = stored.wallet.hold(hold).filter(|hold| hold.status == HoldStatus::Held) else { return Ok(()) };
    let held_s = (hold.held_until.as_ms() - shop.now().as_ms()).max(0) / 1000;
    let seconds = u64::try_from(held_s + CODE_KEPT_AFTER_HOLD_S).map_err(|_| broken("a code's time"))?;
    codes::put(env, &owner.shop, hold.code.as_str(), &owner.member_key, seconds).await
}

async fn publish(wallet: &Wallet) -> Outcome<()> {
    let Some(stored) = wallet.stored()? else { return Ok(()) };
    let shop = shops::shop(&wallet.env, &stored.identity.owner.shop).await?;
    // What is told is one moment of the wallet: read without waiting in between.
    let waiting = rows::outbox(&wallet.database())?;
    let Some(newest) = waiting.last().map(|row| row.seq) else { return Ok(()) };
    let (mut holds, mut orders) = (BTreeSet::new(), BTreeSet::new());
    let (mut claimed, mut cases) = (BTreeSet::new(), BTreeSet::new());
    let (mut responses, mut testimonials) = (BTreeSet::new(), Vec::new());
    for row in &waiting {
        holds.extend(row.holds()?);
        orders.extend(row.orders()?);
        claimed.extend(row.claims()?);
        cases.extend(row.cases()?);
        responses.extend(row.responses()?);
        testimonials.extend(row.testimonials()?);
    }
    let names = Names { orders: orders.clone(), holds: holds.clone(), ..Names::default() };
    let Some(stored) = wallet.opened(&names, shop.now(), Depth::default())? else { return Ok(()) };
    let Owner { shop: shop_id, member_key, .. } = &stored.identity.owner;
    let snapshot = stored.wallet.snapshot();

    wallet.published_at_ms.set(clock::real_ms());
    snapshots::put(&wallet.env, shop_id, member_key, &snapshot).await?;
    for hold in &holds {
        publish_code(&wallet.env, &stored.identity.owner, &shop, wallet, hold).await?;
    }
    let mut events = vec![Event::Wallet(state(&stored, &snapshot, &shop, &holds)?)];
    events.extend(claims(&stored, &orders, &shop).map(Event::Claims));
    events.extend(conversions(&stored, &claimed).map(Event::Reports));
    events.extend(self::cases(&stored, &cases).map(Event::Cases));
    events.extend(answers(&stored, &snapshot, &responses).into_iter().map(Event::Answers));
    events.extend(self::testimonials(&stored, &testimonials).map(Event::Testimonials));
    event::send(&wallet.env, events).await?;
    rows::clear_outbox(&wallet.database(), newest)
}

fn state(stored: &Stored, snapshot: &Snapshot, shop: &Shop, holds: &BTreeSet<HoldId>) -> Outcome<WalletState> {
    let Stored { identity, wallet } = stored;
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let viewer = Viewer { program, left: &shop.bundle.stock_left, language: "en", now: shop.now() };
    let redemptions = holds.iter().filter_map(|id| wallet.hold(id)).map(|hold| RedemptionState {
        hold: hold.id.clone(),
        reward: hold.reward.id.clone(),
        status: hold.status,
        held_until: hold.held_until,
    });
    let published = serde_json::value::to_raw_value(snapshot)?;
    Ok(WalletState {
        shop: identity.owner.shop.clone(),
        member_key: identity.owner.member_key.clone(),
        member: identity.owner.member.clone(),
        seq: wallet.seq(),
        at: viewer.now,
        balance: wallet.balance().balance,
        tier: snapshot.view(&viewer).tier.map(|tier| tier.id),
        orders: wallet.order_count(),
        waits: wallet.orders().any(|order| order.counted.waiting.is_some()),
        version: identity.version,
        visitors: wallet.offers().visitors.clone(),
        redemptions: redemptions.collect(),
        snapshot: Some(published).filter(|published| published.get().len() <= SNAPSHOT_SENT_BYTES_MAX),
    })
}

/// Orders as this wallet has taken them, in messages that fit the queue.
fn claims(stored: &Stored, orders: &BTreeSet<OrderId>, shop: &Shop) -> impl Iterator<Item = Claims> {
    let Owner { shop: shop_id, member, .. } = &stored.identity.owner;
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let taken = orders.iter().filter_map(|id| stored.wallet.order(id));
    let claim = |record: &OrderRecord| Claim {
        order: record.id.clone(),
        updated_at: record.state.updated_at,
        // In range: the fold has counted the order.
        sale: Sale::of_record(record, program).ok(),
    };
    let taken: Vec<_> = taken.map(claim).collect();
    let seq = stored.wallet.seq();
    let message =
        |orders: &[Claim]| Claims { shop: shop_id.clone(), member: member.clone(), seq, orders: orders.to_vec() };
    taken.chunks(CLAIMS_SENT_MAX).map(message).collect::<Vec<_>>().into_iter()
}

/// Offers that were taken up by claiming what they give.
fn conversions(stored: &Stored, claimed: &BTreeSet<ClaimId>) -> impl Iterator<Item = Reports> {
    let Owner { shop, member, member_key } = &stored.identity.owner;
    let OfferHistory { subject, claims, .. } = stored.wallet.offers();
    let claimed = claims.iter().filter(|claim| claimed.contains(&claim.id));
    claimed.zip(subject.iter().cycle()).map(|(claim, subject)| Reports {
        shop: shop.clone(),
        subject: subject.clone(),
        member: Some((member.clone(), member_key.clone())),
        events: vec![CountedEvent {
            offer: claim.offer.clone(),
            run: claim.run,
            arm: claim.arm.clone(),
            kind: OfferEventKind::Converted,
            at: claim.at,
        }],
        orders: Vec::new(),
    })
}

/// Cases as they are, in messages that fit the queue.
fn cases(stored: &Stored, changed: &BTreeSet<CaseId>) -> impl Iterator<Item = Cases> {
    let Owner { shop, member, .. } = &stored.identity.owner;
    let changed: Vec<_> = stored.wallet.cases().filter(|case| changed.contains(&case.id)).cloned().collect();
    let message = |cases: &[Case]| Cases {
        shop: shop.clone(),
        member: member.clone(),
        seq: stored.wallet.seq(),
        cases: cases.to_vec(),
    };
    changed.chunks(CASES_SENT_MAX).map(message).collect::<Vec<_>>().into_iter()
}

/// Testimonials as they are, in messages that fit the queue.
fn testimonials(stored: &Stored, changed: &[TestimonialId]) -> impl Iterator<Item = Testimonials> {
    let Owner { shop, member, .. } = &stored.identity.owner;
    let known = stored.wallet.testimonials().iter();
    let changed: Vec<Testimonial> = known.filter(|known| changed.contains(&known.id)).cloned().collect();
    let message = |testimonials: &[Testimonial]| Testimonials {
        shop: shop.clone(),
        member: member.clone(),
        seq: stored.wallet.seq(),
        testimonials: testimonials.to_vec(),
    };
    changed.chunks(TESTIMONIALS_SENT_MAX).map(message).collect::<Vec<_>>().into_iter()
}

/// What the member has made of surveys, with what the order was of that it is about, in messages that fit the queue.
fn answers(stored: &Stored, snapshot: &Snapshot, told: &BTreeSet<(SurveyId, Occasion)>) -> Vec<Answers> {
    let Owner { shop, member, .. } = &stored.identity.owner;
    let answer = |(survey, occasion): &(SurveyId, Occasion)| {
        let response = stored.wallet.surveys().response(survey, occasion)?;
        let is_about = |order: &&RecentOrder| *occasion == Occasion::Order(order.id.clone());
        let order = snapshot.recent.orders.iter().find(is_about);
        Some(Answered {
            response: response.clone(),
            products: order.map(|order| order.products.clone()).unwrap_or_default(),
            labels: order.map(|order| order.labels.clone()).unwrap_or_default(),
        })
    };
    let answers: Vec<Answered> = told.iter().filter_map(answer).collect();
    let seq = stored.wallet.seq();
    let message =
        |answers: &[Answered]| Answers { shop: shop.clone(), member: member.clone(), seq, answers: answers.to_vec() };
    answers.chunks(ANSWERS_SENT_MAX).map(message).collect()
}

async fn set_alarm(wallet: &Wallet, at_ms: i64) -> Outcome<()> {
    if wallet.alarm_at_ms.get().is_some_and(|set_ms| set_ms <= at_ms) {
        return Ok(());
    }
    wallet.alarm_at_ms.set(Some(at_ms));
    let set = wallet.storage().set_alarm((at_ms - clock::real_ms()).max(0)).await;
    if set.is_err() {
        wallet.alarm_at_ms.set(None);
    }
    Ok(set?)
}
