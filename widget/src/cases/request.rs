//! What is sent.

use super::{
    desk::Desk,
    model::{Draft, Place},
    words::keys,
};
use crate::{js::quote, text::Message};

/// Where what was written at a place is sent, and as what. Nothing at a place where nothing is written.
pub fn message(place: &Place, words: &str, draft: &Draft) -> Option<(String, String)> {
    let text = ["\"text\":", &quote(words), "}"].concat();
    match place {
        Place::List => None,
        Place::New(kind) => {
            let order = Some(&draft.order).filter(|order| !order.is_empty());
            let order = order.map(|order| ["\"order\":", &quote(order), ","].concat()).unwrap_or_default();
            Some(("/cases".to_owned(), ["{\"kind\":", &quote(kind.name()), ",", &order, &text].concat()))
        }
        Place::Thread(id) => Some((about(id, "/messages"), ["{", &text].concat())),
    }
}

/// That so many messages of a thread were shown.
pub fn read(id: &str, messages: usize) -> (String, String) {
    (about(id, "/read"), ["{\"messages\":", &messages.to_string(), "}"].concat())
}

fn about(id: &str, what: &str) -> String {
    ["/cases/", &String::from(js_sys::encode_uri_component(id)), what].concat()
}

/// What the shopper is told of a refusal.
pub fn refusal(code: &str) -> Message<0> {
    match code {
        "too_many_cases" => keys::MANY,
        "case_full" => keys::FULL,
        "case_not_found" => keys::GONE,
        _ => keys::WRONG,
    }
}

impl Desk {
    /// The name under which this is sent.
    pub fn key(&self, path: &str, body: &str) -> String {
        self.sent.key(&[path, body].concat())
    }
}
