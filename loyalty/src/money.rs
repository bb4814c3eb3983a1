//! Currencies, and how spend in one is counted in another.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize};

use crate::written;

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
    /// An order's amounts (≤ 5×10^15) times rates (≤ 10^9) fit an i128 by far, and so do 10^13 such orders together.
    pub fn to_program(self, amount: i64) -> i128 {
        if self.rate == self.program_rate {
            return i128::from(amount);
        }
        i128::from(amount) * i128::from(self.program_rate) / i128::from(self.rate)
    }
}

/// Highest amount that is shown, in minor units: 2^53 − 1, which JSON readers keep exact.
pub const AMOUNT_SHOWN_MAX: i64 = 9_007_199_254_740_991;

/// An amount as it is shown: beyond what can be shown exactly, the nearest that can.
pub fn shown(amount: i128) -> i64 {
    let most = i128::from(AMOUNT_SHOWN_MAX);
    i64::try_from(amount.clamp(-most, most)).unwrap_or(AMOUNT_SHOWN_MAX)
}
