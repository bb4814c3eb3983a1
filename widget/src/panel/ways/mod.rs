//! Ways to earn: one sentence a rule, what gives more, and how long points take and last. And the levels.

use leptos::prelude::*;
use loyalty::program::{Filter, Multiplier, QualifyBy};

use crate::{
    icon,
    model::{EarnRule, Program, Tiers},
    state::Widget,
    text::keys,
};

/// Ways to earn.
pub fn ways(widget: Widget) -> AnyView {
    (move || {
        widget.program(|program| {
            view! {
                {rules(widget, program)}
                {program.tiers.as_ref().map(|tiers| levels(widget, program, tiers))}
            }
        })
    })
    .into_any()
}

/// The rules alone: what a visitor sees.
pub fn rules(widget: Widget, program: &Program) -> AnyView {
    let text = widget.text();
    if program.rules.is_empty() {
        return view! { <p class="empty">{text.say(keys::EARN_EMPTY, [])}</p> }.into_any();
    }
    let mut terms = Vec::new();
    if program.return_window_days > 0 {
        terms.push(text.count(keys::EARN_WAIT, program.return_window_days.into(), []));
    }
    terms.push(match program.expires_after_days {
        Some(days) => text.count(keys::EARN_LASTS, days.into(), []),
        None => text.say(keys::EARN_LASTS_FOREVER, []),
    });
    view! {
        <ul class="ways">{program.rules.iter().map(|rule| way(widget, program, rule)).collect_view()}</ul>
        <p class="terms">{terms.join(" ")}</p>
    }
    .into_any()
}

fn way(widget: Widget, program: &Program, EarnRule { name, rule }: &EarnRule) -> AnyView {
    let text = widget.text();
    let sentence = text.count(keys::EARN_RULE, rule.points_per_unit, [&text.money(program.unit(), &program.currency)]);
    let mut limits = Vec::new();
    if !rule.only.is_empty() {
        limits.push(match names(&rule.only) {
            Some(names) => text.say(keys::EARN_ONLY, [&names]),
            None => text.say(keys::EARN_SELECTED, []),
        });
    }
    if !rule.except.is_empty() {
        limits.push(text.say(keys::EARN_EXCEPT, []));
    }
    if rule.minimum > 0 {
        limits.push(text.say(keys::EARN_MINIMUM, [&text.money(rule.minimum, &program.currency)]));
    }
    let now = widget.now();
    // What is over is nobody's business any more.
    let multipliers = rule.multipliers.iter().filter(|multiplier| multiplier.until.is_none_or(|until| now < until));
    let chips: Vec<String> = multipliers.map(|multiplier| chip(widget, program, multiplier)).collect();
    view! {
        <li class="way">
            <span class="kind">{icon::icon(icon::MARK)}</span>
            <div>
                <h3 class="reward-name">{name.clone()}</h3>
                <p>{sentence}</p>
                {limits.into_iter().map(|line| view! { <p class="limit">{line}</p> }).collect_view()}
                <ul class="chips">{chips.into_iter().map(|chip| view! { <li>{chip}</li> }).collect_view()}</ul>
            </div>
        </li>
    }
    .into_any()
}

/// “2× points · Gold · until 31 August”.
fn chip(widget: Widget, program: &Program, multiplier: &Multiplier) -> String {
    let text = widget.text();
    let now = widget.now();
    let mut parts = vec![text.say(keys::EARN_TIMES, [&text.factor(multiplier.percent)])];
    let tiers: Vec<String> = multiplier.tiers.iter().map(|tier| tier.as_str().to_owned()).collect();
    if !tiers.is_empty() {
        parts.push(program.level_names(&tiers));
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
    let current = widget.member.with(|member| member.as_ref().and_then(|member| member.tier_id().map(str::to_owned)));
    let level = |level: &crate::model::Level| {
        let from = match tiers.by {
            QualifyBy::Spend => text.say(keys::LEVEL_SPEND, [&text.money(level.threshold, &program.currency)]),
            QualifyBy::Points => text.count(keys::LEVEL_POINTS, level.threshold, []),
            QualifyBy::Orders => text.count(keys::LEVEL_ORDERS, level.threshold, []),
        };
        let is_current = current.as_deref() == Some(level.id.as_str());
        view! {
            <li class="level" class:current=is_current aria-current=is_current.then_some("true")>
                <p class="level-name"><strong>{level.name.clone()}</strong><span>{from}</span></p>
                {(!level.benefits.is_empty()).then(|| view! { <p>{level.benefits.clone()}</p> })}
            </li>
        }
    };
    view! {
        <h3 class="heading">{text.say(keys::LEVELS_TITLE, [])}</h3>
        <ul class="levels">{tiers.levels.iter().map(level).collect_view()}</ul>
    }
    .into_any()
}
