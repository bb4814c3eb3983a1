//! The service under test: the built worker in the real runtime, one for all tests of a binary.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use regulars_kit::{Runtime, Settings};

use crate::client::Client;

/// What the platform's routes ask for in the suites.
pub const PLATFORM_KEY: &str = "the platform key of the test suites, forty or more characters";
/// What the service seals and hashes with in the suites.
pub const PLATFORM_SECRET: &str = "the platform secret of the test suites, forty or more characters";

/// How long something that follows by itself may take (a snapshot, the queue, a cached key) on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// A runtime with its state in a directory, which can be killed and started again.
#[derive(Debug)]
pub struct Service {
    settings: Settings,
    runtime: Option<Runtime>,
}

impl Service {
    /// Starts the service with nothing in it.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(state: &Path) -> Self {
        Self::start_with_open_files(state, None)
    }

    /// The same on a machine that lets it open only so many files.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start_with_open_files(state: &Path, open_files: Option<u32>) -> Self {
        if state.exists() {
            fs::remove_dir_all(state).unwrap_or_else(|error| panic!("clearing {}: {error}", state.display()));
        }
        let settings = Settings {
            state: state.to_path_buf(),
            port: None,
            https_port: None,
            open_files,
            platform_key: PLATFORM_KEY.into(),
            platform_secret: PLATFORM_SECRET.into(),
        };
        let mut service = Self { settings, runtime: None };
        service.resume();
        service
    }

    /// Starts the service on the state it left behind.
    ///
    /// # Panics
    /// When it does not start.
    pub fn resume(&mut self) {
        let runtime =
            Runtime::start_bare(&self.settings).unwrap_or_else(|error| panic!("starting the service: {error:#}"));
        self.runtime = Some(runtime);
    }

    /// Ends the service as a power cut would.
    ///
    /// # Panics
    /// When it is not running.
    pub fn kill(&mut self) {
        self.take().kill().unwrap_or_else(|error| panic!("killing the service: {error:#}"));
    }

    /// Ends the service in good order.
    ///
    /// # Panics
    /// When it is not running.
    pub fn stop(&mut self) {
        self.take().stop().unwrap_or_else(|error| panic!("stopping the service: {error:#}"));
    }

    /// A client for the service as it runs now; after a restart its address is another.
    ///
    /// # Panics
    /// When it is not running.
    #[must_use]
    pub fn client(&self) -> Client {
        match &self.runtime {
            Some(runtime) => Client::new(runtime.url()),
            None => panic!("the service is not running"),
        }
    }

    /// What it has said about limits of the machine.
    pub fn warnings(&mut self) -> Vec<String> {
        self.runtime.as_mut().map(Runtime::warnings).unwrap_or_default()
    }

    /// Where its state is.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.settings.state
    }

    fn take(&mut self) -> Runtime {
        self.runtime.take().unwrap_or_else(|| panic!("the service is not running"))
    }
}

/// The service with its state there, which all tests of a program share that name it so; each test makes a shop of its own.
/// It ends with the process, however that ends.
///
/// # Panics
/// When it does not start.
pub fn shared(state: &str) -> Client {
    static SERVICES: Mutex<BTreeMap<String, Service>> = Mutex::new(BTreeMap::new());
    // A test that panicked while it was held has not changed it: the others go on.
    let mut services = SERVICES.lock().unwrap_or_else(PoisonError::into_inner);
    services.entry(state.to_owned()).or_insert_with(|| Service::start(Path::new(state))).client()
}

/// Asks again and again until `check` gives something.
///
/// # Panics
/// When it still gives nothing after half a minute.
#[track_caller]
pub fn eventually<T>(what: &str, mut check: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = check() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what}: not within {} s", PATIENCE.as_secs());
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// A text that no other test of this run uses.
#[must_use]
pub fn unique(prefix: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
