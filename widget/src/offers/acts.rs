//! What a shopper does with an offer on display.

use std::rc::Rc;

use js_sys::encode_uri_component;
use loyalty::offer::CaptureKind;

use super::{
    VISITOR, course, focus,
    model::{Capture, Gift, Shown, Step},
    report::{OfferEventKind, report},
};
use crate::{
    js::{Js, object, quote},
    model::Problem,
    panel, preview,
    state::Widget,
    sync::{self, Answer, Meaning, new_key},
    ui::{join, spawn},
};

/// Takes the offer up: follows its button, or asks for what it gives.
pub fn take(widget: Widget, shown: &Rc<Shown>) {
    let Some(content) = shown.content() else { return };
    match shown.step.peek() {
        Step::Offered if !shown.is_captured.get() => report(widget, &shown.offer, OfferEventKind::Clicked),
        Step::Offered | Step::Failed => {}
        Step::Sending | Step::Refused(_) | Step::Done(_) => return,
    }
    if content.has_value {
        return if widget.is_signed_in() { claim(widget, Rc::clone(shown)) } else { become_member(widget) };
    }
    report(widget, &shown.offer, OfferEventKind::Converted);
    focus::leave(widget, shown);
    let href = content.button.as_ref().and_then(|button| button.href.as_ref());
    if let Some((href, window)) = href.zip(web_sys::window()) {
        // An address that is none leaves the shopper where they are.
        let _ = window.location().assign(href);
    }
}

/// Sends what was typed into the offer's form. Whoever sends it has agreed to what the form says. What the offer gives follows
/// by itself, to members.
pub fn capture(widget: Widget, shown: &Rc<Shown>, value: String) {
    let Some(content) = shown.content() else { return };
    let Some(Capture { kind, consent }) = &content.capture else { return };
    match shown.step.peek() {
        Step::Offered => report(widget, &shown.offer, OfferEventKind::Clicked),
        Step::Failed | Step::Refused(_) => {}
        Step::Sending | Step::Done(_) => return,
    }
    if preview::is_on() {
        return shown.step.set(Step::Done(Gift::Captured));
    }
    // In the words that were shown: the shop keeps what was agreed to.
    let consent = join(",\"consent\":", &quote(consent));
    let body = body(widget, &join("\"value\":", &join(&quote(&value), &consent)));
    let (shown, kind, has_value) = (Rc::clone(shown), *kind, content.has_value);
    spawn(async move {
        let Some(answer) = send(widget, &shown, "/captures", body).await else { return };
        if Js::parse(&answer.text).is_none() {
            return shown.step.set(Step::Failed);
        }
        let id = &shown.offer.id;
        widget.emit("capture", &object(&[("id", id.as_str().into()), ("kind", kind_name(kind).into())]));
        if !has_value {
            shown.step.set(Step::Done(Gift::Captured));
            return report(widget, &shown.offer, OfferEventKind::Converted);
        }
        shown.is_captured.set(true);
        course::capture(widget, Some(id));
        if widget.is_signed_in() {
            claim(widget, shown);
        } else {
            // As a member one has it without the form.
            shown.step.set(Step::Offered);
        }
    });
}

/// Closes the offer. That is a "no", unless it was taken or is being taken.
pub fn dismiss(widget: Widget, shown: &Shown) {
    focus::leave(widget, shown);
    if matches!(shown.step.peek(), Step::Offered | Step::Failed | Step::Refused(_)) {
        report(widget, &shown.offer, OfferEventKind::Dismissed);
    }
}

/// What is of value is for members.
fn become_member(widget: Widget) {
    if !panel::join(widget, &widget.host.join_url()) {
        // It says how.
        panel::open(widget);
    }
}

fn claim(widget: Widget, shown: Rc<Shown>) {
    if preview::is_on() {
        return shown.step.set(Step::Done(Gift::Nothing));
    }
    spawn(async move {
        let Some(answer) = send(widget, &shown, "/claims", body(widget, "")).await else { return };
        let Some(js) = Js::parse(&answer.text) else { return shown.step.set(Step::Failed) };
        widget.take_later(answer.text, &js);
        shown.step.set(Step::Done(gift(&js.get("claim").get("gives"))));
        report(widget, &shown.offer, OfferEventKind::Converted);
        if shown.is_captured.get() {
            course::capture(widget, None);
        }
    });
}

/// The body of a request: who the device says it is, and these members.
fn body(widget: Widget, members: &str) -> String {
    let visitor = widget.host.stored(VISITOR);
    let mut body = String::from("{");
    if !visitor.is_empty() {
        body.push_str(&join("\"visitor\":", &quote(&visitor)));
        if !members.is_empty() {
            body.push(',');
        }
    }
    body.push_str(&join(members, "}"));
    body
}

fn kind_name(kind: CaptureKind) -> &'static str {
    match kind {
        CaptureKind::Email => "email",
        CaptureKind::Birthday => "birthday",
        CaptureKind::NameDay => "name_day",
    }
}

fn gift(gives: &Js) -> Gift {
    let coupon = gives.get("coupon");
    match gives.opt("points", |points| points.int("points")) {
        Some(points) => Gift::Points(points),
        None if coupon.is_none() => Gift::Nothing,
        None => Gift::Code { name: coupon.get("reward").text("name"), code: coupon.text("code") },
    }
}

/// Sends a request about the offer. The answer if it was done; else the step says what was not.
async fn send(widget: Widget, shown: &Shown, what: &str, body: String) -> Option<Answer> {
    let key = shown.key(&body, new_key);
    shown.step.set(Step::Sending);
    let id = String::from(encode_uri_component(shown.offer.id.as_str()));
    let path = sync::in_language(widget, &join("/offers/", &join(&id, what)));
    let answer = sync::persistently(widget, "POST", &path, Some(&body), &key).await;
    shown.step.set(match answer.meaning() {
        Meaning::Done => return Some(answer),
        Meaning::SignInAgain => {
            widget.token_expired();
            Step::Offered
        }
        Meaning::Refused => {
            // Something has changed since it was offered.
            sync::refresh(widget);
            Step::Refused(Problem::parse(&answer.text))
        }
        Meaning::Later => Step::Failed,
    });
    None
}
