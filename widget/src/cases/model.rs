//! A member's cases as plain structs, and where in them the shopper is.

use loyalty::Instant;

use crate::text::Message as Words;

/// A case as its member sees it.
#[derive(Debug, PartialEq)]
pub struct Case {
    pub id: String,
    pub kind: Kind,
    pub status: Status,
    /// The order it is about.
    pub order: Option<String>,
    /// The thread, the oldest first.
    pub messages: Vec<Message>,
    /// What the shop gave, the oldest first.
    pub gestures: Vec<Gesture>,
    /// How many of the shop's messages were not read.
    pub unread: usize,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Question,
    Complaint,
    Idea,
    Praise,
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Answered,
    Closed,
}

/// A message of a thread.
#[derive(Debug, PartialEq)]
pub struct Message {
    pub by: Author,
    pub text: String,
    pub at: Instant,
}

/// Who wrote a message.
#[derive(Debug, PartialEq)]
pub enum Author {
    /// The one who reads it.
    You,
    /// The shop: who of it, or empty.
    Shop(String),
}

/// Something the shop gave.
#[derive(Debug, PartialEq)]
pub struct Gesture {
    pub gift: Gift,
    /// Why.
    pub reason: String,
    pub at: Instant,
}

/// What was given.
#[derive(Debug, PartialEq)]
pub enum Gift {
    Points(i64),
    /// A reward, by its name.
    Reward(String),
}

/// Where the shopper is.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The list, and the ways to begin.
    List,
    /// Beginning a case.
    New(Kind),
    /// Reading the thread of the case with this id.
    Thread(String),
}

/// What was written at a place and not sent yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub words: String,
    /// The order it is about; empty for none.
    pub order: String,
}

/// How the last message fares.
#[derive(Clone, Copy)]
pub enum Sending {
    /// Nothing is under way.
    Idle,
    /// It is under way.
    Busy,
    /// It was not sent, and this is why.
    Stopped(Words<0>),
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Question, Self::Complaint, Self::Idea, Self::Praise];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Complaint => "complaint",
            Self::Idea => "idea",
            Self::Praise => "praise",
        }
    }
}

impl Case {
    /// Which message is the first that was not read, if there is one.
    pub fn first_unread(&self) -> Option<usize> {
        let shops = self.messages.iter().enumerate().rev().filter(|(_, message)| message.by != Author::You);
        shops.take(self.unread).last().map(|(place, _)| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thread written by `y`ou and the `s`hop, and how many of the shop's messages were not read.
    #[track_caller]
    fn check(thread: &str, unread: usize, expected: Option<usize>) {
        let message = |by| Message {
            by: if by == 'y' { Author::You } else { Author::Shop(String::new()) },
            text: String::new(),
            at: Instant::default(),
        };
        let case = Case {
            id: String::new(),
            kind: Kind::Idea,
            status: Status::Open,
            order: None,
            messages: thread.chars().map(message).collect(),
            gestures: Vec::new(),
            unread,
        };
        assert_eq!(case.first_unread(), expected, "{thread}");
    }

    #[test]
    fn the_first_unread_message_is_one_of_the_shops() {
        check("y", 0, None);
        check("ys", 0, None);
        check("ys", 1, Some(1));
        check("ysyss", 1, Some(4));
        check("ysyss", 2, Some(3));
        check("ysyss", 3, Some(1));
        check("ys", 9, Some(1));
    }
}
