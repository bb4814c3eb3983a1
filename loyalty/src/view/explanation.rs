//! Why an order has as many points as it has: the terms whose sum they are (`RULES.md`, 12).

use serde::{Deserialize, Serialize};

use crate::{
    Instant, Money, Points, RuleId, TierId,
    earn::{Cap, Purchase, Term},
    ledger::{CountedRule, OrderRecord},
    points::OutOfRange,
    program::{Program, Rule, Version, WindowStart},
};

/// Why an order has as many points as it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderExplanation {
    /// The program's version it is counted by.
    pub version: Version,
    /// The member's level when it was placed.
    pub tier: Option<TierId>,
    /// Each rule of the program, with the terms of its points.
    pub rules: Vec<RuleExplanation>,
}

/// A rule's points for an order: lines + minimum + refund + cap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleExplanation {
    /// The rule.
    pub rule: RuleId,
    /// Its name, in the reader's language.
    pub name: String,
    /// What was charged and counts, line by line.
    pub lines: Vec<LineTerm>,
    /// What the minimum takes.
    pub minimum: Points,
    /// What refunds took.
    pub refund: Points,
    /// What a cap takes.
    pub cap: Points,
    /// Which cap, if one does.
    pub capped_by: Option<Cap>,
    /// The sum: what the rule gives.
    pub points: Points,
    /// When these can be spent; absent while nobody can know.
    pub available_at: Option<Instant>,
    /// What has to happen before that is known.
    pub waits_for: Option<WindowStart>,
    /// When they are lost, if that is known.
    pub expires_at: Option<Instant>,
}

/// A line that counts, or the delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTerm {
    /// The shop's id of the line; absent for the delivery.
    pub line: Option<String>,
    /// The shop's id of the line's product; absent for the delivery.
    pub product: Option<String>,
    /// What was charged, as far as the rule counts it, in the order's currency.
    pub value: Money,
    /// The multiplier, in percent.
    pub percent: i64,
    /// What it adds to the points.
    pub points: Points,
}

impl OrderExplanation {
    /// Why an order has as many points as it has now, by the program of its version; none if it has not been counted.
    pub fn new(
        record: &OrderRecord,
        program: &Program,
        language: &str,
        now: Instant,
    ) -> Result<Option<Self>, OutOfRange> {
        let conversion = program.conversion(record.state.currency);
        let Some((version, conversion)) = record.version.zip(conversion) else { return Ok(None) };
        let purchase = Purchase::of_order(&record.state, conversion, record.counted.tier.as_ref());
        let rule = |counted: &CountedRule| {
            let rule = program.rules.iter().find(|rule| rule.id == counted.rule)?;
            Some(RuleExplanation::new(rule, counted, &purchase, language, now))
        };
        let rules: Result<Vec<_>, _> = record.counted.rules.iter().filter_map(rule).collect();
        Ok(Some(Self { version, tier: record.counted.tier.clone(), rules: rules? }))
    }
}

impl RuleExplanation {
    fn new(
        rule: &Rule,
        counted: &CountedRule,
        purchase: &Purchase,
        language: &str,
        now: Instant,
    ) -> Result<Self, OutOfRange> {
        let charged = purchase.charged(rule)?;
        let lines = line_terms(rule, purchase, &charged)?;
        let gross = Points::sum(lines.iter().map(|line| line.points))?;
        let minimum = if purchase.is_below_minimum(rule, &charged)? { gross.negated()? } else { Points::ZERO };
        let before_caps = purchase.points_before_caps(rule)?;
        let cap = counted.points.minus(before_caps)?;
        let has_lot = counted.points > Points::ZERO;
        // Until the latest date has come, nobody can know.
        let waits_for = counted.waits_for.filter(|_| has_lot && now < counted.available_at);
        let is_known = has_lot && waits_for.is_none();
        Ok(Self {
            rule: rule.id.clone(),
            name: rule.name.in_language(language).to_owned(),
            refund: before_caps.minus(gross.plus(minimum)?)?,
            lines,
            minimum,
            cap,
            capped_by: counted.cap.filter(|_| cap != Points::ZERO),
            points: counted.points,
            available_at: Some(counted.available_at).filter(|_| is_known),
            waits_for,
            expires_at: counted.expires_at.filter(|_| is_known),
        })
    }
}

/// Each line with what it adds: the rounded sum up to it, less the rounded sum before it.
fn line_terms(rule: &Rule, purchase: &Purchase, charged: &[Term]) -> Result<Vec<LineTerm>, OutOfRange> {
    let mut terms = Vec::new();
    let mut so_far = Points::ZERO;
    for (index, term) in charged.iter().enumerate() {
        let sum = purchase.rounded(rule, charged.get(..=index).unwrap_or(charged));
        let line = term.line.and_then(|place| purchase.lines.get(place));
        terms.push(LineTerm {
            line: line.map(|line| line.id.clone()),
            product: line.map(|line| line.product.clone()),
            value: term.value,
            percent: term.percent,
            points: sum.minus(so_far)?,
        });
        so_far = sum;
    }
    Ok(terms)
}
