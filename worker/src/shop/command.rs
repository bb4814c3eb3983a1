//! What a shop can be asked.

use loyalty::program::{Program, Version};
use loyalty::{HoldId, Instant, RewardId};
use serde::{Deserialize, Serialize};

use super::targeting::Ask;
use crate::back_office::event::{Claims, WalletState};
use crate::objects::replay::Key;
use crate::published::Theme;

/// A command to a shop.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// The shop's id: objects do not know their own names.
    pub shop: String,
    /// The caller's idempotency key.
    pub key: Option<Key>,
    /// What to do.
    pub command: Command,
}

/// What a shop can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Command {
    /// Create it, or replace its settings.
    Put(Settings),
    /// Look at it.
    Get,
    /// Replace its origins.
    PutOrigins(Vec<String>),
    /// Set a sandbox's clock.
    PutClock(Instant),
    /// Make a key.
    CreateKey(KeyKind),
    /// End a key.
    DeleteKey(String),
    /// A program version, the current one if none is named.
    Program(Option<Version>),
    /// All versions.
    ProgramVersions,
    /// A new program version after this one.
    PublishProgram {
        /// The version it was made from.
        after: Version,
        /// The checked program.
        program: Box<Program>,
    },
    /// Offers, segments and what holds for all offers.
    Documents(Ask),
    /// The document of a version, for a wallet that KV does not show it to yet.
    ProgramDocument(Version),
    /// Set one of a reward aside.
    Reserve(Reservation),
    /// Put it back.
    Unreserve(HoldId),
    /// What wallets have become, and which orders they have taken.
    TakeIn {
        /// What they have become.
        states: Vec<WalletState>,
        /// Which orders they have taken.
        claims: Vec<Claims>,
    },
}

/// What the platform says of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name for people.
    pub name: String,
    /// Pages that may use its routes.
    #[serde(default)]
    pub origins: Vec<String>,
    /// How the widget looks.
    #[serde(default)]
    pub theme: Theme,
    /// Whether its clock can be moved.
    #[serde(default)]
    pub sandbox: bool,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// The shop's server calls with it.
    Api,
    /// The shop's server signs shoppers' tokens with it.
    Signing,
}

/// One of a reward to be set aside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reservation {
    /// The redemption it is for.
    pub hold: HoldId,
    /// The reward.
    pub reward: RewardId,
    /// Whose wallet.
    pub member_key: String,
    /// How many there are in all.
    pub stock: u32,
    /// When the redemption lapses.
    pub held_until: Instant,
}
