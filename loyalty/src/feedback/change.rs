//! Whether two periods differ, and whether by more than chance makes of equal ones.

use serde::Serialize;

use super::Measures;
use crate::experiment::results::{Estimate, rate_difference};

/// How a period differs from the one before it. What one of them lacks is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// Of the net promoter score, in its points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps: Option<Change>,
    /// Of the share of those who are content, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<Change>,
    /// Of the share of those for whom it was easy, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ces: Option<Change>,
    /// Of the happiness index, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happiness: Option<Change>,
}

/// How one figure has changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it was.
    pub before: f64,
    /// By how much it is higher now.
    pub difference: f64,
    /// Where the 95 % interval of the difference begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Whether the interval is above 0, or below it: chance alone does that in 5 of 100 periods that do not differ.
    pub is_more_than_noise: bool,
}

impl Changes {
    /// How measures differ from those before.
    pub fn new(now: &Measures, before: &Measures) -> Self {
        let change = |now: Option<&Estimate>, before: Option<&Estimate>| Some(Change::new(now?, before?));
        Self {
            nps: change(now.nps.as_ref().map(|nps| &nps.score), before.nps.as_ref().map(|nps| &nps.score)),
            csat: change(now.csat.as_ref().map(|scale| &scale.share), before.csat.as_ref().map(|scale| &scale.share)),
            ces: change(now.ces.as_ref().map(|scale| &scale.share), before.ces.as_ref().map(|scale| &scale.share)),
            happiness: change(
                now.happiness.as_ref().map(|happiness| &happiness.share),
                before.happiness.as_ref().map(|happiness| &happiness.share),
            ),
        }
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Change {
    /// The difference with the interval that follows from those of both: Zou and Donner, "Construction of confidence limits
    /// about effect measures", Statistics in Medicine 27 (2008), of which Newcombe's for shares is a case.
    fn new(now: &Estimate, before: &Estimate) -> Self {
        let Estimate { value, low, high } = rate_difference(now, before);
        let is_more_than_noise = low > 0.0 || high < 0.0;
        Self { before: before.value, difference: value, low, high, is_more_than_noise }
    }
}
