//! `/v1/shops/{shop}/cases`: what a member asks, says or complains of, and reads in answer.

use loyalty::CaseId;
use loyalty::case::MessageText;
use serde::Deserialize;

use super::person;
use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::limits::{SMALL_BODY_BYTES_MAX, WORDS_BODY_BYTES_MAX};
use crate::problem::{Outcome, broken, invalid};
use crate::reply::Reply;
use crate::wallet::cases::CaseAct;
use crate::wallet::client;
use crate::wallet::command::Command;

#[derive(Debug, Deserialize)]
pub(super) struct MessageBody {
    text: MessageText,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Read {
    /// How many of the thread's messages were shown: what has come since stays unread.
    messages: Option<u32>,
}

/// `GET …/cases`: a page of them, those that changed last first.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let after = call.query("after").map(CaseId::new).transpose();
    let after = after.map_err(|_| invalid("after", "is not a case of this member"))?;
    client::send(&call.env, owner, call.language(), None, Command::Cases(after)).await
}

/// `POST …/cases`. The answer is kept under the request's key, so a name that is made anew each time makes one case.
pub async fn open(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let body = call.bytes(WORDS_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let act = CaseAct::Open(call.parse(&body)?);
    let case = CaseId::new(ids::random_id()?).map_err(|error| broken(error.to_string()))?;
    client::send(&call.env, owner, call.language(), Some(key), Command::Case(case, act)).await
}

/// `POST …/cases/{case}/messages`
pub async fn reply(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let case = case(call)?;
    let body = call.bytes(WORDS_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let MessageBody { text } = call.parse(&body)?;
    let command = Command::Case(case, CaseAct::Reply(text));
    client::send(&call.env, owner, call.language(), Some(key), command).await
}

/// `POST …/cases/{case}/read`. A key is not needed: what was read stays read.
pub async fn read(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let case = case(call)?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.key("shopper", &body)?;
    let Read { messages } = call.parse_or_default(&body)?;
    client::send(&call.env, owner, call.language(), key, Command::Case(case, CaseAct::Read(messages))).await
}

/// The case in the address. What cannot be an id is as unknown as one that is nobody's.
pub fn case(call: &Call) -> Outcome<CaseId> {
    CaseId::new(call.params.get("case")).map_err(|_| codes::CASE_NOT_FOUND.into())
}
