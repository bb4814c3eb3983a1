//! The member's level: which it is, what the next one takes, and what keeps this one.

mod progress;

use leptos::prelude::*;
use loyalty::{Money, program::QualifyBy};

use super::words::keys;
use crate::{
    model::{
        Level, Program,
        member::{Details as Member, Keep, Next, Standing},
        program::Details,
    },
    state::Widget,
    ui,
};

/// The level. Nothing where the program has none.
pub fn tier(widget: Widget) -> AnyView {
    let Some((program, member)) = widget.both() else { return ui::none() };
    let (details, member) = (program.details(), member.details());
    let Some(by) = details.tiers.as_ref().map(|tiers| tiers.by) else { return ui::none() };
    let text = widget.text();
    let current = member.standing.as_ref().and_then(|standing| details.level(&standing.id));
    let next = member.next_tier.as_ref().and_then(|next| details.level(&next.id));
    let name = current.map_or_else(|| text.say(keys::TIER_NONE, []), |level| level.name.clone());
    let label = ui::join(&text.say(keys::TIER_LABEL, []), ": ");
    let names = [
        ui::words("said", label),
        ui::strong(name),
        ui::words("tier-next", next.map(|level| level.name.clone()).unwrap_or_default()),
    ];
    let share = progress::percent(member.progress, next.map(|level| level.threshold));
    let lines = lines(widget, &program, &details, by, &member).into_iter().map(|line| ui::say("tier-line", line));
    ui::part("tier", [ui::line("tier-names", names), ui::bar("bar", share)].into_iter().chain(lines))
}

/// What to do, and by when.
fn lines(widget: Widget, program: &Program, details: &Details, by: QualifyBy, member: &Member) -> Vec<String> {
    let mut lines = Vec::new();
    match &member.next_tier {
        Some(next) => lines.extend(to_reach(widget, program, details, by, next)),
        None if member.standing.is_some() => lines.push(widget.text().say(keys::TIER_TOP, [])),
        None => {}
    }
    if let Some(standing) = &member.standing {
        to_keep(&mut lines, widget, program, details, by, standing);
    }
    lines
}

fn to_reach(widget: Widget, program: &Program, details: &Details, by: QualifyBy, next: &Next) -> Option<String> {
    let text = widget.text();
    let name = &details.level(&next.id)?.name;
    let missing = next.missing;
    let money = || text.money(Money(missing), &program.currency);
    Some(match (by, next.by.map(|at| text.day(at, widget.now()))) {
        (QualifyBy::Spend, None) => text.say(keys::NEXT_SPEND, [&money(), name]),
        (QualifyBy::Spend, Some(day)) => text.say(keys::NEXT_SPEND_BY, [&money(), &day, name]),
        (QualifyBy::Points, None) => text.count(keys::NEXT_POINTS, missing, [name]),
        (QualifyBy::Points, Some(day)) => text.count(keys::NEXT_POINTS_BY, missing, [&day, name]),
        (QualifyBy::Orders, None) => text.count(keys::NEXT_ORDERS, missing, [name]),
        (QualifyBy::Orders, Some(day)) => text.count(keys::NEXT_ORDERS_BY, missing, [&day, name]),
    })
}

/// How long the level is kept without another order, and the order that keeps it, where one can: it may have to be placed
/// earlier than the level ends. Where not, one line says both.
fn to_keep(
    lines: &mut Vec<String>,
    widget: Widget,
    program: &Program,
    details: &Details,
    by: QualifyBy,
    standing: &Standing,
) {
    let text = widget.text();
    let Some(Level { name, .. }) = details.level(&standing.id) else { return };
    let Some(until) = standing.kept_until else { return };
    let day = |at| text.day(at, widget.now());
    let keep = standing.to_keep.filter(|keep| keep.missing > 0);
    if keep.is_none_or(|keep| keep.by != until) {
        lines.push(text.say(keys::KEPT_UNTIL, [name, &day(until)]));
    }
    let Some(Keep { missing, by: before }) = keep else { return };
    let before = day(before);
    lines.push(match by {
        QualifyBy::Spend => text.say(keys::KEEP_SPEND, [&text.money(Money(missing), &program.currency), &before, name]),
        QualifyBy::Points => text.count(keys::KEEP_POINTS, missing, [&before, name]),
        QualifyBy::Orders => text.count(keys::KEEP_ORDERS, missing, [&before, name]),
    });
}
