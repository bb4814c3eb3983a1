//! `/v1/shops/{shop}/desk/cases`: what the shop's people do with cases. The shop's object knows whose a case is, the
//! member's wallet what it has come to.

use loyalty::case::{CaseKind, CasePatch, CaseStatus, GestureContent, GestureDraft, GestureReason, Role, StaffName};
use loyalty::{CaseId, Points, RewardId};
use serde::Deserialize;

use super::cases::case;
use crate::call::Call;
use crate::json;
use crate::limits::{CASES_PAGE_DEFAULT, CASES_PAGE_MAX, SMALL_BODY_BYTES_MAX, WORDS_BODY_BYTES_MAX};
use crate::objects::replay::Key;
use crate::problem::{Outcome, broken, invalid};
use crate::published::Shop;
use crate::reply::Reply;
use crate::shop;
use crate::shop::cases::{CasesAsk, Found, Wanted};
use crate::wallet::cases::{CaseAct, Desk};
use crate::wallet::client;
use crate::wallet::command::Command;

#[derive(Debug, Deserialize)]
pub(super) struct GestureBody {
    /// How many points are given.
    points: Option<Points>,
    /// The reward that is given instead.
    reward: Option<RewardId>,
    reason: GestureReason,
    by: StaffName,
    role: Role,
}

impl GestureBody {
    fn giving(self) -> Outcome<GestureDraft> {
        let Self { points, reward, reason, by, role } = self;
        let gift = match (points, reward) {
            (Some(points), None) => GestureContent::Points(points),
            (None, Some(reward)) => GestureContent::Reward(reward),
            _ => return Err(invalid("points", "must be given, or a reward instead")),
        };
        Ok(GestureDraft { gift, reason, by, role })
    }
}

/// `GET …/desk/cases`: a page of them, the newest first.
pub async fn list(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let limit = call.limit(CASES_PAGE_DEFAULT, CASES_PAGE_MAX)?;
    let status = call.query_word("status", &CaseStatus::ALL, CaseStatus::as_str)?;
    let kind = call.query_word("kind", &CaseKind::ALL, CaseKind::as_str)?;
    let overdue = call.query_flag("overdue")?;
    let after = call.query("after").map(CaseId::new).transpose();
    let wanted = Wanted {
        status,
        kind,
        owner: call.query("owner").map(str::to_owned),
        member: call.query("member").map(str::to_owned),
        overdue,
        after: after.map_err(|_| invalid("after", "is not a case of this shop"))?,
        limit: limit as usize,
    };
    ask(call, &shop, CasesAsk::List(wanted)).await
}

/// `GET …/desk/cases/{case}`
pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    act(call, &shop, None, None, CaseAct::Look).await
}

/// `PATCH …/desk/cases/{case}`
pub async fn patch(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let version = call.if_match()?;
    let patch: CasePatch = call.json(SMALL_BODY_BYTES_MAX).await?;
    if patch.status == Some(CaseStatus::Answered) {
        return Err(invalid("status", "cannot be set by hand: an answer to the shopper sets it"));
    }
    let same_as = patch.same_as.clone().flatten();
    act(call, &shop, None, same_as, |desk| CaseAct::Patch(version, patch, desk)).await
}

/// `POST …/desk/cases/{case}/messages`
pub async fn write(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let body = call.bytes(WORDS_BODY_BYTES_MAX).await?;
    let key = call.required_key("shop", &body)?;
    let written = call.parse(&body)?;
    act(call, &shop, Some(key), None, |desk| CaseAct::Write(written, desk)).await
}

/// `POST …/desk/cases/{case}/gestures`
pub async fn give(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let body = call.bytes(SMALL_BODY_BYTES_MAX).await?;
    let key = call.required_key("shop", &body)?;
    let giving = call.parse::<GestureBody>(&body)?.giving()?;
    act(call, &shop, Some(key), None, |desk| CaseAct::Give(giving, desk)).await
}

/// `GET …/reports/cases`
pub async fn report(call: &mut Call) -> Outcome<Reply> {
    let shop = call.server().await?;
    let (from, until) = (call.query_instant("from")?, call.query_instant("until")?);
    ask(call, &shop, CasesAsk::Report { from, until }).await
}

async fn ask(call: &Call, shop: &Shop, ask: CasesAsk) -> Outcome<Reply> {
    shop::client::send(&call.env, shop.id(), None, shop::command::Command::Cases(ask)).await
}

/// Has the wallet do it whose case it is.
async fn act(
    call: &Call,
    shop: &Shop,
    key: Option<Key>,
    same_as: Option<CaseId>,
    act: impl FnOnce(Desk) -> CaseAct,
) -> Outcome<Reply> {
    let case = case(call)?;
    let found = ask(call, shop, CasesAsk::Find { case: case.clone(), same_as }).await?;
    let Found { member, desk } = match found.status {
        200 => json::from_str(&found.body)?,
        // The case is not known, or what it is to be joined to is not.
        404 | 422 => return Ok(found),
        status => return Err(broken(format!("a shop answered {status}"))),
    };
    let owner = client::owner(&call.env, shop.id(), member)?;
    client::send(&call.env, owner, call.language(), key, Command::Case(case, act(desk))).await
}
