//! What testimonials look like: a figure each, with a quotation and whose it is. Where there are none there is nothing.

use leptos::prelude::*;

use super::{
    course,
    model::{Testimonial, Wish},
    withdrawal::{self, Withdrawal},
    words::keys,
};
use crate::{
    element::{Element, Press},
    state::Widget,
    text::{self, Text},
    ui,
};

/// Those that one element asks for.
pub fn list(widget: Widget, wish: &Wish) -> AnyView {
    let (shown, own, text) = (course::shown(), course::own(widget), course::text());
    let wanted = wish.of(&shown, own.as_ref());
    let Some(text) = text.filter(|_| !wanted.is_empty()) else { return ui::none() };
    let figure = |one: &&Testimonial| {
        let is_own = own.as_ref().is_some_and(|own| own.id == one.id);
        figure(one, is_own.then(|| take_back(widget, &text, &one.id)))
    };
    Element::part("DIV", "testimonials").of(wanted.iter().map(figure))
}

fn figure(one: &Testimonial, take_back: Option<AnyView>) -> AnyView {
    // Said in its own language, whatever the page's is.
    let words = Element::part("BLOCKQUOTE", "testimonial-text").with("lang", Some(&one.language)).says(&one.text);
    let name = Element::part("FIGCAPTION", "testimonial-name").says(&one.name);
    Element::part("FIGURE", "testimonial").of([words, name, ui::opt(take_back)])
}

/// What a member can do with their own: the button stays where it is while it is asked whether they mean it.
fn take_back(widget: Widget, text: &Text, id: &str) -> AnyView {
    let withdrawal = withdrawal::get();
    let (question, label) = match withdrawal {
        Withdrawal::Idle => (None, text.say(keys::WITHDRAW, [])),
        Withdrawal::Asking => (Some(text.say(keys::SURE, [])), text.say(keys::YES, [])),
        Withdrawal::Busy => (Some(text.say(keys::SURE, [])), widget.text().say(text::keys::SENDING, [])),
        Withdrawal::Failed => (Some(text.say(keys::FAILED, [])), text.say(keys::YES, [])),
    };
    // It is there before it says something, or a screen reader might miss it.
    let question = Element::new("P", &[("class", "question"), ("role", "status")]).says(&question.unwrap_or_default());
    let id = id.to_owned();
    let is_busy = withdrawal == Withdrawal::Busy;
    let act = Press { class: "testimonial-button", is_busy, ..Press::default() }
        .on_click(ui::text(label), move || withdrawal::press(widget, id.clone()));
    let keep = (!matches!(withdrawal, Withdrawal::Idle | Withdrawal::Busy)).then(|| {
        Press { class: "testimonial-button", ..Press::default() }
            .on_click(ui::text(text.say(keys::KEEP, [])), withdrawal::keep)
    });
    Element::new("DIV", &[("class", "take-back")]).of([question, act, ui::opt(keep)])
}
