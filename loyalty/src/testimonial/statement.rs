//! A testimonial, and what the two sides do to it.

use serde::{Deserialize, Serialize};

use super::{ShownName, TestimonialText};
use crate::{
    Checked, ExpectedVersion, Fault, Instant, SurveyId, TestimonialId,
    case::{AboutAnswer, StaffName},
    check::Faults,
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
pub enum TestimonialVerdict {
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
    /// Its state: see [`TestimonialStatus`].
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
pub struct TestimonialSubmission {
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
pub struct TestimonialDecision {
    /// Its state: see [`TestimonialVerdict`].
    pub status: TestimonialVerdict,
    /// The person of the shop who decided.
    pub by: StaffName,
}

impl TestimonialSubmission {
    /// Proves that the member agrees to what everybody may read then, or tells what is wrong.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let message = "must be true: nothing is shown that its member has not agreed to";
        faults.require(self.consent, || "consent".to_owned(), message);
        faults.finish(self)
    }
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

impl From<TestimonialVerdict> for TestimonialStatus {
    fn from(verdict: TestimonialVerdict) -> Self {
        match verdict {
            TestimonialVerdict::Approved => Self::Approved,
            TestimonialVerdict::Refused => Self::Refused,
        }
    }
}

impl Testimonial {
    /// What was just said, on a page in a language.
    pub(crate) fn new(id: TestimonialId, submission: &TestimonialSubmission, language: &str, now: Instant) -> Self {
        Self {
            id,
            status: TestimonialStatus::Waiting,
            version: 1,
            text: submission.text.clone(),
            name: submission.name.clone(),
            language: language.to_owned(),
            answer: AboutAnswer { survey: submission.survey.clone(), occasion: submission.occasion.clone() },
            at: now,
            changed_at: now,
            by: None,
        }
    }

    /// The member takes it back. Tells whether that changes something.
    pub(crate) fn withdraw(&mut self, now: Instant) -> bool {
        self.set_status(TestimonialStatus::Withdrawn, now)
    }

    /// The shop decides on what it saw at `version`. Tells whether that changes something. What was taken back stays so,
    /// whichever version the shop saw.
    pub(crate) fn decide(
        &mut self,
        version: &ExpectedVersion,
        decision: &TestimonialDecision,
        now: Instant,
    ) -> Result<bool, Refusal> {
        if self.status == TestimonialStatus::Withdrawn {
            return Err(Refusal::TestimonialWithdrawn);
        }
        if !version.is_met_by(self.version) {
            return Err(Refusal::Changed { version: self.version });
        }
        let changes = self.set_status(decision.status.into(), now);
        if changes {
            self.by = Some(decision.by.clone());
        }
        Ok(changes)
    }

    fn set_status(&mut self, status: TestimonialStatus, now: Instant) -> bool {
        let changes = self.status != status;
        if changes {
            self.status = status;
            self.version += 1;
            self.changed_at = now;
        }
        changes
    }
}
