//! What deciding needs, fetched before: programs, the names of what would be made, and a piece of the stock.

use loyalty::ledger::{self, ClaimRequest, RedeemRequest};
use loyalty::member::GestureRequest;
use loyalty::program::{Programs, Version};
use loyalty::{ClaimId, Code, HoldId, Instant};
use worker::Env;

use super::budget;
use super::cases::CaseAct;
use super::command::{Command, Envelope, Owner};
use super::object::{Depth, Wallet};
use super::rows::archive::Names;
use super::stock::{self, Stock};
use crate::ids;
use crate::problem::{Outcome, broken};
use crate::published::{Shop, programs, shops};

/// All that deciding needs.
pub struct Prepared {
    /// The newest program and those that orders are pinned to.
    pub programs: Programs,
    /// What would be made, if anything.
    pub wish: Option<Wish>,
    /// Whether there is one of what it takes.
    pub stock: Stock,
}

/// What a command would make, by the names it will have.
pub enum Wish {
    /// What a `Redeem` would make.
    Redemption(RedeemRequest),
    /// What a `Claim` would make.
    Claim(Box<ClaimRequest>),
    /// What a gesture would make, if it gives a reward.
    Gesture(Box<GestureRequest>),
}

impl Wish {
    /// The redemption that it is or comes with.
    pub fn hold(&self) -> &HoldId {
        match self {
            Self::Redemption(request) => &request.hold,
            Self::Claim(request) => &request.hold,
            Self::Gesture(request) => &request.hold,
        }
    }

    /// Whether a wallet has granted it.
    pub fn is_granted(&self, wallet: &ledger::Wallet) -> bool {
        match self {
            Self::Redemption(request) => wallet.hold(&request.hold).is_some(),
            Self::Claim(request) => wallet.offers().claims.iter().any(|claim| claim.id == request.id),
            Self::Gesture(request) => wallet.hold(&request.hold).is_some(),
        }
    }

    /// Sets one aside of what there are only so many of.
    async fn set_aside(
        &self,
        object: &Wallet,
        owner: &Owner,
        programs: &Programs,
        (now, depth): (Instant, Depth),
    ) -> Outcome<Stock> {
        let names = Names { holds: [self.hold().clone()].into(), ..Names::default() };
        let stored = object.opened(&names, now, depth)?;
        let mut wallet = stored.map(|stored| stored.wallet).unwrap_or_default();
        if self.is_granted(&wallet) {
            return Ok(Stock::NotNeeded);
        }
        let may_be_had = match self {
            Self::Redemption(request) => wallet.redeem(request.clone(), programs, now).is_ok(),
            Self::Gesture(request) => wallet.make_gesture(request, programs, now).is_ok(),
            Self::Claim(request) => {
                return budget::set_aside(&object.env, owner, wallet, programs, request, now).await;
            }
        };
        if !may_be_had {
            return Ok(Stock::NotNeeded);
        }
        stock::set_aside(&object.env, owner, &wallet, programs, self.hold()).await
    }

    /// Puts it back.
    pub(super) async fn put_back(&self, env: &Env, owner: &Owner) -> Outcome<()> {
        match self {
            Self::Redemption(_) | Self::Gesture(_) => stock::put_back(env, owner, self.hold()).await,
            Self::Claim(request) => budget::put_back(env, owner, request).await,
        }
    }
}

impl Wallet {
    /// Fetches all that deciding needs, so that deciding itself waits for nothing.
    pub(super) async fn prepare(
        &self,
        envelope: &Envelope,
        shop: &Shop,
        wanted: &[Version],
        depth: Depth,
    ) -> Outcome<Prepared> {
        let touched = if let Command::Touch { version } = &envelope.command { Some(*version) } else { None };
        let programs = self.programs(shop, touched, wanted).await?;
        let Some((owner, wish)) = envelope.owner.as_ref().zip(self.wish(envelope)?) else {
            return Ok(Prepared { programs, wish: None, stock: Stock::NotNeeded });
        };
        let stock = wish.set_aside(self, owner, &programs, (shop.now(), depth)).await?;
        Ok(Prepared { programs, wish: Some(wish), stock })
    }

    /// Names what a command would make by its idempotency key, in a way nobody can guess: the same request in flight twice,
    /// or sent again after a crash, makes the same.
    fn wish(&self, envelope: &Envelope) -> Outcome<Option<Wish>> {
        let Some(owner) = &envelope.owner else { return Ok(None) };
        let is_wish = matches!(
            envelope.command,
            Command::Redeem { .. } | Command::Claim { .. } | Command::Case(_, CaseAct::Give(..))
        );
        if !is_wish {
            return Ok(None);
        }
        let key = envelope.key.as_ref().ok_or_else(|| broken("a redemption without an idempotency key"))?;
        let secret = shops::platform_secret(&self.env)?;
        let name = |purpose: &str| -> Outcome<String> {
            let parts = [owner.member_key.as_str(), &key.name, &key.fingerprint];
            Ok(ids::code(&ids::keyed(&secret.key(purpose)?, &parts)?))
        };
        let hold =
            HoldId::new(name("redemption id")?.to_ascii_lowercase()).map_err(|error| broken(error.to_string()))?;
        let code = Code::new(name("redemption code")?).map_err(|error| broken(error.to_string()))?;
        Ok(match &envelope.command {
            Command::Redeem { reward } => {
                Some(Wish::Redemption(RedeemRequest { reward: reward.as_str().to_owned(), hold, code }))
            }
            Command::Claim { offer, grant, subject, divisions } => {
                let id = ClaimId::new(name("claim id")?.to_ascii_lowercase());
                Some(Wish::Claim(Box::new(ClaimRequest {
                    id: id.map_err(|error| broken(error.to_string()))?,
                    hold,
                    code,
                    offer: offer.clone(),
                    grant: grant.clone(),
                    divisions: divisions.clone(),
                    subject: subject.clone(),
                })))
            }
            Command::Case(case, CaseAct::Give(giving, desk)) => Some(Wish::Gesture(Box::new(GestureRequest {
                case: case.clone(),
                giving: giving.clone(),
                limits: desk.settings.gestures,
                hold,
                code,
            }))),
            _ => None,
        })
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
