//! What a reward is worth, in a line.

use loyalty::{Money, program::RewardKind};

use crate::{panel::words::keys, text::Text};

/// What a reward gives, in words. Amounts are in `currency`.
pub fn worth(text: &Text, kind: &RewardKind, currency: &str) -> String {
    let money = |amount: Money| text.money(amount, currency);
    match *kind {
        RewardKind::AmountOff { amount } => text.say(keys::WORTH_AMOUNT, [&money(amount)]),
        RewardKind::PercentOff { percent, maximum } => {
            let share = text.percent(percent.into());
            match maximum {
                Some(maximum) => text.say(keys::WORTH_PERCENT_MAX, [&share, &money(maximum)]),
                None => text.say(keys::WORTH_PERCENT, [&share]),
            }
        }
        RewardKind::FreeShipping {} => text.say(keys::WORTH_SHIPPING, []),
        RewardKind::FreeProduct { .. } => text.say(keys::WORTH_PRODUCT, []),
        RewardKind::StoreCredit { amount } => text.say(keys::WORTH_CREDIT, [&money(amount)]),
        RewardKind::Gift {} => text.say(keys::WORTH_GIFT, []),
    }
}
