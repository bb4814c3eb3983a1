//! What a shopper does with the offer on display.

use super::model::Step;
use crate::state::Widget;

/// Takes the offer up: follows its button, or asks for what it gives.
pub fn take(widget: Widget) {
    if let Some(shown) = widget.showing.peek() {
        shown.step.settle(Step::Sending);
    }
}

/// Sends what was typed into the offer's form.
pub fn capture(widget: Widget, value: String) {
    if let Some(shown) = widget.showing.peek().filter(|_| !value.is_empty()) {
        shown.step.settle(Step::Sending);
    }
}

/// Closes the offer.
pub fn dismiss(widget: Widget) {
    widget.showing.set(None);
}
