//! The button in the corner: the shopper's points, and the way into the panel.

use leptos::prelude::*;

use crate::{icon, panel, state::Widget, text::keys};

/// Everything that is in the main chunk: the button, the place of the panel, and the live region.
pub fn root(widget: Widget) -> AnyView {
    view! {
        {button(widget)}
        {move || widget.panel.get().filter(|_| widget.open.get()).map(|panel| panel(widget))}
        // It must be there before its text changes, or screen readers do not notice the change.
        <div class="said" role="status">{move || widget.said.get()}</div>
    }
    .into_any()
}

fn button(widget: Widget) -> AnyView {
    let is_hidden = widget.with_host(|host| host.launcher() == "hidden");
    let is_shown = Memo::new(move |_| !is_hidden && widget.program(|_| ()).is_some());
    let waits = move || widget.open.get() && widget.panel.get().is_none();
    (move || {
        is_shown.get().then(|| {
            view! {
                <button
                    type="button"
                    id="launcher"
                    class="launcher"
                    part="launcher"
                    aria-haspopup="dialog"
                    aria-expanded=move || if widget.open.get() { "true" } else { "false" }
                    aria-busy=move || waits().then_some("true")
                    aria-label=move || label(widget)
                    on:click=move |_| panel::toggle(widget)
                    on:pointerenter=move |_| panel::prefetch(widget)
                    on:focus=move |_| panel::prefetch(widget)
                >
                    <span class="mark">{icon::icon(icon::MARK)}</span>
                    <span class="launcher-text" part="launcher-text">{move || shown(widget)}</span>
                </button>
                {move || (waits() && widget.panel_failed.get()).then(|| view! {
                    <p class="bubble">{widget.text().say(keys::LAUNCHER_FAILED, [])}</p>
                })}
            }
        })
    })
    .into_any()
}

/// The points of a member; for a visitor what they could be part of.
fn shown(widget: Widget) -> Option<String> {
    let points = widget.member.with(|member| member.as_ref().map(|member| widget.text().number(member.available)));
    points.or_else(|| widget.program(|program| program.name.clone()))
}

fn label(widget: Widget) -> Option<String> {
    let text = widget.text();
    let points =
        widget.member.with(|member| member.as_ref().map(|member| text.count(keys::POINTS, member.available, [])));
    widget.program(|program| match points {
        Some(points) => text.say(keys::OPEN_POINTS, [&program.name, &points]),
        None => text.say(keys::OPEN_VISITOR, [&program.name]),
    })
}
