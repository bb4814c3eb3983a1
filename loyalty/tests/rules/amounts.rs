//! Amounts at their bounds and beyond: an order's values are exact, or the order is refused and nothing is stored.
//!
//! Random orders by seed, most of them sound, compared with an account in `i128` that knows no bounds (`RULES.md`, 4).

use fastrand::Rng;
use loyalty::{
    AdjustmentId, Instant, Money, OrderId, Points, Quantity,
    earn::{Purchase, points},
    ledger::{Adjustment, Credit, Head, LotSource, Refusal, Rows, Wallet},
    money::Conversion,
    order::{LINES_MAX, Line, Order, OrderStatus, QUANTITY_MAX},
    points::OutOfRange,
    program::Program,
    sale::Sale,
};
use serde_json::json;

use crate::scenario::{Member, day, order, program};

const ORDERS: u64 = 10_000;

/// Amounts a line may have.
const SOUND: [i64; 8] =
    [0, 1, -1, 1_000, 3_333_333_333_333, 9_999_999_999_999, 10_000_000_000_000, -10_000_000_000_000];
/// Amounts it may not have: just beyond the bound, beyond 2^53, and where an `i64` ends.
const UNSOUND: [i64; 6] =
    [10_000_000_000_001, -10_000_000_000_001, 9_007_199_254_740_992, i64::MAX, i64::MIN, i64::MAX / 2 + 1];

/// How often it came to what, so that nothing is left untried.
#[derive(Debug, Default)]
struct Met {
    taken: u32,
    taken_at_the_bound: u32,
    faulty_lines: u32,
    faulty_sum: u32,
    unsound_but_exact: u32,
    out_of_range: u32,
    refused: u32,
}

#[test]
fn values_are_exact_or_refused() {
    regulars_kit::counts::add(ORDERS as usize, "orders with extreme amounts");
    let mut met = Met::default();
    for seed in 0..ORDERS {
        check(seed, &mut met);
    }
    let Met { taken, taken_at_the_bound, faulty_lines, faulty_sum, unsound_but_exact, out_of_range, refused } = met;
    let all = [taken, taken_at_the_bound, faulty_lines, faulty_sum, unsound_but_exact, out_of_range, refused];
    let least = all.into_iter().min();
    assert!(least > Some(20), "hardly tried: {met:?}");
}

fn check(seed: u64, met: &mut Met) {
    let mut rng = Rng::with_seed(seed);
    let state = random_order(&mut rng);
    let naive = Naive::of(&state);
    let values = values(&state);
    if let Ok(values) = &values {
        assert_eq!(*values, naive, "seed {seed}");
    }
    match state.clone().check(day(0)) {
        Ok(checked) => {
            assert!(values.is_ok(), "seed {seed}: a checked order has values");
            let mut member = Member::of(counting_all());
            let id = OrderId::new("o").unwrap();
            let told = member.wallet.apply_order(id, checked, &member.programs, day(0));
            assert_eq!(told.map(|told| told.remarks), Ok(state.remarks().unwrap()), "seed {seed}");
            member.wallet.check().unwrap();
            assert_eq!(
                member.wallet.order_history().facts[0].spend.0,
                i64::try_from(naive.spend).unwrap(),
                "seed {seed}"
            );
            met.taken += 1;
            met.taken_at_the_bound +=
                u32::from(naive.charged_with_tax.iter().sum::<i128>() > i128::from(Money::SUM_MAX.0) / 2);
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            let is_sum = faults[0].path == "lines";
            let sum: i128 = naive.charged_with_tax.iter().sum();
            assert!(!is_sum || sum > i128::from(Money::SUM_MAX.0), "seed {seed}: {faults:?}");
            met.faulty_sum += u32::from(is_sum);
            met.faulty_lines += u32::from(!is_sum);
            met.unsound_but_exact += u32::from(values.is_ok());
            met.out_of_range += u32::from(values.is_err());
            if cannot_be_counted(&state) {
                met.refused += 1;
                stores_nothing(state);
            }
        }
    }
}

/// Whether a wallet cannot count an order: its spend, or what it earns if it earns, is out of range.
fn cannot_be_counted(state: &Order) -> bool {
    let usd = Conversion { rate: 100, program_rate: 100 };
    let points = points(&counting_all().rules[0], &Purchase::of_order(state, usd, None));
    state.spend().is_err() || (state.status == OrderStatus::Paid && points.is_err())
}

/// What becomes of a wallet to which such an order has come past all checks: a wallet of it is refused, and where it is there
/// already, nothing else is stored beside it.
fn stores_nothing(state: Order) {
    let mut member = Member::of(counting_all());
    let credit = Credit {
        source: LotSource::Adjustment { adjustment: AdjustmentId::new("first").unwrap() },
        points: Points(10),
        at: day(0),
        expires_at: None,
        reason: None,
        note: None,
    };
    let mut donor = Member::of(counting_all());
    donor.order("o", order(0, 0, |_| {}));
    let mut orders = donor.wallet.rows().orders;
    orders[0].state = state;
    let facts = Rows { orders, credits: vec![credit], ..Rows::default() };
    let folded = Wallet::from_facts(facts.clone(), &member.programs, day(0));
    assert_eq!(folded.map(|wallet| wallet.balance()), Err(Refusal::OutOfRange));
    member.wallet = Wallet::restore(facts);
    let rows = |member: &Member| format!("{:?}", Rows { head: Head::default(), ..member.wallet.rows() });
    let before = rows(&member);
    let adjustment =
        Adjustment { id: AdjustmentId::new("second").unwrap(), points: Points(5), reason: "Sorry".into(), note: None };
    let made = member.wallet.adjust(adjustment.check().unwrap(), &member.programs, day(0));
    assert_eq!((made, rows(&member)), (Err(Refusal::OutOfRange), before));
    assert_eq!(member.wallet.new_entries(), []);
}

/// One point a unit, of everything.
fn counting_all() -> Program {
    program(|p| {
        p["rules"][0]["counts"] = json!({"tax": true, "shipping": true});
        p["rules"][0]["minimum"] = json!(10_000_000_000_000_i64);
    })
}

fn random_order(rng: &mut Rng) -> Order {
    // Three of four orders are sound but for their sum.
    let unsound = if rng.u8(..4) == 0 { 0.2 } else { 0.0 };
    let amount = |rng: &mut Rng| if rng.f64() < unsound { UNSOUND[rng.usize(..6)] } else { SOUND[rng.usize(..8)] };
    let mut state = order(0, 0, |_| {});
    state.prices_include_tax = rng.bool();
    state.status = [OrderStatus::Paid, OrderStatus::Placed, OrderStatus::Cancelled][rng.usize(..3)];
    let line = |rng: &mut Rng| {
        let most = QUANTITY_MAX.thousandths();
        let thousandths = if rng.f64() < unsound { [most + 1, -most - 1, 1 << 40][rng.usize(..3)] } else { 1_000 };
        let quantity = Quantity::from_thousandths(thousandths);
        let mut line = Line { quantity, price: Money(amount(rng)), ..state.lines[0].clone() };
        match rng.u8(..6) {
            0 => line.quantity = Quantity::from_thousandths([0, 1, 333, 500, 999, -1_000, -1][rng.usize(..7)]),
            1 => {
                (line.quantity, line.price) =
                    (QUANTITY_MAX, Money([10_000_000, 9_999_999, -10_000_000][rng.usize(..3)]))
            }
            _ => {}
        }
        let fields = [&mut line.discount, &mut line.tax, &mut line.refunded, &mut line.refunded_tax];
        fields.into_iter().for_each(|field| *field = Money(amount(rng)));
        line
    };
    let mut lines: Vec<Line> = (0..rng.usize(1..5)).map(|_| line(rng)).collect();
    if rng.u8(..20) == 0 {
        // As many as there may be, all with the first one's price: their sum is what counts.
        let mut one = lines[0].clone();
        if rng.bool() {
            (one.quantity, one.price, one.discount) = (Quantity::ONE, Money::MAX, Money::ZERO);
        }
        lines.resize(LINES_MAX, one);
    }
    state.lines = lines;
    let shipping = &mut state.shipping;
    let fields = [&mut shipping.price, &mut shipping.tax, &mut shipping.refunded, &mut shipping.refunded_tax];
    fields.into_iter().for_each(|field| *field = Money(amount(rng)));
    state
}

/// What the crate says of an order, or that it is out of range.
fn values(state: &Order) -> Result<Naive, OutOfRange> {
    let program = counting_all();
    let usd = Conversion { rate: 100, program_rate: 100 };
    let purchase = Purchase::of_order(state, usd, None);
    let mut rule = program.rules[0].clone();
    let mut terms = |with_tax: bool, kept: bool| -> Result<Vec<i128>, OutOfRange> {
        rule.counts.tax = with_tax;
        let terms = if kept { purchase.kept(&rule)? } else { purchase.charged(&rule)? };
        purchase.is_below_minimum(&rule, &terms)?;
        Ok(terms.iter().map(|term| term.value.0.into()).collect())
    };
    let (charged, kept) = (terms(false, false)?, terms(false, true)?);
    let (charged_with_tax, kept_with_tax) = (terms(true, false)?, terms(true, true)?);
    let counted = points(&program.rules[0], &purchase)?;
    assert!((Points::ZERO..=Points::MAX).contains(&counted));
    state.remarks()?;
    let share = state.refunded_share()?;
    let spend = state.spend()?;
    let sale = Sale::of(state, Some(&program))?;
    assert_eq!(sale.value, Some(if sale.counts { spend } else { Money::ZERO }));
    let (refunded, cost) = (share.refunded.0.into(), share.cost.0.into());
    Ok(Naive { charged, kept, charged_with_tax, kept_with_tax, spend: spend.0.into(), refunded, cost })
}

/// What an order is worth, counted without bounds.
#[derive(Debug, Default, PartialEq)]
struct Naive {
    /// Of each line that is no deduction, and of shipping: without tax as charged and as kept, and with it.
    charged: Vec<i128>,
    kept: Vec<i128>,
    charged_with_tax: Vec<i128>,
    kept_with_tax: Vec<i128>,
    spend: i128,
    refunded: i128,
    cost: i128,
}

impl Naive {
    fn of(state: &Order) -> Self {
        let number = |amount: Money| i128::from(amount.0);
        let amount = |line: &Line| {
            let exact = number(line.price) * i128::from(line.quantity.thousandths());
            exact.signum() * ((exact.abs() + 500) / 1_000)
        };
        let is_deduction = |line: &&Line| number(line.price) * i128::from(line.quantity.thousandths()) < 0;
        let bought: Vec<&Line> = state.lines.iter().filter(|line| !is_deduction(line)).collect();
        let charge = |line: &Line| {
            let amount = amount(line).max(0);
            amount - number(line.discount).max(0).min(amount)
        };
        let charges: Vec<i128> = bought.iter().map(|line| charge(line)).collect();
        let deductions = || state.lines.iter().filter(is_deduction);
        let costs = shares(deductions().map(|line| -amount(line)).sum(), &charges);
        let taxes = shares(deductions().map(|line| -number(line.tax).min(0)).sum(), &charges);
        let mut naive = Self::default();
        for (place, line) in bought.into_iter().enumerate() {
            let tax = if line.quantity == Quantity::ZERO { 0 } else { number(line.tax).max(0) };
            let (refunded, refunded_tax) = (number(line.refunded), number(line.refunded_tax));
            naive.add(state, (charges[place], tax), (refunded, refunded_tax), (costs[place], taxes[place]));
        }
        naive.spend = naive.kept.iter().sum();
        let shipping = &state.shipping;
        let (cost, refunded) = (naive.cost, naive.refunded);
        let charge = (number(shipping.price).max(0), number(shipping.tax).max(0));
        naive.add(state, charge, (number(shipping.refunded), number(shipping.refunded_tax)), (0, 0));
        Self { cost, refunded, ..naive }
    }

    fn add(&mut self, state: &Order, charge: (i128, i128), refunded: (i128, i128), deducted: (i128, i128)) {
        let cost = ((charge.0 - deducted.0).max(0), (charge.1 - deducted.1).max(0));
        let is_whole = charge.0 > 0 && refunded.0 >= charge.0;
        let back = (refunded.0.max(0).min(charge.0), if is_whole { charge.1 } else { refunded.1.max(0).min(charge.1) });
        let kept = ((cost.0 - back.0).max(0), (cost.1 - back.1).max(0));
        let value = |(amount, tax): (i128, i128), with_tax: bool| match (with_tax, state.prices_include_tax) {
            (true, false) => amount + tax,
            (false, true) => (amount - tax).max(0),
            _ => amount,
        };
        self.charged.push(value(cost, false));
        self.charged_with_tax.push(value(cost, true));
        self.kept.push(value(kept, false));
        self.kept_with_tax.push(value(kept, true));
        self.cost += cost.0;
        self.refunded += cost.0 - kept.0;
    }
}

/// An amount in proportion to charges: what is left of whole units goes to the largest remainders, of equals the first.
fn shares(amount: i128, charges: &[i128]) -> Vec<i128> {
    let total: i128 = charges.iter().sum();
    if total == 0 {
        return vec![0; charges.len()];
    }
    // Beyond the bounds even this account has an end: what is that large is out of range anyway.
    let exact = |charge: &i128| amount.checked_mul(*charge);
    let mut shares: Vec<i128> = charges.iter().map(|charge| exact(charge).map_or(0, |exact| exact / total)).collect();
    let mut places: Vec<usize> = (0..charges.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(exact(&charges[*place]).map_or(0, |exact| exact % total)));
    let left = usize::try_from(amount - shares.iter().sum::<i128>()).unwrap_or(0);
    places.into_iter().take(left).for_each(|place| shares[place] += 1);
    shares
}

/// The largest order there is, and one that is larger by a cent.
#[test]
fn everything_charged_together_is_bounded() {
    let faults = |tax: i64| {
        let mut state = order(0, 0, |_| {});
        let line = Line { price: Money::MAX, tax: Money::MAX, ..state.lines[0].clone() };
        state.lines = vec![line; 451];
        state.lines[450].tax = Money(tax);
        state.lines[450].price = Money::ZERO;
        let faults: Result<Instant, _> = state.check(day(0)).map(|order| order.placed_at);
        faults.map_err(|faults| faults.into_iter().map(|fault| fault.path).collect::<Vec<_>>())
    };
    let room = Money::SUM_MAX.0 - 450 * 2 * Money::MAX.0;
    assert_eq!((faults(room), faults(room + 1)), (Ok(day(0)), Err(vec!["lines".to_owned()])));
}
