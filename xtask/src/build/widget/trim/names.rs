//! Gives the bindings short names, in the main chunk and in its script alike.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use wasm_encoder::{
    ImportSection, Module,
    reencode::{self, Reencode},
};
use wasmparser::{ImportSectionReader, Parser};

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

    fn parse_import_section(
        &mut self,
        section: &mut ImportSection,
        imports: ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        for import in imports.into_imports() {
            let import = import?;
            let ty = self.entity_type(import.ty)?;
            let next = self.0.len();
            let name = match import.module {
                LINKING => import.name,
                // A letter first: the script names properties with them.
                _ => self.0.entry(import.name.to_owned()).or_insert_with(|| format!("b{next:x}")),
            };
            section.import(import.module, name, ty);
        }
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
    use wasm_encoder::{EntityType, TypeSection};
    use wasmparser::Payload;

    use super::*;

    #[test]
    fn a_module_and_its_script_have_the_same_short_names() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for (module, name) in [("./main_bg.js", "__wbg_alert_0123"), (LINKING, "__wasm_split_load_panel")] {
            imports.import(module, name, EntityType::Function(0));
        }
        let mut module = Module::new();
        module.section(&types).section(&imports);
        let script = "    __wbg_alert_0123: function() {\n";

        let (short, script) = shorten(&module.finish(), script).unwrap();
        let section = Parser::new(0).parse_all(&short).find_map(|payload| match payload.unwrap() {
            Payload::ImportSection(section) => Some(section),
            _ => None,
        });
        let names: Vec<&str> = section.unwrap().into_imports().map(|import| import.unwrap().name).collect();
        assert_eq!(names, ["b0", "__wasm_split_load_panel"]);
        assert_eq!(script, "    b0: function() {\n");
    }

    #[test]
    fn a_binding_is_renamed_where_it_is_defined() {
        let names = BTreeMap::from([("__wbg_alert_0123".to_owned(), "b0".to_owned())]);
        let check = |line: &str, expected: &str| assert_eq!(rename(line, &names), expected);
        check("        __wbg_alert_0123: function(a) {", "        b0: function(a) {");
        check("        __wbg_other_4567: function(a) {", "        __wbg_other_4567: function(a) {");
        check("            return a ? b : c;", "            return a ? b : c;");
    }
}
