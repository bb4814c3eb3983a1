//! How much of something was bought: pieces, or a weight or a length, in whole thousandths.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Thousandths in one piece.
const PIECE: i64 = 1_000;

/// How much was bought: whole thousandths of a piece, of a kilogram, of whatever the price is for. JSON has it as shops write
/// it: `1`, `0.55`, `2.500`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    thousandths: i64,
    /// Whether it was read with more than three decimals. [`Quantity::exact`] forgets it.
    is_rounded: bool,
}

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self::from_thousandths(0);
    /// One piece.
    pub const ONE: Self = Self::pieces(1);

    /// So many thousandths.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self { thousandths, is_rounded: false }
    }

    /// So many whole pieces, fewer than 2^53.
    pub const fn pieces(pieces: i64) -> Self {
        Self::from_thousandths(pieces.saturating_mul(PIECE))
    }

    /// In thousandths.
    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }

    /// How many pieces of the shelf that is: 0.55 kg of cheese is one. Nothing if it is below zero.
    pub fn whole_pieces(self) -> i64 {
        let thousandths = self.thousandths.max(0);
        thousandths / PIECE + i64::from(thousandths % PIECE > 0)
    }

    /// Whether it was rounded when it was read.
    pub fn is_rounded(self) -> bool {
        self.is_rounded
    }

    /// The quantity as it is counted with, however it was read.
    pub fn exact(self) -> Self {
        Self { is_rounded: false, ..self }
    }

    /// A number as JSON has it, rounded half up to thousandths. Its shortest decimal text is what somebody wrote: in binary
    /// 1.0005 is a little less than that.
    fn from_number(number: f64) -> Self {
        let text = number.abs().to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digit = |place: usize| decimals.as_bytes().get(place).map_or(0, |digit| i64::from(digit - b'0'));
        let part = digit(0) * 100 + digit(1) * 10 + digit(2) + i64::from(digit(3) >= 5);
        // Beyond an `i64` is beyond every limit.
        let pieces = whole.parse::<i64>().unwrap_or(i64::MAX);
        let thousandths = pieces.saturating_mul(PIECE).saturating_add(part);
        Self { thousandths: if number < 0.0 { -thousandths } else { thousandths }, is_rounded: decimals.len() > 3 }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, thousandths) = (if self.thousandths < 0 { "-" } else { "" }, self.thousandths.unsigned_abs());
        let text = format!("{sign}{}.{:03}", thousandths / 1_000, thousandths % 1_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.thousandths % PIECE == 0 {
            serializer.serialize_i64(self.thousandths / PIECE)
        } else {
            // Within the limits it is below 2^53, so the nearest double is written as this number with its three decimals.
            let number: f64 = self.to_string().parse().map_err(serde::ser::Error::custom)?;
            serializer.serialize_f64(number)
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Quantity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, such as 1 or 0.55")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Quantity, E> {
        Ok(Quantity::pieces(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Quantity, E> {
        Ok(Quantity::pieces(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Quantity, E> {
        Ok(Quantity::from_number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_shops_write_it_and_rounded_half_up() {
        let check = |json: &str, thousandths: i64, is_rounded: bool, written: &str| {
            let read: Quantity = serde_json::from_str(json).unwrap();
            assert_eq!((read.thousandths(), read.is_rounded()), (thousandths, is_rounded), "{json}");
            assert_eq!(serde_json::to_string(&read).unwrap(), written, "{json}");
            assert_eq!(serde_json::from_str::<Quantity>(written).unwrap(), read.exact(), "{json}");
        };
        check("1", 1_000, false, "1");
        check("1.0", 1_000, false, "1");
        check("2.5000", 2_500, false, "2.5");
        check("0.55", 550, false, "0.55");
        check("0.001", 1, false, "0.001");
        check("0.0005", 1, true, "0.001");
        check("0.0004", 0, true, "0");
        check("1.0005", 1_001, true, "1.001");
        check("1.00049999", 1_000, true, "1");
        check("0.9995", 1_000, true, "1");
        check("-0.0005", -1, true, "-0.001");
        check("-1", -1_000, false, "-1");
        check("1e3", 1_000_000, false, "1000");
        check("999999.999", 999_999_999, false, "999999.999");
        for beyond in ["1e30", "9223372036854775808", "-9223372036854775808"] {
            let read: Quantity = serde_json::from_str(beyond).unwrap();
            assert!(read.thousandths().unsigned_abs() > 1 << 62, "{beyond}");
        }
        assert!(serde_json::from_str::<Quantity>("\"1\"").is_err());
    }

    #[test]
    fn it_is_shown_without_needless_zeros() {
        let shown = |thousandths: i64| Quantity::from_thousandths(thousandths).to_string();
        assert_eq!([1_000, 550, -1, 10_010, 0].map(shown), ["1", "0.55", "-0.001", "10.01", "0"]);
    }

    #[test]
    fn pieces_are_counted_whole() {
        let pieces = |thousandths: i64| Quantity::from_thousandths(thousandths).whole_pieces();
        assert_eq!([550, 1_000, 1_001, 0, -500].map(pieces), [1, 1, 2, 0, 0]);
    }
}
