//! “Spend 500 points on this?”, in place, and what came of it.

use leptos::prelude::*;
use loyalty::{Instant, instant::Minutes};

use super::super::shell::focus_soon;
use crate::{
    model::{Problem, Reward},
    state::{Widget, action::Step},
    sync,
    text::{Text, keys},
};

/// The question under a reward, while it is asked.
pub fn confirm(widget: Widget, reward: &Reward) -> AnyView {
    let reward = StoredValue::new_local(reward.clone());
    (move || {
        let step = widget.redeeming.with(|action| reward.with_value(|reward| action.step(&reward.id).cloned()))?;
        Some(reward.with_value(|reward| question(widget, reward, &step)))
    })
    .into_any()
}

fn question(widget: Widget, reward: &Reward, step: &Step) -> AnyView {
    let text = widget.text();
    let mut button = String::from("redeem-");
    button.push_str(&reward.id);
    let cancel = move |_| {
        // Without an answer it may have been done: find out.
        if widget.redeeming.try_update(|action| action.cancel()).unwrap_or_default() {
            sync::refresh(widget);
        }
        focus_soon(widget, button.clone());
    };
    let is_sending = *step == Step::Sending;
    let (line, can_send) = match step {
        Step::Asking | Step::Sending => (None, true),
        Step::Failed => (Some(text.say(keys::FAILED_ACTION, [])), true),
        Step::Refused(problem) => (Some(refusal(&text, problem)), false),
    };
    let held_until = widget.now() + Minutes(reward.hold_minutes);
    let asked = line.is_none().then(|| asked(widget, &text, reward, held_until));
    let go = match step {
        Step::Sending => keys::SENDING,
        Step::Failed => keys::RETRY,
        _ => keys::CONFIRM,
    };
    view! {
        <div class="confirm">
            {asked}
            {line.map(|line| view! { <p class="trouble" role="alert">{line}</p> })}
            <div class="buttons">
                {can_send.then(|| view! {
                    <button type="button" id="confirm" class="button" part="button" aria-disabled=is_sending.then_some("true") on:click=move |_| sync::redeem(widget)>
                        {text.say(go, [])}
                    </button>
                })}
                <button type="button" class="button quiet" disabled=is_sending on:click=cancel>
                    {text.say(if can_send { keys::CANCEL } else { keys::CLOSE }, [])}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn asked(widget: Widget, text: &Text, reward: &Reward, held_until: Instant) -> AnyView {
    view! {
        <p class="question">{text.count(keys::CONFIRM_QUESTION, reward.points, [&reward.name])}</p>
        <p>{text.say(keys::CONFIRM_NOTE, [&text.moment(held_until, widget.now())])}</p>
    }
    .into_any()
}

/// Why something was refused, for the shopper.
pub fn refusal(text: &Text, problem: &Problem) -> String {
    let message = match problem.code.as_str() {
        "insufficient_points" => return text.count(keys::REFUSED_POINTS, problem.missing, []),
        "reward_not_available" | "reward_not_found" => keys::REFUSED_UNAVAILABLE,
        "tier_required" => keys::REFUSED_TIER,
        "limit_reached" => keys::REFUSED_LIMIT,
        "out_of_stock" => keys::REFUSED_STOCK,
        "hold_already_captured" => keys::REFUSED_CAPTURED,
        "hold_already_released" => keys::REFUSED_RELEASED,
        "hold_expired" => keys::REFUSED_EXPIRED,
        _ => keys::REFUSED_OTHER,
    };
    text.say(message, [])
}
