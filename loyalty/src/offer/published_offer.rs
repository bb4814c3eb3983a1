//! One published offer, with what is computed from it once.

use super::{Division, ForPerson, Offer, OfferCheckContext, Person, Shown};
use crate::{
    Checked, Fault,
    calendar::Calendar,
    condition::{Condition, Context, Residue},
    experiment::{Arm, Assignment, Run},
    segment::ROOTS_AT_EDGE,
};

/// One published offer, without a fault.
#[derive(Clone)]
pub(super) struct PublishedOffer {
    pub(super) offer: Checked<Offer>,
    pub(super) condition: Condition,
    pub(super) division: Division,
}

impl PublishedOffer {
    pub(super) fn check(offer: Offer, context: OfferCheckContext<'_>) -> Result<Self, Vec<Fault>> {
        let offer = offer.check(context)?;
        let condition = Condition::parse(&offer.condition, "condition", context.engine)?;
        let division = Division { run: Run::FIRST, experiment: offer.experiment() };
        Ok(Self { offer, condition, division })
    }

    /// Where a person is in its experiment.
    pub(super) fn assignment(&self, person: Person<'_>) -> Assignment {
        self.division.place(&self.offer.id, person.subject, &person.history.arms)
    }

    /// The arm that a person is in; none outside the experiment.
    pub(super) fn arm(&self, person: Person<'_>) -> Option<Arm> {
        self.division.experiment.arm(self.assignment(person))
    }

    /// Whether its condition cannot be met, whatever the page says.
    pub(super) fn is_unmet(&self, person: Person<'_>, context: Context<'_>) -> bool {
        self.condition.partially(person.attributes, &ROOTS_AT_EDGE, context) == Residue::Never
    }

    /// What a variant shows, in one language.
    pub(super) fn shown(&self, index: usize, language: &str, calendar: &Calendar) -> Option<Shown> {
        let offer = &self.offer;
        let content = &offer.variants.get(index)?.content;
        Some(Shown::of(content, language, offer.schedule.end(calendar), offer.value.is_some()))
    }

    /// How much of a page's answer it takes: in every arm as much as its largest variant. If the holdout, which is sent no
    /// texts, took less, a page with little room left would have it in the holdout and not in the others, and the people
    /// counted in each would be of different pages.
    pub(super) fn bytes(&self, offer: &ForPerson, language: &str, calendar: &Calendar) -> usize {
        let variants = (0..self.offer.variants.len()).filter_map(|index| self.shown(index, language, calendar));
        variants.map(|shown| offer.bytes_showing(Some(&shown))).max().unwrap_or_else(|| offer.bytes())
    }
}
