//! What happened to a member's points, newest first.

use leptos::prelude::*;

use super::{notice, words::keys};
use crate::{
    model::{Entry, EntryKind},
    state::Widget,
    sync::{End, load_history, more_history},
    text::{Message, Text},
    ui::{self, Button},
};

/// The history. Loaded when first seen, and again when something has happened since.
pub fn history(widget: Widget) -> AnyView {
    if widget.member.get().is_some() {
        // Not while it is being drawn: what it changes is what is drawn.
        ui::soon(move || load_history(widget));
    }
    let text = widget.text();
    let history = widget.history.get();
    let say = |message: Message<0>| notice::status(ui::say("empty", text.say(message, [])));
    let is_busy = history.end == End::Loading;
    let button = |message: Message<0>| {
        Button { class: "button quiet wide", label: text.say(message, []), is_busy, ..Button::default() }
            .on_click(move || more_history(widget))
    };
    let end = match history.end {
        // The button that was pressed stays where it is, and keeps the focus.
        End::Loading if !history.entries.is_empty() => button(keys::SENDING),
        End::Unknown | End::Loading => say(keys::SENDING),
        End::Failed => ui::all([say(keys::HISTORY_FAILED), button(keys::RETRY)]),
        End::More => button(keys::HISTORY_MORE),
        End::Complete if history.entries.is_empty() => say(keys::HISTORY_EMPTY),
        End::Complete => ui::none(),
    };
    ui::all([ui::list("entries", history.entries.iter().map(|entry| row(widget, entry))), end])
}

fn row(widget: Widget, entry: &Entry) -> AnyView {
    let text = widget.text();
    let (class, change) = match entry.change() {
        // What was set aside is now gone: nothing to add or take.
        0 if entry.points != 0 => ("change even", text.number(entry.points.abs())),
        // A coupon that no points were set aside for.
        0 => ("change even", String::new()),
        change if change > 0 => ("change plus", text.change(change)),
        change => ("change", text.change(change)),
    };
    let what = [ui::words("what", what(&text, entry)), ui::words("when", text.day(entry.at, widget.now()))];
    ui::item("entry", [ui::line("", what), ui::words(class, change)])
}

fn what(text: &Text, entry: &Entry) -> String {
    let reward = entry.reward.as_str();
    let of_order = |named, plain| match &entry.order {
        Some(order) => text.say(named, [order]),
        None => text.say(plain, []),
    };
    match entry.kind {
        EntryKind::Earned => of_order(keys::ENTRY_EARNED, keys::ENTRY_EARNED_PLAIN),
        EntryKind::Reversed => of_order(keys::ENTRY_REVERSED, keys::ENTRY_REVERSED_PLAIN),
        EntryKind::Held => text.say(keys::ENTRY_HELD, [reward]),
        EntryKind::Released => text.say(keys::ENTRY_RELEASED, [reward]),
        EntryKind::Lapsed => text.say(keys::ENTRY_LAPSED, [reward]),
        EntryKind::Spent => text.say(keys::ENTRY_SPENT, [reward]),
        EntryKind::Returned => text.say(keys::ENTRY_RETURNED, [reward]),
        EntryKind::Expired => text.say(keys::ENTRY_EXPIRED, []),
        EntryKind::Claimed if !reward.is_empty() => text.say(keys::ENTRY_CLAIMED, [reward]),
        EntryKind::Answered => text.say(keys::ENTRY_ANSWERED, []),
        EntryKind::Adjusted | EntryKind::Claimed => {
            entry.reason.clone().unwrap_or_else(|| text.say(keys::ENTRY_ADJUSTED, []))
        }
    }
}
