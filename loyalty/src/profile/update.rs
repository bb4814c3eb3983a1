//! A profile as a shop sends it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use super::{Birthday, Consent, Profile};
use crate::{Checked, Fault, Instant, check::Faults, offer::CaptureKind};

/// A profile as a shop sends it: the full current state, as with an order, but for what forms fill in, too. A birthday or a
/// consent that is left out stays, and `null` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileUpdate {
    tags: BTreeSet<String>,
    language: Option<String>,
    #[serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    birthday: Option<Option<Birthday>>,
    joined_at: Option<Instant>,
    recommendations: u32,
    #[serde(deserialize_with = "named", skip_serializing_if = "Option::is_none")]
    consents: Option<Option<BTreeMap<String, Option<Consent>>>>,
    updated_at: Option<Instant>,
}

/// A value that is there, though it may be `null`.
fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl ProfileUpdate {
    /// The profile that it makes of the known one; none if it is older than that. Either way it has to be sound. It takes nothing away that was chosen after
    /// it; a choice later than `now` counts as one of `now`. One that is dated too far ahead is refused: it would keep all
    /// later states out.
    pub fn applied(self, known: &Profile, now: Instant) -> Result<Option<Checked<Profile>>, Vec<Fault>> {
        let told_at = self.updated_at;
        let mut faults = Faults::default();
        if let Some(at) = told_at {
            faults.require_past(|| "updated_at".to_owned(), at, now);
        }
        faults.finish(())?;
        let at = told_at.map_or(now, |at| at.min(now));
        let mut profile = Profile {
            tags: self.tags,
            // PHP and Java write `sl_SI`.
            language: self.language.map(|tag| tag.replace('_', "-")),
            joined_at: self.joined_at,
            recommendations: self.recommendations,
            updated_at: told_at.or(known.updated_at),
            ..known.clone()
        };
        if let Some(birthday) = self.birthday {
            profile.set_birthday(birthday, at);
        }
        match self.consents {
            Some(Some(consents)) => consents.into_iter().for_each(|(purpose, consent)| match consent {
                Some(consent) => profile.apply_consent(&purpose, Consent { at: consent.at.min(now), ..consent }),
                None => profile.forget_consent(&purpose, at),
            }),
            Some(None) => {
                // A form that was filled in before may be told of later.
                let forms = CaptureKind::ALL.map(|kind| kind.as_str().to_owned());
                let all: BTreeSet<String> = known.consents.keys().cloned().chain(forms).collect();
                all.iter().for_each(|purpose| profile.forget_consent(purpose, at));
            }
            None => {}
        }
        let is_stale = told_at.zip(known.updated_at).is_some_and(|(at, known)| at < known);
        profile.check().map(|profile| (!is_stale).then_some(profile))
    }
}
