//! The form. The browser checks what it can; what is wrong is said beside the form, in the widget's language.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::offer::CaptureKind;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    Given, date,
    fields::{self, Wrong},
    words::keys,
};
use crate::{
    element::{Element, Press},
    js::Js,
    model::instant,
    offers::model::{Capture, Shown},
    state::Widget,
    text::Message,
    ui,
};

/// The form.
pub fn form(widget: Widget, shown: &Rc<Shown>, given: Given) -> AnyView {
    let Some(Capture { kind, consent }) = shown.content().and_then(|content| content.capture.as_ref()) else {
        return ui::none();
    };
    let Given { label, send } = given;
    let field = shown.wrong.get();
    let id = ui::join(shown.spot().id(), "-wrong");
    let wrong = Wrong { field: &field, id: &id };
    let fields = match kind {
        CaptureKind::Email => fields::email(widget, wrong),
        CaptureKind::Birthday => fields::date(widget, wrong, true),
        CaptureKind::NameDay => fields::date(widget, wrong, false),
    };
    let consent = fields::consent(consent, wrong);
    let line = message(&field).map(|message| ui::say("", widget.text().say(message, [])));
    let alert = Element::new("DIV", &[("id", &id), ("class", "offer-trouble"), ("role", "alert")]).of(line);
    let button = Press { class: "offer-button", is_submit: true, ..Press::default() }.on_click(ui::text(label), || ());
    let (filled, sent) = (Rc::clone(shown), Rc::clone(shown));
    Element::part("FORM", "offer-form")
        .with("novalidate", Some(""))
        .on("input", move |_| filled.is_begun.set(true))
        .on("submit", move |event| {
            // Nothing is sent by the browser itself.
            event.prevent_default();
            let form = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if let Some(entered) = form.and_then(|form| entered(widget, &form, &sent)) {
                send(widget, &sent, entered);
            }
        })
        .of([fields, consent, alert, button])
}

/// What was entered, if all is as it should be; else the first field that is not has the focus.
fn entered(widget: Widget, form: &web_sys::Element, shown: &Shown) -> Option<String> {
    let capture = shown.content()?.capture.as_ref()?;
    let invalid = form.query_selector(":invalid:not(fieldset)").ok().flatten();
    let name = invalid.and_then(|field| field.get_attribute("name"));
    let value = |name: &str| value(form, name);
    let entered = match capture.kind {
        CaptureKind::Email => Some(value("email")),
        CaptureKind::Birthday | CaptureKind::NameDay => {
            date::date(&value("month"), &value("day"), &value("year"), instant::year(widget.now()))
        }
    };
    if name.is_none() && entered.is_some() {
        shown.wrong.settle(String::new());
        return entered;
    }
    let name = name.unwrap_or_else(|| "day".to_owned());
    if let Some(field) = field(form, &name) {
        // One that takes no focus leaves it where it is.
        let _ = field.focus();
    }
    shown.wrong.set(name);
    None
}

/// What is said of a field that is not as it should be.
fn message(field: &str) -> Option<Message<0>> {
    Some(match field {
        "email" => keys::WRONG_EMAIL,
        "year" => keys::WRONG_YEAR,
        "consent" => keys::WRONG_CONSENT,
        "" => return None,
        _ => keys::WRONG_DAY,
    })
}

fn field(form: &web_sys::Element, name: &str) -> Option<HtmlElement> {
    let selector = ui::join(&ui::join("[name=", name), "]");
    form.query_selector(&selector).ok()??.dyn_into().ok()
}

fn value(form: &web_sys::Element, name: &str) -> String {
    field(form, name).map_or_else(String::new, |field| Js::new(field.into()).text("value").trim().to_owned())
}
