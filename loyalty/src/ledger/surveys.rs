//! What the member answers to the shop's questions, and the points for it: the same whatever was said, once for each survey
//! and occasion, and within the survey's resting time (I6).

use serde::{Deserialize, Serialize};

use super::{Credit, LotSource, Refusal, Wallet, wallet::NewFact};
use crate::{
    CandidateId, Checked, Days, Fault, Instant, Points,
    attention::Event,
    case::CasesHistory,
    offer::believed,
    program::Programs,
    survey::{
        AskingTime, Follows, Given, Occasion, Past, RecentOrders, Response, ResponseStatus, Situation, Survey,
        SurveyHistory, Thanks,
    },
};

/// What a page tells of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRequest {
    /// The survey, as it is published.
    pub survey: Survey,
    /// Version that the page has shown.
    pub version: u32,
    /// What it was asked about.
    pub occasion: Occasion,
    /// What has come of it.
    pub said: Said,
    /// When it came on display, in milliseconds, as the page says; when it is told, if it does not say.
    pub at: Option<i64>,
    /// Language of the page.
    pub language: String,
    /// Whether the survey is for this member, by what the edge knows.
    pub is_for_member: bool,
    /// How long nobody is asked after they answered something.
    pub rest_after_answer: Days,
}

/// What has come of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It came on display.
    Shown,
    /// It was closed.
    Dismissed,
    /// A step was answered.
    Answer(Given),
}

/// What follows what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Responded {
    /// The step that is asked next; none at the end, and where nothing was answered.
    pub next: Option<String>,
    /// What the person is told at the end.
    pub thanks: Option<Thanks<String>>,
    /// Points given now.
    pub points: Points,
}

impl SurveyRequest {
    /// Proves that what was answered can be answered, or tells what is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let said = match self.said {
            Said::Answer(Given { step, answer }) => Said::Answer(self.survey.check_answer(&step, answer)?.into_inner()),
            said => said,
        };
        Ok(Checked::known(Self { said, ..self }))
    }
}

impl Wallet {
    /// The wallet with what the member has made of questions.
    pub fn with_surveys(self, surveys: SurveyHistory) -> Self {
        Self { surveys, ..self }
    }

    /// What the member has made of questions.
    pub fn surveys(&self) -> &SurveyHistory {
        &self.surveys
    }

    /// Takes what a page tells of a survey. Told again that it was shown or closed, nothing changes; a step may be answered
    /// anew until the end is reached.
    pub fn respond(
        &mut self,
        request: Checked<SurveyRequest>,
        programs: &Programs,
        now: Instant,
    ) -> Result<Responded, Refusal> {
        let now = self.begin(programs, now)?;
        let request = request.into_inner();
        let time = self.asking_time(&request, programs, now)?;
        let SurveyRequest { survey, occasion, said, .. } = &request;
        let before = self.surveys.response(&survey.id, occasion).cloned();
        let mut response = before.clone().unwrap_or_else(|| new_response(&request, now));
        if let Some(time) = time {
            response.until = time.until;
        }
        match said {
            Said::Shown if before.is_some() => return Ok(Responded::default()),
            Said::Shown => {
                let at = request.at.map_or(now, |at| believed(at, now));
                self.remember_survey(Event::Seen, &request, at);
            }
            Said::Dismissed if response.dismissed => return Ok(Responded::default()),
            Said::Dismissed => {
                response.dismiss();
                self.remember_survey(Event::Dismissed, &request, now);
            }
            Said::Answer(given) => response.say(survey, given.clone()).map_err(|_| Refusal::StepNotAsked)?,
        }
        response.version = request.version;
        response.language.clone_from(&request.language);
        response.at = now;
        let points = self.points_for(&response, &request, programs, now)?;
        response.points = response.points.plus(points)?;
        let thanks = survey.thanks(&response.answers).filter(|_| response.is_complete());
        response.asks_testimonial = thanks.is_some_and(|thanks| thanks.asks_testimonial);
        let responded = following(&response, &request, points);
        if response.is_complete() {
            self.remember_survey(Event::Answered, &request, now);
        }
        self.keep(response);
        Ok(responded)
    }

    /// The time in which this can be said now; none for what was begun in it and is finished after it. Otherwise why it
    /// cannot be said.
    fn asking_time(
        &self,
        request: &SurveyRequest,
        programs: &Programs,
        now: Instant,
    ) -> Result<Option<AskingTime>, Refusal> {
        let SurveyRequest { survey, occasion, said, .. } = request;
        let response = self.surveys.response(&survey.id, occasion);
        if response.is_some_and(Response::is_complete) {
            return Err(Refusal::AlreadyAnswered);
        }
        if response.is_none() && !request.is_for_member {
            return Err(Refusal::SurveyNotFound);
        }
        let program = programs.newest().map(|(_, program)| program.as_ref());
        let (recent, facts) = (RecentOrders::new(self.own_orders(), now), self.facts());
        let cases = CasesHistory::new(self.cases());
        let past = Past {
            orders: &recent.orders,
            facts: &facts,
            joined_at: self.profile.joined_at,
            closed_cases: &cases.closed,
            program,
        };
        let time = survey.time_of(occasion, &past, now).filter(|time| time.from <= now && now < time.until);
        if response.is_some_and(|response| response.can_be_finished(now)) {
            return Ok(time);
        }
        // A page that was opened before a return or a case may still be answered; only nothing more is asked.
        let situation = Situation {
            past,
            open_return: None,
            has_open_case: false,
            history: &self.surveys,
            rest_after_answer: request.rest_after_answer,
            now,
        };
        let is_free = survey.is_scheduled(program, now) && survey.rests(occasion, &situation).is_none();
        let may_be_closed = *said == Said::Dismissed && response.is_some();
        match time {
            Some(time) if is_free || may_be_closed => Ok(Some(time)),
            _ => Err(Refusal::SurveyOver),
        }
    }

    /// Gives the points for an answer that has just become complete.
    fn points_for(
        &mut self,
        response: &Response,
        request: &SurveyRequest,
        programs: &Programs,
        now: Instant,
    ) -> Result<Points, Refusal> {
        let program = programs.newest().map(|(_, program)| program);
        let Some((points, program)) = request.survey.points.zip(program).filter(|_| response.is_complete()) else {
            return Ok(Points::ZERO);
        };
        let credit = Credit {
            source: LotSource::Survey { survey: request.survey.id.clone(), occasion: request.occasion.clone() },
            points,
            at: now,
            expires_at: program.expires_after_days.map(|days| now + days),
            reason: None,
            note: None,
        };
        self.store(NewFact::Credit(credit), programs, None)?;
        Ok(points)
    }

    /// Notes what was made of the survey where offers and surveys are remembered together.
    fn remember_survey(&mut self, event: Event, request: &SurveyRequest, at: Instant) {
        let candidate = CandidateId::from(request.survey.id.clone());
        self.offers.memory.record(event, &candidate, at);
        self.offers.memory.prune(at);
        self.touched.offers = true;
    }

    fn keep(&mut self, response: Response) {
        self.touched.responses.insert((response.survey.clone(), response.occasion.clone()));
        match self.surveys.response_mut(&response.survey, &response.occasion) {
            Some(known) => *known = response,
            None => self.surveys.responses.push(response),
        }
    }

    /// I6: every survey's points were given for one complete answer, and there are no others.
    pub(super) fn survey_points_are_sound(&self) -> bool {
        let lots = self.credits.values().filter_map(|credit| match &credit.source {
            LotSource::Survey { survey, occasion } => Some((survey, occasion, credit.points)),
            _ => None,
        });
        let mut lots: Vec<_> = lots.collect();
        let paid = self.surveys.responses.iter().filter(|response| response.points > Points::ZERO);
        let mut paid_sound = true;
        let mut answers: Vec<_> = paid
            .map(|response| {
                paid_sound &= response.is_complete();
                (&response.survey, &response.occasion, response.points)
            })
            .collect();
        lots.sort();
        answers.sort();
        paid_sound && lots == answers
    }
}

fn new_response(request: &SurveyRequest, now: Instant) -> Response {
    Response {
        survey: request.survey.id.clone(),
        occasion: request.occasion.clone(),
        version: request.version,
        language: request.language.clone(),
        asked_at: now,
        at: now,
        until: now,
        status: ResponseStatus::Asked,
        dismissed: false,
        answers: Vec::new(),
        nps: None,
        points: Points::ZERO,
        asks_testimonial: false,
    }
}

/// What the page does next.
fn following(response: &Response, request: &SurveyRequest, points: Points) -> Responded {
    let Said::Answer(_) = request.said else { return Responded::default() };
    match request.survey.way(&response.answers) {
        (_, Follows::Step(step)) => Responded { next: Some(step.id.clone()), thanks: None, points },
        (_, Follows::End) => {
            let thanks = request.survey.thanks(&response.answers);
            let asks_testimonial = response.asks_testimonial;
            let thanks = thanks.map(|thanks| Thanks { asks_testimonial, ..thanks.in_language(&request.language) });
            Responded { next: None, thanks, points }
        }
    }
}
