//! Where a redemption's code belongs: its hash leads to the wallet, so that a shop can use a code without naming a member.

use worker::Env;

use super::store;
use crate::ids;
use crate::problem::Outcome;

/// The key of a code. Names in KV can be listed, so they hold a hash: the code itself is worth money.
pub fn key(shop: &str, code: &str) -> String {
    format!("code/{shop}/{}", ids::sha256_hex(code.as_bytes()))
}

/// The member key of the wallet that made this code.
pub async fn member_key(env: &Env, shop: &str, code: &str) -> Outcome<Option<String>> {
    Ok(store(env)?.get(&key(shop, code)).text().await?)
}

/// Writes down where a code belongs, for `seconds`.
pub async fn put(env: &Env, shop: &str, code: &str, member_key: &str, seconds: u64) -> Outcome<()> {
    store(env)?.put(&key(shop, code), member_key)?.expiration_ttl(seconds).execute().await?;
    Ok(())
}
