//! Why each offer would or would not show: what the edge decided of it, then what the page decides by now.

use loyalty::{CandidateId, attention::Reason};

use super::{
    condition,
    model::{Entry, Opened, Part, Row},
    question, reason, trigger,
    words::keys,
};
use crate::{
    offers::{
        inspection::{Inside, Inspection},
        model::{Display, Offer},
    },
    state::Widget,
    text::{Message, Text},
};

/// What it is said with.
pub struct Judge<'j> {
    pub widget: Widget,
    pub text: &'j Text,
    pub inside: &'j Inside,
    pub opened: &'j Opened,
    pub sight: &'j dyn Inspection,
}

impl Judge<'_> {
    /// What is said of each offer, or of each question.
    pub fn rows(&self) -> Vec<Row> {
        if self.opened.question.is_some() {
            return self.opened.entries.iter().map(|entry| question::row(self, entry)).collect();
        }
        let reasons = self.sight.reasons();
        self.opened.entries.iter().map(|entry| self.row(entry, &reasons)).collect()
    }

    /// A message.
    pub fn say<const N: usize>(&self, message: Message<N>, given: [&str; N]) -> String {
        self.text.say(message, given)
    }

    fn row(&self, entry: &Entry, reasons: &[(CandidateId, Reason)]) -> Row {
        let name = entry.name.clone();
        let no =
            |message: Message<0>, parts| Row { name: name.clone(), shows: false, line: self.say(message, []), parts };
        match entry.why.text("code").as_str() {
            "sent" => match self.sight.offers().iter().find(|offer| offer.id.as_str() == entry.id) {
                Some(offer) => {
                    let (shows, line, parts) = self.sent(offer, reasons);
                    Row { name, shows, line, parts }
                }
                None => no(keys::UNREADABLE, Vec::new()),
            },
            "nobody" => no(keys::NOBODY, Vec::new()),
            "program_holdout" => no(keys::PROGRAM_HOLDOUT, Vec::new()),
            "schedule" => no(keys::SCHEDULE, Vec::new()),
            "over" => no(keys::OVER, Vec::new()),
            "exhausted" => no(keys::EXHAUSTED, Vec::new()),
            "condition" => no(keys::CONDITION, condition::unmet(self, &entry.why.get("because"))),
            "outside" => no(keys::OUTSIDE, Vec::new()),
            _ => no(keys::FULL, Vec::new()),
        }
    }

    /// What the page decides of an offer it was sent: the first that speaks against it, and all that it asks.
    fn sent(&self, offer: &Offer, reasons: &[(CandidateId, Reason)]) -> (bool, String, Vec<Part>) {
        let sight = self.sight;
        let mut parts = Vec::new();
        let is_met = offer.condition.as_ref().is_none_or(|condition| {
            condition::parts(self, condition, 0, &mut parts);
            sight.meets(condition)
        });
        let has_fired = offer.triggers.iter().fold(false, |has_fired, asked| {
            let part = trigger::part(self, asked);
            let fires = part.is_met;
            parts.push(part);
            has_fired || fires
        });
        let line = if sight.is_checkout() {
            self.say(keys::CHECKOUT, [])
        } else if let Some(from) = offer.from.filter(|from| sight.now() < *from) {
            self.say(keys::BEGINS, [&self.moment(from)])
        } else if let Some(until) = offer.until.filter(|until| *until <= sight.now()) {
            self.say(keys::ENDED, [&self.moment(until)])
        } else if !sight.has_place(offer) {
            self.no_place(&offer.display)
        } else if !is_met {
            self.say(keys::PAGE_CONDITION, [])
        } else if !has_fired {
            self.say(keys::WAITS, [])
        } else {
            let reason = reasons.iter().find(|(id, _)| *id == offer.id).map(|(_, reason)| reason);
            return match reason {
                Some(Reason::Shown) if offer.content.is_none() => (false, self.say(keys::HOLDOUT, []), parts),
                None | Some(Reason::Shown) => (true, self.say(keys::SHOWS, []), parts),
                Some(reason) => (false, reason::line(self, reason), parts),
            };
        };
        (false, line, parts)
    }

    /// Why there is nowhere to draw it.
    pub fn no_place(&self, display: &Display) -> String {
        match display {
            Display::Inline { place } => self.say(keys::NO_PLACE, [place]),
            _ => self.say(keys::NO_LAUNCHER, []),
        }
    }

    /// A time, as people write it.
    pub fn moment(&self, at: loyalty::Instant) -> String {
        self.widget.text().moment(at, self.sight.now())
    }
}
