//! A program with everything it starts, as one process group that ends together.
//!
//! The group never outlives the process that started it, however that one ends: a shell reads a pipe from it and kills
//! the group when the pipe closes.

use std::{
    ffi::OsStr,
    io,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long a group may take to end by itself before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Runs its arguments. The shells outlive the polite signal, so that the group is there until the program has ended.
const GUARD: &str =
    r#"trap : TERM; (trap : TERM; "$@"; kill -KILL 0) & until cat >/dev/null; do :; done; kill -KILL 0"#;

/// A running group. Dropping it kills it.
#[derive(Debug)]
pub struct Group {
    guard: Child,
}

impl Group {
    /// A command that [`Self::spawn`] takes; add arguments, environment, output and directory to it.
    #[must_use]
    pub fn command(program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard"]).arg(program);
        command
    }

    /// Starts what [`Self::command`] made.
    ///
    /// # Errors
    /// When there is no shell to start.
    pub fn spawn(mut command: Command) -> io::Result<Self> {
        let guard = command.stdin(Stdio::piped()).process_group(0).spawn()?;
        Ok(Self { guard })
    }

    /// Whether the program is still there.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn is_running(&mut self) -> io::Result<bool> {
        Ok(self.guard.try_wait()?.is_none())
    }

    /// Asks the program to end, and kills what is left after a few seconds.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn stop(mut self) -> io::Result<()> {
        self.signal("TERM")?;
        let deadline = Instant::now() + STOP_TIMEOUT;
        while self.is_running()? && Instant::now() < deadline {
            std::thread::sleep(POLL_INTERVAL);
        }
        self.end_now()
    }

    /// Ends the group as a power cut would: nothing gets to finish.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn kill(mut self) -> io::Result<()> {
        self.end_now()
    }

    fn end_now(&mut self) -> io::Result<()> {
        if self.is_running()? {
            self.signal("KILL")?;
            self.guard.wait()?;
        }
        Ok(())
    }

    fn signal(&self, name: &str) -> io::Result<()> {
        let group = format!("-{}", self.guard.id());
        // Its own answer says nothing new: it fails when the group is already gone.
        Command::new("kill").args([&format!("-{name}"), "--", &group]).stderr(Stdio::null()).status()?;
        Ok(())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Nobody is left to tell, and the closing pipe ends the group in any case.
        let _ = self.end_now();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Read},
        process::ChildStdout,
    };

    use super::*;

    /// Starts a script and returns when it has printed its first line.
    fn start(script: &str) -> (Group, BufReader<ChildStdout>) {
        let mut command = Group::command("sh");
        command.args(["-c", script]).stdout(Stdio::piped());
        let mut group = Group::spawn(command).unwrap();
        let mut output = BufReader::new(group.guard.stdout.take().unwrap());
        output.read_line(&mut String::new()).unwrap();
        (group, output)
    }

    /// Reads until every process that could still write has gone, and checks that none of them waited to the end.
    fn rest(mut output: BufReader<ChildStdout>) -> String {
        let started = Instant::now();
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert!(started.elapsed() < Duration::from_secs(60), "a process outlived its group");
        rest
    }

    #[test]
    fn a_killed_group_takes_its_grandchildren_along() {
        let (group, output) = start("sleep 90 & echo started; wait");
        group.kill().unwrap();
        rest(output);
    }

    #[test]
    fn a_group_whose_starter_is_gone_ends() {
        let (mut group, output) = start("sleep 90 & echo started; wait");
        drop(group.guard.stdin.take());
        rest(output);
    }

    #[test]
    fn a_stopped_program_may_finish_what_it_does() {
        let (group, output) = start("trap 'echo finished; exit' TERM; sleep 90 & echo started; while :; do wait; done");
        group.stop().unwrap();
        assert_eq!(rest(output), "finished\n");
    }

    #[test]
    fn a_program_that_ends_is_seen_to_have_ended() {
        let (mut group, output) = start("echo started");
        rest(output);
        group.guard.wait().unwrap();
        assert!(!group.is_running().unwrap());
    }
}
