//! What is remembered on the device, for all tabs together. Each reads what is there before it writes.
//!
//! A visitor's memory and a member's are kept apart: the member has the visitor's as well, and not the other way round.

use loyalty::attention::Memory;

use super::{
    attributes, memory,
    visit::{self, Visit},
};
use crate::{state::Widget, ui::join};

/// Where a visitor's memory is kept.
pub const MEMORY: &str = ":memory";
/// Where a member's is, after a line with the mark of whose it is.
pub const MEMBER: &str = ":member";

/// Learns what other pages and tabs have remembered of this owner; of a visitor, if there is none.
pub fn learn(widget: Widget, owner: &str, memory: &mut Memory) {
    let of_member = widget.host.stored(MEMBER);
    let of_member = of_member.split_once('\n').filter(|(mark, _)| *mark == owner && !owner.is_empty());
    for text in [widget.host.stored(MEMORY).as_str(), of_member.map_or("", |(_, text)| text)] {
        // Each by itself: a member's has the visitor's in it, and what is read twice in one text was shown twice.
        *memory = std::mem::take(memory).merge(memory::parse(text));
    }
}

/// Remembers for other tabs and pages, with what they remember.
pub fn remember(widget: Widget, owner: &str, memory: &mut Memory) {
    learn(widget, owner, memory);
    memory.prune(widget.now());
    let text = memory::write(memory);
    if owner.is_empty() {
        widget.host.store(MEMORY, &text);
    } else {
        widget.host.store(MEMBER, &join(owner, &join("\n", &text)));
    }
}

/// The visit by now, changed by something that was done in it. Where nothing may be stored it lasts as long as the page, which knows it.
pub fn visit(widget: Widget, known: Option<Visit>, change: &mut dyn FnMut(&mut Visit)) -> Visit {
    let earlier = Visit::parse(&widget.host.stored(visit::PLACE)).or(known);
    let source = web_sys::window().map(|window| attributes::source(&window.location())).unwrap_or_default();
    let mut visit = Visit::at(widget.now(), earlier, &source);
    visit.last = widget.now();
    change(&mut visit);
    widget.host.store(visit::PLACE, &visit.write());
    visit
}

/// Whether the visit is kept for the next page.
pub fn stores_visit(widget: Widget) -> bool {
    !widget.host.stored(visit::PLACE).is_empty()
}
