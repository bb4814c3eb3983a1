//! What is in the runtime's KV on disk, read and written with wrangler while the runtime is stopped.

use std::{path::Path, process::Command};

use regulars_kit::{repository, runtime::path_with_node};
use serde_json::Value;

/// The published state of a stopped service.
#[derive(Clone, Copy, Debug)]
pub struct Kv<'a> {
    state: &'a Path,
}

impl<'a> Kv<'a> {
    /// The KV of the service whose state is there.
    #[must_use]
    pub fn of(state: &'a Path) -> Self {
        Self { state }
    }

    /// The names of all keys that begin so.
    ///
    /// # Panics
    /// When wrangler fails.
    #[must_use]
    pub fn list(&self, prefix: &str) -> Vec<String> {
        let listed = self.run(&["list", "--prefix", prefix]);
        let listed: Value = serde_json::from_str(&listed).unwrap_or_else(|error| panic!("{listed}: {error}"));
        let names = listed.as_array().into_iter().flatten().filter_map(|key| key["name"].as_str());
        names.map(str::to_owned).collect()
    }

    /// A key's value.
    ///
    /// # Panics
    /// When wrangler fails or there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.run(&["get", key])
    }

    /// Writes a key's value.
    ///
    /// # Panics
    /// When wrangler fails.
    pub fn put(&self, key: &str, value: &str) {
        self.run(&["put", key, value]);
    }

    /// Takes a key out.
    ///
    /// # Panics
    /// When wrangler fails.
    pub fn delete(&self, key: &str) {
        self.run(&["delete", key]);
    }

    fn run(&self, arguments: &[&str]) -> String {
        let root = repository();
        let path = path_with_node(&root).unwrap_or_else(|error| panic!("{error:#}"));
        let output = Command::new(root.join("node_modules/.bin/wrangler"))
            .args(["kv", "key"])
            .args(arguments)
            .args(["--binding", "PUBLISHED", "--local", "--config"])
            .arg(root.join("worker/wrangler.jsonc"))
            .arg("--persist-to")
            .arg(self.state)
            .current_dir(&root)
            .env("PATH", path)
            .env("WRANGLER_SEND_METRICS", "false")
            .env("WRANGLER_WRITE_LOGS", "false")
            .output()
            .unwrap_or_else(|error| panic!("wrangler: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            output.status.success(),
            "wrangler kv key {arguments:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }
}
