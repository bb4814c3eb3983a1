//! A testimonial as its member, as the shop and as everybody sees it. These types are the answers of the API.

use serde::{Deserialize, Serialize};

use super::{ShownName, Testimonial, TestimonialStatus, TestimonialText};
use crate::{Instant, MemberId, TestimonialId};

/// A testimonial as its member sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestimonialView<'a> {
    /// The testimonial's id.
    pub id: &'a TestimonialId,
    /// Its state: see [`TestimonialStatus`].
    pub status: TestimonialStatus,
    /// What was said.
    pub text: &'a TestimonialText,
    /// Under which name.
    pub name: &'a ShownName,
    /// When it happened.
    pub at: Instant,
}

/// How far a member's own testimonial has come: all that a page needs to offer to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTestimonial {
    /// The testimonial's id.
    pub id: TestimonialId,
    /// How far.
    pub status: TestimonialStatus,
}

/// A testimonial as the shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskTestimonial<'a> {
    /// The member it is about.
    pub member: &'a MemberId,
    /// All of it.
    #[serde(flatten)]
    pub testimonial: &'a Testimonial,
}

/// A testimonial as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownTestimonial<'a> {
    /// The testimonial's id.
    pub id: &'a TestimonialId,
    /// Who says it.
    pub name: &'a ShownName,
    /// The words, as they were written.
    pub text: &'a TestimonialText,
    /// When it was said.
    pub at: Instant,
    /// In which language.
    pub language: &'a str,
}

impl<'a> From<&'a Testimonial> for TestimonialView<'a> {
    fn from(testimonial: &'a Testimonial) -> Self {
        let Testimonial { id, status, text, name, at, .. } = testimonial;
        Self { id, status: *status, text, name, at: *at }
    }
}

impl<'a> From<&'a Testimonial> for ShownTestimonial<'a> {
    fn from(testimonial: &'a Testimonial) -> Self {
        let Testimonial { id, text, name, at, language, .. } = testimonial;
        Self { id, name, text, at: *at, language }
    }
}
