//! The shop `demo`: a sandbox in the summer of 1998, the day after the last of the CDNOW purchases.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{api::Api, documents, import, read_json, secrets::write_private};
use crate::context::Context;

const SHOP: &str = "demo";
const NOW: &str = "1998-07-01T00:00:00Z";

/// What one needs to call the demo shop's API: the content of `demo.json`.
#[derive(Debug, Deserialize, Serialize)]
pub struct Demo {
    /// Where everything is.
    #[serde(flatten)]
    pub addresses: Addresses,
    /// The shop's id.
    pub shop: String,
    /// The key of the shop's server.
    pub api_key: String,
    /// What shoppers' tokens are signed with.
    pub signing: Signing,
    /// Opens the platform's routes: moving the sandbox's clock, making shops and keys.
    pub platform_key: String,
}

/// Where the parts of a stack are, each without a slash at the end.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Addresses {
    /// The API and the files beside it.
    pub url: String,
    /// The same, encrypted, with a certificate that browsers do not know.
    pub https_url: String,
    /// The demo shop's pages.
    pub shop_url: String,
}

/// A signing key: its id goes into a token's header, its secret signs.
#[derive(Debug, Deserialize, Serialize)]
pub struct Signing {
    /// The header `kid`.
    pub kid: String,
    /// The bytes of this text are the HS256 key.
    pub secret: String,
}

impl Demo {
    /// Where a stack keeps it.
    #[must_use]
    pub fn path(home: &Path) -> PathBuf {
        home.join("demo.json")
    }

    /// Finds the shop of the last start, or creates it, publishes its program and imports its purchases.
    ///
    /// # Errors
    /// When the API refuses or the files of the demo cannot be read.
    pub fn open_or_create(cx: &Context, home: &Path, addresses: Addresses, platform_key: &str) -> Result<Self> {
        let shop_url = addresses.shop_url.clone();
        let platform = Api::new(&addresses.url, platform_key);
        let demo = match fs::read_to_string(Self::path(home)) {
            Ok(saved) => {
                let saved: Self = serde_json::from_str(&saved).context("demo.json (--fresh makes a new one)")?;
                // Another port than last time is another address, and another origin to allow.
                Self { addresses, ..saved }
            }
            Err(_) => Self::create(&platform, addresses, platform_key)?,
        };
        platform.put(&format!("/v1/platform/shops/{SHOP}/origins"), None, &json!({ "origins": origins(&shop_url) }))?;
        write_private(&Self::path(home), &demo)?;
        demo.fill(cx, home, &platform)?;
        Ok(demo)
    }

    fn create(platform: &Api, addresses: Addresses, platform_key: &str) -> Result<Self> {
        let shop = format!("/v1/platform/shops/{SHOP}");
        let description = json!({ "name": "CD Club", "origins": origins(&addresses.shop_url), "theme": { "accent": "#b8341a" }, "sandbox": true });
        platform.put(&shop, None, &description)?;
        platform.put(&format!("{shop}/clock"), None, &json!({ "now": NOW }))?;
        let key = |kind: &str| -> Result<(String, String)> {
            // The same key of the request finds the same keys again when an earlier start was interrupted here.
            let made =
                platform.post(&format!("{shop}/keys"), Some(&format!("dev-{kind}")), &json!({ "kind": kind }))?;
            Ok((text(&made, "id")?, text(&made, "secret")?))
        };
        let (_, api_key) = key("api")?;
        let (kid, secret) = key("signing")?;
        Ok(Self {
            addresses,
            shop: SHOP.to_owned(),
            api_key,
            signing: Signing { kid, secret },
            platform_key: platform_key.to_owned(),
        })
    }

    /// Publishes the program, the offers and the surveys and imports the purchases, unless an earlier start has got to the end of that.
    fn fill(&self, cx: &Context, home: &Path, platform: &Api) -> Result<()> {
        let done = home.join("imported");
        if done.exists() {
            return Ok(());
        }
        let folder = cx.root.join("www/demo-shop");
        let server = Api::new(&self.addresses.url, &self.api_key);
        let shop = platform.get(&format!("/v1/platform/shops/{SHOP}"))?;
        if shop["program_version"].as_u64().unwrap_or(0) == 0 {
            let program = read_json(&folder.join("program.json"))?;
            server.put(&format!("/v1/shops/{SHOP}/program"), Some(0), &program)?;
        }
        import::purchases(&server, SHOP)?;
        documents::publish(&server, SHOP, &folder)?;
        fs::write(&done, "").with_context(|| format!("writing {}", done.display()))
    }
}

/// The pages may be opened under either name of this machine.
fn origins(shop_url: &str) -> [String; 2] {
    [shop_url.to_owned(), shop_url.replace("127.0.0.1", "localhost")]
}

fn text(document: &Value, member: &str) -> Result<String> {
    Ok(document[member].as_str().with_context(|| format!("the answer has no `{member}`"))?.to_owned())
}
