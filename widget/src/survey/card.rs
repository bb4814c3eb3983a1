//! The card: in the corner the launcher is not in; along the bottom of a phone. It takes no focus: the page goes on.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{
    course::{self, asked},
    model::{Asked, Sending, Stage},
    public, question, thanks,
    words::keys,
};
use crate::{
    element::{Element, Press},
    icon,
    state::Widget,
    text, ui,
};

/// The id of the card.
pub const CARD: &str = "survey";
/// The id of what it says, by which it is called.
pub const TITLE: &str = "survey-title";

/// The card, if something is asked.
pub fn card(widget: Widget) -> AnyView {
    let Some(asked) = asked() else { return ui::none() };
    let views = match &*asked.stage.get() {
        Stage::Step(step) => question::question(widget, &asked, step),
        Stage::Through { thanks, points } => thanks::through(widget, &asked, thanks.as_ref(), *points),
        Stage::Telling => thanks::telling(widget, &asked),
        Stage::Public => public::form(widget, &asked),
        Stage::Said => vec![title(&asked.text.say(keys::SAID, []))],
        Stage::Told => vec![title(&asked.text.say(keys::TOLD, []))],
        Stage::Over(message) => vec![title(&asked.text.say(*message, []))],
    };
    let name = Some(widget.text().say(text::keys::CLOSE, []));
    let close = Press { class: "survey-close", name, ..Press::default() }
        .on_click(icon::icon(icon::CLOSE), move || course::close(widget));
    Element::part("SECTION", "survey")
        .with("id", Some(CARD))
        .with("aria-labelledby", Some(TITLE))
        .with("tabindex", Some("-1"))
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                event.prevent_default();
                // Neither the panel's Escape nor the page's is meant.
                event.stop_propagation();
                course::close(widget);
            }
        })
        .of(views.into_iter().chain([trouble(&asked), close]))
}

/// What the card says.
pub fn title(words: &str) -> AnyView {
    Element::part("H2", "survey-title").with("id", Some(TITLE)).says(words)
}

/// What has gone wrong. It is there before it says something, or a screen reader might miss it.
fn trouble(asked: &Asked) -> AnyView {
    let message = match asked.sending.get() {
        Sending::Failed => Some(keys::FAILED),
        Sending::Wrong => Some(keys::WRONG),
        Sending::Idle | Sending::Busy => None,
    };
    let line = message.map_or_else(String::new, |message| asked.text.say(message, []));
    Element::new("P", &[("class", "survey-trouble"), ("role", "alert")]).says(&line)
}

/// Something that sends.
pub fn send(widget: Widget, asked: &Asked, label: String, act: impl FnMut() + 'static) -> AnyView {
    let (press, label) = sender(widget, asked, label);
    press.on_click(label, act)
}

/// What sends the form it is in.
pub fn submit(widget: Widget, asked: &Asked, label: String) -> AnyView {
    let (press, label) = sender(widget, asked, label);
    Press { is_submit: true, ..press }.on_click(label, || ())
}

fn sender(widget: Widget, asked: &Asked, label: String) -> (Press, AnyView) {
    let is_busy = asked.sending.get() == Sending::Busy;
    let label = if is_busy { widget.text().say(text::keys::SENDING, []) } else { label };
    (Press { class: "survey-send", is_busy, ..Press::default() }, ui::text(label))
}
