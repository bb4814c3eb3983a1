//! The frame: a card in the corner that leaves the page usable; on a phone a modal sheet. Both are a `<dialog>`, so
//! the browser itself keeps focus and screen readers inside the sheet.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement};

use super::{balance, close, codes, notice, tabs, tier, visitor, words::keys};
use crate::{
    cases, icon,
    state::{Stage, Widget},
    ui::{self, live},
};

/// The panel, opened.
pub fn panel(widget: Widget) -> AnyView {
    cases::shut();
    ui::soon(move || show(widget));
    view! {
        <dialog
            id="panel"
            class="panel"
            part="panel"
            tabindex="-1"
            aria-labelledby="title"
            on:keydown=move |event| ui::keep_inside(widget, &event)
            on:cancel=move |event: Event| {
                // The browser would close it behind the state's back.
                event.prevent_default();
                close(widget);
            }
            on:click=move |event| {
                // A click on the dialog itself, not on anything in it, is one on its backdrop.
                if event.target() == event.current_target() {
                    close(widget);
                }
            }
        >
            <div class="sheet">
                <div class="head" part="header">
                    {live(move || cases::back(widget))}
                    <h2 id="title" class="title">{live(move || ui::text(title(widget)))}</h2>
                    {close_button(widget)}
                </div>
                <div id="body" class="body">{live(move || notice::notice(widget))} {live(move || body(widget))}</div>
                {live(move || cases::row(widget))}
            </div>
        </dialog>
    }
    .into_any()
}

fn close_button(widget: Widget) -> AnyView {
    view! {
        <button type="button" class="close" part="close" aria-label=widget.text().say(keys::CLOSE, []) on:click=move |_| close(widget)>
            {icon::icon(icon::CLOSE)}
        </button>
    }
    .into_any()
}

/// The program's name, else the shop's. While neither is known the panel says what it is waiting for.
fn title(widget: Widget) -> String {
    if let Some(title) = cases::title(widget) {
        return title;
    }
    match widget.boot.get() {
        Some(boot) => boot.program.as_ref().map_or(&boot.shop, |program| &program.name).clone(),
        None => widget.text().say(keys::TAB_REWARDS, []),
    }
}

fn body(widget: Widget) -> AnyView {
    match widget.stage.get() {
        Stage::Waiting => live(move || notice::waiting(widget)),
        Stage::Closed => notice::closed(widget),
        Stage::Refused => notice::refused(widget),
        Stage::Visitor => live(move || visitor::visitor(widget)),
        Stage::Member if cases::is_open() => cases::body(widget),
        Stage::Member => ui::all([
            live(move || balance::balance(widget)),
            live(move || tier::tier(widget)),
            live(move || codes::codes(widget)),
            live(move || tabs::tabs(widget)),
            live(move || tabs::section(widget)),
        ]),
    }
}

fn show(widget: Widget) {
    let Some(dialog) = ui::element(widget, "panel").and_then(|element| element.dyn_into::<HtmlDialogElement>().ok())
    else {
        return;
    };
    // The first fails only if it is open already.
    if !ui::is_phone() || dialog.show_modal().is_err() {
        dialog.show();
    }
    // Not to whichever button is first: opening is not yet doing.
    let _ = dialog.focus();
}
