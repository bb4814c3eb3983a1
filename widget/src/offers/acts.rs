//! What a shopper does with the offer on display.

use std::rc::Rc;

use js_sys::encode_uri_component;
use loyalty::offer::CaptureKind;
use web_sys::{FocusOptions, HtmlElement};

use super::{
    VISITOR,
    model::{Gift, Shown, Step},
    report::{Deed, report},
};
use crate::{
    js::{Js, object, quote},
    model::Problem,
    panel, preview,
    state::Widget,
    sync::{self, Answer, Meaning, new_key},
    ui::{join, soon, spawn},
};

/// Takes the offer up: follows its button, or asks for what it gives.
pub fn take(widget: Widget) {
    let Some(shown) = widget.showing.peek() else { return };
    let Some(content) = &shown.offer.content else { return };
    match shown.step.peek() {
        Step::Offered => report(widget, &shown.offer, Deed::Clicked),
        Step::Failed => {}
        Step::Sending | Step::Refused(_) | Step::Done(_) => return,
    }
    if content.has_value {
        return if widget.is_signed_in() { claim(widget, shown) } else { become_member(widget) };
    }
    report(widget, &shown.offer, Deed::Converted);
    leave(widget, &shown);
    let href = content.button.as_ref().and_then(|button| button.href.as_ref());
    if let Some((href, window)) = href.zip(web_sys::window()) {
        // An address that is none leaves the shopper where they are.
        let _ = window.location().assign(href);
    }
}

/// Sends what was typed into the offer's form. Whoever sends it has agreed to what the form says.
pub fn capture(widget: Widget, value: String) {
    let Some(shown) = widget.showing.peek() else { return };
    let Some(capture) = shown.offer.content.as_ref().and_then(|content| content.capture.as_ref()) else { return };
    match shown.step.peek() {
        Step::Offered => report(widget, &shown.offer, Deed::Clicked),
        Step::Failed | Step::Refused(_) => {}
        Step::Sending | Step::Done(_) => return,
    }
    if preview::is_on() {
        return shown.step.set(Step::Done(Gift::Captured));
    }
    let kind = capture.kind;
    // In the words that were shown: the shop keeps what was agreed to.
    let consent = join(",\"consent\":", &quote(&capture.consent));
    let body = body(widget, &join("\"value\":", &join(&quote(&value), &consent)));
    spawn(async move {
        let Some(answer) = send(widget, &shown, "/captures", body).await else { return };
        if Js::parse(&answer.text).is_none() {
            return shown.step.set(Step::Failed);
        }
        shown.step.set(Step::Done(Gift::Captured));
        report(widget, &shown.offer, Deed::Converted);
        let id = shown.offer.id.as_str();
        widget.emit("capture", &object(&[("id", id.into()), ("kind", kind_name(kind).into())]));
    });
}

/// Closes the offer. That is a "no", unless it was taken or is being taken.
pub fn dismiss(widget: Widget) {
    let Some(shown) = widget.showing.peek() else { return };
    leave(widget, &shown);
    if matches!(shown.step.peek(), Step::Offered | Step::Failed | Step::Refused(_)) {
        report(widget, &shown.offer, Deed::Dismissed);
    }
}

/// Takes it off display when its time is up. That is nobody's "no".
pub fn end(widget: Widget) {
    let Some(shown) = widget.showing.peek() else { return };
    if widget.root.active_element().is_some() {
        leave(widget, &shown);
    } else {
        // The shopper is at something else.
        widget.showing.set(None);
    }
}

/// Takes it off display and gives the focus back to what had it.
fn leave(widget: Widget, shown: &Shown) {
    widget.showing.set(None);
    if let Some(opener) = shown.opener.clone() {
        soon(move || give_focus(&opener));
    }
}

/// Without moving the page: the shopper may be somewhere else by now.
fn give_focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // One that has left the page takes none.
    let _ = element.focus_with_options(&options);
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
        report(widget, &shown.offer, Deed::Converted);
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
