//! What came of an offer, told to the shop, to the page and to the memory.

use loyalty::attention::Event;

use super::{beacon, course, model::Offer};
use crate::{js::object, preview, state::Widget};

/// What came of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferEventKind {
    Seen,
    /// Seen, and nothing was interrupted by it.
    SeenQuietly,
    Clicked,
    Dismissed,
    Converted,
}

impl OfferEventKind {
    /// What the API and the page call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seen | Self::SeenQuietly => "seen",
            Self::Clicked => "clicked",
            Self::Dismissed => "dismissed",
            Self::Converted => "converted",
        }
    }

    /// What the attention budget makes of it. A click alone decides nothing.
    fn event(self) -> Option<Event> {
        match self {
            Self::Seen => Some(Event::Seen),
            Self::SeenQuietly => Some(Event::SeenQuietly),
            Self::Clicked => None,
            Self::Dismissed => Some(Event::Dismissed),
            Self::Converted => Some(Event::Converted),
        }
    }
}

/// Tells what came of an offer. What is only a preview comes to nothing.
pub fn report(widget: Widget, offer: &Offer, deed: OfferEventKind) {
    if preview::is_on() {
        return;
    }
    // The wallet hears of the same instant: with another one showing would be two.
    let now = widget.now();
    if let Some(event) = deed.event() {
        course::remember(widget, event, &offer.id, now);
    }
    beacon::queue(widget, deed, (offer.id.as_str(), &offer.arm, offer.run), now);
    let detail = [("id", offer.id.as_str().into()), ("arm", offer.arm.clone()), ("event", deed.name().into())];
    widget.emit("offer", &object(&detail));
}
