//! What a shopper is told who is through, and what they can do about it.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::survey::{ANSWER_LEN_MAX, Thanks};

use super::{
    card::{TITLE, send, title},
    course,
    model::Asked,
    question::{WORDS, written},
    words::keys,
};
use crate::{
    element::{Element, Press},
    state::Widget,
    ui,
};

/// The thanks: the shop's own words for this answer, what was given for it, and a way to say more.
pub fn through(widget: Widget, asked: &Rc<Asked>, thanks: Option<&Thanks<String>>, points: i64) -> Vec<AnyView> {
    let text = &asked.text;
    let words = thanks.map_or_else(|| text.say(keys::THANKS, []), |thanks| thanks.text.clone());
    let earned = (points > 0).then(|| ui::say("survey-points", text.count(keys::EARNED, points, [])));
    let tell = thanks.filter(|thanks| thanks.offers_case).map(|_| {
        let asked = Rc::clone(asked);
        Press { class: "survey-send", ..Press::default() }
            .on_click(ui::text(text.say(keys::TELL, [])), move || course::begin_telling(widget, &asked))
    });
    let foot = ui::block("survey-foot", tell);
    vec![title(&words), ui::opt(earned), foot]
}

/// The form in which the shopper says what went wrong.
pub fn telling(widget: Widget, asked: &Rc<Asked>) -> Vec<AnyView> {
    let text = &asked.text;
    let field = Element::new(
        "TEXTAREA",
        &[("class", "survey-words"), ("id", WORDS), ("rows", "5"), ("aria-labelledby", TITLE)],
    )
    .with("maxlength", Some(&ANSWER_LEN_MAX.to_string()))
    .of([]);
    let to = Rc::clone(asked);
    let send = send(widget, asked, text.say(keys::SEND, []), move || {
        course::open_case(widget, Rc::clone(&to), &written(widget));
    });
    vec![title(&text.say(keys::WHAT_HAPPENED, [])), field, ui::block("survey-foot", [send])]
}
