//! The button in the corner: the shopper's points, and the way into the panel.

use leptos::prelude::*;

use crate::{
    icon, panel,
    state::Widget,
    text::keys,
    ui::{self, live},
};

/// Everything that is in the main chunk: the button, the places of the panel and of offers, and the live region.
pub fn root(widget: Widget) -> AnyView {
    let panel = live(move || match widget.panel.get() {
        Some(panel) if widget.is_open.get() => panel(widget),
        _ => ui::none(),
    });
    let offers = live(move || match widget.offers.get() {
        Some(chunk) => (chunk.view)(widget),
        None => ui::none(),
    });
    // It must be there before its text changes, or screen readers do not notice the change.
    let said = view! { <div class="said" role="status">{live(move || ui::text(widget.said.get()))}</div> }.into_any();
    ui::all([live(move || button(widget)), panel, offers, said])
}

fn button(widget: Widget) -> AnyView {
    let Some(program) = widget.program().filter(|_| widget.host.launcher() != "hidden") else { return ui::none() };
    let text = widget.text();
    let is_open = widget.is_open.get();
    let waits = is_open && widget.panel.get().is_none();
    // The points of a member; for a visitor what they could be part of.
    let mut unread = String::new();
    let (shown, label) = match widget.member.get() {
        Some(member) => {
            let points = text.count(keys::POINTS, member.available, []);
            let mut label = text.say(keys::OPEN_POINTS, [&program.name, &points]);
            if member.unread > 0 {
                unread = text.number(member.unread);
                label.push_str(", ");
                label.push_str(&text.count(keys::UNREAD, member.unread, []));
            }
            (text.number(member.available), label)
        }
        None => (program.name.clone(), text.say(keys::OPEN_VISITOR, [&program.name])),
    };
    let toggle: Box<dyn FnMut(web_sys::MouseEvent)> = Box::new(move |_| panel::toggle(widget));
    let bubble = || ui::say("bubble", text.say(keys::LAUNCHER_FAILED, []));
    view! {
        <button
            type="button"
            id="launcher"
            class="launcher"
            part="launcher"
            aria-haspopup="dialog"
            aria-expanded=if is_open { "true" } else { "false" }
            aria-busy=waits.then_some("true")
            aria-label=label
            data-unread=unread
            on:click=toggle
            on:pointerenter=move |_| panel::prefetch(widget)
            on:focus=move |_| panel::prefetch(widget)
        >
            <span class="mark">{icon::icon(icon::MARK)}</span>
            <span class="launcher-text" part="launcher-text">{ui::text(shown)}</span>
        </button>
        {ui::opt((waits && widget.panel_failed.get()).then(bubble))}
    }
    .into_any()
}
