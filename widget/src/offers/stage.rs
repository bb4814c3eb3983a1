//! What comes on display, and leaves it.

use std::{pin::Pin, rc::Rc};

use loyalty::{
    attention::{self, Candidate},
    offer::Trigger,
};
use web_sys::Location;

use super::{
    attributes::{self, Basket},
    choice::Chosen,
    course::{self, with},
    display::{self, form},
    listen,
    model::{Offer, Question, Shown, Step},
    page::{self, Page},
    report::{self, OfferEventKind},
    showing::Spot,
    signals::Moment,
    stored_state,
};
use crate::{panel, preview, state::Widget, survey, ui};

/// How long it waits after a chunk could not be loaded, in milliseconds.
const RETRY_MS: f64 = 10_000.0;

/// Looks whether something is to come on display now, or to leave it.
pub fn evaluate(widget: Widget, mut moment: Option<Moment>) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    let is_checkout = turn_page(widget, &location);
    // What nobody sees is not shown.
    if is_checkout || listen::is_hidden() {
        return;
    }
    if preview::is_on() {
        // It shows what it is about, and nothing else comes.
        return with(widget, |course| course.page.moment = moment.or(course.page.moment.take()));
    }
    let showing = widget.showing.all();
    let (asks_cart, cart) = with(widget, |course| (course.asks_cart(&showing), course.cart.clone()));
    let basket = if asks_cart { Basket::read(widget, cart.as_ref()) } else { None };
    for shown in showing {
        if !with(widget, |course| course.may_stay(widget, &shown, basket.as_ref())) {
            widget.showing.leave(&shown);
        }
    }
    let is_interrupted = widget.showing.at(Spot::Over).peek().is_some();
    with(widget, |course| course.page.take_over(is_interrupted));
    measure(widget);
    // At most one at each place.
    for _ in Spot::ALL {
        let Some(chosen) = with(widget, |course| course.choose(widget, moment.clone(), basket.as_ref())) else {
            return;
        };
        if !bring(widget, chosen, moment.take()) {
            return;
        }
    }
}

/// How much of the page is seen without scrolling counts, too.
fn measure(widget: Widget) {
    let asks = |trigger: &Trigger| matches!(trigger, Trigger::ScrollDepth { .. });
    let is_asked = with(widget, |course| course.offers.iter().any(|offer| offer.triggers.iter().any(asks)));
    if let Some(stand) = is_asked.then(listen::stand).flatten() {
        with(widget, |course| course.page.scroll.see(stand));
    }
}

/// Begins another page when the address has changed. Tells whether it is one to pay on: there nothing stays on display.
pub(super) fn turn_page(widget: Widget, location: &Location) -> bool {
    let address = page::address(location);
    let is_checkout = attributes::is_checkout(widget, location);
    with(widget, |course| {
        if course.page.address != address {
            course.page = Page::new(address, widget.elapsed_ms());
            course.visit = stored_state::visit(widget, Some(course.visit.clone()), &mut |visit| visit.pages += 1);
        }
    });
    if is_checkout {
        widget.showing.all().iter().for_each(|shown| widget.showing.leave(shown));
        // What was said to it was sent; the rest is asked on another page.
        survey::leave();
    }
    is_checkout
}

/// The panel covers what it must not share the screen with.
pub fn panel_opened(widget: Widget) {
    let over = widget.showing.at(Spot::Over).peek();
    if let Some(shown) = over.filter(|shown| shown.offer.display.for_attention().is_overlay()) {
        widget.showing.leave(&shown);
    }
}

/// Brings it on display, or loads what that takes. True if it has come, or would have: then there may be room for more.
fn bring(widget: Widget, chosen: Chosen, moment: Option<Moment>) -> bool {
    match chosen {
        Chosen::Question(question) if survey::is_here() => {
            ask(widget, &question);
            true
        }
        Chosen::Question(_) => load(widget, Box::pin(survey::load(widget)), moment),
        Chosen::Offer(offer, _) if offer.has_form() && !form::is_here() => {
            load(widget, Box::pin(form::load(widget)), moment)
        }
        Chosen::Offer(offer, candidate) => show(widget, offer, &candidate),
    }
}

/// Loads what it takes, and looks again. Nothing is counted before it can be drawn.
fn load(widget: Widget, what: Pin<Box<dyn Future<Output = bool>>>, moment: Option<Moment>) -> bool {
    with(widget, |course| course.load_from_ms = f64::INFINITY);
    ui::spawn(async move {
        let is_here = what.await;
        let from_ms = if is_here { 0.0 } else { widget.elapsed_ms() + RETRY_MS };
        with(widget, |course| course.load_from_ms = from_ms);
        if is_here {
            evaluate(widget, moment);
        }
    });
    false
}

fn ask(widget: Widget, question: &Question) {
    with(widget, |course| course.question = None);
    let Question { candidate, due, .. } = question;
    let now = widget.now();
    let goes_on = with(widget, |course| candidate.continues(&course.memory, now));
    if survey::ask(widget, due, now) && !goes_on {
        count(widget);
        course::remember(widget, attention::Event::Seen, &candidate.id, now);
    }
}

fn show(widget: Widget, offer: Rc<Offer>, candidate: &Candidate) -> bool {
    // Something asked for takes the place of what is there, but not of what is being taken up.
    let displaced: Vec<Rc<Shown>> = widget.showing.all();
    let excluded = displaced
        .into_iter()
        .filter(|shown| shown.offer.display.for_attention().excludes(candidate.display))
        .collect::<Vec<_>>();
    if excluded.iter().any(|shown| shown.step.peek() == Step::Sending) {
        return false;
    }
    if offer.content.is_none() {
        // Those who would have seen it are counted as those who do, and see nothing.
        seen(widget, &offer, candidate);
        with(widget, |course| course.page.withheld.push((offer.id.clone(), candidate.display)));
        return true;
    }
    excluded.iter().for_each(|shown| widget.showing.leave(shown));
    if candidate.display.is_over_page() {
        survey::leave();
        if candidate.display.is_overlay() {
            panel::close(widget);
        }
    }
    let candidate = candidate.clone();
    let come = move || {
        if put_on_display(widget, Rc::clone(&offer)) {
            seen(widget, &offer, &candidate);
        }
    };
    if excluded.is_empty() {
        come();
        return true;
    }
    // Once what was there has gone: ids are used once.
    ui::soon(come);
    false
}

/// Counts what was shown, or would have been.
fn seen(widget: Widget, offer: &Offer, candidate: &Candidate) {
    let goes_on = with(widget, |course| candidate.continues(&course.memory, widget.now()));
    if goes_on {
        return;
    }
    if candidate.interrupts() {
        count(widget);
    }
    report::report(
        widget,
        offer,
        if candidate.interrupts() { OfferEventKind::Seen } else { OfferEventKind::SeenQuietly },
    );
}

/// Counts an interruption against the caps.
fn count(widget: Widget) {
    with(widget, |course| {
        course.page.interrupted += 1;
        course.visit = stored_state::visit(widget, Some(course.visit.clone()), &mut |visit| visit.shown += 1);
    });
}

/// Brings back what was taken off display, where there is still room for it.
pub(super) fn put_back(widget: Widget, offer: Rc<Offer>) {
    let asked = offer.display.for_attention();
    let is_taken = widget.showing.all().iter().any(|shown| shown.offer.display.for_attention().excludes(asked));
    let is_covered = asked.is_over_page() && (widget.is_open.peek() || survey::is_asking());
    if !is_taken && !is_covered && (form::is_here() || !offer.has_form()) {
        put_on_display(widget, offer);
    }
}

/// Puts an offer on display. False if the page has no place for it.
pub(super) fn put_on_display(widget: Widget, offer: Rc<Offer>) -> bool {
    let is_captured = with(widget, |course| course.captured.as_ref() == Some(&offer.id));
    let place = display::place(&offer);
    let shown = Rc::new(Shown::new(offer, place, panel::focused(widget), is_captured));
    widget.showing.show(Rc::clone(&shown));
    let is_there = display::is_drawn(widget, &shown);
    if !is_there {
        widget.showing.leave(&shown);
    }
    is_there
}
