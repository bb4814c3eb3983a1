//! The table, in Markdown.

use std::{fmt::Write as _, time::Duration};

use crate::load::Measured;

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was called.
    pub name: String,
    /// What was measured.
    pub measured: Measured,
}

/// The lines beside the empty worker's: latency as how many times as long, throughput as which share.
#[must_use]
pub fn table(empty: &Row, rows: &[Row]) -> String {
    let mut table = String::from(
        "| call | median | p95 | a second, 8 connections | median ÷ empty | a second ÷ empty |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for row in [empty].into_iter().chain(rows) {
        let Measured { median, p95, per_second } = row.measured;
        let slower = median.as_secs_f64() / empty.measured.median.as_secs_f64();
        let share = per_second / empty.measured.per_second;
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {per_second:.0} | {slower:.1} | {share:.2} |",
            row.name,
            milliseconds(median),
            milliseconds(p95)
        );
    }
    table
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, median_ms: u64, per_second: f64) -> Row {
        let median = Duration::from_millis(median_ms);
        Row { name: name.into(), measured: Measured { median, p95: median * 2, per_second } }
    }

    #[test]
    fn every_line_stands_beside_the_empty_worker() {
        let table = table(&row("empty", 2, 1_000.0), &[row("boot", 5, 400.0)]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[2], "| empty | 2.00 ms | 4.00 ms | 1000 | 1.0 | 1.00 |");
        assert_eq!(lines[3], "| boot | 5.00 ms | 10.00 ms | 400 | 2.5 | 0.40 |");
    }
}
