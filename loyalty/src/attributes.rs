//! Everything that conditions of segments, offers and surveys can ask, by name.

use crate::text::is_language_tag;

/// What kind of value an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// Whether something is so.
    Flag,
    /// A text such as `2026-07-01T00:00:00Z`: whole seconds, so that texts are in the order of time.
    Instant,
    /// A list of texts.
    Texts,
    /// Other attributes, which are named beside it.
    Object,
    /// Texts by names of others' choice.
    Named,
}

/// Every attribute by its path, with its kind. One that has no value is `null`.
pub const ATTRIBUTES: &[(&str, AttributeKind)] = &[
    ("member.id", AttributeKind::Text),
    ("member.stage", AttributeKind::Text),
    ("member.segments", AttributeKind::Texts),
    ("member.orders", AttributeKind::Number),
    ("member.spend", AttributeKind::Number),
    ("member.average_order", AttributeKind::Number),
    ("member.currency", AttributeKind::Text),
    ("member.first_order_at", AttributeKind::Instant),
    ("member.last_order_at", AttributeKind::Instant),
    ("member.days_since_first_order", AttributeKind::Number),
    ("member.days_since_last_order", AttributeKind::Number),
    ("member.usual_gap_days", AttributeKind::Number),
    ("member.products", AttributeKind::Texts),
    ("member.labels", AttributeKind::Texts),
    ("member.points", AttributeKind::Object),
    ("member.points.balance", AttributeKind::Number),
    ("member.points.available", AttributeKind::Number),
    ("member.points.pending", AttributeKind::Number),
    ("member.tier", AttributeKind::Text),
    ("member.tags", AttributeKind::Texts),
    ("member.language", AttributeKind::Text),
    ("member.birthday", AttributeKind::Text),
    ("member.days_until_birthday", AttributeKind::Number),
    ("member.recommendations", AttributeKind::Number),
    ("member.consents", AttributeKind::Texts),
    ("member.open_case", AttributeKind::Flag),
    ("member.nps", AttributeKind::Text),
    ("member.rfm", AttributeKind::Object),
    ("member.rfm.recency", AttributeKind::Number),
    ("member.rfm.frequency", AttributeKind::Number),
    ("member.rfm.money", AttributeKind::Number),
    ("member.top", AttributeKind::Flag),
    ("request.country", AttributeKind::Text),
    ("request.region", AttributeKind::Text),
    ("request.city", AttributeKind::Text),
    ("request.language", AttributeKind::Text),
    ("request.device", AttributeKind::Text),
    ("page.path", AttributeKind::Text),
    ("page.type", AttributeKind::Text),
    ("page.title", AttributeKind::Text),
    ("page.referrer", AttributeKind::Text),
    ("page.query", AttributeKind::Named),
    ("page.hash", AttributeKind::Text),
    ("cart", AttributeKind::Object),
    ("cart.total", AttributeKind::Number),
    ("cart.items", AttributeKind::Number),
    ("cart.products", AttributeKind::Texts),
    ("cart.labels", AttributeKind::Texts),
    ("cart.currency", AttributeKind::Text),
    ("visit.pages", AttributeKind::Number),
    ("visit.seconds", AttributeKind::Number),
    ("visit.is_first", AttributeKind::Flag),
    ("visit.is_returning", AttributeKind::Flag),
    ("visit.source", AttributeKind::Text),
];

/// What is at a path; none if no attribute leads there. The items and the `length` of a list are attributes, too.
pub fn kind(path: &str) -> Option<AttributeKind> {
    ATTRIBUTES.iter().find_map(|(name, kind)| {
        let rest = path.strip_prefix(name)?;
        let inner = rest.strip_prefix('.');
        match kind {
            _ if rest.is_empty() => Some(*kind),
            AttributeKind::Named => inner.map(|_| AttributeKind::Text),
            AttributeKind::Texts if inner == Some("length") => Some(AttributeKind::Number),
            AttributeKind::Texts => {
                inner.filter(|index| index.bytes().all(|byte| byte.is_ascii_digit())).map(|_| AttributeKind::Text)
            }
            _ => None,
        }
    })
}

/// The values an attribute can have beside `null`.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Whatever its kind allows.
    Any,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A text of a form.
    Text {
        /// Whether a text can be there at all.
        is_possible: fn(&str) -> bool,
        /// Whether it is one that is expected there.
        is_usual: fn(&str) -> bool,
        /// Another text that can be there for each number, while there are any.
        example: fn(usize) -> Option<String>,
        /// The form, for people.
        form: &'static str,
    },
    /// A whole number.
    Whole {
        /// From here.
        least: i64,
        /// Up to here.
        most: i64,
    },
    /// An amount in minor units, from here.
    Money {
        /// From here.
        least: i64,
    },
}

/// The values of the attribute at a path that leads to one.
pub fn values(path: &str) -> Values {
    const ANY: fn(&str) -> bool = |_| true;
    match path {
        "member.stage" => {
            Values::OneOf(&["suspect", "prospect", "first_time", "repeat", "client", "advocate", "lapsed"])
        }
        "member.nps" => Values::OneOf(&["promoter", "passive", "detractor"]),
        "request.device" => Values::OneOf(&["phone", "tablet", "desktop"]),
        "request.country" => Values::Text {
            // Two letters, or a letter and a digit for what is no country, such as `T1`.
            is_possible: |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
            is_usual: |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
            example: |number| letters(number, 2),
            form: "two capital letters, such as SI",
        },
        "request.language" => Values::Text {
            is_possible: |text| !text.bytes().any(|b| b.is_ascii_uppercase() || b == b'-' || b == b','),
            is_usual: |text| matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_lowercase()),
            example: |number| letters(number, 2).map(|text| text.to_ascii_lowercase()),
            form: "two or three small letters without a region, such as sl",
        },
        "member.language" => Values::Text {
            is_possible: ANY,
            is_usual: |text| {
                let primary = text.split('-').next().unwrap_or_default();
                is_language_tag(text) && matches!(primary.len(), 2 | 3)
            },
            example: |number| letters(number, 2).map(|text| text.to_ascii_lowercase()),
            form: "a language tag, such as sl or pt-BR",
        },
        "member.currency" | "cart.currency" => Values::Text {
            is_possible: ANY,
            is_usual: |text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()),
            example: |number| letters(number, 3),
            form: "three capital letters, such as EUR",
        },
        "member.birthday" => Values::Text {
            is_possible: ANY,
            is_usual: |text| {
                let like = if text.len() == 5 { "00-00" } else { "0000-00-00" };
                is_like(text, like)
            },
            example: |number| Some(format!("{:04}-01-01", 1900 + number)),
            form: "05-17 or 1990-05-17",
        },
        "page.path" => Values::Text {
            is_possible: ANY,
            is_usual: |text| text.starts_with('/'),
            example: |number| Some(format!("/{number}")),
            form: "a path, such as /sale",
        },
        "page.hash" => Values::Text {
            is_possible: ANY,
            is_usual: |text| text.is_empty() || text.starts_with('#'),
            example: |number| Some(format!("#{number}")),
            form: "what begins with #, such as #reviews",
        },
        "member.spend" | "member.average_order" => Values::Money { least: 0 },
        "cart.total" => Values::Money { least: i64::MIN },
        "member.points.balance" | "member.points.available" => Values::Whole { least: i64::MIN, most: i64::MAX },
        "member.rfm.recency" | "member.rfm.frequency" | "member.rfm.money" => Values::Whole { least: 1, most: 5 },
        "member.days_until_birthday" => Values::Whole { least: 0, most: 366 },
        path if kind(path) == Some(AttributeKind::Number) => Values::Whole { least: 0, most: i64::MAX },
        _ => Values::Any,
    }
}

/// Another word of so many capital letters for each number.
fn letters(number: usize, count: u32) -> Option<String> {
    let letter =
        |place: u32| u8::try_from(number / 26_usize.pow(place) % 26).ok().map(|letter| char::from(b'A' + letter));
    if number < 26_usize.pow(count) { (0..count).rev().map(letter).collect() } else { None }
}

/// Whether a text can be compared with an instant: `2026-07-01T00:00:00Z`, or a date, which is before all of its day.
pub fn is_instant(text: &str) -> bool {
    const INSTANT: &str = "0000-00-00T00:00:00Z";
    is_like(text, INSTANT) || is_like(text, &INSTANT[..10])
}

/// Whether a text is like a form, in which `0` is for any digit.
fn is_like(text: &str, form: &str) -> bool {
    let is_like = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(is_like)
}
