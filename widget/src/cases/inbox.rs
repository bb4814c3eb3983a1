//! What is known of a member's cases, and whether it is to be asked for again.

use std::rc::Rc;

use super::model::Case;

/// The cases that are known, those that changed last first.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    pub cases: Vec<Rc<Case>>,
    pub load: Load,
    /// The member's state they belong to.
    seq: Option<i64>,
}

/// How the last request for them went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Nothing was asked for yet, or it is to be asked for again.
    #[default]
    Unknown,
    /// It is under way.
    Loading,
    /// It got no answer.
    Failed,
    /// They are there.
    Done,
}

impl Inbox {
    /// The case with this id.
    pub fn case(&self, id: &str) -> Option<Rc<Case>> {
        self.cases.iter().find(|case| case.id == id).map(Rc::clone)
    }

    /// Whether to ask for the cases of this state of the member.
    pub fn wants(&self, seq: i64) -> bool {
        self.seq != Some(seq) || self.load == Load::Unknown
    }

    /// They are being asked for.
    pub fn ask(&mut self, seq: i64) {
        self.seq = Some(seq);
        self.load = Load::Loading;
    }

    /// The shopper wants them to be asked for again.
    pub fn retry(&mut self) {
        self.load = Load::Unknown;
    }

    /// Takes the answer to the request for this state, if it is still meant; or learns that there is none.
    pub fn take(&mut self, seq: i64, cases: Option<Vec<Case>>) {
        if self.seq != Some(seq) {
            return;
        }
        self.load = match cases {
            Some(cases) => {
                self.cases = cases.into_iter().map(Rc::new).collect();
                Load::Done
            }
            None => Load::Failed,
        };
    }

    /// Takes the answer to something the shopper did to a case. If the member's state came to where it is now by that alone,
    /// the other cases are as they were; else all are asked for again.
    pub fn put(&mut self, case: Case, seq: i64) {
        let is_next = self.load == Load::Done && self.seq.is_some_and(|known| seq == known || seq == known + 1);
        self.seq = is_next.then_some(seq);
        match self.cases.iter().position(|known| known.id == case.id) {
            // An answer that was overtaken by a newer one.
            Some(place) if case.messages.len() < self.cases[place].messages.len() => {}
            Some(place) if case.messages.len() == self.cases[place].messages.len() => {
                self.cases[place] = Rc::new(case);
            }
            Some(place) => {
                self.cases.remove(place);
                self.cases.insert(0, Rc::new(case));
            }
            None => self.cases.insert(0, Rc::new(case)),
        }
    }
}

#[cfg(test)]
mod tests {
    use loyalty::Instant;

    use super::*;
    use crate::cases::model::{Author, Kind, Message, Status};

    fn case(id: &str, messages: usize) -> Case {
        let message = || Message { by: Author::You, text: String::new(), at: Instant::default() };
        Case {
            id: id.to_owned(),
            kind: Kind::Question,
            status: Status::Open,
            order: None,
            messages: std::iter::repeat_with(message).take(messages).collect(),
            gestures: Vec::new(),
            unread: 0,
        }
    }

    fn inbox(seq: i64, ids: &[&str]) -> Inbox {
        let mut inbox = Inbox::default();
        assert!(inbox.wants(seq));
        inbox.ask(seq);
        inbox.take(seq, Some(ids.iter().map(|id| case(id, 2)).collect()));
        inbox
    }

    #[track_caller]
    fn check(inbox: &Inbox, expected: &str) {
        let cases: Vec<String> = inbox.cases.iter().map(|case| format!("{}{}", case.id, case.messages.len())).collect();
        assert_eq!(cases.join(" "), expected);
    }

    #[test]
    fn cases_are_asked_for_once_for_each_state() {
        let mut inbox = inbox(7, &["a", "b"]);
        check(&inbox, "a2 b2");
        assert!(!inbox.wants(7));
        assert!(inbox.wants(8));
        inbox.ask(8);
        assert!(!inbox.wants(8), "it is being asked for");
        inbox.take(8, None);
        assert_eq!(inbox.load, Load::Failed);
        assert!(!inbox.wants(8), "not before somebody says so");
        inbox.retry();
        assert!(inbox.wants(8));
        check(&inbox, "a2 b2");
    }

    #[test]
    fn an_answer_to_an_earlier_request_changes_nothing() {
        let mut inbox = inbox(7, &["a"]);
        inbox.ask(8);
        inbox.ask(9);
        inbox.take(8, Some(Vec::new()));
        check(&inbox, "a2");
        assert_eq!(inbox.load, Load::Loading);
    }

    #[test]
    fn what_the_shopper_did_is_there_at_once() {
        let mut inbox = inbox(7, &["a", "b"]);
        inbox.put(case("b", 3), 8);
        check(&inbox, "b3 a2");
        inbox.put(case("c", 1), 9);
        check(&inbox, "c1 b3 a2");
        inbox.put(case("a", 2), 9);
        check(&inbox, "c1 b3 a2");
        assert!(!inbox.wants(9), "nothing else has happened");
    }

    #[test]
    fn what_happened_meanwhile_is_asked_for() {
        let mut known = inbox(7, &["a"]);
        known.put(case("a", 3), 9);
        assert!(known.wants(9));

        let mut asked = inbox(7, &["a"]);
        asked.ask(8);
        asked.put(case("a", 3), 9);
        asked.take(8, Some(vec![case("a", 2)]));
        check(&asked, "a3");
        assert!(asked.wants(9), "what was under way may be older");
    }

    #[test]
    fn an_overtaken_answer_does_not_take_messages_away() {
        let mut inbox = inbox(7, &["a"]);
        inbox.put(case("a", 4), 9);
        inbox.put(case("a", 3), 8);
        check(&inbox, "a4");
    }
}
