//! Arrival does not matter (section 2): random sets of facts, each told in ten orders and with one of them twice,
//! come to the same wallet.
//!
//! Facts are told to the model as they are, with the terms they were made under: what a request is refused for depends
//! on the order of requests, and a refused request is no fact.

use std::rc::Rc;

use super::facts::{Credit, Debit, Redemption};
use super::summary::{Source, Summary};
use super::{Model, documents};
use crate::histories::{Dice, random};

/// How many seeds are tried.
const SEEDS: u64 = 480;
const ORDERS: usize = 10;
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
/// When the wallets are looked at.
const NOW: i64 = 20_000 * DAY_MS;

/// Something told of a wallet.
#[derive(Clone, Debug)]
enum Fact {
    State(String, documents::Order),
    Yield(String, i64),
    Credit(Credit),
    Debit(Debit),
    Redemption(Box<Redemption>),
}

/// A program and from 20 to 60 facts.
fn facts(dice: &mut Dice) -> (Rc<documents::Program>, Vec<Fact>) {
    let mut program = random::program(dice, NOW);
    program.expires_after_days = *dice.pick(&[None, Some(10), Some(20), Some(60)]);
    let mut facts = Vec::new();
    let redemptions = dice.between(3, 8);
    for number in 0..redemptions {
        facts.push(Fact::Redemption(Box::new(redemption(dice, number))));
    }
    for number in 0..dice.between(2, 6) {
        facts.push(adjustment(dice, number));
    }
    for number in 0..dice.between(5, 12) {
        let id = format!("order-{number}");
        let placed_at = instant(dice);
        let mut state = random::order(dice, "member", placed_at);
        // Whole days, so that instants coincide.
        state.placed_at = documents::Instant(placed_at);
        for _ in 0..dice.between(2, 4) {
            if dice.chance(65) {
                state.coupon_codes = vec![format!("CODE-{}", dice.between(0, redemptions - 1))];
            }
            facts.push(Fact::State(id.clone(), state.clone()));
            state = random::edited(dice, &state, NOW);
            state.updated_at.0 += *dice.pick(&[0, 0, HOUR_MS, DAY_MS, 30 * DAY_MS]);
        }
        if dice.chance(25) {
            state.status = "cancelled".to_owned();
            facts.push(Fact::State(id.clone(), state.clone()));
        }
        if dice.chance(15) {
            facts.push(Fact::Yield(id, state.updated_at.0 - HOUR_MS / 2));
        }
    }
    (Rc::new(program), facts)
}

fn instant(dice: &mut Dice) -> i64 {
    NOW - dice.between(0, 90) * DAY_MS
}

fn redemption(dice: &mut Dice, number: i64) -> Redemption {
    let created_at = instant(dice);
    Redemption {
        id: format!("redemption-{number}"),
        code: format!("CODE-{number}"),
        reward: "tote".to_owned(),
        points: dice.between(20, 150).into(),
        coupon: false,
        offer: None,
        created_at,
        held_until: created_at + *dice.pick(&[1, 30, 100]) * DAY_MS,
        go_negative: dice.chance(50),
        points_on_refund: (*dice.pick(&["full", "proportion", "proportion", "never"])).to_owned(),
        restored_days: *dice.pick(&[1, 60, 90]),
        came_back: (0..number).filter(|_| dice.chance(60)).map(|other| format!("redemption-{other}")).collect(),
        released_at: dice.chance(30).then_some(created_at + dice.between(0, 2) * DAY_MS),
        captures: if dice.chance(15) { vec![(created_at + HOUR_MS, None)] } else { Vec::new() },
    }
}

fn adjustment(dice: &mut Dice, number: i64) -> Fact {
    let (id, at, points) = (format!("adjustment-{number}"), instant(dice), dice.between(1, 200).into());
    let words = Default::default();
    if dice.chance(40) {
        return Fact::Debit(Debit { id, points, at, go_negative: dice.chance(50), words });
    }
    let expires_at = dice.chance(50).then(|| at + dice.between(1, 120) * DAY_MS);
    Fact::Credit(Credit { source: Source::Adjustment(id), points, at, expires_at, words })
}

fn tell(model: &mut Model, fact: &Fact) {
    let facts = &mut model.facts;
    match fact.clone() {
        Fact::State(id, state) => facts.told(&id, &state),
        Fact::Yield(id, updated_at) => facts.orders.entry(id).or_default().give_up(updated_at),
        Fact::Credit(credit) if !facts.credits.contains(&credit) => facts.credits.push(credit),
        Fact::Debit(debit) if !facts.debits.contains(&debit) => facts.debits.push(debit),
        Fact::Redemption(one) if !facts.redemptions.contains(&one) => facts.redemptions.push(*one),
        Fact::Credit(_) | Fact::Debit(_) | Fact::Redemption(_) => {}
    }
    facts.remember_waiting();
}

/// The wallet after a second publication, without its entries: they tell when what was shown.
fn wallet(program: &Rc<documents::Program>, facts: &[Fact]) -> Summary {
    let mut model = Model::new(vec![program.clone()]);
    facts.iter().for_each(|fact| tell(&mut model, fact));
    model.publish(program.clone());
    model.touch(NOW);
    Summary { entries: Vec::new(), ..model.summary(NOW) }
}

#[test]
fn equal_sets_of_facts_are_equal_wallets() {
    let (mut lots, mut debts, mut restored, mut levels) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let (program, mut facts) = facts(&mut Dice::new(seed));
        let first = wallet(&program, &facts);
        lots += first.lots.len();
        debts += usize::from(first.debt > 0);
        restored += first.lots.iter().filter(|lot| matches!(lot.source, Source::Restored { .. })).count();
        levels += usize::from(first.tier.is_some());
        let mut random = fastrand::Rng::with_seed(seed);
        for _ in 0..ORDERS {
            random.shuffle(&mut facts);
            let mut told = facts.clone();
            let twice = facts[random.usize(0..facts.len())].clone();
            told.insert(random.usize(0..=facts.len()), twice);
            assert_eq!(wallet(&program, &told), first, "seed {seed}: {told:?}");
        }
    }
    println!("{lots} lots, {restored} of them restored, {debts} debts, {levels} levels");
    assert!(
        lots > 500 && debts > 30 && restored > 20 && levels > 30,
        "hardly reached: {lots} {restored} {debts} {levels}"
    );
}
