//! Which products something is about.

use serde::{Deserialize, Serialize};

use crate::{order::Line, written};

/// Most products and most labels one filter names.
pub const FILTER_LEN_MAX: usize = 500;

/// A set of products, by their ids and labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Ids of products.
    #[serde(default, deserialize_with = "written::ids")]
    pub products: Vec<String>,
    /// Labels of products.
    #[serde(default, deserialize_with = "written::ids")]
    pub labels: Vec<String>,
}

impl Filter {
    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.labels.is_empty()
    }

    /// Whether it names the line's product or one of its labels.
    pub fn names(&self, line: &Line) -> bool {
        self.products.contains(&line.product) || line.labels.iter().any(|label| self.labels.contains(label))
    }
}

/// Whether a line is within `only` (empty: everything) and outside `except`.
pub(crate) fn matches(only: &Filter, except: &Filter, line: &Line) -> bool {
    (only.is_empty() || only.names(line)) && !except.names(line)
}
