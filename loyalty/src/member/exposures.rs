//! What the member has had to do with offers, kept with the wallet. Nothing here moves points: see `claims`.

use serde::{Deserialize, Serialize};

use crate::{
    CandidateId, Days, Instant,
    attention::{self, Memory},
    experiment::{Arm, Run},
    ledger::Wallet,
    offer::{CaptureKind, CountedEvent, Divisions, OfferEventKind, OfferHistory, ReportedEvent},
    profile::Birthday,
};

/// What was made of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedEvents {
    /// Who the member is for experiments.
    pub subject: String,
    /// What counts, each once.
    pub events: Vec<CountedEvent>,
}

impl Wallet {
    /// The wallet with its stored history of offers.
    pub fn with_offers(mut self, offers: OfferHistory) -> Self {
        self.member.offers = offers;
        self
    }

    /// What the member has had to do with offers.
    pub fn offers(&self) -> &OfferHistory {
        &self.member.offers
    }

    /// Takes what a page reports. Told again, nothing changes. No time passes: the ledger has no part in it.
    ///
    /// The member is `subject` for experiments if nothing was said of that before. Left out is what was told of an arm
    /// the member is not in; what was told of a holdout is counted, but nobody has seen it.
    pub fn record_events(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        events: &[ReportedEvent],
        now: Instant,
    ) -> CountedEvents {
        let now = now.max(self.clock());
        let subject = self.subject_or(subject);
        let arms = &self.member.offers.arms;
        let is_shown =
            |event: &&ReportedEvent| event.arm != Arm::Holdout && divisions.offers.contains_key(&event.offer);
        let mut told = Memory::default();
        let is_believed = |event: &&ReportedEvent| divisions.believes(event, &subject, arms).is_some();
        for event in events.iter().filter(is_believed).filter(is_shown) {
            if let Some(deed) = event.for_attention() {
                let at = event.at(now);
                // With a time that is not believed it cannot be told from the same told again: of a day it is one.
                let is_known =
                    |memory: &Memory| memory.last(deed, &event.offer).is_some_and(|last| last >= at - Days(1));
                if at.as_ms() == event.at || !(is_known(&self.member.offers.memory) || is_known(&told)) {
                    told.record(deed, &event.offer, at);
                }
            }
        }
        let events = divisions.counted(&subject, arms, events, now);
        self.remember(&subject, divisions, &events, told, now);
        CountedEvents { subject, events }
    }

    /// Takes that the member is signed in on a device with this visitor id: who was counted there is this member.
    pub fn link_visitor(&mut self, visitor: &str) {
        self.member.touched.offers |= self.member.offers.join(visitor);
    }

    /// Takes the consent that came with an offer's form, and the birthday if that was asked for: the offer was taken up.
    /// A birthday the shop knows stays.
    pub fn record_capture(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        offer: &CandidateId,
        (kind, birthday): (CaptureKind, Option<Birthday>),
        now: Instant,
    ) -> CountedEvents {
        let now = now.max(self.clock());
        let subject = self.subject_or(subject);
        // The shop has kept it, whatever has become of the offer since.
        self.consent(kind, birthday, now);
        let Some((run, arm)) = self.arm(offer, &subject, divisions) else {
            return CountedEvents { subject, events: Vec::new() };
        };
        // Sent again, it was taken up when it was sent first.
        let at = self.member.offers.memory.last(attention::Event::Converted, offer).unwrap_or(now);
        let event = ReportedEvent {
            event: OfferEventKind::Converted,
            offer: offer.clone(),
            arm,
            run,
            at: at.as_ms(),
            quiet: false,
        };
        self.record_events(&subject, divisions, &[event], now)
    }

    /// Who the member is for experiments, which is `subject` unless it was said before.
    pub(crate) fn subject_or(&self, subject: &str) -> String {
        self.member.offers.subject.as_deref().unwrap_or(subject).to_owned()
    }

    /// What the member is counted under for an offer, and in which run.
    pub(crate) fn arm(&self, offer: &CandidateId, subject: &str, divisions: &Divisions) -> Option<(Run, Arm)> {
        divisions.arm(offer, subject, &self.member.offers.arms)
    }

    /// Keeps what counts: from then on, that is who and where the member is.
    pub(crate) fn remember(
        &mut self,
        subject: &str,
        divisions: &Divisions,
        counted: &[CountedEvent],
        told: Memory,
        now: Instant,
    ) {
        if counted.is_empty() {
            return;
        }
        let before = self.member.offers.clone();
        self.member.offers.subject.get_or_insert_with(|| subject.to_owned());
        for CountedEvent { offer, run, arm, .. } in counted {
            if divisions.offers.contains_key(offer) {
                self.member.offers.remember(offer, *run, arm);
            }
        }
        let mut memory = std::mem::take(&mut self.member.offers.memory).merge(told);
        memory.forget_the_future(now);
        memory.prune(now);
        self.member.offers.memory = memory;
        self.member.touched.offers |= self.member.offers != before;
    }
}
