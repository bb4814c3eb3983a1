//! The queue's consumer: wallets' states go to their shop, touches to their wallet.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream;
use worker::{Env, MessageBatch, MessageExt, RawMessage, console_error};

use super::event::{Event, Touch, WalletState};
use crate::limits::BATCH_WALLETS_AT_ONCE;
use crate::problem::{Failure, Outcome, broken};
use crate::shop;
use crate::wallet;
use crate::wallet::command::Command;

/// Takes a batch of messages. Those that could not be delivered come again; a text that is no message never will be one.
pub async fn consume(batch: MessageBatch<String>, env: &Env) {
    let mut states: BTreeMap<String, (Vec<RawMessage>, Vec<WalletState>)> = BTreeMap::new();
    let mut touches = Vec::new();
    for message in batch.raw_iter() {
        let text = message.body().as_string().unwrap_or_default();
        match serde_json::from_str(&text) {
            Ok(Event::Wallet(state)) => {
                let (messages, of_shop) = states.entry(state.shop.clone()).or_default();
                messages.push(message);
                of_shop.push(state);
            }
            Ok(Event::Touch(touch)) => touches.push((message, touch)),
            Err(error) => {
                console_error!("queue: not a message: {:?}", Failure::from(error));
                message.ack();
            }
        }
    }
    for (shop, (messages, states)) in states {
        let delivered = shop::client::take_in(env, &shop, states).await;
        messages.iter().for_each(|message| settle(message, &delivered));
    }
    let touch = async |(message, of): (RawMessage, Touch)| settle(&message, &deliver(env, of).await);
    stream::iter(touches).for_each_concurrent(BATCH_WALLETS_AT_ONCE, touch).await;
}

async fn deliver(env: &Env, touch: Touch) -> Outcome<()> {
    let owner = wallet::client::owner(env, &touch.shop, touch.member)?;
    let reply = wallet::client::tell(env, owner, "en", None, Command::Touch { version: touch.version }).await?;
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
