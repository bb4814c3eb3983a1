//! `dist/www/regulars.js` and `dist/www/widget`: what a shop's page loads.

use anyhow::Result;

use crate::context::Context;

/// Builds loader, widget and strings.
///
/// # Errors
/// When a part does not build.
pub fn build(_cx: &Context) -> Result<()> {
    Ok(())
}
