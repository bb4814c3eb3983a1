//! Rewards, ways to earn and history, one at a time (WAI-ARIA tabs pattern: arrow keys move, Tab goes into the panel).

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{history, rewards, shell::focus_soon, ways};
use crate::{
    state::Widget,
    text::{Message, keys},
};

#[derive(Clone, Copy, PartialEq)]
enum Tab {
    Rewards,
    Ways,
    History,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Rewards, Self::Ways, Self::History];

    fn id(self) -> &'static str {
        match self {
            Self::Rewards => "tab-rewards",
            Self::Ways => "tab-ways",
            Self::History => "tab-history",
        }
    }

    fn label(self) -> Message<0> {
        match self {
            Self::Rewards => keys::TAB_REWARDS,
            Self::Ways => keys::TAB_EARN,
            Self::History => keys::TAB_HISTORY,
        }
    }
}

/// The tabs and what the chosen one shows.
pub fn tabs(widget: Widget) -> AnyView {
    let text = widget.text();
    let chosen = RwSignal::new(Tab::Rewards);
    let tab = |tab: Tab| {
        view! {
            <button
                type="button"
                role="tab"
                id=tab.id()
                class="tab"
                part="tab"
                aria-controls="section"
                aria-selected=move || if chosen.get() == tab { "true" } else { "false" }
                tabindex=move || if chosen.get() == tab { "0" } else { "-1" }
                on:click=move |_| chosen.set(tab)
            >
                {widget.text().say(tab.label(), [])}
            </button>
        }
    };
    view! {
        <div role="tablist" class="tabs" aria-label=text.say(keys::TABS, []) on:keydown=move |event| on_key(widget, chosen, &event)>
            {Tab::ALL.map(tab).into_iter().collect_view()}
        </div>
        <div role="tabpanel" id="section" class="section" aria-labelledby=move || chosen.get().id()>
            {move || match chosen.get() {
                Tab::Rewards => rewards::rewards(widget),
                Tab::Ways => ways::ways(widget),
                Tab::History => history::history(widget),
            }}
        </div>
    }
    .into_any()
}

fn on_key(widget: Widget, chosen: RwSignal<Tab>, event: &KeyboardEvent) {
    let is_rtl =
        widget.root().first_element_child().and_then(|stage| stage.get_attribute("dir")).as_deref() == Some("rtl");
    let count = Tab::ALL.len();
    let index = Tab::ALL.iter().position(|tab| *tab == chosen.get_untracked()).unwrap_or_default();
    let next = match event.key().as_str() {
        "ArrowRight" if !is_rtl => index + 1,
        "ArrowLeft" if is_rtl => index + 1,
        "ArrowRight" | "ArrowLeft" => index + count - 1,
        "Home" => 0,
        "End" => count - 1,
        _ => return,
    };
    event.prevent_default();
    let tab = Tab::ALL[next % count];
    chosen.set(tab);
    focus_soon(widget, tab.id().to_owned());
}
