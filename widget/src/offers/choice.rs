//! What is shown now, if anything is, and whether what is on display still may be.

use std::rc::Rc;

use loyalty::{
    CandidateId, Instant,
    attention::{self, Candidate, CandidateKind, Device, LOOK_AROUND_S},
    condition::{Value, meets},
    offer::Trigger,
};

use super::{
    attributes::{self, Basket},
    course::VisitState,
    display::form,
    listen,
    model::{Display, Offer, Question, Shown},
    script::Script,
    signals::{Moment, Signals},
    stored_state,
};
use crate::{state::Widget, survey, ui};

/// Who has typed within this time is still at it, in milliseconds.
const TYPING_MS: f64 = 5_000.0;

/// What comes on display.
pub(super) enum Chosen {
    Offer(Rc<Offer>, attention::Candidate),
    Question(Question),
}

impl VisitState {
    /// Whether it matters what is in the cart.
    pub(super) fn asks_cart(&self, showing: &[Rc<Shown>]) -> bool {
        let is_cart = |trigger: &Trigger| matches!(trigger, Trigger::CartValue { .. });
        let offers = self.offers.iter().chain(showing.iter().map(|shown| &shown.offer));
        offers.into_iter().any(|offer| offer.condition.is_some() || offer.triggers.iter().any(is_cart))
    }

    /// What is to be shown now.
    pub(super) fn choose(&mut self, widget: Widget, moment: Option<Moment>, basket: Option<&Basket>) -> Option<Chosen> {
        let is_busy = self.is_page_busy(widget);
        let is_loading = widget.elapsed_ms() < self.load_from_ms;
        let mut candidates = self.candidates(widget, moment, basket);
        candidates.retain(|candidate| {
            // What was asked for does not wait for the page, and only what has all it takes is shown while that is loaded.
            let waits = is_busy && candidate.interrupts() || is_loading && !self.is_ready(candidate);
            !waits
        });
        self.decide(widget, &candidates)?;
        // Another tab may have shown something since this one last looked.
        stored_state::learn(widget, &self.owner, &mut self.memory);
        self.visit = stored_state::visit(widget, Some(self.visit.clone()), &mut |_| ());
        let candidate = self.decide(widget, &candidates)?;
        match candidate.kind {
            CandidateKind::Survey | CandidateKind::FollowUp => self.question.clone().map(Chosen::Question),
            _ => {
                let offer = self.offers.iter().find(|offer| offer.id == candidate.id)?;
                Some(Chosen::Offer(Rc::clone(offer), candidate.clone()))
            }
        }
    }

    /// Whether the code that draws it is there.
    fn is_ready(&self, candidate: &Candidate) -> bool {
        match candidate.kind {
            CandidateKind::Survey | CandidateKind::FollowUp => survey::is_here(),
            _ => self.offers.iter().any(|offer| offer.id == candidate.id && (form::is_here() || !offer.has_form())),
        }
    }

    /// What asks for attention: its time has come, a trigger has fired, and page, cart and visit are as it wants them.
    pub(super) fn candidates(&self, widget: Widget, moment: Option<Moment>, basket: Option<&Basket>) -> Vec<Candidate> {
        let now = widget.now();
        let signals = self.signals(widget, now, moment, basket);
        let mut attributes = None;
        let mut candidates = Vec::new();
        for offer in &self.offers {
            let is_withheld = || self.page.withheld.iter().any(|(id, _)| *id == offer.id);
            if !is_its_time(offer, now) || !can_be_drawn(widget, offer) || is_withheld() {
                continue;
            }
            let is_begun = self.captured.as_ref() == Some(&offer.id) && widget.is_signed_in();
            let fired = signals.best(&offer.triggers).map(Trigger::for_attention);
            let mut candidate = Candidate {
                id: offer.id.clone(),
                kind: CandidateKind::Offer,
                display: offer.display.for_attention(),
                trigger: fired.unwrap_or(attention::Trigger::Signal),
                priority: offer.priority,
                limits: offer.limits.clone(),
                repeatable: offer.repeatable,
                is_begun,
            };
            let goes_on = candidate.continues(&self.memory, now);
            if goes_on {
                // Whoever has filled in its form waits for what it gives.
                candidate.trigger = attention::Trigger::Click;
            }
            if (fired.is_some() || goes_on) && self.is_met(widget, offer, basket, &mut attributes, now) {
                candidates.push(candidate);
            }
        }
        let question = self.question.as_ref();
        let is_its_time = |question: &&Question| now < question.until && signals.page_s >= LOOK_AROUND_S;
        candidates.extend(question.filter(is_its_time).map(|question| question.candidate.clone()));
        candidates
    }

    /// Whether page, cart and visit are as an offer wants them. What they are is found out once.
    fn is_met(
        &self,
        widget: Widget,
        offer: &Offer,
        basket: Option<&Basket>,
        attributes: &mut Option<Value>,
        now: Instant,
    ) -> bool {
        offer.condition.as_ref().is_none_or(|condition| {
            let all = || attributes::all(widget, basket, &self.visit, now);
            // The edge has answered what it asks of groups. One that cannot be told here is not met.
            meets(attributes.get_or_insert_with(all), condition, &Script) == Some(true)
        })
    }

    /// Whether an answer leaves what is on display there: it is still offered, or would be but for how often it was shown,
    /// or somebody is at it.
    pub(super) fn keeps(&self, shown: &Shown) -> bool {
        let Offer { id, limits, .. } = &*shown.offer;
        let is_offered = self.offers.iter().any(|offer| offer.id == *id);
        is_offered || !shown.is_idle() || self.memory.is_at_limit(id, limits) && !self.memory.is_done(id)
    }

    /// Whether what is on display still may be: its time is not over, the page has a place for it, and page, cart and visit
    /// are as it wants them. Nothing is taken from who is at it.
    pub(super) fn may_stay(&self, widget: Widget, shown: &Shown, basket: Option<&Basket>) -> bool {
        let now = widget.now();
        let offer = &shown.offer;
        !shown.is_idle()
            || is_its_time(offer, now)
                && can_be_drawn(widget, offer)
                && self.is_met(widget, offer, basket, &mut None, now)
    }

    pub(super) fn signals(
        &self,
        widget: Widget,
        now: Instant,
        moment: Option<Moment>,
        basket: Option<&Basket>,
    ) -> Signals {
        Signals {
            page_s: self.page_s(widget),
            visit_s: self.visit.seconds(now),
            idle_s: seconds(widget.elapsed_ms() - self.acted_ms),
            scrolled_percent: self.page.scroll.percent,
            cart: basket.and_then(|basket| basket.value(widget)),
            events: self.page.events.clone(),
            moment: moment.or_else(|| self.page.moment.clone()),
        }
    }

    /// How long somebody has looked at the page.
    fn page_s(&self, widget: Widget) -> u32 {
        seconds(widget.elapsed_ms() - self.page.seen_since_ms)
    }

    /// Whether the page has something of its own in front, or somebody is typing: nothing comes between.
    fn is_page_busy(&self, widget: Widget) -> bool {
        widget.elapsed_ms() - self.typed_ms < TYPING_MS || listen::has_dialog()
    }

    fn decide<'c>(&self, widget: Widget, candidates: &'c [Candidate]) -> Option<&'c Candidate> {
        if candidates.is_empty() {
            return None;
        }
        let showing = widget.showing.all();
        let mut on_display: Vec<(CandidateId, attention::Display)> =
            showing.iter().map(|shown| (shown.offer.id.clone(), shown.offer.display.for_attention())).collect();
        on_display.extend(self.page.withheld.iter().filter(|(_, display)| !display.is_over_page()).cloned());
        // The panel, or a question, stands over the page, too; which it is makes no difference.
        let panel = CandidateId::new("panel").ok().filter(|_| widget.is_open.peek() || survey::is_asking());
        on_display.extend(panel.map(|id| (id, attention::Display::SlideIn)));
        attention::choose(&self.settings, &self.memory, candidates, &self.moment(widget, on_display))
    }

    /// What a decision is made by, with this on display.
    pub(super) fn moment(
        &self,
        widget: Widget,
        on_display: Vec<(CandidateId, attention::Display)>,
    ) -> attention::Moment {
        attention::Moment {
            now: widget.now(),
            // On a checkout nobody gets here.
            page: attention::Page::Other,
            device: if is_phone() { Device::Phone } else { Device::Desktop },
            page_open_s: self.page_s(widget),
            on_display,
            shown_on_page: self.page.interrupted,
            shown_in_session: u32::try_from(self.visit.shown).unwrap_or(u32::MAX),
        }
    }
}

fn is_its_time(offer: &Offer, now: Instant) -> bool {
    offer.from.is_none_or(|from| from <= now) && offer.until.is_none_or(|until| now < until)
}

/// Whole seconds; what lies ahead is none.
fn seconds(ms: f64) -> u32 {
    (ms / 1_000.0) as u32
}

/// Whether a modal would cover the screen: that of a phone, upright or on its side.
fn is_phone() -> bool {
    ui::is_phone() || ui::matches("(pointer: coarse) and (max-height: 519px)")
}

/// Whether there is somewhere to draw it. Without it nobody is counted, in the holdout as little as elsewhere.
pub(super) fn can_be_drawn(widget: Widget, offer: &Offer) -> bool {
    match &offer.display {
        Display::Inline { place } => attributes::has_place(place),
        Display::Badge => ui::element(widget, "launcher").is_some(),
        _ => true,
    }
}
