//! Rewards of which a shop has only so many: the shop object sets one aside before the wallet holds points for it.
//!
//! The redemption's id names what is set aside, so asking again changes nothing. What is never confirmed (this object
//! stopped in between) comes back when the hold would have lapsed.

use loyalty::Instant;
use loyalty::ledger::{RedeemRequest, Wallet};
use loyalty::program::Programs;
use worker::Env;

use super::command::Owner;
use crate::problem::Outcome;
use crate::shop::client;
use crate::shop::command::Reservation;

/// Whether there is one for this redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// The reward has no stock, or the member may not have it anyway.
    NotNeeded,
    /// One is set aside.
    SetAside,
    /// None is left.
    Gone,
}

/// Sets one aside if the reward has a stock and the member may have it.
pub async fn set_aside(
    env: &Env,
    owner: &Owner,
    mut wallet: Wallet,
    programs: &Programs,
    request: &RedeemRequest,
    now: Instant,
) -> Outcome<Stock> {
    let reward = programs.newest().and_then(|(_, program)| program.reward(&request.reward));
    let Some((reward, stock)) = reward.and_then(|reward| Some((reward, reward.stock?))) else {
        return Ok(Stock::NotNeeded);
    };
    let Ok(hold) = wallet.redeem(request.clone(), programs, now) else { return Ok(Stock::NotNeeded) };
    let reservation = Reservation {
        hold: request.hold.clone(),
        reward: reward.id.clone(),
        member_key: owner.member_key.clone(),
        stock,
        held_until: hold.held_until,
    };
    let set_aside = client::reserve(env, &owner.shop, reservation).await?;
    Ok(if set_aside { Stock::SetAside } else { Stock::Gone })
}

/// Puts it back: the wallet refused after all.
pub async fn put_back(env: &Env, owner: &Owner, request: &RedeemRequest) -> Outcome<()> {
    client::unreserve(env, &owner.shop, request.hold.clone()).await
}
