//! The real runtime as a child process with its state in a directory: `workerd`, run by Miniflare, wrangler's local mode,
//! with all that `worker/wrangler.jsonc` says.
//!
//! It runs what `cargo xtask build` has built and builds nothing itself. `wrangler dev` would put two proxies in front of
//! it, which lose connections under load and end when a client hangs up in the middle of its request.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{group::Group, port};

/// How long a start may take before it counts as failed. It takes about 3 s on an idle machine.
const START_TIMEOUT: Duration = Duration::from_secs(90);
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// What a runtime is started with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Holds the state of KV, Durable Objects and queues, and the log; made if missing. One runtime at a time.
    pub state: PathBuf,
    /// The port on 127.0.0.1; `None` takes a free one.
    pub port: Option<u16>,
    /// A port at which `https://localhost` is served as well, with a certificate of its own.
    pub https_port: Option<u16>,
    /// How many files the runtime may have open, at most what the system allows; `None` is that.
    pub open_files: Option<u32>,
    /// `PLATFORM_KEY`: what the platform's routes ask for.
    pub platform_key: String,
    /// `PLATFORM_SECRET`: what secrets are sealed and members' names are hashed with.
    pub platform_secret: String,
}

impl Settings {
    /// The port to listen on.
    fn port(&self) -> Result<u16> {
        self.port.map_or_else(|| port::free(1), Ok)
    }
}

/// Raises the limit of open files to the number asked for, else as far as it goes, and becomes the program.
const WITH_OPEN_FILES: &str = r#"
for files in "$OPEN_FILES" "$(ulimit -H -n)"; do ulimit -n "$files" 2>/dev/null && break; done
exec "$@""#;

/// More than any import on one machine has needed, where the system's own limit is higher.
const OPEN_FILES: u32 = 1_048_576;

/// How a line of the log begins that tells which of the machine's limits is near.
const WARNING: &str = "limit: ";

/// A running runtime. Dropping it kills it.
#[derive(Debug)]
pub struct Runtime {
    group: Group,
    url: String,
    log: PathBuf,
    /// How many bytes of the log have been looked at for warnings.
    log_read: u64,
}

impl Runtime {
    /// Starts the worker with the static files beside it and returns when `/health` answers.
    ///
    /// # Errors
    /// When nothing has been built, the port is taken, or the runtime ends or stays silent; with the end of its log.
    pub fn start(settings: &Settings) -> Result<Self> {
        Self::spawn(settings, "worker-and-files")
    }

    /// Starts the worker with nothing in front, not even static files, and returns when `/health` answers.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_bare(settings: &Settings) -> Result<Self> {
        Self::spawn(settings, "worker")
    }

    fn spawn(settings: &Settings, what: &str) -> Result<Self> {
        let root = crate::repository();
        let shim = root.join("dist/worker/index.js");
        if !shim.exists() {
            bail!("{} is missing: run `cargo xtask build` first", shim.display());
        }
        let port = settings.port()?;
        // A runtime that was killed leaves its temporary files behind; they are of no use to the next one.
        let temporary = settings.state.join("tmp");
        fs::remove_dir_all(&temporary).ok();
        fs::create_dir_all(&temporary).with_context(|| format!("making {}", temporary.display()))?;
        let log = settings.state.join("runtime.log");
        let output = File::create(&log).with_context(|| format!("making {}", log.display()))?;
        let mut command = Group::command("sh");
        command
            .args(["-c", WITH_OPEN_FILES, "open-files", "node"])
            .env("OPEN_FILES", settings.open_files.unwrap_or(OPEN_FILES).to_string())
            .arg(root.join("tests/kit/runtime.mjs"))
            .arg(what)
            .arg(&root)
            .arg(port.to_string())
            .arg(&settings.state)
            .args(settings.https_port.map(|port| port.to_string()))
            // Not among the arguments, which everybody on the machine can read.
            .env("PLATFORM_KEY", &settings.platform_key)
            .env("PLATFORM_SECRET", &settings.platform_secret)
            .current_dir(&root)
            .env("PATH", path_with_node(&root)?)
            .env("WRANGLER_SEND_METRICS", "false")
            // Several runtimes on one machine must not find or name each other.
            .env("WRANGLER_REGISTRY_PATH", settings.state.join("registry"))
            .env("WRANGLER_WRITE_LOGS", "false")
            .env("TMPDIR", &temporary)
            .stdout(output.try_clone()?)
            .stderr(output);
        let group = Group::spawn(command).context("starting the runtime")?;

        let mut runtime = Self { group, url: format!("http://127.0.0.1:{port}"), log, log_read: 0 };
        runtime.wait_until_ready()?;
        Ok(runtime)
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the runtime writes what it has to say.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// What the runtime has said since it was last asked about limits of this machine that are near.
    pub fn warnings(&mut self) -> Vec<String> {
        let mut added = Vec::new();
        let read = File::open(&self.log).and_then(|mut log| {
            log.seek(SeekFrom::Start(self.log_read))?;
            log.read_to_end(&mut added)
        });
        // A line that is still being written is looked at next time.
        let Some(whole) = read.ok().and_then(|_| added.iter().rposition(|byte| *byte == b'\n')) else {
            return Vec::new();
        };
        added.truncate(whole + 1);
        self.log_read += added.len() as u64;
        let text = String::from_utf8_lossy(&added);
        text.lines().filter(|line| line.starts_with(WARNING)).map(str::to_owned).collect()
    }

    /// Whether the runtime is still there.
    ///
    /// # Errors
    /// When the operating system cannot tell.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.group.is_running()?)
    }

    /// Ends the runtime in good order.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn stop(self) -> Result<()> {
        Ok(self.group.stop()?)
    }

    /// Ends the runtime as a power cut would: nothing gets to finish.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn kill(self) -> Result<()> {
        Ok(self.group.kill()?)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let health = format!("{}/health", self.url);
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(5)))
            .http_status_as_error(false)
            .build()
            .into();
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            if !self.is_running()? {
                bail!("the runtime ended while starting:\n{}", self.end_of_log());
            }
            if agent.get(&health).call().is_ok_and(|answer| answer.status() == 200) {
                return Ok(());
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        bail!("{health} did not answer within {} s:\n{}", START_TIMEOUT.as_secs(), self.end_of_log())
    }

    fn end_of_log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

/// `PATH` with the project's own Node first: wrangler wants a newer one than many machines have.
///
/// # Errors
/// When a directory's name holds a colon.
pub fn path_with_node(root: &Path) -> Result<OsString> {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let directories = std::iter::once(root.join("node_modules/.bin")).chain(std::env::split_paths(&inherited));
    std::env::join_paths(directories).context("PATH")
}
