//! Cuts the compiled module into chunks, adds the JavaScript around them, and makes all of it small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use super::trim;
use crate::{
    context::Context,
    run::{run, run_quietly},
    tools,
};

/// What the compiler may use of WebAssembly. One by one: all there is would let the optimiser use what no browser has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A trap ends the widget, whenever it comes: what would have been done before it may be left out.
const SIZE: [&str; 3] = ["-Oz", "--traps-never-happen", "--converge"];
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// What the splitter calls the chunks beside the main one, in the order of these names, and what they are served as. What
/// more than one of them needs and the main one does not is a chunk too, loaded with whichever comes first.
const CHUNKS: [(&str, &str); 3] =
    [("chunk_3.wasm", "shared.wasm"), ("split_offers.wasm", "offers.wasm"), ("split_panel.wasm", "panel.wasm")];
/// What the splitter calls the script that loads chunks, and what in it loads those of `widget/src/*/chunk.rs`.
const LINKING: &str = "__wasm_split.js";
const LOADERS: [&str; 2] = ["__wasm_split_load_offers", "__wasm_split_load_panel"];

/// Writes `main.wasm`, `main.js` and the other chunks.
///
/// # Errors
/// When a tool fails, or the module was cut into other chunks than [`CHUNKS`].
pub fn link(cx: &Context, module: &Path, to: &Path) -> Result<()> {
    let work = cx.dist.join("widget-parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let linked = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    fs::write(work.join("linked"), trim::drop_exports(&linked)?)?;
    split(&work)?;
    bind(cx, &work)?;
    optimise(cx, &work.join("main_bg.wasm"), &to.join("main.wasm"))?;
    for (cut, served) in CHUNKS {
        optimise(cx, &work.join(cut), &to.join(served))?;
    }
    bundle(cx, &work, &to.join("main.js"))?;
    fs::remove_dir_all(&work).with_context(|| format!("removing {}", work.display()))
}

/// Cuts off what is not always needed.
fn split(work: &Path) -> Result<()> {
    let mut command = Command::new(tools::wasm_split()?);
    run_quietly(command.args(["--target", "web", "--out-name", "main"]).arg(work.join("linked")).arg(work))?;
    let chunks = chunks(work)?;
    let expected = CHUNKS.iter().map(|(cut, _)| work.join(cut));
    ensure!(
        chunks.iter().filter(|path| !path.ends_with("main.wasm")).cloned().eq(expected),
        "unexpected chunks: {chunks:?}"
    );
    // Their names are in the script that loads them.
    let linking = work.join(LINKING);
    let mut script = fs::read_to_string(&linking)?;
    for (cut, served) in CHUNKS {
        script = script.replace(cut, served);
    }
    fs::write(&linking, script).with_context(|| format!("writing {}", linking.display()))
}

/// Writes the bindings of the main chunk.
fn bind(cx: &Context, work: &Path) -> Result<()> {
    let mut command = Command::new(tools::wasm_bindgen(cx)?);
    // The chunks find each other through what the linker exports.
    command.args(["--keep-lld-exports", "--target", "web", "--no-typescript", "--out-dir"]).arg(work);
    run_quietly(command.arg(work.join("main.wasm")))?;
    let (module, script) = (work.join("main_bg.wasm"), work.join("main.js"));
    let text = name_loaders(&trim::drop_classes(&fs::read_to_string(&script)?))?;
    let (short_module, short_script) = trim::shorten(&fs::read(&module)?, &text)?;
    fs::write(&module, short_module)?;
    fs::write(&script, short_script).with_context(|| format!("writing {}", script.display()))
}

/// Takes what loads the chunks by their names, not as one of all that a script exports: bundled, that would be an object
/// filled in a loop over everything a page may have added to the prototype of objects.
fn name_loaders(script: &str) -> Result<String> {
    let loaders = LOADERS.join(", ");
    let mut imports = format!("import {{ {loaders} }} from \"./{LINKING}\";\n");
    let mut given = format!("\"./{LINKING}\": {{ {loaders} }},");
    let mut rest = script.to_owned();
    // One import of the same script for each loader, numbered from 1.
    for number in 1..=LOADERS.len() {
        let all = format!("import * as import{number} from \"./{LINKING}\"\n");
        let all_given = format!("\"./{LINKING}\": import{number},");
        ensure!(rest.contains(&all) && rest.contains(&all_given), "the chunks are not loaded as they were");
        rest = rest.replace(&all, &std::mem::take(&mut imports)).replace(&all_given, &std::mem::take(&mut given));
    }
    Ok(rest)
}

fn chunks(work: &Path) -> Result<Vec<PathBuf>> {
    let paths = fs::read_dir(work)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let mut chunks: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == "wasm")).collect();
    chunks.sort();
    Ok(chunks)
}

fn optimise(cx: &Context, from: &Path, to: &Path) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::wasm_opt(cx))?;
    run_quietly(command.args(SIZE).args(FEATURES).args(STRIP).arg(from).arg("-o").arg(to))
}

/// One script instead of two: the bindings and the chunks' linking refer to each other.
fn bundle(cx: &Context, work: &Path, to: &Path) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::esbuild(cx))?;
    command.arg(work.join("main.js")).args(["--bundle", "--format=esm", "--minify", "--log-level=warning"]);
    run(command.arg(format!("--outfile={}", to.display())))
}

#[cfg(test)]
mod tests {
    use super::name_loaders;

    #[test]
    fn the_loaders_are_imported_once_and_by_their_names() {
        let script = "\
import * as import1 from \"./__wasm_split.js\"
import * as import2 from \"./__wasm_split.js\"
        \"./__wasm_split.js\": import1,
\"./__wasm_split.js\": import2,
";
        let named = "\
import { __wasm_split_load_offers, __wasm_split_load_panel } from \"./__wasm_split.js\";
        \"./__wasm_split.js\": { __wasm_split_load_offers, __wasm_split_load_panel },

";
        assert_eq!(name_loaders(script).unwrap(), named);
        assert!(name_loaders("import * as import1 from \"./__wasm_split.js\"\n").is_err());
    }
}
