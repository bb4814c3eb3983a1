//! The points that can be spent, and what is about to happen to the others.

mod due;

use leptos::prelude::*;

use crate::{
    icon,
    model::Member,
    state::Widget,
    text::{Plural, keys},
};

/// The balance.
pub fn balance(widget: Widget) -> AnyView {
    let amount = move || {
        widget.member.with(|member| {
            let available = member.as_ref()?.available;
            let text = widget.text();
            Some(view! {
                <p class="amount">
                    <strong class="number" part="balance">{text.number(available)}</strong>
                    " "
                    <span class="unit">{text.count(keys::AVAILABLE, available, [])}</span>
                </p>
            })
        })
    };
    let facts = move || {
        let facts = widget.member.with(|member| member.as_ref().map(|member| facts(widget, member)));
        let row = |(path, line)| view! { <li>{icon::icon(path)}<span>{line}</span></li> };
        facts.unwrap_or_default().into_iter().map(row).collect_view()
    };
    view! {
        <section class="balance" class:stale=move || widget.is_stale()>
            {amount}
            <ul class="facts">{facts}</ul>
        </section>
    }
    .into_any()
}

/// What is to be said about the other points: an icon and a line each.
fn facts(widget: Widget, member: &Member) -> Vec<(&'static str, String)> {
    let text = widget.text();
    let day = |at| text.day(at, widget.now());
    let mut facts = Vec::new();
    let mut plain = |path, message: Plural<0>, points: i64| {
        if points > 0 {
            facts.push((path, text.count(message, points, [])));
        }
    };
    plain(icon::DEBT, keys::DEBT, member.debt);
    let days = due::by_day(&member.arrivals, day);
    match &days[..] {
        [] => plain(icon::ARRIVING, keys::PENDING, member.pending),
        [_] | [_, _] => {
            for (day, points) in &days {
                facts.push((icon::ARRIVING, text.count(keys::PENDING_ON, *points, [day])));
            }
        }
        [(first, _), ..] => facts.push((icon::ARRIVING, text.count(keys::PENDING_FIRST, member.pending, [first]))),
    }
    if let Some((day, points)) = due::by_day(&member.expirations, day).first() {
        facts.push((icon::CLOCK, text.count(keys::EXPIRES_ON, *points, [day])));
    }
    if member.held > 0 {
        facts.push((icon::HELD, text.count(keys::HELD, member.held, [])));
    }
    facts
}
