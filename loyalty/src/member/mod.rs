//! What a wallet knows of its member beside points: profile, exposures, cases, surveys and testimonials.
//!
//! They lie in the member's wallet, so that both sides change them in one order and one transaction. Where one of them gives
//! points or a coupon, `ledger::awards` does it: nothing here changes a lot, a hold or an entry.
//!
//! | file | what it does |
//! |---|---|
//! | `profile` | what the shop says of the member, and what the member has agreed to |
//! | `exposures` | what the member was shown of offers and did with it, and in which arms the member is |
//! | `cases` | the talks between the member and the shop, and the gestures made in them |
//! | `surveys` | what the member was asked and has answered |
//! | `testimonials` | what the member lets the shop show |
//! | `changes` | which of it an operation changed |

mod cases;
mod changes;
mod exposures;
mod profile;
mod surveys;
mod testimonials;

use std::collections::BTreeMap;

pub use cases::GestureRequest;
pub use changes::MemberChanges;
pub use exposures::{CountedEvents, FormAnswer};

use self::changes::Touched;
use crate::{
    CaseId, case::Case, offer::OfferHistory, profile::Profile, survey::SurveyHistory, testimonial::Testimonial,
};

/// What a wallet knows of its member beside points.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberRecord {
    pub(crate) profile: Profile,
    pub(crate) offers: OfferHistory,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    pub(crate) surveys: SurveyHistory,
    pub(crate) testimonials: Vec<Testimonial>,
    touched: Touched,
}
