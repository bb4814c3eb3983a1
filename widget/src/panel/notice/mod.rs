//! What is not as it should be, said plainly, with a way on.

use leptos::prelude::*;

use super::words::keys;
use crate::{
    state::{Link, Widget},
    sync,
    text::Message,
    ui::{self, Button},
};

/// Above everything else: the numbers may be old, or the shopper must sign in again.
pub fn notice(widget: Widget) -> AnyView {
    if widget.expired.get() {
        return expired(widget);
    }
    // Without anything known the waiting view says it.
    match widget.link.get() {
        Link::Failed if widget.boot.get().is_some() => failed(widget),
        Link::Slow if widget.boot.get().is_some() => {
            ui::part("notice", [status(ui::say("", widget.text().say(keys::SLOW, [])))])
        }
        _ => ui::none(),
    }
}

fn expired(widget: Widget) -> AnyView {
    let text = widget.text();
    let url = widget.host.signin_url();
    let sign_in = (!url.is_empty()).then(|| ui::link("button quiet", url, text.say(keys::SIGN_IN, [])));
    let line = two(text.say(keys::EXPIRED_TITLE, []), text.say(keys::EXPIRED_TEXT, []));
    ui::part("notice", [alert(line), ui::opt(sign_in)])
}

fn failed(widget: Widget) -> AnyView {
    let text = widget.text();
    let mut rest = text.say(keys::RETRYING, []);
    if let Some(member) = widget.member.get() {
        let as_of = text.moment(member.details().as_of, widget.now());
        rest = ui::join(&ui::join(&text.say(keys::AS_OF, [&as_of]), " "), &rest);
    }
    ui::part("notice", [status(two(why(widget), rest)), retry(widget)])
}

/// Nothing is known yet.
pub fn waiting(widget: Widget) -> AnyView {
    let say = |message: Message<0>| widget.text().say(message, []);
    let message = match widget.link.get() {
        Link::Failed => {
            let lines = [ui::say("empty-title", why(widget)), ui::say("", say(keys::RETRYING)), retry(widget)];
            return status(ui::block("empty", lines));
        }
        Link::Slow => keys::SLOW,
        _ if widget.is_signed_in() => keys::LOADING,
        _ => keys::LOADING_VISITOR,
    };
    let bones = ["bone wide", "bone", "bone tall", "bone tall"].map(|class| ui::words(class, ""));
    status(ui::block("loading", bones.into_iter().chain([ui::say("", say(message))])))
}

/// The shop has no program.
pub fn closed(widget: Widget) -> AnyView {
    plain(widget, keys::CLOSED_TITLE, keys::CLOSED_TEXT)
}

/// The API does not know the shop, or not this page of it.
pub fn refused(widget: Widget) -> AnyView {
    plain(widget, keys::REFUSED_HERE_TITLE, keys::REFUSED_HERE_TEXT)
}

fn plain(widget: Widget, title: Message<0>, line: Message<0>) -> AnyView {
    let text = widget.text();
    ui::block("empty", [ui::say("empty-title", text.say(title, [])), ui::say("", text.say(line, []))])
}

fn why(widget: Widget) -> String {
    let is_offline = web_sys::window().is_some_and(|window| !window.navigator().on_line());
    widget.text().say(if is_offline { keys::OFFLINE } else { keys::FAILED }, [])
}

fn retry(widget: Widget) -> AnyView {
    Button { class: "button quiet", label: widget.text().say(keys::RETRY, []), ..Button::default() }
        .on_click(move || sync::refresh(widget))
}

fn two(title: String, rest: String) -> AnyView {
    ui::line("", [ui::strong(title), ui::text(" "), ui::text(rest)])
}

/// Said by a screen reader when there is a pause.
pub fn status(view: AnyView) -> AnyView {
    view! { <div class="status" role="status">{view}</div> }.into_any()
}

/// Said by a screen reader at once.
pub fn alert(view: AnyView) -> AnyView {
    view! { <div class="status" role="alert">{view}</div> }.into_any()
}
