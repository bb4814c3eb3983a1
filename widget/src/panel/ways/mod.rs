//! Ways to earn: one sentence a rule, what gives more, and how long points take and last. And the levels.

use leptos::prelude::*;
use loyalty::{
    Money,
    program::{Filter, Multiplier, QualifyBy},
};

use super::words::keys;
use crate::{
    icon,
    model::{
        EarnRule, Level, Program,
        program::{Details, Tiers},
    },
    state::Widget,
    ui,
};

/// Ways to earn.
pub fn ways(widget: Widget) -> AnyView {
    let Some(program) = widget.program() else { return ui::none() };
    let details = program.details();
    let levels = details.tiers.as_ref().map(|tiers| levels(widget, &program, tiers));
    ui::all([rules(widget, &program), ui::opt(levels)])
}

/// The rules alone: what a visitor sees.
pub fn rules(widget: Widget, program: &Program) -> AnyView {
    let text = widget.text();
    if program.rules.is_empty() {
        return ui::say("empty", text.say(keys::EARN_EMPTY, []));
    }
    let details = program.details();
    let ways = ui::list("ways", program.rules.iter().map(|rule| way(widget, program, &details, rule)));
    let wait = details.return_window_days;
    let wait = (wait > 0).then(|| ui::text(ui::join(&text.count(keys::EARN_WAIT, wait, []), " ")));
    let lasts = match details.expires_after_days {
        Some(days) => text.count(keys::EARN_LASTS, days, []),
        None => text.say(keys::EARN_LASTS_FOREVER, []),
    };
    ui::all([ways, ui::line("terms", [ui::opt(wait), ui::text(lasts)])])
}

fn way(widget: Widget, program: &Program, details: &Details, EarnRule { name, rule }: &EarnRule) -> AnyView {
    let text = widget.text();
    let unit = text.money(program.unit(), &program.currency);
    let mut lines = vec![
        ui::heading("reward-name", name.clone()),
        ui::say("", text.count(keys::EARN_RULE, rule.points_per_unit, [&unit])),
    ];
    if !rule.only.is_empty() {
        let only = names(&rule.only);
        let only = only.map_or_else(|| text.say(keys::EARN_SELECTED, []), |names| text.say(keys::EARN_ONLY, [&names]));
        lines.push(ui::say("limit", only));
    }
    if !rule.except.is_empty() {
        lines.push(ui::say("limit", text.say(keys::EARN_EXCEPT, [])));
    }
    if rule.minimum > Money::ZERO {
        lines.push(ui::say("limit", text.say(keys::EARN_MINIMUM, [&text.money(rule.minimum, &program.currency)])));
    }
    let now = widget.now();
    // What is over is nobody's business any more.
    let multipliers = rule.multipliers.iter().filter(|multiplier| multiplier.until.is_none_or(|until| now < until));
    let chips = multipliers.map(|multiplier| ui::item("chip", [ui::text(chip(widget, details, multiplier))]));
    lines.push(ui::list("chips", chips));
    ui::item("way", [icon::tile(icon::MARK), ui::block("", lines)])
}

/// “2× points · Gold · until 31 August”.
fn chip(widget: Widget, details: &Details, multiplier: &Multiplier) -> String {
    let text = widget.text();
    let now = widget.now();
    let mut parts = vec![text.say(keys::EARN_TIMES, [&text.factor(multiplier.percent)])];
    if !multiplier.tiers.is_empty() {
        parts.push(details.level_names(&multiplier.tiers));
    }
    if !multiplier.only.is_empty() {
        parts.push(names(&multiplier.only).unwrap_or_else(|| text.say(keys::EARN_SELECTED_SHORT, [])));
    }
    if let Some(from) = multiplier.from.filter(|from| now < *from) {
        parts.push(text.say(keys::EARN_FROM, [&text.day(from, now)]));
    }
    if let Some(until) = multiplier.until {
        parts.push(text.say(keys::EARN_UNTIL, [&text.day(until, now)]));
    }
    parts.join(" · ")
}

/// The labels of a filter, where they say all of it and are few. Ids of products tell a shopper nothing.
fn names(filter: &Filter) -> Option<String> {
    (filter.products.is_empty() && filter.labels.len() <= 3).then(|| filter.labels.join(", "))
}

fn levels(widget: Widget, program: &Program, tiers: &Tiers) -> AnyView {
    let text = widget.text();
    let current = widget.member.get().and_then(|member| member.tier.clone());
    let level = |level: &Level| {
        let from = match tiers.by {
            QualifyBy::Spend => text.say(keys::LEVEL_SPEND, [&text.money(Money(level.threshold), &program.currency)]),
            QualifyBy::Points => text.count(keys::LEVEL_POINTS, level.threshold, []),
            QualifyBy::Orders => text.count(keys::LEVEL_ORDERS, level.threshold, []),
        };
        let is_current = current.as_deref() == Some(level.id.as_str());
        let label = is_current.then(|| ui::words("said", ui::join(&text.say(keys::TIER_LABEL, []), ": ")));
        let name = [ui::opt(label), ui::strong(level.name.clone()), ui::words("", from)];
        let benefits = (!level.benefits.is_empty()).then(|| ui::say("", level.benefits.clone()));
        let class = if is_current { "level current" } else { "level" };
        ui::item(class, [ui::line("level-name", name), ui::opt(benefits)])
    };
    let heading = ui::heading("heading", text.say(keys::LEVELS_TITLE, []));
    ui::all([heading, ui::list("levels", tiers.levels.iter().map(level))])
}
