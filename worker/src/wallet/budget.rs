//! What all members together can have of an offer: the shop object sets one aside before the wallet gives it, and one of
//! the reward that a coupon is for, if there are only so many.
//!
//! The claim's id names what is set aside, so asking again changes nothing. What was set aside and not given, because this
//! object stopped in between, stays spent until the same claim comes again: rather one too few than one too many.

use loyalty::Instant;
use loyalty::ledger::{ClaimRequest, Wallet};
use loyalty::offer::ClaimedValue;
use loyalty::program::Programs;
use worker::Env;

use super::command::Owner;
use super::stock::{self, Stock};
use crate::problem::Outcome;
use crate::shop::client;
use crate::shop::command::{Spending, Spent};

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
        ClaimedValue::Coupon { redemption } => Some(redemption.clone()),
        ClaimedValue::Points { .. } => None,
    };
    let ClaimRequest { id, offer, grant, .. } = request;
    let spending = Spending { claim: id.clone(), offer: offer.clone(), grant: grant.clone() };
    match client::spend(env, &owner.shop, spending).await? {
        Spent::SetAside | Spent::LastSetAside => {}
        Spent::Gone => return Ok(Stock::Gone),
        Spent::Withdrawn => return Ok(Stock::Withdrawn),
    }
    if let Some(hold) = hold
        && stock::set_aside(env, owner, &wallet, programs, &hold).await? == Stock::Gone
    {
        put_back(env, owner, request).await?;
        return Ok(Stock::Gone);
    }
    Ok(Stock::SetAside)
}

/// Puts it back: the wallet refused after all.
pub async fn put_back(env: &Env, owner: &Owner, request: &ClaimRequest) -> Outcome<()> {
    stock::put_back(env, owner, &request.hold).await?;
    client::unspend(env, &owner.shop, request.id.clone()).await
}
