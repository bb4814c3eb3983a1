//! A shop's offers, segments and what holds for all of them, compiled for page views: who is sent what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Availability, Divisions, ForPerson, Offer, OfferCheckContext, OfferHistory, OfferSettings, Offers, Person,
    PreviewOffers, Supply, Why,
};
use crate::{
    CandidateId, Fault, Instant, MemberId, SegmentId, SurveyId,
    attention::{self, Memory},
    calendar::Calendar,
    check::within,
    condition::{Condition, Context, Engine, Value},
    experiment::{Run, in_program_holdout},
    program::Program,
    segment::{Membership, Segment, Segments, Standing},
    survey::{SurveyCheckContext, Surveys, VersionedSurvey},
    traits::{Basis, Quantiles, Traits},
    view::Snapshot,
};

/// What the program-wide holdout is counted under: an offer to everybody, of everything.
pub const PROGRAM_HOLDOUT: &str = "program-holdout";

/// All that decides who is sent which offer, as it is published.
#[derive(Deserialize)]
pub struct TargetingDocument {
    /// What holds for all offers.
    pub settings: OfferSettings,
    /// The shop's segments.
    pub segments: Vec<Segment>,
    /// The published offers.
    pub offers: Vec<Offer>,
    /// The published surveys.
    #[serde(default)]
    pub surveys: Vec<VersionedSurvey>,
    /// How the shop's buyers are spread, once it has enough of them.
    #[serde(default)]
    pub quantiles: Option<Quantiles>,
    /// The runs of the offers' experiments and of the program-wide holdout; what is not named is in its first.
    #[serde(default)]
    pub runs: BTreeMap<CandidateId, Run>,
}

impl TargetingDocument {
    fn holdout_run(&self) -> Run {
        // An id that stands here can be one.
        CandidateId::new(PROGRAM_HOLDOUT).ok().and_then(|id| self.runs.get(&id).copied()).unwrap_or_default()
    }
}

/// The same, without a fault and read once for many page views.
pub struct Targeting {
    pub(super) settings: OfferSettings,
    pub(super) segments: Segments,
    offers: Offers,
    pub(super) surveys: Surveys,
    quantiles: Option<Quantiles>,
    holdout_run: Run,
}

/// Whom a page is made for, and when.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// The shop's id.
    pub shop: &'a str,
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// Who is signed in.
    pub member: Option<MemberOnPage<'a>>,
    /// The id of the visitor's device, if there is one.
    pub visitor: Option<&'a str>,
    /// What is `request` in conditions.
    pub request: &'a Value,
    /// The languages of the page, as a [`Text`](crate::Text) looks them up.
    pub language: &'a str,
    /// What is left of what offers give.
    pub supply: Supply<'a>,
    /// The shop's time.
    pub now: Instant,
}

/// A member, as far as offers need to know them.
#[derive(Clone, Copy)]
pub struct MemberOnPage<'a> {
    /// Who.
    pub id: &'a MemberId,
    /// The name of the member's wallet: what divides people who never were a visitor.
    pub key: &'a str,
    /// The published state.
    pub snapshot: &'a Snapshot,
}

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
    /// Which part of the program-wide division this person is in, if the shop divides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohort: Option<Cohort>,
    /// In which run of that division.
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
    /// Compiles what a shop is about to publish.
    ///
    /// # Errors
    /// Every fault with its path: `settings.…`, `segments[0].…`, `offers[0].…`, `surveys[0].…`.
    pub fn check(
        document: TargetingDocument,
        program: Option<&Program>,
        engine: &dyn Engine,
    ) -> Result<Self, Vec<Fault>> {
        let holdout_run = document.holdout_run();
        let settings =
            document.settings.check().map_err(|faults| within("settings.", faults).collect::<Vec<_>>())?.into_inner();
        let segments = Segments::check(document.segments, &settings.groups, engine)?;
        let calendar = settings.calendar(program);
        let surroundings = surroundings(&settings, &segments, (program, calendar.as_ref()), engine);
        let offers = Offers::check(document.offers, surroundings)?.in_runs(&document.runs);
        let surveys = Surveys::check(document.surveys, of_surveys(surroundings))?;
        Ok(Self { offers, surveys, settings, segments, quantiles: document.quantiles, holdout_run })
    }

    /// Compiles what was published. It was checked then; what a newer build finds fault with is left out, and the rest
    /// goes on.
    pub fn published(document: TargetingDocument, program: Option<&Program>, engine: &dyn Engine) -> Self {
        let holdout_run = document.holdout_run();
        let settings = document.settings;
        let segments = Segments::sound(document.segments, &settings.groups, engine);
        let calendar = settings.calendar(program);
        let surroundings = surroundings(&settings, &segments, (program, calendar.as_ref()), engine);
        let offers = Offers::sound(document.offers, surroundings).in_runs(&document.runs);
        let surveys = Surveys::sound(document.surveys, of_surveys(surroundings));
        Self { offers, surveys, settings, segments, quantiles: document.quantiles, holdout_run }
    }

    /// What holds for all offers.
    pub fn settings(&self) -> &OfferSettings {
        &self.settings
    }

    /// A published offer.
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.offer(id)
    }

    /// Who somebody is for experiments: the same before and after signing in, and for a member on every device.
    pub fn subject<'a>(&self, visit: &Visit<'a>) -> Option<&'a str> {
        let member = visit.member;
        let linked = member.and_then(|member| member.snapshot.offers.subject.as_deref());
        linked.or(visit.visitor).or(member.map(|member| member.key))
    }

    /// What a page is sent beside a question, if it is asked one: nothing to somebody who is nobody, and nothing that is
    /// not for them.
    pub fn for_page<'a>(
        &'a self,
        visit: &Visit<'a>,
        question: Option<&SurveyId>,
        engine: &dyn Engine,
    ) -> Option<PageOffers<'a>> {
        let subject = self.subject(visit)?;
        let cohort = self.cohort(visit, subject);
        let candidates = match cohort {
            Some(Cohort::Holdout) => Vec::new(),
            _ => self.candidates(visit, subject, engine),
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

    /// What a page must know of what the member was shown before.
    fn memory(&self, visit: &Visit<'_>, candidates: &[ForPerson], question: Option<&SurveyId>) -> Option<Memory> {
        let is_candidate = |id: &CandidateId| {
            let is_question = question.is_some_and(|question| question.as_str() == id.as_str());
            is_question || candidates.iter().any(|candidate| candidate.id == *id)
        };
        let per_week = self.settings.attention.per_week;
        visit.member.map(|member| member.snapshot.offers.memory.for_page(&is_candidate, per_week, visit.now))
    }

    /// Which part of the program-wide division somebody is in, if the shop divides.
    pub fn cohort(&self, visit: &Visit<'_>, subject: &str) -> Option<Cohort> {
        let share = self.settings.holdout;
        (share.0 > 0).then(|| match in_program_holdout(visit.shop, share, subject) {
            true => Cohort::Holdout,
            false => Cohort::Program,
        })
    }

    fn candidates(&self, visit: &Visit<'_>, subject: &str, engine: &dyn Engine) -> Vec<ForPerson> {
        self.with_person(visit, subject, engine, |person, context| self.offers.candidates(person, context))
    }

    /// Whether somebody can have an offer: the edge's part of its condition does not keep them out, they are in no holdout,
    /// and it is to be had now.
    pub fn availability(&self, offer: &str, visit: &Visit<'_>, engine: &dyn Engine) -> Availability {
        match self.subject(visit) {
            Some(subject) if self.cohort(visit, subject) != Some(Cohort::Holdout) => {
                let availability =
                    |person: Person<'_>, context: Context<'_>| self.offers.availability(offer, person, context);
                self.with_person(visit, subject, engine, availability)
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
        let subject = self.subject(visit).unwrap_or_default();
        let held_out = self.cohort(visit, subject) == Some(Cohort::Holdout);
        let mut offers =
            self.with_person(visit, subject, engine, |person, context| self.offers.explain(person, context));
        if held_out {
            offers.iter_mut().for_each(|explained| explained.why = Why::ProgramHoldout);
        }
        PreviewOffers {
            settings: &self.settings.attention,
            memory: visit.member.map(|member| &member.snapshot.offers.memory),
            variants: self.offers.variants(offer, &self.settings.languages(visit.language)),
            offers,
        }
    }

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

    /// The shop's segments.
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The segments somebody is in, whatever the request is.
    pub fn segments_of(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Vec<SegmentId> {
        let (standings, _) = self.segments.standings(&self.attributes(visit), self.context(engine));
        let is_in = |(id, membership): (SegmentId, Membership)| (membership == Membership::In).then_some(id);
        standings.into_iter().filter_map(is_in).collect()
    }

    /// How somebody stands to every segment, and why, without what the request says.
    pub fn explain_segments(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Vec<Standing> {
        self.segments.explain(&self.attributes(visit), self.context(engine))
    }

    /// Whether somebody would be in a segment with this condition.
    pub fn membership(&self, condition: &Condition, visit: &Visit<'_>, engine: &dyn Engine) -> Membership {
        let (_, known) = self.segments.standings(&self.attributes(visit), self.context(engine));
        known.membership(condition, self.context(engine))
    }

    fn context<'a>(&'a self, engine: &'a dyn Engine) -> Context<'a> {
        Context { engine, groups: &self.settings.groups }
    }

    /// What the edge knows of somebody: `member` and `request` of conditions.
    pub(super) fn attributes(&self, visit: &Visit<'_>) -> Value {
        let member = match visit.member {
            Some(MemberOnPage { id, snapshot, .. }) => {
                let basis = Basis {
                    program: visit.program,
                    stages: &self.settings.stages,
                    quantiles: self.quantiles.as_ref(),
                    now: visit.now,
                };
                let mut traits = Traits::new(snapshot, &basis).attributes();
                if let Value::Object(members) = &mut traits {
                    members.push(("id".to_owned(), Value::from(id.as_str())));
                }
                traits
            }
            None => Traits::of_a_stranger().attributes(),
        };
        Value::object([("member".to_owned(), member), ("request".to_owned(), visit.request.clone())])
    }
}

fn surroundings<'a>(
    settings: &'a OfferSettings,
    segments: &'a Segments,
    (program, calendar): (Option<&'a Program>, Option<&'a Calendar>),
    engine: &'a dyn Engine,
) -> OfferCheckContext<'a> {
    let OfferSettings { picture_origins, groups, .. } = settings;
    OfferCheckContext { program, calendar, segments, picture_origins, groups, engine }
}

fn of_surveys(surroundings: OfferCheckContext<'_>) -> SurveyCheckContext<'_> {
    let OfferCheckContext { program, segments, groups, engine, .. } = surroundings;
    SurveyCheckContext { program, segments, groups, engine }
}
