//! Asking a wallet.

use loyalty::MemberId;
use loyalty::member::CountedEvents;
use loyalty::view::Snapshot;
use worker::Env;

use super::command::{Command, Envelope, Owner};
use crate::objects::ask::{Object, ask, ask_for};
use crate::objects::replay::Key;
use crate::problem::Outcome;
use crate::published::shops;
use crate::reply::Reply;

/// The wallet of a member of a shop.
pub fn owner(env: &Env, shop: &str, member: MemberId) -> Outcome<Owner> {
    let member_key = shops::platform_secret(env)?.member_key(shop, member.as_str())?;
    Ok(Owner { shop: shop.to_owned(), member, member_key })
}

/// Asks a member's wallet; its answer is the caller's.
pub async fn send(env: &Env, owner: Owner, language: &str, key: Option<Key>, command: Command) -> Outcome<Reply> {
    let name = owner.member_key.clone();
    let shop = owner.shop.clone();
    let envelope = Envelope { owner: Some(owner), shop, language: language.to_owned(), key, command };
    ask(env, Object::Wallet, &name, &envelope).await
}

/// Asks a wallet of which only the name is known; it answers `redemption_not_found` if it is nobody's.
pub async fn send_named(
    env: &Env,
    shop: &str,
    member_key: &str,
    language: &str,
    key: Option<Key>,
    command: Command,
) -> Outcome<Reply> {
    let envelope = Envelope { owner: None, shop: shop.to_owned(), language: language.to_owned(), key, command };
    ask(env, Object::Wallet, member_key, &envelope).await
}

/// Tells a member's wallet what was done with offers; it says what of it counts.
pub async fn report(env: &Env, owner: Owner, command: Command) -> Outcome<CountedEvents> {
    let name = owner.member_key.clone();
    let shop = owner.shop.clone();
    let envelope = Envelope { owner: Some(owner), shop, language: String::new(), key: None, command };
    ask_for(env, Object::Wallet, &name, &envelope).await
}

/// The newest state of a member.
pub async fn snapshot(env: &Env, owner: Owner) -> Outcome<Snapshot> {
    let name = owner.member_key.clone();
    let shop = owner.shop.clone();
    let envelope =
        Envelope { owner: Some(owner), shop, language: String::new(), key: None, command: Command::Snapshot };
    ask_for(env, Object::Wallet, &name, &envelope).await
}
