//! The form: one thing that is asked for, and the shopper's consent. The browser checks what it can; what is wrong is
//! said beside the form, in the widget's language.

mod date;
mod fields;

use leptos::prelude::*;
use loyalty::offer::CaptureKind;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    super::{
        acts,
        model::{Capture, Step},
    },
    shapes::told,
};
use crate::{
    element::{Element, Press},
    js::Js,
    model::instant,
    state::{Watched, Widget},
    text::{Message, keys},
    ui,
};

thread_local! {
    /// The name of the field that is not as it should be; empty if all are.
    static WRONG: Watched<String> = Watched::new(String::new());
}

/// Another offer is on display: nothing was entered yet.
pub fn begin() {
    WRONG.with(|wrong| wrong.settle(String::new()));
}

/// The form, with what its button says.
pub fn form(widget: Widget, capture: &Capture, label: &str) -> AnyView {
    let kind = capture.kind;
    let wrong = WRONG.with(Watched::get);
    let fields = match kind {
        CaptureKind::Email => fields::email(widget, &wrong),
        CaptureKind::Birthday => fields::date(widget, &wrong, true),
        CaptureKind::NameDay => fields::date(widget, &wrong, false),
    };
    let consent = fields::consent(&capture.consent, &wrong);
    let line = message(&wrong).map(|message| ui::say("", widget.text().say(message, [])));
    let wrong = told(true, Some(fields::WRONG), "offer-trouble", line.into_iter().collect());
    let send = Press { class: "offer-button", is_submit: true, ..Press::default() }.on_click(ui::text(label), || ());
    Element::part("FORM", "offer-form")
        .with("novalidate", Some(""))
        .on("submit", move |event| {
            // Nothing is sent by the browser itself.
            event.prevent_default();
            let form = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let is_sending = widget.showing.peek().is_some_and(|shown| shown.step.peek() == Step::Sending);
            if let Some(form) = form.filter(|_| !is_sending) {
                submit_form(widget, &form, kind);
            }
        })
        .of([fields, consent, wrong, send])
}

/// Sends what was entered, or goes to the first field that is not as it should be.
fn submit_form(widget: Widget, form: &web_sys::Element, kind: CaptureKind) {
    let invalid = form.query_selector(":invalid:not(fieldset)").ok().flatten();
    let name = invalid.and_then(|field| field.get_attribute("name"));
    let value = |name: &str| value(form, name);
    let entered = match kind {
        CaptureKind::Email => Some(value("email")),
        CaptureKind::Birthday | CaptureKind::NameDay => {
            date::date(&value("month"), &value("day"), &value("year"), instant::year(widget.now()))
        }
    };
    match (name, entered) {
        (None, Some(entered)) => {
            WRONG.with(|wrong| wrong.settle(String::new()));
            acts::capture(widget, entered);
        }
        (name, _) => {
            let name = name.unwrap_or_else(|| "day".to_owned());
            if let Some(field) = field(form, &name) {
                // One that takes no focus leaves it where it is.
                let _ = field.focus();
            }
            WRONG.with(|wrong| wrong.set(name));
        }
    }
}

/// What is said of a field that is not as it should be.
fn message(field: &str) -> Option<Message<0>> {
    Some(match field {
        "email" => keys::OFFER_WRONG_EMAIL,
        "year" => keys::OFFER_WRONG_YEAR,
        "consent" => keys::OFFER_WRONG_CONSENT,
        "" => return None,
        _ => keys::OFFER_WRONG_DAY,
    })
}

fn field(form: &web_sys::Element, name: &str) -> Option<HtmlElement> {
    let selector = ui::join(&ui::join("[name=", name), "]");
    form.query_selector(&selector).ok()??.dyn_into().ok()
}

fn value(form: &web_sys::Element, name: &str) -> String {
    field(form, name).map_or_else(String::new, |field| Js::new(field.into()).text("value").trim().to_owned())
}
