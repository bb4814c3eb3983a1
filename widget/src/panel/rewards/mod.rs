//! What points buy: what can be had now, what is out of reach and how far, and redeeming it.

mod worth;

use leptos::prelude::*;
use loyalty::{instant::Minutes, program::RewardKind};

pub use worth::worth;

use super::{
    question::{Question, ask},
    words::keys,
};
use crate::{
    icon,
    model::{Reward, member::Availability, program::Details},
    state::Widget,
    sync,
    ui::{self, Button},
};

/// The id of the button that confirms.
const CONFIRM: &str = "confirm";

/// The rewards, for a member or (without a way to redeem) a visitor.
pub fn rewards(widget: Widget) -> AnyView {
    let Some(program) = widget.program() else { return ui::none() };
    let details = program.details();
    if details.rewards.is_empty() {
        return ui::say("empty", widget.text().say(keys::REWARDS_EMPTY, []));
    }
    ui::list("rewards", details.rewards.iter().map(|item| reward(widget, &details, item)))
}

fn reward(widget: Widget, details: &Details, reward: &Reward) -> AnyView {
    let text = widget.text();
    let mut price = text.count(keys::POINTS, reward.points, []);
    // A number of hundreds tells nobody to hurry.
    if let Some(left) = reward.left.filter(|left| (1..=20).contains(left)) {
        price.push_str(" · ");
        price.push_str(&text.count(keys::LEFT, left, []));
    }
    let description = (!reward.description.is_empty()).then(|| ui::say("reward-text", reward.description.clone()));
    let what = [ui::heading("reward-name", reward.name.clone()), ui::opt(description), ui::say("price", price)];
    let state = widget.member.get().map(|member| member.details().reward(&reward.id));
    let is_open = matches!(state, None | Some((Availability::Available, _)));
    let reach = match state {
        Some((Availability::InsufficientPoints, missing)) => ui::bar("bar thin", reach(reward.points, missing)),
        _ => ui::none(),
    };
    let step = widget.redeeming.get().step(&reward.id).cloned();
    let is_asked = step.is_some();
    let parts = [
        icon::tile(kind_icon(&reward.kind)),
        ui::block("reward-what", what),
        ui::opt(state.map(|state| action(widget, details, reward, state, is_asked))),
        reach,
        ui::opt(step.map(|step| question(widget, reward).view(widget, &step))),
    ];
    ui::item(if is_open { "reward" } else { "reward out" }, parts)
}

/// The button, or why there is none.
fn action(widget: Widget, details: &Details, reward: &Reward, state: (Availability, i64), is_asked: bool) -> AnyView {
    let text = widget.text();
    let status = match state {
        (Availability::Available, _) if is_asked => return ui::none(),
        (Availability::Available, _) => return redeem_button(widget, reward),
        (Availability::InsufficientPoints, missing) => text.count(keys::TO_GO, missing, []),
        (Availability::TierRequired, _) => text.say(keys::STATUS_TIER, [&details.level_names(&reward.tiers)]),
        (Availability::LimitReached, _) => text.say(keys::STATUS_LIMIT, []),
        (Availability::OutOfStock, _) => text.say(keys::STATUS_OUT, []),
        (Availability::NotAvailable, _) => text.say(keys::STATUS_UNAVAILABLE, []),
    };
    ui::say("status-text", status)
}

fn redeem_button(widget: Widget, reward: &Reward) -> AnyView {
    let text = widget.text();
    let id = reward.id.clone();
    Button {
        id: button_id(reward),
        class: "button",
        label: text.say(keys::REDEEM, []),
        name: Some(text.say(keys::REDEEM_LABEL, [&reward.name])),
        is_disabled: widget.expired.get() || widget.redeeming.get().is_sending(),
        is_busy: false,
    }
    .on_click(move || ask(widget, &widget.redeeming, &id, CONFIRM))
}

fn question(widget: Widget, reward: &Reward) -> Question {
    let text = widget.text();
    let until = text.moment(widget.now() + Minutes(reward.hold_minutes), widget.now());
    Question {
        lines: vec![
            ui::say("question", text.count(keys::CONFIRM_QUESTION, reward.points, [&reward.name])),
            ui::say("", text.say(keys::CONFIRM_NOTE, [&until])),
        ],
        confirm: (CONFIRM, keys::CONFIRM),
        cancel: keys::CANCEL,
        action: &widget.state().redeeming,
        send: sync::redeem,
        back_to: button_id(reward),
    }
}

fn button_id(reward: &Reward) -> String {
    ui::join("redeem-", &reward.id)
}

/// Per cent of the points that are there.
fn reach(points: i64, missing: i64) -> i64 {
    let there = (points - missing).max(0);
    // Never full: it cannot be had.
    if points > 0 { (there.saturating_mul(100) / points).min(98) } else { 0 }
}

fn kind_icon(kind: &RewardKind) -> &'static str {
    match kind {
        RewardKind::AmountOff { .. } => icon::AMOUNT,
        RewardKind::PercentOff { .. } => icon::PERCENT,
        RewardKind::FreeShipping {} => icon::SHIPPING,
        RewardKind::FreeProduct { .. } => icon::BOX,
        RewardKind::StoreCredit { .. } => icon::WALLET,
        RewardKind::Gift {} => icon::GIFT,
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn the_bar_shows_what_is_there_and_is_never_full() {
        assert_eq!(reach(500, 500), 0);
        assert_eq!(reach(500, 125), 75);
        assert_eq!(reach(500, 1), 98);
        assert_eq!(reach(500, 900), 0);
        assert_eq!(reach(0, 0), 0);
    }
}
