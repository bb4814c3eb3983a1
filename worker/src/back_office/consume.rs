//! The queue's consumer: what wallets say goes to their shop, what shops say to the wallet.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream;
use loyalty::MemberId;
use serde_json::value::RawValue;
use worker::{Env, MessageBatch, MessageExt, RawMessage, console_error};

use super::event::{Event, Touch, WalletState, Yield};
use crate::json;
use crate::limits::{BATCH_WALLETS_AT_ONCE, SNAPSHOT_KEPT_BYTES_MAX};
use crate::problem::{Failure, Outcome, broken};
use crate::shop;
use crate::shop::command::News;
use crate::wallet;
use crate::wallet::command::Command;

/// Takes a batch of messages. Those that could not be delivered come again; a text that is no message never will be one.
pub async fn consume(batch: MessageBatch<String>, env: &Env) {
    let mut shops: BTreeMap<String, Inbox> = BTreeMap::new();
    let mut commands = Vec::new();
    for message in batch.raw_iter() {
        let text = message.body().as_string().unwrap_or_default();
        match json::from_str(&text) {
            Ok(Event::Wallet(mut state)) => {
                if let Err(failure) = complete(env, &mut state).await {
                    console_error!("queue: comes again: {failure:?}");
                    message.retry();
                    continue;
                }
                let inbox = shops.entry(state.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.states.push(state);
            }
            Ok(Event::Claims(claims)) => {
                let inbox = shops.entry(claims.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.claims.push(claims);
            }
            Ok(Event::Reports(reports)) => {
                let inbox = shops.entry(reports.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.reports.push(reports);
            }
            Ok(Event::Cases(cases)) => {
                let inbox = shops.entry(cases.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.cases.push(cases);
            }
            Ok(Event::Answers(answers)) => {
                let inbox = shops.entry(answers.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.answers.push(answers);
            }
            Ok(Event::Testimonials(testimonials)) => {
                let inbox = shops.entry(testimonials.shop.clone()).or_default();
                inbox.messages.push(message);
                inbox.news.testimonials.push(testimonials);
            }
            Ok(Event::Touch(Touch { shop, member, version })) => {
                commands.push((message, shop, member, Command::Touch { version }));
            }
            Ok(Event::Yield(Yield { shop, member, order, updated_at })) => {
                commands.push((message, shop, member, Command::Yield { order, updated_at }));
            }
            Err(error) => {
                console_error!("queue: not a message: {:?}", Failure::from(error));
                message.ack();
            }
        }
    }
    for (shop, Inbox { messages, news }) in shops {
        let delivered = shop::client::take_in(env, &shop, news).await;
        messages.iter().for_each(|message| settle(message, &delivered));
    }
    let tell = async |(message, shop, member, command): (RawMessage, String, MemberId, Command)| {
        settle(&message, &deliver(env, &shop, member, command).await);
    };
    stream::iter(commands).for_each_concurrent(BATCH_WALLETS_AT_ONCE, tell).await;
}

/// What a batch has for one shop.
#[derive(Default)]
struct Inbox {
    messages: Vec<RawMessage>,
    news: News,
}

/// Fetches the snapshot that was too large for the message. It may be newer than the message: then so is what comes next.
async fn complete(env: &Env, state: &mut WalletState) -> Outcome<()> {
    if state.snapshot.is_none() {
        let owner = wallet::client::owner(env, &state.shop, state.member.clone())?;
        let reply = wallet::client::tell(env, owner, "en", None, Command::Snapshot).await?;
        let is_kept = reply.status == 200 && reply.body.len() <= SNAPSHOT_KEPT_BYTES_MAX;
        state.snapshot = if is_kept { Some(RawValue::from_string(reply.body)?) } else { None };
    }
    Ok(())
}

async fn deliver(env: &Env, shop: &str, member: MemberId, command: Command) -> Outcome<()> {
    let owner = wallet::client::owner(env, shop, member)?;
    let reply = wallet::client::tell(env, owner, "en", None, command).await?;
    if reply.status >= 500 { Err(broken(format!("a wallet answered {}", reply.status))) } else { Ok(()) }
}

fn settle(message: &RawMessage, delivered: &Outcome<()>) {
    match delivered {
        Ok(()) => message.ack(),
        Err(failure) => {
            console_error!("queue: comes again: {failure:?}");
            message.retry();
        }
    }
}
