//! Which of two states of an order is the newer one, whichever arrived first (`RULES.md`, 3.2).

use std::cmp::Ordering;

use super::{Line, Order, Shipping};

impl Order {
    /// Orders states by how new they are: by `revision` (none before any), `updated_at`, how far the status is, how much was
    /// refunded, and then field by field, so that only equal states are equally new.
    pub fn cmp_newness(&self, other: &Self) -> Ordering {
        let key = |order: &Self| (order.revision, order.updated_at, order.status, order.refunded_sum());
        key(self).cmp(&key(other)).then_with(|| self.cmp(other))
    }

    /// All that was refunded, taxes included, as the shop has told it. States are compared by this number and nothing is
    /// counted with it, so it has no limit: any two states can be compared.
    fn refunded_sum(&self) -> i128 {
        let lines = self.lines.iter().flat_map(|Line { refunded, refunded_tax, .. }| [*refunded, *refunded_tax]);
        let Shipping { refunded, refunded_tax, .. } = self.shipping;
        lines.chain([refunded, refunded_tax]).map(|amount| i128::from(amount.0)).sum()
    }
}
