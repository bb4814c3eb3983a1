//! What a shopper can do about an offer, and what came of it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::{
    super::{
        acts,
        model::{Button, Content, Shown, Step},
        words::keys,
    },
    form, gift,
    shapes::{focus, told},
};
use crate::{
    element::{Element, Press},
    model::Problem,
    state::Widget,
    text::Text,
    ui::{self, live},
};

/// What the API calls a form it cannot take as it is. The shopper may correct it.
const INVALID: &str = "invalid";

/// The button or the form, then what came of it. It is drawn anew with every step, in place.
pub fn action(widget: Widget, shown: &Rc<Shown>) -> AnyView {
    let spot = shown.spot();
    live(move || {
        let Some(shown) = widget.showing.at(spot).peek() else { return ui::none() };
        let Some(content) = shown.content() else { return ui::none() };
        match shown.step.get() {
            Step::Done(given) => {
                keep_focus(&shown);
                gift::gift(widget, &given)
            }
            step => ask(widget, &shown, content, &step),
        }
    })
}

fn ask(widget: Widget, shown: &Rc<Shown>, content: &Content, step: &Step) -> AnyView {
    let text = widget.text();
    let trouble = match step {
        Step::Failed => Some(text.say(keys::FAILED, [])),
        Step::Refused(problem) => Some(refusal(&text, problem)),
        _ => None,
    };
    // It is there before it says something, or a screen reader might miss it.
    let trouble = told(true, None, "offer-trouble", trouble.map(|line| ui::say("", line)).into_iter().collect());
    let is_captured = shown.is_captured.get();
    let is_over = matches!(step, Step::Refused(problem) if is_captured || problem.code != INVALID);
    let label = content.button.as_ref().map(|button| button.label.clone());
    let way = match (&content.capture, &content.button) {
        _ if is_over => {
            keep_focus(shown);
            ui::none()
        }
        (Some(_), _) if !is_captured => {
            let given = form::Given { label: send_label(&text, step, label), send: acts::capture };
            form::form(widget, shown, given)
        }
        _ if content.has_value && !widget.is_signed_in() => {
            let thanks = is_captured.then(|| {
                keep_focus(shown);
                ui::say("offer-hint", text.say(keys::THANKS, []))
            });
            let thanks = told(false, None, "offer-action", thanks.into_iter().collect());
            ui::all([thanks, membership(widget, shown)])
        }
        (_, Some(button)) => take(widget, shown, content, button, step),
        // What it gives follows the form by itself; here it is asked for again.
        (Some(_), None) => claim(widget, shown, &text, step, None),
        (None, None) => ui::none(),
    };
    ui::block("offer-action", [trouble, way])
}

/// The button. A plain link where nothing is claimed: one can open it in another tab.
fn take(widget: Widget, shown: &Rc<Shown>, content: &Content, button: &Button, step: &Step) -> AnyView {
    if let Some(address) = button.href.as_deref().filter(|_| !content.has_value) {
        let shown = Rc::clone(shown);
        return Element::part("A", "offer-button")
            .with("href", Some(address))
            .on("click", move |event| {
                let click: &MouseEvent = event.unchecked_ref();
                // Into another tab or window the browser goes by itself.
                if !(click.ctrl_key() || click.meta_key() || click.shift_key()) {
                    event.prevent_default();
                    acts::take(widget, &shown);
                }
            })
            .says(&button.label);
    }
    claim(widget, shown, &widget.text(), step, Some(button.label.clone()))
}

fn claim(widget: Widget, shown: &Rc<Shown>, text: &Text, step: &Step, label: Option<String>) -> AnyView {
    let (shown, label) = (Rc::clone(shown), send_label(text, step, label));
    Press { class: "offer-button", is_busy: *step == Step::Sending, ..Press::default() }
        .on_click(ui::text(label), move || acts::take(widget, &shown))
}

/// What a button says that sends something.
fn send_label(text: &Text, step: &Step, label: Option<String>) -> String {
    match step {
        Step::Sending => text.say(keys::SENDING, []),
        Step::Failed => text.say(keys::RETRY, []),
        _ => label.unwrap_or_else(|| text.say(keys::SEND, [])),
    }
}

/// What is of value is given to members: how to be one, or to say that one is.
fn membership(widget: Widget, shown: &Rc<Shown>) -> AnyView {
    let shown = Rc::clone(shown);
    let Some(program) = widget.program() else { return ui::none() };
    let text = widget.text();
    let join = Press { class: "offer-button", ..Press::default() }
        .on_click(ui::text(text.say(keys::JOIN, [&program.name])), move || acts::take(widget, &shown));
    let signin_url = widget.host.signin_url();
    let hint = if signin_url.is_empty() {
        ui::say("offer-hint", text.say(keys::MEMBERS, [&program.name]))
    } else {
        let link = ui::link("", signin_url, text.say(keys::SIGN_IN, []));
        ui::line("offer-hint", [ui::text(text.say(keys::ALREADY_MEMBER, [])), ui::text(" "), link])
    };
    ui::all([join, hint])
}

/// Why an offer is not to be had, for the shopper.
fn refusal(text: &Text, problem: &Problem) -> String {
    let message = match problem.code.as_str() {
        "limit_reached" => keys::REFUSED_LIMIT,
        "out_of_stock" => keys::REFUSED_STOCK,
        "offer_not_available" | "offer_not_found" => keys::REFUSED_OVER,
        INVALID => keys::WRONG,
        _ => keys::REFUSED_OTHER,
    };
    text.say(message, [])
}

/// Keeps the focus in the offer when the button that had it has gone.
fn keep_focus(shown: &Shown) {
    let id = shown.spot().id();
    let host = web_sys::window().and_then(|window| window.document()?.active_element());
    // Wherever it is drawn: the widget's own root, or that of a place in the page.
    let Some(root) = host.and_then(|host| host.shadow_root()).filter(|root| root.active_element().is_some()) else {
        return;
    };
    ui::soon(move || {
        if root.active_element().is_none() {
            focus(&root, id);
        }
    });
}
