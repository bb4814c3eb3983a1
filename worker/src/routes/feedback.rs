//! What people say of the shop: what comes from elsewhere, and all of it, one by one and measured.

use loyalty::SurveyId;
use loyalty::feedback::{FeedbackFromElsewhere, GroupBy, NpsClass};
use serde_json::Value;

use crate::call::Call;
use crate::codes;
use crate::limits::{FEEDBACK_BODY_BYTES_MAX, FEEDBACK_PAGE_DEFAULT, FEEDBACK_PAGE_MAX};
use crate::problem::{Failure, Outcome, Problem, invalid};
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;
use crate::shop::feedback::ReportAsk;
use crate::shop::said::Wanted;

/// `POST /v1/shops/{shop}/feedback`: an answer from an e-mail, a review, a call.
pub async fn post(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let body = call.bytes(FEEDBACK_BODY_BYTES_MAX).await?;
    let key = call.required_key("shop", &body)?;
    let told: FeedbackFromElsewhere = call.parse(&body)?;
    let checked = told.check(shop.now());
    let checked = checked.map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    client::send(&call.env, shop.id(), Some(key), Command::KeepFeedback(Box::new(checked.into_inner()))).await
}

/// `GET /v1/shops/{shop}/feedback`: a page of what people said, the newest first.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let wanted = Wanted {
        survey: survey(call)?,
        from: call.query_instant("from")?,
        until: call.query_instant("until")?,
        score: call.query_word("score", &NpsClass::ALL, NpsClass::as_str)?,
        words: call.query_flag("words")?,
        after: call.query("after").map(str::to_owned),
        limit: call.limit(FEEDBACK_PAGE_DEFAULT, FEEDBACK_PAGE_MAX)?,
    };
    client::send(&call.env, shop.id(), None, Command::Feedback(Box::new(wanted))).await
}

/// `GET /v1/shops/{shop}/reports/feedback`: a period beside the one before.
pub async fn report(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let (from, until) = (call.query_instant("from")?, call.query_instant("until")?);
    let by = call.query("by").map(|by| serde_json::from_value::<GroupBy>(Value::from(by)));
    let by = by.transpose().map_err(|_| invalid("by", "is not something that feedback is grouped by"))?;
    let ask = ReportAsk { from, until, by, survey: survey(call)? };
    client::send(&call.env, shop.id(), None, Command::FeedbackReport(ask)).await
}

/// The survey that is asked for alone.
fn survey(call: &Call) -> Outcome<Option<SurveyId>> {
    let survey = call.query("survey").map(SurveyId::new).transpose();
    survey.map_err(|error| invalid("survey", error.to_string()))
}
