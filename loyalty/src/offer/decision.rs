//! What is decided of one offer for one person: the reasons of `RULES.md`, 22.2, once for what a page is sent and for
//! why it is not.

use super::{
    ForPerson, Person, Trigger, Why, published::PAGE_LIFE_MINUTES, published_offer::PublishedOffer, why::unmet,
};
use crate::{
    attention::Limits,
    calendar::Calendar,
    condition::{Context, Residue},
    experiment::Assignment,
    segment::ROOTS_AT_EDGE,
};

/// What is decided of an offer.
pub(super) enum OfferDecision {
    /// It is sent.
    Sent(Box<ForPerson>),
    /// It is held back.
    NotSent(NotSent),
}

/// Why an offer is held back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NotSent {
    /// The person has no name to be divided by.
    Nobody,
    /// It is not to be had within the life of a page.
    Schedule,
    /// It was taken up, or was shown as often as it may be.
    Finished,
    /// Nothing is left of what it gives, or the person has had it as often as one may.
    Exhausted,
    /// The edge's part of its condition is not met.
    Condition,
    /// The person is outside its experiment.
    Outside,
    /// There is no room for it.
    Full,
}

impl PublishedOffer {
    /// Decides whether it is sent to a person's page, if there is room: the first reason that applies.
    pub(super) fn decide(&self, person: Person<'_>, calendar: &Calendar, context: Context<'_>) -> OfferDecision {
        let (offer, now) = (&self.offer, person.now);
        if person.subject.is_empty() {
            return OfferDecision::NotSent(NotSent::Nobody);
        }
        let Some(window) = offer.schedule.window(calendar, now, now + PAGE_LIFE_MINUTES) else {
            return OfferDecision::NotSent(NotSent::Schedule);
        };
        if offer.is_finished(&person.history.memory) {
            return OfferDecision::NotSent(NotSent::Finished);
        }
        if !person.supply.has(offer, person.program, &person.history.claims, now) {
            return OfferDecision::NotSent(NotSent::Exhausted);
        }
        let condition = match self.condition.partially(person.attributes, &ROOTS_AT_EDGE, context) {
            Residue::Never => return OfferDecision::NotSent(NotSent::Condition),
            Residue::Always => None,
            Residue::Rest(rest) => Some(rest.to_value()),
        };
        let assignment = self.assignment(person);
        let Some(arm) = self.division.experiment.arm(assignment) else {
            return OfferDecision::NotSent(NotSent::Outside);
        };
        OfferDecision::Sent(Box::new(ForPerson {
            id: offer.id.clone(),
            display: offer.display.clone(),
            triggers: offer.triggers.clone(),
            condition,
            from: window.from.filter(|from| now < *from),
            until: window.until,
            limits: offer.limits.clone(),
            repeatable: offer.repeatable,
            priority: offer.priority,
            arm,
            run: self.division.run,
            content: match assignment {
                Assignment::Variant(index) => self.shown(index, person.language, calendar),
                Assignment::Holdout | Assignment::Outside => None,
            },
        }))
    }

    /// The reason for the shop's people.
    pub(super) fn why(&self, held: NotSent, person: Person<'_>, context: Context<'_>) -> Why {
        match held {
            NotSent::Nobody => Why::Nobody,
            NotSent::Schedule => Why::Schedule,
            NotSent::Finished => Why::Over,
            NotSent::Exhausted => Why::Exhausted,
            NotSent::Condition => Why::Condition { because: unmet(&self.condition, person, context) },
            NotSent::Outside => Why::Outside,
            NotSent::Full => Why::Full,
        }
    }

    /// A variant as its authors look at it: without anything that would keep it from being shown.
    pub(super) fn preview(&self, index: usize, language: &str, calendar: &Calendar) -> Option<ForPerson> {
        let offer = &self.offer;
        Some(ForPerson {
            id: offer.id.clone(),
            display: offer.display.clone(),
            triggers: vec![Trigger::AtOnce {}],
            condition: None,
            from: None,
            until: None,
            limits: Limits::default(),
            repeatable: true,
            priority: offer.priority,
            arm: self.division.experiment.arm(Assignment::Variant(index))?,
            run: self.division.run,
            content: self.shown(index, language, calendar),
        })
    }
}
