//! Checks the strings of every language and writes them as the widget wants them: a Rust constant for each message,
//! and for each language an array with the constants' numbers (`$OUT_DIR/strings/<language>.json`). A folder in it, such as
//! `strings/panel`, is a chunk's own: its messages are numbered behind those of every page.

#[path = "strings.rs"]
mod strings;

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=strings");
    println!("cargo::rerun-if-changed=build");
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let out = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    let out = Path::new(&out);
    let (from, to) = (Path::new("strings"), out.join("strings"));
    // What every page view needs, then what only some do, each folder behind the one before.
    let mut first = compile(from, &to, &out.join("keys.rs"), 0)?;
    for name in strings::folders(from)? {
        first += compile(&from.join(&name), &to.join(&name), &out.join(format!("{name}_keys.rs")), first)?;
    }
    Ok(())
}

/// Compiles a folder of languages to another, and to the constants of its messages, whose numbers begin at `first`. Returns
/// how many messages it has.
fn compile(from: &Path, to: &Path, constants: &Path, first: usize) -> Result<usize, Vec<String>> {
    let io = |error: std::io::Error| vec![error.to_string()];
    let languages = strings::read(from)?;
    strings::check(&languages)?;
    // Emptied first, so that a language that was removed is not shipped.
    if to.exists() {
        fs::remove_dir_all(to).map_err(io)?;
    }
    fs::create_dir_all(to).map_err(io)?;
    let reference = &languages[strings::REFERENCE];
    for (language, messages) in &languages {
        fs::write(to.join(format!("{language}.json")), strings::compact(messages, reference, first)).map_err(io)?;
    }
    fs::write(constants, strings::constants(reference, first)).map_err(io)?;
    Ok(reference.len())
}
