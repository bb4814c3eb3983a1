//! What the shop says of the member beside the orders, kept with the wallet.

use super::{Refusal, Wallet};
use crate::{Checked, Instant, profile::Profile, program::Programs};

impl Wallet {
    /// The wallet with its stored profile.
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// What the shop says of the member.
    pub fn profile(&self) -> &Profile {
        &self.profile
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
        let changed = profile != self.profile;
        if changed {
            self.profile = profile;
            self.touched.profile = true;
        }
        Ok(changed)
    }
}
