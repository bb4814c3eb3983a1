//! What the budget of attention says of an offer, in words.

use loyalty::attention::Reason;

use super::{judge::Judge, words::keys};

/// Why something is not shown now.
pub fn line(judge: &Judge<'_>, reason: &Reason) -> String {
    let number = |number: u32| judge.text.number(number.into());
    match reason {
        Reason::Shown => judge.say(keys::SHOWS, []),
        Reason::Checkout => judge.say(keys::CHECKOUT, []),
        Reason::OnDisplay | Reason::AnotherOnDisplay => judge.say(keys::ANOTHER_ON_DISPLAY, []),
        Reason::Converted { at } | Reason::Answered { at } => judge.say(keys::CONVERTED, [&judge.moment(*at)]),
        Reason::LimitTotal { shown, limit } => judge.say(keys::LIMIT_TOTAL, [&number(*shown), &number(*limit)]),
        Reason::Dismissed { until } => judge.say(keys::DISMISSED, [&judge.moment(*until)]),
        Reason::TooSoon { until } => judge.say(keys::TOO_SOON, [&judge.moment(*until)]),
        Reason::LimitPerDay { shown, limit, until } => {
            judge.say(keys::LIMIT_PER_DAY, [&number(*shown), &number(*limit), &judge.moment(*until)])
        }
        Reason::OverlayOnArrival { after_s: None } => judge.say(keys::OVERLAY, []),
        Reason::OverlayOnArrival { after_s: Some(after_s) } => judge.say(keys::OVERLAY_AFTER, [&number(*after_s)]),
        Reason::CapPerPage { shown, cap } => judge.say(keys::CAP_PER_PAGE, [&number(*shown), &number(*cap)]),
        Reason::CapPerSession { shown, cap } => judge.say(keys::CAP_PER_SESSION, [&number(*shown), &number(*cap)]),
        Reason::CapPerWeek { shown, cap, .. } => judge.say(keys::CAP_PER_WEEK, [&number(*shown), &number(*cap)]),
        Reason::SurveyAnswered { until } | Reason::Pause { until } => judge.say(keys::PAUSE, [&judge.moment(*until)]),
        Reason::RestAfterDismissal { until } => judge.say(keys::REST_AFTER_DISMISSAL, [&judge.moment(*until)]),
        Reason::RestAfterConversion { until } => judge.say(keys::REST_AFTER_CONVERSION, [&judge.moment(*until)]),
        Reason::AnotherFirst { shown } => judge.say(keys::ANOTHER_FIRST, [name(judge, shown.as_str())]),
    }
}

/// What the shop calls an offer or a question.
pub fn name<'j>(judge: &'j Judge<'_>, id: &'j str) -> &'j str {
    judge.opened.entries.iter().find(|entry| entry.id == id).map_or(id, |entry| &entry.name)
}
