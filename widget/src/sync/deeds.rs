//! Redeeming a reward, and giving its code back.

use super::{Answer, Meaning, refresh, send};
use crate::{
    js::{Js, object, quote},
    model::{Problem, Redemption},
    panel::words::keys,
    state::{
        Watched, Widget,
        action::{Action, Doing, Step},
    },
    ui::{focus_soon, join, sleep, spawn},
};

/// Quick attempts before the shopper is asked: a lost packet should not be their business.
const ATTEMPTS: u32 = 3;
const BETWEEN_MS: u32 = 800;

/// A name for one action: 128 random bits.
pub fn new_key() -> String {
    let mut bytes = [0; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if crypto.is_none_or(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_err()) {
        // Only a page that broke `crypto` gets here. The key must differ between this member's own actions, no more.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// Redeems the reward that was asked for, or tries again what got no answer.
pub fn redeem(widget: Widget) {
    let Some(doing) = widget.redeeming.change(Action::send) else { return };
    spawn(async move {
        let mut body = String::from("{\"reward\":");
        body.push_str(&quote(&doing.subject));
        body.push('}');
        let answer = persistently(widget, "POST", &in_language(widget, "/redemptions"), Some(&body), &doing.key).await;
        let Some(redemption) = finish(widget, &widget.redeeming, &doing, answer) else { return };
        // The code is what the shopper wanted: it takes the focus.
        focus_soon(widget, join("code-", &redemption.id));
        widget.say(widget.text().say(keys::REDEEMED, [&redemption.name, &redemption.code]));
        widget.emit("redeem", &detail(&redemption));
    });
}

/// Gives back the code that was asked for, or tries again what got no answer.
pub fn give_back(widget: Widget) {
    let Some(doing) = widget.giving_back.change(Action::send) else { return };
    spawn(async move {
        let path = join("/redemptions/", &String::from(js_sys::encode_uri_component(&doing.subject)));
        let answer = persistently(widget, "DELETE", &in_language(widget, &path), None, &doing.key).await;
        let Some(redemption) = finish(widget, &widget.giving_back, &doing, answer) else { return };
        // The button that had the focus is gone with its code.
        focus_soon(widget, "panel".to_owned());
        widget.say(widget.text().count(keys::GIVEN_BACK, redemption.points, []));
        widget.emit("release", &detail(&redemption));
    });
}

/// A path with the language the answer's names are to be in.
pub fn in_language(widget: Widget, path: &str) -> String {
    join(path, &join("?lang=", &String::from(js_sys::encode_uri_component(&widget.host.asked()))))
}

/// Sends a request, a few times if it gets no answer; in the name of one person alone, and what was answered to somebody else
/// is no answer.
pub async fn persistently(widget: Widget, method: &str, path: &str, body: Option<&str>, key: &str) -> Answer {
    let owner = widget.host.owner();
    let mut attempt = 1;
    loop {
        let mut answer = send(widget, method, path, body, Some(key)).await;
        if widget.host.owner() != owner {
            answer.status = 0;
            return answer;
        }
        if answer.meaning() != Meaning::Later || attempt == ATTEMPTS {
            return answer;
        }
        attempt += 1;
        sleep(BETWEEN_MS).await;
        if widget.host.owner() != owner {
            return answer;
        }
    }
}

/// Takes the answer: the redemption if it was done, else what the shopper is told about it.
fn finish(widget: Widget, action: &Watched<Action>, doing: &Doing, answer: Answer) -> Option<Redemption> {
    let step = match answer.meaning() {
        Meaning::Done => match Js::parse(&answer.text) {
            Some(js) => {
                action.change(|action| action.done(&doing.key));
                widget.take_later(answer.text, &js);
                return Some(Redemption::read(&js.get("redemption")));
            }
            None => Step::Failed,
        },
        Meaning::SignInAgain => {
            widget.token_expired();
            action.change(|action| action.done(&doing.key));
            return None;
        }
        Meaning::Refused => {
            // Something has changed since it was offered.
            refresh(widget);
            Step::Refused(Problem::parse(&answer.text))
        }
        Meaning::Later => Step::Failed,
    };
    action.change(|action| action.stopped(&doing.key, step));
    None
}

fn detail(redemption: &Redemption) -> wasm_bindgen::JsValue {
    object(&[
        ("id", redemption.id.as_str().into()),
        ("code", redemption.code.as_str().into()),
        ("points", (redemption.points as f64).into()),
    ])
}
