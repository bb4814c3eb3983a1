//! What it was measured on.

use std::{fs, process::Command, thread};

use regulars_kit::repository;
use serde_json::Value;

/// Processor, system and runtime in one line; what cannot be found out is left out.
#[must_use]
pub fn facts() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let facts = [processor(), Some(format!("{cores} cores for everything, the callers included")), system(), workerd()];
    format!("{}.", facts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "))?;
    Some(model.1.trim().to_owned())
}

fn system() -> Option<String> {
    let output = Command::new("uname").args(["-sr"]).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn workerd() -> Option<String> {
    let package = fs::read(repository().join("node_modules/workerd/package.json")).ok()?;
    let package: Value = serde_json::from_slice(&package).ok()?;
    Some(format!("workerd {}", package["version"].as_str()?))
}
