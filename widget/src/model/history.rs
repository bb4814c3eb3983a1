//! A page of a member's history.

use loyalty::Instant;

use crate::js::Js;

/// Entries, newest first, and where the next page begins.
#[derive(Debug)]
pub struct Page {
    pub entries: Vec<Entry>,
    pub next: Option<i64>,
}

/// Something that happened to a member's points.
#[derive(Debug)]
pub struct Entry {
    /// When it happened, as people see it: what an order earned, happened when it was placed, even if the shop told later.
    pub at: Instant,
    pub kind: EntryKind,
    /// Change of the balance.
    pub points: i64,
    /// Change of what is held.
    pub held: i64,
    pub order: Option<String>,
    pub reward: String,
    pub reason: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Earned,
    Reversed,
    Held,
    Released,
    Lapsed,
    Spent,
    Returned,
    Expired,
    Adjusted,
    Claimed,
    Answered,
}

impl Page {
    /// Reads the answer's text; nothing if it is no such answer.
    pub fn parse(text: &str) -> Option<Self> {
        let js = Js::parse(text)?;
        Some(Self {
            entries: js.list("entries", Entry::read).into_iter().flatten().collect(),
            next: js.opt_int("next"),
        })
    }
}

impl Entry {
    /// Nothing for a kind this build does not know: an older widget may meet a newer API.
    fn read(js: &Js) -> Option<Self> {
        let kind = match js.text("kind").as_str() {
            "earned" => EntryKind::Earned,
            "reversed" => EntryKind::Reversed,
            "held" => EntryKind::Held,
            "released" => EntryKind::Released,
            "lapsed" => EntryKind::Lapsed,
            "spent" => EntryKind::Spent,
            "returned" => EntryKind::Returned,
            "expired" => EntryKind::Expired,
            "adjusted" => EntryKind::Adjusted,
            "claimed" => EntryKind::Claimed,
            "answered" => EntryKind::Answered,
            _ => return None,
        };
        Some(Self {
            at: if kind == EntryKind::Earned { js.instant("ordered_at") } else { None }.or_else(|| js.instant("at"))?,
            kind,
            points: js.int("points"),
            held: js.int("held"),
            order: js.opt("order", Js::as_text),
            reward: js.text("reward"),
            reason: js.opt("reason", Js::as_text),
        })
    }

    /// What it did to the points that can be spent.
    pub fn change(&self) -> i64 {
        self.points - self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: EntryKind, (points, held): (i64, i64), expected: i64) {
        let entry =
            Entry { at: Instant::default(), kind, points, held, order: None, reward: String::new(), reason: None };
        assert_eq!(entry.change(), expected);
    }

    #[test]
    fn the_change_shown_is_that_of_what_can_be_spent() {
        check(EntryKind::Earned, (120, 0), 120);
        check(EntryKind::Held, (0, 500), -500);
        check(EntryKind::Released, (0, -500), 500);
        check(EntryKind::Spent, (-500, -500), 0);
    }
}
