//! Asking for the state, and keeping at it; and the two things a shopper can do.

mod answer;
mod deeds;
mod history;
mod post;
mod retry;
mod wait;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::{
    js::object,
    model::Problem,
    state::{Link, Widget},
    ui::{sleep, spawn},
};
pub use answer::{Answer, Meaning};
pub use deeds::{give_back, in_language, new_key, persistently, redeem};
pub use history::{End, History, load as load_history, more as more_history};
pub use post::{Outcome, Sent, post};
pub use retry::delay_ms;

/// After this long people wonder whether something is wrong.
const SLOW_MS: u32 = 4_000;

/// Begins: shows what was kept, and takes the answer to the request the tag has sent. Unless the page has meant somebody
/// else by now, and that was begun.
pub fn begin(widget: Widget) {
    if !widget.is_turn(0) {
        return;
    }
    widget.show_kept();
    ask(widget, Some(widget.host.first()));
}

/// Begins anew, for another member, visitor or language.
pub fn renew(widget: Widget) {
    widget.clear_member();
    widget.show_kept();
    ask(widget, None);
}

/// Asks again, unless it is being asked.
pub fn refresh(widget: Widget) {
    match widget.link.peek() {
        Link::Loading | Link::Slow => {}
        // It is waiting to try again: now.
        Link::Failed => wait::over(),
        Link::Fresh | Link::Refused => ask(widget, None),
    }
}

fn ask(widget: Widget, first: Option<Promise>) {
    let turn = widget.next_turn();
    // Ends the wait of an earlier turn, whose loop then finds that it is not meant any more.
    wait::over();
    widget.set_link(Link::Loading);
    spawn(keep_asking(widget, turn, first));
}

async fn keep_asking(widget: Widget, turn: u32, mut first: Option<Promise>) {
    let mut failed = 0;
    let mut anonymous = false;
    loop {
        let slow = Timeout::new(SLOW_MS, move || {
            if widget.is_turn(turn) {
                widget.set_link(Link::Slow);
            }
        });
        let promise = first.take().unwrap_or_else(|| widget.host.boot(anonymous));
        let answer = answer_of(promise).await;
        drop(slow);
        // Showing it is a task of its own, not the end of what has brought it.
        sleep(0).await;
        if !widget.is_turn(turn) {
            return;
        }
        match answer.meaning() {
            Meaning::Done if widget.take_boot(answer.text.clone()) => return widget.set_link(Link::Fresh),
            Meaning::SignInAgain if !anonymous => {
                widget.token_expired();
                if widget.boot.peek().is_some() {
                    return widget.set_link(Link::Fresh);
                }
                // The program can be shown to anybody.
                anonymous = true;
                continue;
            }
            Meaning::Refused => return refused(widget, &answer),
            _ => {}
        }
        failed += 1;
        widget.set_link(Link::Failed);
        if failed == 1 {
            widget.emit("error", &object(&[("status", answer.status.into())]));
        }
        wait::ms(retry::delay_ms(failed, answer.retry_after_s, js_sys::Math::random())).await;
        if !widget.is_turn(turn) {
            return;
        }
        widget.set_link(Link::Loading);
    }
}

fn refused(widget: Widget, answer: &Answer) {
    widget.set_link(Link::Refused);
    let code = Problem::parse(&answer.text).code;
    // The shop's developer looks here when nothing appears.
    web_sys::console::info_2(&"Regulars:".into(), &code.as_str().into());
    widget.emit("error", &object(&[("status", answer.status.into()), ("code", code.into())]));
}

/// Sends a request for this member.
pub async fn send(widget: Widget, method: &str, path: &str, body: Option<&str>, key: Option<&str>) -> Answer {
    answer_of(widget.host.send(method, path, body, key)).await
}

/// What the tag's promise resolves to.
async fn answer_of(promise: Promise) -> Answer {
    let parts: Array = match JsFuture::from(promise).await {
        Ok(parts) => parts.unchecked_into(),
        Err(_) => Array::new(),
    };
    Answer {
        status: parts.get(0).as_f64().unwrap_or_default() as u16,
        text: parts.get(1).as_string().unwrap_or_default(),
        retry_after_s: parts.get(2).as_f64().unwrap_or_default() as u32,
    }
}
