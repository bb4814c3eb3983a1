//! Coming, reading, writing and going.

use std::rc::Rc;

use loyalty::case::MessageText;

use super::{
    chunk::Chunk,
    desk::{Desk, come, desk},
    door::{self, Door},
    inbox::Inbox,
    model::{Case, Draft, Place, Sending},
    read, request, room,
    words::keys,
};
use crate::{
    js::Js,
    state::Widget,
    sync::{self, Meaning, Outcome},
    ui,
};

/// From so many characters on it is said how many there is room for.
const LEFT_SAID: i64 = 200;

/// Goes in, to the list.
pub fn enter(widget: Widget, chunk: Chunk) {
    let desk = come(widget);
    // Cases close with time, too.
    desk.inbox.change(Inbox::retry);
    door::set(Door::Open(chunk));
    go(widget, &desk, Place::List, room::PANEL);
}

/// Goes to a place; what has this id there has the focus then.
pub fn go(widget: Widget, desk: &Rc<Desk>, place: Place, focus: &str) {
    if !matches!(desk.sending.peek(), Sending::Busy) {
        desk.sending.set(Sending::Idle);
    }
    desk.marked.replace(Default::default());
    desk.place.set(place);
    count(desk);
    // From the page it is not taken.
    let focus = if widget.root.active_element().is_some() { focus } else { "" };
    let (desk, focus) = (Rc::clone(desk), focus.to_owned());
    ui::soon(move || room::arrive(widget, &desk, &focus));
}

/// Goes back: to the list, and from there to the panel's own.
pub fn back(widget: Widget) {
    let Some(desk) = desk(widget) else { return door::leave(widget) };
    match desk.place.peek() {
        Place::List => door::leave(widget),
        Place::New(kind) => go(widget, &desk, Place::List, &room::way_id(kind.name())),
        Place::Thread(id) => go(widget, &desk, Place::List, &room::way_id(&id)),
    }
}

/// Loads the cases again that could not be loaded.
pub fn retry(widget: Widget, desk: Rc<Desk>) {
    desk.inbox.change(Inbox::retry);
    // The button goes as soon as they are there.
    ui::focus_soon(widget, room::PANEL.to_owned());
    load(widget, desk);
}

/// Loads the cases if they are not those of the member's present state.
pub fn load(widget: Widget, desk: Rc<Desk>) {
    let Some(seq) = widget.member.peek().map(|member| member.seq) else { return };
    if !desk.inbox.peek().wants(seq) {
        return;
    }
    desk.inbox.change(|inbox| inbox.ask(seq));
    ui::spawn(async move {
        let answer = sync::send(widget, "GET", &sync::in_language(widget, "/cases"), None, None).await;
        let cases = match answer.meaning() {
            Meaning::Done => read::cases(&answer.text),
            Meaning::SignInAgain => {
                widget.token_expired();
                None
            }
            Meaning::Refused | Meaning::Later => None,
        };
        desk.inbox.change(|inbox| inbox.take(seq, cases));
    });
}

/// Tells that a thread was shown, once for all that is in it.
pub fn mark(widget: Widget, desk: Rc<Desk>, case: &Case) {
    let marked = (case.id.clone(), case.messages.len());
    if case.unread == 0 || desk.marked.replace(marked.clone()) == marked {
        return;
    }
    ui::spawn(async move {
        let (path, body) = request::read(&marked.0, marked.1);
        // What did not get through stays unread until the thread is opened again.
        if let Outcome::Done(js) = sync::post(widget, &path, &body, &sync::new_key()).await {
            take(&desk, &js);
        }
    });
}

/// Takes the answer to something that was done to a case; gives its id.
fn take(desk: &Desk, js: &Js) -> Option<String> {
    let case = read::case(&js.get("case"))?;
    let (id, seq) = (case.id.clone(), js.get("member").int("seq"));
    desk.inbox.change(|inbox| inbox.put(case, seq));
    Some(id)
}

/// Keeps what is written, and counts it.
pub fn write(widget: Widget, desk: &Desk) {
    let place = desk.place.peek();
    desk.keep(&place, room::written(widget, desk.draft(&place)));
    count(desk);
}

fn count(desk: &Desk) {
    let words = desk.draft(&desk.place.peek()).words;
    let left = MessageText::CHARS_MAX as i64 - words.trim().chars().count() as i64;
    desk.left.settle(Some(left).filter(|left| *left <= LEFT_SAID));
}

/// Sends what is written.
pub fn send(widget: Widget, desk: Rc<Desk>) {
    let place = desk.place.peek();
    let draft = desk.draft(&place);
    let words = draft.words.trim().to_owned();
    if words.is_empty() || words.chars().count() > MessageText::CHARS_MAX {
        if !words.is_empty() {
            desk.sending.set(Sending::Stopped(keys::TOO_LONG));
        }
        return ui::focus_soon(widget, room::WORDS.to_owned());
    }
    let Some((path, body)) = request::message(&place, &words, &draft) else { return };
    if matches!(desk.sending.peek(), Sending::Busy) {
        return;
    }
    desk.sending.set(Sending::Busy);
    let key = desk.key(&path, &body);
    ui::spawn(async move {
        let outcome = sync::post(widget, &path, &body, &key).await;
        if !matches!(outcome, Outcome::Later) {
            desk.sent.settle();
        }
        match outcome {
            Outcome::Done(js) => {
                desk.sending.set(Sending::Idle);
                widget.say(widget.text().say(keys::SENT, [&room::shop(widget)]));
                // Words that were written while these were on their way stay.
                if desk.draft(&place) == draft {
                    desk.keep(&place, Draft::default());
                }
                let id = take(&desk, &js);
                // Who has gone elsewhere meanwhile stays there.
                if let Some(id) = id.filter(|_| desk.place.peek() == place) {
                    // The button of a reply is still there.
                    let focus = if matches!(place, Place::New(_)) { room::PANEL } else { "" };
                    go(widget, &desk, Place::Thread(id), focus);
                }
            }
            Outcome::Refused(code) => desk.sending.set(Sending::Stopped(request::refusal(&code))),
            Outcome::Later => desk.sending.set(Sending::Stopped(keys::FAILED)),
        }
    });
}
