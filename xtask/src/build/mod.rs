//! Builds what is deployed: `dist/worker` runs at the edge, `dist/www` is served beside it.

mod budgets;
pub mod widget;
mod worker;
mod www;

use anyhow::Result;

use crate::{context::Context, tools};

/// Installs missing tools, builds everything that has changed and checks its size.
///
/// # Errors
/// When a tool cannot be installed a step fails or something is over its budget.
pub fn build(cx: &Context) -> Result<()> {
    tools::install(cx)?;
    www::build(cx)?;
    widget::build(cx)?;
    worker::build(cx)?;
    budgets::check(cx)
}
