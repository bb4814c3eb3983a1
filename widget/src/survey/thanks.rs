//! What a shopper is told who is through, and what they can do about it.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::survey::Thanks;

use super::{
    card::{send, title},
    course,
    model::Asked,
    question::{self, written},
    words::keys,
};
use crate::{element::Press, state::Widget, ui};

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
    let to = Rc::clone(asked);
    let send = send(widget, asked, text.say(keys::SEND, []), move || {
        course::open_case(widget, Rc::clone(&to), &written(widget));
    });
    vec![title(&text.say(keys::WHAT_HAPPENED, [])), question::words("5", None), ui::block("survey-foot", [send])]
}
