//! The shop's program and its versions.

use loyalty::program::{Program, Version};

use crate::call::Call;
use crate::codes;
use crate::limits::PROGRAM_BODY_BYTES_MAX;
use crate::problem::{Failure, Outcome, Problem, invalid};
use crate::reply::Reply;
use crate::shop::client;
use crate::shop::command::Command;

/// `GET /v1/shops/{shop}/program`
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let version = call.query_number("version")?.map(Version::try_from).transpose();
    let version = version.map_err(|_| invalid("version", "is too large"))?;
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::Program(version)).await
}

/// `GET /v1/shops/{shop}/program/versions`
pub async fn versions(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    client::send(&call.env, shop.id(), None, Command::ProgramVersions).await
}

/// `PUT /v1/shops/{shop}/program`
pub async fn put(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let after = call.if_match()?;
    let program: Program = call.json(PROGRAM_BODY_BYTES_MAX).await?;
    let checked = program.check().map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    let program = Box::new(checked.into_inner());
    client::send(&call.env, shop.id(), None, Command::PublishProgram { after, program }).await
}
