//! The points that can be spent, and what is about to happen to the others.

mod due;

use leptos::prelude::*;

use super::words::keys;
use crate::{icon, model::Member, state::Widget, text::Plural, ui};

/// The balance.
pub fn balance(widget: Widget) -> AnyView {
    let Some(member) = widget.member.get() else { return ui::none() };
    let text = widget.text();
    let number = view! { <strong class="number" part="points">{ui::text(text.number(member.available))}</strong> };
    let unit = ui::words("unit", text.count(keys::AVAILABLE, member.available, []));
    let amount = ui::line("amount", [number.into_any(), ui::text(" "), unit]);
    let facts = facts(widget, &member).into_iter();
    let facts = facts.map(|(path, line)| ui::item("fact", [icon::icon(path), ui::words("", line)]));
    let class = if widget.is_stale() { "balance stale" } else { "balance" };
    ui::block(class, [amount, ui::list("facts", facts)])
}

/// What is to be said about the other points: an icon and a line each.
fn facts(widget: Widget, member: &Member) -> Vec<(&'static str, String)> {
    let text = widget.text();
    let details = member.details();
    let day = |at| text.day(at, widget.now());
    let plain = |path, message: Plural<0>, points: i64| (points > 0).then(|| (path, text.count(message, points, [])));
    let mut facts = Vec::new();
    facts.extend(plain(icon::DEBT, keys::DEBT, details.debt));
    let arrivals = due::by_day(&details.arrivals, day);
    let dated = member.pending - details.waiting;
    match &arrivals[..] {
        [] => facts.extend(plain(icon::ARRIVING, keys::PENDING, dated)),
        [_] | [_, _] => {
            for (day, points) in &arrivals {
                facts.push((icon::ARRIVING, text.count(keys::PENDING_ON, *points, [day])));
            }
        }
        [(first, _), ..] => facts.push((icon::ARRIVING, text.count(keys::PENDING_FIRST, dated, [first]))),
    }
    if details.waiting > 0 {
        let mut line = text.count(keys::PENDING, details.waiting, []);
        let event = match details.waits_for.as_str() {
            "completed" => Some(keys::WAITS_COMPLETED),
            "delivered" => Some(keys::WAITS_DELIVERED),
            _ => None,
        };
        if let Some(event) = event {
            line.push_str(" · ");
            line.push_str(&text.say(event, []));
        }
        facts.push((icon::ARRIVING, line));
    }
    if let Some((day, points)) = due::by_day(&details.expirations, day).first() {
        facts.push((icon::CLOCK, text.count(keys::EXPIRES_ON, *points, [day])));
    }
    facts.extend(plain(icon::HELD, keys::HELD, member.held));
    facts
}
