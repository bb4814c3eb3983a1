//! How long an offer lasts, second by second while somebody can see it. At the end the offer closes by itself.

mod left;

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::Instant;

use super::super::{
    focus, listen,
    model::{Shown, Step},
    words::keys,
};
use crate::{
    element::Element,
    state::Widget,
    ui::{self, live},
};
use left::Left;

/// Begins to count down to the end of what has just come on display, if it has one.
pub fn begin(widget: Widget, shown: &Rc<Shown>) {
    if let Some(end) = end(shown) {
        shown.left_s.settle(left::seconds(end.as_ms() - widget.now().as_ms()));
        ui::spawn(tick(widget, end, Rc::clone(shown)));
    }
}

fn end(shown: &Shown) -> Option<Instant> {
    shown.content()?.countdown
}

async fn tick(widget: Widget, end: Instant, shown: Rc<Shown>) {
    loop {
        let left_ms = end.as_ms() - widget.now().as_ms();
        ui::sleep(left::until_next_ms(left_ms)).await;
        if !widget.showing.has(&shown) {
            return;
        }
        let left = left::seconds(end.as_ms() - widget.now().as_ms());
        let is_at_it = shown.is_begun.get() || matches!(shown.step.peek(), Step::Sending | Step::Done(_));
        if left <= 0 && !is_at_it {
            // Not while something is being taken up, and not what it gave. That is nobody's "no".
            return focus::leave(widget, &shown);
        }
        if !listen::is_hidden() {
            shown.left_s.settle(left.max(0));
        }
    }
}

/// What is left. A screen reader can ask for it, and is not told every second.
pub fn countdown(widget: Widget, shown: &Rc<Shown>) -> AnyView {
    if end(shown).is_none() {
        return ui::none();
    }
    let spot = shown.spot();
    live(move || {
        let left_s = widget.showing.at(spot).peek().map_or(0, |shown| shown.left_s.get());
        let Left { days, time } = Left::of(left_s);
        let text = widget.text();
        let line = match days {
            0 => text.say(keys::ENDS, [&time]),
            days => text.count(keys::ENDS_DAYS, days, [&time]),
        };
        Element::part("P", "offer-countdown").with("role", Some("timer")).says(&line)
    })
}
