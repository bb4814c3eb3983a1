//! `/v1/shops/{shop}/testimonials` and `…/desk/testimonials`: what members let the shop show, what the shop decides of it, and
//! what everybody is shown.

use loyalty::testimonial::{TestimonialDecision, TestimonialStatus, TestimonialSubmission};
use loyalty::{MemberId, TestimonialId};

use super::person;
use crate::call::Call;
use crate::codes;
use crate::ids;
use crate::json;
use crate::limits::{SMALL_BODY_BYTES_MAX, TESTIMONIALS_FRESH_S, TESTIMONIALS_PAGE_DEFAULT, TESTIMONIALS_PAGE_MAX};
use crate::problem::{Failure, Outcome, Problem, broken, invalid};
use crate::published::{Shop, shops, testimonials};
use crate::rate;
use crate::reply::Reply;
use crate::shop;
use crate::shop::testimonials::TestimonialsAsk;
use crate::wallet::client;
use crate::wallet::command::Command;
use crate::wallet::testimonials::TestimonialAct;

/// `GET …/testimonials/shown`: the same for everybody, so it may be kept on the way.
pub async fn shown(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    rate::visitor(&call.env, shop.id(), &call.address()).await?;
    let text = testimonials::text(&call.env, shop.id()).await?;
    let text = text.unwrap_or_else(|| r#"{"testimonials":[]}"#.to_owned());
    Ok(Reply::text(200, text).header("Cache-Control", format!("public, max-age={TESTIMONIALS_FRESH_S}")))
}

/// `GET …/testimonials`: the member's own.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    client::send(&call.env, owner, call.language(), None, Command::Testimonials).await
}

/// `POST …/testimonials`.
pub async fn submit(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shopper", &body)?;
    let submission: TestimonialSubmission = call.parse(&body)?;
    // What is wrong with it is told before any wallet is asked, which asks again.
    let checked =
        submission.check().map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
    // Its name is that of the request: sent again, even when its answer was forgotten, it makes no other.
    let parts = [owner.member_key.as_str(), &key.name, &key.fingerprint];
    let name = ids::code(&ids::keyed(&shops::platform_secret(&call.env)?.key("testimonial id")?, &parts)?);
    let id = TestimonialId::new(name.to_ascii_lowercase()).map_err(|error| broken(error.to_string()))?;
    let command = Command::Testimonial(id, TestimonialAct::Submit(checked.into_inner()));
    client::send(&call.env, owner, call.language(), Some(key), command).await
}

/// `DELETE …/testimonials/{testimonial}`. A key is not needed: what was taken back stays so.
pub async fn withdraw(call: &mut Call) -> Outcome<Reply> {
    let shop = call.page().await?;
    let owner = person::member(call, &shop).await?;
    let key = call.key("shopper", b"")?;
    let command = Command::Testimonial(testimonial(call)?, TestimonialAct::Withdraw);
    client::send(&call.env, owner, call.language(), key, command).await
}

/// `GET …/desk/testimonials`: a page of them, the newest first.
pub async fn desk(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let limit = call.limit(TESTIMONIALS_PAGE_DEFAULT, TESTIMONIALS_PAGE_MAX)?;
    let status = call.query_word("status", &TestimonialStatus::ALL, TestimonialStatus::as_str)?;
    let after = call.query("after").map(TestimonialId::new).transpose();
    let after = after.map_err(|_| invalid("after", "is not a testimonial of this shop"))?;
    ask(call, &shop, TestimonialsAsk::List { status, after, limit: limit as usize }).await
}

/// `PATCH …/desk/testimonials/{testimonial}`: the shop's object knows whose it is, the member's wallet what it has come to.
pub async fn decide(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let version = call.if_match()?;
    let decision: TestimonialDecision = call.json(SMALL_BODY_BYTES_MAX).await?;
    let id = testimonial(call)?;
    let found = ask(call, &shop, TestimonialsAsk::Find(id.clone())).await?;
    let member: MemberId = match found.status {
        200 => json::from_str(&found.body)?,
        404 => return Ok(found),
        status => return Err(broken(format!("a shop answered {status}"))),
    };
    let owner = client::owner(&call.env, shop.id(), member)?;
    let command = Command::Testimonial(id, TestimonialAct::Decide(version, decision));
    client::send(&call.env, owner, call.language(), None, command).await
}

async fn ask(call: &Call, shop: &Shop, ask: TestimonialsAsk) -> Outcome<Reply> {
    shop::client::send(&call.env, shop.id(), None, shop::command::Command::Testimonials(ask)).await
}

/// The testimonial in the address. What cannot be an id is as unknown as one that is nobody's.
fn testimonial(call: &Call) -> Outcome<TestimonialId> {
    TestimonialId::new(call.params.get("testimonial")).map_err(|_| codes::TESTIMONIAL_NOT_FOUND.into())
}
