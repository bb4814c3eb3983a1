//! Random choices that a seed decides.

/// A source of choices; the same seed makes the same ones.
pub struct Dice(fastrand::Rng);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// True this often in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(0..100) < percent
    }

    /// A number of a range, both ends included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.i64(least..=most)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.0.usize(0..choices.len())]
    }

    /// One of several, or nothing when there are none.
    pub fn any<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        self.0.choice(choices)
    }

    /// Each of several with this chance, in their order.
    pub fn some_of(&mut self, percent: u32, choices: &[&str]) -> Vec<String> {
        choices.iter().filter(|_| self.0.u32(0..100) < percent).map(|one| (*one).to_owned()).collect()
    }

    /// The choice whose share the dice fall on.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let mut left = self.0.u32(0..choices.iter().map(|(share, _)| share).sum());
        for (share, choice) in choices {
            if left < *share {
                return *choice;
            }
            left -= share;
        }
        choices[0].1
    }
}
