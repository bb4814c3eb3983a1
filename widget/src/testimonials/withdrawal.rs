//! How a member takes their own back: asked once whether they mean it.

use super::{course, words::keys};
use crate::{
    js::Js,
    state::{Watched, Widget},
    sync::{self, Meaning, new_key},
    ui,
};

thread_local! {
    static WITHDRAWAL: Watched<Withdrawal> = Watched::new(Withdrawal::Idle);
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Nobody has asked for it.
    Idle,
    /// The member is asked whether they mean it.
    Asking,
    /// It is under way.
    Busy,
    /// No answer came. Trying again is safe.
    Failed,
}

/// How far it has come, watched.
pub fn get() -> Withdrawal {
    WITHDRAWAL.with(Watched::get)
}

/// The member has pressed the button: they are asked, or mean it.
pub fn press(widget: Widget, id: String) {
    match WITHDRAWAL.with(Watched::peek) {
        Withdrawal::Idle => set(Withdrawal::Asking),
        Withdrawal::Asking | Withdrawal::Failed => withdraw(widget, id),
        Withdrawal::Busy => {}
    }
}

/// The member would rather keep it.
pub fn keep() {
    set(Withdrawal::Idle);
}

fn withdraw(widget: Widget, id: String) {
    set(Withdrawal::Busy);
    ui::spawn(async move {
        let path = ui::join("/testimonials/", &String::from(js_sys::encode_uri_component(&id)));
        let answer = sync::persistently(widget, "DELETE", &sync::in_language(widget, &path), None, &new_key()).await;
        match (answer.meaning(), Js::parse(&answer.text)) {
            (Meaning::Done, Some(js)) => {
                widget.take_later(answer.text, &js);
                if let Some(text) = course::text() {
                    widget.say(text.say(keys::WITHDRAWN, []));
                }
                set(Withdrawal::Idle);
            }
            (meaning, _) => {
                if meaning == Meaning::SignInAgain {
                    widget.token_expired();
                }
                set(Withdrawal::Failed);
            }
        }
    });
}

fn set(withdrawal: Withdrawal) {
    WITHDRAWAL.with(|known| known.settle(withdrawal));
}
