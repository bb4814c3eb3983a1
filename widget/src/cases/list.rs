//! The ways to begin, and what was begun.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    course,
    desk::Desk,
    inbox::Load,
    model::{Author, Case, Kind, Place, Status},
    room,
    view::{mark, name},
    words::keys,
};
use crate::{
    element::{Element, Press},
    icon,
    state::Widget,
    text::{Message, Text},
    ui,
};

/// The list.
pub fn list(widget: Widget, desk: &Rc<Desk>) -> AnyView {
    let text = widget.text();
    let inbox = desk.inbox.get();
    let ways = Kind::ALL.map(|kind| way(widget, desk, kind));
    let threads = inbox.cases.iter().map(|case| ui::item("case-line", [line(widget, desk, case)]));
    let known = (!inbox.cases.is_empty())
        .then(|| ui::all([ui::heading("heading", text.say(keys::YOURS, [])), ui::list("case-lines", threads)]));
    ui::block(
        "case",
        [
            ui::say("case-intro", text.say(keys::INTRO, [&room::shop(widget)])),
            ui::block("case-ways", ways),
            state(widget, desk, inbox.load),
            ui::opt(known),
        ],
    )
}

/// A way to begin.
fn way(widget: Widget, desk: &Rc<Desk>, kind: Kind) -> AnyView {
    let label = match kind {
        Kind::Question => keys::BEGIN_QUESTION,
        Kind::Idea => keys::BEGIN_IDEA,
        Kind::Complaint | Kind::Praise => name(kind),
    };
    let shown = ui::all([icon::icon(mark(kind)), ui::words("", widget.text().say(label, []))]);
    let desk = Rc::clone(desk);
    leads("case-way", kind.name())
        .on("click", move |_| course::go(widget, &desk, Place::New(kind), room::WORDS))
        .of([shown])
}

/// Whether all that was begun is there.
fn state(widget: Widget, desk: &Rc<Desk>, load: Load) -> AnyView {
    let text = widget.text();
    let (words, retry) = match load {
        Load::Unknown | Load::Loading if desk.inbox.peek().cases.is_empty() => (text.say(keys::LOADING, []), None),
        Load::Unknown | Load::Loading | Load::Done => (String::new(), None),
        Load::Failed => {
            let to = Rc::clone(desk);
            let retry = Press { class: "button quiet", ..Press::default() }
                .on_click(ui::text(text.say(keys::RETRY, [])), move || course::retry(widget, Rc::clone(&to)));
            (text.say(keys::LOAD_FAILED, []), Some(retry))
        }
    };
    // It is there before it says something, or a screen reader might miss it.
    Element::new("DIV", &[("class", "case-state"), ("role", "status")]).of([ui::text(words), ui::opt(retry)])
}

/// What leads to a thread: what it is about, the last words in it, and whether some of them are new.
fn line(widget: Widget, desk: &Rc<Desk>, case: &Case) -> AnyView {
    let text = widget.text();
    let last = case.messages.last();
    let words = last.map_or("", |message| &message.text);
    let day = last.map_or_else(String::new, |message| widget.text().day(message.at, widget.now()));
    let is_mine = last.is_some_and(|message| message.by == Author::You);
    let words = if is_mine { ui::join(&text.say(keys::YOU_WROTE, []), words) } else { words.to_owned() };
    let status = match case.unread {
        0 => ui::words("case-status", status(&text, case.status)),
        _ => ui::words("case-status new", text.say(keys::NEW, [])),
    };
    let top = [ui::words("case-kind", text.say(name(case.kind), [])), status];
    let shown = ui::all([
        icon::icon(mark(case.kind)),
        Element::new("SPAN", &[("class", "case-top")]).of(top),
        Element::new("SPAN", &[("class", "case-last"), ("dir", "auto")]).says(&words),
        ui::words("case-day", day),
    ]);
    let (desk, id) = (Rc::clone(desk), case.id.clone());
    leads("case-open", &case.id)
        .on("click", move |_| course::go(widget, &desk, Place::Thread(id.clone()), room::PANEL))
        .of([shown])
}

/// A button that leads somewhere, and gets the focus back.
fn leads(class: &str, to: &str) -> Element {
    Element::new("BUTTON", &[("type", "button"), ("class", class), ("id", &room::way_id(to))])
}

/// What is said of how far a case has come.
pub fn status(text: &Text, status: Status) -> String {
    let message: Message<0> = match status {
        Status::Open => keys::OPEN,
        Status::Answered => keys::ANSWERED,
        Status::Closed => keys::CLOSED,
    };
    text.say(message, [])
}
