//! What all members together can have of an offer: the shop object sets one aside before the wallet gives it, and one of
//! the reward that a coupon is for, if there are only so many.
//!
//! The claim's id names what is set aside, so asking again changes nothing. What was set aside and not given, because this
//! object stopped in between, stays spent until the same claim comes again: rather one too few than one too many.

use loyalty::ledger::{ClaimRequest, Wallet};
use loyalty::offer::Gave;
use loyalty::program::Programs;
use loyalty::{HoldId, Instant};
use worker::Env;

use super::command::Owner;
use super::stock::Stock;
use crate::problem::Outcome;
use crate::shop::client;
use crate::shop::command::{Reservation, Spending};

/// Sets one aside if the member may have it.
pub async fn set_aside(
    env: &Env,
    owner: &Owner,
    mut wallet: Wallet,
    programs: &Programs,
    request: &ClaimRequest,
    now: Instant,
) -> Outcome<Stock> {
    let Ok(claim) = wallet.claim(request.clone(), programs, now) else { return Ok(Stock::NotNeeded) };
    let hold = match &claim.gave {
        Gave::Coupon { redemption } => Some(redemption.clone()),
        Gave::Points { .. } => None,
    };
    let spending = Spending { claim: request.id.clone(), offer: request.offer.clone(), budget: request.grant.budget };
    if !client::spend(env, &owner.shop, spending).await? {
        return Ok(Stock::Gone);
    }
    let reservation = hold.and_then(|hold| reservation(&wallet, &hold, programs, owner));
    if let Some(reservation) = reservation
        && !client::reserve(env, &owner.shop, reservation).await?
    {
        put_back(env, owner, request).await?;
        return Ok(Stock::Gone);
    }
    Ok(Stock::SetAside)
}

/// Puts it back: the wallet refused after all.
pub async fn put_back(env: &Env, owner: &Owner, request: &ClaimRequest) -> Outcome<()> {
    client::unreserve(env, &owner.shop, request.hold.clone()).await?;
    client::unspend(env, &owner.shop, request.id.clone()).await
}

/// One of the reward that a coupon is for, if there are only so many.
fn reservation(wallet: &Wallet, hold: &HoldId, programs: &Programs, owner: &Owner) -> Option<Reservation> {
    let hold = wallet.hold(hold)?;
    let (_, program) = programs.newest()?;
    Some(Reservation {
        hold: hold.id.clone(),
        reward: hold.reward.id.clone(),
        member_key: owner.member_key.clone(),
        stock: program.reward(hold.reward.id.as_str())?.stock?,
        held_until: hold.held_until,
    })
}
