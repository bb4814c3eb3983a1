//! What a shop can be asked.

use loyalty::experiment::Run;
use loyalty::feedback::FeedbackFromElsewhere;
use loyalty::offer::{CaptureKind, OfferValue};
use loyalty::order::Order;
use loyalty::program::{Program, Version};
use loyalty::traits::{Quantiles, StageSettings};
use loyalty::{
    CandidateId, ClaimId, ExpectedVersion, HoldId, Instant, MemberId, OrderId, RewardId, SegmentId, condition,
};
use serde::{Deserialize, Serialize};

use super::cases::CasesAsk;
use super::feedback::ReportAsk;
use super::results::Period;
use super::said::Wanted;
use super::targeting::Ask;
use super::testimonials::TestimonialsAsk;
use crate::back_office::event::{Answers, Cases, Claims, Event, Reports, Testimonials, WalletState};
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
        after: ExpectedVersion,
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
    /// Spend one of an offer's budget.
    Spend(Box<Spending>),
    /// Take it back.
    Unspend(ClaimId),
    /// Checked orders that were told without a member.
    GuestOrders(Vec<(OrderId, Order)>),
    /// Who has an order.
    OrderOwner(OrderId),
    /// Keep what a form was given.
    KeepCapture(Box<Capture>),
    /// Not to keep it, as the edge has found: the answer is kept under its key as any other.
    RefuseCapture {
        /// Whether it could be filled in at another time.
        is_early_or_late: bool,
    },
    /// What an offer's forms were given.
    Captures {
        /// Which offer's.
        offer: CandidateId,
        /// Only those with a higher number.
        after: u64,
        /// At most so many.
        limit: u32,
    },
    /// Cases of its members.
    Cases(CasesAsk),
    /// Testimonials of its members.
    Testimonials(TestimonialsAsk),
    /// What has happened, by queue.
    TakeIn(News),
    /// What people say, from elsewhere.
    KeepFeedback(Box<FeedbackFromElsewhere>),
    /// What people said, one by one.
    Feedback(Box<Wanted>),
    /// What people say, measured.
    FeedbackReport(ReportAsk),
    /// What came of an offer.
    OfferResults {
        /// Which.
        offer: CandidateId,
        /// In which run; the current one, if absent.
        run: Option<Run>,
    },
    /// What came of all offers together.
    HoldoutResults {
        /// In which run; the current one, if absent.
        run: Option<Run>,
        /// By orders of which time.
        period: Period,
    },
    /// How its members are spread.
    LoyaltyReport,
    /// What its members are measured with.
    Measures,
    /// In which segments a member is, and why.
    MemberSegments(MemberId),
    /// How many members meet a condition.
    CountMembers {
        /// As a segment may have it.
        condition: condition::Value,
        /// After the member of this number.
        after: u64,
    },
    /// Who is in a segment.
    SegmentMembers {
        /// Which.
        segment: SegmentId,
        /// After this member.
        after: String,
        /// At most so many.
        limit: u32,
    },
    /// Who has entered and left a segment.
    SegmentChanges {
        /// Which.
        segment: SegmentId,
        /// After this number.
        after: u64,
        /// At most so many.
        limit: u32,
    },
}

/// What a shop measures its members with.
#[derive(Debug, Serialize, Deserialize)]
pub struct Measures {
    /// Where the stages begin.
    pub stages: StageSettings,
    /// The time zone of the settings.
    pub time_zone: Option<String>,
    /// How its buyers are spread.
    pub quantiles: Option<Quantiles>,
}

/// What has happened, as the queue brought it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct News {
    /// What wallets have become.
    pub states: Vec<WalletState>,
    /// Which orders they have taken.
    pub claims: Vec<Claims>,
    /// What people did with offers.
    pub reports: Vec<Reports>,
    /// What has come of cases.
    pub cases: Vec<Cases>,
    /// What members have made of surveys.
    #[serde(default)]
    pub answers: Vec<Answers>,
    /// What has come of testimonials.
    #[serde(default)]
    pub testimonials: Vec<Testimonials>,
}

impl News {
    /// Adds what a message says. What is for a wallet is no news.
    pub fn add(&mut self, event: Event) {
        match event {
            Event::Wallet(state) => self.states.push(state),
            Event::Claims(claims) => self.claims.push(claims),
            Event::Reports(reports) => self.reports.push(reports),
            Event::Cases(cases) => self.cases.push(cases),
            Event::Answers(answers) => self.answers.push(answers),
            Event::Testimonials(testimonials) => self.testimonials.push(testimonials),
            Event::Touch(_) | Event::Yield(_) => {}
        }
    }
}

/// What the platform says of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// One of an offer's budget to be spent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spending {
    /// The claim it is for.
    pub claim: ClaimId,
    /// The offer.
    pub offer: CandidateId,
    /// What it gives, as the claim was made by.
    pub grant: OfferValue,
}

/// What came of spending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spent {
    /// One is set aside for the claim.
    SetAside,
    /// The last one is: nothing is left.
    LastSetAside,
    /// Nothing was left.
    Gone,
    /// The offer is none any more, or gives something else.
    Withdrawn,
}

/// What a shopper has given to a form.
#[derive(Debug, Serialize, Deserialize)]
pub struct Capture {
    /// The offer.
    pub offer: CandidateId,
    /// Who: a wallet's name or a visitor id.
    pub person: String,
    /// The member, if it was one.
    pub member: Option<MemberId>,
    /// The visitor id, if the device keeps one.
    pub visitor: Option<String>,
    /// What the form asked for.
    pub kind: CaptureKind,
    /// What it was given.
    pub value: String,
    /// What the shopper agreed to, in the words that were shown, as the page says.
    pub consent: String,
}
