//! What a shop publishes and hardly means: it can never be met, never shows, or means something else than was meant. A warning
//! refuses nothing. Asked where something is published, never on a page.

use std::collections::BTreeSet;

use crate::{
    Currency, Instant, Money, Warning,
    calendar::Calendar,
    condition::{Condition, Engine, Groups, Meaning, Value},
    experiment::Share,
    offer::{Offer, OfferSettings, Status, Trigger},
    program::{Program, QualifyBy, Reward, RewardKind},
    schedule::Schedule,
    segment::{Segment, Segments},
    survey::Survey,
};

/// What documents are looked at beside.
#[derive(Clone, Copy)]
pub struct WarningContext<'a> {
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// The shop's clock, if its time zone is known.
    pub calendar: Option<&'a Calendar>,
    /// The shop's segments.
    pub segments: &'a Segments,
    /// The shop's saved groups.
    pub groups: &'a Groups,
    /// Does what JavaScript would.
    pub engine: &'a dyn Engine,
    /// When it is published.
    pub now: Instant,
}

impl Offer {
    /// What it hardly means. Of one that is kept for its results nothing is said.
    pub fn warnings(&self, context: WarningContext<'_>) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        if self.status == Status::Archived {
            return warnings.0;
        }
        warnings.condition(&self.condition, context);
        warnings.schedule(&self.schedule, context);
        for (index, trigger) in self.triggers.iter().enumerate() {
            if let (Trigger::CartValue { minimum }, Some(program)) = (trigger, context.program) {
                warnings.amount(format!("triggers[{index}].minimum"), *minimum, program.currency, true);
            }
        }
        warnings.share("holdout", self.holdout);
        warnings.share("coverage", self.coverage);
        for (index, variant) in self.variants.iter().enumerate() {
            warnings.share(&format!("variants[{index}].weight"), variant.weight.unwrap_or(Share::NONE));
        }
        warnings.0
    }
}

impl Survey {
    /// What it hardly means. Of one that is kept for its results nothing is said.
    pub fn warnings(&self, context: WarningContext<'_>) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        if self.status != Status::Archived {
            warnings.condition(&self.condition, context);
            warnings.schedule(&self.schedule, context);
        }
        warnings.0
    }
}

impl Segment {
    /// What it hardly means.
    pub fn warnings(&self, context: WarningContext<'_>) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        warnings.condition(&self.condition, context);
        warnings.0
    }
}

impl OfferSettings {
    /// What they hardly mean.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        warnings.share("holdout", self.holdout);
        warnings.0
    }
}

impl Program {
    /// What it hardly means.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        for (index, rule) in self.rules.iter().enumerate() {
            warnings.amount(format!("rules[{index}].minimum"), rule.minimum, self.currency, false);
        }
        let levels = self.tiers.iter().filter(|tiers| tiers.by == QualifyBy::Spend).flat_map(|tiers| &tiers.levels);
        for (index, level) in levels.enumerate() {
            let path = format!("tiers.levels[{index}].threshold");
            warnings.amount(path, Money(level.threshold), self.currency, false);
        }
        for (index, Reward { kind, .. }) in self.rewards.iter().enumerate() {
            let (field, amount) = match kind {
                RewardKind::AmountOff { amount } | RewardKind::StoreCredit { amount } => ("amount", *amount),
                RewardKind::PercentOff { maximum: Some(maximum), .. } => ("maximum", *maximum),
                _ => continue,
            };
            warnings.amount(format!("rewards[{index}].kind.{field}"), amount, self.currency, false);
        }
        warnings.0
    }
}

#[derive(Default)]
struct Warnings(Vec<Warning>);

impl Warnings {
    fn say(&mut self, path: impl Into<String>, message: String) {
        self.0.push(Warning { path: path.into(), message });
    }

    /// A condition that stands at `condition`; of one with a fault nothing is said but that.
    fn condition(&mut self, document: &Value, context: WarningContext<'_>) {
        let Ok(condition) = Condition::parse(document, "condition", context.engine) else { return };
        self.0.extend(context.of_condition(&condition));
        // In its normal form nothing is left of it.
        let is_empty = matches!(document, Value::Object(members) if members.is_empty());
        if condition.constant() == Some(true) && !is_empty {
            let message = "is always met: it asks nothing. Leave it out, if it is meant for everybody";
            self.say("condition", message.to_owned());
        }
    }

    fn schedule(&mut self, schedule: &Schedule, context: WarningContext<'_>) {
        let Some(calendar) = context.calendar else { return };
        if let Some(end) = schedule.end(calendar).filter(|end| *end <= context.now) {
            return self.say("schedule.until", format!("was at {end}, before now ({}): it is over", context.now));
        }
        let from = schedule.start(calendar).unwrap_or(context.now).max(context.now);
        // Days and hours come again each week.
        if schedule.window(calendar, from, from.plus_ms(8 * DAY_MS)).is_none() {
            self.say("schedule", "never opens: none of its days and hours are between from and until".to_owned());
        }
    }

    fn amount(&mut self, path: String, Money(amount): Money, currency: Currency, is_threshold: bool) {
        if let Some(meant) = amount_warning(amount, currency, is_threshold) {
            self.say(path, format!("is {meant}"));
        }
    }

    /// A part of everybody that looks like percent.
    fn share(&mut self, path: &str, Share(share): Share) {
        if (1..=100).contains(&share) {
            let (whole, rest) = (share / 100, share % 100);
            let percent = format!("{whole}.{rest:02}");
            let percent = percent.trim_end_matches('0').trim_end_matches('.');
            let instead = u32::from(share) * 100;
            self.say(path, format!("is in basis points: {share} is {percent} %. For {share} % write {instead}"));
        }
    }
}

const DAY_MS: i64 = 86_400_000;

impl WarningContext<'_> {
    /// What a condition hardly means, said of `condition`.
    pub fn of_condition(self, condition: &Condition) -> Vec<Warning> {
        let Self { program, segments, groups, engine, .. } = self;
        let levels = program.map(|program| program.tiers.iter().flat_map(|tiers| &tiers.levels));
        let tiers: Option<Vec<&str>> = levels.map(|levels| levels.map(|level| level.id.as_str()).collect());
        let currency = program.map(|program| program.currency);
        let mut nobody: BTreeSet<&str> = BTreeSet::new();
        // Each comes after those it asks for.
        for (id, condition) in segments.conditions() {
            let nobody_in = |name: &str| nobody.contains(name);
            let meaning = Meaning { currency, tiers: tiers.as_deref(), nobody_in: &nobody_in, groups, engine };
            if condition.is_never(meaning) {
                nobody.insert(id.as_str());
            }
        }
        let nobody_in = |name: &str| nobody.contains(name);
        let meaning = Meaning { currency, tiers: tiers.as_deref(), nobody_in: &nobody_in, groups, engine };
        condition.warnings("condition", meaning)
    }
}

/// Digits behind the point that people write an amount of a currency with (ISO 4217).
fn decimals(currency: Currency) -> u32 {
    match currency.as_str() {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// What an amount means that was hardly meant in minor units: one below a whole unit and, where it is a threshold that
/// somebody may have written in whole units, below ten of them and round.
pub(crate) fn amount_warning(amount: i64, currency: Currency, is_threshold: bool) -> Option<String> {
    let decimals = decimals(currency);
    let unit = 10_i64.pow(decimals);
    let is_round = amount % (unit / 2).max(1) == 0;
    let is_small = (1..unit).contains(&amount) || is_threshold && is_round && (unit..10 * unit).contains(&amount);
    if decimals == 0 || !is_small {
        return None;
    }
    let places = decimals as usize;
    let shown = format!("{}.{:0places$} {currency}", amount / unit, amount % unit);
    Some(format!(
        "{amount}, which is {shown}: amounts are in minor units. For {amount} {currency} write {}",
        amount * unit
    ))
}
