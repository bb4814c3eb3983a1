//! Counts what histories reach, so that the generator cannot go blind unnoticed.

use std::collections::BTreeMap;

use super::step::{Operation, Step};
use crate::model::{Answer, Source, Summary};

/// How often each case was reached.
#[derive(Clone, Debug, Default)]
pub struct Coverage(BTreeMap<String, u64>);

impl Coverage {
    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        for (case, count) in &other.0 {
            *self.0.entry(case.clone()).or_default() += count;
        }
    }

    /// How often a case was reached.
    pub fn of(&self, case: &str) -> u64 {
        self.0.get(case).copied().unwrap_or(0)
    }

    /// Every case with its count.
    pub fn cases(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(case, count)| (case.as_str(), *count))
    }

    fn hit(&mut self, case: impl Into<String>) {
        *self.0.entry(case.into()).or_default() += 1;
    }

    fn hit_if(&mut self, reached: bool, case: &str) {
        if reached {
            self.hit(case);
        }
    }

    /// Counts a step by what it answered, and what the wallet was before it and is now.
    pub(super) fn count(&mut self, step: &Step, answer: &Answer, before: &Summary, wallet: &Summary) {
        let name = match step.operation {
            Operation::Publish { .. } => "publish",
            Operation::Order { .. } => "order",
            Operation::Yield { .. } => "yield",
            Operation::Redeem { .. } => "redeem",
            Operation::Release { .. } => "release",
            Operation::Capture { .. } => "capture",
            Operation::Adjust { .. } => "adjust",
            Operation::Claim { .. } => "claim",
            Operation::Look => "look",
        };
        self.hit(format!("{name} {}", answer.code));
        self.hit_if(answer.change > 0, "order raised");
        self.hit_if(answer.change < 0, "order lowered");
        for code in &answer.codes {
            self.hit(format!("code {}", code.status));
            self.hit_if(code.late, "code late");
        }
        self.hit_if(answer.forgiven > 0, "forgiven");
        self.hit_if(answer.pending_until.is_some(), "pending until an instant");
        if let Some(event) = &answer.waits_for {
            self.hit(format!("points wait for {event}"));
        }
        for remark in &answer.remarks {
            let field = remark.rsplit('.').next().unwrap_or(remark);
            self.hit(format!("remark {field}"));
        }
        for entry in wallet.entries.iter().skip(before.entries.len()) {
            self.hit(format!("entry {}", entry.kind));
        }
        for reward in &wallet.rewards {
            self.hit(format!("reward {}", reward.status));
        }
        self.count_orders(before, wallet);
        self.count_debt(wallet);
        self.count_tiers(before, wallet);
        self.count_terms(wallet);
    }

    fn count_orders(&mut self, before: &Summary, wallet: &Summary) {
        for order in &wallet.orders {
            if let Some(reason) = &order.waiting {
                self.hit(format!("waiting {reason}"));
                self.hit_if(order.program_version.is_some(), "waiting though pinned");
            }
            let Some(was) = before.orders.iter().find(|was| was.id == order.id) else { continue };
            self.hit_if(was.waiting.is_some() && order.program_version > was.program_version, "waited and counted");
            self.hit_if(was.status != "cancelled" && order.status == "cancelled" && was.points > 0, "cancelled");
            self.hit_if(was.status == "cancelled" && order.status != "cancelled" && order.points > 0, "reopened");
        }
    }

    fn count_terms(&mut self, wallet: &Summary) {
        for one in &wallet.explanations {
            self.hit_if(one.minimum < 0, "term of a minimum");
            self.hit_if(one.refund < 0, "term of a refund");
            if let Some((cap, _)) = &one.cap {
                self.hit(format!("term of the cap {cap}"));
            }
        }
        let restored = wallet.lots.iter().filter(|lot| matches!(lot.source, Source::Restored { .. }));
        self.hit_if(restored.count() > 0, "restored points");
    }

    fn count_debt(&mut self, wallet: &Summary) {
        self.hit_if(wallet.debt > 0, "debt");
        self.hit_if(wallet.debt > 0 && wallet.pending > 0, "debt beside pending points");
        self.hit_if(wallet.debt > 0 && wallet.held > 0, "debt beside held points");
    }

    fn count_tiers(&mut self, before: &Summary, wallet: &Summary) {
        let id = |wallet: &Summary| wallet.tier.as_ref().map(|tier| tier.id.clone());
        self.hit_if(before.progress.is_some() && id(before).is_none() && id(wallet).is_some(), "tier gained");
        self.hit_if(wallet.progress.is_some() && id(before).is_some() && id(wallet).is_none(), "tier lost");
        if let Some(tier) = &wallet.tier {
            self.hit(if tier.to_keep.is_some() { "to keep" } else { "to keep, not by an order now" });
            let sooner = tier.to_keep.as_ref().is_some_and(|keep| keep.by < tier.kept_until);
            self.hit_if(sooner, "to keep, sooner than it is lost");
        }
        if let Some(next) = &wallet.next_tier {
            self.hit(if next.by.is_some() { "next tier, by an instant" } else { "next tier, at any time" });
        }
    }
}
