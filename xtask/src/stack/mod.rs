//! A running Regulars: the real runtime, the shop `demo` in it, and the demo shop's own backend beside it.

mod api;
mod demo;
mod documents;
mod import;
mod secrets;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use regulars_kit::{Runtime, Settings, group::Group};
use serde_json::Value;

use crate::{context::Context, ports::Ports, tools};
use demo::{Addresses, Demo};
use secrets::Secrets;

/// How long the demo shop's backend may take to answer for the first time.
const SHOP_TIMEOUT: Duration = Duration::from_secs(30);

/// Everything of one stack. Dropping it ends it.
#[derive(Debug)]
pub struct Stack {
    runtime: Runtime,
    shop: Group,
    demo: Demo,
    home: PathBuf,
}

impl Stack {
    /// Starts what has been built, with all state and keys in `home`, and fills the demo if `home` is new.
    ///
    /// # Errors
    /// When a part does not start or the demo cannot be made.
    pub fn start(cx: &Context, home: &Path, ports: Ports) -> Result<Self> {
        fs::create_dir_all(home).with_context(|| format!("making {}", home.display()))?;
        let secrets = Secrets::load_or_make(&home.join("secrets.json"))?;
        let (runtime_port, shop_port, https_port) = (ports.runtime, ports.shop, ports.https);
        ports.release();

        eprintln!("Starting the runtime");
        let settings = Settings {
            state: home.join("state"),
            port: Some(runtime_port),
            https_port: Some(https_port),
            open_files: None,
            platform_key: secrets.platform_key.clone(),
            platform_secret: secrets.platform_secret,
        };
        let runtime = cx.times.step("runtime: start", || Runtime::start(&settings))?;
        let shop_url = format!("http://127.0.0.1:{shop_port}");
        let addresses =
            Addresses { url: runtime.url().to_owned(), https_url: format!("https://localhost:{https_port}"), shop_url };
        let demo = cx.times.step("demo shop", || Demo::open_or_create(cx, home, addresses, &secrets.platform_key))?;
        let shop = start_shop(cx, home, &demo, shop_port)?;
        Ok(Self { runtime, shop, demo, home: home.to_path_buf() })
    }

    /// The file with addresses and keys, for programs.
    #[must_use]
    pub fn demo_json(&self) -> PathBuf {
        Demo::path(&self.home)
    }

    /// Where to look, for a person.
    #[must_use]
    pub fn addresses(&self, cx: &Context) -> String {
        let Addresses { url, https_url, shop_url } = &self.demo.addresses;
        let keys = self.demo_json();
        format!(
            "  demo shop  {shop_url}\n  API        {url}\n             {https_url}\n  reference  {url}/reference/\n  keys       {}",
            cx.relative(&keys).display()
        )
    }

    /// Whether every part is still there. Says which of the machine's limits is near, if one is.
    ///
    /// # Errors
    /// Names the part that is not, and where it wrote why.
    pub fn check(&mut self) -> Result<()> {
        self.runtime.warnings().iter().for_each(|warning| eprintln!("{warning}"));
        if !self.runtime.is_running()? {
            bail!("the runtime ended by itself: see {}", self.runtime.log().display());
        }
        if !self.shop.is_running()? {
            bail!("the demo shop ended by itself: see {}", shop_log(&self.home).display());
        }
        Ok(())
    }

    /// Ends everything in good order.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn stop(self) -> Result<()> {
        self.shop.stop()?;
        self.runtime.stop()
    }
}

/// The demo shop is a shop like any other, outside the product: all it gets is an address and its keys.
fn start_shop(cx: &Context, home: &Path, demo: &Demo, port: u16) -> Result<Group> {
    let log = File::create(shop_log(home))?;
    let mut command = Group::command(tools::node(cx));
    command
        .arg(cx.root.join("www/demo-shop/server.mjs"))
        .env("REGULARS_URL", &demo.addresses.url)
        .env("DEMO_JSON", Demo::path(home))
        .env("PORT", port.to_string())
        .current_dir(&cx.root)
        .stdout(log.try_clone()?)
        .stderr(log);
    let mut shop = Group::spawn(command).context("starting the demo shop")?;
    let deadline = Instant::now() + SHOP_TIMEOUT;
    while !api::answers(&demo.addresses.shop_url) {
        if !shop.is_running()? || Instant::now() > deadline {
            bail!("the demo shop did not start: see {}", shop_log(home).display());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(shop)
}

fn shop_log(home: &Path) -> PathBuf {
    home.join("shop.log")
}

fn read_json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}
