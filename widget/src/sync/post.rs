//! Sending what a shopper says, and what comes of it.

use std::cell::RefCell;

use super::{Meaning, in_language, new_key, persistently};
use crate::{js::Js, model::Problem, state::Widget};

/// What became of what was sent.
pub enum Outcome {
    /// It was done, and this was answered.
    Done(Js),
    /// It was refused, for a reason with this code.
    Refused(String),
    /// It may be tried again.
    Later,
}

/// What was last sent, and its name.
#[derive(Debug, Default)]
pub struct Sent(RefCell<(String, String)>);

impl Sent {
    /// The name to send this under: the same again keeps it, so that it is done once.
    pub fn key(&self, body: &str) -> String {
        let mut sent = self.0.borrow_mut();
        if sent.0 != body {
            *sent = (body.to_owned(), new_key());
        }
        sent.1.clone()
    }

    /// An answer came: the same again is said once more.
    pub fn settle(&self) {
        self.0.take();
    }
}

/// Sends it, and takes the member's state that comes with the answer.
pub async fn post(widget: Widget, path: &str, body: &str, key: &str) -> Outcome {
    let answer = persistently(widget, "POST", &in_language(widget, path), Some(body), key).await;
    match answer.meaning() {
        Meaning::Done => match Js::parse(&answer.text) {
            Some(js) => {
                widget.take_later(answer.text, &js);
                Outcome::Done(js)
            }
            None => Outcome::Later,
        },
        Meaning::SignInAgain => {
            widget.token_expired();
            Outcome::Later
        }
        Meaning::Refused => Outcome::Refused(Problem::parse(&answer.text).code),
        Meaning::Later => Outcome::Later,
    }
}
