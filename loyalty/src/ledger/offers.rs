//! What the member has had to do with offers, kept with the wallet.

use super::Wallet;
use crate::offer::OfferHistory;

impl Wallet {
    /// The wallet with its stored history of offers.
    pub fn with_offers(self, offers: OfferHistory) -> Self {
        Self { offers, ..self }
    }

    /// What the member has had to do with offers.
    pub fn offers(&self) -> &OfferHistory {
        &self.offers
    }
}
