//! What deciding needs, fetched before: programs, the names of what would be made, and a piece of the stock.

use loyalty::ledger::RedeemRequest;
use loyalty::program::{Programs, Version};
use loyalty::{Code, HoldId};

use super::command::{Command, Envelope, Owner};
use super::object::Wallet;
use super::stock::{self, Stock};
use crate::ids;
use crate::problem::{Outcome, broken};
use crate::published::{Shop, programs, shops};

/// All that deciding needs.
pub struct Prepared {
    /// The newest program and those that orders are pinned to.
    pub programs: Programs,
    /// What a `Redeem` would make.
    pub redemption: Option<RedeemRequest>,
    /// Whether there is one of what it is for.
    pub stock: Stock,
}

impl Wallet {
    /// Fetches all that deciding needs, so that deciding itself waits for nothing.
    pub(super) async fn prepare(&self, envelope: &Envelope, shop: &Shop, wanted: &[Version]) -> Outcome<Prepared> {
        let touched = if let Command::Touch { version } = &envelope.command { Some(*version) } else { None };
        let programs = self.programs(shop, touched, wanted).await?;
        let mut prepared = Prepared { programs, redemption: None, stock: Stock::NotNeeded };
        if let (Command::Redeem { reward }, Some(owner)) = (&envelope.command, &envelope.owner) {
            let request = self.redemption(envelope, owner, reward.as_str())?;
            let wallet = self.stored()?.map(|stored| stored.wallet.clone()).unwrap_or_default();
            prepared.stock =
                stock::set_aside(&self.env, owner, wallet, &prepared.programs, &request, shop.now()).await?;
            prepared.redemption = Some(request);
        }
        Ok(prepared)
    }

    /// Names a redemption by its idempotency key, in a way nobody can guess: the same request in flight twice, or sent
    /// again after a crash, makes the same redemption.
    fn redemption(&self, envelope: &Envelope, owner: &Owner, reward: &str) -> Outcome<RedeemRequest> {
        let key = envelope.key.as_ref().ok_or_else(|| broken("a redemption without an idempotency key"))?;
        let secret = shops::platform_secret(&self.env)?;
        let name = |purpose: &str| -> Outcome<String> {
            let parts = [owner.member_key.as_str(), &key.name, &key.fingerprint];
            Ok(ids::code(&ids::keyed(&secret.key(purpose)?, &parts)?))
        };
        let hold =
            HoldId::new(name("redemption id")?.to_ascii_lowercase()).map_err(|error| broken(error.to_string()))?;
        let code = Code::new(name("redemption code")?).map_err(|error| broken(error.to_string()))?;
        Ok(RedeemRequest { reward: reward.to_owned(), hold, code })
    }

    /// The programs for deciding: the newest this wallet, its shop or the caller knows, and those its orders are pinned to.
    pub(super) async fn programs(&self, shop: &Shop, told: Option<Version>, wanted: &[Version]) -> Outcome<Programs> {
        let stored = self.stored()?;
        let seen = stored.as_ref().and_then(|stored| stored.identity.version);
        let newest = [shop.version(), seen, told].into_iter().flatten().max();
        let Some(newest) = newest else { return Ok(Programs::none()) };
        let load = async |version| match &shop.program {
            Some((current, program)) if *current == version => Ok(program.clone()),
            _ => programs::program(&self.env, shop.id(), version).await,
        };
        let mut programs = Programs::current(newest, load(newest).await?);
        let pinned = stored.map(|stored| stored.wallet.program_versions()).unwrap_or_default();
        for version in pinned.into_iter().chain(wanted.iter().copied()) {
            if programs.get(version).is_none() {
                programs.insert(version, load(version).await?);
            }
        }
        Ok(programs)
    }
}
