//! What a preview sees of a visit, and does to it. Its chunk calls this one through what is here and not by name: what two
//! chunks call by name is cut out of both, and shoppers would load it for the sake of previews.

use std::{borrow::Cow, rc::Rc};

use loyalty::{
    CandidateId, Instant,
    attention::{self, Reason},
    condition::{Value, meets},
    offer::Trigger,
};

use super::{
    attributes::{self, Basket},
    choice,
    course::{self, VisitState},
    display::form,
    model::Offer,
    read,
    script::Script,
    signals::Signals,
    stage, stored_state,
};
use crate::{js::Js, state::Widget, ui};

/// What is done with what is seen.
pub type Inspector<'s> = &'s mut dyn FnMut(&dyn Inspection);

/// What the offers' chunk does for the preview's.
#[derive(Clone, Copy)]
pub struct Inside {
    /// Puts an offer of an answer on display, whatever speaks against it. False while the page has no place for it.
    pub show: fn(Widget, &Js) -> bool,
    /// Looks at the page as it is now.
    pub look: fn(Widget, Inspector<'_>),
    /// Any value as conditions know it.
    pub value: fn(&Js) -> Value,
}

/// A page, at a moment.
pub trait Inspection {
    /// When.
    fn now(&self) -> Instant;
    /// Whether it is one to pay on.
    fn is_checkout(&self) -> bool;
    /// What was sent.
    fn offers(&self) -> &[Rc<Offer>];
    /// What has come of the page so far.
    fn signals(&self) -> &Signals;
    /// Whether a trigger has fired.
    fn fires(&self, trigger: &Trigger) -> bool;
    /// Whether the page, the cart and the visit meet a condition.
    fn meets(&self, condition: &Value) -> bool;
    /// What a condition finds at a path.
    fn at(&self, path: &str) -> Cow<'_, Value>;
    /// Whether there is somewhere to draw an offer.
    fn has_place(&self, offer: &Offer) -> bool;
    /// Why each offer that asks for attention would be shown now, or not, if nothing were on display.
    fn reasons(&self) -> Vec<(CandidateId, Reason)>;
}

impl Inside {
    /// All of it.
    pub(super) fn new() -> Self {
        Self { show, look, value: read::value }
    }
}

fn show(widget: Widget, js: &Js) -> bool {
    let Some(offer) = read::offer(js).filter(|offer| choice::can_be_drawn(widget, offer)) else { return false };
    if offer.has_form() && !form::is_here() {
        // The preview tries again with its next look.
        ui::spawn(async move {
            let _ = form::load(widget).await;
        });
        return false;
    }
    stage::put_on_display(widget, Rc::new(offer))
}

fn look(widget: Widget, see: Inspector<'_>) {
    let Some(location) = web_sys::window().and_then(|window| window.document()?.location()) else { return };
    let is_checkout = stage::turn_page(widget, &location);
    let cart = course::with(widget, |course| course.cart.clone());
    let basket = Basket::read(widget, cart.as_ref());
    course::with(widget, |course| {
        // Another tab may have shown something.
        stored_state::learn(widget, &course.owner, &mut course.memory);
        let now = widget.now();
        let signals = course.signals(widget, now, None, basket.as_ref());
        let attributes = attributes::all(widget, basket.as_ref(), &course.visit, now);
        see(&InspectedPage { widget, now, is_checkout, course, basket, signals, attributes });
    });
}

struct InspectedPage<'c> {
    widget: Widget,
    now: Instant,
    is_checkout: bool,
    course: &'c VisitState,
    basket: Option<Basket>,
    signals: Signals,
    attributes: Value,
}

impl Inspection for InspectedPage<'_> {
    fn now(&self) -> Instant {
        self.now
    }

    fn is_checkout(&self) -> bool {
        self.is_checkout
    }

    fn offers(&self) -> &[Rc<Offer>] {
        &self.course.offers
    }

    fn signals(&self) -> &Signals {
        &self.signals
    }

    fn fires(&self, trigger: &Trigger) -> bool {
        self.signals.fire(trigger)
    }

    fn meets(&self, condition: &Value) -> bool {
        meets(&self.attributes, condition, &Script) == Some(true)
    }

    fn at(&self, path: &str) -> Cow<'_, Value> {
        self.attributes.at(path)
    }

    fn has_place(&self, offer: &Offer) -> bool {
        choice::can_be_drawn(self.widget, offer)
    }

    fn reasons(&self) -> Vec<(CandidateId, Reason)> {
        let candidates = self.course.candidates(self.widget, None, self.basket.as_ref());
        let moment = self.course.moment(self.widget, Vec::new());
        attention::decide(&self.course.settings, &self.course.memory, &candidates, &moment).reasons
    }
}
