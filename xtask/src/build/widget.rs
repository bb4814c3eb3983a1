//! `dist/www/regulars.js` and `dist/www/widget`: what a shop's page loads.

use anyhow::Result;

use crate::context::Context;

/// What this step puts into `dist/www`, beside the pages.
pub const OUTPUTS: [&str; 2] = ["regulars.js", "widget"];

/// Builds loader, widget and strings.
///
/// # Errors
/// When a part does not build.
pub fn build(_cx: &Context) -> Result<()> {
    Ok(())
}
