//! Why an offer is or is not sent to somebody's page: for the shop's people, who may see what it says.

use serde::Serialize;

use super::{Display, ForPerson, Offer};
use crate::{
    CandidateId, attention,
    condition::{Condition, Context, Reason},
    offer::Person,
    segment::ROOTS_AT_EDGE,
};

/// One offer, and what the edge decides of it.
#[derive(Serialize)]
pub struct ExplainedOffer {
    /// The offer's id.
    pub id: CandidateId,
    /// Its name for the shop.
    pub name: String,
    /// Where it is shown.
    pub display: Display,
    /// The highest is shown first.
    pub priority: i32,
    /// What is decided.
    pub why: Why,
}

/// What the edge decides of an offer for one person: the first that applies, in this order.
#[derive(Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// The person has no name to be divided by: a visitor on whose device nothing may be kept.
    Nobody,
    /// The person is among those who see no offer at all.
    ProgramHoldout,
    /// It is not to be had now or soon.
    Schedule,
    /// It was taken up, or shown as often as it may be.
    Over,
    /// What it gives is used up: its budget, the reward's stock or time, or what one member may have.
    Exhausted,
    /// It is not for this person.
    Condition {
        /// What they do not meet.
        because: Vec<Reason>,
    },
    /// The person takes no part in its experiment.
    Outside,
    /// There is no room for it: offers of higher priority fill the page's answer.
    Full,
    /// It is sent; what follows is decided on the page.
    Sent {
        /// What is sent.
        candidate: Box<ForPerson>,
    },
}

impl ExplainedOffer {
    pub(super) fn new(offer: &Offer, why: Why) -> Self {
        Self {
            id: offer.id.clone(),
            name: offer.name.clone(),
            display: offer.display.clone(),
            priority: offer.priority,
            why,
        }
    }
}

/// What of a condition the edge found not to be met.
pub(super) fn unmet(condition: &Condition, person: Person<'_>, context: Context<'_>) -> Vec<Reason> {
    let because = condition.explain(person.attributes, context).because;
    // What only the page can say is not known here, which is no reason.
    let is_known = |path: &str| path.split('.').next().is_some_and(|root| ROOTS_AT_EDGE.contains(&root));
    because.into_iter().filter_map(|reason| reason.about(is_known)).collect()
}

/// An offer as a page shows it to those who wrote it, whatever its conditions say, and what is decided of all offers.
#[derive(Serialize)]
pub struct PreviewOffers<'a> {
    /// The budget of a person's attention.
    pub settings: &'a attention::Settings,
    /// What the member was shown and made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<&'a attention::Memory>,
    /// Each variant of the offer, ready to be shown at once.
    pub variants: Vec<ForPerson>,
    /// This offer and all published ones, as they are decided for this person.
    pub offers: Vec<ExplainedOffer>,
}
