//! An object's SQLite: statements, rows, and transactions that roll back.

use js_sys::{Function, Reflect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::wasm_bindgen::closure::ScopedClosure;
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{SqlStorage, SqlStorageValue, Storage};

use crate::json;
use crate::problem::{Outcome, broken};

/// An object's database.
pub struct Database {
    storage: Storage,
    sql: SqlStorage,
}

/// A row that holds one JSON document.
#[derive(Deserialize)]
struct Document {
    document: String,
}

impl Database {
    /// The database of an object's storage.
    pub fn new(storage: Storage) -> Self {
        Self { sql: storage.sql(), storage }
    }

    /// Runs a statement.
    pub fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> Outcome<()> {
        self.sql.exec(statement, values)?;
        Ok(())
    }

    /// The rows of a query.
    pub fn rows<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Outcome<Vec<T>> {
        Ok(self.sql.exec(query, values)?.to_array()?)
    }

    /// The first row of a query, if there is one.
    pub fn row<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Outcome<Option<T>> {
        Ok(self.rows(query, values)?.into_iter().next())
    }

    /// The JSON in a query's column `document`, read.
    pub fn documents<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Outcome<Vec<T>> {
        let rows: Vec<Document> = self.rows(query, values)?;
        rows.iter().map(|row| Ok(json::from_str(&row.document)?)).collect()
    }

    /// Whether the database has been set up: asking an object that holds nothing must not make it hold something.
    pub fn has_table(&self, name: &str) -> Outcome<bool> {
        #[derive(Deserialize)]
        struct Found {
            found: i64,
        }
        let query = "SELECT count(*) AS found FROM sqlite_master WHERE type = 'table' AND name = ?";
        let rows: Vec<Found> = self.rows(query, vec![name.into()])?;
        Ok(rows.iter().any(|row| row.found > 0))
    }

    /// Does `work` in one transaction: all of it is stored, or, when it fails, nothing.
    ///
    /// It runs without yielding, so nothing else happens in this object meanwhile, and whatever else is written before
    /// the next `await` (an alarm) is stored together with it.
    pub fn transaction<T>(&self, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        // The crate binds only the asynchronous form, in which other requests may come between.
        let storage: &JsValue = self.storage.as_raw().as_ref();
        let transact = Reflect::get(storage, &JsValue::from_str("transactionSync")).map_err(worker::Error::from)?;
        let transact: &Function = transact.dyn_ref().ok_or_else(|| broken("the runtime has no transactionSync"))?;
        let mut work = Some(work);
        let mut outcome = None;
        let mut run = || {
            let result = work.take().map_or_else(|| Err(broken("a transaction ran twice")), |work| work());
            let failed = result.is_err();
            outcome = Some(result);
            // Throwing is how a transaction is told to roll back; the reason is in `outcome`.
            if failed { Err(JsValue::from_str("rolled back")) } else { Ok(()) }
        };
        let closure = ScopedClosure::<dyn FnMut() -> Result<(), JsValue>>::borrow_mut(&mut run);
        let thrown = transact.call1(storage, closure.as_js_value()).err();
        drop(closure);
        match (outcome, thrown) {
            (Some(Ok(_)), Some(error)) => Err(worker::Error::from(error).into()),
            (Some(outcome), _) => outcome,
            (None, _) => Err(broken("a transaction did not run")),
        }
    }
}

/// A whole number for a statement. Points, money and instants stay within 2^53 by the rules' own limits.
pub fn number(value: impl TryInto<i64>) -> Outcome<SqlStorageValue> {
    let value = value.try_into().map_err(|_| broken("a number beyond SQLite"))?;
    Ok(SqlStorageValue::try_from_i64(value)?)
}

/// A document for a statement.
pub fn document(value: &impl serde::Serialize) -> Outcome<SqlStorageValue> {
    Ok(serde_json::to_string(value)?.into())
}
