//! Where things are in the repository, and how long the steps on them took.

use std::path::{Path, PathBuf};

use crate::times::Times;

/// What every command works with.
#[derive(Clone, Debug)]
pub struct Context {
    /// The root of the repository.
    pub root: PathBuf,
    /// What has been built: `dist/worker` runs at the edge, `dist/www` is served beside it.
    pub dist: PathBuf,
    /// What a developer's runtime keeps between starts: state, secrets, the demo's keys.
    pub dev: PathBuf,
    /// Cargo's target directory, for steps that pick up what cargo compiled.
    pub target: PathBuf,
    /// How long the steps of this command took.
    pub times: Times,
}

impl Context {
    /// The repository this program was compiled from.
    #[must_use]
    pub fn new() -> Self {
        let root = regulars_kit::repository();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { dist: root.join("dist"), dev: root.join(".dev"), target, root, times: Times::new() }
    }

    /// The directory served beside the API.
    #[must_use]
    pub fn www(&self) -> PathBuf {
        self.dist.join("www")
    }

    /// A path as one would name it from the root of the repository.
    #[must_use]
    pub fn relative<'path>(&self, path: &'path Path) -> &'path Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

impl Default for Context {
    fn default() -> Self {
        Self::new()
    }
}
