//! Checks the strings of every language and writes them as the widget wants them: a Rust constant for each message,
//! and for each language an array in the constants' order (`$OUT_DIR/strings/<language>.json`).

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
    let io = |error: std::io::Error| vec![error.to_string()];
    let languages = strings::read(Path::new("strings"))?;
    strings::check(&languages)?;
    let out = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    let out = Path::new(&out);
    // Emptied first, so that a language that was removed is not shipped.
    let folder = out.join("strings");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(io)?;
    }
    fs::create_dir_all(&folder).map_err(io)?;
    for (language, messages) in &languages {
        let compact = strings::compact(messages, &languages[strings::REFERENCE]);
        fs::write(folder.join(format!("{language}.json")), compact).map_err(io)?;
    }
    fs::write(out.join("keys.rs"), strings::constants(&languages[strings::REFERENCE])).map_err(io)
}
