//! Builds what is deployed: `dist/worker` runs at the edge, `dist/www` is served beside it.

pub mod widget;
mod worker;
mod www;

use anyhow::Result;

use crate::{context::Context, tools};

/// Installs missing tools and builds everything that has changed.
///
/// # Errors
/// When a tool cannot be installed or a step fails.
pub fn build(cx: &Context) -> Result<()> {
    tools::install(cx)?;
    www::build(cx)?;
    widget::build(cx)?;
    worker::build(cx)
}
