//! Whose device it is: the visitor, and the member that the visitor has turned out to be. What is kept of one person is not
//! another's, and of a member nothing stays who has signed out.

use super::{course, stored_state, visit};
use crate::{js::Js, state::Widget};

/// Where a visitor's id is kept.
pub const VISITOR: &str = ":visitor";
/// Where it is kept by which mark the member goes who the visitor is: part of a keyed hash, nothing of the member's id.
const OWNER: &str = ":owner";

/// Keeps the visitor id that an answer brings, and takes note of whom it is for. False if another member is signed in than
/// the visitor was: then there is a new visitor, of whom nothing is known, and it has to be asked again.
pub fn settle(widget: Widget, offers: &Js) -> bool {
    if !widget.is_signed_in() {
        forget(widget, stored_state::MEMBER);
    }
    let owner = offers.text("owner");
    let known = widget.host.stored(OWNER);
    if owner != known {
        keep(widget, OWNER, &owner);
    }
    // Where nothing can be stored any more it would be another each time.
    let is_another = !owner.is_empty() && !known.is_empty() && owner != known && widget.host.stored(OWNER) == owner;
    if is_another {
        [VISITOR, stored_state::MEMORY, visit::PLACE, course::CAPTURED]
            .into_iter()
            .for_each(|name| forget(widget, name));
    } else {
        keep(widget, VISITOR, &offers.text("visitor"));
    }
    !is_another
}

fn keep(widget: Widget, name: &str, text: &str) {
    if !text.is_empty() {
        widget.host.store(name, text);
    }
}

/// Nothing is stored where nothing was.
fn forget(widget: Widget, name: &str) {
    if !widget.host.stored(name).is_empty() {
        widget.host.store(name, "");
    }
}
