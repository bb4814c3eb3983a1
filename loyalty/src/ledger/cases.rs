//! The member's cases, kept with the wallet: both sides change a case in one order, and a gesture is points at once.

use super::{Adjustment, Refusal, Wallet};
use crate::{
    AdjustmentId, CaseId, Checked, Instant, Points,
    case::{
        Case, CasePatch, CaseStatus, GESTURES_MAX, Gesture, GestureLimits, Giving, Message, MessageText,
        OPEN_CASES_MAX, Opening, StaffName,
    },
    program::Programs,
};

impl Wallet {
    /// The wallet with its stored cases.
    pub fn with_cases(self, cases: impl IntoIterator<Item = Case>) -> Self {
        Self { cases: cases.into_iter().map(|case| (case.id.clone(), case)).collect(), ..self }
    }

    /// All cases, in the order of their names.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// A case.
    pub fn case(&self, id: &CaseId) -> Option<&Case> {
        self.cases.get(id)
    }

    /// The shopper opens a case, on a page in a language. Of the same name a second time it is there already.
    pub fn open_case(
        &mut self,
        id: &CaseId,
        (opening, language): (&Opening, &str),
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        if self.cases.contains_key(id) {
            return Ok(());
        }
        if self.cases().filter(|case| case.status != CaseStatus::Closed).count() >= OPEN_CASES_MAX {
            return Err(Refusal::TooManyCases);
        }
        self.cases.insert(id.clone(), Case::new(id.clone(), opening, language, now));
        self.write_in(id, |case| case.reply(opening.text.clone(), now))
    }

    /// The shopper writes.
    pub fn reply(&mut self, id: &CaseId, text: MessageText, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        self.write_in(id, |case| case.reply(text, now))
    }

    /// The shopper has read the first `shown` messages of those there are to read, or all.
    pub fn read(&mut self, id: &CaseId, shown: Option<u32>, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        self.begin(programs, now)?;
        if self.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?.read(shown) {
            self.touched.cases.insert(id.clone());
        }
        Ok(())
    }

    /// The shop answers.
    pub fn answer(
        &mut self,
        id: &CaseId,
        (by, text): (StaffName, MessageText),
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        self.write_in(id, |case| case.answer(by, text, now))
    }

    /// The shop writes a note for itself.
    pub fn note(
        &mut self,
        id: &CaseId,
        (by, text): (StaffName, MessageText),
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        self.write_in(id, |case| case.note(by, text, now))
    }

    /// The shop changes what it saw at `version`.
    pub fn patch_case(
        &mut self,
        id: &CaseId,
        version: u32,
        patch: &CasePatch,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        self.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?.patch(version, patch, now)?;
        self.touched.cases.insert(id.clone());
        Ok(())
    }

    /// The shop gives points, within its limits. They are an adjustment that the case names.
    pub fn give(
        &mut self,
        id: &CaseId,
        giving: &Giving,
        limits: &GestureLimits,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.begin(programs, now)?;
        let case = self.cases.get(id).ok_or(Refusal::CaseNotFound)?;
        if case.status == CaseStatus::Closed {
            return Err(Refusal::CaseClosed);
        }
        let given = self.cases().flat_map(|case| &case.gestures);
        let left = limits.left(giving.role, given, now);
        let left = if case.gestures.len() < GESTURES_MAX { left } else { Points::ZERO };
        if giving.points < Points(1) || giving.points > left {
            return Err(Refusal::GestureLimitReached { left });
        }
        let adjustment = Adjustment {
            id: adjustment_id(id, case.gestures.len())?,
            points: giving.points,
            reason: giving.reason.as_str().to_owned(),
            note: Some(format!("{}, case {id}", giving.by.as_str())),
        };
        self.adjust(Checked::known(adjustment), programs, now)?;
        let Giving { points, reason, by, role } = giving.clone();
        if let Some(case) = self.cases.get_mut(id) {
            case.give(Gesture { points, reason, by, role, at: now });
        }
        self.touched.cases.insert(id.clone());
        Ok(())
    }

    /// Appends what is written in a case.
    fn write_in(
        &mut self,
        id: &CaseId,
        write: impl FnOnce(&mut Case) -> Result<Message, Refusal>,
    ) -> Result<(), Refusal> {
        let message = write(self.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?)?;
        self.touched.messages.push((id.clone(), message));
        self.touched.cases.insert(id.clone());
        Ok(())
    }

    /// I6: each gesture has its adjustment, of as many points.
    pub(super) fn gestures_are_sound(&self) -> bool {
        self.cases().all(|case| {
            case.gestures.iter().enumerate().all(|(place, gesture)| {
                let adjustment = adjustment_id(&case.id, place).ok().and_then(|id| self.adjustments.get(&id));
                adjustment.is_some_and(|adjustment| adjustment.points == gesture.points)
            })
        })
    }
}

/// The adjustment of a case's gesture. A case's name is random, so no adjustment of the shop's own is called so.
fn adjustment_id(case: &CaseId, place: usize) -> Result<AdjustmentId, Refusal> {
    AdjustmentId::new(format!("case:{case}:{place}")).map_err(|_| Refusal::AdjustmentConflict)
}
