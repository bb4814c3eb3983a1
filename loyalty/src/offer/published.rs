//! All offers that a shop has published, and which of them one person's page is sent.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Arms, Division, ExplainedOffer, ForPerson, Offer, OfferCheckContext, OfferHistory, Shown, Status, Supply, Trigger,
    Why, why::unmet,
};
use crate::{
    CandidateId, Checked, Fault, Instant,
    attention::Limits,
    calendar::Calendar,
    check::Faults,
    condition::{Condition, Context, Residue, Value},
    experiment::{Arm, Assignment, Run},
    instant::Minutes,
    program::Program,
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
    division: Division,
}

/// Whether somebody can have an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// There is no such offer, it is not for them, or they are in its holdout.
    NotForThem,
    /// It is for them, at another time.
    NotNow,
    /// In this arm.
    Now(Arm),
}

/// Whom a page is made for, and when.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// What the edge knows: `member` and `request`.
    pub attributes: &'a Value,
    /// Who it is for experiments: the same on every page.
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
    pub fn check(list: Vec<Offer>, surroundings: OfferCheckContext<'_>) -> Result<Self, Vec<Fault>> {
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
        faults.finish(Self::new(published, surroundings)).map(Checked::into_inner)
    }

    /// Takes those that are published and have no fault.
    pub fn sound(list: Vec<Offer>, surroundings: OfferCheckContext<'_>) -> Self {
        let published = list.into_iter().filter(|offer| offer.status == Status::Published);
        let sound = published.filter_map(|offer| Published::check(offer, surroundings).ok());
        Self::new(sound.collect(), surroundings)
    }

    fn new(mut published: Vec<Published>, surroundings: OfferCheckContext<'_>) -> Self {
        published.sort_by(|a, b| b.offer.priority.cmp(&a.offer.priority).then_with(|| a.offer.id.cmp(&b.offer.id)));
        // Without one there is no schedule.
        let calendar = surroundings.calendar.cloned().unwrap_or_else(Calendar::utc);
        Self { calendar, segments: surroundings.segments.clone(), published }
    }

    /// The same, with the runs their experiments are in; those not named are in their first.
    #[must_use]
    pub fn in_runs(mut self, runs: &BTreeMap<CandidateId, Run>) -> Self {
        for Published { offer, division, .. } in &mut self.published {
            division.run = runs.get(&offer.id).copied().unwrap_or_default();
        }
        self
    }

    /// One of them.
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.find(id).map(|published| &*published.offer)
    }

    /// The arm somebody is in; none outside the experiment, or without such an offer.
    fn arm(&self, id: &str, subject: &str, earlier: &Arms) -> Option<Arm> {
        let Published { offer, division, .. } = self.find(id)?;
        division.arm(&offer.id, subject, earlier)
    }

    /// Whether this person can have an offer, whatever their page says.
    pub fn availability(&self, id: &str, person: Person<'_>, context: Context<'_>) -> Availability {
        let Some(published) = self.find(id) else { return Availability::NotForThem };
        let attributes = self.segments.added_to(person.attributes, context);
        let is_out = published.condition.partially(&attributes, &ROOTS_AT_EDGE, context) == Residue::Never;
        let arm = self.arm(id, person.subject, &person.history.arms).filter(|arm| *arm != Arm::Holdout && !is_out);
        match arm {
            None => Availability::NotForThem,
            Some(arm) if published.is_open(&self.calendar, person.now) => Availability::Now(arm),
            Some(_) => Availability::NotNow,
        }
    }

    /// How people are divided for an offer.
    pub fn division(&self, id: &str) -> Option<&Division> {
        self.find(id).map(|published| &published.division)
    }

    /// What is decided of each for one person, the highest priority first.
    pub fn explain(&self, person: Person<'_>, context: Context<'_>) -> Vec<ExplainedOffer> {
        let sent = self.candidates(person, context);
        let attributes = self.segments.added_to(person.attributes, context);
        let person = Person { attributes: &attributes, ..person };
        let explain = |published: &Published| {
            let why = published.why(person, &self.calendar, context, &sent);
            ExplainedOffer::new(&published.offer, why)
        };
        self.published.iter().map(explain).collect()
    }

    /// The variants of an offer, each as a page shows it at once and to anybody.
    pub fn variants(&self, id: &str, language: &str) -> Vec<ForPerson> {
        let Some(published) = self.find(id) else { return Vec::new() };
        let places = 0..published.offer.variants.len();
        places.filter_map(|place| published.variant(place, language, &self.calendar)).collect()
    }

    fn find(&self, id: &str) -> Option<&Published> {
        self.published.iter().find(|published| published.offer.id.as_str() == id)
    }

    /// What one person's page is sent: at most [`CANDIDATES_MAX`], the highest priority first. What does not fit into
    /// [`CANDIDATES_BYTES_MAX`] beside those before it is passed over.
    ///
    /// Left out is what is not to be had within [`PAGE_LIFE_MINUTES`], what is not for this person whatever the page says,
    /// what they have taken up or seen as often as they may, what gives something of which nothing is left (for them), and
    /// what has an experiment they are outside of.
    pub fn candidates(&self, person: Person<'_>, context: Context<'_>) -> Vec<ForPerson> {
        let attributes = self.segments.added_to(person.attributes, context);
        let person = Person { attributes: &attributes, ..person };
        let left = self.published.iter().filter(|published| !published.is_over(person) && published.is_left(person));
        let mut left_bytes = CANDIDATES_BYTES_MAX;
        let fitting = |published: &Published| {
            let offer = published.for_person(person, &self.calendar, context)?;
            left_bytes = left_bytes.checked_sub(published.bytes(&offer, person.language, &self.calendar))?;
            Some(offer)
        };
        left.filter_map(fitting).take(CANDIDATES_MAX).collect()
    }
}

impl Published {
    fn check(offer: Offer, surroundings: OfferCheckContext<'_>) -> Result<Self, Vec<Fault>> {
        let offer = offer.check(surroundings)?;
        let condition = Condition::parse(&offer.condition, "condition", surroundings.engine)?;
        let division = Division { run: Run::FIRST, experiment: offer.experiment() };
        Ok(Self { offer, condition, division })
    }

    /// Whether it is to be had at `now`.
    fn is_open(&self, calendar: &Calendar, now: Instant) -> bool {
        let window = self.offer.schedule.window(calendar, now, now);
        window.is_some_and(|window| window.from.is_none_or(|from| from <= now))
    }

    /// Whether the person has taken it up, or was shown it as often as may be.
    fn is_over(&self, person: Person<'_>) -> bool {
        self.offer.is_over(&person.history.memory)
    }

    /// Whether the person can still have what it gives.
    fn is_left(&self, person: Person<'_>) -> bool {
        person.supply.has(&self.offer, person.program, &person.history.claims, person.now)
    }

    fn for_person(&self, person: Person<'_>, calendar: &Calendar, context: Context<'_>) -> Option<ForPerson> {
        let (offer, now) = (&self.offer, person.now);
        let window = offer.schedule.window(calendar, now, now + PAGE_LIFE_MINUTES)?;
        let assignment = self.division.place(&offer.id, person.subject, &person.history.arms);
        let arm = self.division.experiment.arm(assignment)?;
        let condition = match self.condition.partially(person.attributes, &ROOTS_AT_EDGE, context) {
            Residue::Never => return None,
            Residue::Always => None,
            Residue::Rest(rest) => Some(rest.to_value()),
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
            run: self.division.run,
            content: match assignment {
                Assignment::Variant(index) => self.shown(index, person.language, calendar),
                Assignment::Holdout | Assignment::Outside => None,
            },
        })
    }

    fn shown(&self, index: usize, language: &str, calendar: &Calendar) -> Option<Shown> {
        let offer = &self.offer;
        let content = &offer.variants.get(index)?.content;
        Some(Shown::of(content, language, offer.schedule.end(calendar), offer.value.is_some()))
    }

    /// How much of a page's answer it takes: in every arm as much as its largest variant. If the holdout, which is sent no
    /// texts, took less, a page with little room left would have it in the holdout and not in the others, and the people
    /// counted in each would be of different pages.
    fn bytes(&self, offer: &ForPerson, language: &str, calendar: &Calendar) -> usize {
        let variants = (0..self.offer.variants.len()).filter_map(|index| self.shown(index, language, calendar));
        variants.map(|shown| offer.bytes_showing(Some(&shown))).max().unwrap_or_else(|| offer.bytes())
    }

    /// A variant without anything that would keep it from being shown.
    fn variant(&self, index: usize, language: &str, calendar: &Calendar) -> Option<ForPerson> {
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

    fn why(&self, person: Person<'_>, calendar: &Calendar, context: Context<'_>, sent: &[ForPerson]) -> Why {
        let (offer, now) = (&self.offer, person.now);
        if let Some(candidate) = sent.iter().find(|candidate| candidate.id == offer.id) {
            return Why::Sent { candidate: Box::new(candidate.clone()) };
        }
        if person.subject.is_empty() {
            Why::Nobody
        } else if offer.schedule.window(calendar, now, now + PAGE_LIFE_MINUTES).is_none() {
            Why::Schedule
        } else if self.is_over(person) {
            Why::Over
        } else if !self.is_left(person) {
            Why::Exhausted
        } else if self.condition.partially(person.attributes, &ROOTS_AT_EDGE, context) == Residue::Never {
            Why::Condition { because: unmet(&self.condition, person, context) }
        } else if self.division.place(&offer.id, person.subject, &person.history.arms) == Assignment::Outside {
            Why::Outside
        } else {
            Why::Full
        }
    }
}
