//! Thousands of random histories against the `loyalty` crate and the model.
//!
//! `REGULARS_SEED=7 cargo test -p regulars-suite --test suite native::histories` replays one seed,
//! `REGULARS_HISTORIES=100000` plays more of them.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use loyalty::{Days, ledger::PastLimits};
use regulars_kit::counts;
use regulars_tests::histories::{Coverage, Failure, Native, Step, long_steps, play, shortest, steps};

/// How many seeds every run plays, and one of all there is.
const HISTORIES: u64 = 5_000;
const HISTORIES_ALL: u64 = 25_000;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|error| panic!("{variable}={text}: {error}")))
}

fn seeds() -> Range<u64> {
    match number("REGULARS_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("REGULARS_HISTORIES").unwrap_or(if counts::plays_all() { HISTORIES_ALL } else { HISTORIES }),
    }
}

/// A wallet that closes its past as early as it can, so that nearly every step meets a checkpoint.
const EARLY: PastLimits = PastLimits { facts: 3, more_facts: 2, lots: 2, days: Days(0) };
/// One that leaves the last weeks open.
const LATER: PastLimits = PastLimits { facts: 8, more_facts: 4, lots: 4, days: Days(0) };

/// Plays the steps of a seed; a failure is told with the shortest history that still shows it.
fn check(seed: u64, steps: Vec<Step>, wallet: impl Fn() -> Native) -> (Coverage, Native) {
    let played = catch_unwind(AssertUnwindSafe(|| {
        let mut native = wallet();
        play(&steps, &mut native).map(|coverage| (coverage, native))
    }));
    let played = played.unwrap_or_else(|panic| {
        eprintln!("seed {seed} ends in a panic; REGULARS_SEED={seed} replays it");
        resume_unwind(panic)
    });
    played.unwrap_or_else(|_| {
        let (steps, failure) = shortest(steps, |steps| play(steps, &mut wallet()).err());
        panic!("{}", report(seed, &steps, &failure));
    })
}

/// Half of the wallets close their past.
fn check_all(seeds: impl Iterator<Item = u64>) -> Coverage {
    let mut coverage = Coverage::default();
    for seed in seeds {
        let wallet = || if seed % 2 == 0 { Native::default() } else { Native::closing(EARLY) };
        coverage.add(&check(seed, steps(seed), wallet).0);
    }
    coverage
}

fn report(seed: u64, steps: &[Step], failure: &Failure) -> String {
    let mut report = format!("seed {seed} fails at {failure}\nREGULARS_SEED={seed} replays it. The steps it needs:\n");
    for (number, step) in steps.iter().enumerate() {
        let step = serde_json::to_string(step).unwrap_or_else(|error| error.to_string());
        report.push_str(&format!("{number}: {step}\n"));
    }
    report
}

/// How often the seeds must reach each case, or the comparison proves little about it.
const REACHED_MIN: u64 = 50;
const CASES: [&str; 89] = [
    "adjust adjustment_conflict",
    "adjust done",
    "adjust insufficient_points",
    "adjust unchanged",
    "cancelled",
    "capture done",
    "capture hold_already_captured",
    "capture hold_already_released",
    "capture hold_expired",
    "capture redemption_not_found",
    "claim done",
    "claim limit_reached",
    "claim no_program",
    "claim offer_not_available",
    "claim unchanged",
    "code captured",
    "code held",
    "code lapsed",
    "code late",
    "code returned",
    "code unknown",
    "debt",
    "debt beside held points",
    "debt beside pending points",
    "entry adjusted",
    "entry claimed",
    "entry corrected",
    "entry earned",
    "entry expired",
    "entry held",
    "entry lapsed",
    "entry released",
    "entry returned",
    "entry reversed",
    "entry spent",
    "forgiven",
    "next tier, at any time",
    "next tier, by an instant",
    "order applied",
    "order invalid",
    "order lowered",
    "order raised",
    "order stale",
    "order unchanged",
    "order waiting",
    "pending until an instant",
    "points wait for completed",
    "points wait for delivered",
    "redeem done",
    "redeem insufficient_points",
    "redeem limit_reached",
    "redeem no_program",
    "redeem out_of_stock",
    "redeem reward_not_available",
    "redeem reward_not_found",
    "redeem tier_required",
    "release done",
    "release hold_already_captured",
    "release hold_already_released",
    "release hold_expired",
    "release redemption_not_found",
    "remark discount",
    "remark refunded",
    "remark refunded_tax",
    "remark tax",
    "reopened",
    "restored points",
    "reward available",
    "reward insufficient_points",
    "reward limit_reached",
    "reward out_of_stock",
    "reward reward_not_available",
    "reward tier_required",
    "term of a minimum",
    "term of a refund",
    "term of the cap lifetime",
    "term of the cap per_day",
    "term of the cap per_month",
    "term of the cap per_order",
    "tier gained",
    "tier lost",
    "to keep",
    "to keep, not by an order now",
    "to keep, sooner than it is lost",
    "waited and counted",
    "waiting no_program",
    "waiting no_rate_for_currency",
    "waiting though pinned",
    "yield done",
];

#[test]
fn every_history_ends_as_the_model_says() {
    let seeds = seeds();
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let coverage = std::thread::scope(|scope| {
        let shares = (0..workers).map(|worker| seeds.clone().filter(move |seed| seed % workers == worker));
        let playing: Vec<_> = shares.map(|share| scope.spawn(|| check_all(share))).collect();
        let mut all = Coverage::default();
        for played in playing {
            all.add(&played.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        all
    });
    counts::add((seeds.end - seeds.start) as usize, "histories against the model");
    for (case, count) in coverage.cases() {
        println!("{count:>8} {case}");
    }
    if seeds.end - seeds.start >= HISTORIES {
        let rare: Vec<&str> = CASES.into_iter().filter(|case| coverage.of(case) < REACHED_MIN).collect();
        assert!(rare.is_empty(), "the histories hardly reach {rare:?}");
    }
}

/// How many seeds of long histories every run plays, and one of all there is.
const LONG: u64 = 12;
const LONG_ALL: u64 = 300;

#[test]
fn long_histories_are_known_from_what_is_open() {
    let all = 0..if counts::plays_all() { LONG_ALL } else { LONG };
    let seeds = number("REGULARS_SEED").map_or(all, |seed| seed..seed + 1);
    let (mut archived, mut lots, mut whole, mut more_lots, mut open) = (0, 0, 0, 0, 0);
    let played = seeds.end - seeds.start;
    for seed in seeds {
        let (_, native) = check(seed, long_steps(seed), || Native::closing(LATER));
        archived += native.store().archived_rows();
        open += native.store().open_rows();
        lots += native.store().archived_lots();
        whole += native.reloads.0;
        more_lots += native.reloads.1;
    }
    counts::add(played as usize, "long histories");
    println!(
        "{archived} rows archived, {lots} of them lots that can be spent, {open} open; \
         {whole} operations asked for all rows, {more_lots} for more lots"
    );
    assert!(played < LONG || archived > open && lots > 50 && whole > 60 && more_lots > 3, "the past was hardly closed");
}
