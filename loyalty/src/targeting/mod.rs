//! What a page is sent: a shop's segments, offers and surveys, compiled once for many page views.
//!
//! | file | what it says |
//! |---|---|
//! | `document` | all of it as it is published |
//! | `visit` | who is on a page, and what the edge knows of them |
//! | `segments` | the segments that a person is in |
//! | `offers` | the offers that a page is sent, and which a person can have |
//! | `surveys` | the question that a member is asked, and why the others are not |

mod document;
mod offers;
mod segments;
mod surveys;
mod visit;

pub use document::TargetingDocument;
pub use offers::{Cohort, PageOffers};
pub use visit::{MemberOnPage, Visit};

use crate::{
    Fault,
    calendar::Calendar,
    check::within,
    condition::{Context, Engine},
    experiment::Run,
    offer::{OfferCheckContext, OfferSettings, Offers},
    program::Program,
    segment::Segments,
    survey::{SurveyCheckContext, Surveys},
    traits::Quantiles,
};

/// All that decides what a page is sent, without a fault.
pub struct Targeting {
    settings: OfferSettings,
    /// The shop's clock.
    calendar: Calendar,
    segments: Segments,
    offers: Offers,
    surveys: Surveys,
    quantiles: Option<Quantiles>,
    holdout_run: Run,
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
        let context = offer_context(&settings, &segments, program, calendar.as_ref(), engine);
        let offers = Offers::check(document.offers, context)?.in_runs(&document.runs);
        let surveys = Surveys::check(document.surveys, survey_context(context))?;
        let (calendar, quantiles) = (calendar.unwrap_or_else(Calendar::utc), document.quantiles);
        Ok(Self { settings, calendar, segments, offers, surveys, quantiles, holdout_run })
    }

    /// Compiles what was published. It was checked then; what a newer build finds fault with is left out, and the rest
    /// goes on.
    pub fn published(document: TargetingDocument, program: Option<&Program>, engine: &dyn Engine) -> Self {
        let holdout_run = document.holdout_run();
        let settings = document.settings;
        let segments = Segments::sound(document.segments, &settings.groups, engine);
        let calendar = settings.calendar(program);
        let context = offer_context(&settings, &segments, program, calendar.as_ref(), engine);
        let offers = Offers::sound(document.offers, context).in_runs(&document.runs);
        let surveys = Surveys::sound(document.surveys, survey_context(context));
        let (calendar, quantiles) = (calendar.unwrap_or_else(Calendar::utc), document.quantiles);
        Self { settings, calendar, segments, offers, surveys, quantiles, holdout_run }
    }

    /// What holds for all offers and surveys.
    pub fn settings(&self) -> &OfferSettings {
        &self.settings
    }

    /// The shop's clock; UTC where no time zone is known.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn context<'a>(&'a self, engine: &'a dyn Engine) -> Context<'a> {
        Context { engine, groups: &self.settings.groups }
    }
}

fn offer_context<'a>(
    settings: &'a OfferSettings,
    segments: &'a Segments,
    program: Option<&'a Program>,
    calendar: Option<&'a Calendar>,
    engine: &'a dyn Engine,
) -> OfferCheckContext<'a> {
    let OfferSettings { picture_origins, groups, .. } = settings;
    OfferCheckContext { program, calendar, segments, picture_origins, groups, engine }
}

fn survey_context(context: OfferCheckContext<'_>) -> SurveyCheckContext<'_> {
    let OfferCheckContext { program, calendar, segments, groups, engine, .. } = context;
    SurveyCheckContext { program, calendar, segments, groups, engine }
}
