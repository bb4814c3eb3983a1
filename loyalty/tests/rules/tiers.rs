//! Levels: reached by what counts now, kept through the grace, computed at any instant.

use crate::scenario::{Member, day, order, program};
use loyalty::{
    Currency, Instant, Money, OrderId, TierId,
    order::OrderStatus,
    tier::{Fact, Qualifying},
};
use serde_json::{Value, json};

fn tiers(change: impl FnOnce(&mut Value)) -> Member {
    Member::of(program(|p| {
        p["tiers"] = json!({
            "by": "spend", "period": {"rolling_days": 100}, "grace_days": 10,
            "levels": [
                {"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000},
                {"id": "gold", "name": {"en": "Gold"}, "threshold": 20_000},
            ],
        });
        change(p);
    }))
}

fn buy(member: &mut Member, id: &str, on: u32, cents: i64) {
    member.on(on).order(id, order(cents, on, |o| o["placed_at"] = json!(day(on))));
}

#[track_caller]
fn check(member: &mut Member, on: u32, expected: Option<&str>) {
    let tier = member.on(on).view().tier;
    assert_eq!(tier.as_ref().map(|tier| tier.id.as_str()), expected, "on day {on}");
}

#[test]
fn a_level_is_reached_and_kept_through_the_grace() {
    let mut member = tiers(|_| {});
    buy(&mut member, "a", 0, 12_000);
    buy(&mut member, "b", 50, 9_000);
    check(&mut member, 50, Some("gold"));
    // The first order stops counting on day 100; gold lasts ten days more, and nothing but a first order keeps silver.
    check(&mut member, 109, Some("gold"));
    check(&mut member, 110, None);
}

#[test]
fn the_member_is_told_what_keeps_the_level_and_what_reaches_the_next() {
    let mut member = tiers(|_| {});
    buy(&mut member, "a", 0, 12_000);
    let view = member.on(1).view();
    let tier = view.tier.unwrap();
    assert_eq!((tier.since, tier.kept_until), (day(0), day(110)));
    // Turned round: 10,000 were told to be missing, and an order placed on day 1 that no longer counts on day 110 kept nothing.
    // It counts on day 100, from which on the grace runs: that is enough.
    assert_eq!(tier.to_keep.map(|keep| (keep.missing, keep.by)), Some((10_000, day(110))));
    let next = view.next_tier.unwrap();
    assert_eq!((next.id.as_str(), next.missing, next.by), ("gold", 8_000, Some(day(100))));
}

#[test]
fn a_refund_takes_the_level_back_as_if_it_had_never_been() {
    let mut member = tiers(|_| {});
    buy(&mut member, "a", 0, 12_000);
    member.order("a", order(12_000, 1, |o| o["lines"][0]["refunded"] = json!(5_000)));
    check(&mut member, 1, None);
}

#[test]
fn a_calendar_year_ends_at_the_shops_midnight() {
    let mut member = tiers(|p| {
        p["tiers"]["period"] = json!({"calendar": "year"});
        p["tiers"]["grace_days"] = json!(31);
    });
    buy(&mut member, "a", 100, 12_000);
    let tier = member.on(200).view().tier.unwrap();
    assert_eq!(tier.kept_until, day(365 + 31));
    // Turned round: an amount was told that no order of this year could bring.
    assert_eq!(tier.to_keep, None);
    let to_keep = member.on(370).view().tier.unwrap().to_keep.unwrap();
    assert_eq!((to_keep.missing, to_keep.by), (10_000, day(365 + 31)));
    check(&mut member, 365 + 30, Some("silver"));
    check(&mut member, 365 + 31, None);
}

#[test]
fn an_order_is_multiplied_by_the_level_held_before_it() {
    let mut member = tiers(|p| {
        p["rules"][0]["multipliers"] = json!([{"percent": 200, "tiers": ["silver"]}]);
    });
    buy(&mut member, "a", 0, 15_000);
    member.check(150, 0, 150, 0);
    buy(&mut member, "b", 1, 1_000);
    member.check(170, 0, 170, 0);
}

/// Each statement "an order of X before D keeps the level" and "reaches the next" is tried: with an order of exactly X, placed
/// at once or at the last moment, and with one that is a cent short.
#[test]
fn the_statement_is_the_truth() {
    let (mut kept, mut reached) = (0, 0);
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let period = [json!({"rolling_days": 40}), json!({"calendar": "month"}), json!({"calendar": "quarter"})];
        let member = tiers(|p| {
            p["tiers"]["period"] = period[rng.usize(..3)].clone();
            p["tiers"]["grace_days"] = json!([0, 10, 45][rng.usize(..3)]);
        });
        let (_, program) = member.programs.newest().unwrap();
        let fact = |place: usize, placed_at: Instant, spend: i64| Fact {
            order: OrderId::new(place.to_string()).unwrap(),
            placed_at,
            status: OrderStatus::Paid,
            currency: Currency::new("USD").unwrap(),
            spend: Money(spend),
            earned: Vec::new(),
        };
        let spends = [1_000, 6_000, 11_000, 21_000];
        let facts: Vec<Fact> =
            (0..rng.usize(1..6)).map(|place| fact(place, day(rng.u32(..60)), spends[rng.usize(..4)])).collect();
        for now in (0..200).map(day) {
            // What is to come is not known yet.
            let known: Vec<Fact> = facts.iter().filter(|fact| fact.placed_at <= now).cloned().collect();
            let standing = Qualifying::new(program, &known).unwrap().standing(now);
            let rank = |tier: Option<&TierId>| {
                let levels = &program.tiers.as_ref().unwrap().levels;
                tier.and_then(|tier| levels.iter().position(|level| level.id == *tier)).map_or(0, |place| place + 1)
            };
            let with = |spend: i64, placed_at: Instant, at: Instant| {
                let one_more: Vec<Fact> = known.iter().cloned().chain([fact(99, placed_at, spend)]).collect();
                rank(Qualifying::new(program, &one_more).unwrap().tier_at(at))
            };
            if let Some(level) = &standing.level {
                let held = rank(Some(&level.id));
                if let Some(keep) = level.to_keep {
                    kept += 1;
                    for placed_at in [now, keep.by.plus_ms(-1)] {
                        assert!(with(keep.missing, placed_at, level.kept_until) >= held, "seed {seed}, {now}");
                        assert!(with(keep.missing - 1, placed_at, level.kept_until) < held, "seed {seed}, {now}");
                    }
                } else {
                    assert!(with(1_000_000, now, level.kept_until) < held, "seed {seed}, {now}: an order could help");
                }
            }
            if let Some(next) = &standing.next {
                reached += 1;
                let last = next.by.map_or(now, |by| by.plus_ms(-1));
                for placed_at in [now, last] {
                    assert!(with(next.missing, placed_at, placed_at) >= rank(Some(&next.id)), "seed {seed}, {now}");
                }
                assert!(with(next.missing - 1, now, now) < rank(Some(&next.id)), "seed {seed}, {now}");
            }
        }
    }
    assert!(kept > 1_000 && reached > 1_000, "statements were seldom shown: {kept}, {reached}");
}
