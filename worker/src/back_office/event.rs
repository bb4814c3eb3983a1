//! Messages in the queue. Each says what is, not what changed, so that one delivered twice or late does no harm.

use loyalty::case::Case;
use loyalty::ledger::HoldStatus;
use loyalty::offer::CountedEvent;
use loyalty::program::Version;
use loyalty::sale::Sale;
use loyalty::survey::Response;
use loyalty::testimonial::Testimonial;
use loyalty::{HoldId, Instant, MemberId, OrderId, Points, RewardId, TierId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use worker::wasm_bindgen::JsValue;
use worker::{Env, QueueContentType, RawMessageBuilder};

use crate::limits::QUEUE_SEND_MAX;
use crate::problem::Outcome;

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Event {
    /// A wallet's newest state, for its shop.
    Wallet(WalletState),
    /// Orders a wallet has taken, for its shop.
    Claims(Claims),
    /// What a person did with offers, for the shop that counts it.
    Reports(Reports),
    /// Cases that were opened or changed, for their shop.
    Cases(Cases),
    /// What a member has made of surveys, for the shop that measures it.
    Answers(Answers),
    /// Testimonials that were said or changed, for the shop that shows them.
    Testimonials(Testimonials),
    /// A new program version, for a wallet in which an order waits for one.
    Touch(Touch),
    /// An order that names another member by now, for the wallet that has it still.
    Yield(Yield),
}

impl Event {
    /// The shop that it concerns.
    pub fn shop(&self) -> &str {
        match self {
            Self::Wallet(state) => &state.shop,
            Self::Claims(claims) => &claims.shop,
            Self::Reports(reports) => &reports.shop,
            Self::Cases(cases) => &cases.shop,
            Self::Answers(answers) => &answers.shop,
            Self::Testimonials(testimonials) => &testimonials.shop,
            Self::Touch(touch) => &touch.shop,
            Self::Yield(yielded) => &yielded.shop,
        }
    }
}

/// What a shop knows of a wallet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WalletState {
    /// The shop.
    pub shop: String,
    /// The wallet's name.
    pub member_key: String,
    /// Whose it is.
    pub member: MemberId,
    /// Of two states the one with the higher number is newer.
    pub seq: u64,
    /// The shop's time when this was said.
    pub at: Instant,
    /// All points.
    pub balance: Points,
    /// The level.
    pub tier: Option<TierId>,
    /// How many orders are known.
    pub orders: usize,
    /// Whether an order waits for a program version that can count it.
    pub waits: bool,
    /// The newest version the wallet has seen.
    pub version: Option<Version>,
    /// The devices that the member was signed in on.
    #[serde(default)]
    pub visitors: Vec<String>,
    /// Redemptions that were made or have ended.
    pub redemptions: Vec<RedemptionState>,
    /// The wallet's published state as JSON, by which the shop tells segments; none in a message that it does
    /// not fit: who takes the message asks the wallet for it.
    #[serde(default)]
    pub snapshot: Option<Box<RawValue>>,
}

/// What a shop knows of a redemption.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RedemptionState {
    /// Which.
    pub hold: HoldId,
    /// What it is for.
    pub reward: RewardId,
    /// Whether it holds, or how it ended.
    pub status: HoldStatus,
    /// When it lapses.
    pub held_until: Instant,
}

/// Orders as a wallet has taken them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The shop.
    pub shop: String,
    /// Whose wallet.
    pub member: MemberId,
    /// The wallet's number when this was said: of two states of one order the one with the higher number is newer.
    #[serde(default)]
    pub seq: u64,
    /// The orders.
    pub orders: Vec<Claim>,
}

/// An order as a wallet has taken it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Which.
    pub order: OrderId,
    /// Of its newest state.
    pub updated_at: Instant,
    /// What it is to the shop's results. Messages of an older deploy lack it.
    #[serde(default)]
    pub sale: Option<Sale>,
}

/// What a person did with offers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reports {
    /// The shop.
    pub shop: String,
    /// Who did it, for experiments: a visitor id, or the name of a wallet.
    pub subject: String,
    /// The member, if it was one, and the name of the wallet: what is counted under if the subject is somebody else.
    pub member: Option<(MemberId, String)>,
    /// What was done. Told again, it has been done once.
    pub events: Vec<CountedEvent>,
    /// Orders that were placed on the person's device. Messages of an older deploy lack it.
    #[serde(default)]
    pub orders: Vec<OrderId>,
}

/// A member's cases as they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cases {
    /// The shop.
    pub shop: String,
    /// Whose they are.
    pub member: MemberId,
    /// The wallet's number when this was said: of two states of one case the one with the higher number is newer.
    pub seq: u64,
    /// The cases.
    pub cases: Vec<Case>,
}

/// What a member has made of surveys.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answers {
    /// The shop.
    pub shop: String,
    /// Whose wallet.
    pub member: MemberId,
    /// The wallet's number when this was said: of two states of one answer the one with the higher number is newer.
    pub seq: u64,
    /// The answers, a survey and occasion each.
    pub answers: Vec<Answered>,
}

/// What a member has made of one survey on one occasion.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// What was made of it.
    pub response: Response,
    /// Products of the order it is about.
    pub products: Vec<String>,
    /// Labels of these.
    pub labels: Vec<String>,
}

/// A member's testimonials as they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Testimonials {
    /// The shop.
    pub shop: String,
    /// Whose they are.
    pub member: MemberId,
    /// The wallet's number when this was said: of two states of one testimonial the one with the higher number is newer.
    pub seq: u64,
    /// The testimonials.
    pub testimonials: Vec<Testimonial>,
}

/// An order to be given up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Yield {
    /// The shop.
    pub shop: String,
    /// Whose wallet.
    pub member: MemberId,
    /// Which.
    pub order: OrderId,
    /// Of the state that was beaten; a newer one is not.
    pub updated_at: Instant,
}

/// A wallet to be touched.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Touch {
    /// The shop.
    pub shop: String,
    /// Whose wallet.
    pub member: MemberId,
    /// The version that was published.
    pub version: Version,
}

/// Puts messages into the queue.
pub async fn send(env: &Env, events: Vec<Event>) -> Outcome<()> {
    let queue = env.queue("EVENTS")?;
    for events in events.chunks(QUEUE_SEND_MAX) {
        // As text: numbers and maps arrive as they were written, whatever JavaScript would make of them.
        let texts = events.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        let message = |text: &String| {
            RawMessageBuilder::new(JsValue::from_str(text)).build_with_content_type(QueueContentType::Text)
        };
        queue.send_raw_batch(texts.iter().map(message)).await?;
    }
    Ok(())
}
