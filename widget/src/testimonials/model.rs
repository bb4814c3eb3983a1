//! A testimonial as a plain struct, and which of them one element shows.

use crate::js::Js;

/// How many an element shows that does not say.
const LIMIT: usize = 3;

/// What a member lets the shop show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimonial {
    pub id: String,
    pub name: String,
    pub text: String,
    /// Of the page it was written on.
    pub language: String,
}

/// The member's own, and whether it is shown or may come to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub id: String,
    pub is_live: bool,
}

/// What an element asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// At most so many.
    limit: usize,
    /// Only those written in this language; empty for all.
    language: String,
}

impl Testimonial {
    pub fn read(js: &Js) -> Self {
        Self { id: js.text("id"), name: js.text("name"), text: js.text("text"), language: js.text("language") }
    }
}

impl Own {
    pub fn read(js: &Js) -> Self {
        Self { id: js.text("id"), is_live: matches!(js.text("status").as_str(), "waiting" | "approved") }
    }
}

impl Wish {
    /// What the attributes `limit` and `lang` say.
    pub fn new(limit: &str, language: &str) -> Self {
        Self { limit: limit.trim().parse().unwrap_or(LIMIT), language: primary(language) }
    }

    /// Those of all that it is shown, in their order. What a member has taken back is gone for them at once, although
    /// everybody else's list may be a minute behind.
    pub fn of<'t>(&self, all: &'t [Testimonial], own: Option<&Own>) -> Vec<&'t Testimonial> {
        let is_there = |one: &&Testimonial| own.is_none_or(|own| own.is_live || own.id != one.id);
        let is_asked = |one: &&Testimonial| self.language.is_empty() || primary(&one.language) == self.language;
        all.iter().filter(is_there).filter(is_asked).take(self.limit).collect()
    }
}

/// `en` of `en-GB`.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Own, Testimonial, Wish};

    #[track_caller]
    fn check(limit: &str, language: &str, own: Option<(&str, bool)>, expected: &[&str]) {
        let one = |(id, language): (&str, &str)| Testimonial {
            id: id.to_owned(),
            name: "Ana".to_owned(),
            text: "Good".to_owned(),
            language: language.to_owned(),
        };
        let all = [("a", "en-GB"), ("b", "sl"), ("c", "en"), ("d", "sl-SI")].map(one);
        let own = own.map(|(id, is_live)| Own { id: id.to_owned(), is_live });
        let wish = Wish::new(limit, language);
        assert_eq!(wish.of(&all, own.as_ref()).iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn three_are_shown_unless_the_element_says_how_many() {
        check("", "", None, &["a", "b", "c"]);
        check("many", "", None, &["a", "b", "c"]);
        check(" 2 ", "", None, &["a", "b"]);
        check("0", "", None, &[]);
        check("50", "", None, &["a", "b", "c", "d"]);
    }

    #[test]
    fn an_element_may_ask_for_one_language() {
        check("3", "sl", None, &["b", "d"]);
        check("3", "EN-us", None, &["a", "c"]);
        check("3", "zh", None, &[]);
    }

    #[test]
    fn what_was_taken_back_leaves_room_for_the_next() {
        check("3", "", Some(("a", false)), &["b", "c", "d"]);
        check("3", "", Some(("a", true)), &["a", "b", "c"]);
    }
}
