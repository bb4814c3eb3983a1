//! The CDNOW purchases as orders: 6,919 rows of real customers of a CD shop (see `tests/fixtures/cdnow/README.md`).

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// One row of the data: what a customer bought at one checkout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Place in the file, counted from 1.
    pub row: usize,
    /// The customer's id in the master set, five digits: our member id.
    pub customer: String,
    /// The day, `1997-01-31`; the data knows no time of day.
    pub date: String,
    /// How many CDs, at least 1.
    pub quantity: i64,
    /// Dollars paid, in cents; a few are 0.
    pub cents: i64,
}

impl Purchase {
    /// The order's id: `cdnow-00001`.
    #[must_use]
    pub fn order_id(&self) -> String {
        format!("cdnow-{:05}", self.row)
    }

    /// Noon UTC of the day: the same calendar day in every American time zone.
    #[must_use]
    pub fn placed_at(&self) -> String {
        format!("{}T12:00:00Z", self.date)
    }

    /// The price of one CD, rounded up to a whole cent.
    #[must_use]
    pub fn price(&self) -> i64 {
        (self.cents + self.quantity - 1) / self.quantity
    }

    /// What the rounding of [`Self::price`] added and the line's discount takes back.
    #[must_use]
    pub fn discount(&self) -> i64 {
        self.price() * self.quantity - self.cents
    }

    /// The order's full state as the API takes it, without its id.
    #[must_use]
    pub fn order(&self) -> Value {
        json!({
            "member": self.customer,
            "currency": "USD",
            "status": "completed",
            "placed_at": self.placed_at(),
            "updated_at": self.placed_at(),
            "lines": [{
                "id": "1",
                "product": "cd",
                "labels": ["cd"],
                "quantity": self.quantity,
                "price": self.price(),
                "discount": self.discount(),
            }],
        })
    }
}

/// Reads the file in the repository.
///
/// # Errors
/// When the file is missing or a row is not one of CDNOW's.
pub fn purchases() -> Result<Vec<Purchase>> {
    let path = crate::repository().join("tests/fixtures/cdnow/CDNOW_sample.txt");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    parse(&text)
}

/// Reads rows of `master id, sample id, YYYYMMDD, number of CDs, dollars`.
///
/// # Errors
/// Names the first row that does not have this form.
pub fn parse(text: &str) -> Result<Vec<Purchase>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .enumerate()
        .map(|(index, line)| parse_row(index + 1, line).with_context(|| format!("row {}: {line:?}", index + 1)))
        .collect()
}

fn parse_row(row: usize, line: &str) -> Result<Purchase> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [customer, _sample_id, day, quantity, dollars] = fields[..] else {
        bail!("expected 5 columns");
    };
    if day.len() != 8 || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!("{day} is not a day");
    }
    let quantity: i64 = quantity.parse().context("number of CDs")?;
    if quantity < 1 {
        bail!("an order of no CDs");
    }
    let (whole, hundredths) = dollars.split_once('.').context("dollars without cents")?;
    if hundredths.len() != 2 {
        bail!("cents have two digits");
    }
    let cents = whole.parse::<i64>().context("dollars")? * 100 + hundredths.parse::<i64>().context("cents")?;
    Ok(Purchase {
        row,
        customer: customer.to_owned(),
        date: format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        quantity,
        cents,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_file_has_its_check_figures() {
        let purchases = purchases().unwrap();
        let customers: BTreeSet<&str> = purchases.iter().map(|purchase| purchase.customer.as_str()).collect();
        let cents: i64 = purchases.iter().map(|purchase| purchase.cents).sum();
        assert_eq!((purchases.len(), customers.len(), cents), (6_919, 2_357, 24_409_194));
    }

    #[test]
    fn a_line_is_worth_what_was_paid_to_the_cent() {
        for purchase in purchases().unwrap() {
            assert_eq!(purchase.price() * purchase.quantity - purchase.discount(), purchase.cents, "{purchase:?}");
            assert!((0..purchase.quantity).contains(&purchase.discount()), "{purchase:?}");
        }
    }

    #[test]
    fn a_row_becomes_an_order() {
        let purchases = parse(" 00004 0001 19970101  2   29.33\r\n").unwrap();
        assert_eq!(purchases[0].order_id(), "cdnow-00001");
        assert_eq!(
            purchases[0].order(),
            json!({
                "member": "00004", "currency": "USD", "status": "completed",
                "placed_at": "1997-01-01T12:00:00Z", "updated_at": "1997-01-01T12:00:00Z",
                "lines": [{"id": "1", "product": "cd", "labels": ["cd"], "quantity": 2, "price": 1467, "discount": 1}],
            })
        );
    }

    #[test]
    fn a_row_of_another_form_is_named() {
        for line in ["1 2 3", "1 2 1997010 1 1.00", "1 2 19970101 0 1.00", "1 2 19970101 1 1.5", "1 2 19970101 1 15"] {
            let error = parse(line).unwrap_err();
            assert!(error.to_string().starts_with("row 1"), "{line}: {error:#}");
        }
    }
}
