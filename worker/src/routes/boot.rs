//! `GET /v1/shops/{shop}/boot`: what the widget needs on a page view. At most two reads of KV, and no object unless the
//! page has seen a newer state than KV shows.

use loyalty::Instant;
use loyalty::view::{MemberView, ProgramView, Snapshot, Viewer};
use serde::Serialize;
use worker::Env;

use crate::auth;
use crate::call::Call;
use crate::problem::Outcome;
use crate::published::{Theme, snapshots};
use crate::rate;
use crate::reply::Reply;
use crate::wallet::client;
use crate::wallet::command::Owner;

#[derive(Serialize)]
struct Boot<'a> {
    now: Instant,
    shop: ShopPart<'a>,
    lang: &'a str,
    program: Option<ProgramView>,
    member: Option<MemberView>,
}

#[derive(Serialize)]
struct ShopPart<'a> {
    id: &'a str,
    name: &'a str,
    theme: &'a Theme,
}

pub async fn get(call: &mut Call) -> Outcome<Reply> {
    let seen_seq = call.query_number("seq")?.unwrap_or(0);
    let shop = call.page().await?;
    let member = auth::shopper_or_visitor(call, &shop)?;
    let owner = member.map(|member| client::owner(&call.env, shop.id(), member)).transpose()?;
    let snapshot = match owner {
        Some(owner) => {
            rate::shopper(&call.env, &owner).await?;
            Some(newest(&call.env, owner, seen_seq).await?)
        }
        None => {
            rate::visitor(&call.env, shop.id(), &call.address()).await?;
            None
        }
    };

    let program = shop.program.as_ref();
    let viewer = Viewer {
        program: program.map(|(_, program)| program.as_ref()),
        left: &shop.bundle.stock_left,
        language: call.language(),
        now: shop.now(),
    };
    let facts = snapshot.as_ref().map(|snapshot| snapshot.facts.as_slice()).unwrap_or_default();
    Reply::ok(&Boot {
        now: viewer.now,
        shop: ShopPart { id: shop.id(), name: &shop.bundle.name, theme: &shop.bundle.theme },
        lang: viewer.language,
        program: program.map(|(version, program)| ProgramView::new(*version, program, facts, &viewer)),
        member: snapshot.as_ref().map(|snapshot| snapshot.view(&viewer)),
    })
}

/// The published snapshot, unless the page has seen a newer one: then the wallet's own. No snapshot is a new member.
async fn newest(env: &Env, owner: Owner, seen_seq: u64) -> Outcome<Snapshot> {
    let published = snapshots::snapshot(env, &owner.shop, &owner.member_key).await?.unwrap_or_default();
    if published.head.seq >= seen_seq { Ok(published) } else { client::snapshot(env, owner).await }
}
