//! What an offer must satisfy before it can be published.

use super::{CANDIDATES_BYTES_MAX, Content, Offer, OfferValue, PROGRAM_HOLDOUT, Shown, TRIGGERS_MAX, size::of_value};
use crate::{
    Checked, Fault,
    calendar::Calendar,
    check::Faults,
    condition::{Condition, Engine, Groups},
    program::Program,
    segment::{ROOTS_AT_EDGE, Segments, check_groups, check_names, check_paths},
};

/// Longest name of an offer for the shop, in characters.
pub const NAME_LEN_MAX: usize = 100;

/// What only the page knows: what conditions may ask there.
pub const ROOTS_IN_PAGE: [&str; 3] = ["page", "cart", "visit"];

/// What an offer is checked against.
#[derive(Clone, Copy)]
pub struct OfferCheckContext<'a> {
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// The shop's clock, if its time zone is known.
    pub calendar: Option<&'a Calendar>,
    /// The shop's segments.
    pub segments: &'a Segments,
    /// Where pictures may come from, such as `https://cdn.example`.
    pub picture_origins: &'a [String],
    /// The shop's saved groups, which the edge has and the page has not.
    pub groups: &'a Groups,
    /// Says which patterns are regular expressions.
    pub engine: &'a dyn Engine,
}

impl Offer {
    /// Proves the offer sound, or tells everything that is wrong with it.
    pub fn check(self, surroundings: OfferCheckContext<'_>) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        self.check_fields(surroundings, &mut faults);
        self.check_condition(surroundings, &mut faults);
        faults.finish(self)
    }

    fn check_fields(&self, surroundings: OfferCheckContext<'_>, faults: &mut Faults) {
        let at = |field: &'static str| move || field.to_owned();
        // Reports name the program-wide division so, and its results must not be mixed with an offer's.
        faults.require(
            self.id.as_str() != PROGRAM_HOLDOUT,
            at("id"),
            "is taken: all offers together are counted under it",
        );
        let name = !self.name.trim().is_empty() && self.name.chars().count() <= NAME_LEN_MAX;
        faults.require(name, at("name"), "must have 1 to 100 characters");
        self.display.check(faults);
        let triggers = (1..=TRIGGERS_MAX).contains(&self.triggers.len());
        faults.require(triggers, at("triggers"), "must have 1 to 5 triggers");
        for (index, trigger) in self.triggers.iter().enumerate() {
            trigger.check(&format!("triggers[{index}]"), faults);
        }
        self.schedule.check(surroundings.calendar, faults);
        if let Err(found) = self.limits.clone().check() {
            faults.extend("limits.", found);
        }
        self.experiment().check_within("", faults);
        for (index, variant) in self.variants.iter().enumerate() {
            let path = format!("variants[{index}].content");
            variant.content.check(&path, surroundings.picture_origins, faults);
            let ends = !variant.content.countdown || self.schedule.until.is_some();
            faults.require(ends, || format!("{path}.countdown"), "needs a schedule that ends");
        }
        if let Some(value) = &self.value {
            value.check(surroundings.program, faults);
            self.check_taking(value, faults);
        }
    }

    /// What nobody could take is promised in vain.
    fn check_taking(&self, value: &OfferValue, faults: &mut Faults) {
        for (index, Content { button, capture, .. }) in self.variants.iter().map(|variant| &variant.content).enumerate()
        {
            let path = |field: &'static str| move || format!("variants[{index}].content.{field}");
            let can_be_taken = button.is_some() || capture.is_some();
            faults.require(can_be_taken, path("button"), "or a form is needed to take what the offer gives");
            let leads_away = button.as_ref().is_some_and(|button| button.href.is_some());
            faults.require(!leads_away, path("button.href"), "would lead away from taking what the offer gives");
        }
        let again = self.repeatable || value.limit_per_member.count <= 1;
        let message = "must be true: who has taken it once would never be shown it again";
        faults.require(again, || "repeatable".to_owned(), message);
    }

    fn check_condition(&self, surroundings: OfferCheckContext<'_>, faults: &mut Faults) {
        const PATH: &str = "condition";
        match Condition::parse(&self.condition, PATH, surroundings.engine) {
            Ok(condition) => {
                let roots = [ROOTS_AT_EDGE.as_slice(), &ROOTS_IN_PAGE].concat();
                self.check_size(&condition, faults);
                check_paths(&condition, PATH, &roots, faults);
                check_groups(&condition, PATH, surroundings.groups, faults);
                check_names(&condition, PATH, |name| surroundings.segments.contains(name), faults);
            }
            Err(found) => faults.extend("", found),
        }
    }

    /// What is too large for a page's answer would never be sent to anybody. Of a condition that also asks what the edge
    /// knows it cannot be told how much is left for the page.
    fn check_size(&self, condition: &Condition, faults: &mut Faults) {
        let root = |path: &String| path.split('.').next().is_some_and(|root| ROOTS_IN_PAGE.contains(&root));
        let is_whole = condition.references().paths.iter().all(root);
        let condition_bytes = if is_whole { of_value(&self.condition) } else { 0 };
        for (index, variant) in self.variants.iter().enumerate() {
            // Whatever is asked for, one of these languages is what is shown.
            for language in variant.content.headline.0.keys() {
                let bytes = Shown::of(&variant.content, language, None, false).bytes() + condition_bytes;
                let at = || format!("variants[{index}].content.body.{language}");
                let message = "is, with the condition, more than the 12,288 bytes a page is sent";
                faults.require(bytes <= CANDIDATES_BYTES_MAX, at, message);
            }
        }
    }
}
