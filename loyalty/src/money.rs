//! Amounts of money, their currencies, and how spend in one is counted in another. All arithmetic is checked: what leaves
//! the range is [`OutOfRange`], never wrong.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    Quantity,
    range::{EXACT_MAX, OutOfRange, exact},
    written,
};

/// An amount of money, or a change of one: whole minor units (cents) of a currency that is known from where the amount
/// stands, such as the order's or the program's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Highest amount that a document has: of a line, a minimum, a reward. 500 lines of it are 5×10^15 and stay within
    /// [`Money::SUM_MAX`].
    pub const MAX: Self = Self(10_000_000_000_000);

    /// Highest amount any sum comes to: 2^53 − 1.
    pub const SUM_MAX: Self = Self(EXACT_MAX);

    /// This and another.
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        exact(self.0.checked_add(other.0)).map(Self)
    }

    /// This without another.
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        exact(self.0.checked_sub(other.0)).map(Self)
    }

    /// So much at this price, rounded half up to whole minor units; of what is below zero, half down: an amount and its
    /// negative stay opposites.
    pub fn times(self, quantity: Quantity) -> Result<Self, OutOfRange> {
        // In thousandths. 2^53 × 1,000 is below 2^63, so what overflows here is out of range.
        let product = self.0.checked_mul(quantity.thousandths()).ok_or(OutOfRange)?;
        let part = product % 1_000;
        let rest = if part.abs() < 500 { 0 } else { part.signum() };
        exact(Some(product / 1_000 + rest)).map(Self)
    }

    /// All of them together.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, OutOfRange> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// What a part leaves when it is taken off. Of a part below zero nothing is taken, of a larger one all there is: the
    /// result is between zero and `self`, so it cannot leave the range.
    pub fn left_after(self, part: Self) -> Self {
        Self(self.0 - part.0.min(self.0).max(0))
    }

    /// An amount as it is shown: beyond what can be shown exactly, the nearest that can.
    pub fn shown(amount: i128) -> Self {
        Self(shown(amount))
    }
}

impl TryFrom<i128> for Money {
    type Error = OutOfRange;

    fn try_from(amount: i128) -> Result<Self, OutOfRange> {
        exact(i64::try_from(amount).ok()).map(Self)
    }
}

/// An ISO 4217 code: three capital letters. Amounts are whole minor units (cents) of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is not a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCurrency;

impl fmt::Display for InvalidCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is three capital letters, such as USD")
    }
}

impl Currency {
    /// Takes three capital letters as a currency.
    pub fn new(text: &str) -> Result<Self, InvalidCurrency> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(InvalidCurrency),
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        // Three ASCII letters by construction.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidCurrency;

    fn try_from(text: String) -> Result<Self, InvalidCurrency> {
        Self::new(&text)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        written::from_text(deserializer)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.as_str().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many minor units of each currency make one unit of spend.
pub type Rates = BTreeMap<Currency, i64>;

/// How one order's amounts are counted: its currency's rate beside that of the program's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Minor units of the order's currency in one unit of spend.
    pub rate: i64,
    /// Minor units of the program's currency in one unit of spend.
    pub program_rate: i64,
}

impl Conversion {
    /// An amount of the order's currency in the program's, rounded down.
    ///
    /// It is compared, added up without a limit, and [`shown`]; no amount is made of it. A sum of amounts (< 10^16) times a
    /// rate (≤ 10^9) fits an i128 by far, and so do 10^13 such sums together.
    pub fn to_program(self, Money(amount): Money) -> i128 {
        if self.rate == self.program_rate {
            return i128::from(amount);
        }
        i128::from(amount) * i128::from(self.program_rate) / i128::from(self.rate)
    }
}

/// A number as it is shown: beyond what can be shown exactly, the nearest that can.
pub fn shown(number: i128) -> i64 {
    let most = i128::from(EXACT_MAX);
    i64::try_from(number.clamp(-most, most)).unwrap_or(EXACT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_beyond_the_range_is_an_error() {
        let max = Money::SUM_MAX;
        let min = Money(-max.0);
        assert_eq!((max.plus(Money(1)), min.minus(Money(1))), (Err(OutOfRange), Err(OutOfRange)));
        assert_eq!((max.plus(Money::ZERO), min.minus(Money::ZERO)), (Ok(max), Ok(min)));
        // Beyond an i64, and where it would come back into the range.
        assert_eq!(Money(i64::MAX).plus(Money(i64::MAX)), Err(OutOfRange));
        assert_eq!(Money(i64::MIN).minus(Money(i64::MAX)), Err(OutOfRange));
        let times = |amount: i64, pieces: i64| Money(amount).times(Quantity::pieces(pieces));
        assert_eq!(times(1 << 62, 4), Err(OutOfRange));
        assert_eq!(times(i64::MIN, -1), Err(OutOfRange));
        assert_eq!(times(Money::MAX.0, 900), Ok(Money(9_000_000_000_000_000)));
        assert_eq!((times(Money::MAX.0, 901), times(1, i64::MAX)), (Err(OutOfRange), Err(OutOfRange)));
        assert_eq!((times(EXACT_MAX, 1), times(EXACT_MAX, -1)), (Ok(max), Ok(min)));
        assert_eq!(Money::sum([max, Money(-1), Money(1)]), Ok(max));
        assert_eq!(Money::sum([max, Money(1), Money(-1)]), Err(OutOfRange), "each sum on the way counts");
    }

    #[test]
    fn a_price_times_a_quantity_is_rounded_half_up() {
        let check = |price: i64, thousandths: i64, amount: i64| {
            let times = Money(price).times(Quantity::from_thousandths(thousandths));
            assert_eq!(times, Ok(Money(amount)), "{price} × {thousandths}");
        };
        check(1_499, 1_500, 2_249);
        check(999, 550, 549);
        check(1, 499, 0);
        check(1, 500, 1);
        check(3, 500, 2);
        check(-1, 500, -1);
        check(1, -500, -1);
        check(-1, -500, 1);
        check(-1, 499, 0);
    }

    #[test]
    fn a_part_leaves_between_nothing_and_everything() {
        let check = |amount: i64, part: i64, left: i64| {
            assert_eq!(Money(amount).left_after(Money(part)), Money(left), "{part} of {amount}");
        };
        check(100, 30, 70);
        check(100, 100, 0);
        check(100, 101, 0);
        check(100, -1, 100);
        check(0, 1, 0);
        check(i64::MAX, i64::MIN, i64::MAX);
        check(i64::MAX, i64::MAX, 0);
        // Of what is below zero nothing can be taken.
        check(-100, 30, -100);
        check(-100, -300, -100);
        check(i64::MIN, i64::MIN, i64::MIN);
    }

    #[test]
    fn an_amount_is_written_as_its_number() {
        assert_eq!(serde_json::to_string(&Money(-5)).unwrap(), "-5");
        assert_eq!(serde_json::from_str::<Money>("1499").unwrap(), Money(1499));
    }

    #[test]
    fn a_number_too_large_to_show_is_shown_as_the_largest() {
        let max = i128::from(EXACT_MAX);
        assert_eq!((shown(max + 1), shown(i128::MIN), shown(-3)), (EXACT_MAX, -EXACT_MAX, -3));
        assert_eq!((Money::try_from(max), Money::try_from(max + 1)), (Ok(Money::SUM_MAX), Err(OutOfRange)));
    }
}
