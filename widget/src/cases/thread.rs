//! A thread: what the two sides wrote and what the shop gave, day by day, and the field to go on in.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::Instant;

use super::{
    compose, course,
    desk::Desk,
    list,
    model::{Author, Case, Gesture, Gift, Message, Status},
    room::{self, UNREAD},
    words::keys,
};
use crate::{element::Element, icon, state::Widget, text::Text, ui};

/// The thread of the case with this id.
pub fn thread(widget: Widget, desk: &Rc<Desk>, id: &str) -> AnyView {
    let text = widget.text();
    let Some(case) = desk.inbox.get().case(id) else {
        return ui::block("case", [ui::say("case-state", text.say(keys::GONE, []))]);
    };
    {
        // Not while it is being drawn: what it changes is what is drawn.
        let (desk, case) = (Rc::clone(desk), Rc::clone(&case));
        ui::soon(move || course::mark(widget, desk, &case));
    }
    let status = list::status(&text, case.status);
    let about = case.order.as_ref().map(|order| ui::words("", text.say(keys::ABOUT, [order])));
    let closed = (case.status == Status::Closed).then(|| ui::say("case-hint", text.say(keys::CLOSED_HINT, [])));
    ui::block(
        "case",
        [
            ui::line("case-about", [ui::words("case-status", status), ui::opt(about)]),
            Element::new("OL", &[("class", "case-thread")]).of(items(widget, &text, &case)),
            ui::opt(closed),
            compose::field(widget, desk, keys::REPLY, "3"),
            compose::foot(widget, desk),
        ],
    )
}

/// One after another, with each day above what was written on it.
fn items(widget: Widget, text: &Text, case: &Case) -> Vec<AnyView> {
    let first_unread = case.first_unread();
    let mut items: Vec<(Instant, AnyView)> = Vec::new();
    for (place, said) in case.messages.iter().enumerate() {
        items.push((said.at, message(widget, text, said, first_unread == Some(place))));
    }
    items.extend(case.gestures.iter().map(|given| (given.at, gesture(text, given))));
    // What was given at the moment of a message is below it.
    items.sort_by_key(|(at, _)| *at);
    let mut views = Vec::new();
    let mut last_day = String::new();
    for (at, view) in items {
        let day = widget.text().day(at, widget.now());
        if day != last_day {
            views.push(Element::new("LI", &[("class", "case-date")]).says(&day));
            last_day = day;
        }
        views.push(view);
    }
    views
}

fn message(widget: Widget, text: &Text, Message { by, text: words, at }: &Message, is_first_unread: bool) -> AnyView {
    let (class, who) = match by {
        Author::You => ("case-message mine", text.say(keys::YOU, [])),
        Author::Shop(name) if name.is_empty() => ("case-message", room::shop(widget)),
        Author::Shop(name) => ("case-message", [name, " · ", &room::shop(widget)].concat()),
    };
    let who = [ui::words("case-who", who), ui::text(" "), ui::words("", text.time(*at))];
    let words = Element::new("P", &[("class", "case-words"), ("dir", "auto")]).says(words);
    Element::new("LI", &[("class", class)])
        .with("id", is_first_unread.then_some(UNREAD))
        .of([ui::line("case-by", who), words])
}

fn gesture(text: &Text, Gesture { gift, reason, .. }: &Gesture) -> AnyView {
    let given = match gift {
        Gift::Points(points) => text.count(keys::GIVEN_POINTS, *points, []),
        Gift::Reward(reward) => text.say(keys::GIVEN_REWARD, [reward]),
    };
    let lines = ui::line("", [ui::strong(given), ui::text(" "), ui::text(reason.clone())]);
    Element::new("LI", &[("class", "case-gesture")]).of([icon::icon(icon::GIFT), lines])
}
