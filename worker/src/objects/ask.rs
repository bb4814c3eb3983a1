//! Asking an object, and asking once more when the runtime says that may help.

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::wasm_bindgen::JsValue;
use worker::{Env, Error, Headers, Method, Request, RequestInit, Response};

use crate::json;
use crate::problem::{Failure, Outcome, broken, overloaded};
use crate::reply::{REPLAYED, REQUEST_ID, Reply};

/// Objects need an absolute address; nothing looks at it.
const ADDRESS: &str = "https://object/";

/// A class of objects by its binding.
#[derive(Clone, Copy, Debug)]
pub enum Object {
    /// One member's points.
    Wallet,
    /// One shop's configuration and back office.
    Shop,
}

impl Object {
    fn binding(self) -> &'static str {
        match self {
            Self::Wallet => "WALLET",
            Self::Shop => "SHOP",
        }
    }
}

/// Asks the object of this name. Its answer is the caller's, whatever its status.
///
/// A connection that broke is tried once more on a new stub: every command can be repeated, by its idempotency key or
/// because it says what should be and not what to add. An overloaded object is never asked again at once.
pub async fn ask(env: &Env, object: Object, name: &str, command: &impl Serialize) -> Outcome<Reply> {
    let body = serde_json::to_string(command)?;
    let error = match send(env, object, name, &body).await {
        Ok(reply) => return Ok(reply),
        Err(error) => error,
    };
    if says(&error, "overloaded") {
        return Err(overloaded());
    }
    if !says(&error, "retryable") {
        return Err(error.into());
    }
    send(env, object, name, &body).await.map_err(|error| {
        if says(&error, "overloaded") || says(&error, "retryable") { overloaded() } else { Failure::from(error) }
    })
}

/// Asks for a document that the object always has.
pub async fn ask_for<T: DeserializeOwned>(
    env: &Env,
    object: Object,
    name: &str,
    command: &impl Serialize,
) -> Outcome<T> {
    let reply = ask(env, object, name, command).await?;
    if reply.status != 200 {
        return Err(broken(format!("{} answered {}", object.binding(), reply.status)));
    }
    Ok(json::from_str(&reply.body)?)
}

async fn send(env: &Env, object: Object, name: &str, body: &str) -> Result<Reply, Error> {
    let stub = env.durable_object(object.binding())?.get_by_name(name)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(Headers::new()).with_body(Some(JsValue::from_str(body)));
    let response = stub.fetch_with_request(Request::new_with_init(ADDRESS, &init)?).await?;
    read(response).await
}

async fn read(mut response: Response) -> Result<Reply, Error> {
    let mut reply = Reply::text(response.status_code(), response.text().await?);
    for name in [REPLAYED, REQUEST_ID, "Retry-After", "ETag"] {
        if let Some(value) = response.headers().get(name)? {
            reply = reply.header(name, value);
        }
    }
    Ok(reply)
}

/// Whether the runtime marked its error so.
fn says(error: &Error, mark: &str) -> bool {
    let Error::UnknownJsError { original, .. } = error else { return false };
    Reflect::get(original, &JsValue::from_str(mark)).is_ok_and(|value| value.is_truthy())
}
