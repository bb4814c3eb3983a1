//! The fold (section 8): goes through what happens up to an instant, in the order of time.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::Standing;
use super::earning::Counted;
use super::facts::{Facts, Redemption};
use super::lots::Lot;

/// What takes points, in the order in which debts are paid: its instant, debits before redemptions, its id.
pub type Taker = (i64, bool, String);

/// What a debit or a redemption has taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Lots, by position, and how much of each.
    pub parts: Vec<(usize, i128)>,
    /// What is still owed.
    pub owed: i128,
    /// What is not, though it could not be taken.
    pub forgiven: i128,
    /// What was owed because points were spent twice, by the redemption that had come back (8.7).
    pub because_of: BTreeMap<String, i128>,
}

/// A wallet at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fold {
    /// The instant.
    pub now: i64,
    /// What each order earns, in the order of counting.
    pub counted: Vec<Counted>,
    /// Lots in the order in which they were made.
    pub lots: Vec<Lot>,
    /// What debits and redemptions took.
    pub taken: BTreeMap<Taker, Taken>,
    /// How each redemption stands, by id.
    pub standings: BTreeMap<String, Standing>,
}

impl Taken {
    /// Taken and owed.
    pub fn figure(&self) -> i128 {
        self.parts.iter().map(|(_, points)| points).sum::<i128>() + self.owed
    }
}

/// The key of a redemption among what takes points.
pub fn taker(redemption: &Redemption) -> Taker {
    (redemption.created_at, true, redemption.id.clone())
}

/// When a redemption gives back what it took, if it does.
fn given_back_at(redemption: &Redemption, standing: &Standing) -> Option<i64> {
    match standing.status {
        "released" => redemption.released_at,
        "lapsed" => Some(standing.held_until),
        _ => None,
    }
}

impl Facts {
    /// The wallet at `now`.
    pub fn fold(&self, now: i64) -> Fold {
        let counted = self.counted();
        let standings: BTreeMap<String, Standing> =
            self.redemptions.iter().map(|one| (one.id.clone(), self.standing(one, now))).collect();
        let mut fold = Fold { now, counted, lots: Vec::new(), taken: BTreeMap::new(), standings };
        let mut credits = self.lots_of_orders(&fold.counted);
        credits.extend(self.lots_of_credits());
        let (credits, later): (Vec<Lot>, Vec<Lot>) = credits.into_iter().partition(|lot| lot.made_at <= now);
        let mut debits = self.debits.clone();
        debits.sort_by_key(|one| one.id.clone());
        let mut redemptions = self.redemptions.clone();
        redemptions.sort_by_key(|one| one.id.clone());

        let mut instants = BTreeSet::new();
        for lot in &credits {
            instants.extend([lot.made_at, lot.available_at]);
            instants.extend(lot.expires_at);
        }
        instants.extend(debits.iter().map(|one| one.at));
        for redemption in &redemptions {
            instants.insert(redemption.created_at);
            instants.extend(given_back_at(redemption, &fold.standings[&redemption.id]));
        }
        while let Some(t) = instants.pop_first().filter(|t| *t <= now) {
            fold.pay_debt(t);
            for redemption in redemptions.iter().filter(|one| one.created_at < t) {
                if given_back_at(redemption, &fold.standings[&redemption.id]) == Some(t) {
                    fold.give_back(redemption, t);
                    fold.pay_debt(t);
                }
            }
            fold.expire(t);
            for lot in credits.iter().filter(|lot| lot.made_at == t) {
                fold.lots.push(lot.clone());
                fold.pay_debt(t);
            }
            for debit in debits.iter().filter(|one| one.at == t) {
                let (parts, missing) = fold.take(debit.points, t);
                let (owed, forgiven) = if debit.go_negative { (missing, 0) } else { (0, missing) };
                let taken = Taken { parts, owed, forgiven, ..Taken::default() };
                fold.taken.insert((debit.at, false, debit.id.clone()), taken);
                fold.pay_debt(t);
            }
            for redemption in redemptions.iter().filter(|one| one.created_at == t) {
                // One that is given back at once takes nothing.
                if given_back_at(redemption, &fold.standings[&redemption.id]) != Some(t) {
                    self.redeem(&mut fold, redemption);
                    for lot in &fold.lots {
                        instants.extend([lot.available_at].into_iter().chain(lot.expires_at).filter(|at| *at > t));
                    }
                    fold.pay_debt(t);
                }
            }
        }
        fold.lots.extend(later);
        fold
    }

    /// A redemption takes its points; what counts as never taken may move to restored lots (8.5 to 8.9).
    fn redeem(&self, fold: &mut Fold, redemption: &Redemption) {
        let standing = fold.standings[&redemption.id].clone();
        let (parts, mut missing) = fold.take(redemption.points - standing.never_taken, redemption.created_at);
        let mut taken = Taken { parts, ..Taken::default() };
        let mut twice: Vec<&Redemption> = redemption.came_back.iter().filter_map(|id| self.redemption(id)).collect();
        twice.sort_by_key(|one| (one.created_at, one.id.clone()));
        for other in twice.into_iter().filter(|other| fold.standings[&other.id].status == "captured") {
            let already: i128 = fold.taken.values().filter_map(|taken| taken.because_of.get(&other.id)).sum();
            let owed = missing.min((other.points - already).max(0));
            taken.because_of.insert(other.id.clone(), owed);
            taken.owed += owed;
            missing -= owed;
        }
        if redemption.go_negative {
            taken.owed += missing;
        } else {
            taken.forgiven = missing;
        }
        fold.taken.insert(taker(redemption), taken);
        fold.restore(redemption, &standing);
    }
}
