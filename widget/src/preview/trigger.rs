//! What makes an offer ask for attention, in words, and how far it is.

use loyalty::{Money, offer::Trigger};

use super::{judge::Judge, model::Part, words::keys};

/// A trigger, and whether it has fired.
pub fn part(judge: &Judge<'_>, trigger: &Trigger) -> Part {
    let signals = judge.sight.signals();
    let number = |number: u32| judge.text.number(number.into());
    let line = match trigger {
        Trigger::AtOnce {} => judge.say(keys::AT_ONCE, []),
        Trigger::TimeOnPage { seconds } => {
            judge.say(keys::TIME_ON_PAGE, [&number(signals.page_s.min(*seconds)), &number(*seconds)])
        }
        Trigger::TimeOnSite { seconds } => {
            judge.say(keys::TIME_ON_SITE, [&number(signals.visit_s.min(*seconds)), &number(*seconds)])
        }
        Trigger::Inactivity { seconds } => {
            judge.say(keys::INACTIVITY, [&number(signals.idle_s.min(*seconds)), &number(*seconds)])
        }
        Trigger::ScrollDepth { percent } => {
            let percent_of = |percent: u8| judge.text.percent(percent.into());
            judge.say(keys::SCROLLED, [&percent_of(signals.scrolled_percent), &percent_of(*percent)])
        }
        Trigger::CartValue { minimum } => {
            let program = judge.widget.boot.peek().and_then(|boot| boot.program.clone());
            let money =
                |amount: Money| program.as_ref().map_or_else(String::new, |it| judge.text.money(amount, &it.currency));
            match signals.cart {
                Some(cart) => judge.say(keys::CART_VALUE, [&money(cart), &money(*minimum)]),
                None => judge.say(keys::CART_UNKNOWN, [&money(*minimum)]),
            }
        }
        Trigger::ExitIntent {} => judge.say(keys::LEAVING, []),
        Trigger::Click { mark } => judge.say(keys::CLICK, [mark]),
        Trigger::Event { name } => judge.say(keys::EVENT, [name]),
    };
    Part { is_met: judge.sight.fires(trigger), line, depth: 0 }
}
