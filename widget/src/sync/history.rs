//! A member's history, page by page.

use std::rc::Rc;

use super::{Meaning, send};
use crate::{
    model::{Entry, Page},
    state::Widget,
    ui::{join, keep_focus, spawn},
};

/// Entries of one page.
const PAGE_LEN: &str = "20";

/// What is known of the history.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub entries: Vec<Rc<Entry>>,
    pub end: End,
    /// The member's state it belongs to.
    seq: Option<i64>,
    /// Where the next page begins.
    next: Option<i64>,
}

/// What is at the end of what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// Nothing was asked for yet.
    #[default]
    Unknown,
    /// The next page is being loaded.
    Loading,
    /// It could not be.
    Failed,
    /// There is one.
    More,
    /// There is none.
    Complete,
}

impl History {
    /// Whether there is something to ask for; if so, from where. It is then being asked for.
    fn ask(&mut self, seq: i64) -> Option<Option<i64>> {
        if self.seq != Some(seq) {
            // Something has happened since: from the beginning. What is shown stays until then.
            self.seq = Some(seq);
            self.next = None;
        } else if matches!(self.end, End::Loading | End::Complete) {
            return None;
        }
        self.end = End::Loading;
        Some(self.next)
    }

    /// Takes the page that was asked for, from where it was asked for; or learns that there is none.
    fn take(&mut self, seq: i64, before: Option<i64>, page: Option<Page>) {
        if self.seq != Some(seq) {
            return;
        }
        let Some(page) = page else {
            self.end = End::Failed;
            return;
        };
        if before.is_none() {
            self.entries.clear();
        }
        self.entries.extend(page.entries.into_iter().map(Rc::new));
        self.next = page.next;
        self.end = if page.next.is_some() { End::More } else { End::Complete };
    }
}

/// Loads the history if it is not that of the member's present state.
pub fn load(widget: Widget) {
    let seq = widget.member.peek().map(|member| member.seq);
    if seq.is_some() && widget.history.peek().seq != seq {
        more(widget);
    }
}

/// Loads the next page, or the first.
pub fn more(widget: Widget) {
    let Some(seq) = widget.member.peek().map(|member| member.seq) else { return };
    let Some(before) = widget.history.change(|history| history.ask(seq)) else { return };
    spawn(async move {
        let locale = String::from(js_sys::encode_uri_component(&widget.host.asked()));
        let mut path = join(&join("/history?limit=", PAGE_LEN), &join("&lang=", &locale));
        if let Some(before) = before {
            path.push_str(&join("&before=", &before.to_string()));
        }
        let answer = send(widget, "GET", &path, None, None).await;
        let page = match answer.meaning() {
            Meaning::Done => Page::parse(&answer.text),
            Meaning::SignInAgain => {
                widget.token_expired();
                None
            }
            Meaning::Refused | Meaning::Later => None,
        };
        widget.history.change(|history| history.take(seq, before, page));
        if before.is_some() {
            // The button that asked for it may be gone.
            keep_focus(widget);
        }
    });
}

#[cfg(test)]
mod tests {
    use loyalty::Instant;

    use super::*;
    use crate::model::EntryKind;

    fn page(points: &[i64], next: Option<i64>) -> Option<Page> {
        let entry = |points: &i64| Entry {
            at: Instant::default(),
            kind: EntryKind::Earned,
            points: *points,
            held: 0,
            order: None,
            reward: String::new(),
            reason: None,
        };
        Some(Page { entries: points.iter().map(entry).collect(), next })
    }

    #[track_caller]
    fn check(history: &History, expected: &[i64], end: End) {
        let points: Vec<i64> = history.entries.iter().map(|entry| entry.points).collect();
        assert_eq!((points.as_slice(), history.end), (expected, end));
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut history = History::default();
        assert_eq!(history.ask(7), Some(None));
        assert_eq!(history.ask(7), None, "it is being asked for");
        history.take(7, None, page(&[5, 4], Some(4)));
        check(&history, &[5, 4], End::More);
        assert_eq!(history.ask(7), Some(Some(4)));
        history.take(7, Some(4), page(&[3], None));
        check(&history, &[5, 4, 3], End::Complete);
        assert_eq!(history.ask(7), None);
    }

    #[test]
    fn a_page_that_did_not_come_is_asked_for_again() {
        let mut history = History::default();
        history.ask(7);
        history.take(7, None, page(&[5], Some(4)));
        history.ask(7);
        history.take(7, Some(4), None);
        check(&history, &[5], End::Failed);
        assert_eq!(history.ask(7), Some(Some(4)));
    }

    #[test]
    fn a_change_begins_at_the_newest_entry_again() {
        let mut history = History::default();
        history.ask(7);
        history.take(7, None, page(&[5], Some(4)));
        assert_eq!(history.ask(8), Some(None));
        check(&history, &[5], End::Loading);
        history.take(7, Some(4), page(&[3], None));
        check(&history, &[5], End::Loading);
        history.take(8, None, page(&[6, 5], Some(4)));
        check(&history, &[6, 5], End::More);
    }
}
