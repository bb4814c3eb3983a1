//! The course of a visit: which offer comes on display, and when one leaves it.
//!
//! Nothing that runs the page's own code runs while the course is borrowed: a page may answer an event with a command.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Interval;
use loyalty::{
    CandidateId, Instant,
    attention::{self, Candidate, CandidateKind, Device, Memory, Settings},
    condition::meets,
    offer::{PROGRAM_HOLDOUT, Trigger},
};
use wasm_bindgen::JsValue;
use web_sys::{Location, VisibilityState};

use super::{
    attributes::{self, Basket},
    beacon, kept, listen,
    model::{Display, Offer, Question, Shown, Step},
    read,
    report::{self, Deed},
    script::Script,
    scroll::{Scroll, Stand},
    signals::{Moment, Signals},
    visit::Visit,
};
use crate::{
    js::{Js, object},
    panel, preview,
    state::Widget,
    survey, ui,
};

/// Between two looks at what time alone brings about.
const BEAT_MS: u32 = 1_000;
/// How long somebody has looked around a page before they are asked something, in seconds.
const LOOK_AROUND_S: u32 = 5;
/// How often it is written down that somebody is still there, in milliseconds.
const STILL_THERE_MS: i64 = 60_000;
/// Most events of a page that are remembered until the next page.
const EVENTS_MAX: usize = 100;

thread_local! {
    static COURSE: RefCell<Option<Course>> = const { RefCell::new(None) };
}

/// What is known of this visit.
pub(super) struct Course {
    pub(super) offers: Vec<Rc<Offer>>,
    /// What is due to be asked.
    question: Option<Question>,
    pub(super) settings: Settings,
    pub(super) memory: Memory,
    pub(super) visit: Visit,
    page: Page,
    /// What the page told to be in the cart.
    pub(super) cart: Option<Js>,
    /// When the shopper last did something.
    acted_ms: f64,
    /// What was taken off display until it is known who is meant, or in which language.
    waiting: Option<CandidateId>,
}

/// What comes on display.
enum Chosen {
    Offer(Rc<Offer>),
    Question(Question),
}

/// One page, from one change of the path to the next.
#[derive(Default)]
struct Page {
    path: String,
    opened_ms: f64,
    shown: u32,
    events: Vec<String>,
    scroll: Scroll,
    /// The last there was. Kept for a preview alone, where somebody reads what has fired.
    moment: Option<Moment>,
}

/// Takes what an answer says of offers and of a due question; nothing, while it is not known who is meant.
pub fn take(widget: Widget, answer: &Js) {
    let js = &answer.get("offers");
    let offers = read::offers(js);
    let shown = widget.showing.peek();
    let is_offered = |id: &CandidateId| offers.iter().any(|offer| offer.id == *id);
    let leaves = shown.as_ref().filter(|shown| {
        // What was taken, or is being taken, stays for who took it.
        js.is_none() || (shown.step.peek() == Step::Offered && !is_offered(&shown.offer.id))
    });
    let waiting = leaves.filter(|shown| js.is_none() && shown.step.peek() == Step::Offered);
    let waiting = waiting.map(|shown| shown.offer.id.clone());
    let back = with(widget, |course| {
        course.memory = std::mem::take(&mut course.memory).merge(read::memory(&js.get("memory")));
        if let Some(settings) = js.opt("settings", read::settings) {
            course.settings = settings;
        }
        course.offers = offers;
        course.question = read::question(&answer.get("survey"));
        let waited = std::mem::replace(&mut course.waiting, waiting)?;
        course.offers.iter().find(|offer| offer.id == waited && offer.content.is_some()).cloned()
    });
    if leaves.is_some() {
        widget.showing.set(None);
    } else if let Some(back) = back.filter(|_| shown.is_none() && !widget.is_open.peek()) {
        // It was seen already.
        put_on_display(widget, back);
    }
    tell_cohort(widget, js);
    look(widget, None);
}

/// Hears a command of the page's.
pub fn hear(widget: Widget, command: &str, detail: &Js) {
    let is_cart = command == "cart";
    let is_event = command == "track";
    let detail = detail.clone();
    // The page may call from within anything: what it tells is heard once that is over.
    ui::soon(move || {
        with(widget, |course| {
            if is_cart {
                course.cart = Some(detail).filter(|cart| !cart.is_none());
            } else if is_event && course.page.events.len() < EVENTS_MAX {
                course.page.events.push(detail.as_text());
            }
        });
        look(widget, None);
    });
}

/// The shopper did something.
pub fn act(widget: Widget) {
    with(widget, |course| course.acted_ms = widget.elapsed_ms());
}

/// The page was scrolled.
pub fn scrolled(widget: Widget, stand: Stand, is_touched: bool) {
    let is_hurry = with(widget, |course| course.page.scroll.to(stand, widget.elapsed_ms()));
    if is_hurry && is_touched {
        look(widget, Some(Moment::Leaving));
    }
}

/// The panel covers what it must not share the screen with.
pub fn panel_opened(widget: Widget) {
    if widget.showing.peek().is_some_and(|shown| shown.offer.display == Display::Modal) {
        widget.showing.set(None);
    }
}

/// Remembers what came of an offer.
pub fn remember(widget: Widget, event: attention::Event, id: &CandidateId) {
    with(widget, |course| {
        course.memory.record(event, id, widget.now());
        kept::remember(widget, &mut course.memory);
    });
}

/// Looks whether something is to come on display now, or to leave it.
pub fn look(widget: Widget, moment: Option<Moment>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(location) = document.location() else { return };
    let is_checkout = turn_page(widget, &location);
    // What nobody sees is not shown.
    if is_checkout || document.visibility_state() == VisibilityState::Hidden {
        return;
    }
    if preview::is_on() {
        // It shows what it is about, and nothing else comes.
        return with(widget, |course| course.page.moment = moment.or(course.page.moment.take()));
    }
    let (asks_cart, cart) = with(widget, |course| (course.asks_cart(), course.cart.clone()));
    let basket = if asks_cart { Basket::read(widget, cart.as_ref()) } else { None };
    match with(widget, |course| course.choose(widget, moment, basket.as_ref())) {
        Some(Chosen::Offer(offer)) => show(widget, offer),
        Some(Chosen::Question(question)) => ask(widget, question),
        None => {}
    }
}

/// Begins another page when the path has changed. Tells whether it is one to pay on: there nothing stays on display.
pub(super) fn turn_page(widget: Widget, location: &Location) -> bool {
    let path = location.pathname().unwrap_or_default();
    let is_checkout = attributes::is_checkout(&widget.host.page(), &path);
    let shown = widget.showing.peek();
    let leaves = with(widget, |course| {
        if course.page.path == path {
            return is_checkout;
        }
        let on_display = u32::from(shown.is_some());
        course.page = Page { path, opened_ms: widget.elapsed_ms(), shown: on_display, ..Page::default() };
        course.visit = kept::visit(widget, Some(course.visit.clone()), &mut |visit| visit.pages += 1);
        // One that is for other pages stays only with who is at it.
        is_checkout
            || shown.as_ref().is_some_and(|shown| {
                let Offer { display, condition, .. } = &*shown.offer;
                let is_of_page = matches!(display, Display::Inline { .. }) || condition.is_some();
                is_of_page && shown.step.peek() == Step::Offered
            })
    });
    if leaves && shown.is_some() {
        widget.showing.set(None);
    }
    is_checkout
}

/// Counts a showing against the caps.
fn count(widget: Widget) {
    with(widget, |course| {
        course.page.shown += 1;
        course.visit = kept::visit(widget, Some(course.visit.clone()), &mut |visit| visit.shown += 1);
    });
}

fn ask(widget: Widget, question: Question) {
    if !with(widget, |course| question.candidate.continues(&course.memory, widget.now())) {
        count(widget);
        remember(widget, attention::Event::Seen, &question.candidate.id);
    }
    survey::ask(widget, question.due);
}

fn show(widget: Widget, offer: Rc<Offer>) {
    count(widget);
    report::report(widget, &offer, Deed::Seen);
    // Those who would have seen it are counted as those who do, and see nothing.
    if offer.content.is_some() {
        put_on_display(widget, offer);
    }
}

pub(super) fn put_on_display(widget: Widget, offer: Rc<Offer>) {
    let shown = Rc::new(Shown::new(Rc::clone(&offer), panel::focused(widget)));
    widget.showing.set(Some(shown));
    if matches!(offer.display, Display::Inline { .. }) && !super::display::inline(widget, &offer) {
        widget.showing.set(None);
    }
}

/// Tells once a visit in which part of the program-wide holdout this person is.
fn tell_cohort(widget: Widget, js: &Js) {
    let cohort = js.text("cohort");
    if cohort.is_empty() || with(widget, |course| course.visit.is_cohort_told) {
        return;
    }
    with(widget, |course| {
        course.visit = kept::visit(widget, Some(course.visit.clone()), &mut |visit| visit.is_cohort_told = true);
    });
    let cohort = JsValue::from_str(&cohort);
    let is_holdout = cohort == "holdout";
    let arm = if is_holdout { cohort } else { object(&[("variant", cohort)]) };
    beacon::tell(widget, Deed::Seen.name(), PROGRAM_HOLDOUT, &arm);
}

/// Once a second: what time alone brings about, and single-page shops that tell nobody of another page.
fn beat(widget: Widget) {
    let has_work = with(widget, |course| {
        let now = widget.now();
        let was_here = widget.elapsed_ms() - course.acted_ms < f64::from(BEAT_MS);
        if was_here && now.as_ms() - course.visit.last.as_ms() >= STILL_THERE_MS {
            course.visit = kept::visit(widget, Some(course.visit.clone()), &mut |_| ());
        }
        !course.offers.is_empty() || course.question.is_some()
    });
    if has_work || widget.showing.peek().is_some() {
        look(widget, None);
    }
}

/// The course, begun if it has not.
pub(super) fn with<R>(widget: Widget, act: impl FnOnce(&mut Course) -> R) -> R {
    COURSE.with_borrow_mut(|course| act(course.get_or_insert_with(|| Course::begin(widget))))
}

impl Course {
    fn begin(widget: Widget) -> Self {
        listen::begin(widget);
        Interval::new(BEAT_MS, move || beat(widget)).forget();
        let mut memory = Memory::default();
        kept::learn(widget, &mut memory);
        let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
        Self {
            offers: Vec::new(),
            question: None,
            settings: Settings::default(),
            memory,
            visit: kept::visit(widget, None, &mut |visit| visit.pages += 1),
            page: Page { path, ..Page::default() },
            cart: None,
            acted_ms: widget.elapsed_ms(),
            waiting: None,
        }
    }

    /// Whether it matters what is in the cart.
    fn asks_cart(&self) -> bool {
        let is_cart = |trigger: &Trigger| matches!(trigger, Trigger::CartValue { .. });
        self.offers.iter().any(|offer| offer.condition.is_some() || offer.triggers.iter().any(is_cart))
    }

    /// What is to be shown now.
    fn choose(&mut self, widget: Widget, moment: Option<Moment>, basket: Option<&Basket>) -> Option<Chosen> {
        let candidates = self.candidates(widget, moment, basket);
        self.decide(widget, &candidates)?;
        // Another tab may have shown something since this one last looked.
        kept::learn(widget, &mut self.memory);
        self.visit = kept::visit(widget, Some(self.visit.clone()), &mut |_| ());
        let Candidate { id, kind, .. } = self.decide(widget, &candidates)?;
        match kind {
            CandidateKind::Survey | CandidateKind::FollowUp => self.question.take().map(Chosen::Question),
            _ => self.offers.iter().find(|offer| offer.id == *id).cloned().map(Chosen::Offer),
        }
    }

    /// What asks for attention: its time has come, a trigger has fired, and page, cart and visit are as it wants them.
    pub(super) fn candidates(&self, widget: Widget, moment: Option<Moment>, basket: Option<&Basket>) -> Vec<Candidate> {
        let now = widget.now();
        let signals = self.signals(widget, now, moment, basket);
        let mut attributes = None;
        let mut candidates = Vec::new();
        for offer in &self.offers {
            let is_its_time = offer.from.is_none_or(|from| from <= now) && offer.until.is_none_or(|until| now < until);
            let Some(trigger) = signals.best(&offer.triggers).filter(|_| is_its_time && can_be_drawn(widget, offer))
            else {
                continue;
            };
            let is_met = offer.condition.as_ref().is_none_or(|condition| {
                let all = || attributes::all(widget, basket, &self.visit, now);
                // The edge has answered what it asks of groups. One that cannot be told here is not met.
                meets(attributes.get_or_insert_with(all), condition, &Script) == Some(true)
            });
            if is_met {
                candidates.push(Candidate {
                    id: offer.id.clone(),
                    kind: CandidateKind::Offer,
                    display: offer.display.for_attention(),
                    trigger: trigger.for_attention(),
                    priority: offer.priority,
                    limits: offer.limits.clone(),
                    repeatable: offer.repeatable,
                    is_begun: false,
                });
            }
        }
        let question = self.question.as_ref();
        let is_its_time = |question: &&Question| now < question.until && signals.page_s >= LOOK_AROUND_S;
        candidates.extend(question.filter(is_its_time).map(|question| question.candidate.clone()));
        candidates
    }

    pub(super) fn signals(
        &self,
        widget: Widget,
        now: Instant,
        moment: Option<Moment>,
        basket: Option<&Basket>,
    ) -> Signals {
        let since = |then_ms: f64| ((widget.elapsed_ms() - then_ms) / 1_000.0) as u32;
        Signals {
            page_s: since(self.page.opened_ms),
            visit_s: self.visit.seconds(now),
            idle_s: since(self.acted_ms),
            scrolled_percent: self.page.scroll.percent,
            cart: basket.and_then(|basket| basket.value(widget)),
            events: self.page.events.clone(),
            moment: moment.or_else(|| self.page.moment.clone()),
        }
    }

    fn decide<'c>(&self, widget: Widget, candidates: &'c [Candidate]) -> Option<&'c Candidate> {
        if candidates.is_empty() {
            return None;
        }
        let shown = widget.showing.peek().map(|shown| shown.offer.id.clone());
        // The panel, or a question, is on display, too; which it is makes no difference.
        let other = || CandidateId::new("panel").ok().filter(|_| widget.is_open.peek() || survey::is_asking());
        let moment = self.moment(widget, shown.or_else(other));
        attention::choose(&self.settings, &self.memory, candidates, &moment)
    }

    /// What a decision is made by, with this on display.
    pub(super) fn moment(&self, widget: Widget, on_display: Option<CandidateId>) -> attention::Moment {
        attention::Moment {
            now: widget.now(),
            // On a checkout nobody gets here.
            page: attention::Page::Other,
            device: if ui::is_phone() { Device::Phone } else { Device::Desktop },
            page_open_s: ((widget.elapsed_ms() - self.page.opened_ms) / 1_000.0) as u32,
            on_display,
            shown_on_page: self.page.shown,
            shown_in_session: u32::try_from(self.visit.shown).unwrap_or(u32::MAX),
        }
    }
}

/// Whether there is somewhere to draw it. Without it nobody is counted, in the holdout as little as elsewhere.
pub(super) fn can_be_drawn(widget: Widget, offer: &Offer) -> bool {
    match &offer.display {
        Display::Inline { place } => attributes::has_place(place),
        Display::Badge => ui::element(widget, "launcher").is_some(),
        _ => true,
    }
}
