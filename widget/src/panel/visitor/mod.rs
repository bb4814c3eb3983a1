//! For somebody the shop does not know yet: what this is, what it brings, and how to be part of it.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{rewards, ways};
use crate::{state::Widget, text::keys};

/// The invitation.
pub fn visitor(widget: Widget) -> AnyView {
    let text = widget.text();
    let name = widget.program(|program| program.name.clone()).unwrap_or_default();
    let join_url = widget.with_host(|host| host.join_url());
    let signin_url = widget.with_host(|host| host.signin_url());
    let sign_in = (!signin_url.is_empty()).then(|| {
        view! { <p class="already">{text.say(keys::ALREADY_MEMBER, [])}" "<a class="link" href=signin_url.clone()>{text.say(keys::SIGN_IN, [])}</a></p> }
    });
    let go_to = join_url.clone();
    view! {
        <section class="invitation">
            <p class="lead">{text.say(keys::VISITOR_TITLE, [])}</p>
            <p>{text.say(keys::VISITOR_LEAD, [&name])}</p>
            <button type="button" class="button big" part="button join" on:click=move |_| join(widget, &go_to)>
                {text.say(keys::JOIN, [&name])}
            </button>
            {join_url.is_empty().then(|| view! { <p class="hint">{text.say(keys::JOIN_HINT, [])}</p> })}
            {sign_in}
        </section>
        <section class="section">
            <h3 class="heading">{text.say(keys::EARN_TITLE, [])}</h3>
            {move || widget.program(|program| ways::rules(widget, program))}
            <h3 class="heading">{text.say(keys::REWARDS_TITLE, [])}</h3>
            {rewards::rewards(widget)}
        </section>
    }
    .into_any()
}

/// The page may open its own form: it is told first, and can keep the browser from going anywhere.
fn join(widget: Widget, url: &str) {
    if widget.emit("join", &JsValue::NULL)
        && !url.is_empty()
        && let Some(window) = web_sys::window()
    {
        let _ = window.location().assign(url);
    }
}
