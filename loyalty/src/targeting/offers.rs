//! The offers that a page is sent, and which a person can have.

use serde::Serialize;

use super::{Targeting, Visit};
use crate::{
    CandidateId, SurveyId,
    attention::{self, Memory},
    condition::{Context, Engine},
    experiment::{Run, in_program_holdout},
    offer::{Availability, Divisions, ForPerson, Offer, OfferHistory, Person, PreviewOffers, Why},
};

/// What one page is sent of offers.
#[derive(Serialize)]
pub struct PageOffers<'a> {
    /// The budget of this person's attention.
    pub settings: &'a attention::Settings,
    /// What the member was shown and made of it, on all devices, as far as this page needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// What may be shown.
    pub candidates: Vec<ForPerson>,
    /// The person's part of the program-wide division, if the shop divides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohort: Option<Cohort>,
    /// The run of that division.
    #[serde(skip_serializing_if = "Run::is_first")]
    pub cohort_run: Run,
}

/// A part of the program-wide division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cohort {
    /// Sees no offer.
    Holdout,
    /// Sees offers.
    Program,
}

impl Targeting {
    /// A published offer.
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.offer(id)
    }

    /// What a page is sent beside a question, if it is asked one. Nothing to a person without a name to be divided by, and
    /// where there is nothing to send.
    pub fn for_page<'a>(
        &'a self,
        visit: &Visit<'a>,
        question: Option<&SurveyId>,
        engine: &dyn Engine,
    ) -> Option<PageOffers<'a>> {
        let subject = visit.subject()?;
        let cohort = self.cohort(visit, subject);
        let candidates = match cohort {
            Some(Cohort::Holdout) => Vec::new(),
            _ => self.with_person(visit, subject, engine, |person, context| self.offers.candidates(person, context)),
        };
        (!candidates.is_empty() || cohort.is_some()).then(|| PageOffers {
            settings: &self.settings.attention,
            memory: self.memory(visit, &candidates, question),
            candidates,
            cohort,
            cohort_run: self.holdout_run,
        })
    }

    /// What a page is sent that has no offers and may have a question: the attention that both ask for.
    pub fn without_offers<'a>(&'a self, visit: &Visit<'a>, question: Option<&SurveyId>) -> PageOffers<'a> {
        PageOffers {
            settings: &self.settings.attention,
            memory: self.memory(visit, &[], question),
            candidates: Vec::new(),
            cohort: None,
            cohort_run: Run::FIRST,
        }
    }

    /// The person's part of the program-wide division, if the shop divides.
    pub fn cohort(&self, visit: &Visit<'_>, subject: &str) -> Option<Cohort> {
        let share = self.settings.holdout;
        (share.0 > 0).then(|| match in_program_holdout(visit.shop, share, subject) {
            true => Cohort::Holdout,
            false => Cohort::Program,
        })
    }

    /// Whether a person can have an offer: the edge's part of its condition does not keep them out, they are in no holdout,
    /// and it is to be had now.
    pub fn availability(&self, offer: &str, visit: &Visit<'_>, engine: &dyn Engine) -> Availability {
        match visit.subject() {
            Some(subject) if self.cohort(visit, subject) != Some(Cohort::Holdout) => {
                self.with_person(visit, subject, engine, |person, context| {
                    self.offers.availability(offer, person, context)
                })
            }
            _ => Availability::NotForThem,
        }
    }

    /// How people are divided for some of the offers; those that are not published are left out.
    pub fn divisions<'a>(&self, shop: &str, offers: impl Iterator<Item = &'a CandidateId>) -> Divisions {
        let division = |offer: &CandidateId| Some((offer.clone(), self.offers.division(offer.as_str())?.clone()));
        Divisions {
            shop: shop.to_owned(),
            holdout: self.settings.holdout,
            holdout_run: self.holdout_run,
            offers: offers.filter_map(division).collect(),
        }
    }

    /// One of the offers as its authors look at it: each variant, and what is decided of all offers for this person.
    pub fn preview<'a>(&'a self, offer: &str, visit: &Visit<'a>, engine: &dyn Engine) -> PreviewOffers<'a> {
        let subject = visit.subject().unwrap_or_default();
        let mut offers =
            self.with_person(visit, subject, engine, |person, context| self.offers.explain(person, context));
        if self.cohort(visit, subject) == Some(Cohort::Holdout) {
            offers.iter_mut().for_each(|explained| explained.why = Why::ProgramHoldout);
        }
        PreviewOffers {
            settings: &self.settings.attention,
            memory: visit.member.map(|member| &member.snapshot.offers.memory),
            variants: self.offers.variants(offer, &self.settings.languages(visit.language)),
            offers,
        }
    }

    /// What a page must know of what the member was shown before.
    fn memory(&self, visit: &Visit<'_>, candidates: &[ForPerson], question: Option<&SurveyId>) -> Option<Memory> {
        let showings = |id: &CandidateId| {
            let candidate = candidates.iter().find(|candidate| candidate.id == *id);
            let is_question = || question.is_some_and(|question| question.as_str() == id.as_str());
            // A question is asked once a day.
            candidate.map(|candidate| candidate.limits.showings()).or_else(|| is_question().then_some(1))
        };
        let per_week = self.settings.attention.per_week;
        visit.member.map(|member| member.snapshot.offers.memory.for_page(&showings, per_week, visit.now))
    }

    /// Does something with the person on the page, as offers see them.
    fn with_person<T>(
        &self,
        visit: &Visit<'_>,
        subject: &str,
        engine: &dyn Engine,
        task: impl FnOnce(Person<'_>, Context<'_>) -> T,
    ) -> T {
        let nothing = OfferHistory::default();
        let history = visit.member.map_or(&nothing, |member| &member.snapshot.offers);
        let attributes = self.attributes(visit);
        let language = &self.settings.languages(visit.language);
        let Visit { program, supply, now, .. } = *visit;
        let person = Person { attributes: &attributes, subject, language, program, supply, now, history };
        task(person, self.context(engine))
    }
}
