//! `cargo xtask deploy`: puts the built worker and its files on the user's Cloudflare account.
//!
//! wrangler asks for a login, makes the KV namespace and the queues if they are missing, and refuses while one of the
//! secrets that `worker/wrangler.jsonc` requires has not been set.

use std::path::Path;

use anyhow::Result;

use crate::{build, context::Context, run::run, tools};

/// Builds and deploys; `secrets` names a file with `PLATFORM_KEY` and `PLATFORM_SECRET` for the first time.
///
/// # Errors
/// When the build fails or wrangler refuses.
pub fn deploy(cx: &Context, secrets: Option<&Path>) -> Result<()> {
    build::build(cx)?;
    let mut command = tools::node_command(cx, &tools::wrangler(cx))?;
    command.args(["deploy", "--config"]).arg(cx.root.join("worker/wrangler.jsonc"));
    if let Some(secrets) = secrets {
        command.arg("--secrets-file").arg(secrets);
    }
    run(&mut command)
}
