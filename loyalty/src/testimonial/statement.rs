//! A testimonial, and what the two sides do to it.

use serde::{Deserialize, Serialize};

use super::{ShownName, TestimonialText};
use crate::{
    Instant, SurveyId, TestimonialId,
    case::{AboutAnswer, StaffName},
    ledger::Refusal,
    survey::Occasion,
};

/// Most testimonials of a member, withdrawn and refused ones among them: whoever changes their mind more often is not asked
/// again. Of 1 KB each they are 20 KB of a member's database.
pub const TESTIMONIALS_MAX: usize = 20;

/// How far a testimonial has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestimonialStatus {
    /// The shop has not decided.
    Waiting,
    /// It is shown to everybody.
    Approved,
    /// The shop does not show it.
    Refused,
    /// The member has taken it back.
    Withdrawn,
}

/// What a shop decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// To show it.
    Approved,
    /// Not to show it.
    Refused,
}

/// One testimonial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Testimonial {
    /// Its name: 128 random bits.
    pub id: TestimonialId,
    /// How far it has come.
    pub status: TestimonialStatus,
    /// Grows with everything that either side does to it.
    pub version: u32,
    /// What is said.
    pub text: TestimonialText,
    /// Who says it, as everybody may read.
    pub name: ShownName,
    /// Language of the page it was written on.
    pub language: String,
    /// The answer that it was asked for after.
    pub answer: AboutAnswer,
    /// When it was said.
    pub at: Instant,
    /// When it came to its status.
    pub changed_at: Instant,
    /// Who of the shop has decided, if somebody has.
    pub by: Option<StaffName>,
}

/// What a member says, and agrees to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// The survey whose thanks asked for it.
    pub survey: SurveyId,
    /// What that was about, such as `order:10027`.
    pub occasion: Occasion,
    /// What is said.
    pub text: TestimonialText,
    /// Who says it, as everybody may read.
    pub name: ShownName,
    /// Whether the member agrees that everybody may read both.
    #[serde(default)]
    pub consent: bool,
}

/// What a shop decides, and who of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// What.
    pub status: Verdict,
    /// Who.
    pub by: StaffName,
}

impl TestimonialStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Approved, Self::Refused, Self::Withdrawn];

    /// Its name in documents and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it is shown, or may come to be: a member has one such at most.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Approved)
    }
}

impl From<Verdict> for TestimonialStatus {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approved => Self::Approved,
            Verdict::Refused => Self::Refused,
        }
    }
}

impl Testimonial {
    /// What was just said, on a page in a language.
    pub(crate) fn new(id: TestimonialId, saying: &Saying, language: &str, now: Instant) -> Self {
        Self {
            id,
            status: TestimonialStatus::Waiting,
            version: 1,
            text: saying.text.clone(),
            name: saying.name.clone(),
            language: language.to_owned(),
            answer: AboutAnswer { survey: saying.survey.clone(), occasion: saying.occasion.clone() },
            at: now,
            changed_at: now,
            by: None,
        }
    }

    /// The member takes it back. Tells whether that changes something.
    pub(crate) fn withdraw(&mut self, now: Instant) -> bool {
        self.come_to(TestimonialStatus::Withdrawn, now)
    }

    /// The shop decides on what it saw at `version`. Tells whether that changes something. What was taken back stays so,
    /// whichever version the shop saw.
    pub(crate) fn judge(&mut self, version: u32, judgement: &Judgement, now: Instant) -> Result<bool, Refusal> {
        if self.status == TestimonialStatus::Withdrawn {
            return Err(Refusal::TestimonialWithdrawn);
        }
        if self.version != version {
            return Err(Refusal::Changed { version: self.version });
        }
        let changes = self.come_to(judgement.status.into(), now);
        if changes {
            self.by = Some(judgement.by.clone());
        }
        Ok(changes)
    }

    fn come_to(&mut self, status: TestimonialStatus, now: Instant) -> bool {
        let changes = self.status != status;
        if changes {
            self.status = status;
            self.version += 1;
            self.changed_at = now;
        }
        changes
    }
}
