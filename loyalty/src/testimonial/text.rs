//! What is said, and the name under which it is shown.

use crate::written::written_text;

written_text! {
    /// What a member says of the shop: a few paragraphs.
    TestimonialText, 1_000, "must have 1 to 1,000 characters, none of them a control character"
}
written_text! {
    /// The name that is shown with it, as the member wants to be called.
    ShownName, 60, "must have 1 to 60 characters, none of them a control character"
}
