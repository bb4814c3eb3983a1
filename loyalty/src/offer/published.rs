//! All offers that a shop has published, and which of them one person's page is sent.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Division, ExplainedOffer, ForPerson, Offer, OfferCheckContext, OfferHistory, Status, Supply, Why,
    decision::{NotSent, OfferDecision},
    published_offer::PublishedOffer,
};
use crate::{
    CandidateId, Checked, Fault, Instant,
    calendar::Calendar,
    check::Faults,
    condition::{Context, Value},
    experiment::{Arm, Run},
    instant::Minutes,
    program::Program,
    segment::Segments,
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
    published: Vec<PublishedOffer>,
}

/// Whether a person can have an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// There is no such offer, it is not for them, or they are in its holdout.
    NotForThem,
    /// It is for them, at another time.
    NotNow,
    /// In this arm.
    Now(Arm),
}

/// The person on a page, as offers see them.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// What the edge knows: `member` and `request`.
    pub attributes: &'a Value,
    /// The name that divides them in experiments: the same on every page.
    pub subject: &'a str,
    /// The languages of the page, as a [`Text`](crate::Text) looks them up.
    pub language: &'a str,
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// What is left of what offers give.
    pub supply: Supply<'a>,
    /// The edge's time.
    pub now: Instant,
    /// What the person has had to do with offers, if they are a member.
    pub history: &'a OfferHistory,
}

impl Offers {
    /// Takes those of a shop's offers that are published. Drafts and what is archived may have faults.
    ///
    /// # Errors
    /// Every fault of those published with its path, such as `offers[3].variants[1].content.headline.uk`.
    pub fn check(list: Vec<Offer>, context: OfferCheckContext<'_>) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut ids = BTreeSet::new();
        let mut published = Vec::new();
        for (index, offer) in list.into_iter().enumerate() {
            if offer.status != Status::Published {
                continue;
            }
            faults.require(ids.insert(offer.id.clone()), || format!("offers[{index}].id"), "is used twice");
            match PublishedOffer::check(offer, context) {
                Ok(offer) => published.push(offer),
                Err(found) => faults.extend(&format!("offers[{index}]."), found),
            }
        }
        faults.require(published.len() <= OFFERS_MAX, || "offers".to_owned(), "has more than 500 published offers");
        faults.finish(Self::new(published, context)).map(Checked::into_inner)
    }

    /// Takes those that are published and have no fault.
    pub fn sound(list: Vec<Offer>, context: OfferCheckContext<'_>) -> Self {
        let published = list.into_iter().filter(|offer| offer.status == Status::Published);
        let sound = published.filter_map(|offer| PublishedOffer::check(offer, context).ok());
        Self::new(sound.collect(), context)
    }

    fn new(mut published: Vec<PublishedOffer>, context: OfferCheckContext<'_>) -> Self {
        published.sort_by(|a, b| b.offer.priority.cmp(&a.offer.priority).then_with(|| a.offer.id.cmp(&b.offer.id)));
        // Without a time zone there is no schedule.
        let calendar = context.calendar.cloned().unwrap_or_else(Calendar::utc);
        Self { calendar, segments: context.segments.clone(), published }
    }

    /// The same, with the runs their experiments are in; those not named are in their first.
    #[must_use]
    pub fn in_runs(mut self, runs: &BTreeMap<CandidateId, Run>) -> Self {
        for PublishedOffer { offer, division, .. } in &mut self.published {
            division.run = runs.get(&offer.id).copied().unwrap_or_default();
        }
        self
    }

    /// One of them.
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.find(id).map(|published| &*published.offer)
    }

    /// How people are divided for an offer.
    pub fn division(&self, id: &str) -> Option<&Division> {
        self.find(id).map(|published| &published.division)
    }

    /// The variants of an offer, each as a page shows it at once and to anybody.
    pub fn variants(&self, id: &str, language: &str) -> Vec<ForPerson> {
        let Some(published) = self.find(id) else { return Vec::new() };
        let places = 0..published.offer.variants.len();
        places.filter_map(|place| published.preview(place, language, &self.calendar)).collect()
    }

    /// Whether this person can have an offer, whatever their page says.
    pub fn availability(&self, id: &str, person: Person<'_>, context: Context<'_>) -> Availability {
        let Some(published) = self.find(id) else { return Availability::NotForThem };
        let attributes = self.segments.added_to(person.attributes, context);
        let person = Person { attributes: &attributes, ..person };
        let arm = published.arm(person).filter(|arm| *arm != Arm::Holdout && !published.is_unmet(person, context));
        match arm {
            None => Availability::NotForThem,
            Some(arm) if published.offer.schedule.is_open(&self.calendar, person.now) => Availability::Now(arm),
            Some(_) => Availability::NotNow,
        }
    }

    /// What one person's page is sent, the highest priority first.
    pub fn candidates(&self, person: Person<'_>, context: Context<'_>) -> Vec<ForPerson> {
        let sent = |(_, decided)| if let OfferDecision::Sent(candidate) = decided { Some(*candidate) } else { None };
        self.decide(person, context).into_iter().filter_map(sent).collect()
    }

    /// What is decided of each for one person, the highest priority first.
    pub fn explain(&self, person: Person<'_>, context: Context<'_>) -> Vec<ExplainedOffer> {
        let attributes = self.segments.added_to(person.attributes, context);
        let explain = |(published, decided): (&PublishedOffer, OfferDecision)| {
            let why = match decided {
                OfferDecision::Sent(candidate) => Why::Sent { candidate },
                OfferDecision::NotSent(held) => {
                    published.why(held, Person { attributes: &attributes, ..person }, context)
                }
            };
            ExplainedOffer::new(&published.offer, why)
        };
        self.decide(person, context).into_iter().map(explain).collect()
    }

    /// What is decided of each. Sent are at most [`CANDIDATES_MAX`]; what does not fit into [`CANDIDATES_BYTES_MAX`] beside
    /// those before it is passed over.
    fn decide(&self, person: Person<'_>, context: Context<'_>) -> Vec<(&PublishedOffer, OfferDecision)> {
        let attributes = self.segments.added_to(person.attributes, context);
        let person = Person { attributes: &attributes, ..person };
        let (mut left, mut left_bytes) = (CANDIDATES_MAX, CANDIDATES_BYTES_MAX);
        let decide = |published: &PublishedOffer| match published.decide(person, &self.calendar, context) {
            OfferDecision::Sent(candidate) => {
                let bytes = published.bytes(&candidate, person.language, &self.calendar);
                if left == 0 || bytes > left_bytes {
                    return OfferDecision::NotSent(NotSent::Full);
                }
                (left, left_bytes) = (left - 1, left_bytes - bytes);
                OfferDecision::Sent(candidate)
            }
            held @ OfferDecision::NotSent(_) => held,
        };
        let mut decide = decide;
        self.published.iter().map(|published| (published, decide(published))).collect()
    }

    fn find(&self, id: &str) -> Option<&PublishedOffer> {
        self.published.iter().find(|published| published.offer.id.as_str() == id)
    }
}
