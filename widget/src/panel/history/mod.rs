//! What happened to a member's points, newest first.

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    model::{Entry, EntryKind},
    state::Widget,
    sync::{History, more_history},
    text::{Text, keys},
};

/// The history. Loaded when first seen, and again when something has happened since.
pub fn history(widget: Widget) -> AnyView {
    let history = RwSignal::new_local(History::default());
    let seq = Memo::new(move |_| widget.member.with(|member| member.as_ref().map(|member| member.seq)));
    Effect::new(move |_| {
        seq.track();
        history.set(History::default());
        more_history(widget, history);
    });
    let end = move || {
        let text = widget.text();
        let (is_loading, has_failed, is_known, has_more) =
            history.with(|history| (history.is_loading, history.has_failed, history.is_known, history.next.is_some()));
        let is_empty = history.with(|history| history.entries.is_empty());
        let button = |label: String| {
            view! { <button type="button" class="button quiet wide" on:click=move |_| more_history(widget, history)>{label}</button> }.into_any()
        };
        match () {
            () if is_loading => view! { <p class="empty" role="status">{text.say(keys::SENDING, [])}</p> }.into_any(),
            () if has_failed => view! {
                <p class="empty" role="status">{text.say(keys::HISTORY_FAILED, [])}</p>
                {button(text.say(keys::RETRY, []))}
            }
            .into_any(),
            () if has_more => button(text.say(keys::HISTORY_MORE, [])),
            () if is_known && is_empty => view! { <p class="empty">{text.say(keys::HISTORY_EMPTY, [])}</p> }.into_any(),
            () => ().into_any(),
        }
    };
    view! {
        <ul class="entries">
            {move || history.with(|history| history.entries.iter().map(|entry| row(widget, entry)).collect_view())}
        </ul>
        {end}
    }
    .into_any()
}

fn row(widget: Widget, entry: &Rc<Entry>) -> AnyView {
    let text = widget.text();
    let change = match entry.change() {
        // What was set aside is now gone: nothing to add or take.
        0 => text.number(entry.points.abs()),
        change => text.change(change),
    };
    view! {
        <li class="entry">
            <p><span>{what(&text, entry)}</span><small>{text.day(entry.at, widget.now())}</small></p>
            <span class="change" class:plus={entry.change() > 0} class:even={entry.change() == 0}>{change}</span>
        </li>
    }
    .into_any()
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
        EntryKind::Adjusted => entry.reason.clone().unwrap_or_else(|| text.say(keys::ENTRY_ADJUSTED, [])),
    }
}
