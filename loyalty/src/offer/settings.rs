//! What holds for all offers of a shop.

use serde::{Deserialize, Serialize};

use super::address::origin;
use crate::{
    Checked, Days, Fault, attention, calendar::Calendar, check::Faults, condition::Groups, experiment::Share,
    program::Program, text::is_language_tag, traits::StageSettings,
};

/// Most origins for pictures: the shop's own and a few of its image service.
pub const PICTURE_ORIGINS_MAX: usize = 10;
/// Most saved groups.
pub const GROUPS_MAX: usize = 20;
/// Most values in all groups together: each page view may look through them, and 2,000 comparisons are microseconds.
pub const GROUP_VALUES_MAX: usize = 2_000;
/// Longest time between a showing and an order it is credited with. After a quarter nobody remembers a popup.
pub const ATTRIBUTION_DAYS_MAX: Days = Days(90);

/// What holds for all offers of a shop. What is absent is as it is by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferSettings {
    /// How much attention the shop asks for.
    pub attention: attention::Settings,
    /// How many people see no offer at all, so that all offers together can be measured.
    pub holdout: Share,
    /// Where pictures may come from, such as `https://cdn.example`.
    pub picture_origins: Vec<String>,
    /// How long after it was first shown an offer is credited with an order.
    pub attribution_days: Days,
    /// The time zone of the [shop's clock](Calendar::of_shop), such as `Europe/Ljubljana`; the program's, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The language of offers and surveys for those whose own they lack; English, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where the stages of members begin.
    pub stages: StageSettings,
    /// Lists of values by name, for `$inGroup` and `$notInGroup` in what the edge knows.
    pub groups: Groups,
}

impl Default for OfferSettings {
    /// Nobody is held out of everything, and an order within a week counts.
    fn default() -> Self {
        Self {
            attention: attention::Settings::default(),
            holdout: Share(0),
            picture_origins: Vec::new(),
            attribution_days: Days(7),
            time_zone: None,
            language: None,
            stages: StageSettings::default(),
            groups: Groups::new(),
        }
    }
}

impl OfferSettings {
    /// The shop's clock, if its time zone is known.
    pub fn calendar(&self, program: Option<&Program>) -> Option<Calendar> {
        Calendar::of_shop(self.time_zone.as_deref(), program.map(|program| program.time_zone.as_str()))
    }

    /// The languages of a page, and the shop's after them.
    pub(crate) fn languages(&self, page: &str) -> String {
        self.language.iter().fold(page.to_owned(), |all, own| [&all, ",", own].concat())
    }

    /// Proves the settings sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        if let Err(found) = self.attention.clone().check() {
            faults.extend("attention.", found);
        }
        if let Err(found) = self.stages.clone().check() {
            faults.extend("stages.", found);
        }
        let holdout = self.holdout.0 < Share::ALL.0;
        faults.require(holdout, || "holdout".to_owned(), "must be from 0 to 9,999 basis points");
        let days = (Days(1)..=ATTRIBUTION_DAYS_MAX).contains(&self.attribution_days);
        faults.require(days, || "attribution_days".to_owned(), "must be from 1 to 90");
        let zone = self.time_zone.as_deref().is_none_or(|zone| Calendar::new(zone).is_some());
        faults.require(zone, || "time_zone".to_owned(), "is not an IANA time zone, such as Europe/Ljubljana");
        let language = self.language.as_deref().is_none_or(is_language_tag);
        faults.require(language, || "language".to_owned(), "is not a language tag, such as en or pt-BR");
        let origins = self.picture_origins.len() <= PICTURE_ORIGINS_MAX;
        faults.require(origins, || "picture_origins".to_owned(), "has more than 10 origins");
        for (index, known) in self.picture_origins.iter().enumerate() {
            let sound = origin(known) == Some(known);
            let message = "is not an https origin, such as https://cdn.example";
            faults.require(sound, || format!("picture_origins[{index}]"), message);
        }
        faults.require(self.groups.len() <= GROUPS_MAX, || "groups".to_owned(), "has more than 20 groups");
        let values: usize = self.groups.values().map(Vec::len).sum();
        faults.require(values <= GROUP_VALUES_MAX, || "groups".to_owned(), "has more than 2,000 values");
        faults.finish(self)
    }
}
