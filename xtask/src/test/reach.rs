//! What a change can reach: the packages it touches, and those that depend on them.

use std::{collections::BTreeSet, fmt, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{context::Context, run::read};

/// Files that packages read beside their own: what a test compares with its subject.
const READ_ELSEWHERE: [(&str, &[&str]); 5] = [
    ("loyalty/RULES.md", &["loyalty-tests", "regulars-tests"]),
    ("widget/RULES.md", &["regulars-tests"]),
    ("worker/RULES.md", &["regulars-tests"]),
    ("worker/openapi.json", &["loyalty-tests", "regulars-tests", "regulars-suite"]),
    ("www/demo-shop/", &["regulars-tests", "regulars-suite", "xtask"]),
];
/// What every package depends on.
const EVERYWHERE: [&str; 3] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

/// What is to be looked at after a change.
#[derive(Debug)]
pub struct Reach {
    /// The changed files, named from the root of the repository.
    files: Vec<String>,
    /// Packages that the change can reach, in the order of their names.
    pub packages: Vec<String>,
    /// Whether JavaScript was changed.
    pub has_scripts: bool,
}

impl fmt::Display for Reach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let packages = if self.packages.is_empty() { "no package".to_owned() } else { self.packages.join(", ") };
        writeln!(formatter, "{} changed files reach {packages}.", self.files.len())?;
        write!(formatter, "Not run here: the build with its sizes, and the tests over HTTP and in the browser.")
    }
}

/// What has changed since a revision, committed or not, and what that reaches.
///
/// # Errors
/// When git or cargo cannot tell.
pub fn since(cx: &Context, revision: &str) -> Result<Reach> {
    let git = |arguments: &[&str]| read(Command::new("git").args(arguments).current_dir(&cx.root));
    let mut listed = git(&["diff", "--name-only", revision]).with_context(|| format!("what is {revision}?"))?;
    listed += &git(&["ls-files", "--others", "--exclude-standard"])?;
    let metadata =
        read(Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&cx.root))?;
    let metadata: Metadata = serde_json::from_str(&metadata).context("reading cargo's metadata")?;
    let folder =
        |manifest: PathBuf| Some(manifest.parent()?.strip_prefix(&cx.root).ok()?.to_string_lossy().into_owned());
    let packages = metadata.packages.into_iter().filter_map(|package| {
        let dependencies =
            package.dependencies.into_iter().filter(|one| one.path.is_some()).map(|one| one.name).collect();
        Some(Package { name: package.name, folder: folder(package.manifest_path)?, dependencies })
    });
    Ok(reach(listed.lines().map(str::to_owned).collect(), &packages.collect::<Vec<_>>()))
}

/// A package of the workspace.
#[derive(Debug)]
struct Package {
    name: String,
    /// From the root of the repository.
    folder: String,
    /// Those of the workspace.
    dependencies: Vec<String>,
}

fn reach(files: Vec<String>, packages: &[Package]) -> Reach {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for file in &files {
        if EVERYWHERE.contains(&file.as_str()) {
            reached.extend(packages.iter().map(|package| package.name.as_str()));
        }
        let is_in = |package: &&Package| file.strip_prefix(&package.folder).is_some_and(|rest| rest.starts_with('/'));
        // A package may lie in another's folder: the file is the inner one's.
        let owner = packages.iter().filter(is_in).max_by_key(|package| package.folder.len());
        reached.extend(owner.map(|package| package.name.as_str()));
        let readers = READ_ELSEWHERE.iter().filter(|(path, _)| file.starts_with(path));
        reached.extend(readers.flat_map(|(_, readers)| readers.iter().copied()));
    }
    // Who depends on what is reached is reached: at most as many rounds as there are packages.
    for _ in packages {
        let is_reached = |name: &String| reached.contains(name.as_str());
        let more = packages.iter().filter(|package| package.dependencies.iter().any(is_reached));
        reached.extend(more.map(|package| package.name.as_str()).collect::<Vec<_>>());
    }
    let has_scripts = files.iter().any(|file| file.ends_with(".mjs") || file.ends_with(".js"));
    let packages = reached.into_iter().map(str::to_owned).collect();
    Reach { files, packages, has_scripts }
}

/// What `cargo metadata` says, as far as it is asked for.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Described>,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    path: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages() -> Vec<Package> {
        let package = |name: &str, folder: &str, dependencies: &[&str]| Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            dependencies: dependencies.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![
            package("loyalty", "loyalty", &[]),
            package("loyalty-tests", "loyalty/tests", &["loyalty"]),
            package("regulars-kit", "tests/kit", &[]),
            package("regulars-suite", "tests/tests", &["regulars-tests"]),
            package("regulars-tests", "tests", &["loyalty", "regulars-kit"]),
            package("xtask", "xtask", &["regulars-kit"]),
        ]
    }

    #[track_caller]
    fn check(file: &str, expected: &[&str], has_scripts: bool) {
        let reach = reach(vec![file.to_owned()], &packages());
        assert_eq!(
            (reach.packages, reach.has_scripts),
            (expected.iter().map(|it| (*it).to_owned()).collect(), has_scripts),
            "{file}"
        );
    }

    #[test]
    fn a_change_reaches_its_package_and_all_that_depend_on_it() {
        check("loyalty/src/earn.rs", &["loyalty", "loyalty-tests", "regulars-suite", "regulars-tests"], false);
        check("tests/kit/src/lib.rs", &["regulars-kit", "regulars-suite", "regulars-tests", "xtask"], false);
        check("xtask/src/main.rs", &["xtask"], false);
    }

    #[test]
    fn a_file_is_the_innermost_packages() {
        check("loyalty/tests/rules/orders.rs", &["loyalty-tests"], false);
        check("tests/kit/runtime.mjs", &["regulars-kit", "regulars-suite", "regulars-tests", "xtask"], true);
        check("loyalty2/file", &[], false);
    }

    #[test]
    fn documents_reach_the_tests_that_read_them() {
        check("worker/openapi.json", &["loyalty-tests", "regulars-suite", "regulars-tests"], false);
        check("README.md", &[], false);
    }

    #[test]
    fn what_every_package_depends_on_reaches_all() {
        check("Cargo.lock", &packages().iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), false);
    }
}
