//! How long each step took, for the table at the end of a command.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The steps of one command so far. Clones share them: steps may run side by side.
#[derive(Clone, Debug)]
pub struct Times {
    began: Instant,
    steps: Arc<Mutex<Vec<Step>>>,
}

/// One step that has ended.
#[derive(Clone, Debug)]
struct Step {
    name: String,
    /// From the beginning of the command.
    start: Duration,
    took: Duration,
}

impl Times {
    /// Begins now.
    #[must_use]
    pub fn new() -> Self {
        Self { began: Instant::now(), steps: Arc::default() }
    }

    /// Does `work` and writes down how long it took, also when it fails.
    pub fn step<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = self.began.elapsed();
        let done = work();
        let step = Step { name: name.to_owned(), start, took: self.began.elapsed() - start };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
        done
    }

    /// The table: each step in the order of its start, then the sum, which is less than that of the steps where some have
    /// run side by side. Steps of less than a tenth of a second are left out.
    #[must_use]
    pub fn table(&self) -> String {
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner).clone();
        steps.retain(|step| step.took >= Duration::from_millis(100));
        steps.sort_by_key(|step| step.start);
        let row = |from: &str, took: &str, name: &str| format!("{from:>8} {took:>8}  {name}\n");
        let mut table = row("from s", "took s", "step");
        for step in steps {
            table += &row(&seconds(step.start), &seconds(step.took), &step.name);
        }
        table + &row("", &seconds(self.began.elapsed()), "in all")
    }
}

impl Default for Times {
    fn default() -> Self {
        Self::new()
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1}", duration.as_secs_f32())
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;

    use super::*;

    #[test]
    fn steps_are_told_in_the_order_of_their_start_and_short_ones_are_not() {
        let times = Times::new();
        let value = times.step("outer", || {
            times.step("inner", || sleep(Duration::from_millis(110)));
            times.step("short", || 7)
        });
        assert_eq!(value, 7);
        let table = times.table();
        let names: Vec<&str> = table.lines().filter_map(|line| line.split("  ").last()).collect();
        assert_eq!(names, ["step", "outer", "inner", "in all"], "{table}");
    }

    #[test]
    fn a_failed_step_is_told_too() {
        let times = Times::new();
        let failed: Result<(), &str> = times.clone().step("fails", || {
            sleep(Duration::from_millis(110));
            Err("no")
        });
        assert!(failed.is_err() && times.table().contains("fails"));
    }
}
