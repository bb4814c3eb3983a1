//! How long an offer lasts, second by second while somebody can see it. At the end the offer closes by itself.

mod left;

use std::cell::Cell;

use leptos::prelude::*;
use loyalty::Instant;
use web_sys::VisibilityState;

use super::super::{acts, model::Step};
use crate::{
    element::Element,
    state::{Watched, Widget},
    text::keys,
    ui::{self, live},
};
use left::Left;

thread_local! {
    /// Whole seconds that are left.
    static LEFT: Watched<i64> = Watched::new(0);
    /// Grows with every offer that is drawn: the clock of an earlier one stops.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// Begins to count down to the end of what is now on display, if it has one.
pub fn begin(widget: Widget, end: Option<Instant>) {
    let turn = TURN.get() + 1;
    TURN.set(turn);
    if let Some(end) = end {
        LEFT.with(|left| left.settle(left::seconds(end.as_ms() - widget.now().as_ms())));
        ui::spawn(tick(widget, end, turn));
    }
}

async fn tick(widget: Widget, end: Instant, turn: u32) {
    loop {
        let left_ms = end.as_ms() - widget.now().as_ms();
        ui::sleep(left::until_next_ms(left_ms)).await;
        let Some(shown) = widget.showing.peek().filter(|_| TURN.get() == turn) else { return };
        let left = left::seconds(end.as_ms() - widget.now().as_ms());
        if left <= 0 && !matches!(shown.step.peek(), Step::Sending | Step::Done(_)) {
            // Not while something is being taken up, and not what it gave.
            return acts::end(widget);
        }
        if is_visible() {
            LEFT.with(|seconds| seconds.settle(left.max(0)));
        }
    }
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// What is left. A screen reader can ask for it, and is not told every second.
pub fn countdown(widget: Widget, end: Option<Instant>) -> AnyView {
    if end.is_none() {
        return ui::none();
    }
    live(move || {
        let Left { days, time } = Left::of(LEFT.with(Watched::get));
        let text = widget.text();
        let line = match days {
            0 => text.say(keys::OFFER_ENDS, [&time]),
            days => text.count(keys::OFFER_ENDS_DAYS, days, [&time]),
        };
        Element::part("P", "offer-countdown").with("role", Some("timer")).says(&line)
    })
}
