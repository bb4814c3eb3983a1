//! What members answer to the shop's questions, and why they are asked or not.

use std::rc::Rc;

use loyalty::condition::{Native, Value};
use loyalty::survey::{Answer, ExplainedSurvey, Occasion, StepAnswer};
use loyalty::survey::{SurveyAction, SurveyRequest};
use loyalty::targeting::Targeting;
use loyalty::view::Snapshot;
use loyalty::{MemberId, SurveyId};
use serde::{Deserialize, Serialize};

use super::person::{self, visit};
use crate::call::Call;
use crate::limits::WORDS_BODY_BYTES_MAX;
use crate::problem::{Failure, Outcome, Problem, invalid};
use crate::published::Shop;
use crate::published::targeting::targeting;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::{Command, Owner};
use crate::{codes, request};

#[derive(Debug, Deserialize)]
pub(super) struct AnswerBody {
    /// What was asked about.
    occasion: Occasion,
    /// Version of the survey that the page has shown.
    version: u32,
    /// The step that was answered.
    step: Option<String>,
    /// What was answered.
    answer: Option<Answer>,
    /// Whether it came on display.
    #[serde(default)]
    shown: bool,
    /// When that was, in milliseconds, by the shop's clock as the page knows it; now, if absent.
    at: Option<i64>,
    /// Whether it was closed.
    #[serde(default)]
    dismissed: bool,
}

impl AnswerBody {
    fn said(&self) -> Outcome<SurveyAction> {
        match (&self.step, &self.answer, self.shown, self.dismissed) {
            (Some(step), Some(answer), false, false) => {
                Ok(SurveyAction::Answer(StepAnswer { step: step.clone(), answer: answer.clone() }))
            }
            (None, None, true, false) => Ok(SurveyAction::Shown),
            (None, None, false, true) => Ok(SurveyAction::Dismissed),
            _ => Err(invalid("answer", "must come with its step; or shown, or dismissed, must be true instead")),
        }
    }
}

/// `POST /v1/shops/{shop}/surveys/{survey}/answers`: a step was answered, or the question was shown or closed.
pub async fn answer(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let body = call.bytes(WORDS_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let told: AnswerBody = call.parse(&body)?;
    let said = told.said()?;
    let targeting = targeting(&call.env, &shop).await?;
    let command = command(call, &shop, &owner, told, said, targeting).await?;
    client::send(&call.env, owner, call.language(), Some(key), command).await
}

/// What the wallet is asked. A refusal goes there, too: the same request before may have had another answer.
async fn command(
    call: &Call,
    shop: &Shop,
    owner: &Owner,
    AnswerBody { occasion, version, at, .. }: AnswerBody,
    said: SurveyAction,
    targeting: Option<Rc<Targeting>>,
) -> Outcome<Command> {
    let Some(targeting) = targeting else { return Ok(Command::RefuseAnswer) };
    let Some((published, survey)) = targeting.survey(call.params.get("survey")) else {
        return Ok(Command::RefuseAnswer);
    };
    let request = SurveyRequest {
        survey: survey.clone(),
        // A page may be behind, and never ahead.
        version: version.min(published),
        occasion,
        action: said,
        at,
        language: call.language().to_owned(),
        is_for_member: is_for_member(call, shop, owner, &targeting, &survey.id).await?,
        rest_after_answer: targeting.rest_after_answer(),
        time_zone: targeting.settings().time_zone.clone(),
    };
    // What is wrong with an answer is told before any wallet is asked.
    let checked = request.check().map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    Ok(Command::Respond(Box::new(checked.into_inner())))
}

/// Whether a survey is for a member. A wallet is asked before it is refused what it may have come to by now.
async fn is_for_member(
    call: &Call,
    shop: &Shop,
    owner: &Owner,
    targeting: &Targeting,
    survey: &SurveyId,
) -> Outcome<bool> {
    let request = request::attributes(call);
    let is_for = |snapshot: &Snapshot| {
        let visit = visit(call, shop, Some((owner, snapshot)), None, &request);
        targeting.is_survey_for(survey.as_str(), &visit, &Native::default())
    };
    let published = person::snapshot(&call.env, owner, shop, 0).await?;
    if is_for(&published) {
        return Ok(true);
    }
    Ok(is_for(&client::snapshot(&call.env, owner.clone()).await?))
}

#[derive(Serialize)]
struct Surveys {
    surveys: Vec<ExplainedSurvey>,
}

/// `GET /v1/shops/{shop}/members/{member}/surveys`: what is decided of every published survey for a member, by the wallet's
/// newest state. Nothing is known here of a request.
pub async fn of_member(call: &mut Call) -> Outcome<Reply> {
    let member = call.id("member", MemberId::new)?;
    let shop = call.server().await?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    let snapshot = client::snapshot(&call.env, owner.clone()).await?;
    let targeting = targeting(&call.env, &shop).await?;
    let request = Value::default();
    let visit = visit(call, &shop, Some((&owner, &snapshot)), None, &request);
    let explain = |targeting: Rc<Targeting>| targeting.explain_surveys(&visit, &Native::default());
    Reply::ok(&Surveys { surveys: targeting.map(explain).unwrap_or_default() })
}
