//! Cuts the compiled module into chunks, adds the JavaScript around them, and makes all of it small.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};

use super::{merge, trim};
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

/// The chunks of `widget/src/**/chunk.rs` beside the main one.
pub const CHUNKS: [&str; 7] = ["cases", "form", "offers", "panel", "preview", "survey", "testimonials"];
/// What more than one of them needs and the main one does not, loaded with whichever comes first. In one file everybody would
/// load what two need; in one for each set of chunks, dozens of small ones. These are apart that weigh most: what the offers
/// need, which many pages load, and of that what the panel does, which shoppers wait for.
const SHARED: [&str; 3] = ["shared.wasm", "shared-offers.wasm", "shared-others.wasm"];
/// What the splitter calls the script that loads chunks.
const LINKING: &str = "__wasm_split.js";

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
    split(cx, &work)?;
    bind(cx, &work)?;
    optimise(cx, &work.join("main_bg.wasm"), &to.join("main.wasm"))?;
    for shared in SHARED {
        optimise(cx, &work.join(shared), &to.join(shared))?;
    }
    for chunk in CHUNKS {
        optimise(cx, &work.join(cut(chunk)), &to.join(format!("{chunk}.wasm")))?;
    }
    bundle(cx, &work, &to.join("main.js"))?;
    fs::remove_dir_all(&work).with_context(|| format!("removing {}", work.display()))
}

/// What the splitter calls a chunk.
fn cut(chunk: &str) -> String {
    format!("split_{chunk}.wasm")
}

/// Cuts off what is not always needed.
fn split(cx: &Context, work: &Path) -> Result<()> {
    let mut command = Command::new(tools::regulars_wasm(cx)?);
    run_quietly(command.arg("split").arg(work.join("linked")).arg(work))?;
    let chunks = chunks(work)?;
    let (shared, own): (Vec<String>, Vec<String>) =
        chunks.into_iter().filter(|name| name != "main.wasm").partition(|name| name.starts_with("chunk_"));
    ensure!(own.iter().cloned().eq(CHUNKS.map(cut)), "unexpected chunks: {own:?}");
    // Their names are in the script that loads them.
    let linking = work.join(LINKING);
    let mut script = fs::read_to_string(&linking)?;
    let files = shared.iter().map(|name| shared_file(&script, name)).collect::<Result<Vec<_>>>()?;
    for file in SHARED {
        let parts = shared.iter().zip(&files).filter(|(_, of)| **of == file).map(|(name, _)| name.clone());
        let parts = parts.collect::<Vec<_>>();
        unite(cx, work, &parts, file)?;
        script = share(&script, &parts, file)?;
    }
    for chunk in CHUNKS {
        script = script.replace(&cut(chunk), &format!("{chunk}.wasm"));
    }
    fs::write(&linking, script).with_context(|| format!("writing {}", linking.display()))
}

/// In which file something is that the splitter cut out for a set of chunks, which it names above where it is loaded.
fn shared_file(script: &str, name: &str) -> Result<&'static str> {
    let missing = || format!("nobody is said to need {name}");
    let (before, _) = script.split_once(&format!("const __chunk_{} = ", number(name)?)).with_context(missing)?;
    let (_, users) = before.rsplit_once("/* ").with_context(missing)?;
    let users: Vec<&str> = users.trim_end().trim_end_matches(" */").split(", ").collect();
    let [both, offers, others] = SHARED;
    Ok(match (users.contains(&"offers"), users.contains(&"panel")) {
        (true, true) => both,
        (true, false) => offers,
        (false, _) => others,
    })
}

/// The number of something the splitter cut out.
fn number(name: &str) -> Result<u32> {
    let number = name.strip_prefix("chunk_").and_then(|name| name.strip_suffix(".wasm")?.parse().ok());
    number.with_context(|| format!("{name} is no name of what is shared"))
}

/// Makes one of what the splitter cut out for each set of chunks that have something in common: as many small files, each
/// asked for on its own, would weigh more and come later.
fn unite(cx: &Context, work: &Path, shared: &[String], file: &str) -> Result<()> {
    let first = shared.first().context("nothing is shared")?;
    let (between, merged) = (work.join("between"), work.join("merged"));
    fs::write(&between, merge::between(&fs::read(work.join(first))?)?)?;
    let mut command = tools::node_command(cx, &tools::wasm_merge(cx))?;
    command.arg(&between).arg(merge::GIVEN);
    for name in shared {
        // Each under a name of its own: none of them imports anything of another.
        command.arg(work.join(name)).arg(name);
    }
    run_quietly(command.args(FEATURES).arg("-o").arg(&merged))?;
    let path = work.join(file);
    fs::write(&path, merge::chunk(&fs::read(&merged)?)?).with_context(|| format!("writing {}", path.display()))
}

/// Loads the one file in place of those it was made of.
fn share(script: &str, shared: &[String], file: &str) -> Result<String> {
    let mut script = script.to_owned();
    let numbers = shared.iter().map(|name| number(name)).collect::<Result<Vec<_>>>()?;
    let (first, rest) = numbers.split_first().context("nothing is shared")?;
    for number in rest {
        let missing = || format!("chunk {number} is not loaded as it was");
        let (before, rest) = script.split_once(&format!("const __chunk_{number} = ")).with_context(missing)?;
        let (_, after) = rest.split_once(", []);\n").with_context(missing)?;
        script = [before, after].concat();
        // With what comes after it in a list: the name of the tenth begins with that of the first.
        for end in [",", "]"] {
            script = script.replace(&format!("__chunk_{number}{end}"), &format!("__chunk_{first}{end}"));
        }
    }
    let name = format!("chunk_{first}.wasm");
    ensure!(script.contains(&name), "{name} is not loaded");
    Ok(script.replace(&name, file))
}

/// Writes the bindings of the main chunk.
fn bind(cx: &Context, work: &Path) -> Result<()> {
    let mut command = Command::new(tools::regulars_wasm(cx)?);
    run_quietly(command.args(["bind", "web"]).arg(work.join("main.wasm")).arg(work))?;
    let (module, script) = (work.join("main_bg.wasm"), work.join("main.js"));
    let text = name_loaders(&trim::drop_classes(&fs::read_to_string(&script)?))?;
    let (short_module, short_script) = trim::shorten(&fs::read(&module)?, &text)?;
    fs::write(&module, short_module)?;
    fs::write(&script, short_script).with_context(|| format!("writing {}", script.display()))
}

/// Takes what loads the chunks by their names, not as one of all that a script exports: bundled, that would be an object
/// filled in a loop over everything a page may have added to the prototype of objects.
fn name_loaders(script: &str) -> Result<String> {
    let loaders = CHUNKS.map(|chunk| format!("__wasm_split_load_{chunk}")).join(", ");
    let mut imports = format!("import {{ {loaders} }} from \"./{LINKING}\";\n");
    let mut given = format!("\"./{LINKING}\": {{ {loaders} }},");
    let mut rest = script.to_owned();
    // One import of the same script for each loader, numbered from 1.
    for number in 1..=CHUNKS.len() {
        let all = format!("import * as import{number} from \"./{LINKING}\"\n");
        let all_given = format!("\"./{LINKING}\": import{number},");
        ensure!(rest.contains(&all) && rest.contains(&all_given), "the chunks are not loaded as they were");
        rest = rest.replace(&all, &std::mem::take(&mut imports)).replace(&all_given, &std::mem::take(&mut given));
    }
    Ok(rest)
}

/// The names of all chunks in a folder, in their order.
fn chunks(work: &Path) -> Result<Vec<String>> {
    let names = fs::read_dir(work)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<String>>>()?;
    names.retain(|name| name.ends_with(".wasm"));
    names.sort();
    Ok(names)
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
    use super::{CHUNKS, name_loaders, share, shared_file};

    #[test]
    fn the_loaders_are_imported_once_and_by_their_names() {
        let numbers = 1..=CHUNKS.len();
        let all = numbers.clone().map(|number| format!("import * as import{number} from \"./__wasm_split.js\"\n"));
        let given = numbers.map(|number| format!("\"./__wasm_split.js\": import{number},"));
        let script = all.chain(given).collect::<String>();
        let loaders = CHUNKS.map(|chunk| format!("__wasm_split_load_{chunk}")).join(", ");
        let named =
            format!("import {{ {loaders} }} from \"./__wasm_split.js\";\n\"./__wasm_split.js\": {{ {loaders} }},");
        assert_eq!(name_loaders(&script).unwrap(), named);
        assert!(name_loaders("import * as import1 from \"./__wasm_split.js\"\n").is_err());
    }

    #[test]
    fn what_is_shared_is_one_file_loaded_once() {
        let load = |number| format!("const __chunk_{number} = makeLoad(() => fetch(\"./chunk_{number}.wasm\"), []);\n");
        let names = [1, 2].map(|number| format!("chunk_{number}.wasm"));
        let script = [1, 2, 10].map(load).concat() + "export const a = [__chunk_1, __chunk_10, __chunk_2];";
        let shared = load(1).replace("chunk_1.wasm", "shared.wasm")
            + &load(10)
            + "export const a = [__chunk_1, __chunk_10, __chunk_1];";
        assert_eq!(share(&script, &names, "shared.wasm").unwrap(), shared);
        assert_eq!(
            share(&load(3), &["chunk_3.wasm".to_owned()], "shared.wasm").unwrap(),
            load(3).replace("chunk_3.wasm", "shared.wasm")
        );
        assert!(share("", &names, "x").is_err() && share(&script, &[], "x").is_err());
    }

    #[test]
    fn what_is_shared_lies_where_those_who_need_it_load_it() {
        let script = "/* a, offers, panel */\nconst __chunk_1 = x;\n/* b, offers */\nconst __chunk_10 = x;\n\
                      /* a, panel */\nconst __chunk_2 = x;\n";
        let file = |number: u32| shared_file(script, &format!("chunk_{number}.wasm"));
        assert_eq!(file(1).unwrap(), "shared.wasm");
        assert_eq!(file(10).unwrap(), "shared-offers.wasm");
        assert_eq!(file(2).unwrap(), "shared-others.wasm");
        assert!(file(4).is_err() && shared_file(script, "panel.wasm").is_err());
    }
}
