//! What each rule gave for an order, in terms that add up (section 12).

use super::earning::{Counted, Target};
use super::facts::Facts;
use super::fold::Fold;
use super::lots::Lot;
use super::summary::{Explanation, LineTerm, Source};
use super::target;

impl Facts {
    /// The terms of every order that earns, and of every rule of its version.
    pub fn explanations(&self, fold: &Fold) -> Vec<Explanation> {
        let mut all = Vec::new();
        for one in &fold.counted {
            all.extend(one.targets.iter().filter_map(|target| self.explanation(fold, one, target)));
        }
        all.sort_by_key(|one| one.order.clone());
        all
    }

    fn explanation(&self, fold: &Fold, one: &Counted, target: &Target) -> Option<Explanation> {
        let version = one.version?;
        let program = self.program(version);
        let rule = program.rules.iter().find(|rule| rule.id == target.rule)?;
        let currency = &self.orders.get(&one.id)?.newest()?.currency;
        let charged = |count: usize| target::points(&program, rule, currency, &target.items[..count]);
        let lines = target.items.iter().enumerate().map(|(at, item)| LineTerm {
            line: item.line.clone(),
            product: item.product.clone(),
            value: item.amounts.value(rule.counts.tax),
            percent: item.percent,
            points: charged(at + 1) - if at == 0 { 0 } else { charged(at) },
        });
        let all = charged(target.items.len());
        let reached = target::reach_minimum(&program, rule, currency, &target.items);
        let minimum = if reached { 0 } else { -all };
        let capped = target.points - target.before_caps;
        // Of equals the first: `min_by_key` takes it.
        let least = target.caps.iter().min_by_key(|(_, left)| *left).map(|(name, _)| (*name).to_owned());
        let source = Source::Order { order: one.id.clone(), rule: rule.id.clone() };
        let lot = fold.lots.iter().find(|lot| lot.source == source);
        let waits_for = lot.and_then(|lot| lot.waits_for(fold.now));
        let dated = |lot: &&Lot| lot.waits_for(fold.now).is_none();
        Some(Explanation {
            order: one.id.clone(),
            rule: rule.id.clone(),
            version: version as i64,
            tier: one.tier.clone(),
            lines: lines.collect(),
            minimum,
            refund: target.before_caps - (all + minimum),
            cap: least.filter(|_| capped != 0).map(|name| (name, capped)),
            points: target.points,
            available_at: lot.filter(dated).map(|lot| lot.available_at),
            expires_at: lot.filter(dated).and_then(|lot| lot.expires_at),
            waits_for,
        })
    }
}
