//! What a shopper is told who is through, and what they can do about it.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::survey::Thanks;

use super::{
    card::{send, title},
    course,
    model::{Asked, Stage},
    question::{self, WORDS, written},
    recommend::recommend,
    words::keys,
};
use crate::{
    element::{Element, Press},
    state::Widget,
    text::Message,
    ui,
};

/// Something to press, and what it does.
type Way = (Message<0>, fn(Widget, Rc<Asked>));

/// The thanks: the shop's own words for this answer, what was given for it, and a way to say more.
pub fn through(widget: Widget, asked: &Rc<Asked>, thanks: Option<&Thanks<String>>, points: i64) -> Vec<AnyView> {
    let text = &asked.text;
    let words = thanks.map_or_else(|| text.say(keys::THANKS, []), |thanks| thanks.text.clone());
    let earned = (points > 0).then(|| ui::say("survey-points", text.count(keys::EARNED, points, [])));
    // It is there before it says something, or a screen reader might miss it.
    let recommended = Element::new("P", &[("class", "survey-said"), ("role", "status")]).says(&asked.recommended.get());
    let way = |(place, (label, act)): (usize, Way)| {
        let asked = Rc::clone(asked);
        // The first stands out; what else there is stands beside it.
        Press { class: if place == 0 { "survey-send" } else { "survey-skip" }, ..Press::default() }
            .on_click(ui::text(text.say(label, [])), move || act(widget, Rc::clone(&asked)))
    };
    let foot = ui::block("survey-foot", thanks.map(ways).unwrap_or_default().into_iter().enumerate().map(way));
    vec![title(&words), ui::opt(earned), foot, recommended]
}

/// What they can do, beginning with what matters most.
fn ways(thanks: &Thanks<String>) -> Vec<Way> {
    let all: [(bool, Way); 3] = [
        (thanks.offers_case, (keys::TELL, |widget, asked| course::go_to(widget, &asked, Stage::Telling))),
        (thanks.asks_testimonial, (keys::PUBLIC, |widget, asked| course::go_to(widget, &asked, Stage::Public))),
        (thanks.recommends, (keys::RECOMMEND, recommend)),
    ];
    all.into_iter().filter(|(is_open, _)| *is_open).map(|(_, way)| way).collect()
}

/// The form in which the shopper says what went wrong.
pub fn telling(widget: Widget, asked: &Rc<Asked>) -> Vec<AnyView> {
    let text = &asked.text;
    let to = Rc::clone(asked);
    let send = send(widget, asked, text.say(keys::SEND, []), move || {
        course::open_case(widget, Rc::clone(&to), &written(widget, WORDS));
    });
    vec![title(&text.say(keys::WHAT_HAPPENED, [])), question::words("5", None), ui::block("survey-foot", [send])]
}
