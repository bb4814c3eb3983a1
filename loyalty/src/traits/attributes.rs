//! Traits as conditions read them.

use super::{PointsTraits, Scores, Traits};
use crate::{Instant, Money, condition::Value};

impl Traits {
    /// The object that is `member` in conditions: the same names and values as the traits are written with, but instants in
    /// whole seconds, as all texts of one length are in the order of time.
    pub fn attributes(&self) -> Value {
        let Self { purchases, points: PointsTraits { balance, available, pending }, .. } = self;
        let points = [("balance", balance.0), ("available", available.0), ("pending", pending.0)];
        let points = points.map(|(name, points)| (name.to_owned(), number(points)));
        let scores = |scores: Scores| {
            let scores = [("recency", scores.recency), ("frequency", scores.frequency), ("money", scores.money)];
            Value::object(scores.map(|(name, score)| (name.to_owned(), number(score.into()))))
        };
        let attributes = [
            ("stage", Some(text(self.stage.as_str()))),
            ("orders", Some(number(purchases.orders.into()))),
            ("spend", purchases.spend.map(amount)),
            ("average_order", purchases.average_order.map(amount)),
            ("first_order_at", purchases.first_order_at.map(instant)),
            ("last_order_at", purchases.last_order_at.map(instant)),
            ("days_since_first_order", purchases.days_since_first_order.map(number)),
            ("days_since_last_order", purchases.days_since_last_order.map(number)),
            ("usual_gap_days", purchases.usual_gap_days.map(number)),
            ("currency", self.currency.map(|currency| text(currency.as_str()))),
            ("products", Some(list(&self.products))),
            ("labels", Some(list(&self.labels))),
            ("points", Some(Value::object(points))),
            ("tier", self.tier.as_ref().map(|tier| text(tier.as_str()))),
            ("tags", Some(list(&self.tags))),
            ("language", self.language.as_deref().map(text)),
            ("birthday", self.birthday.map(|birthday| text(birthday.to_string()))),
            ("days_until_birthday", self.days_until_birthday.map(|days| number(days.into()))),
            ("recommendations", Some(number(self.recommendations.into()))),
            ("consents", Some(list(&self.consents))),
            ("open_case", Some(Value::Bool(self.open_case))),
            ("nps", self.nps.map(|class| text(class.as_str()))),
            ("rfm", self.rfm.map(scores)),
            ("top", self.top.map(Value::Bool)),
        ];
        let known = attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::object(known)
    }
}

/// A whole number as JavaScript has it. Sums of a member stay within the 2^53 that are exact: see `Money::SUM_MAX`.
fn number(number: i64) -> Value {
    Value::Number(number as f64)
}

fn amount(amount: Money) -> Value {
    number(amount.0)
}

fn instant(at: Instant) -> Value {
    text(Instant::from_ms(at.as_ms().div_euclid(1_000) * 1_000).to_string())
}

fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

fn list<'a>(texts: impl IntoIterator<Item = &'a String>) -> Value {
    Value::List(texts.into_iter().map(text).collect())
}
