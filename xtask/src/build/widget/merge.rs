//! Lets chunks be merged that all import the same memory, table and globals: merged as they are, they would have as many of
//! each. A module between them and the main one has each once, and gives them what it is given.

use anyhow::{Context as _, Result};
use wasm_encoder::{
    ExportKind, ExportSection, ImportSection, Module,
    reencode::{self, Reencode, RoundtripReencoder},
};
use wasmparser::{ExportSectionReader, ImportSectionReader, Parser, Payload, TypeRef};

/// Where the chunks import from.
pub const GIVEN: &str = "__wasm_split";
/// Where the module between imports from, until the merged one does so from where they did.
const OUTER: &str = "outer";

/// The module between: it imports what a chunk does, and exports it under the same names.
///
/// # Errors
/// When the chunk is no module, or imports something else than memories, tables and globals.
pub fn between(chunk: &[u8]) -> Result<Vec<u8>> {
    let (mut imports, mut exports) = (ImportSection::new(), ExportSection::new());
    let mut counts = [0; 3];
    for payload in Parser::new(0).parse_all(chunk) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            let import = import?;
            let (place, kind) = match import.ty {
                TypeRef::Memory(_) => (0, ExportKind::Memory),
                TypeRef::Table(_) => (1, ExportKind::Table),
                TypeRef::Global(_) => (2, ExportKind::Global),
                other => anyhow::bail!("a chunk imports {}, which is {other:?}", import.name),
            };
            imports.import(OUTER, import.name, RoundtripReencoder.entity_type(import.ty)?);
            exports.export(import.name, kind, counts[place]);
            counts[place] += 1;
        }
    }
    let mut module = Module::new();
    module.section(&imports).section(&exports);
    Ok(module.finish())
}

/// The merged module as one chunk: it imports from where chunks do, and exports nothing.
///
/// # Errors
/// When it is no module.
pub fn chunk(merged: &[u8]) -> Result<Vec<u8>> {
    let mut chunk = Module::new();
    Chunk.parse_core_module(&mut chunk, Parser::new(0), merged).context("naming what the shared chunk imports")?;
    Ok(chunk.finish())
}

struct Chunk;

impl Reencode for Chunk {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        section: &mut ImportSection,
        imports: ImportSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        for import in imports.into_imports() {
            let import = import?;
            let ty = self.entity_type(import.ty)?;
            section.import(GIVEN, import.name, ty);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        _: &mut ExportSection,
        _: ExportSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, MemoryType, TypeSection};

    use super::*;

    /// What a module imports, as module and name, and what it exports.
    fn outside(module: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
        let (mut imported, mut exported) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    let imports = section.into_imports().map(|import| import.unwrap());
                    imported.extend(imports.map(|import| (import.module.to_owned(), import.name.to_owned())));
                }
                Payload::ExportSection(section) => {
                    exported.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
                }
                _ => {}
            }
        }
        (imported, exported)
    }

    fn module(import: EntityType) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import(GIVEN, "given", import);
        let mut module = Module::new();
        module.section(&types).section(&imports);
        module.finish()
    }

    const MEMORY: MemoryType =
        MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };

    #[test]
    fn the_module_between_gives_what_it_is_given() {
        let between = between(&module(MEMORY.into())).unwrap();
        assert_eq!(outside(&between), (vec![("outer".into(), "given".into())], vec!["given".into()]));
        let chunk = chunk(&between).unwrap();
        assert_eq!(outside(&chunk), (vec![(GIVEN.into(), "given".into())], Vec::new()));
    }

    #[test]
    fn functions_are_not_given() {
        assert!(between(&module(EntityType::Function(0))).is_err());
    }
}
