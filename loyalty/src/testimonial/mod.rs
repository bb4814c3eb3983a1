//! Testimonials: what a member lets the shop show of what they think of it.
//!
//! A testimonial is asked for in the thanks of a survey, said with consent, shown once the shop has approved it, and taken back
//! whenever its member likes. It is never paid for. It belongs to the member's wallet; the texts are for people.
//!
//! | file | what it says |
//! |---|---|
//! | `text` | what is said and under which name, within limits |
//! | `statement` | a testimonial, and what the two sides do to it |
//! | `view` | a testimonial as its member, as the shop and as everybody sees it |

mod statement;
mod text;
mod view;

pub use statement::{
    TESTIMONIALS_MAX, Testimonial, TestimonialDecision, TestimonialStatus, TestimonialSubmission, TestimonialVerdict,
};
pub use text::{ShownName, TestimonialText};
pub use view::{DeskTestimonial, OwnTestimonial, ShownTestimonial, TestimonialView};
