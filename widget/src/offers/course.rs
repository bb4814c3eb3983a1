//! The course of a visit: what is known of it, and what it hears.
//!
//! Nothing that runs the page's own code runs while the course is borrowed: a page may answer an event with a command.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Interval;
use loyalty::{
    CandidateId, Instant,
    attention::{self, Memory, Settings},
    offer::PROGRAM_HOLDOUT,
};
use wasm_bindgen::JsValue;

use super::{
    CLICK, ORDER, VISITOR, beacon, listen,
    model::{Offer, Question},
    page::{self, Page},
    read,
    report::OfferEventKind,
    scroll::Stand,
    signals::Moment,
    stage, stored_state,
    visit::Visit,
};
use crate::{
    js::{Js, object},
    state::Widget,
    survey,
    ui::{self, join},
};

/// Between two looks at what time alone brings about.
const BEAT_MS: u32 = 1_000;
/// How often it is written down that somebody is still there, in milliseconds.
const STILL_THERE_MS: i64 = 60_000;
/// Where it is kept whose form was filled in while nobody was signed in.
pub const CAPTURED: &str = ":captured";

thread_local! {
    static COURSE: RefCell<Option<VisitState>> = const { RefCell::new(None) };
}

/// What is known of this visit.
pub(super) struct VisitState {
    pub(super) offers: Vec<Rc<Offer>>,
    /// What is due to be asked.
    pub(super) question: Option<Question>,
    pub(super) settings: Settings,
    /// What decides: the visitor's memory, with that of the member who is signed in.
    pub(super) memory: Memory,
    /// By which mark the member goes; empty for a visitor.
    pub(super) owner: String,
    /// The visitor's own memory, while a member is signed in.
    own: Memory,
    pub(super) visit: Visit,
    pub(super) page: Page,
    /// What the page told to be in the cart.
    pub(super) cart: Option<Js>,
    /// When the shopper last did something.
    pub(super) acted_ms: f64,
    /// When the shopper last typed into a field of the page.
    pub(super) typed_ms: f64,
    /// When a chunk may be loaded again: later, where one could not be; never, while one is on its way.
    pub(super) load_from_ms: f64,
    /// Whose form was filled in, and what it gives not had yet: once signed in, one has it without the form.
    pub(super) captured: Option<CandidateId>,
    /// What was taken off display until it is known who is meant, or in which language.
    waiting: Vec<CandidateId>,
    /// Who was meant, and in which language, when there was last an answer.
    who: String,
}

/// Takes what an answer says of offers and of a due question; nothing, while it is not known who is meant.
pub fn take(widget: Widget, answer: &Js) {
    let js = &answer.get("offers");
    let who = who(widget);
    let is_nobody = js.is_none();
    if is_nobody && with(widget, |course| course.who == who) {
        // Another token of the same member, or no answer: what is there stays there.
        return;
    }
    let offers = read::offers(js);
    let showing = widget.showing.all();
    let back = with(widget, |course| {
        // Until there is an answer it is not known who is meant; only that nobody is who has signed out.
        if !is_nobody || !widget.is_signed_in() {
            course.belong_to(widget, js.text("owner"));
        }
        course.memory = std::mem::take(&mut course.memory).merge(read::memory(&js.get("memory")));
        if !stored_state::stores_visit(widget) {
            course.visit.count_remembered(&course.memory, widget.now());
        }
        if let Some(settings) = js.opt("settings", read::settings) {
            course.settings = settings;
        }
        course.offers = offers;
        course.question = read::question(&answer.get("survey"));
        if is_nobody {
            course.waiting.extend(showing.iter().filter(|shown| shown.is_idle()).map(|shown| shown.offer.id.clone()));
            return Vec::new();
        }
        course.who = who;
        let waiting = std::mem::take(&mut course.waiting);
        let offers = course.offers.iter().filter(|offer| offer.content.is_some() && waiting.contains(&offer.id));
        offers.cloned().collect()
    });
    for shown in showing {
        // Whoever is at it, or has taken it up, keeps it; and what may be shown no more often is not taken from who sees it.
        let stays = !is_nobody && with(widget, |course| course.keeps(&shown));
        if !stays {
            widget.showing.leave(&shown);
        }
    }
    survey::settle(widget);
    for offer in back {
        // It was seen already.
        stage::put_back(widget, offer);
    }
    tell_cohort(widget, js);
    if js.get("join").as_flag() {
        beacon::join_visitor(widget);
    }
    stage::evaluate(widget, None);
}

/// Forgets whoever was on this device before: somebody else is.
pub fn forget(widget: Widget) {
    beacon::forget();
    with(widget, |course| course.who.clear());
    take(widget, &Js::new(JsValue::UNDEFINED));
    with(widget, |course| {
        (course.memory, course.own, course.owner) = Default::default();
        (course.waiting, course.captured) = Default::default();
        course.visit = stored_state::visit(widget, None, &mut |visit| visit.pages += 1);
    });
}

/// Who is meant, and in which language.
fn who(widget: Widget) -> String {
    let languages = join(&widget.host.asked(), widget.text().locale());
    join(&join(&widget.host.owner(), &widget.host.stored(VISITOR)), &join(" ", &languages))
}

/// Hears a command of the page's, or a click.
pub fn hear(widget: Widget, command: &str, detail: &Js) {
    if command == ORDER {
        // Many shops number their orders.
        let number = detail.raw().as_f64().map(|number| (number as i64).to_string());
        return beacon::placed(widget, &number.unwrap_or_else(|| detail.as_text()));
    }
    let (is_cart, is_event, is_click) = (command == "cart", command == "track", command == CLICK);
    let detail = detail.clone();
    // The page may call from within anything: what it tells is heard once that is over.
    ui::soon(move || {
        let moment = is_click.then(|| Moment::Click(detail.as_text()));
        with(widget, |course| {
            if is_cart {
                course.cart = Some(detail).filter(|cart| !cart.is_none());
            } else if is_event {
                course.page.tell(detail.as_text());
            }
        });
        stage::evaluate(widget, moment);
    });
}

/// The shopper did something.
pub fn act(widget: Widget) {
    with(widget, |course| course.acted_ms = widget.elapsed_ms());
}

/// The shopper typed into a field of the page.
pub fn typed(widget: Widget) {
    with(widget, |course| course.typed_ms = widget.elapsed_ms());
}

/// Nobody has seen the page for so long.
pub fn was_hidden(widget: Widget, away_ms: f64) {
    with(widget, |course| course.page.was_hidden(away_ms, widget.elapsed_ms()));
}

/// The page was scrolled, perhaps by a finger.
pub fn scrolled(widget: Widget, stand: Stand, is_by_touch: bool) {
    let is_hurry = with(widget, |course| course.page.scroll.to(stand, widget.elapsed_ms(), is_by_touch));
    if is_hurry {
        stage::evaluate(widget, Some(Moment::Leaving));
    }
}

/// Remembers what came of an offer, and when.
pub fn remember(widget: Widget, event: attention::Event, id: &CandidateId, at: Instant) {
    with(widget, |course| {
        course.memory.record(event, id, at);
        stored_state::remember(widget, &course.owner, &mut course.memory);
    });
}

/// A form was filled in by somebody who is not signed in; or, without an offer, what it gives was had.
pub fn capture(widget: Widget, offer: Option<&CandidateId>) {
    widget.host.store(CAPTURED, offer.map_or("", CandidateId::as_str));
    with(widget, |course| course.captured = offer.cloned());
}

/// Tells once a visit in which part of the program-wide holdout this person is.
fn tell_cohort(widget: Widget, js: &Js) {
    let (cohort, run) = (js.text("cohort"), read::run(js, "cohort_run"));
    if cohort.is_empty() || with(widget, |course| course.visit.cohort_told == run) {
        return;
    }
    with(widget, |course| {
        course.visit = stored_state::visit(widget, Some(course.visit.clone()), &mut |visit| visit.cohort_told = run);
    });
    let cohort = JsValue::from_str(&cohort);
    let is_holdout = cohort == "holdout";
    let arm = if is_holdout { cohort } else { object(&[("variant", cohort)]) };
    beacon::queue(widget, OfferEventKind::Seen, (PROGRAM_HOLDOUT, &arm, run), widget.now());
}

/// Once a second: what time alone brings about, and single-page shops that tell nobody of another page.
fn beat(widget: Widget) {
    let has_work = with(widget, |course| {
        let now = widget.now();
        let was_here = widget.elapsed_ms() - course.acted_ms < f64::from(BEAT_MS);
        if was_here && now.as_ms() - course.visit.last.as_ms() >= STILL_THERE_MS {
            course.visit = stored_state::visit(widget, Some(course.visit.clone()), &mut |_| ());
        }
        !course.offers.is_empty() || course.question.is_some()
    });
    if has_work || survey::is_asking() || !widget.showing.all().is_empty() {
        stage::evaluate(widget, None);
    }
}

/// The course, begun if it has not.
pub(super) fn with<R>(widget: Widget, act: impl FnOnce(&mut VisitState) -> R) -> R {
    COURSE.with_borrow_mut(|course| act(course.get_or_insert_with(|| VisitState::begin(widget))))
}

impl VisitState {
    fn begin(widget: Widget) -> Self {
        listen::begin(widget);
        Interval::new(BEAT_MS, move || beat(widget)).forget();
        let mut memory = Memory::default();
        stored_state::learn(widget, "", &mut memory);
        let address = web_sys::window().map(|window| page::address(&window.location())).unwrap_or_default();
        // One that nobody sees yet is seen from when somebody does.
        let seen_since_ms = if listen::is_hidden() { widget.elapsed_ms() } else { 0.0 };
        Self {
            offers: Vec::new(),
            question: None,
            settings: Settings::default(),
            memory,
            owner: String::new(),
            own: Memory::default(),
            visit: stored_state::visit(widget, None, &mut |visit| visit.pages += 1),
            page: Page::new(address, seen_since_ms),
            cart: None,
            acted_ms: widget.elapsed_ms(),
            typed_ms: f64::NEG_INFINITY,
            load_from_ms: 0.0,
            captured: CandidateId::new(widget.host.stored(CAPTURED)).ok(),
            waiting: Vec::new(),
            who: String::new(),
        }
    }

    /// Takes note of who is meant: a visitor who signs in stays the same person, and what a member leaves is the visitor's.
    fn belong_to(&mut self, widget: Widget, owner: String) {
        if owner == self.owner {
            return;
        }
        if self.owner.is_empty() {
            self.own = self.memory.clone();
        } else {
            self.memory = std::mem::take(&mut self.own);
        }
        self.owner = owner;
        stored_state::learn(widget, &self.owner, &mut self.memory);
    }
}
