//! Makes the functions that begin to panic, and those that spell values out for them, traps.

use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use wasm_encoder::{CustomSection, Encode as _, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, RelocSectionReader, TypeRef};

/// What the mangled names of such functions have in them.
const PANICS: [&str; 12] = [
    "4core9panicking",
    "4core6option13expect_failed",
    "4core6option13unwrap_failed",
    "4core6result13unwrap_failed",
    "4core5slice5index16slice_index_fail",
    "4core4cell22panic_already_borrowed",
    "4core4cell30panic_already_mutably_borrowed",
    "4core3str16slice_error_fail",
    "5alloc7raw_vec12handle_error",
    "3std9panicking15panic_with_hook",
    "3std9panicking11begin_panic",
    "4core3fmt5Debug3fmt",
];
/// The same for `Debug` of other crates, whose names are mangled the older way.
const DEBUG_LEGACY: &str = "core..fmt..Debug$GT$3fmt";

const UNREACHABLE: u8 = 0x00;
const END: u8 = 0x0b;

/// Silences a linked module that has the names of its functions and its relocations.
///
/// # Errors
/// When it is no such module, or has no function that begins to panic: then they are not named as they were.
pub fn silence(bytes: &[u8]) -> Result<Vec<u8>> {
    let bodies = bodies(bytes)?;
    let (code_start, panics) = panics(bytes, &bodies)?;
    ensure!(!panics.is_empty(), "the functions that begin to panic are not named as they were");
    let mut bytes = bytes.to_vec();
    for body in &panics {
        // Of the same length, so that nothing else moves: no locals, traps, the end.
        bytes[body.clone()].fill(UNREACHABLE);
        bytes[body.end - 1] = END;
    }
    let offsets: Vec<Range<usize>> = panics.iter().map(|body| body.start - code_start..body.end - code_start).collect();
    drop_relocations(&bytes, &offsets)
}

/// Where the bodies of the functions are, in the order of their indices; imported ones have none.
fn bodies(bytes: &[u8]) -> Result<Vec<Option<Range<usize>>>> {
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if matches!(import?.ty, TypeRef::Func(_)) {
                        bodies.push(None);
                    }
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(Some(range(&body.range())?)),
            _ => {}
        }
    }
    Ok(bodies)
}

/// Where the code section starts, and the bodies to silence in it, sorted.
fn panics(bytes: &[u8], bodies: &[Option<Range<usize>>]) -> Result<(usize, Vec<Range<usize>>)> {
    let mut code_start = 0;
    let mut panics = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::CodeSectionStart { range: code, .. } => code_start = range(&code)?.start,
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { continue };
                for names in names {
                    let Name::Function(functions) = names? else { continue };
                    for function in functions {
                        let function = function?;
                        let body = bodies.get(function.index as usize).cloned().flatten();
                        panics.extend(body.filter(|_| is_panic(function.name)));
                    }
                }
            }
            _ => {}
        }
    }
    panics.sort_by_key(|body| body.start);
    Ok((code_start, panics))
}

fn is_panic(name: &str) -> bool {
    let is_drop = name.contains("drop_in_place");
    let is_counter = name.contains("panic_count");
    !is_drop && !is_counter && (name.contains(DEBUG_LEGACY) || PANICS.iter().any(|panic| name.contains(panic)))
}

/// The module without the relocations at these offsets of the code section: they would be written into the traps.
fn drop_relocations(bytes: &[u8], offsets: &[Range<usize>]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        if let Payload::CustomSection(section) = &payload
            && section.name() == "reloc.CODE"
            && let KnownCustom::Reloc(relocations) = section.as_known()
        {
            let data = kept_relocations(bytes, &relocations, offsets)?;
            module.section(&CustomSection { name: section.name().into(), data: data.into() });
        } else if let Some((id, section)) = payload.as_section() {
            module.section(&RawSection { id, data: &bytes[range(&section)?] });
        }
    }
    Ok(module.finish())
}

fn kept_relocations(bytes: &[u8], relocations: &RelocSectionReader<'_>, offsets: &[Range<usize>]) -> Result<Vec<u8>> {
    let end = usize::try_from(relocations.range().end)?;
    let entries: Vec<_> = relocations.entries().into_iter_with_offsets().collect::<Result<_, _>>()?;
    let starts: Vec<usize> = entries.iter().map(|(start, _)| usize::try_from(*start)).collect::<Result<_, _>>()?;
    let mut kept: Vec<u8> = Vec::new();
    let mut count: u32 = 0;
    for (index, (_, entry)) in entries.iter().enumerate() {
        let offset = entry.offset as usize;
        let after = offsets.partition_point(|body| body.end <= offset);
        if offsets.get(after).is_some_and(|body| body.contains(&offset)) {
            continue;
        }
        kept.extend(&bytes[starts[index]..starts.get(index + 1).copied().unwrap_or(end)]);
        count += 1;
    }
    let mut data = Vec::new();
    relocations.section_index().encode(&mut data);
    count.encode(&mut data);
    data.extend(kept);
    Ok(data)
}

fn range(range: &Range<u64>) -> Result<Range<usize>> {
    let index = |at: u64| usize::try_from(at).context("a module of more than 4 GB");
    Ok(index(range.start)?..index(range.end)?)
}

#[cfg(test)]
mod tests {
    use super::is_panic;

    #[track_caller]
    fn check(name: &str, expected: bool) {
        assert_eq!(is_panic(name), expected, "{name}");
    }

    #[test]
    fn functions_that_begin_to_panic_are_known_by_name() {
        check("_RNvNtCsgXGp5Oqx2Ny_4core9panicking9panic_fmt", true);
        check("_RNvNtCsgXGp5Oqx2Ny_4core6result13unwrap_failed", true);
        check("_ZN54_$LT$async_once_cell..Inner$u20$as$u20$core..fmt..Debug$GT$3fmt17hba69337b60f2aeb0E", true);
    }

    #[test]
    fn functions_that_are_part_of_ordinary_work_are_left_alone() {
        // Asked whenever a lock is taken.
        check("_RNvNtNtCsebHcaeoSrxy_3std9panicking11panic_count17is_zero_slow_path", false);
        check("_RNvNtCsgXGp5Oqx2Ny_4core3fmt5write", false);
        check("_ZN15regulars_widget5panel4open17hf46df303f0c7c5c8E", false);
    }
}
