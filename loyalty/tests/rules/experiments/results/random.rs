//! Random shoppers, the same for the same seed.

use loyalty::experiment::results::Totals;

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Above 0, at most 1.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / 2_f64.powi(53)
    }

    /// Box and Muller's.
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// What the people of both have done.
pub fn sum(one: Totals, other: Totals) -> Totals {
    Totals {
        visitors: one.visitors + other.visitors,
        conversions: one.conversions + other.conversions,
        orders: one.orders + other.orders,
        revenue: one.revenue + other.revenue,
        revenue_squares: one.revenue_squares + other.revenue_squares,
        ..Totals::default()
    }
}

/// Shoppers of whom a share orders once, for a lognormal amount.
#[derive(Clone, Copy)]
pub struct Shoppers {
    pub rate: f64,
    /// Mean of an order, in cents.
    pub mean: f64,
    /// Spread of its logarithm.
    pub sigma: f64,
}

impl Shoppers {
    /// What so many of them do.
    pub fn visit(self, visitors: u64, random: &mut Random) -> Totals {
        let mut totals = Totals { visitors, ..Totals::default() };
        let location = self.mean.ln() - self.sigma * self.sigma / 2.0;
        // How many pass before the next one orders is geometric.
        let gap = |random: &mut Random| (random.unit().ln() / (1.0 - self.rate).ln()) as u64;
        let mut next = gap(random);
        while next < visitors {
            let amount = (location + self.sigma * random.normal()).exp().round() as i64;
            totals.conversions += 1;
            totals.orders += 1;
            totals.change_revenue(0, amount);
            next += 1 + gap(random);
        }
        totals
    }

    /// What one spends on average, orders or not.
    pub fn revenue_per_visitor(self) -> f64 {
        self.rate * self.mean
    }
}
