//! The form for what everybody may read: words, a name, and a clear agreement. The browser says what is missing.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::testimonial::{ShownName, TestimonialText};

use super::{
    card::{submit, title},
    course,
    model::Asked,
    question::{WORDS, written},
    words::keys,
};
use crate::{element::Element, state::Widget, ui};

/// The id of the field for the name.
const NAME: &str = "survey-name";

/// The form, with what was said in the survey in it.
pub fn form(widget: Widget, asked: &Rc<Asked>) -> Vec<AnyView> {
    let text = &asked.text;
    let longest = TestimonialText::CHARS_MAX;
    let said: String = asked.words.borrow().chars().take(longest).collect();
    let words = Element::new("TEXTAREA", &[("class", "survey-words"), ("id", WORDS), ("rows", "4"), ("required", "")])
        .with("maxlength", Some(&longest.to_string()))
        .says(&said);
    let name = Element::new("INPUT", &[("class", "survey-line"), ("id", NAME), ("autocomplete", "given-name")])
        .with("maxlength", Some(&ShownName::CHARS_MAX.to_string()))
        .with("required", Some(""))
        .of([]);
    let agreed = Element::new("INPUT", &[("type", "checkbox"), ("required", "")]).of([]);
    let consent = Element::new("LABEL", &[("class", "survey-consent")]);
    let fields = [
        field(text.say(keys::PUBLIC_WORDS, []), words),
        field(text.say(keys::PUBLIC_NAME, []), name),
        consent.of([agreed, ui::words("", text.say(keys::CONSENT, []))]),
        ui::block("survey-foot", [submit(widget, asked, text.say(keys::SEND, []))]),
    ];
    let to = Rc::clone(asked);
    let form = Element::new("FORM", &[("class", "survey-form")]).on("submit", move |event| {
        event.prevent_default();
        course::say_in_public(widget, Rc::clone(&to), &written(widget, WORDS), &written(widget, NAME));
    });
    vec![title(&text.say(keys::PUBLIC_TITLE, [])), form.of(fields)]
}

fn field(label: String, input: AnyView) -> AnyView {
    Element::new("LABEL", &[("class", "survey-field")]).of([ui::words("", label), input])
}
