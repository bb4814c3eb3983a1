//! How fast the service is, beside an empty JavaScript worker in the same runtime. Prints a table in Markdown.
//!
//! Numbers for people, not a test: they differ between machines, which is why each stands beside the empty worker's.

mod load;
mod machine;
mod report;
mod runtime;
mod scenarios;
mod sizes;

use std::time::Duration;

use anyhow::Result;

use load::Effort;
use report::Row;
use runtime::{Runtime, Worker};

fn main() -> Result<()> {
    let effort = if std::env::args().any(|argument| argument == "--quick") {
        Effort { calls: 100, duration: Duration::from_secs(1) }
    } else {
        Effort { calls: 1_000, duration: Duration::from_secs(5) }
    };
    eprintln!(
        "Measuring: {} calls one by one, then {} s of calls at once, for each line.",
        effort.calls,
        effort.duration.as_secs()
    );

    let empty = {
        let runtime = Runtime::start(Worker::Empty)?;
        scenarios::empty(runtime.url(), effort)?
    };
    let (rows, replay) = {
        let runtime = Runtime::start(Worker::Regulars)?;
        let shop = scenarios::open(runtime.url())?;
        let replay = scenarios::replay(&shop)?;
        (scenarios::all(&shop, effort)?, replay)
    };

    println!("{}\n", machine::facts());
    println!("{}", sizes::table()?);
    println!("{}", report::table(&Row { name: "empty JavaScript worker".into(), measured: empty }, &rows));
    println!("{replay}");
    Ok(())
}
