//! The offers that a member was shown and what came of that, and the arms of experiments that the member is in. Nothing here
//! moves points: see `ledger::claims`.

use serde::{Deserialize, Serialize};

use crate::{
    CandidateId, Days, Instant,
    attention::{self, Memory},
    experiment::{Arm, Run},
    ledger::Wallet,
    offer::{CaptureKind, CountedEvent, Divisions, OfferEventKind, OfferHistory, ReportedEvent},
    profile::Birthday,
};

/// The events of a report that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedEvents {
    /// The name that the member is divided by in experiments.
    pub subject: String,
    /// The events, each once.
    pub events: Vec<CountedEvent>,
}

/// An offer's form that the member has filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAnswer {
    /// The offer.
    pub offer: CandidateId,
    /// What the form asked for.
    pub kind: CaptureKind,
    /// The birthday, if that was it.
    pub birthday: Option<Birthday>,
    /// When it was filled in: the same however often the request comes.
    pub at: Instant,
}

impl Wallet {
    /// The wallet with its stored history of offers.
    pub fn with_offers(mut self, offers: OfferHistory) -> Self {
        self.member.offers = offers;
        self
    }

    /// The offers that the member was shown, and what came of that.
    pub fn offers(&self) -> &OfferHistory {
        &self.member.offers
    }

    /// Takes the events that a page reports, and tells which of them count. Reported again, nothing changes. No time passes:
    /// the ledger has no part in it.
    ///
    /// An event counts if the member is in the arm that it was reported of. In a holdout nothing was shown, so such an event
    /// is counted but not remembered. The member is `subject` in experiments unless another name is known.
    pub fn record_events(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        events: &[ReportedEvent],
        now: Instant,
    ) -> CountedEvents {
        let now = now.max(self.clock());
        let subject = self.subject_or(subject);
        let mut shown = Memory::default();
        for event in events {
            if divisions.run_of(event, &subject, &self.offers().arms).is_some() && is_shown(event, divisions) {
                self.note_shown(event, &mut shown, now);
            }
        }
        let events = divisions.counted(&subject, &self.offers().arms, events, now);
        self.remember(&subject, divisions, &events, shown, now);
        CountedEvents { subject, events }
    }

    /// Notes what attention remembers of an event, unless it is known.
    fn note_shown(&self, event: &ReportedEvent, shown: &mut Memory, now: Instant) {
        let Some(kind) = event.for_attention() else { return };
        let (memory, at) = (&self.offers().memory, event.at(now));
        let is_known = if at.as_ms() == event.at {
            memory.knows(kind, &event.offer, at)
        } else {
            // The page's clock is more than a day wrong, and `at` is a guess. Reported again the guess would be another
            // instant, and the event would be remembered twice: of such events there is one a day.
            let is_near = |memory: &Memory| memory.last(kind, &event.offer).is_some_and(|last| last >= at - Days(1));
            is_near(memory) || is_near(shown)
        };
        if !is_known {
            shown.record(kind, &event.offer, at);
        }
    }

    /// Takes that the member is signed in on a device with this visitor id: what was counted of the visitor is the member's.
    pub fn link_visitor(&mut self, visitor: &str) {
        self.member.touched.offers |= self.member.offers.add_visitor(visitor);
    }

    /// Takes the consent that came with an offer's form, as of the instant at which it was filled in, and that the offer was
    /// taken up. The same form again changes nothing.
    pub fn record_form(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        form: &FormAnswer,
        now: Instant,
    ) -> CountedEvents {
        let now = now.max(self.clock());
        let at = form.at.min(now);
        let subject = self.subject_or(subject);
        // The shop has kept it, whatever has become of the offer since.
        self.apply_form(form, at);
        let Some((run, arm)) = self.arm(&form.offer, &subject, divisions) else {
            return CountedEvents { subject, events: Vec::new() };
        };
        let mut shown = Memory::default();
        let is_remembered = arm != Arm::Holdout && divisions.offers.contains_key(&form.offer);
        if is_remembered && !self.offers().memory.knows(attention::Event::Converted, &form.offer, at) {
            shown.record(attention::Event::Converted, &form.offer, at);
        }
        let counted = CountedEvent { offer: form.offer.clone(), run, arm, kind: OfferEventKind::Converted, at };
        let events = vec![counted];
        self.remember(&subject, divisions, &events, shown, now);
        CountedEvents { subject, events }
    }

    /// The name that the member is divided by in experiments: `subject`, unless one is known.
    pub(crate) fn subject_or(&self, subject: &str) -> String {
        self.offers().subject.as_deref().unwrap_or(subject).to_owned()
    }

    /// The arm that the member is in for an offer, and its run.
    pub(crate) fn arm(&self, offer: &CandidateId, subject: &str, divisions: &Divisions) -> Option<(Run, Arm)> {
        divisions.arm(offer, subject, &self.offers().arms)
    }

    /// Keeps the arms of events that count, and what is new to the member's memory. The first of them settles the name that
    /// the member is divided by.
    pub(crate) fn remember(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        counted: &[CountedEvent],
        shown: Memory,
        now: Instant,
    ) {
        if counted.is_empty() {
            return;
        }
        let offers = &mut self.member.offers;
        let mut has_changed = offers.subject.is_none();
        offers.subject.get_or_insert_with(|| subject.to_owned());
        for CountedEvent { offer, run, arm, .. } in counted {
            if divisions.offers.contains_key(offer) {
                has_changed |= offers.remember(offer, *run, arm);
            }
        }
        if shown != Memory::default() {
            let mut memory = std::mem::take(&mut offers.memory).merge(shown);
            memory.forget_the_future(now);
            memory.prune(now);
            offers.memory = memory;
            has_changed = true;
        }
        self.member.touched.offers |= has_changed;
    }
}

/// Whether an event is one of something that was shown.
fn is_shown(event: &ReportedEvent, divisions: &Divisions) -> bool {
    event.arm != Arm::Holdout && divisions.offers.contains_key(&event.offer)
}
