//! In the page, wherever the shop marked a place: `<div data-regulars-place="home-top"></div>`, or one for bars. Each gets a
//! `<regulars-offer>` with a shadow root of its own.

mod place;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, MutationObserver, MutationObserverInit};

use super::{
    super::{
        model::{Content, Shown},
        showing::Spot,
    },
    action, bar, content,
    shapes::{close, region},
};
use crate::{state::Widget, ui};
use place::Place;

thread_local! {
    /// Where they are drawn.
    static PLACES: RefCell<Vec<(Spot, Place)>> = const { RefCell::new(Vec::new()) };
}

/// Draws an offer that was just put on display into all its places. False if the page has none.
pub fn inline(widget: Widget, shown: &Rc<Shown>) -> bool {
    let Some(name) = &shown.place else { return false };
    empty(shown.spot());
    let is_somewhere = fill(widget, shown.spot(), name) > 0;
    if is_somewhere {
        follow(widget, Rc::clone(shown));
    }
    is_somewhere
}

/// Leaves the page, once what is on display is not in it.
pub fn leave(widget: Widget, spot: Spot) {
    if widget.showing.at(spot).peek().is_none_or(|shown| shown.place.is_none()) {
        empty(spot);
    }
}

fn empty(spot: Spot) {
    PLACES.with_borrow_mut(|places| places.retain(|(known, _)| *known != spot));
}

/// Draws into every place where it is not drawn yet, and forgets those that have left the page. Tells how many were new.
fn fill(widget: Widget, spot: Spot, name: &str) -> usize {
    PLACES.with_borrow_mut(|places| {
        places.retain(|(_, place)| place.is_connected());
        let known = places.len();
        for element in marked(name) {
            if !places.iter().any(|(_, place)| place.is_in(&element)) {
                places.extend(Place::new(widget, &element, move || view(widget, spot)).map(|place| (spot, place)));
            }
        }
        places.len() - known
    })
}

/// The elements the page has for an offer. A place's name never needs quoting within quotes.
fn marked(name: &str) -> Vec<Element> {
    let selector = ui::join(&ui::join("[data-regulars-place=\"", name), "\"]");
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector_all(&selector).ok());
    found.map_or_else(Vec::new, |found| Array::from(&found).iter().map(JsCast::unchecked_into).collect())
}

/// A single-page shop replaces its places: what is on display goes along, until it is closed.
fn follow(widget: Widget, shown: Rc<Shown>) {
    /// A page that throws it out each time means it: more times than this are a fight.
    const FIGHT: usize = 20;

    let times = Cell::new(0);
    let changed = Closure::<dyn Fn(JsValue, MutationObserver)>::new(move |_: JsValue, observer: MutationObserver| {
        if let Some(name) = shown.place.as_ref().filter(|_| widget.showing.has(&shown)) {
            times.set(times.get() + fill(widget, shown.spot(), name));
            if times.get() < FIGHT {
                return;
            }
        }
        observer.disconnect();
    });
    let body = web_sys::window().and_then(|window| window.document()?.body());
    if let (Some(body), Ok(observer)) = (body, MutationObserver::new(changed.into_js_value().unchecked_ref())) {
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        // Without it the offer stays where it was drawn first.
        let _ = observer.observe_with_options(&body, &options);
    }
}

fn view(widget: Widget, spot: Spot) -> AnyView {
    ui::live(move || {
        let shown = widget.showing.at(spot).get().filter(|shown| shown.place.is_some());
        ui::opt(shown.and_then(|shown| {
            let content = shown.content()?;
            let is_bar = spot == Spot::Bar;
            Some(if is_bar { bar::placed(widget, &shown, content) } else { card(widget, &shown, content) })
        }))
    })
}

fn card(widget: Widget, shown: &Rc<Shown>, content: &Content) -> AnyView {
    let rest = ui::block("offer-rest", [content::words(widget, shown, content), action::action(widget, shown)]);
    let views = vec![close(widget, shown), content::picture(content), rest];
    region(widget, shown, "offer offer-inline", "region", views)
}
