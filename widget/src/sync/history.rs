//! A member's history, page by page.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Meaning, send, token_expired};
use crate::{
    model::{Entry, Page},
    state::Widget,
};

/// Entries of one page.
const PAGE_LEN: i64 = 20;

/// What is known of the history.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub entries: Vec<Rc<Entry>>,
    /// Where the next page begins; none if everything is there.
    pub next: Option<i64>,
    pub is_loading: bool,
    pub has_failed: bool,
    /// Whether the first page was ever there.
    pub is_known: bool,
}

impl History {
    /// Adds a page.
    fn take(&mut self, page: Page) {
        self.entries.extend(page.entries.into_iter().map(Rc::new));
        self.next = page.next;
        self.is_known = true;
    }
}

/// Loads the next page, or the first.
pub fn more(widget: Widget, history: RwSignal<History, LocalStorage>) {
    let Some(before) = history
        .try_update(|history| {
            let wanted = !history.is_loading && (!history.is_known || history.next.is_some());
            wanted.then(|| {
                history.is_loading = true;
                history.has_failed = false;
                history.next
            })
        })
        .flatten()
    else {
        return;
    };
    spawn_local(async move {
        let mut path = String::from("/history?limit=");
        path.push_str(&PAGE_LEN.to_string());
        if let Some(before) = before {
            path.push_str("&before=");
            path.push_str(&before.to_string());
        }
        path.push_str("&lang=");
        path.push_str(&String::from(js_sys::encode_uri_component(&widget.with_host(|host| host.locale()))));
        let answer = send(widget, "GET", &path, None, None).await;
        let page = match answer.meaning() {
            Meaning::Done => Page::parse(&answer.text),
            Meaning::SignInAgain => {
                token_expired(widget);
                None
            }
            Meaning::Refused | Meaning::Later => None,
        };
        // The tab may be gone by now.
        let _ = history.try_update(|history| {
            history.is_loading = false;
            match page {
                Some(page) => history.take(page),
                None => history.has_failed = true,
            }
        });
    });
}
