//! What is counted of an arm: the sums that all results are computed from.

/// What the people of one arm did, from when the offer was first shown to them. Revenue is in minor units of the program's
/// currency.
///
/// In the holdout a person is counted at the moment at which it would have been shown: else its people would be others than
/// those who saw it, and comparing them would measure who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People counted. Everything "per visitor" is divided by this.
    pub visitors: u64,
    /// Visitors whose orders still count: their window is open.
    pub window_open: u64,
    /// Visitors who clicked it.
    pub clicks: u64,
    /// Visitors who dismissed it.
    pub dismissals: u64,
    /// Visitors who took it up: followed its button, had what it gives, or filled in what it asks for.
    pub taken: u64,
    /// Visitors who ordered.
    pub conversions: u64,
    /// Orders of all visitors.
    pub orders: u64,
    /// What all visitors spent.
    pub revenue: i64,
    /// The sum, over visitors, of what each spent, squared. It is not the sum over orders.
    pub revenue_squares: i128,
}

impl Totals {
    /// Counts that what one visitor spent in all is now `after`, and was `before` (0 at first).
    ///
    /// Refunds and edits are the same operation as orders. Sums stop at what an `i64` and an `i128` hold; ninety
    /// quadrillion dollars are nobody's revenue.
    pub fn change_revenue(&mut self, before: i64, after: i64) {
        let square = |amount: i64| i128::from(amount) * i128::from(amount);
        self.revenue = self.revenue.saturating_add(after.saturating_sub(before));
        self.revenue_squares = self.revenue_squares.saturating_add(square(after) - square(before));
    }
}
