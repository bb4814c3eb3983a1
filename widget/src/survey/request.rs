//! What is sent about a survey, and what comes of it.

use loyalty::{Instant, survey::Answer};

use super::model::{Asked, Sending, Survey};
use crate::{
    js::quote,
    preview,
    state::Widget,
    sync::{self, Outcome, new_key},
    ui::join,
};

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

/// That it was shown, at the instant that is remembered on the device: with another the wallet would count two showings.
pub fn shown(survey: &Survey, at: Instant) -> String {
    about(survey, &join("\"shown\":true,\"at\":", &at.as_ms().to_string()))
}

/// Something about a survey: it was shown, or closed, or answered.
pub fn about(survey: &Survey, what: &str) -> String {
    let version = survey.version.to_string();
    ["{\"occasion\":", &quote(&survey.occasion), ",\"version\":", &version, ",", what, "}"].concat()
}

/// Sends something that the shopper waits for.
pub async fn send(widget: Widget, asked: &Asked, path: &str, body: String) -> Outcome {
    let key = asked.sent.key(&body);
    asked.sending.set(Sending::Busy);
    sync::post(widget, path, &body, &key).await
}

/// Sends something that nobody waits for. Of a preview nothing is told.
pub async fn tell(widget: Widget, path: String, body: String) {
    if preview::is_on() {
        return;
    }
    let path = sync::in_language(widget, &path);
    // What did not arrive is not known to have happened: it is asked again another time.
    let _ = sync::persistently(widget, "POST", &path, Some(&body), &new_key()).await;
}
