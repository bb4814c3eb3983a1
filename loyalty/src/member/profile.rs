//! What the shop says of the member beside the orders, kept with the wallet.

use crate::{
    Checked, Instant,
    ledger::{Refusal, Wallet},
    offer::CaptureKind,
    profile::{Birthday, CONSENTS_MAX, Consent, Profile},
    program::Programs,
};

impl Wallet {
    /// The wallet with its stored profile.
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.member.profile = profile;
        self
    }

    /// What the shop says of the member.
    pub fn profile(&self) -> &Profile {
        &self.member.profile
    }

    /// Takes the member's full profile in place of the one there was. Tells whether that changed it.
    pub fn set_profile(
        &mut self,
        profile: Checked<Profile>,
        programs: &Programs,
        now: Instant,
    ) -> Result<bool, Refusal> {
        self.begin(programs, now)?;
        let profile = profile.into_inner();
        let changed = profile != self.member.profile;
        if changed {
            self.member.profile = profile;
            self.member.touched.profile = true;
        }
        Ok(changed)
    }

    /// Takes a consent the member gave to a form, and the birthday that it asked for, unless the shop knows it. A consent
    /// given before stays as it was; one too many is kept with the form's value alone.
    pub(crate) fn consent(&mut self, kind: CaptureKind, birthday: Option<Birthday>, now: Instant) {
        let before = self.member.profile.clone();
        if kind == CaptureKind::Birthday {
            self.member.profile.birthday = self.member.profile.birthday.or(birthday);
        }
        let consents = &mut self.member.profile.consents;
        let given = consents.get(kind.as_str()).is_some_and(|consent| consent.given);
        if !given && (consents.len() < CONSENTS_MAX || consents.contains_key(kind.as_str())) {
            consents.insert(kind.as_str().to_owned(), Consent { given: true, at: now });
        }
        self.member.touched.profile |= self.member.profile != before;
    }
}
