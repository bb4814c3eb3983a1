//! In the page, wherever the shop marked a place: `<div data-regulars-place="home-top"></div>`. Each gets a
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
    super::model::{Content, Display, Offer},
    action, content,
    shapes::{close, region},
};
use crate::{state::Widget, ui};
use place::Place;

thread_local! {
    /// Where it is drawn.
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

/// Draws an offer that was just put on display into all its places. False if the page has none.
pub fn inline(widget: Widget, offer: &Rc<Offer>) -> bool {
    let Display::Inline { place } = &offer.display else { return false };
    PLACES.take();
    let is_somewhere = fill(widget, place) > 0;
    if is_somewhere {
        follow(widget, place.clone());
    }
    is_somewhere
}

/// Leaves the page, once what is on display is not in it.
pub fn leave(widget: Widget) {
    if !widget.showing.peek().is_some_and(|shown| matches!(shown.offer.display, Display::Inline { .. })) {
        PLACES.take();
    }
}

/// Draws into every place where it is not drawn yet, and forgets those that have left the page. Tells how many were new.
fn fill(widget: Widget, name: &str) -> usize {
    PLACES.with_borrow_mut(|places| {
        places.retain(Place::is_connected);
        let known = places.len();
        for element in marked(name) {
            if !places.iter().any(|place| place.is_in(&element)) {
                places.extend(Place::new(widget, &element, move || view(widget)));
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
fn follow(widget: Widget, name: String) {
    /// A page that throws it out each time means it: more times than this are a fight.
    const FIGHT: usize = 20;

    let times = Cell::new(0);
    let changed = Closure::<dyn Fn(JsValue, MutationObserver)>::new(move |_: JsValue, observer: MutationObserver| {
        let shown = widget.showing.peek();
        if shown.is_some_and(|shown| matches!(&shown.offer.display, Display::Inline { place } if *place == name)) {
            times.set(times.get() + fill(widget, &name));
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

fn view(widget: Widget) -> AnyView {
    ui::live(move || {
        let shown = widget.showing.get().filter(|shown| matches!(shown.offer.display, Display::Inline { .. }));
        ui::opt(shown.and_then(|shown| shown.offer.content.as_ref().map(|content| card(widget, content))))
    })
}

fn card(widget: Widget, content: &Content) -> AnyView {
    let rest = ui::block("offer-rest", [content::words(widget, content), action::action(widget)]);
    region(widget, "offer offer-inline", "region", vec![close(widget), content::picture(content), rest])
}
