//! What a history is played against: the model, the crate, or the service.

use std::rc::Rc;

use super::step::Operation;
use crate::model::documents::{Order, Program};
use crate::model::{Adjustment, Answer, GestureContent, Model, Summary};

/// One member's wallet in a shop.
pub trait Ledger {
    /// Publishes the next version of the program.
    fn publish(&mut self, program: &Rc<Program>, now: i64) -> Answer;
    /// Takes an order's full state.
    fn order(&mut self, id: &str, state: &Order, now: i64) -> Answer;
    /// Gives an order up to another member's wallet.
    fn yield_order(&mut self, id: &str, updated_at: i64, now: i64) -> Answer;
    /// Holds the points of a reward.
    fn redeem(&mut self, id: &str, code: &str, reward: &str, now: i64) -> Answer;
    /// Gives a redemption back.
    fn release(&mut self, id: &str, now: i64) -> Answer;
    /// Spends a redemption.
    fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer;
    /// Gives or takes points.
    fn adjust(&mut self, adjustment: &Adjustment, now: i64) -> Answer;
    /// Gives what an offer gives.
    fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &GestureContent, now: i64) -> Answer;
    /// Only looks.
    fn look(&mut self, now: i64) -> Answer;
    /// Everything there is to compare.
    fn summary(&mut self, now: i64) -> Summary;
    /// What went wrong in the ledger itself since this was last asked.
    fn fault(&mut self) -> Option<String> {
        None
    }
    /// What of a wallet this ledger can show: all of it, unless it says otherwise.
    fn shown(&self, wallet: Summary) -> Summary {
        wallet
    }
    /// What of a shown wallet is compared with the model's: all of it, unless the ledger says otherwise.
    fn comparable(&self, wallet: Summary) -> Summary {
        wallet
    }
}

/// Lets an operation happen.
pub fn perform(ledger: &mut impl Ledger, operation: &Operation, now: i64) -> Answer {
    match operation {
        Operation::Publish { program } => ledger.publish(program, now),
        Operation::Order { id, state } => ledger.order(id, state, now),
        Operation::Yield { id, updated_at } => ledger.yield_order(id, updated_at.0, now),
        Operation::Redeem { id, code, reward } => ledger.redeem(id, code, reward, now),
        Operation::Release { id } => ledger.release(id, now),
        Operation::Capture { id, order } => ledger.capture(id, order.as_deref(), now),
        Operation::Adjust { id, points, reason, note } => {
            let (id, reason, note) = (id.clone(), reason.clone(), note.clone());
            ledger.adjust(&Adjustment { id, points: *points, reason, note }, now)
        }
        Operation::Claim { id, redemption, code, gift } => ledger.claim(id, redemption, code, gift, now),
        Operation::Look => ledger.look(now),
    }
}

impl Ledger for Model {
    fn publish(&mut self, program: &Rc<Program>, now: i64) -> Answer {
        self.publish(program.clone());
        self.look(now)
    }

    fn order(&mut self, id: &str, state: &Order, now: i64) -> Answer {
        self.order(id, state.clone(), now)
    }

    fn yield_order(&mut self, id: &str, updated_at: i64, now: i64) -> Answer {
        self.yield_order(id, updated_at, now)
    }

    fn redeem(&mut self, id: &str, code: &str, reward: &str, now: i64) -> Answer {
        self.redeem(id, code, reward, now)
    }

    fn release(&mut self, id: &str, now: i64) -> Answer {
        self.release(id, now)
    }

    fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        self.capture(id, order, now)
    }

    fn adjust(&mut self, adjustment: &Adjustment, now: i64) -> Answer {
        self.adjust(adjustment.clone(), now)
    }

    fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &GestureContent, now: i64) -> Answer {
        self.claim(id, redemption, code, gift, now)
    }

    fn look(&mut self, now: i64) -> Answer {
        self.touch(now)
    }

    fn summary(&mut self, now: i64) -> Summary {
        Model::summary(self, now)
    }
}
