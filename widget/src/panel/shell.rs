//! The frame: a card in the corner that leaves the page usable; on a phone a modal sheet. Both are a `<dialog>`, so
//! the browser itself keeps focus and screen readers inside the sheet.

use gloo_timers::callback::Timeout;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent};

use super::{balance, close, codes, notice, tabs, tier, visitor};
use crate::{
    icon,
    state::{Link, Widget},
    text::keys,
};

/// Up to this width the panel is a sheet. The same number is in `panel.css`.
const PHONE: &str = "(max-width: 519px)";

/// What the panel is about, by what is known.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Waiting,
    Member,
    Visitor,
    Closed,
    Refused,
}

fn stage(widget: Widget) -> Stage {
    let has_program = widget.boot.with(|boot| boot.as_ref().map(|boot| boot.program.is_some()));
    match has_program {
        _ if widget.link.get() == Link::Refused => Stage::Refused,
        None => Stage::Waiting,
        Some(false) => Stage::Closed,
        Some(true) if widget.member.with(Option::is_some) => Stage::Member,
        // Just signed in: the numbers are on their way.
        Some(true) if widget.is_signed_in() && !widget.expired.get() => Stage::Waiting,
        Some(true) => Stage::Visitor,
    }
}

/// The panel, opened.
pub fn panel(widget: Widget) -> AnyView {
    let text = widget.text();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            show(&dialog);
        }
    });
    let name = move || {
        widget
            .program(|program| program.name.clone())
            .or_else(|| widget.boot.with(|boot| boot.as_ref().map(|boot| boot.shop.clone())))
    };
    let stage = Memo::new(move |_| stage(widget));
    view! {
        <dialog
            node_ref=dialog
            class="panel"
            part="panel"
            aria-labelledby="title"
            on:keydown=move |event| on_key(widget, &event)
            on:cancel=move |event: web_sys::Event| {
                // The browser would close it behind the state's back.
                event.prevent_default();
                close(widget);
            }
            on:click=move |event: web_sys::MouseEvent| {
                // A click on the dialog itself, not on anything in it, is one on its backdrop.
                if event.target() == event.current_target() {
                    close(widget);
                }
            }
        >
            <div class="sheet">
                <header class="head" part="header">
                    <h2 id="title" class="title">{name}</h2>
                    <button type="button" class="close" part="close" aria-label=text.say(keys::CLOSE, []) on:click=move |_| close(widget)>
                        {icon::icon(icon::CLOSE)}
                    </button>
                </header>
                <div class="body">
                    {notice::notice(widget)}
                    {move || match stage.get() {
                        Stage::Waiting => notice::waiting(widget),
                        Stage::Closed => notice::closed(widget),
                        Stage::Refused => notice::refused(widget),
                        Stage::Visitor => visitor::visitor(widget),
                        Stage::Member => member(widget),
                    }}
                </div>
            </div>
        </dialog>
    }
    .into_any()
}

fn member(widget: Widget) -> AnyView {
    view! {
        {balance::balance(widget)}
        {tier::tier(widget)}
        {codes::codes(widget)}
        {tabs::tabs(widget)}
    }
    .into_any()
}

fn show(dialog: &HtmlDialogElement) {
    let is_phone = web_sys::window()
        .and_then(|window| window.match_media(PHONE).ok().flatten())
        .is_some_and(|media| media.matches());
    // The first fails only if it is open already.
    if !is_phone || dialog.show_modal().is_err() {
        dialog.show();
    }
    // Focus goes to the title's place, not to whichever button is first: opening is not yet doing.
    let _ = dialog.set_attribute("tabindex", "-1");
    let _ = dialog.focus();
}

fn on_key(widget: Widget, event: &KeyboardEvent) {
    match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            // The page's own Escape is not meant.
            event.stop_propagation();
            close(widget);
        }
        "Tab" => keep_inside(widget, event),
        _ => {}
    }
}

/// On a phone's sheet Tab goes round; on the corner's card it leaves for the page.
fn keep_inside(widget: Widget, event: &KeyboardEvent) {
    let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if !dialog.matches(":modal").unwrap_or(false) {
        return;
    }
    let Ok(nodes) = dialog.query_selector_all("button:not([disabled]):not([tabindex='-1']), a[href]") else { return };
    let visible: Vec<HtmlElement> = (0..nodes.length())
        .filter_map(|index| nodes.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_parent().is_some())
        .collect();
    let active: Option<JsValue> = widget.root().active_element().map(Into::into);
    let edge = if event.shift_key() { visible.first() } else { visible.last() };
    let target = if event.shift_key() { visible.last() } else { visible.first() };
    let at_edge = edge.map(JsValue::from) == active || (event.shift_key() && active == Some(dialog.into()));
    if let Some(target) = target.filter(|_| at_edge) {
        event.prevent_default();
        let _ = target.focus();
    }
}

/// Moves the focus to an element by its id, once the change that brings it is on the page.
pub fn focus_soon(widget: Widget, id: String) {
    Timeout::new(0, move || {
        let element = widget.root().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    })
    .forget();
}
