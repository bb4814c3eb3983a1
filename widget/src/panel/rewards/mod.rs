//! What points buy: what can be had now, what is out of reach and how far, and redeeming it.

mod confirm;
mod worth;

use leptos::prelude::*;
use loyalty::program::RewardKind;

pub use confirm::refusal;
pub use worth::worth;

use super::shell::focus_soon;
use crate::{
    icon,
    model::{Program, Reward, member::Availability},
    state::Widget,
    sync,
    text::keys,
};

/// The rewards, for a member or (without a way to redeem) a visitor.
pub fn rewards(widget: Widget) -> AnyView {
    view! {
        <ul class="rewards">
            {move || widget.program(|program| program.rewards.iter().map(|item| reward(widget, program, item)).collect_view())}
        </ul>
        {move || widget.program(|program| program.rewards.is_empty()).unwrap_or_default().then(|| view! {
            <p class="empty">{widget.text().say(keys::REWARDS_EMPTY, [])}</p>
        })}
    }
    .into_any()
}

fn reward(widget: Widget, program: &Program, reward: &Reward) -> AnyView {
    let text = widget.text();
    let mut price = text.count(keys::POINTS, reward.points, []);
    // A number of hundreds tells nobody to hurry.
    if let Some(left) = reward.left.filter(|left| (1..=20).contains(left)) {
        price.push_str(" · ");
        price.push_str(&text.count(keys::LEFT, left, []));
    }
    let description =
        (!reward.description.is_empty()).then(|| view! { <p class="reward-text">{reward.description.clone()}</p> });
    let (availability, missing) =
        widget.member.with(|member| member.as_ref().map(|member| member.reward(&reward.id))).unzip();
    let is_open = availability == Some(Availability::Available);
    let reach = (availability == Some(Availability::InsufficientPoints))
        .then(|| reach(reward.points, missing.unwrap_or_default()));
    view! {
        <li class="reward" part="reward" class:out=availability.is_some() && !is_open>
            <span class="kind">{icon::icon(kind_icon(&reward.kind))}</span>
            <div class="reward-what">
                <h3 class="reward-name">{reward.name.clone()}</h3>
                {description}
                <p class="price">{price}</p>
            </div>
            {availability.map(|availability| action(widget, program, reward, availability, missing.unwrap_or_default()))}
            {reach}
            {confirm::confirm(widget, reward)}
        </li>
    }
    .into_any()
}

/// The button, or why there is none.
fn action(widget: Widget, program: &Program, reward: &Reward, availability: Availability, missing: i64) -> AnyView {
    let text = widget.text();
    let status = match availability {
        Availability::Available => return redeem_button(widget, reward),
        Availability::InsufficientPoints => text.count(keys::TO_GO, missing, []),
        Availability::TierRequired => text.say(keys::STATUS_TIER, [&program.level_names(&reward.tiers)]),
        Availability::LimitReached => text.say(keys::STATUS_LIMIT, []),
        Availability::OutOfStock => text.say(keys::STATUS_OUT, []),
        Availability::NotAvailable => text.say(keys::STATUS_UNAVAILABLE, []),
    };
    view! { <p class="status">{status}</p> }.into_any()
}

fn redeem_button(widget: Widget, reward: &Reward) -> AnyView {
    let text = widget.text();
    let id = StoredValue::new(reward.id.clone());
    let mut element_id = String::from("redeem-");
    element_id.push_str(&reward.id);
    let is_asked = move || widget.redeeming.with(|action| id.with_value(|id| action.step(id).is_some()));
    view! {
        <button
            type="button"
            id=element_id
            class="button"
            part="button"
            aria-label=text.say(keys::REDEEM_LABEL, [&reward.name])
            hidden=is_asked
            disabled=move || widget.expired.get() || widget.redeeming.with(|action| action.is_sending())
            on:click=move |_| {
                widget.redeeming.update(|action| id.with_value(|id| action.ask(id, sync::new_key())));
                focus_soon(widget, "confirm".to_owned());
            }
        >
            {text.say(keys::REDEEM, [])}
        </button>
    }
    .into_any()
}

/// How near it is.
fn reach(points: i64, missing: i64) -> AnyView {
    let share = if points > 0 { ((points - missing).max(0).saturating_mul(100) / points).min(98) } else { 0 };
    let mut width = share.to_string();
    width.push('%');
    view! { <div class="bar thin" aria-hidden="true"><span style:inline-size=width></span></div> }.into_any()
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
