//! The queue's consumer: what wallets say goes to their shop, what shops say to the wallet.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream;
use loyalty::MemberId;
use serde_json::value::RawValue;
use worker::{Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage, console_error};

use super::event::{Event, Touch, WalletState, Yield};
use crate::clock;
use crate::json;
use crate::limits::{BATCH_WALLETS_AT_ONCE, QUEUE_RETRY_S, SNAPSHOT_KEPT_BYTES_MAX};
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
        match read(env, &message).await {
            Ok(Event::Touch(Touch { shop, member, version })) => {
                commands.push((message, shop, member, Command::Touch { version }));
            }
            Ok(Event::Yield(Yield { shop, member, order, updated_at })) => {
                commands.push((message, shop, member, Command::Yield { order, updated_at }));
            }
            Ok(event) => {
                let inbox = shops.entry(event.shop().to_owned()).or_default();
                inbox.messages.push(message);
                inbox.news.add(event);
            }
            Err(unread) => unread.acknowledge(&message),
        }
    }
    for (shop, Inbox { messages, news }) in shops {
        match shop::client::receive(env, &shop, news).await {
            // One of them may be what cannot be taken in: the others must not wait for it.
            Err(Failure::Broken(_)) if messages.len() > 1 => one_by_one(env, &shop, &messages).await,
            delivered => messages.iter().for_each(|message| acknowledge(message, &delivered)),
        }
    }
    let tell = async |(message, shop, member, command): (RawMessage, String, MemberId, Command)| {
        acknowledge(&message, &deliver(env, &shop, member, command).await);
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
        let reply = wallet::client::send(env, owner, "en", None, Command::Snapshot).await?;
        let is_kept = reply.status == 200 && reply.body.len() <= SNAPSHOT_KEPT_BYTES_MAX;
        state.snapshot = if is_kept { Some(RawValue::from_string(reply.body)?) } else { None };
    }
    Ok(())
}

/// Tells a shop each message for itself, so that each comes again for its own sake only.
async fn one_by_one(env: &Env, shop: &str, messages: &[RawMessage]) {
    for message in messages {
        match read(env, message).await {
            Ok(event) => {
                let mut news = News::default();
                news.add(event);
                acknowledge(message, &shop::client::receive(env, shop, news).await);
            }
            Err(unread) => unread.acknowledge(message),
        }
    }
}

/// Why a message cannot be taken in.
enum Unread {
    /// It is none.
    NoMessage(Failure),
    /// What belongs to it could not be fetched.
    Incomplete(Failure),
}

impl Unread {
    fn acknowledge(self, message: &RawMessage) {
        match self {
            Self::NoMessage(failure) => {
                console_error!("queue: not a message: {failure:?}");
                message.ack();
            }
            Self::Incomplete(failure) => acknowledge(message, &Err(failure)),
        }
    }
}

/// What a message says, with all that belongs to it.
async fn read(env: &Env, message: &RawMessage) -> Result<Event, Unread> {
    let text = message.body().as_string().unwrap_or_default();
    let mut event = json::from_str(&text).map_err(|error| Unread::NoMessage(error.into()))?;
    if let Event::Wallet(state) = &mut event {
        complete(env, state).await.map_err(Unread::Incomplete)?;
    }
    Ok(event)
}

async fn deliver(env: &Env, shop: &str, member: MemberId, command: Command) -> Outcome<()> {
    let owner = wallet::client::owner(env, shop, member)?;
    let reply = wallet::client::send(env, owner, "en", None, command).await?;
    if reply.status >= 500 { Err(broken(format!("a wallet answered {}", reply.status))) } else { Ok(()) }
}

fn acknowledge(message: &RawMessage, delivered: &Outcome<()>) {
    match delivered {
        Ok(()) => message.ack(),
        Err(failure) => {
            console_error!("queue: comes again: {failure:?}");
            let waited_ms = clock::real_ms().saturating_sub_unsigned(message.timestamp().as_millis());
            let delay_s = retry_after_s(u64::try_from(waited_ms).unwrap_or_default() / 1_000);
            message.retry_with_options(&QueueRetryOptionsBuilder::new().with_delay_seconds(delay_s).build());
        }
    }
}

/// When a message comes again that has waited so long, in seconds.
fn retry_after_s(waited_s: u64) -> u32 {
    // Within the limits it fits.
    (waited_s / 2).clamp(*QUEUE_RETRY_S.start(), *QUEUE_RETRY_S.end()) as u32
}

#[cfg(test)]
mod tests {
    use super::retry_after_s;

    #[test]
    fn a_message_comes_again_for_three_days_and_a_half_before_it_is_set_aside() {
        assert_eq!([0, 5, 100, 10_000].map(retry_after_s), [2, 2, 50, 3_600]);
        let waited_s = (0..100).fold(0, |waited_s, _| waited_s + u64::from(retry_after_s(waited_s)));
        let day_s = 24 * 3_600;
        assert!((7 * day_s / 2 - 3 * 3_600..4 * day_s).contains(&waited_s), "{waited_s}");
    }
}
