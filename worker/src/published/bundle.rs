//! A shop as the edge knows it: one document, so that a page view reads one key for it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use loyalty::offer::Supply;
use loyalty::program::{Program, Programs, Version};
use loyalty::{CandidateId, Instant, RewardId};
use serde::{Deserialize, Serialize};

use crate::auth::token::SigningKey;
use crate::problem::Outcome;
use crate::seal::PlatformSecret;

/// Colours and measures of the widget by name, such as `accent`.
pub type Theme = BTreeMap<String, String>;

/// What is stored at `shop/{shop}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bundle {
    /// Grows with every publication: of two copies the one with the higher revision is newer.
    pub revision: u64,
    /// The shop's id.
    pub shop: String,
    /// The shop's name for people.
    pub name: String,
    /// How the widget looks.
    pub theme: Theme,
    /// Pages that may use the shop's routes.
    pub origins: Vec<String>,
    /// Whether the shop is for trying things out: its clock can be moved.
    pub sandbox: bool,
    /// How far a sandbox's clock is ahead of the real one.
    pub clock_offset_ms: i64,
    /// Live signing keys.
    pub signing_keys: Vec<SealedSecret>,
    /// Live API keys.
    pub api_keys: Vec<ApiKeyHash>,
    /// The current program, once there is one.
    pub program: Option<PublishedProgram>,
    /// What is left of rewards that have a stock.
    pub stock_left: BTreeMap<RewardId, u32>,
    /// The published offers whose budget is spent.
    #[serde(default)]
    pub spent: BTreeSet<CandidateId>,
    /// The version of what decides who is sent which offer; none if there is nothing to send.
    #[serde(default)]
    pub targeting: Option<u32>,
}

/// A secret that only this installation can read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedSecret {
    /// The key's id.
    pub id: String,
    /// The sealed secret.
    pub sealed: String,
}

/// A secret that nobody can read, only recognise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApiKeyHash {
    /// The key's id.
    pub id: String,
    /// SHA-256 of the key in hexadecimal.
    pub hash: String,
}

/// A program with its version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublishedProgram {
    /// The version.
    pub version: Version,
    /// When it was published.
    pub created_at: Instant,
    /// The document.
    pub program: Program,
}

/// A bundle made ready: parsed once, used by many requests.
#[derive(Debug)]
pub struct Shop {
    /// The document, without the program.
    pub bundle: Bundle,
    /// The current program, once there is one.
    pub program: Option<(Version, Rc<Program>)>,
    /// Live signing keys, opened.
    pub signing_keys: Vec<SigningKey>,
}

/// Where a key's secret may be opened: moved to another shop or key, it does not.
pub fn sealed_at(shop: &str, key: &str) -> String {
    format!("signing key {shop}/{key}")
}

impl Shop {
    /// Opens the secrets and sets the program apart.
    pub fn open(mut bundle: Bundle, secret: &PlatformSecret) -> Outcome<Self> {
        let open = |key: &SealedSecret| {
            let secret = secret.open(&sealed_at(&bundle.shop, &key.id), &key.sealed)?;
            Ok(SigningKey { id: key.id.clone(), secret })
        };
        let signing_keys = bundle.signing_keys.iter().map(open).collect::<Outcome<_>>()?;
        let program = bundle.program.take().map(|published| (published.version, Rc::new(published.program)));
        Ok(Self { bundle, program, signing_keys })
    }

    /// The shop's id.
    pub fn id(&self) -> &str {
        &self.bundle.shop
    }

    /// The shop's time: the real clock, or a sandbox's own.
    pub fn now(&self) -> Instant {
        crate::clock::now(self.bundle.clock_offset_ms)
    }

    /// What is left of what offers give.
    pub fn supply(&self) -> Supply<'_> {
        Supply { left: &self.bundle.stock_left, spent: &self.bundle.spent }
    }

    /// The version of the current program.
    pub fn version(&self) -> Option<Version> {
        self.program.as_ref().map(|(version, _)| *version)
    }

    /// The current program for the rules; older versions are not needed to look at a snapshot.
    pub fn programs(&self) -> Programs {
        self.program
            .as_ref()
            .map_or_else(Programs::none, |(version, program)| Programs::current(*version, program.clone()))
    }
}
