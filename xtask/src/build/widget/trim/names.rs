//! Gives the bindings short names, in the main chunk and in its script alike.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use wasm_encoder::{
    ImportSection, Module,
    reencode::{self, Reencode},
};
use wasmparser::{Import, Parser};

/// The module that is no binding: it loads the other chunks.
const LINKING: &str = "./__wasm_split.js";

/// Shortens the names of a module with bindings, and of their script.
///
/// # Errors
/// When it is no module.
pub fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let mut short = Module::new();
    names.parse_core_module(&mut short, Parser::new(0), module).context("shortening the names of bindings")?;
    let script = script.lines().map(|line| rename(line, &names.0) + "\n").collect();
    Ok((short.finish(), script))
}

/// Old names and new ones.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Reencode for Names {
    type Error = std::convert::Infallible;

    fn parse_import(&mut self, section: &mut ImportSection, import: Import<'_>) -> Result<(), reencode::Error> {
        let ty = self.entity_type(import.ty)?;
        let next = self.0.len();
        let name = match import.module {
            LINKING => import.name,
            // A letter first: the script names properties with them.
            _ => self.0.entry(import.name.to_owned()).or_insert_with(|| format!("b{next:x}")),
        };
        section.import(import.module, name, ty);
        Ok(())
    }
}

/// The script defines each binding as a property, on a line that begins with its name.
fn rename(line: &str, names: &BTreeMap<String, String>) -> String {
    let word = line.trim_start();
    let indent = &line[..line.len() - word.len()];
    match word.split_once(':').and_then(|(name, rest)| Some((names.get(name)?, rest))) {
        Some((short, rest)) => format!("{indent}{short}:{rest}"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_is_renamed_where_it_is_defined() {
        let names = BTreeMap::from([("__wbg_alert_0123".to_owned(), "b0".to_owned())]);
        let check = |line: &str, expected: &str| assert_eq!(rename(line, &names), expected);
        check("        __wbg_alert_0123: function(a) {", "        b0: function(a) {");
        check("        __wbg_other_4567: function(a) {", "        __wbg_other_4567: function(a) {");
        check("            return a ? b : c;", "            return a ? b : c;");
    }
}
