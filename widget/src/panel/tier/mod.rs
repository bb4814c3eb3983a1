//! The member's level: which it is, what the next one takes, and what keeps this one.

mod progress;

use leptos::prelude::*;
use loyalty::{Instant, program::QualifyBy};

use crate::{
    model::{Member, Program, Tiers},
    state::Widget,
    text::keys,
};

/// The level. Nothing where the program has none.
pub fn tier(widget: Widget) -> AnyView {
    (move || {
        widget.both(|program, member| {
            let tiers = program.tiers.as_ref()?;
            let text = widget.text();
            let current = member.tier_id().and_then(|id| program.level(id));
            let name = current.map_or_else(|| text.say(keys::TIER_NONE, []), |level| level.name.clone());
            let next = member.next_tier.as_ref().and_then(|next| program.level(&next.id));
            let share = progress::percent(member.progress, next.map(|level| level.threshold));
            let mut width = share.to_string();
            width.push('%');
            Some(view! {
                <section class="tier" part="tier">
                    <p class="tier-names">
                        <span><span class="said">{text.say(keys::TIER_LABEL, [])}": "</span><strong>{name}</strong></span>
                        <span>{next.map(|level| level.name.clone())}</span>
                    </p>
                    <div class="bar" aria-hidden="true"><span part="progress" style:inline-size=width></span></div>
                    {lines(widget, program, tiers, member).into_iter().map(|line| view! { <p class="tier-line">{line}</p> }).collect_view()}
                </section>
            })
        })
        .flatten()
    })
    .into_any()
}

/// What to do, and by when.
fn lines(widget: Widget, program: &Program, tiers: &Tiers, member: &Member) -> Vec<String> {
    let text = widget.text();
    let day = |at: Instant| text.day(at, widget.now());
    let money = |minor: i64| text.money(minor, &program.currency);
    let mut lines = Vec::new();
    match member.next_tier.as_ref().and_then(|next| Some((next, &program.level(&next.id)?.name))) {
        Some((next, name)) => lines.push(match (tiers.by, next.by.map(day)) {
            (QualifyBy::Spend, None) => text.say(keys::NEXT_SPEND, [&money(next.missing), name]),
            (QualifyBy::Spend, Some(day)) => text.say(keys::NEXT_SPEND_BY, [&money(next.missing), &day, name]),
            (QualifyBy::Points, None) => text.count(keys::NEXT_POINTS, next.missing, [name]),
            (QualifyBy::Points, Some(day)) => text.count(keys::NEXT_POINTS_BY, next.missing, [&day, name]),
            (QualifyBy::Orders, None) => text.count(keys::NEXT_ORDERS, next.missing, [name]),
            (QualifyBy::Orders, Some(day)) => text.count(keys::NEXT_ORDERS_BY, next.missing, [&day, name]),
        }),
        None if member.tier.is_some() => lines.push(text.say(keys::TIER_TOP, [])),
        None => {}
    }
    let current = member.tier.as_ref().and_then(|tier| Some((tier, &program.level(&tier.id)?.name)));
    if let Some((tier, name)) = current
        && let Some(until) = tier.kept_until.map(day)
    {
        lines.push(match (tiers.by, tier.to_keep.filter(|missing| *missing > 0)) {
            (_, None) => text.say(keys::KEPT_UNTIL, [name, &until]),
            (QualifyBy::Spend, Some(missing)) => text.say(keys::KEEP_SPEND, [&money(missing), &until, name]),
            (QualifyBy::Points, Some(missing)) => text.count(keys::KEEP_POINTS, missing, [&until, name]),
            (QualifyBy::Orders, Some(missing)) => text.count(keys::KEEP_ORDERS, missing, [&until, name]),
        });
    }
    lines
}
