//! The codes a member holds: to copy, to use by a certain time, or to give back.

mod copy;

use leptos::prelude::*;

use super::{
    question::{Question, ask},
    rewards::worth,
    words::keys,
};
use crate::{
    model::{Program, Redemption, member::RedemptionStatus},
    state::Widget,
    sync,
    ui::{self, Button},
};
pub use copy::copy;

/// The id of the button that confirms giving back.
const CONFIRM: &str = "give-back";

/// The codes. Nothing where there are none.
pub fn codes(widget: Widget) -> AnyView {
    let Some((program, member)) = widget.both() else { return ui::none() };
    let details = member.details();
    let shown = details.redemptions.iter().filter(|redemption| redemption.status != RedemptionStatus::Over);
    let tickets: Vec<AnyView> = shown.map(|redemption| ticket(widget, &program, redemption)).collect();
    if tickets.is_empty() {
        return ui::none();
    }
    ui::block("codes", [ui::heading("heading", widget.text().say(keys::CODES_TITLE, [])), ui::list("tickets", tickets)])
}

fn ticket(widget: Widget, program: &Program, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let is_held = redemption.status == RedemptionStatus::Held;
    let state = match (&redemption.held_until, &redemption.order) {
        (Some(until), _) if is_held => text.say(keys::HELD_UNTIL, [&text.moment(*until, widget.now())]),
        (_, Some(order)) => text.say(keys::USED_ORDER, [order]),
        _ => text.say(keys::USED, []),
    };
    let worth = worth(&text, &redemption.kind, &program.currency);
    let name = ui::line("ticket-name", [ui::strong(redemption.name.clone()), ui::words("", worth)]);
    let state = ui::say("ticket-state", state);
    if !is_held {
        return ui::item("ticket used", [name, state]);
    }
    let step = widget.giving_back.get().step(&redemption.id).cloned();
    let end = match step {
        None => offer(widget, redemption),
        Some(step) => question(widget, redemption).view(widget, &step),
    };
    ui::item("ticket", [name, copy::code(widget, redemption), state, end])
}

fn offer(widget: Widget, redemption: &Redemption) -> AnyView {
    let text = widget.text();
    let id = redemption.id.clone();
    Button {
        id: offer_id(redemption),
        class: "link",
        label: text.say(keys::GIVE_BACK, []),
        name: Some(text.say(keys::GIVE_BACK_LABEL, [&redemption.code])),
        is_disabled: widget.expired.get(),
        is_busy: false,
    }
    .on_click(move || ask(widget, &widget.giving_back, &id, CONFIRM))
}

fn question(widget: Widget, redemption: &Redemption) -> Question {
    Question {
        lines: vec![ui::say("", widget.text().count(keys::GIVE_BACK_QUESTION, redemption.points, []))],
        confirm: (CONFIRM, keys::GIVE_BACK_CONFIRM),
        cancel: keys::KEEP,
        action: &widget.state().giving_back,
        send: sync::give_back,
        back_to: offer_id(redemption),
    }
}

fn offer_id(redemption: &Redemption) -> String {
    ui::join("return-", &redemption.id)
}
