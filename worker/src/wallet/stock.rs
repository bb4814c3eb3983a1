//! Rewards of which a shop has only so many: the shop object sets one aside before the wallet holds points for it.
//!
//! The redemption's id names what is set aside, so asking again changes nothing. What is never confirmed (this object
//! stopped in between) comes back when the hold would have lapsed.

use loyalty::HoldId;
use loyalty::ledger::Wallet;
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
    /// What would give it is not what it was any more.
    Withdrawn,
}

/// Sets one aside of the reward that a redemption would be for, if there are only so many. The wallet is what it would come
/// to: if the member may not have the reward, there is no such redemption in it.
pub async fn set_aside(
    env: &Env,
    owner: &Owner,
    wallet: &Wallet,
    programs: &Programs,
    hold: &HoldId,
) -> Outcome<Stock> {
    let Some(reservation) = reservation(wallet, hold, programs, owner) else { return Ok(Stock::NotNeeded) };
    let set_aside = client::reserve(env, &owner.shop, reservation).await?;
    Ok(if set_aside { Stock::SetAside } else { Stock::Gone })
}

/// Puts it back: the wallet refused after all.
pub async fn put_back(env: &Env, owner: &Owner, hold: &HoldId) -> Outcome<()> {
    client::unreserve(env, &owner.shop, hold.clone()).await
}

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
