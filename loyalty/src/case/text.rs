//! What people write in a case. Plain text: nothing in it means anything but its characters.

use crate::written::written_text;

written_text! {
    /// A message: a page of writing.
    MessageText, 2_000, "must have 1 to 2,000 characters, none of them a control character"
}
written_text! {
    /// Who of the shop wrote or did something, as the shopper reads it.
    StaffName, 80, "must have 1 to 80 characters, none of them a control character"
}
written_text! {
    /// Why points are given, as the shopper reads it in the history.
    GestureReason, 300, "must have 1 to 300 characters, none of them a control character"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_taken: bool) {
        assert_eq!(StaffName::try_from(text.to_owned()).is_ok(), is_taken, "{text:?}");
    }

    #[test]
    fn a_text_says_something_and_is_not_too_long() {
        check("Ana", true);
        check("<script>alert(1)</script>", true);
        check("two\nlines\tand a tab", true);
        check("", false);
        check(" \n\t ", false);
        check("null \0", false);
        check("\u{1b}[31m", false);
        check(&"ї".repeat(80), true);
        check(&"ї".repeat(81), false);
    }
}
