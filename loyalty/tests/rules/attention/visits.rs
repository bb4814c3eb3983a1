//! All rules together over random visits, and what must be true of a memory however it came about.

use loyalty::{
    CandidateId, Days, Instant,
    attention::{Candidate, Decision, Device, Display, Event, Memory, Moment, Page, Settings, choose, decide},
};
use serde_json::json;

use super::{at, candidate, id, minute, settings};

/// Random choices that a seed decides (Steele, Lea and Flood's SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn number(&mut self, end: u32) -> i64 {
        i64::try_from(self.below(u64::from(end))).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    fn settings(&mut self) -> Settings {
        settings(json!({
            "per_page": 1 + self.number(2), "per_session": 1 + self.number(4), "per_week": 1 + self.number(9),
            "pause_minutes": self.number(20), "rest_after_dismissal_minutes": self.number(100),
            "rest_of_dismissed_days": self.number(4), "rest_after_conversion_minutes": self.number(50),
            "rest_after_answer_days": self.number(10), "phone_overlay_after_s": self.number(30),
        }))
    }

    fn candidates(&mut self) -> Vec<Candidate> {
        let count = 1 + self.number(6);
        let candidate = |number| {
            let mut limits = serde_json::Map::new();
            for (field, end) in [("total", 5), ("per_day", 3), ("days_between", 4)] {
                if self.chance(40) {
                    limits.insert(field.to_owned(), json!(1 + self.number(end)));
                }
            }
            let change = json!({
                "kind": self.pick(&["offer", "nudge", "survey"]),
                "display": self.pick(&["bar", "modal", "slide_in", "inline", "badge"]),
                "trigger": self.pick(&["at_once", "signal", "click"]),
                "priority": self.number(3), "repeatable": self.chance(40), "limits": limits,
            });
            candidate(&format!("c{number}"), change)
        };
        (0..count).map(candidate).collect()
    }

    fn memory(&mut self, names: u32, events: u32) -> Memory {
        let mut memory = Memory::default();
        for _ in 0..self.number(events) {
            let event =
                self.pick(&[Event::Seen, Event::SeenQuietly, Event::Dismissed, Event::Converted, Event::Answered]);
            memory.record(event, &id(&format!("c{}", self.number(names))), minute(self.number(500 * 1_440)));
        }
        memory
    }
}

/// What a visit has come to, written down naively: every showing ever, with the device's time.
#[derive(Default)]
struct Witness {
    shown: Vec<(CandidateId, Instant)>,
    /// When somebody was interrupted.
    interrupted: Vec<Instant>,
    over: Vec<CandidateId>,
}

impl Witness {
    /// Holds a showing against every limit.
    fn check(&self, settings: &Settings, shown: &Candidate, moment: &Moment, seed: u64) {
        let now = moment.now;
        assert!(moment.page != Page::Checkout, "seed {seed}: over a checkout");
        let Candidate { id, limits, .. } = shown;
        assert!(shown.repeatable || !self.over.contains(id), "seed {seed}: it was over");
        assert!(moment.on_display.iter().all(|(name, _)| name != id), "seed {seed}: it is there");
        if asked_for(shown) {
            return;
        }
        let is_over_page = |display| matches!(display, Display::Modal | Display::SlideIn);
        let is_alone = |other| other != shown.display && !(is_over_page(other) && is_over_page(shown.display));
        assert!(moment.on_display.iter().all(|(_, other)| is_alone(*other)), "seed {seed}: two at once");
        if is_over_page(shown.display) {
            assert!(moment.shown_on_page < settings.per_page, "seed {seed}: per page");
            assert!(moment.shown_in_session < settings.per_session, "seed {seed}: per session");
            let this_week = self.interrupted.iter().filter(|at| now < **at + Days(7)).count();
            assert!(this_week < settings.per_week as usize, "seed {seed}: per week");
            assert!(self.interrupted.iter().all(|at| now >= *at + settings.pause_minutes), "seed {seed}: pause");
        }
        let since = |window: Days| self.shown.iter().filter(move |(_, at)| now < *at + window);
        let own = || self.shown.iter().filter(|(name, _)| name == id);
        assert!(limits.total.is_none_or(|limit| own().count() < limit as usize), "seed {seed}: total");
        let today = since(Days(1)).filter(|(name, _)| name == id).count();
        assert!(limits.per_day.is_none_or(|limit| today < limit as usize), "seed {seed}: per day");
        let between = limits.days_between.is_none_or(|days| own().all(|(_, at)| now >= *at + days));
        assert!(between, "seed {seed}: days between");
        let overlay = moment.device == Device::Phone && shown.display.is_overlay();
        let asked = serde_json::to_value(shown.trigger).unwrap();
        let waited = moment.page_open_s >= settings.phone_overlay_after_s && asked != "at_once";
        assert!(!overlay || waited, "seed {seed}: an overlay on arrival");
    }
}

fn asked_for(candidate: &Candidate) -> bool {
    serde_json::to_value(candidate.trigger).unwrap() == "click"
}

/// Plays the visits of one person, whose clock jumps back now and then, and gives how much was shown.
fn play(seed: u64) -> usize {
    let mut dice = Dice(seed);
    let (settings, candidates) = (dice.settings(), dice.candidates());
    let (mut memory, mut witness) = (Memory::default(), Witness::default());
    let (mut minutes, mut on_page, mut in_session) = (0, 0, 0);
    let mut on_display: Vec<(CandidateId, Display)> = Vec::new();
    for _ in 0..200 {
        minutes += match dice.below(20) {
            0 => -dice.number(10 * 1_440),
            1..=3 => dice.number(4 * 1_440),
            _ => dice.number(30),
        };
        if dice.chance(50) {
            (on_page, on_display) = (0, Vec::new());
            in_session = if dice.chance(30) { 0 } else { in_session };
        }
        let moment = Moment {
            page: if dice.chance(10) { Page::Checkout } else { Page::Other },
            device: dice.pick(&[Device::Desktop, Device::Tablet, Device::Phone]),
            page_open_s: u32::try_from(dice.number(60)).unwrap(),
            on_display: on_display.clone(),
            shown_on_page: on_page,
            shown_in_session: in_session,
            ..at(minutes)
        };
        let decision = decide(&settings, &memory, &candidates, &moment);
        let shown = decision.show.as_ref().and_then(|name| candidates.iter().find(|one| one.id == *name));
        check_decision(&decision, &candidates, seed);
        let chosen = choose(&settings, &memory, &candidates, &moment).map(|candidate| &candidate.id);
        assert!(chosen == decision.show.as_ref(), "seed {seed}");
        let sent = &candidates[..candidates.len().div_ceil(2)];
        let of = |name: &CandidateId| sent.iter().find(|candidate| candidate.id == *name);
        let showings = |name: &CandidateId| of(name).map(|candidate| candidate.limits.showings());
        let known = memory.for_page(&showings, settings.per_week, moment.now);
        let [all, some] = [&memory, &known].map(|memory| choose(&settings, memory, sent, &moment).map(|one| &one.id));
        assert!(all == some, "seed {seed}: what a page is told decides as all that is remembered");
        if let Some(shown) = shown {
            witness.check(&settings, shown, &moment, seed);
            witness.shown.push((shown.id.clone(), moment.now));
            if shown.interrupts() {
                witness.interrupted.push(moment.now);
                memory.record(Event::Seen, &shown.id, moment.now);
                (on_page, in_session) = (on_page + 1, in_session + 1);
            } else {
                memory.record(Event::SeenQuietly, &shown.id, moment.now);
            }
            // What was asked for takes its place.
            on_display.retain(|(_, display)| !display.excludes(shown.display));
            on_display.push((shown.id.clone(), shown.display));
        } else if dice.chance(60)
            && let Some((closed, _)) = on_display.pop()
        {
            let event = dice.pick(&[Event::Dismissed, Event::Converted, Event::Answered]);
            memory.record(event, &closed, moment.now);
            if event != Event::Dismissed {
                witness.over.push(closed);
            }
        }
        if dice.chance(10) {
            memory = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
            memory.prune(moment.now);
        }
    }
    witness.shown.len()
}

fn check_decision(decision: &Decision, candidates: &[Candidate], seed: u64) {
    assert_eq!(decision.reasons.len(), candidates.len(), "seed {seed}: each has a reason");
    let reasons = serde_json::to_value(&decision.reasons).unwrap();
    let shown = reasons.as_array().unwrap().iter().filter(|reason| reason[1]["code"] == "shown");
    let shown: Vec<&str> = shown.map(|reason| reason[0].as_str().unwrap()).collect();
    assert_eq!(shown, decision.show.iter().map(CandidateId::as_str).collect::<Vec<_>>(), "seed {seed}");
}

#[test]
fn no_visit_exceeds_what_is_allowed() {
    const VISITS: u64 = 2_000;
    regulars_kit::counts::add(VISITS as usize, "visits");
    let shown: usize = (0..VISITS).map(play).sum();
    // Visits in which nothing is ever shown would prove nothing.
    assert!(shown > 10_000, "only {shown} were shown");
}

#[test]
fn the_order_of_the_candidates_makes_no_difference() {
    for seed in 0..500 {
        let mut dice = Dice(seed);
        let (settings, memory, mut candidates) = (dice.settings(), dice.memory(6, 8), dice.candidates());
        let moment = at(dice.number(500 * 1_440));
        let decision = decide(&settings, &memory, &candidates, &moment);
        for other in (1..candidates.len()).rev() {
            let swapped = usize::try_from(dice.below(other as u64 + 1)).unwrap();
            candidates.swap(other, swapped);
        }
        assert!(decision == decide(&settings, &memory, &candidates, &moment), "seed {seed}");
    }
}

#[test]
fn merging_is_commutative_associative_and_idempotent() {
    for seed in 0..300 {
        let mut dice = Dice(seed);
        // Some memories are small, some are beyond what one may keep.
        let (names, events) = dice.pick(&[(3, 10), (5, 600), (400, 1_500)]);
        let [a, b, c] = [0; 3].map(|_| dice.memory(names, events));
        let merged = a.clone().merge(b.clone());
        assert!(merged == b.clone().merge(a.clone()), "seed {seed}: commutative");
        let left = merged.clone().merge(c.clone());
        assert!(left == a.clone().merge(b.clone().merge(c.clone())), "seed {seed}: associative");
        assert!(a.clone().merge(a.clone()) == a, "seed {seed}: idempotent");
        assert!(merged.clone().merge(a.clone()) == merged, "seed {seed}: absorbs");

        let now = minute(dice.number(900 * 1_440));
        let prune = |mut memory: Memory| {
            memory.prune(now);
            memory
        };
        assert!(prune(merged) == prune(a).merge(prune(b)), "seed {seed}: pruning before or after");
    }
}
