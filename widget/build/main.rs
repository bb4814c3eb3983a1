//! Checks the strings of every language and writes them as the widget wants them: a Rust constant for each message,
//! and for each language an array in the constants' order (`$OUT_DIR/strings/<language>.json`). The preview has its own.

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
    // What a shopper reads, and what only the shop's people do: theirs is not part of the first view.
    compile(Path::new("strings"), &out.join("strings"), &out.join("keys.rs"))?;
    compile(Path::new("strings/preview"), &out.join("preview"), &out.join("preview_keys.rs"))?;
    // Nor is what is said around a question.
    compile(Path::new("strings/survey"), &out.join("survey"), &out.join("survey_keys.rs"))
}

/// Compiles a folder of languages to another, and to the constants of its messages.
fn compile(from: &Path, to: &Path, constants: &Path) -> Result<(), Vec<String>> {
    let io = |error: std::io::Error| vec![error.to_string()];
    let languages = strings::read(from)?;
    strings::check(&languages)?;
    // Emptied first, so that a language that was removed is not shipped.
    if to.exists() {
        fs::remove_dir_all(to).map_err(io)?;
    }
    fs::create_dir_all(to).map_err(io)?;
    for (language, messages) in &languages {
        let compact = strings::compact(messages, &languages[strings::REFERENCE]);
        fs::write(to.join(format!("{language}.json")), compact).map_err(io)?;
    }
    fs::write(constants, strings::constants(&languages[strings::REFERENCE])).map_err(io)
}
