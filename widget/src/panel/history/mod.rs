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
    let (message, about) = match (entry.kind, &entry.order) {
        (EntryKind::Earned, Some(order)) => (keys::ENTRY_EARNED, order.as_str()),
        (EntryKind::Reversed, Some(order)) => (keys::ENTRY_REVERSED, order.as_str()),
        (EntryKind::Held, _) => (keys::ENTRY_HELD, reward),
        (EntryKind::Released, _) => (keys::ENTRY_RELEASED, reward),
        (EntryKind::Lapsed, _) => (keys::ENTRY_LAPSED, reward),
        (EntryKind::Spent, _) => (keys::ENTRY_SPENT, reward),
        (EntryKind::Returned, _) => (keys::ENTRY_RETURNED, reward),
        (EntryKind::Claimed, _) if !reward.is_empty() => (keys::ENTRY_CLAIMED, reward),
        (kind, _) => return plain(text, kind, entry.reason.as_ref()),
    };
    text.say(message, [about])
}

/// What happened, where nothing is named.
fn plain(text: &Text, kind: EntryKind, reason: Option<&String>) -> String {
    let message = match (kind, reason) {
        (EntryKind::Earned, _) => keys::ENTRY_EARNED_PLAIN,
        (EntryKind::Reversed, _) => keys::ENTRY_REVERSED_PLAIN,
        (EntryKind::Expired, _) => keys::ENTRY_EXPIRED,
        (EntryKind::Answered, _) => keys::ENTRY_ANSWERED,
        (EntryKind::Corrected, _) => keys::ENTRY_CORRECTED,
        (_, Some(reason)) => return reason.clone(),
        (_, None) => keys::ENTRY_ADJUSTED,
    };
    text.say(message, [])
}
