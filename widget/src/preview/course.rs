//! The course of a preview: what is asked of the service, what comes on display, and what is said of it by now.

use std::{cell::RefCell, pin::Pin, rc::Rc};

use gloo_timers::callback::Interval;
use js_sys::Array;
use web_sys::VisibilityState;

use super::{
    judge::Judge,
    link,
    model::{Opened, Place, Row, Stage},
    panel,
    words::keys,
};
use crate::{
    js::{Js, object},
    model::Problem,
    offers,
    state::{Watched, Widget},
    survey,
    sync::{self, Answer, Meaning},
    text::{Message, Text},
    ui::{self, join},
};

/// Between two looks at the page.
const BEAT_MS: u32 = 1_000;
/// Between two attempts to get an answer, or the code of the offers.
const RETRY_MS: u32 = 3_000;
/// Between two looks whether the code of the offers is there.
const WAIT_MS: u32 = 100;

thread_local! {
    /// What the views show.
    static SHOWN: Shown = Shown::new();
    static VISIT: RefCell<Visit> = RefCell::default();
}

/// Everything the views show.
pub struct Shown {
    /// The language in use, once its messages are there.
    pub text: Watched<Option<Rc<Text>>>,
    pub stage: Watched<Stage>,
    /// Which variant is on display.
    pub variant: Watched<usize>,
    pub place: Watched<Place>,
    pub rows: Watched<Rc<Vec<Row>>>,
}

/// What no view watches.
#[derive(Default)]
struct Visit {
    /// Who was meant, and in which language, when it was last asked.
    meant: String,
    /// The page that was last looked at.
    path: String,
}

impl Shown {
    fn new() -> Self {
        Self {
            text: Watched::new(None),
            stage: Watched::new(Stage::Asking),
            variant: Watched::new(0),
            place: Watched::new(Place::Nowhere),
            rows: Watched::new(Rc::default()),
        }
    }
}

/// Reads what the views show.
pub fn shown<R>(read: impl FnOnce(&Shown) -> R) -> R {
    SHOWN.with(read)
}

/// Begins, for as long as the page lives.
pub fn begin(widget: Widget) {
    panel::mount(widget);
    ui::spawn(ask(widget));
    Interval::new(BEAT_MS, move || beat(widget)).forget();
}

/// Asks what the link opens, until there is an answer.
async fn ask(widget: Widget) {
    // Who is counted is known with the first answer for the page, and so is the time.
    while widget.boot.peek().is_none() || widget.offers.peek().is_none() {
        offers::fetch(widget);
        ui::sleep(WAIT_MS).await;
    }
    let meant = meant(widget);
    VISIT.with_borrow_mut(|visit| visit.meant.clone_from(&meant));
    let is_meant = move || VISIT.with_borrow(|visit| visit.meant == meant);
    // Nobody waits for the answer any more once somebody else is meant.
    while is_meant() {
        shown(|shown| shown.text.set(Some(widget.text())));
        let answer = send(widget).await;
        if !is_meant() || take(widget, &answer) {
            return;
        }
        shown(|shown| shown.stage.set(Stage::Failed));
        ui::sleep(RETRY_MS).await;
    }
}

async fn send(widget: Widget) -> Answer {
    let visitor = widget.host.stored(offers::VISITOR);
    let mut path = sync::in_language(widget, "/preview");
    for (name, value) in [("&token=", &link::token()), ("&visitor=", &visitor)] {
        if !value.is_empty() {
            path.push_str(name);
            path.push_str(&String::from(js_sys::encode_uri_component(value)));
        }
    }
    sync::send(widget, "GET", &path, None, None).await
}

/// Takes an answer. False if it was none.
fn take(widget: Widget, answer: &Answer) -> bool {
    let stage = match answer.meaning() {
        Meaning::Later => return false,
        Meaning::SignInAgain => {
            // The page brings another token, and it is asked again.
            widget.token_expired();
            Stage::Asking
        }
        Meaning::Refused => Stage::Refused(refusal(&Problem::parse(&answer.text).code)),
        Meaning::Done => match Js::parse(&answer.text) {
            Some(js) => {
                let opened = Opened::read(&js);
                if let Some(chunk) = widget.offers.peek().filter(|_| opened.question.is_none()) {
                    (chunk.take)(widget, &sent(&js, &opened));
                }
                Stage::Open(Rc::new(opened))
            }
            None => return false,
        },
    };
    shown(|shown| {
        shown.stage.set(stage);
        shown.place.set(Place::Nowhere);
    });
    look(widget);
    true
}

/// What the offers take of an answer, as if it were sent to the page.
fn sent(js: &Js, opened: &Opened) -> Js {
    let candidates = Array::new();
    for entry in &opened.entries {
        let candidate = entry.why.get("candidate");
        if !candidate.is_none() {
            candidates.push(candidate.raw());
        }
    }
    let get = |name: &str| js.get(name).raw().clone();
    let members = [("candidates", candidates.into()), ("settings", get("settings")), ("memory", get("memory"))];
    Js::new(object(&[("offers", object(&members))]))
}

/// Why a link opens nothing.
fn refusal(code: &str) -> Message<0> {
    match code {
        "preview_expired" => keys::LINK_EXPIRED,
        "preview_invalid" => keys::LINK_INVALID,
        "not_found" => keys::GONE,
        _ => keys::REFUSED,
    }
}

/// Another variant is to be on display, or the same once more.
pub fn show(widget: Widget, variant: usize) {
    shown(|shown| {
        shown.variant.set(variant);
        shown.place.set(Place::Nowhere);
    });
    widget.showing.all().iter().for_each(|shown| widget.showing.leave(shown));
    // Once what was on display has gone: ids are used once.
    ui::soon(move || look(widget));
}

/// Brings what is previewed on display, where the page has a place for it.
fn bring(widget: Widget, opened: &Opened, variant: usize, show: fn(Widget, &Js) -> bool) -> Place {
    if let Some(question) = &opened.question {
        return if survey::ask(widget, question, widget.now()) {
            Place::Up
        } else {
            fetch(widget, Box::pin(survey::load(widget)))
        };
    }
    match opened.variants.get(variant) {
        Some(variant) if show(widget, variant) => Place::Up,
        _ => Place::Nowhere,
    }
}

/// Loads what it takes to show it, and looks again.
fn fetch(widget: Widget, what: Pin<Box<dyn Future<Output = bool>>>) -> Place {
    ui::spawn(async move {
        if what.await {
            look(widget);
        }
    });
    Place::Nowhere
}

/// Who is meant, and in which language.
fn meant(widget: Widget) -> String {
    let languages = join(&widget.host.asked(), widget.text().locale());
    join(&widget.host.token(), &join(&languages, &widget.host.stored(offers::VISITOR)))
}

fn beat(widget: Widget) {
    let is_other = VISIT.with_borrow(|visit| !visit.meant.is_empty() && visit.meant != meant(widget));
    if is_other {
        shown(|shown| shown.stage.set(Stage::Asking));
        return ui::spawn(ask(widget));
    }
    look(widget);
}

/// Looks at the page: brings the offer where it can be, and says of all of them how they stand.
fn look(widget: Widget) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let stage = shown(|shown| shown.stage.peek());
    let (Stage::Open(opened), Some(chunk), Some(text)) = (stage, widget.offers.peek(), shown(|it| it.text.peek()))
    else {
        return;
    };
    if document.visibility_state() == VisibilityState::Hidden {
        return;
    }
    let mut is_checkout = false;
    let mut rows = Vec::new();
    (chunk.inside.look)(widget, &mut |sight| {
        is_checkout = sight.is_checkout();
        rows = Judge { widget, text: &text, inside: &chunk.inside, opened: &opened, sight }.rows();
    });
    let path = document.location().and_then(|location| location.pathname().ok()).unwrap_or_default();
    let is_other_page = VISIT.with_borrow_mut(|visit| std::mem::replace(&mut visit.path, path.clone()) != path);
    shown(|shown| {
        let place = match shown.place.peek() {
            _ if is_checkout => Place::Checkout,
            _ if !widget.showing.all().is_empty() || survey::is_asking() => Place::Up,
            Place::Up | Place::Closed if !is_other_page => Place::Closed,
            _ => bring(widget, &opened, shown.variant.peek(), chunk.inside.show),
        };
        shown.place.settle(place);
        shown.rows.settle(Rc::new(rows));
    });
    panel::make_room(widget);
}
