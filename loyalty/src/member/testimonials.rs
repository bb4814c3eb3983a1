//! What the member lets the shop show to everybody, kept with the wallet: both sides change it in one order, so that nothing is
//! shown that was taken back.

use crate::{
    Checked, ExpectedVersion, Instant, TestimonialId,
    ledger::{Refusal, Wallet},
    program::Programs,
    testimonial::{
        OwnTestimonial, TESTIMONIALS_MAX, Testimonial, TestimonialDecision, TestimonialStatus, TestimonialSubmission,
        TestimonialVerdict,
    },
};

impl Wallet {
    /// The wallet with its stored testimonials.
    pub fn with_testimonials(mut self, testimonials: Vec<Testimonial>) -> Self {
        self.member.testimonials = testimonials;
        self
    }

    /// All testimonials, withdrawn and refused ones among them.
    pub fn testimonials(&self) -> &[Testimonial] {
        &self.member.testimonials
    }

    /// A testimonial.
    pub fn testimonial(&self, id: &TestimonialId) -> Option<&Testimonial> {
        self.member.testimonials.iter().find(|testimonial| testimonial.id == *id)
    }

    /// The one that a page tells its member of: the one that is shown, or may be, else the one that changed last.
    pub fn own_testimonial(&self) -> Option<OwnTestimonial> {
        let rank = |one: &&Testimonial| (one.status.is_live(), one.changed_at);
        let Testimonial { id, status, .. } = self.member.testimonials.iter().max_by_key(rank)?;
        Some(OwnTestimonial { id: id.clone(), status: *status })
    }

    /// The member submits a testimonial, on a page in this language. Under a name that is taken nothing changes, whatever has
    /// become of it: a request that comes again brings nothing back that was withdrawn.
    pub fn submit_testimonial(
        &mut self,
        id: &TestimonialId,
        submission: &Checked<TestimonialSubmission>,
        language: &str,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        if self.testimonial(id).is_some() {
            return Ok(());
        }
        let response = self.member.surveys.response(&submission.survey, &submission.occasion);
        if !response.is_some_and(|response| response.asks_testimonial) {
            return Err(Refusal::TestimonialNotAsked);
        }
        if self.has_live_testimonial() {
            return Err(Refusal::TestimonialExists);
        }
        if self.member.testimonials.len() >= TESTIMONIALS_MAX {
            return Err(Refusal::TooManyTestimonials);
        }
        let testimonial = Testimonial::new(id.clone(), submission, language, now);
        self.member.touched.testimonials.push(testimonial.clone());
        self.member.testimonials.push(testimonial);
        Ok(())
    }

    /// The member takes it back. Taken back again, nothing changes.
    pub fn withdraw_testimonial(
        &mut self,
        id: &TestimonialId,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        self.change_testimonial(id, |testimonial| Ok(testimonial.withdraw(now)))
    }

    /// The shop decides on what it saw at `version`. What was refused can be approved later, unless the member has said
    /// something else meanwhile.
    pub fn decide_testimonial(
        &mut self,
        id: &TestimonialId,
        version: &ExpectedVersion,
        decision: &TestimonialDecision,
        programs: &Programs,
        now: Instant,
    ) -> Result<(), Refusal> {
        let now = self.start_operation(programs, now)?;
        let is_refused = self.testimonial(id).is_some_and(|known| known.status == TestimonialStatus::Refused);
        if is_refused && decision.status == TestimonialVerdict::Approved && self.has_live_testimonial() {
            return Err(Refusal::TestimonialExists);
        }
        self.change_testimonial(id, |testimonial| testimonial.decide(version, decision, now))
    }

    /// Whether a member has no more than one that is shown, or may come to be.
    pub(crate) fn testimonials_are_sound(&self) -> bool {
        self.live_testimonials().count() <= 1
    }

    fn has_live_testimonial(&self) -> bool {
        self.live_testimonials().next().is_some()
    }

    fn live_testimonials(&self) -> impl Iterator<Item = &Testimonial> {
        self.member.testimonials.iter().filter(|testimonial| testimonial.status.is_live())
    }

    fn change_testimonial(
        &mut self,
        id: &TestimonialId,
        change: impl FnOnce(&mut Testimonial) -> Result<bool, Refusal>,
    ) -> Result<(), Refusal> {
        let known = self.member.testimonials.iter_mut().find(|testimonial| testimonial.id == *id);
        let testimonial = known.ok_or(Refusal::TestimonialNotFound)?;
        if change(testimonial)? {
            self.member.touched.testimonials.push(testimonial.clone());
        }
        Ok(())
    }
}
