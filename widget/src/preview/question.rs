//! Why each question would or would not be asked, in words. All of that is decided at the edge.

use super::{
    judge::Judge,
    model::{Entry, Row},
    reason,
    words::keys,
};

/// What is said of a question.
pub fn row(judge: &Judge<'_>, entry: &Entry) -> Row {
    let why = &entry.why;
    let moment = |key: &str| why.instant(key).map(|at| judge.moment(at)).unwrap_or_default();
    let code = why.text("code");
    let line = match code.as_str() {
        "due" => judge.say(keys::SHOWS, []),
        "not_for_member" => judge.say(keys::CONDITION, []),
        "schedule" => judge.say(keys::SCHEDULE, []),
        "no_occasion" => judge.say(keys::NO_OCCASION, []),
        "too_early" => judge.say(keys::BEGINS, [&moment("from")]),
        "over" => judge.say(keys::ENDED, [&moment("until")]),
        "answered" => judge.say(keys::ANSWERED, []),
        "dismissed" => judge.say(keys::PASSED_OVER, []),
        "open_return" => judge.say(keys::OPEN_RETURN, [&why.text("order")]),
        "open_case" => judge.say(keys::OPEN_CASE, []),
        "another_first" => judge.say(keys::ANOTHER_FIRST, [reason::name(judge, &why.text("survey"))]),
        _ => judge.say(keys::RESTING, [&moment("until")]),
    };
    Row { name: entry.name.clone(), shows: code == "due", line, parts: Vec::new() }
}
