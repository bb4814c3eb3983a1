//! The codes a member holds: to copy, to use by a certain time, or to give back.

mod copy;

use leptos::prelude::*;

use super::{
    rewards::{refusal, worth},
    shell::focus_soon,
};
use crate::{
    model::{Program, Redemption, member::RedemptionStatus},
    state::{Widget, action::Step},
    sync,
    text::keys,
};

/// The codes. Nothing where there are none.
pub fn codes(widget: Widget) -> AnyView {
    let heading = widget.text().say(keys::CODES_TITLE, []);
    // A code that has just come takes the focus: it is what the shopper wanted.
    let newest = Memo::new(move |_| {
        widget.member.with(|member| {
            member
                .as_ref()?
                .redemptions
                .iter()
                .filter(|redemption| redemption.status == RedemptionStatus::Held)
                .map(|redemption| redemption.id.clone())
                .next()
        })
    });
    Effect::new(move |before: Option<(Option<String>, usize)>| {
        let held = widget.member.with(|member| member.as_ref().map_or(0, |member| count_held(&member.redemptions)));
        let id = newest.get();
        if let (Some((_, held_before)), Some(id)) = (before, &id)
            && held > held_before
        {
            focus_soon(widget, copy::element_id(id));
        }
        (id, held)
    });
    (move || {
        widget.both(|program, member| {
            let shown: Vec<&Redemption> = member.redemptions.iter().filter(|redemption| redemption.status != RedemptionStatus::Over).collect();
            (!shown.is_empty()).then(|| {
                view! {
                    <section class="codes">
                        <h3 class="heading">{heading.clone()}</h3>
                        <ul>{shown.into_iter().map(|redemption| ticket(widget, program, redemption)).collect_view()}</ul>
                    </section>
                }
            })
        })
        .flatten()
    })
    .into_any()
}

fn count_held(redemptions: &[Redemption]) -> usize {
    redemptions.iter().filter(|redemption| redemption.status == RedemptionStatus::Held).count()
}

fn ticket(widget: Widget, program: &Program, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let is_held = redemption.status == RedemptionStatus::Held;
    let state = match (&redemption.held_until, &redemption.order) {
        (Some(until), _) if is_held => text.say(keys::HELD_UNTIL, [&text.moment(*until, widget.now())]),
        (_, Some(order)) => text.say(keys::USED_ORDER, [order]),
        _ => text.say(keys::USED, []),
    };
    view! {
        <li class="ticket" part="code" class:used=!is_held>
            <p class="ticket-name"><strong>{redemption.name.clone()}</strong><span>{worth(&text, &redemption.kind, &program.currency)}</span></p>
            {is_held.then(|| copy::code(widget, redemption))}
            <p class="ticket-state">{state}</p>
            {is_held.then(|| give_back(widget, redemption))}
        </li>
    }
    .into_any()
}

fn give_back(widget: Widget, redemption: &Redemption) -> AnyView {
    let redemption = StoredValue::new_local(redemption.clone());
    (move || {
        let step =
            widget.giving_back.with(|action| redemption.with_value(|redemption| action.step(&redemption.id).cloned()));
        redemption.with_value(|redemption| match &step {
            None => offer(widget, redemption),
            Some(step) => question(widget, redemption, step),
        })
    })
    .into_any()
}

fn offer(widget: Widget, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let id = redemption.id.clone();
    view! {
        <button
            type="button"
            id=offer_id(&redemption.id)
            class="link"
            aria-label=text.say(keys::GIVE_BACK_LABEL, [&redemption.code])
            disabled=move || widget.expired.get()
            on:click=move |_| {
                widget.giving_back.update(|action| action.ask(&id, sync::new_key()));
                focus_soon(widget, "give-back".to_owned());
            }
        >
            {text.say(keys::GIVE_BACK, [])}
        </button>
    }
    .into_any()
}

fn question(widget: Widget, redemption: &Redemption, step: &Step) -> AnyView {
    let text = widget.text();
    let offer = offer_id(&redemption.id);
    let keep = move |_| {
        if widget.giving_back.try_update(|action| action.cancel()).unwrap_or_default() {
            sync::refresh(widget);
        }
        focus_soon(widget, offer.clone());
    };
    let is_sending = *step == Step::Sending;
    let (line, can_send) = match step {
        Step::Asking | Step::Sending => (text.count(keys::GIVE_BACK_QUESTION, redemption.points, []), true),
        Step::Failed => (text.say(keys::FAILED_ACTION, []), true),
        Step::Refused(problem) => (refusal(&text, problem), false),
    };
    let go = match step {
        Step::Sending => keys::SENDING,
        Step::Failed => keys::RETRY,
        _ => keys::GIVE_BACK_CONFIRM,
    };
    let is_trouble = matches!(step, Step::Failed | Step::Refused(_));
    view! {
        <div class="confirm">
            <p class:trouble=is_trouble role=is_trouble.then_some("alert")>{line}</p>
            <div class="buttons">
                {can_send.then(|| view! {
                    <button type="button" id="give-back" class="button" part="button" aria-disabled=is_sending.then_some("true") on:click=move |_| sync::give_back(widget)>
                        {text.say(go, [])}
                    </button>
                })}
                <button type="button" class="button quiet" disabled=is_sending on:click=keep>
                    {text.say(if can_send { keys::KEEP } else { keys::CLOSE }, [])}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn offer_id(redemption: &str) -> String {
    let mut id = String::from("return-");
    id.push_str(redemption);
    id
}
