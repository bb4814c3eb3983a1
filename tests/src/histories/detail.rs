//! What the shop's server is shown of a member, read as a [`Summary`].

use serde_json::Value;

use crate::model::{
    Amount, EntrySummary, LotSummary, OrderSummary, RedemptionSummary, RewardSummary, Source, Summary, TierSummary,
    ToKeep, UpcomingTier,
};

/// A member's detail as a summary. Its entries are the newest ones, in the order of the ledger.
pub fn summary(detail: &Value) -> Summary {
    let lots = list(detail, "lots").filter(|lot| number(lot, "remaining") > 0).map(lot).collect();
    let mut entries: Vec<EntrySummary> = list(detail, "entries").map(entry).collect();
    entries.reverse();
    let mut redemptions: Vec<RedemptionSummary> = list(detail, "redemptions").map(redemption).collect();
    redemptions.sort_by(|one, other| one.id.cmp(&other.id));
    let mut orders: Vec<OrderSummary> = list(detail, "orders").map(order).collect();
    orders.sort_by(|one, other| one.id.cmp(&other.id));
    Summary { lots, entries, redemptions, orders, ..view(detail) }
}

/// What a member is shown of themselves as a summary: no lots, orders, redemptions and entries.
pub fn view(view: &Value) -> Summary {
    let tier = present(view, "tier").map(|tier| TierSummary {
        id: text(tier, "id"),
        since: required(tier, "since"),
        kept_until: instant(tier, "kept_until"),
        to_keep: present(tier, "to_keep")
            .map(|keep| ToKeep { missing: number(keep, "missing"), counts_from: instant(keep, "counts_from") }),
    });
    let next_tier = present(view, "next_tier").map(|next| UpcomingTier {
        id: text(next, "id"),
        missing: number(next, "missing"),
        by: instant(next, "by"),
    });
    Summary {
        balance: number(view, "balance"),
        available: number(view, "available"),
        pending: number(view, "pending"),
        held: number(view, "held"),
        debt: number(view, "debt"),
        arrivals: list(view, "arrivals").map(amount).collect(),
        expirations: list(view, "expirations").map(amount).collect(),
        tier,
        next_tier,
        progress: present(view, "progress").map(|_| number(view, "progress")),
        rewards: list(view, "rewards")
            .map(|reward| RewardSummary {
                id: text(reward, "id"),
                status: text(reward, "status"),
                missing: number(reward, "missing"),
            })
            .collect(),
        ..Summary::default()
    }
}

fn amount(amount: &Value) -> Amount {
    Amount { points: number(amount, "points"), at: required(amount, "at") }
}

fn lot(lot: &Value) -> LotSummary {
    let source = &lot["source"];
    LotSummary {
        source: match (source.get("adjustment"), source.get("claim")) {
            (Some(_), _) => Source::Adjustment(text(source, "adjustment")),
            (_, Some(_)) => Source::Offer { offer: text(source, "offer"), claim: text(source, "claim") },
            _ => Source::Order { order: text(source, "order"), rule: text(source, "rule") },
        },
        remaining: number(lot, "remaining"),
        available_at: required(lot, "available_at"),
        expires_at: instant(lot, "expires_at"),
    }
}

fn order(order: &Value) -> OrderSummary {
    OrderSummary {
        id: text(order, "id"),
        status: text(order, "status"),
        points: number(order, "points"),
        program_version: present(order, "program_version").and_then(Value::as_i64),
        waiting: present(order, "waiting_reason").map(|_| text(order, "waiting_reason")),
    }
}

/// A redemption, alone or in a list.
pub fn redemption(redemption: &Value) -> RedemptionSummary {
    RedemptionSummary {
        id: text(redemption, "id"),
        code: text(redemption, "code"),
        reward: text(&redemption["reward"], "id"),
        points: number(redemption, "points"),
        status: text(redemption, "status"),
        created_at: required(redemption, "created_at"),
        held_until: required(redemption, "held_until"),
        order: present(redemption, "order").map(|_| text(redemption, "order")),
    }
}

fn entry(entry: &Value) -> EntrySummary {
    let optional = |field: &str| present(entry, field).map(|_| text(entry, field));
    EntrySummary {
        at: required(entry, "at"),
        kind: text(entry, "kind"),
        points: number(entry, "points"),
        held: number(entry, "held"),
        order: optional("order"),
        rule: optional("rule"),
        redemption: optional("redemption"),
        offer: optional("offer"),
    }
}

fn present<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    value.get(field).filter(|value| !value.is_null())
}

fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value[field].as_array().unwrap_or_else(|| panic!("no list {field} in {value}")).iter()
}

/// A text of an answer.
pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no text {field} in {value}")).to_owned()
}

/// A whole number of an answer.
pub fn number(value: &Value, field: &str) -> i128 {
    value[field].as_i64().unwrap_or_else(|| panic!("no whole number {field} in {value}")).into()
}

/// An instant of an answer, if it is there.
pub fn instant(value: &Value, field: &str) -> Option<i64> {
    present(value, field)?;
    let timestamp: jiff::Timestamp = text(value, field).parse().unwrap_or_else(|error| panic!("{field}: {error}"));
    Some(timestamp.as_millisecond())
}

fn required(value: &Value, field: &str) -> i64 {
    instant(value, field).unwrap_or_else(|| panic!("no instant {field} in {value}"))
}
