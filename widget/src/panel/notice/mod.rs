//! What is not as it should be, said plainly, with a way on.

use leptos::prelude::*;

use crate::{
    state::{Link, Widget},
    sync,
    text::keys,
};

/// Above everything else: the numbers may be old, or the shopper must sign in again.
pub fn notice(widget: Widget) -> AnyView {
    (move || {
        let link = widget.link.get();
        // Without anything known the waiting view says it.
        let is_known = widget.boot.with(Option::is_some);
        match () {
            () if widget.expired.get() => Some(expired(widget)),
            () if link == Link::Failed && is_known => Some(failed(widget)),
            () if link == Link::Slow && is_known => Some(slow(widget)),
            () => None,
        }
    })
    .into_any()
}

fn expired(widget: Widget) -> AnyView {
    let text = widget.text();
    let url = widget.with_host(|host| host.signin_url());
    view! {
        <div class="notice" part="notice" role="alert">
            <p><strong>{text.say(keys::EXPIRED_TITLE, [])}</strong>" "{text.say(keys::EXPIRED_TEXT, [])}</p>
            {(!url.is_empty()).then(|| view! { <a class="button quiet" href=url.clone()>{text.say(keys::SIGN_IN, [])}</a> })}
        </div>
    }
    .into_any()
}

fn failed(widget: Widget) -> AnyView {
    let text = widget.text();
    let as_of = widget.member.with(|member| member.as_ref().map(|member| text.moment(member.as_of, widget.now())));
    view! {
        <div class="notice" part="notice" role="status">
            <p><strong>{why(widget)}</strong>" "{as_of.map(|as_of| text.say(keys::AS_OF, [&as_of]))}" "{text.say(keys::RETRYING, [])}</p>
            {retry(widget)}
        </div>
    }
    .into_any()
}

fn slow(widget: Widget) -> AnyView {
    view! {
        <div class="notice" part="notice" role="status"><p>{widget.text().say(keys::SLOW, [])}</p></div>
    }
    .into_any()
}

/// Nothing is known yet.
pub fn waiting(widget: Widget) -> AnyView {
    (move || match widget.link.get() {
        Link::Failed => view! {
            <div class="empty" role="status">
                <p class="empty-title">{why(widget)}</p>
                <p>{widget.text().say(keys::RETRYING, [])}</p>
                {retry(widget)}
            </div>
        }
        .into_any(),
        link => {
            let message = match link {
                Link::Slow => keys::SLOW,
                _ if widget.is_signed_in() => keys::LOADING,
                _ => keys::LOADING_VISITOR,
            };
            view! {
                <div class="loading" role="status">
                    <span class="bone wide"></span>
                    <span class="bone"></span>
                    <span class="bone tall"></span>
                    <span class="bone tall"></span>
                    <p>{widget.text().say(message, [])}</p>
                </div>
            }
            .into_any()
        }
    })
    .into_any()
}

/// The shop has no program.
pub fn closed(widget: Widget) -> AnyView {
    plain(widget.text().say(keys::CLOSED_TITLE, []), widget.text().say(keys::CLOSED_TEXT, []))
}

/// The API does not know the shop, or not this page of it.
pub fn refused(widget: Widget) -> AnyView {
    plain(widget.text().say(keys::REFUSED_HERE_TITLE, []), widget.text().say(keys::REFUSED_HERE_TEXT, []))
}

fn plain(title: String, line: String) -> AnyView {
    view! {
        <div class="empty"><p class="empty-title">{title}</p><p>{line}</p></div>
    }
    .into_any()
}

fn why(widget: Widget) -> String {
    let is_offline = web_sys::window().is_some_and(|window| !window.navigator().on_line());
    widget.text().say(if is_offline { keys::OFFLINE } else { keys::FAILED }, [])
}

fn retry(widget: Widget) -> AnyView {
    view! {
        <button type="button" class="button quiet" on:click=move |_| sync::refresh(widget)>
            {widget.text().say(keys::RETRY, [])}
        </button>
    }
    .into_any()
}
