//! Drops the classes that `wasm-streams` exports, from the module and from the script.

use anyhow::Result;
use wasm_encoder::{
    ExportSection, Module,
    reencode::{self, RoundtripReencoder},
};
use wasmparser::{Parser, Payload};

/// What their functions have in their names, those that describe them to `wasm-bindgen` included.
const FUNCTIONS: &str = "intounderlying";
/// What the classes have in theirs.
const CLASSES: &str = "IntoUnderlying";

/// The linked module without their exports. What nothing else leads to is then left out by the splitter.
///
/// # Errors
/// When it is no module.
pub fn drop_exports(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ExportSection(exports) => {
                let mut kept = ExportSection::new();
                for export in exports {
                    let export = export?;
                    if !export.name.contains(FUNCTIONS) {
                        reencode::utils::parse_export(&mut RoundtripReencoder, &mut kept, export)?;
                    }
                }
                module.section(&kept);
            }
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    let data = &bytes[usize::try_from(range.start)?..usize::try_from(range.end)?];
                    module.section(&wasm_encoder::RawSection { id, data });
                }
            }
        }
    }
    Ok(module.finish())
}

/// The bindings' script without their classes. Each is a class, a line that makes it disposable, and a statement of
/// three lines that finalises it.
pub fn drop_classes(script: &str) -> String {
    let mut kept = String::new();
    let mut is_class = false;
    for line in script.lines() {
        is_class |= line.contains(CLASSES);
        if !is_class {
            kept.push_str(line);
            kept.push('\n');
        }
        let is_at_margin = !line.starts_with(' ');
        let is_end = line == "}" || line.contains("new FinalizationRegistry") || (is_at_margin && line.ends_with(';'));
        is_class &= !is_end;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::drop_classes;

    #[test]
    fn the_classes_leave_the_script_and_nothing_else_does() {
        let script = "\
let a = 1;
export class IntoUnderlyingSink {
    free() {
        wasm.__wbg_intounderlyingsink_free(ptr, 0);
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;
let b = 2;
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsink_free(ptr, 1));
let c = 3;
";
        assert_eq!(drop_classes(script), "let a = 1;\nlet b = 2;\nlet c = 3;\n");
    }
}
