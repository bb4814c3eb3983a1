//! The member's cases, kept with the wallet: both sides change a case in one order, and a gesture is points at once.

use serde::{Deserialize, Serialize};

use crate::{
    CaseId, Checked, Code, Days, ExpectedVersion, HoldId, Instant, Points,
    case::{
        Case, CasePatch, CaseStatus, GESTURES_MAX, GIFT_HELD_DAYS, Gesture, GestureContent, GestureDraft,
        GestureLimits, GestureReward, Message, MessageText, OPEN_CASES_MAX, Opening, StaffName,
    },
    ledger::{Adjustment, Entry, EntryKind, Hold, Refusal, Wallet, gesture_adjustment_id},
    program::{Programs, Reward},
};

/// A gesture to be made, with the names that a reward's redemption will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GestureRequest {
    /// The case in which it is made.
    pub case: CaseId,
    /// What is given, why and by whom.
    pub giving: GestureDraft,
    /// Who may give how much.
    pub limits: GestureLimits,
    /// Name of the redemption, if a reward is given: 128 random bits.
    pub hold: HoldId,
    /// Code for the checkout, if a reward is given: 128 random bits.
    pub code: Code,
}

impl Wallet {
    /// The wallet with its stored cases.
    pub fn with_cases(mut self, cases: impl IntoIterator<Item = Case>) -> Self {
        self.member.cases = cases.into_iter().map(|case| (case.id.clone(), case)).collect();
        self
    }

    /// All cases, in the order of their names.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.member.cases.values()
    }

    /// A case.
    pub fn case(&self, id: &CaseId) -> Option<&Case> {
        self.member.cases.get(id)
    }

    /// The shopper opens a case, on a page in this language. Under a name that is taken nothing changes.
    pub fn open_case(
        &mut self,
        id: &CaseId,
        opening: &Opening,
        language: &str,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        if self.member.cases.contains_key(id) {
            return Ok(());
        }
        if self.cases().filter(|case| case.status != CaseStatus::Closed).count() >= OPEN_CASES_MAX {
            return Err(Refusal::TooManyCases);
        }
        self.member.cases.insert(id.clone(), Case::new(id.clone(), opening, language, now));
        self.write_in(id, |case| case.reply(opening.text.clone(), now))
    }

    /// The shopper writes.
    pub fn reply_in_case(
        &mut self,
        id: &CaseId,
        text: MessageText,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        self.write_in(id, |case| case.reply(text, now))
    }

    /// The shopper has read the first `shown` messages of those there are to read, or all.
    pub fn mark_case_read(
        &mut self,
        id: &CaseId,
        shown: Option<u32>,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.start_operation(programs, now)?;
        if self.member.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?.mark_read(shown) {
            self.member.touched.cases.insert(id.clone());
        }
        Ok(())
    }

    /// The shop answers. The case closes by itself so many days later.
    pub fn answer_case(
        &mut self,
        id: &CaseId,
        by: StaffName,
        text: MessageText,
        close_after: Days,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        self.write_in(id, |case| case.answer((by, text), close_after, now))
    }

    /// The shop writes a note for itself.
    pub fn add_case_note(
        &mut self,
        id: &CaseId,
        by: StaffName,
        text: MessageText,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        self.write_in(id, |case| case.note(by, text, now))
    }

    /// The shop changes what it saw at `version`. A case that it has solved closes by itself so many days later.
    pub fn patch_case(
        &mut self,
        id: &CaseId,
        version: &ExpectedVersion,
        patch: &CasePatch,
        close_after: Days,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        self.member.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?.patch(version, patch, close_after, now)?;
        self.member.touched.cases.insert(id.clone());
        Ok(())
    }

    /// The shop gives points or a reward, within its limits. Points are an adjustment that the case names; a reward is a
    /// redemption for which the member pays nothing.
    pub fn make_gesture(&mut self, request: &GestureRequest, programs: &Programs, now: Instant) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        let GestureRequest { case: id, giving, limits, .. } = request;
        if self.hold(&request.hold).is_some() {
            return Err(Refusal::RedemptionExists);
        }
        let case = self.member.cases.get(id).ok_or(Refusal::CaseNotFound)?;
        if case.status == CaseStatus::Closed {
            return Err(Refusal::CaseClosed);
        }
        let place = case.gestures.len();
        let (points, reward) = match &giving.gift {
            GestureContent::Points(points) => (*points, None),
            GestureContent::Reward(id) => {
                let (_, program) = programs.newest().ok_or(Refusal::NoProgram)?;
                let reward = program.reward(id.as_str()).ok_or(Refusal::RewardNotFound)?;
                let is_valid = reward.is_valid(now);
                (reward.points, Some(is_valid.then_some(reward).ok_or(Refusal::RewardNotAvailable)?))
            }
        };
        let given = self.cases().flat_map(|case| &case.gestures);
        let left = limits.left(giving.role, given, now);
        let left = if place < GESTURES_MAX { left } else { Points::ZERO };
        if points < Points(1) || points > left {
            return Err(Refusal::GestureLimitReached { left });
        }
        let GestureDraft { reason, by, role, .. } = giving.clone();
        let note = format!("{}, case {id}", by.as_str());
        match reward {
            Some(reward) => self.hold_gesture_reward(request, reward, note, programs, now)?,
            None => {
                let reason = reason.as_str().to_owned();
                let adjustment = Adjustment { id: gesture_adjustment_id(id, place)?, points, reason, note: Some(note) };
                self.adjust(Checked::known(adjustment), programs, now)?;
            }
        }
        let reward = reward.map(|reward| GestureReward { id: reward.id.clone(), redemption: request.hold.clone() });
        if let Some(case) = self.member.cases.get_mut(id) {
            case.give(Gesture { points, reward, reason, by, role, at: now });
        }
        self.member.touched.cases.insert(id.clone());
        Ok(())
    }

    fn hold_gesture_reward(
        &mut self,
        request: &GestureRequest,
        reward: &Reward,
        note: String,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let (_, program) = programs.newest().ok_or(Refusal::NoProgram)?;
        let hold = Hold::new(request.hold.clone(), request.code.clone(), reward, program, Points::ZERO, now);
        let held_until = hold.held_until.max(now + GIFT_HELD_DAYS);
        let entry = Entry {
            reason: Some(request.giving.reason.as_str().to_owned()),
            note: Some(note),
            ..Entry::new(EntryKind::Claimed, now, Points::ZERO)
        };
        let hold = Hold { case: Some(request.case.clone()), ..hold.held_until(held_until) };
        self.award_coupon(hold, entry, programs)
    }

    /// Closes the cases whose time has come.
    pub(crate) fn close_cases(&mut self, now: Instant) {
        for case in self.member.cases.values_mut() {
            if case.pass_time(now) {
                self.member.touched.cases.insert(case.id.clone());
            }
        }
    }

    /// Appends what is written in a case.
    fn write_in(
        &mut self,
        id: &CaseId,
        write: impl FnOnce(&mut Case) -> Result<Message, Refusal>,
    ) -> Result<(), Refusal> {
        let message = write(self.member.cases.get_mut(id).ok_or(Refusal::CaseNotFound)?)?;
        self.member.touched.messages.push((id.clone(), message));
        self.member.touched.cases.insert(id.clone());
        Ok(())
    }
}
