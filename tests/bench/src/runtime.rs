//! The runtime started directly, with one of two workers in it and its state in a directory that goes with it.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use regulars_kit::{group::Group, repository, runtime::path_with_node};
use regulars_tests::service::{PLATFORM_KEY, PLATFORM_SECRET};

const START_TIMEOUT: Duration = Duration::from_secs(60);
const LOG: &str = "runtime.log";
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// What runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worker {
    /// A line of JavaScript: what the runtime itself costs.
    Empty,
    /// The service as built.
    Regulars,
}

/// A running runtime. Dropping it ends it and removes its state.
#[derive(Debug)]
pub struct Runtime {
    group: Option<Group>,
    url: String,
    state: PathBuf,
}

impl Runtime {
    /// Starts it and returns when it answers.
    ///
    /// # Errors
    /// When it ends or stays silent.
    pub fn start(worker: Worker) -> Result<Self> {
        let root = repository();
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let state = std::env::temp_dir().join(format!("regulars-bench-{}-{port}", std::process::id()));
        fs::create_dir_all(&state)?;
        let mut command = Group::command("node");
        command
            .arg(root.join("tests/bench/runtime.mjs"))
            .arg(if worker == Worker::Empty { "empty" } else { "regulars" })
            .arg(&root)
            .arg(port.to_string())
            .arg(&state)
            .current_dir(&root)
            .env("PATH", path_with_node(&root)?)
            .env("PLATFORM_KEY", PLATFORM_KEY)
            .env("PLATFORM_SECRET", PLATFORM_SECRET)
            .stdout(Stdio::null())
            .stderr(File::create(state.join(LOG))?);
        let group = Group::spawn(command).context("starting the runtime")?;
        let mut runtime = Self { group: Some(group), url: format!("http://127.0.0.1:{port}"), state };
        runtime.wait_until_ready()?;
        Ok(runtime)
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the runtime has said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.state.join(LOG)).unwrap_or_default()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let agent = crate::load::agent();
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            if let Some(group) = &mut self.group
                && !group.is_running()?
            {
                bail!("the runtime ended while starting:\n{}", self.log());
            }
            if agent.get(format!("{}/health", self.url)).call().is_ok_and(|answer| answer.status() == 200) {
                return Ok(());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        bail!("the runtime did not answer within {} s", START_TIMEOUT.as_secs())
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        drop(self.group.take());
        // What is left in the system's directory for temporary files is not worth failing for.
        let _ = fs::remove_dir_all(&self.state);
    }
}
