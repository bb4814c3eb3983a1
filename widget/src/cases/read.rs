//! Reading cases from an answer. What this build does not know is left out, or taken for what comes nearest.

use super::model::{Author, Case, Gesture, Gift, Kind, Message, Status};
use crate::js::Js;

/// The cases of an answer; nothing if it is no such answer.
pub fn cases(text: &str) -> Option<Vec<Case>> {
    Some(Js::parse(text)?.list("cases", case).into_iter().flatten().collect())
}

/// A case; nothing if it has no name.
pub fn case(js: &Js) -> Option<Case> {
    let id = js.text("id");
    let name = js.text("kind");
    Some(Case {
        kind: Kind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(Kind::Question),
        status: match js.text("status").as_str() {
            "answered" => Status::Answered,
            "closed" => Status::Closed,
            _ => Status::Open,
        },
        order: js.opt("order", Js::as_text),
        messages: js.list("messages", message),
        gestures: js.list("gestures", gesture).into_iter().flatten().collect(),
        unread: usize::try_from(js.int("unread")).unwrap_or_default(),
        id,
    })
    .filter(|case| !case.id.is_empty())
}

fn message(js: &Js) -> Message {
    Message {
        by: if js.text("by") == "you" { Author::You } else { Author::Shop(js.text("name")) },
        text: js.text("text"),
        at: js.instant("at").unwrap_or_default(),
    }
}

fn gesture(js: &Js) -> Option<Gesture> {
    let points = js.opt_int("points").map(Gift::Points);
    let gift = points.or_else(|| js.opt("reward", Js::as_text).map(Gift::Reward))?;
    Some(Gesture { gift, reason: js.text("reason"), at: js.instant("at").unwrap_or_default() })
}
