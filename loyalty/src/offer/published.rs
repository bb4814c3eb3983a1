//! All offers that a shop has published, and which of them one person's page is sent.

use std::collections::BTreeSet;

use super::{ForPerson, Offer, Shown, Status, Surroundings};
use crate::{
    Checked, Fault, Instant,
    calendar::Calendar,
    check::Faults,
    condition::{Condition, Context, Residue, Value},
    experiment::{self, Assignment, Experiment},
    instant::Minutes,
    segment::{ROOTS_AT_EDGE, Segments},
};

/// Most published offers of a shop.
pub const OFFERS_MAX: usize = 500;

/// Most offers that one page is sent. The attention budget shows five a week.
pub const CANDIDATES_MAX: usize = 12;

/// Most bytes of offers that one page is sent, before compression. The whole answer has 8 KB compressed; an offer with a
/// headline, three sentences, a picture and a button is some 800 bytes, so that all twelve fit, and texts in Cyrillic
/// compress to less than half: 6 KB.
pub const CANDIDATES_BYTES_MAX: usize = 12 * 1024;

/// How long a page is open, as a rule: what begins within this time is sent with it.
pub const PAGE_LIFE_MINUTES: Minutes = Minutes(30);

/// The offers that shoppers see, without a fault, with what is computed from them once.
#[derive(Clone)]
pub struct Offers {
    calendar: Calendar,
    segments: Segments,
    /// The highest priority first; of equals the first by id.
    published: Vec<Published>,
}

#[derive(Clone)]
struct Published {
    offer: Checked<Offer>,
    condition: Condition,
    experiment: Experiment,
}

/// Whom a page is made for, and when.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// What the edge knows: `member` and `request`.
    pub attributes: &'a Value,
    /// Who it is for experiments: the same on every page.
    pub subject: &'a str,
    /// The language of the page.
    pub language: &'a str,
    /// The edge's time.
    pub now: Instant,
}

impl Offers {
    /// Takes those of a shop's offers that are published. Drafts and what is archived may have faults.
    ///
    /// # Errors
    /// Every fault of those published with its path, such as `offers[3].variants[1].content.headline.uk`.
    pub fn check(list: Vec<Offer>, surroundings: Surroundings<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut ids = BTreeSet::new();
        let mut published = Vec::new();
        for (index, offer) in list.into_iter().enumerate() {
            if offer.status != Status::Published {
                continue;
            }
            faults.require(ids.insert(offer.id.clone()), || format!("offers[{index}].id"), "is used twice");
            match Published::check(offer, surroundings) {
                Ok(offer) => published.push(offer),
                Err(found) => faults.extend(&format!("offers[{index}]."), found),
            }
        }
        faults.require(published.len() <= OFFERS_MAX, || "offers".to_owned(), "has more than 500 published offers");
        published.sort_by(|a, b| b.offer.priority.cmp(&a.offer.priority).then_with(|| a.offer.id.cmp(&b.offer.id)));
        let calendar = surroundings.program.map_or_else(Calendar::utc, |program| program.calendar());
        faults.finish(Self { calendar, segments: surroundings.segments.clone(), published }).map(Checked::into_inner)
    }

    /// What one person's page is sent: at most [`CANDIDATES_MAX`], the highest priority first. What does not fit into
    /// [`CANDIDATES_BYTES_MAX`] beside those before it is passed over.
    ///
    /// Left out is what is not to be had within [`PAGE_LIFE_MINUTES`], what is not for this person whatever the page says,
    /// and what has an experiment this person is outside of.
    pub fn candidates(&self, person: Person<'_>, context: Context<'_>) -> Vec<ForPerson> {
        let attributes = self.segments.added_to(person.attributes, context);
        let person = Person { attributes: &attributes, ..person };
        let some = self.published.iter().filter_map(|published| published.for_person(person, &self.calendar, context));
        let mut left = CANDIDATES_BYTES_MAX;
        let mut fits = |offer: &ForPerson| {
            let rest = left.checked_sub(offer.bytes());
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        some.filter(|offer| fits(offer)).take(CANDIDATES_MAX).collect()
    }
}

impl Published {
    fn check(offer: Offer, surroundings: Surroundings<'_>) -> Result<Self, Vec<Fault>> {
        let offer = offer.check(surroundings)?;
        let condition = Condition::parse(&offer.condition, "condition", surroundings.engine)?;
        let experiment = offer.experiment();
        Ok(Self { offer, condition, experiment })
    }

    fn for_person(&self, person: Person<'_>, calendar: &Calendar, context: Context<'_>) -> Option<ForPerson> {
        let (offer, now) = (&self.offer, person.now);
        let window = offer.schedule.window(calendar, now, now + PAGE_LIFE_MINUTES)?;
        let assignment = experiment::assign(&self.experiment, person.subject);
        let arm = self.experiment.arm(assignment)?;
        let condition = match self.condition.partially(person.attributes, &ROOTS_AT_EDGE, context) {
            Residue::Never => return None,
            Residue::Always => None,
            Residue::Rest(rest) => Some(rest.to_value()),
        };
        let shown = |index: usize| {
            let content = &offer.variants.get(index)?.content;
            Some(Shown::of(content, person.language, offer.schedule.end(calendar), offer.value.is_some()))
        };
        Some(ForPerson {
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
            content: match assignment {
                Assignment::Variant(index) => shown(index),
                Assignment::Holdout | Assignment::Outside => None,
            },
        })
    }
}
