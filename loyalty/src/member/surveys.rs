//! The surveys that a member was asked, and the answers. Points for answers are the same whatever was answered, once for each
//! survey and occasion (I6).

use crate::{
    CandidateId, Checked, Instant, Points,
    attention::Event,
    calendar::Calendar,
    case::CasesHistory,
    ledger::{Credit, LotSource, Refusal, Wallet},
    offer::clamp_reported_time,
    program::{Program, Programs},
    survey::{
        AskingTime, Follows, MemberPast, Response, SurveyAction, SurveyContext, SurveyHistory, SurveyOutcome,
        SurveyRequest, Thanks,
    },
};

impl Wallet {
    /// The wallet with the member's responses to surveys.
    pub fn with_surveys(mut self, surveys: SurveyHistory) -> Self {
        self.member.surveys = surveys;
        self
    }

    /// The member's responses to surveys.
    pub fn surveys(&self) -> &SurveyHistory {
        &self.member.surveys
    }

    /// Takes what a page reports of a survey. Reported again that it was shown or closed, nothing changes; a step may be
    /// answered anew until the end is reached.
    pub fn respond(
        &mut self,
        request: Checked<SurveyRequest>,
        programs: &Programs,
        now: Instant,
    ) -> Result<SurveyOutcome, Refusal> {
        let now = self.start_operation(programs, now)?;
        let request = request.into_inner();
        let program = programs.newest().map(|(_, program)| program.as_ref());
        let asks_until = self.asks_until(&request, program, now)?;
        let before = self.response(&request);
        let is_known = before.is_some();
        let response = before.cloned().unwrap_or_else(|| Response::new(&request, now));
        let response = response.seen_again(&request, asks_until, now);
        match &request.action {
            SurveyAction::Shown if is_known => Ok(SurveyOutcome::default()),
            SurveyAction::Dismissed if response.dismissed => Ok(SurveyOutcome::default()),
            SurveyAction::Shown => {
                let shown_at = request.at.map_or(now, |at| clamp_reported_time(at, now));
                self.remember_survey(Event::Seen, &request, shown_at);
                self.store_response(response);
                Ok(SurveyOutcome::default())
            }
            SurveyAction::Dismissed => {
                self.remember_survey(Event::Dismissed, &request, now);
                self.store_response(response.dismissed());
                Ok(SurveyOutcome::default())
            }
            SurveyAction::Answer(given) => {
                let response = response.answered(&request.survey, given.clone()).ok_or(Refusal::StepNotAsked)?;
                self.store_answer(response, &request, programs, now)
            }
        }
    }

    /// Keeps a response with a new answer, gives its points at the end, and tells what follows.
    fn store_answer(
        &mut self,
        mut response: Response,
        request: &SurveyRequest,
        programs: &Programs,
        now: Instant,
    ) -> Result<SurveyOutcome, Refusal> {
        let survey = &request.survey;
        if let (_, Follows::Step(step)) = survey.path(&response.answers) {
            let next = Some(step.id.clone());
            self.store_response(response);
            return Ok(SurveyOutcome { next, thanks: None, points: Points::ZERO });
        }
        // An end that was reached by leaving out every step is no answer: nobody is thanked for a testimonial then.
        let is_complete = response.is_complete();
        let thanks = survey.thanks(&response.answers);
        response.asks_testimonial = is_complete && thanks.is_some_and(|thanks| thanks.asks_testimonial);
        let points = if is_complete { self.award_survey_points(request, programs, now)? } else { Points::ZERO };
        response.points = response.points.plus(points)?;
        let asks_testimonial = response.asks_testimonial;
        let thanks = thanks.map(|thanks| Thanks { asks_testimonial, ..thanks.in_language(&request.language) });
        if is_complete {
            self.remember_survey(Event::Answered, request, now);
        }
        self.store_response(response);
        Ok(SurveyOutcome { next: None, thanks, points })
    }

    /// Until when the survey asks about this occasion, if the member may respond now; else why not.
    fn asks_until(&self, request: &SurveyRequest, program: Option<&Program>, now: Instant) -> Result<Instant, Refusal> {
        let response = self.response(request);
        if response.is_some_and(Response::is_complete) {
            return Err(Refusal::AlreadyAnswered);
        }
        if response.is_none() && !request.is_for_member {
            return Err(Refusal::SurveyNotFound);
        }
        let calendar =
            Calendar::of_shop(request.time_zone.as_deref(), program.map(|program| program.time_zone.as_str()));
        let calendar = calendar.unwrap_or_else(Calendar::utc);
        let (recent, history) = (self.recent_orders(now), self.order_history());
        let cases = CasesHistory::new(self.cases());
        let past = MemberPast {
            orders: &recent.orders,
            history: &history,
            joined_at: self.profile().joined_at,
            closed_cases: &cases.closed,
            program,
            calendar: &calendar,
        };
        let SurveyRequest { survey, occasion, .. } = request;
        let time = survey.time_of(occasion, &past, now).filter(|time| time.is_open(now));
        // A response that was begun in time may be finished later.
        if let Some(begun) = response.filter(|response| response.can_be_finished(now)) {
            return Ok(time.map_or(begun.until, |time| time.until));
        }
        // A page that was opened before a return or a case may still be answered; only nothing more is asked.
        let situation = SurveyContext {
            past,
            open_return: None,
            has_open_case: false,
            history: self.surveys(),
            rest_after_answer: request.rest_after_answer,
            now,
        };
        let is_closing = request.action == SurveyAction::Dismissed && response.is_some();
        let is_asking = || survey.schedule.is_open(&calendar, now) && survey.rests(occasion, &situation).is_none();
        match time {
            Some(AskingTime { until, .. }) if is_closing || is_asking() => Ok(until),
            _ => Err(Refusal::SurveyOver),
        }
    }

    /// Gives the points for a response that has just become complete, and tells how many.
    fn award_survey_points(
        &mut self,
        request: &SurveyRequest,
        programs: &Programs,
        now: Instant,
    ) -> Result<Points, Refusal> {
        let SurveyRequest { survey, occasion, .. } = request;
        let Some((points, (_, program))) = survey.points.zip(programs.newest()) else { return Ok(Points::ZERO) };
        let credit = Credit {
            source: LotSource::Survey { survey: survey.id.clone(), occasion: occasion.clone() },
            points,
            at: now,
            expires_at: program.expires_after_days.map(|days| now + days),
            reason: None,
            note: None,
        };
        self.award_points(credit, programs)?;
        Ok(points)
    }

    /// Remembers a survey where offers and surveys are remembered together.
    fn remember_survey(&mut self, event: Event, request: &SurveyRequest, at: Instant) {
        let candidate = CandidateId::from(request.survey.id.clone());
        self.member.offers.memory.record(event, &candidate, at);
        self.member.offers.memory.prune(at);
        self.member.touched.offers = true;
    }

    fn response(&self, request: &SurveyRequest) -> Option<&Response> {
        self.member.surveys.response(&request.survey.id, &request.occasion)
    }

    fn store_response(&mut self, response: Response) {
        self.member.touched.responses.insert((response.survey.clone(), response.occasion.clone()));
        match self.member.surveys.response_mut(&response.survey, &response.occasion) {
            Some(known) => *known = response,
            None => self.member.surveys.responses.push(response),
        }
    }
}
