//! Counts of tests, read from what the suites' runners print.

use std::{fmt, ops::AddAssign};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or should have run and could not.
    pub failed: u64,
}

impl Tally {
    /// From cargo's `test result: ok. 8 passed; 0 failed; …`, one line per test program.
    #[must_use]
    pub fn of_cargo(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().filter(|line| line.starts_with("test result: ")) {
            tally += Self { passed: number_before(line, " passed"), failed: number_before(line, " failed") };
        }
        tally
    }

    /// From the last lines of Node's runner in the form of TAP: `# pass 8`, `# fail 0`, `# cancelled 0`.
    #[must_use]
    pub fn of_tap(output: &str) -> Self {
        let count = |name: &str| -> u64 {
            output.lines().filter_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok()).sum()
        };
        Self { passed: count("# pass "), failed: count("# fail ") + count("# cancelled ") }
    }

    /// From Playwright's report in JSON. A test that passed only when tried again counts as failed.
    ///
    /// # Errors
    /// When it is not such a report.
    pub fn of_playwright(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).context("reading Playwright's report")?;
        let count = |name: &str| report["stats"][name].as_u64().with_context(|| format!("no `{name}` in the report"));
        // What went wrong outside of any test: a file that does not load, for one.
        let errors = report["errors"].as_array().map_or(0, Vec::len) as u64;
        Ok(Self { passed: count("expected")?, failed: count("unexpected")? + count("flaky")? + errors })
    }

    /// From a report in JUnit's form: one `testcase` for each test, with `failure` or `error` in it if it did not hold.
    #[must_use]
    pub fn of_junit(report: &str) -> Self {
        let cases: Vec<&str> = report.split("<testcase").skip(1).collect();
        let failed = cases.iter().filter(|case| case.contains("<failure") || case.contains("<error")).count() as u64;
        Self { passed: cases.len() as u64 - failed, failed }
    }

    /// The same, with a failure if the program said it failed without counting one.
    #[must_use]
    pub fn and_success(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    line.split_once(word)
        .and_then(|(before, _)| before.rsplit(|character: char| !character.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_counts_every_test_program() {
        let output = "test a ... ok\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(Tally::of_cargo(output), Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn node_counts_at_the_end() {
        let output = "ok 1 - # pass 9 is a name\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n";
        assert_eq!(Tally::of_tap(output), Tally { passed: 2, failed: 2 });
    }

    #[test]
    fn playwright_counts_what_passed_only_when_repeated_and_broken_files_as_failed() {
        let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2},"errors":[{"message":"x"}]}"#;
        assert_eq!(Tally::of_playwright(report).unwrap(), Tally { passed: 5, failed: 3 });
        assert!(Tally::of_playwright("{}").is_err());
    }

    #[test]
    fn junit_counts_cases_with_what_is_in_them() {
        let report = r#"<testsuite tests="3"><testcase name="a" /><testcase name="b"><failure /><failure /></testcase>
            <testcase name="c"><error /></testcase></testsuite>"#;
        assert_eq!(Tally::of_junit(report), Tally { passed: 1, failed: 2 });
    }

    #[test]
    fn a_program_that_fails_without_counting_is_one_failure() {
        assert_eq!(Tally::default().and_success(false).failed, 1);
        assert_eq!(Tally { passed: 1, failed: 2 }.and_success(false).failed, 2);
        assert_eq!(Tally { passed: 1, failed: 0 }.and_success(true).failed, 0);
    }
}
