//! Rewards, ways to earn and history, one at a time (WAI-ARIA tabs pattern: arrow keys move, Tab goes into the panel).

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::{history, rewards, ways, words::keys};
use crate::{state::Widget, text::Message, ui};

/// One of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
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

    /// The tab a key leads to.
    fn after(self, key: &str, is_rtl: bool) -> Option<Self> {
        let index = self as usize;
        let last = Self::ALL.len() - 1;
        let next = match (key, is_rtl) {
            ("ArrowRight", false) | ("ArrowLeft", true) => (index + 1) % Self::ALL.len(),
            ("ArrowLeft", false) | ("ArrowRight", true) => index.checked_sub(1).unwrap_or(last),
            ("Home", _) => 0,
            ("End", _) => last,
            _ => return None,
        };
        Some(Self::ALL[next])
    }
}

/// The tabs.
pub fn tabs(widget: Widget) -> AnyView {
    let text = widget.text();
    let chosen = widget.tab.get();
    let tab = |tab: Tab| {
        let choose: Box<dyn FnMut(MouseEvent)> = Box::new(move |_| widget.tab.set(tab));
        let is_chosen = tab == chosen;
        view! {
            <button
                type="button"
                role="tab"
                id=tab.id()
                class="tab"
                part="tab"
                aria-controls="section"
                aria-selected=if is_chosen { "true" } else { "false" }
                tabindex=if is_chosen { "0" } else { "-1" }
                on:click=choose
            >
                {ui::text(text.say(tab.label(), []))}
            </button>
        }
        .into_any()
    };
    view! {
        <div role="tablist" class="tabs" aria-label=text.say(keys::TABS, []) on:keydown=move |event| on_key(widget, &event)>
            {ui::all(Tab::ALL.map(tab))}
        </div>
    }
    .into_any()
}

/// What the chosen tab shows.
pub fn section(widget: Widget) -> AnyView {
    let tab = widget.tab.get();
    let shown = match tab {
        Tab::Rewards => rewards::rewards(widget),
        Tab::Ways => ways::ways(widget),
        Tab::History => history::history(widget),
    };
    view! { <div role="tabpanel" id="section" class="section" aria-labelledby=tab.id()>{shown}</div> }.into_any()
}

fn on_key(widget: Widget, event: &KeyboardEvent) {
    let is_rtl = ui::element(widget, "stage").is_some_and(|stage| stage.dir() == "rtl");
    if let Some(tab) = widget.tab.peek().after(&event.key(), is_rtl) {
        event.prevent_default();
        widget.tab.set(tab);
        ui::focus_soon(widget, tab.id().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::Tab;

    #[track_caller]
    fn check(from: Tab, key: &str, is_rtl: bool, expected: Option<Tab>) {
        assert_eq!(from.after(key, is_rtl), expected);
    }

    #[test]
    fn arrows_go_round_the_way_the_page_reads() {
        check(Tab::Rewards, "ArrowRight", false, Some(Tab::Ways));
        check(Tab::History, "ArrowRight", false, Some(Tab::Rewards));
        check(Tab::Rewards, "ArrowLeft", false, Some(Tab::History));
        check(Tab::Rewards, "ArrowLeft", true, Some(Tab::Ways));
        check(Tab::Ways, "ArrowRight", true, Some(Tab::Rewards));
        check(Tab::Ways, "Home", true, Some(Tab::Rewards));
        check(Tab::Ways, "End", false, Some(Tab::History));
        check(Tab::Ways, "a", false, None);
    }
}
