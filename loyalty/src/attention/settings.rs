//! How much attention a shop asks for.

use serde::{Deserialize, Serialize};

use super::clocks::SHOWINGS_MAX;
use crate::{Checked, Days, Fault, check::Faults, instant::Minutes};

/// Highest cap: as many interruptions are remembered, whatever else was shown. Seven a day is more than anybody bears.
const CAP_MAX: u32 = SHOWINGS_MAX;
/// Longest rest in minutes: 30 days.
const REST_MINUTES_MAX: Minutes = Minutes(30 * 24 * 60);
/// Longest rest in days: a year, which is less than a memory lasts.
const REST_DAYS_MAX: Days = Days(366);
/// Longest time on a page before something may cover a phone's screen: nobody reads longer than 10 minutes.
const OVERLAY_AFTER_S_MAX: u32 = 600;

/// The budget of one person's attention. A cap of 0 interrupts nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Most interruptions of one page.
    pub per_page: u32,
    /// Most interruptions of one session.
    pub per_session: u32,
    /// Most interruptions in any 7 days.
    pub per_week: u32,
    /// Pause between any two interruptions.
    pub pause_minutes: Minutes,
    /// How long nothing is shown after something was dismissed.
    pub rest_after_dismissal_minutes: Minutes,
    /// How long what was dismissed is not shown again.
    pub rest_of_dismissed_days: Days,
    /// How long nothing is shown after something was taken up.
    pub rest_after_conversion_minutes: Minutes,
    /// How long no survey is shown after one was answered.
    pub rest_after_answer_days: Days,
    /// On a phone nothing covers the screen before the page was open this long, in seconds.
    pub phone_overlay_after_s: u32,
}

impl Default for Settings {
    /// Once a page, twice a visit, five times a week; a "no" is heard for a day, and for a month about the same thing.
    fn default() -> Self {
        Self {
            per_page: 1,
            per_session: 2,
            per_week: 5,
            pause_minutes: Minutes(2),
            rest_after_dismissal_minutes: Minutes(24 * 60),
            rest_of_dismissed_days: Days(30),
            rest_after_conversion_minutes: Minutes(60),
            rest_after_answer_days: Days(30),
            phone_overlay_after_s: 15,
        }
    }
}

impl Settings {
    /// Proves the settings sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let mut require = |field: &str, sound: bool, message| faults.require(sound, || field.to_owned(), message);
        let caps = [("per_page", self.per_page), ("per_session", self.per_session), ("per_week", self.per_week)];
        for (field, cap) in caps {
            require(field, cap <= CAP_MAX, "must be from 0 to 50");
        }
        let minutes = [
            ("pause_minutes", self.pause_minutes),
            ("rest_after_dismissal_minutes", self.rest_after_dismissal_minutes),
            ("rest_after_conversion_minutes", self.rest_after_conversion_minutes),
        ];
        for (field, minutes) in minutes {
            require(field, minutes <= REST_MINUTES_MAX, "must be from 0 to 43,200");
        }
        let days = [
            ("rest_of_dismissed_days", self.rest_of_dismissed_days),
            ("rest_after_answer_days", self.rest_after_answer_days),
        ];
        for (field, days) in days {
            require(field, days <= REST_DAYS_MAX, "must be from 0 to 366");
        }
        let overlay = self.phone_overlay_after_s <= OVERLAY_AFTER_S_MAX;
        require("phone_overlay_after_s", overlay, "must be from 0 to 600");
        faults.finish(self)
    }
}
