//! Caps, rests and limits hold over any history, however long: years of page views of one person, beside a witness that
//! forgets nothing.

use std::collections::{BTreeMap, BTreeSet};

use loyalty::{
    CandidateId, Days, Instant,
    attention::{Candidate, Event, INSTANTS_MAX, Memory, Moment, Settings, Trigger, decide},
};
use serde_json::json;

use super::{DAY, at, candidate, minute, settings};

/// All that has happened.
#[derive(Default)]
struct Witness {
    seen: BTreeMap<CandidateId, Vec<Instant>>,
    interruptions: Vec<Instant>,
    dismissed: BTreeMap<CandidateId, Instant>,
    converted: BTreeMap<CandidateId, Instant>,
}

impl Witness {
    /// Whether something speaks against showing a candidate by itself, from the words of the page of rules.
    fn holds_back(&self, settings: &Settings, candidate: &Candidate, now: Instant) -> bool {
        let limits = &candidate.limits;
        let seen = self.seen.get(&candidate.id).map_or(&[][..], Vec::as_slice);
        let within = |list: &[Instant], days: Days| list.iter().filter(|then| now < **then + days).count() as u32;
        let is_recent = |then: Option<&Instant>, days: Days| then.is_some_and(|then| now < *then + days);
        let latest = |map: &BTreeMap<CandidateId, Instant>| map.values().max().copied();
        let own = !candidate.repeatable && self.converted.contains_key(&candidate.id)
            || limits.total.is_some_and(|total| seen.len() as u32 >= total)
            || limits.per_day.is_some_and(|most| within(seen, Days(1)) >= most)
            || limits.days_between.is_some_and(|days| is_recent(seen.iter().max(), days))
            || is_recent(self.dismissed.get(&candidate.id), settings.rest_of_dismissed_days);
        let rests = latest(&self.dismissed).is_some_and(|then| now < then + settings.rest_after_dismissal_minutes)
            || latest(&self.converted).is_some_and(|then| now < then + settings.rest_after_conversion_minutes);
        let caps = candidate.interrupts()
            && (within(&self.interruptions, Days(7)) >= settings.per_week
                || self.interruptions.iter().max().is_some_and(|last| now < *last + settings.pause_minutes));
        own || rests || caps
    }
}

/// Offers of all kinds: some are never tired, some come once, one a year, or fifty times. As time goes by new ones come.
fn offer(number: usize) -> Candidate {
    let display = ["slide_in", "inline", "badge", "modal", "bar"][number % 5];
    let limits = match number % 7 {
        0 => json!({}),
        1 => json!({"total": 1}),
        2 => json!({"total": 5, "per_day": 1}),
        3 => json!({"days_between": 366}),
        4 => json!({"per_day": 50}),
        5 => json!({"total": 50}),
        _ => json!({"total": 3, "days_between": 30}),
    };
    let repeatable = number.is_multiple_of(3);
    candidate(&format!("offer{number}"), json!({"display": display, "limits": limits, "repeatable": repeatable}))
}

/// One person's history, with a memory as it is kept: it goes through a merge with another device's, through JSON, and to
/// the page, where the decision is made.
fn play(seed: u64, per_week: u32, steps: usize) -> [usize; 2] {
    let mut rng = fastrand::Rng::with_seed(seed);
    let settings = settings(json!({
        "per_week": per_week, "pause_minutes": rng.i32(0..=43_200 / 30), "rest_of_dismissed_days": rng.i32(0..=366),
        "rest_after_dismissal_minutes": rng.i32(0..=2_000), "rest_after_conversion_minutes": rng.i32(0..=100),
    }));
    let (mut memory, mut witness) = (Memory::default(), Witness::default());
    let (mut now_minutes, mut decided) = (0, [0; 2]);
    for step in 0..steps {
        // Busy days, and now and then weeks or a year away.
        now_minutes += match rng.u32(0..1_000) {
            0 => 400 * DAY,
            1..10 => rng.i64(1..30) * DAY,
            10..200 => rng.i64(60..DAY),
            _ => rng.i64(1..30),
        };
        let now = minute(now_minutes);
        // A page has a few of the offers there are by now, the old ones among them.
        let there_are = 20 + step / 100;
        let candidates: Vec<Candidate> = (0..6).map(|_| offer(rng.usize(0..there_are))).collect();
        let showings = |name: &CandidateId| {
            let sent = candidates.iter().find(|candidate| candidate.id == *name);
            sent.map(|candidate| candidate.limits.showings())
        };
        let known = memory.for_page(&showings, settings.per_week, now);
        let moment = Moment { now, ..at(now_minutes) };
        for candidate in &candidates {
            let decision = decide(&settings, &known, std::slice::from_ref(candidate), &moment);
            let expected = !witness.holds_back(&settings, candidate, now);
            let reason = serde_json::to_value(&decision.reasons[0].1).unwrap();
            assert_eq!(decision.show.is_some(), expected, "seed {seed}, step {step}, {:?}: {reason}", candidate.id);
            decided[usize::from(expected)] += 1;
        }
        // Shown by itself where it may be, else now and then by a click, which may be more often than the limits say.
        let shown = candidates.iter().find(|candidate| !witness.holds_back(&settings, candidate, now));
        let clicked = Candidate { trigger: Trigger::Click, ..offer(rng.usize(0..there_are)) };
        let Some(shown) = shown.or_else(|| rng.bool().then_some(&clicked)) else { continue };
        let event = if shown.interrupts() { Event::Seen } else { Event::SeenQuietly };
        let mut events = vec![event];
        let seen = witness.seen.entry(shown.id.clone()).or_default();
        seen.push(now);
        if shown.interrupts() {
            witness.interruptions.push(now);
        }
        if rng.u8(0..20) == 0 {
            witness.dismissed.insert(shown.id.clone(), now);
            events.push(Event::Dismissed);
        } else if rng.u8(0..40) == 0 {
            witness.converted.insert(shown.id.clone(), now);
            events.push(Event::Converted);
        }
        let mut told = Memory::default();
        events.iter().for_each(|event| told.record(*event, &shown.id, now));
        memory = memory.merge(told.clone()).merge(told);
        memory.prune(now);
        if step % 50 == 0 {
            memory = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
        }
    }
    decided
}

#[test]
fn caps_rests_and_limits_hold_over_any_history() {
    let mut decided = [0; 2];
    for (seed, per_week) in [(0, 5), (1, 1), (2, 50), (3, 20)] {
        let [held_back, free] = play(seed, per_week, 2_000);
        decided = [decided[0] + held_back, decided[1] + free];
    }
    crate::counts::add(4, "histories");
    assert!(decided.iter().all(|count| *count > 3_000), "{decided:?}");
}

/// Two devices remember apart and together, in any order, what is above the bounds as well.
#[test]
fn what_is_dropped_makes_no_difference_to_merging() {
    for seed in 0..3 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut part = || {
            let mut seen: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
            for _ in 0..1_800 {
                // Few have many showings, many have few.
                let name = format!("offer{}", if rng.bool() { rng.usize(0..8) } else { rng.usize(0..900) });
                seen.entry(name).or_default().insert(rng.i64(0..10_000));
            }
            let is_quiet = |at: &i64| at % 3 == 0;
            let quiet = seen.iter().map(|(name, all)| (name, all.iter().copied().filter(is_quiet).collect::<Vec<_>>()));
            let quiet: BTreeMap<_, _> = quiet.collect();
            let part: Memory = serde_json::from_value(json!({"seen": seen, "quiet": quiet})).unwrap();
            part.merge(Memory::default())
        };
        let (a, b, c) = (part(), part(), part());
        let left = a.clone().merge(b.clone()).merge(c.clone());
        let right = c.clone().merge(b.clone().merge(a.clone())).merge(b.clone());
        let document = serde_json::to_value(&left).unwrap();
        let count = document["seen"].as_object().unwrap().values().map(|all| all.as_array().unwrap().len());
        assert_eq!(count.sum::<usize>(), INSTANTS_MAX, "seed {seed}: there is something to drop");
        assert!(left == right && left == left.clone().merge(left.clone()), "seed {seed}");
    }
}
