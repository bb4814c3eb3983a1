//! `POST /v1/shops/{shop}/conditions/evaluate`: tries a condition on attributes. Nothing of it is kept.

use loyalty::condition::{Condition, Context, Groups, Native, Value};
use serde::Deserialize;

use crate::call::Call;
use crate::codes;
use crate::limits::CONDITION_BODY_BYTES_MAX;
use crate::problem::{Failure, Outcome, Problem, invalid};
use crate::reply::Reply;

/// What is tried on what.
#[derive(Debug, Deserialize)]
pub(super) struct Trial {
    condition: Value,
    attributes: Value,
    #[serde(default)]
    groups: Groups,
}

pub async fn evaluate(call: &mut Call) -> Outcome<Reply> {
    call.server().await?;
    let trial: Trial = call.json(CONDITION_BODY_BYTES_MAX).await?;
    if !matches!(trial.attributes, Value::Object(_)) {
        return Err(invalid("attributes", "must be an object"));
    }
    let engine = Native::default();
    let condition = Condition::parse(&trial.condition, "condition", &engine)
        .map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    Reply::ok(&condition.explain(&trial.attributes, Context { engine: &engine, groups: &trial.groups }))
}
