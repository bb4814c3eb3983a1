//! Everything that conditions of segments, offers and surveys can ask, by name.

/// What kind of value an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub const ATTRIBUTES: &[(&str, Kind)] = &[
    ("member.id", Kind::Text),
    ("member.stage", Kind::Text),
    ("member.segments", Kind::Texts),
    ("member.orders", Kind::Number),
    ("member.spend", Kind::Number),
    ("member.average_order", Kind::Number),
    ("member.currency", Kind::Text),
    ("member.first_order_at", Kind::Instant),
    ("member.last_order_at", Kind::Instant),
    ("member.days_since_first_order", Kind::Number),
    ("member.days_since_last_order", Kind::Number),
    ("member.usual_gap_days", Kind::Number),
    ("member.products", Kind::Texts),
    ("member.labels", Kind::Texts),
    ("member.points", Kind::Object),
    ("member.points.balance", Kind::Number),
    ("member.points.available", Kind::Number),
    ("member.points.pending", Kind::Number),
    ("member.tier", Kind::Text),
    ("member.tags", Kind::Texts),
    ("member.language", Kind::Text),
    ("member.birthday", Kind::Text),
    ("member.days_until_birthday", Kind::Number),
    ("member.recommendations", Kind::Number),
    ("member.consents", Kind::Texts),
    ("member.open_case", Kind::Flag),
    ("member.nps", Kind::Text),
    ("member.rfm", Kind::Object),
    ("member.rfm.recency", Kind::Number),
    ("member.rfm.frequency", Kind::Number),
    ("member.rfm.money", Kind::Number),
    ("member.top", Kind::Flag),
    ("request.country", Kind::Text),
    ("request.region", Kind::Text),
    ("request.city", Kind::Text),
    ("request.language", Kind::Text),
    ("request.device", Kind::Text),
    ("page.path", Kind::Text),
    ("page.type", Kind::Text),
    ("page.title", Kind::Text),
    ("page.referrer", Kind::Text),
    ("page.query", Kind::Named),
    ("page.hash", Kind::Text),
    ("cart", Kind::Object),
    ("cart.total", Kind::Number),
    ("cart.items", Kind::Number),
    ("cart.products", Kind::Texts),
    ("cart.labels", Kind::Texts),
    ("cart.currency", Kind::Text),
    ("visit.pages", Kind::Number),
    ("visit.seconds", Kind::Number),
    ("visit.is_first", Kind::Flag),
    ("visit.is_returning", Kind::Flag),
    ("visit.source", Kind::Text),
];

/// What is at a path; none if no attribute leads there. The items and the `length` of a list are attributes, too.
pub fn kind(path: &str) -> Option<Kind> {
    ATTRIBUTES.iter().find_map(|(name, kind)| {
        let rest = path.strip_prefix(name)?;
        let inner = rest.strip_prefix('.');
        match kind {
            _ if rest.is_empty() => Some(*kind),
            Kind::Named => inner.map(|_| Kind::Text),
            Kind::Texts if inner == Some("length") => Some(Kind::Number),
            Kind::Texts => inner.filter(|index| index.bytes().all(|byte| byte.is_ascii_digit())).map(|_| Kind::Text),
            _ => None,
        }
    })
}

/// Whether a text can be compared with an instant: `2026-07-01T00:00:00Z`, or a date, which is before all of its day.
pub fn is_instant(text: &str) -> bool {
    const INSTANT: &[u8] = b"0000-00-00T00:00:00Z";
    let is_like = |(byte, like): (u8, &u8)| if *like == b'0' { byte.is_ascii_digit() } else { byte == *like };
    matches!(text.len(), 10 | 20) && text.bytes().zip(INSTANT).all(is_like)
}
