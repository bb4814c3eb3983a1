//! For somebody the shop does not know yet: what this is, what it brings, and how to be part of it.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{rewards, ways, words::keys};
use crate::{
    state::Widget,
    ui::{self, Button},
};

/// The invitation.
pub fn visitor(widget: Widget) -> AnyView {
    let Some(program) = widget.program() else { return ui::none() };
    let text = widget.text();
    let join_url = widget.host.join_url();
    let hint = join_url.is_empty().then(|| ui::say("hint", text.say(keys::JOIN_HINT, [])));
    let join = Button { class: "button big", label: text.say(keys::JOIN, [&program.name]), ..Button::default() }
        .on_click(move || {
            join(widget, &join_url);
        });
    let signin_url = widget.host.signin_url();
    let sign_in = (!signin_url.is_empty()).then(|| {
        let link = ui::link("link", signin_url, text.say(keys::SIGN_IN, []));
        ui::line("hint", [ui::text(text.say(keys::ALREADY_MEMBER, [])), ui::text(" "), link])
    });
    let invitation = [
        ui::say("lead", text.say(keys::VISITOR_TITLE, [])),
        ui::say("", text.say(keys::VISITOR_LEAD, [&program.name])),
        join,
        ui::opt(hint),
        ui::opt(sign_in),
    ];
    let offer = [
        ui::heading("heading", text.say(keys::EARN_TITLE, [])),
        ways::rules(widget, &program),
        ui::heading("heading", text.say(keys::REWARDS_TITLE, [])),
        rewards::rewards(widget),
    ];
    ui::all([ui::block("invitation", invitation), ui::block("section", offer)])
}

/// The page may open its own form: it is told first, and can keep the browser from going anywhere. False if nothing was
/// opened, by the page or here.
pub fn join(widget: Widget, url: &str) -> bool {
    if !widget.emit("join", &JsValue::NULL) {
        return true;
    }
    // An address that is none leaves the shopper where they are.
    !url.is_empty() && web_sys::window().is_some_and(|window| window.location().assign(url).is_ok())
}
