//! What is sent about a survey, and what comes of it.

use loyalty::survey::Answer;

use super::model::{Asked, Sending, Survey};
use crate::{
    js::{Js, quote},
    model::Problem,
    state::Widget,
    sync::{self, Meaning, new_key},
    ui::join,
};

/// What became of a request.
pub enum Outcome {
    /// It was done, and this was answered.
    Done(Js),
    /// It was refused, for a reason with this code.
    Refused(String),
    /// It may be tried again.
    Later,
}

/// The address of a survey's answers.
pub fn answers(survey: &Survey) -> String {
    let id = String::from(js_sys::encode_uri_component(&survey.id));
    join("/surveys/", &join(&id, "/answers"))
}

/// What is said to a step.
pub fn said(survey: &Survey, step: &str, answer: &Answer) -> String {
    let answer = match answer {
        Answer::Score(score) => join("\"score\":", &score.to_string()),
        Answer::Options(options) => {
            let options: Vec<String> = options.iter().map(|option| quote(option)).collect();
            join("\"options\":[", &join(&options.join(","), "]"))
        }
        Answer::Text(text) => join("\"text\":", &quote(text)),
        Answer::Skipped(_) => "\"skipped\":true".to_owned(),
    };
    about(survey, &["\"step\":", &quote(step), ",\"answer\":{", &answer, "}"].concat())
}

/// Something about a survey: it was shown, or closed, or answered.
pub fn about(survey: &Survey, what: &str) -> String {
    let version = survey.version.to_string();
    ["{\"occasion\":", &quote(&survey.occasion), ",\"version\":", &version, ",", what, "}"].concat()
}

/// Sends something that the shopper waits for.
pub async fn send(widget: Widget, asked: &Asked, path: &str, body: String) -> Outcome {
    let key = asked.key(&body);
    asked.sending.set(Sending::Busy);
    let path = sync::in_language(widget, path);
    let answer = sync::persistently(widget, "POST", &path, Some(&body), &key).await;
    match answer.meaning() {
        Meaning::Done => match Js::parse(&answer.text) {
            Some(js) => {
                // Points for answering are in it.
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

/// Sends something that nobody waits for.
pub async fn tell(widget: Widget, path: String, body: String) {
    let path = sync::in_language(widget, &path);
    // What did not arrive is not known to have happened: it is asked again another time.
    let _ = sync::persistently(widget, "POST", &path, Some(&body), &new_key()).await;
}

impl Asked {
    /// The name under which a body is sent.
    fn key(&self, body: &str) -> String {
        let mut sent = self.sent.borrow_mut();
        if sent.0 != body {
            *sent = (body.to_owned(), new_key());
        }
        sent.1.clone()
    }
}
