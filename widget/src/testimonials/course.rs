//! What is shown, and in which language: looked at once a second, asked for once. Whose it is comes with the member's state.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    ELEMENT, LOOK_MS, RETRY_MS,
    model::{Own, Testimonial},
    place::Place,
};
use crate::{
    js::Js,
    state::{Watched, Widget},
    sync::{self, Meaning},
    text::Text,
    ui,
};

thread_local! {
    /// What everybody is shown.
    static SHOWN: Watched<Rc<Vec<Testimonial>>> = Watched::new(Rc::default());
    /// What is said beside them.
    static TEXT: Watched<Option<Rc<Text>>> = Watched::new(None);
    /// Where they are drawn.
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
    /// Everybody's have been asked for, and came.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// What everybody is shown, watched.
pub fn shown() -> Rc<Vec<Testimonial>> {
    SHOWN.with(Watched::get)
}

/// The member's own, watched.
pub fn own(widget: Widget) -> Option<Own> {
    let member = widget.member.get()?;
    Some(Own::read(&member.testimonial())).filter(|own| !own.id.is_empty())
}

/// What is said beside them, watched; none while it is not there.
pub fn text() -> Option<Rc<Text>> {
    TEXT.with(Watched::get)
}

/// Looks after the page's elements, for as long as the page lives.
pub fn begin(widget: Widget) {
    ui::spawn(async move {
        loop {
            let is_well = !fill(widget) || bring(widget).await.is_some();
            ui::sleep(if is_well { LOOK_MS } else { RETRY_MS }).await;
        }
    });
}

/// Draws into every element where it is not drawn yet, and forgets those that have left the page. Tells whether there are any.
fn fill(widget: Widget) -> bool {
    PLACES.with_borrow_mut(|places| {
        places.retain(Place::is_current);
        for element in elements() {
            if !places.iter().any(|place| place.is_in(&element)) {
                places.extend(Place::new(widget, element));
            }
        }
        !places.is_empty()
    })
}

fn elements() -> Vec<HtmlElement> {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector_all(ELEMENT).ok());
    found.map_or_else(Vec::new, |found| Array::from(&found).iter().map(JsCast::unchecked_into).collect())
}

/// Asks for what is not known yet. None if something did not come.
async fn bring(widget: Widget) -> Option<()> {
    let text = widget.text();
    if TEXT.with(Watched::peek).is_none_or(|known| !Rc::ptr_eq(&known, &text)) {
        TEXT.with(|known| known.set(Some(text)));
    }
    if !IS_ASKED.get() {
        let answer = ask(widget).await?;
        IS_ASKED.set(true);
        SHOWN.with(|shown| shown.set(Rc::new(answer.list("testimonials", Testimonial::read))));
    }
    Some(())
}

async fn ask(widget: Widget) -> Option<Js> {
    let answer = sync::send(widget, "GET", "/testimonials/shown", None, None).await;
    match answer.meaning() {
        Meaning::Done => Js::parse(&answer.text),
        // It will be refused however often it is asked: there is nothing to show.
        Meaning::Refused => Js::parse("{}"),
        Meaning::SignInAgain | Meaning::Later => None,
    }
}
