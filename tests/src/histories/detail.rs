//! What the shop's server is shown of a member, read as a [`Summary`].

use serde_json::Value;

use crate::model::{
    Amount, Answer, CodeAnswer, EntrySummary, Explanation, LineTerm, LotSummary, OrderSummary, RedemptionSummary,
    RewardSummary, Source, Summary, TierSummary, ToKeep, UpcomingTier,
};

/// A member's detail as a summary. Its entries are the newest ones, in the order of the ledger.
pub fn summary(detail: &Value) -> Summary {
    let now = required(detail, "as_of");
    let lots = list(detail, "lots").filter(|lot| number(lot, "remaining") > 0).map(|one| lot(one, now)).collect();
    let mut entries: Vec<EntrySummary> = list(detail, "entries").map(entry).collect();
    entries.reverse();
    let mut redemptions: Vec<RedemptionSummary> = list(detail, "redemptions").map(redemption).collect();
    redemptions.sort_by(|one, other| one.id.cmp(&other.id));
    let mut orders: Vec<OrderSummary> = list(detail, "orders").map(order).collect();
    orders.sort_by(|one, other| one.id.cmp(&other.id));
    let explanations = list(detail, "orders").flat_map(explanations).collect();
    let mut summary = Summary { lots, entries, redemptions, orders, explanations, ..view(detail) };
    summary.lots.sort_by_key(|lot| lot.source.clone());
    // Stable: an order's rules stay in their places.
    summary.explanations.sort_by_key(|one| one.order.clone());
    summary
}

/// What a member is shown of themselves as a summary: no lots, orders, redemptions and entries.
pub fn view(view: &Value) -> Summary {
    let tier = present(view, "tier").map(|tier| TierSummary {
        id: text(tier, "id"),
        since: required(tier, "since"),
        kept_until: instant(tier, "kept_until"),
        to_keep: present(tier, "to_keep")
            .map(|keep| ToKeep { missing: number(keep, "missing"), by: instant(keep, "by") }),
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

fn lot(lot: &Value, now: i64) -> LotSummary {
    LotSummary {
        source: source(&lot["source"]),
        remaining: number(lot, "remaining"),
        // While a lot waits without a date, the one inside is only the latest.
        available_at: instant(lot, "available_at").filter(|_| present(lot, "waits_for").is_none() || is_over(lot, now)),
        expires_at: instant(lot, "expires_at").filter(|_| present(lot, "waits_for").is_none() || is_over(lot, now)),
        waits_for: optional(lot, "waits_for").filter(|_| !is_over(lot, now)),
    }
}

/// Whether the longest that points wait is over.
fn is_over(lot: &Value, now: i64) -> bool {
    required(lot, "available_at") <= now
}

fn source(source: &Value) -> Source {
    if let Some(first) = present(source, "from") {
        return Source::Restored { redemption: text(source, "redemption"), first: Box::new(self::source(first)) };
    }
    if present(source, "adjustment").is_some() {
        return Source::Adjustment(text(source, "adjustment"));
    }
    if present(source, "claim").is_some() {
        return Source::Offer { offer: text(source, "offer"), claim: text(source, "claim") };
    }
    if present(source, "survey").is_some() {
        return Source::Answer { survey: text(source, "survey"), occasion: text(source, "occasion") };
    }
    Source::Order { order: text(source, "order"), rule: text(source, "rule") }
}

/// The terms of an order: one list of them for each rule of its version.
fn explanations(order: &Value) -> Vec<Explanation> {
    let Some(explanation) = present(order, "explanation") else { return Vec::new() };
    list(explanation, "rules").map(|rule| rule_explanation(&text(order, "id"), explanation, rule)).collect()
}

fn rule_explanation(order: &str, explanation: &Value, rule: &Value) -> Explanation {
    let cap = present(rule, "capped_by").map(|_| (text(rule, "capped_by"), number(rule, "cap")));
    let line = |term: &Value| LineTerm {
        line: optional(term, "line"),
        product: optional(term, "product"),
        value: number(term, "value"),
        percent: number(term, "percent"),
        points: number(term, "points"),
    };
    Explanation {
        order: order.to_owned(),
        rule: text(rule, "rule"),
        version: present(explanation, "version").and_then(Value::as_i64).unwrap_or_default(),
        tier: optional(explanation, "tier"),
        lines: list(rule, "lines").map(line).collect(),
        minimum: number(rule, "minimum"),
        refund: number(rule, "refund"),
        cap,
        points: number(rule, "points"),
        available_at: instant(rule, "available_at"),
        expires_at: instant(rule, "expires_at"),
        waits_for: optional(rule, "waits_for"),
    }
}

/// What an order's state was answered with. Codes are as the service has them.
pub fn answer(result: &Value) -> Answer {
    let code = |one: &Value| CodeAnswer {
        code: text(one, "code"),
        status: text(one, "status"),
        order: optional(one, "order"),
        late: one["late"].as_bool().unwrap_or_default(),
    };
    let strings = |field: &str| result[field].as_array().into_iter().flatten();
    Answer {
        code: text(result, "outcome"),
        points: number(result, "points"),
        change: number(result, "change"),
        forgiven: present(result, "forgiven").and_then(Value::as_i64).unwrap_or_default().into(),
        pending_until: instant(result, "pending_until"),
        waits_for: optional(result, "waits_for"),
        version: present(result, "program_version").and_then(Value::as_i64),
        waiting: optional(result, "waiting_reason"),
        codes: strings("coupons").map(code).collect(),
        remarks: remarks(result),
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

/// The fields that were bounded, by name: their order means nothing.
fn remarks(result: &Value) -> Vec<String> {
    let mut fields: Vec<String> = list(result, "remarks").map(|remark| text(remark, "field")).collect();
    fields.sort();
    fields
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
        order: optional(redemption, "order"),
        ended_at: instant(redemption, "ended_at"),
    }
}

fn entry(entry: &Value) -> EntrySummary {
    EntrySummary {
        at: required(entry, "at"),
        kind: text(entry, "kind"),
        points: number(entry, "points"),
        held: number(entry, "held"),
        order: optional(entry, "order"),
        rule: optional(entry, "rule"),
        redemption: optional(entry, "redemption"),
        adjustment: optional(entry, "adjustment"),
        offer: optional(entry, "offer"),
        cause: optional(entry, "cause"),
    }
}

fn optional(value: &Value, field: &str) -> Option<String> {
    present(value, field).map(|_| text(value, field))
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
