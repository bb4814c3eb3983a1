//! How fast the service is, beside an empty JavaScript worker in the same runtime. Prints a table in Markdown.
//!
//! Numbers for people, not a test: they differ between machines, which is why each stands beside the empty worker's.

mod load;
mod machine;
mod offers;
mod report;
mod runtime;
mod scenarios;
mod sizes;
mod wallets;

use std::time::Duration;

use anyhow::{Context, Result};

use load::Effort;
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

    let wallets = wallets::table()?;
    let over_http = within(Worker::Regulars, wallets::table_over_http)?;
    let wallets = format!("{wallets}\n{over_http}");
    if std::env::args().any(|argument| argument == "--wallets") {
        println!("{wallets}");
        return Ok(());
    }
    let empty = within(Worker::Empty, |url| scenarios::empty(url, effort))?;
    let (replay, rows, sizes_of_offers) = within(Worker::Regulars, |url| {
        let shop = scenarios::open(url)?;
        let replay = scenarios::replay(&shop)?;
        let mut rows = scenarios::all(&shop, effort)?;
        let (with_offers, said) = offers::all(&shop, &scenarios::members()?, effort)?;
        rows.extend(with_offers);
        Ok((replay, rows, said))
    })?;

    println!("{}\n", machine::facts());
    println!("{}", sizes::table()?);
    println!("{}", report::table(&empty, &rows));
    println!("{wallets}");
    println!("{replay}");
    println!("{sizes_of_offers}");
    Ok(())
}

/// Measures within a runtime of its own; what goes wrong is told with what the runtime had to say.
fn within<T>(worker: Worker, measure: impl FnOnce(&str) -> Result<T>) -> Result<T> {
    let runtime = Runtime::start(worker)?;
    measure(runtime.url()).with_context(|| format!("the runtime's log:\n{}", runtime.log()))
}
