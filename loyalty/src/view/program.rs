//! A program as shoppers see it: what earns, what it buys, and nothing of how the shop runs it.

use serde::{Deserialize, Serialize};

use super::Viewer;
use crate::{
    Currency, Days, Instant, Money, Points, RewardId, RuleId, TierId,
    history::OrderHistory,
    instant::Minutes,
    money::Rates,
    program::{
        Counts, EarnOn, Filter, Multiplier, Program, QualifyBy, QualifyingPeriod, Reward, RewardKind, Rounding, Rule,
        Version, WindowStart,
    },
};

/// A program with its texts in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the program's own of that name")]
pub struct ProgramView {
    pub version: Version,
    pub name: String,
    pub currency: Currency,
    pub rates: Rates,
    pub earn_on: EarnOn,
    /// How long points wait from the order; 0 where that is not known at the order, as the window starts later.
    pub return_window_days: Days,
    pub expires_after_days: Option<Days>,
    pub rules: Vec<RuleView>,
    pub tiers: Option<TiersView>,
    pub rewards: Vec<RewardView>,
}

/// A rule with what it can still give this member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each other field is the rule's own of that name")]
pub struct RuleView {
    pub id: RuleId,
    pub name: String,
    pub points_per_unit: i64,
    pub counts: Counts,
    pub only: Filter,
    pub except: Filter,
    pub minimum: Money,
    pub rounding: Rounding,
    pub multipliers: Vec<MultiplierView>,
    /// What the caps leave for one order placed now; none without caps.
    pub cap: Option<Points>,
    /// How long its points are pending.
    pub pending_days: Days,
}

/// A multiplier that is not over yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the multiplier's own of that name")]
pub struct MultiplierView {
    pub percent: i64,
    pub tiers: Vec<TierId>,
    pub only: Filter,
    pub except: Filter,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
}

/// Levels of membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the tiers' own of that name")]
pub struct TiersView {
    pub by: QualifyBy,
    pub period: QualifyingPeriod,
    pub grace_days: Days,
    pub levels: Vec<LevelView>,
}

/// One level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the level's own of that name")]
pub struct LevelView {
    pub id: TierId,
    pub name: String,
    pub benefits: Option<String>,
    pub threshold: i64,
}

/// A reward that is not over yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each other field is the reward's own of that name")]
pub struct RewardView {
    pub id: RewardId,
    pub name: String,
    pub description: Option<String>,
    pub points: Points,
    pub kind: RewardKind,
    pub hold_minutes: Minutes,
    pub tiers: Vec<TierId>,
    /// How many are left for all members together; none without a stock.
    pub left: Option<u32>,
}

impl ProgramView {
    /// A program for one viewer, whose orders are `history`; none of them for a visitor.
    pub fn new(version: Version, program: &Program, history: &OrderHistory, viewer: &Viewer) -> Self {
        let text = |text: &crate::Text| text.in_language(viewer.language).to_owned();
        let tiers = program.tiers.as_ref().map(|tiers| TiersView {
            by: tiers.by,
            period: tiers.period,
            grace_days: tiers.grace_days,
            levels: tiers
                .levels
                .iter()
                .map(|level| LevelView {
                    id: level.id.clone(),
                    name: text(&level.name),
                    benefits: level.benefits.as_ref().map(text),
                    threshold: level.threshold,
                })
                .collect(),
        });
        let running = |reward: &&Reward| reward.valid_until.is_none_or(|until| viewer.now < until);
        Self {
            version,
            name: text(&program.name),
            currency: program.currency,
            rates: program.rates.clone(),
            earn_on: program.earn_on,
            return_window_days: if program.return_window_from == WindowStart::Placed {
                program.return_window_days
            } else {
                Days(0)
            },
            expires_after_days: program.expires_after_days,
            rules: program.rules.iter().map(|rule| RuleView::new(rule, program, history, viewer)).collect(),
            tiers,
            rewards: program
                .rewards
                .iter()
                .filter(running)
                .map(|reward| RewardView {
                    id: reward.id.clone(),
                    name: text(&reward.name),
                    description: reward.description.as_ref().map(text),
                    points: reward.points,
                    kind: reward.kind.clone(),
                    hold_minutes: reward.hold_minutes,
                    tiers: reward.tiers.clone(),
                    left: reward.stock.map(|stock| viewer.left.get(&reward.id).copied().unwrap_or(stock)),
                })
                .collect(),
        }
    }
}

impl RuleView {
    fn new(rule: &Rule, program: &Program, history: &OrderHistory, viewer: &Viewer) -> Self {
        let room = history.usage(&rule.id, viewer.now).room(rule, &program.calendar(), viewer.now);
        // A past that this program's days are not known of is looked at as one without points.
        let cap = room.map_or_else(|_| rule.caps.per_order.unwrap_or(Points::MAX), |(room, _)| room);
        let running = |multiplier: &&Multiplier| multiplier.until.is_none_or(|until| viewer.now < until);
        Self {
            id: rule.id.clone(),
            name: rule.name.in_language(viewer.language).to_owned(),
            points_per_unit: rule.points_per_unit,
            counts: rule.counts,
            only: rule.only.clone(),
            except: rule.except.clone(),
            minimum: rule.minimum,
            rounding: rule.rounding,
            multipliers: rule
                .multipliers
                .iter()
                .filter(running)
                .map(|multiplier| MultiplierView {
                    percent: multiplier.percent,
                    tiers: multiplier.tiers.clone(),
                    only: multiplier.only.clone(),
                    except: multiplier.except.clone(),
                    from: multiplier.from,
                    until: multiplier.until,
                })
                .collect(),
            cap: (cap < Points::MAX).then_some(cap),
            pending_days: rule.pending_days.unwrap_or(program.return_window_days),
        }
    }
}
