//! What the member has chosen: consents and a birthday, by forms and as the shop says.
//!
//! Each choice counts at the instant at which it was made, and the latest stands, in whatever order they are told: so a request
//! that is repeated or late undoes nothing. Taking something away is a choice, too, and is remembered with its instant.

use serde::{Deserialize, Serialize};

use super::{Birthday, CONSENTS_MAX, Profile};
use crate::Instant;

/// An answer to a request for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whether the member agreed.
    pub given: bool,
    /// When the member said so.
    pub at: Instant,
}

impl Consent {
    /// Whether it stands against another of the same purpose: the later does, and of two at one instant the one declined.
    fn stands_against(&self, other: &Self) -> bool {
        (self.at, !self.given) > (other.at, !other.given)
    }
}

impl Profile {
    /// Takes a consent, given or declined, unless a later choice is known.
    pub(crate) fn apply_consent(&mut self, purpose: &str, consent: Consent) {
        let is_late = self.forgotten.get(purpose).is_some_and(|at| consent.at <= *at)
            || self.consents.get(purpose).is_some_and(|known| !consent.stands_against(known));
        if !is_late {
            self.forgotten.remove(purpose);
            self.consents.insert(purpose.to_owned(), consent);
        }
    }

    /// Takes a consent away, unless it was chosen later.
    pub(crate) fn forget_consent(&mut self, purpose: &str, at: Instant) {
        if self.consents.get(purpose).is_some_and(|known| at < known.at) {
            return;
        }
        self.consents.remove(purpose);
        let forgotten = self.forgotten.entry(purpose.to_owned()).or_insert(at);
        *forgotten = at.max(*forgotten);
        // The oldest of too many: no request comes as late as that.
        while self.forgotten.len() > CONSENTS_MAX {
            let oldest = self.forgotten.iter().min_by_key(|(_, at)| **at).map(|(purpose, _)| purpose.clone());
            oldest.map(|purpose| self.forgotten.remove(&purpose));
        }
    }

    /// Whether there is room for a consent of this purpose.
    pub(crate) fn has_room_for_consent(&self, purpose: &str) -> bool {
        self.consents.len() < CONSENTS_MAX || self.consents.contains_key(purpose)
    }

    /// Takes the birthday that the shop says, in place of one from a form; or takes it away, unless a form was filled in later.
    pub(crate) fn set_birthday(&mut self, birthday: Option<Birthday>, at: Instant) {
        let is_late = self.birthday_at.is_some_and(|known| at < known);
        match birthday {
            Some(_) => (self.birthday, self.birthday_at) = (birthday, None),
            None if is_late => {}
            None => (self.birthday, self.birthday_at) = (None, Some(at)),
        }
    }

    /// Takes a birthday from a form, unless the shop has said one, or a later choice is known.
    pub(crate) fn apply_form_birthday(&mut self, birthday: Birthday, at: Instant) {
        let is_said_by_shop = self.birthday.is_some() && self.birthday_at.is_none();
        let is_late = self.birthday_at.is_some_and(|known| at <= known);
        if !is_said_by_shop && !is_late {
            (self.birthday, self.birthday_at) = (Some(birthday), Some(at));
        }
    }
}
