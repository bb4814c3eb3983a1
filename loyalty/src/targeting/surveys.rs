//! The question that a member is asked, and why the others are not.

use super::{MemberOnPage, Targeting, Visit};
use crate::{
    Days, Instant,
    condition::{Context, Engine, Value},
    survey::{DueSurvey, ExplainedSurvey, MemberPast, Occasion, PreviewSurvey, Survey, SurveyContext, SurveyedMember},
};

impl Targeting {
    /// A published survey and its version.
    pub fn survey(&self, id: &str) -> Option<(u32, &Survey)> {
        self.surveys.survey(id)
    }

    /// The survey that is due for the member on the page, if one is. Only members are asked.
    pub fn due_survey(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Option<DueSurvey> {
        if self.surveys.is_empty() {
            return None;
        }
        let language = self.settings.languages(visit.language);
        let due = |surveyed: &SurveyedMember<'_>, context: Context<'_>| self.surveys.due(surveyed, &language, context);
        self.with_surveyed(visit, visit.member?, engine, due)
    }

    /// What is decided of every published survey for a member.
    pub fn explain_surveys(&self, visit: &Visit<'_>, engine: &dyn Engine) -> Vec<ExplainedSurvey> {
        let Some(member) = visit.member else { return Vec::new() };
        let explain = |surveyed: &SurveyedMember<'_>, context: Context<'_>| self.surveys.explain(surveyed, context);
        self.with_surveyed(visit, member, engine, explain)
    }

    /// One of the surveys as its authors look at it, shown until then: about what the member is or would be asked about, or
    /// else about [nothing](Occasion::NOTHING). None if there is no such survey.
    pub fn preview_survey(
        &self,
        survey: &str,
        visit: &Visit<'_>,
        until: Instant,
        engine: &dyn Engine,
    ) -> Option<PreviewSurvey<'_>> {
        let (_, Survey { name, .. }) = self.survey(survey)?;
        let surveys = self.explain_surveys(visit, engine);
        let explained = surveys.iter().find(|explained| explained.id.as_str() == survey);
        let occasion = explained.and_then(|explained| explained.occasion.clone()).unwrap_or(Occasion::NOTHING);
        let language = self.settings.languages(visit.language);
        let survey = self.surveys.shown(survey, occasion, until, &language)?;
        Some(PreviewSurvey { name, survey, surveys })
    }

    /// Whether a survey is for the person on the page, whenever it asks.
    pub fn is_survey_for(&self, survey: &str, visit: &Visit<'_>, engine: &dyn Engine) -> bool {
        let context = self.context(engine);
        let attributes = self.segments.added_to(&self.attributes(visit), context);
        self.surveys.is_for(survey, &attributes, context)
    }

    /// How long no member is asked after they answered something.
    pub fn rest_after_answer(&self) -> Days {
        self.settings.attention.rest_after_answer_days
    }

    /// Does something with the member on the page, as surveys see them.
    fn with_surveyed<T>(
        &self,
        visit: &Visit<'_>,
        MemberOnPage { snapshot, .. }: MemberOnPage<'_>,
        engine: &dyn Engine,
        task: impl FnOnce(&SurveyedMember<'_>, Context<'_>) -> T,
    ) -> T {
        let context = self.context(engine);
        let attributes = || -> Value { self.segments.added_to(&self.attributes(visit), context) };
        let now = visit.now.max(snapshot.head.clock);
        let cases = snapshot.cases.at(now);
        let past = MemberPast {
            orders: &snapshot.recent.orders,
            history: &snapshot.orders,
            joined_at: snapshot.profile.joined_at,
            closed_cases: &cases.closed,
            program: visit.program,
            calendar: &self.calendar,
        };
        let situation = SurveyContext {
            past,
            open_return: snapshot.recent.open_return.as_ref(),
            has_open_case: cases.open > 0,
            history: &snapshot.surveys,
            rest_after_answer: self.rest_after_answer(),
            now,
        };
        task(&SurveyedMember { situation, attributes: &attributes }, context)
    }
}
