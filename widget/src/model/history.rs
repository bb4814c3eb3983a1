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
    /// What was told before is another number, by what is known now or by other rules.
    Corrected,
}

impl EntryKind {
    /// A kind by its name in the API. One that this build does not know (an older widget may meet a newer API) is told as
    /// something the shop did: without it a history would not add up.
    fn named(name: &str) -> Self {
        match name {
            "earned" => Self::Earned,
            "reversed" => Self::Reversed,
            "held" => Self::Held,
            "released" => Self::Released,
            "lapsed" => Self::Lapsed,
            "spent" => Self::Spent,
            "returned" => Self::Returned,
            "expired" => Self::Expired,
            "claimed" => Self::Claimed,
            "answered" => Self::Answered,
            "corrected" | "rules_changed" => Self::Corrected,
            _ => Self::Adjusted,
        }
    }
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
    fn read(js: &Js) -> Option<Self> {
        let kind = EntryKind::named(&js.text("kind"));
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
    use loyalty::ledger::EntryKind as LedgerKind;

    use super::*;

    /// Every kind of the ledger with what the panel makes of it. The match has no arm for the rest: a new kind does not
    /// compile until it is told here.
    fn told_as(kind: LedgerKind) -> (EntryKind, Option<LedgerKind>) {
        match kind {
            LedgerKind::Earned => (EntryKind::Earned, Some(LedgerKind::Reversed)),
            LedgerKind::Reversed => (EntryKind::Reversed, Some(LedgerKind::Held)),
            LedgerKind::Held => (EntryKind::Held, Some(LedgerKind::Released)),
            LedgerKind::Released => (EntryKind::Released, Some(LedgerKind::Lapsed)),
            LedgerKind::Lapsed => (EntryKind::Lapsed, Some(LedgerKind::Spent)),
            LedgerKind::Spent => (EntryKind::Spent, Some(LedgerKind::Returned)),
            LedgerKind::Returned => (EntryKind::Returned, Some(LedgerKind::Expired)),
            LedgerKind::Expired => (EntryKind::Expired, Some(LedgerKind::Adjusted)),
            LedgerKind::Adjusted => (EntryKind::Adjusted, Some(LedgerKind::Claimed)),
            LedgerKind::Claimed => (EntryKind::Claimed, Some(LedgerKind::Answered)),
            LedgerKind::Answered => (EntryKind::Answered, Some(LedgerKind::Corrected)),
            LedgerKind::Corrected => (EntryKind::Corrected, Some(LedgerKind::RulesChanged)),
            LedgerKind::RulesChanged => (EntryKind::Corrected, None),
        }
    }

    /// Turned round: `corrected` and `rules_changed` used to be left out, and what was left did not add up.
    #[test]
    fn every_kind_of_entry_is_told() {
        let mut next = Some(LedgerKind::Earned);
        let mut told = 0;
        while let Some(kind) = next {
            let name = serde_json::to_value(kind).unwrap_or_default();
            let (expected, after) = told_as(kind);
            assert_eq!(EntryKind::named(name.as_str().unwrap_or_default()), expected, "{name}");
            (next, told) = (after, told + 1);
        }
        assert_eq!(told, 13);
        assert_eq!(EntryKind::named("of a later release"), EntryKind::Adjusted);
    }

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
