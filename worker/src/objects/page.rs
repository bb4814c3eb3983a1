//! Pages of a list: one row more is asked for than is shown, to know whether there is another page.

use worker::SqlStorageValue;

use super::sql::number;
use crate::problem::Outcome;

/// How many rows to ask for, as a value of a statement.
pub fn rows(limit: usize) -> Outcome<SqlStorageValue> {
    number(limit as i64 + 1)
}

/// Takes away what is beyond the page. Whether there was something, so that another page follows.
pub fn cut<T>(rows: &mut Vec<T>, limit: usize) -> bool {
    let goes_on = rows.len() > limit;
    rows.truncate(limit);
    goes_on
}
