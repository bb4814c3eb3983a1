//! One step: its question, and what it is answered with. A tap answers where one is enough; by keyboard something is chosen
//! first and then sent.

use std::rc::Rc;

use leptos::prelude::*;
use loyalty::survey::{ANSWER_LEN_MAX, Answer, Ask, ChoiceOption, CsatStyle, Step};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, UiEvent};

use super::{
    card::{TITLE, send, title},
    course,
    model::{Asked, Stage},
    words::keys,
};
use crate::{
    element::{Element, Press},
    icon,
    js::Js,
    state::Widget,
    text::Message,
    ui,
};

/// The id of the field for the shopper's own words.
pub const WORDS: &str = "survey-words";
/// The id of what the ends of a scale mean.
const ENDS: &str = "survey-ends";

const DEGREES: [Message<0>; 5] = [keys::CSAT_1, keys::CSAT_2, keys::CSAT_3, keys::CSAT_4, keys::CSAT_5];
const FACES: [&str; 5] = [
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8 17c1-2.300 2.400-3 4-3s3 .7 4 3",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8.500 16c1-1 2-1.500 3.500-1.500s2.500.5 3.500 1.500",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8.500 15h7",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8.500 14c1 1 2 1.500 3.500 1.500s2.500-.5 3.500-1.500",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8 13.500c1 2.300 2.400 3 4 3s3-.7 4-3",
];
const STAR: &str =
    "M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900-4.300-4.100 5.900-.8z";

/// The step.
pub fn question(widget: Widget, asked: &Rc<Asked>, step: &Step<String>) -> Vec<AnyView> {
    let text = &asked.text;
    let is_first = asked.survey.steps.first().is_some_and(|first| first.id == step.id);
    let points = (is_first && asked.survey.points > 0)
        .then(|| ui::say("survey-points", text.count(keys::POINTS, asked.survey.points, [])));
    let body = match &step.ask {
        Ask::Nps {} => scale(widget, asked, 0..=10, (keys::NPS_LOW, keys::NPS_HIGH)),
        Ask::Ces {} => scale(widget, asked, 1..=7, (keys::CES_LOW, keys::CES_HIGH)),
        Ask::Csat { style } => degrees(widget, asked, *style),
        Ask::Choice { options, many } => choice(widget, asked, options, *many),
        Ask::Open { placeholder } => words("4", placeholder.as_deref()),
    };
    let skip = step.optional.then(|| {
        let asked = Rc::clone(asked);
        Press { class: "survey-skip", ..Press::default() }.on_click(ui::text(text.say(keys::SKIP, [])), move || {
            course::answer(widget, Rc::clone(&asked), Answer::Skipped(true));
        })
    });
    let foot = ui::block("survey-foot", [go_on(widget, asked, &step.ask), ui::opt(skip)]);
    vec![title(&step.title), ui::opt(points), body, foot]
}

/// Figures, and what the lowest and the highest mean.
fn scale(
    widget: Widget,
    asked: &Rc<Asked>,
    scores: impl Iterator<Item = u8>,
    (low, high): (Message<0>, Message<0>),
) -> AnyView {
    let mut views = Vec::new();
    for score in scores {
        let shown = ui::text(widget.text().number(score.into()));
        views.push(degree(widget, asked, &score.to_string(), None, shown));
    }
    let ends = [low, high].map(|end| ui::words("", asked.text.say(end, [])));
    let ends = Element::new("P", &[("class", "survey-ends"), ("id", ENDS)]).of(ends);
    ui::all([group("survey-scale").with("aria-describedby", Some(ENDS)).of(views), ends])
}

/// Five faces, or five stars.
fn degrees(widget: Widget, asked: &Rc<Asked>, style: CsatStyle) -> AnyView {
    let chosen = asked.chosen.get().first().and_then(|chosen| chosen.parse().ok()).unwrap_or(0);
    let mut views = Vec::new();
    for (score, (face, name)) in (1_usize..).zip(FACES.into_iter().zip(DEGREES)) {
        let shown = match style {
            CsatStyle::Faces => icon::icon(face),
            CsatStyle::Stars => {
                let class = if score <= chosen { "survey-star lit" } else { "survey-star" };
                Element::new("SPAN", &[("class", class)]).of([icon::icon(STAR)])
            }
        };
        views.push(degree(widget, asked, &score.to_string(), Some(&asked.text.say(name, [])), shown));
    }
    group("survey-degrees").of(views)
}

/// Something of which one is chosen.
fn group(class: &'static str) -> Element {
    Element::new("DIV", &[("class", class), ("role", "radiogroup"), ("aria-labelledby", TITLE)])
}

/// One of a scale.
fn degree(widget: Widget, asked: &Rc<Asked>, value: &str, name: Option<&str>, shown: AnyView) -> AnyView {
    let input = input(asked, "radio", value).with("aria-label", name).of([]);
    let shown = Element::new("SPAN", &[("class", "survey-degree")]).with("title", name).of([shown]);
    tapped(widget, asked, value, Element::new("LABEL", &[])).of([input, shown])
}

fn choice(widget: Widget, asked: &Rc<Asked>, options: &[ChoiceOption<String>], many: bool) -> AnyView {
    let mut views = Vec::new();
    for ChoiceOption { id, label } in options {
        let kind = if many { "checkbox" } else { "radio" };
        let line = Element::new("LABEL", &[("class", "survey-option")]);
        let line = if many { line } else { tapped(widget, asked, id, line) };
        views.push(line.of([input(asked, kind, id).of([]), ui::words("", label.as_str())]));
    }
    let role = if many { "group" } else { "radiogroup" };
    Element::new("DIV", &[("class", "survey-options"), ("role", role), ("aria-labelledby", TITLE)]).of(views)
}

/// Something to choose. Chosen, it can be sent.
fn input(asked: &Rc<Asked>, kind: &'static str, value: &str) -> Element {
    let is_chosen = asked.chosen.get().iter().any(|chosen| chosen == value);
    let asked = Rc::clone(asked);
    Element::new("INPUT", &[("type", kind), ("name", "answer"), ("value", value)])
        .with("checked", is_chosen.then_some(""))
        .on("change", move |event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            let value = input.value();
            let mut chosen = asked.chosen.peek();
            chosen.retain(|known| kind != "radio" && *known != value);
            if input.checked() {
                chosen.push(value);
            }
            asked.chosen.set(chosen);
        })
}

/// A tap is the answer. Keys move through a scale first, so what they choose waits to be sent.
fn tapped(widget: Widget, asked: &Rc<Asked>, value: &str, label: Element) -> Element {
    let (asked, value) = (Rc::clone(asked), value.to_owned());
    label.on("click", move |event| {
        let is_pointer = event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0);
        let is_label = event.target().is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_none());
        if is_pointer && is_label {
            let (asked, value) = (Rc::clone(&asked), value.clone());
            // Once it is marked as chosen.
            ui::soon(move || {
                asked.chosen.set(vec![value]);
                send_chosen(widget, asked);
            });
        }
    })
}

/// A field for the shopper's own words, so many lines high.
pub fn words(rows: &str, placeholder: Option<&str>) -> AnyView {
    Element::new("TEXTAREA", &[("class", "survey-words"), ("id", WORDS), ("rows", rows), ("aria-labelledby", TITLE)])
        .with("maxlength", Some(&ANSWER_LEN_MAX.to_string()))
        .with("placeholder", placeholder)
        .of([])
}

/// What the shopper has written into a field.
pub fn written(widget: Widget, field: &str) -> String {
    ui::element(widget, field).map_or_else(String::new, |field| Js::new(field.into()).text("value").trim().to_owned())
}

/// What sends the answer, once there is one.
fn go_on(widget: Widget, asked: &Rc<Asked>, ask: &Ask<String>) -> AnyView {
    let is_open = matches!(ask, Ask::Open { .. });
    if !is_open && asked.chosen.get().is_empty() {
        return ui::none();
    }
    let label = asked.text.say(if is_open { keys::SEND } else { keys::NEXT }, []);
    let to = Rc::clone(asked);
    send(widget, asked, label, move || {
        if is_open {
            let written = written(widget, WORDS);
            if !written.is_empty() {
                course::answer(widget, Rc::clone(&to), Answer::Text(written));
            }
        } else {
            send_chosen(widget, Rc::clone(&to));
        }
    })
}

/// Sends what is chosen: a score where the step has a scale.
fn send_chosen(widget: Widget, asked: Rc<Asked>) {
    let chosen = asked.chosen.peek();
    let stage = asked.stage.peek();
    let Stage::Step(step) = &*stage else { return };
    let score = step.ask.scale().and_then(|_| chosen.first()?.parse().ok());
    course::answer(widget, asked, score.map_or(Answer::Options(chosen), Answer::Score));
}
