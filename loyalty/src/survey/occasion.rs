//! What a question can be about, by its name: an order, a case, a long absence, a year of membership.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{CaseId, OrderId, written};

/// What a question is about. Each is asked about once. Written `order:10027`, `case:7f3a`, `absence:10027`,
/// `anniversary:3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub enum Occasion {
    /// An order.
    Order(OrderId),
    /// A case that was closed.
    Case(CaseId),
    /// The time since an order, after which nothing was ordered.
    Absence(OrderId),
    /// So many whole years since the member joined.
    Anniversary(u32),
}

impl Occasion {
    /// What a preview is about, where there is nothing that is or would be asked about: the day on which a member joined,
    /// which no survey asks about.
    pub const NOTHING: Self = Self::Anniversary(0);
}

/// How the name of a closed case begins.
pub(super) const CASE: &str = "case:";

/// Why a text is not an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidOccasion;

impl fmt::Display for InvalidOccasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an occasion, such as order:10027")
    }
}

impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(order) => write!(f, "order:{order}"),
            Self::Case(case) => write!(f, "{CASE}{case}"),
            Self::Absence(order) => write!(f, "absence:{order}"),
            Self::Anniversary(years) => write!(f, "anniversary:{years}"),
        }
    }
}

impl From<Occasion> for String {
    fn from(occasion: Occasion) -> Self {
        occasion.to_string()
    }
}

impl TryFrom<String> for Occasion {
    type Error = InvalidOccasion;

    fn try_from(text: String) -> Result<Self, InvalidOccasion> {
        let (kind, name) = text.split_once(':').ok_or(InvalidOccasion)?;
        let order = || OrderId::new(name).map_err(|_| InvalidOccasion);
        let occasion = match kind {
            "order" => Self::Order(order()?),
            "case" => Self::Case(CaseId::new(name).map_err(|_| InvalidOccasion)?),
            "absence" => Self::Absence(order()?),
            "anniversary" => Self::Anniversary(name.parse().map_err(|_| InvalidOccasion)?),
            _ => return Err(InvalidOccasion),
        };
        // A year is also read with a sign or zeros before it, which would make two names of one occasion.
        if occasion.to_string() == text { Ok(occasion) } else { Err(InvalidOccasion) }
    }
}

impl<'de> Deserialize<'de> for Occasion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::from_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occasion_is_written_as_it_is_read() {
        for text in ["order:10027", "order:a:b", "case:7f3a", "absence:10027", "anniversary:3"] {
            let read = Occasion::try_from(text.to_owned()).map(|occasion| occasion.to_string());
            assert_eq!(read.as_deref(), Ok(text));
        }
        for text in ["", "order", "order:", "visit:1", "anniversary:", "anniversary:+3", "anniversary:03", "case:\n"] {
            assert_eq!(Occasion::try_from(text.to_owned()), Err(InvalidOccasion), "{text}");
        }
    }
}
