//! What the shop says of the member beside the orders, kept with the wallet.

use super::FormAnswer;
use crate::{
    Checked, Instant,
    ledger::{Refusal, Wallet},
    offer::CaptureKind,
    profile::{Consent, Profile},
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
        self.start_operation(programs, now)?;
        let profile = profile.into_inner();
        let changed = profile != self.member.profile;
        if changed {
            self.member.profile = profile;
            self.member.touched.profile = true;
        }
        Ok(changed)
    }

    /// Takes the consent that comes with a form, and the birthday if that was asked for. A consent above
    /// [`CONSENTS_MAX`](crate::profile::CONSENTS_MAX) is kept with the form's value alone.
    pub(super) fn apply_form(&mut self, form: &FormAnswer, at: Instant) {
        let mut profile = self.member.profile.clone();
        if let Some(birthday) = form.birthday.filter(|_| form.kind == CaptureKind::Birthday) {
            profile.apply_form_birthday(birthday, at);
        }
        if profile.has_room_for_consent(form.kind.as_str()) {
            profile.apply_consent(form.kind.as_str(), Consent { given: true, at });
        }
        self.member.touched.profile |= profile != self.member.profile;
        self.member.profile = profile;
    }
}
