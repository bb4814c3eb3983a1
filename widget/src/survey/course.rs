//! The course of a survey: from its first question to the thanks. What was said to each step is sent at once, so that who
//! leaves half-way leaves the half.

use std::{cell::RefCell, rc::Rc};

use loyalty::{
    CandidateId, Instant, SurveyId, attention,
    survey::{Answer, Follows, path},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    card,
    model::{Asked, Sending, Stage, Survey},
    read, rehearsal, request,
    words::keys,
};
use crate::{
    js::{Js, quote},
    panel, preview,
    state::{Watched, Widget},
    sync::{Outcome, Sent},
    ui,
};

/// The card's place on the stage, which stays there for the next question.
const PLACE: &str = "survey-place";

thread_local! {
    /// What is asked.
    static ASKED: Watched<Option<Rc<Asked>>> = Watched::new(None);
}

/// What is asked, watched.
pub fn asked() -> Option<Rc<Asked>> {
    ASKED.with(Watched::get)
}

/// Begins to ask, where the person has left off. False if that cannot be asked.
pub fn begin(widget: Widget, due: &Js, at: Instant) -> bool {
    let Some(survey) = read::survey(due).filter(|_| place(widget).is_some()) else { return false };
    let Follows::Step(step) = path(&survey.steps, &survey.answered).1 else { return false };
    let (text, step) = (widget.text(), step.clone());
    let words = survey.answered.iter().rev().find_map(|given| match &given.answer {
        Answer::Text(words) => Some(words.clone()),
        _ => None,
    });
    widget.say(text.say(keys::NEW, [&step.title]));
    ui::spawn(request::tell(widget, request::answers(&survey), request::shown(&survey, at)));
    ASKED.with(|asked| {
        asked.set(Some(Rc::new(Asked {
            survey,
            owner: widget.host.owner(),
            text,
            stage: Watched::new(Rc::new(Stage::Step(step))),
            sending: Watched::new(Sending::Idle),
            chosen: Watched::new(Vec::new()),
            opener: panel::focused(widget),
            sent: Sent::default(),
            rehearsed: RefCell::default(),
            words: RefCell::new(words.unwrap_or_default()),
            recommended: Watched::new(String::new()),
        })));
    });
    true
}

/// Puts a place for the card on the stage, if there is none.
fn place(widget: Widget) -> Option<()> {
    if ui::element(widget, PLACE).is_some() {
        return Some(());
    }
    let place = web_sys::window()?.document()?.create_element("div").ok()?.dyn_into::<HtmlElement>().ok()?;
    place.set_id(PLACE);
    ui::element(widget, "stage")?.append_child(&place).ok()?;
    leptos::mount::mount_to(place, move || ui::live(move || card::card(widget))).forget();
    Some(())
}

/// A question is one member's: it leaves when another is meant, whoever is at it.
pub fn settle(widget: Widget) {
    if ASKED.with(Watched::peek).is_some_and(|asked| asked.owner != widget.host.owner()) {
        leave();
    }
}

/// Takes the card off display.
pub fn leave() {
    ASKED.with(|asked| asked.set(None));
    super::end();
}

/// Takes what the shopper says to the step that is asked.
pub fn answer(widget: Widget, asked: Rc<Asked>, answer: Answer) {
    let stage = asked.stage.peek();
    let Stage::Step(step) = &*stage else { return };
    if asked.sending.peek() == Sending::Busy {
        return;
    }
    let body = request::said(&asked.survey, &step.id, &answer);
    if let Answer::Text(words) = &answer {
        asked.words.replace(words.clone());
    }
    if preview::is_on() {
        asked.chosen.set(Vec::new());
        return go_to(widget, &asked, rehearsal::after(&asked, &step.id, answer));
    }
    ui::spawn(async move {
        let outcome = request::send(widget, &asked, &request::answers(&asked.survey), body).await;
        keep_focus(widget);
        match outcome {
            Outcome::Done(js) => go_on(widget, &asked, &js),
            outcome => stop(&asked, outcome),
        }
    });
}

/// Goes to the step that follows, or to the end.
fn go_on(widget: Widget, asked: &Asked, js: &Js) {
    asked.chosen.set(Vec::new());
    asked.sending.settle(Sending::Idle);
    let next = js.text("next");
    let step = asked.survey.steps.iter().find(|step| step.id == next);
    asked.stage.set(Rc::new(match step {
        Some(step) => Stage::Step(step.clone()),
        None => {
            remember(widget, &asked.survey, attention::Event::Answered);
            Stage::Through { thanks: js.opt("thanks", read::thanks), points: js.int("points") }
        }
    }));
}

/// The answer was not taken: it can be tried again, mended, or not at all.
fn stop(asked: &Asked, outcome: Outcome) {
    let over = match outcome {
        Outcome::Refused(code) => match code.as_str() {
            "already_answered" => Some(keys::ALREADY),
            "survey_over" | "survey_not_found" | "testimonial_not_asked" => Some(keys::OVER),
            "testimonial_exists" | "too_many_testimonials" => Some(keys::SAID_ALREADY),
            _ => return asked.sending.set(Sending::Wrong),
        },
        _ => None,
    };
    match over {
        Some(message) => {
            asked.sending.settle(Sending::Idle);
            asked.stage.set(Rc::new(Stage::Over(message)));
        }
        None => asked.sending.set(Sending::Failed),
    }
}

/// Goes somewhere in the course, as the shopper wants to say more.
pub fn go_to(widget: Widget, asked: &Asked, stage: Stage) {
    keep_focus(widget);
    asked.stage.set(Rc::new(stage));
}

/// Opens a case with what the shopper says went wrong.
pub fn open_case(widget: Widget, asked: Rc<Asked>, words: &str) {
    if words.is_empty() || asked.sending.peek() == Sending::Busy {
        return;
    }
    let Survey { id, occasion, .. } = &asked.survey;
    let order = occasion.strip_prefix("order:").map(|order| [",\"order\":", &quote(order)].concat());
    let answer = ["{\"survey\":", &quote(id), ",\"occasion\":", &quote(occasion), "}"].concat();
    let order = order.unwrap_or_default();
    let body = ["{\"kind\":\"complaint\",\"text\":", &quote(words), &order, ",\"answer\":", &answer, "}"].concat();
    say(widget, asked, "/cases", body, Stage::Told);
}

/// Says what everybody may read. Whoever sends the form has agreed to what it says.
pub fn say_in_public(widget: Widget, asked: Rc<Asked>, words: &str, name: &str) {
    if asked.sending.peek() == Sending::Busy {
        return;
    }
    let Survey { id, occasion, .. } = &asked.survey;
    let answer = ["{\"survey\":", &quote(id), ",\"occasion\":", &quote(occasion)].concat();
    let body = [&answer, ",\"text\":", &quote(words), ",\"name\":", &quote(name), ",\"consent\":true}"].concat();
    say(widget, asked, "/testimonials", body, Stage::Said);
}

/// Sends what ends the course.
fn say(widget: Widget, asked: Rc<Asked>, path: &'static str, body: String, end: Stage) {
    if preview::is_on() {
        return go_to(widget, &asked, end);
    }
    ui::spawn(async move {
        let outcome = request::send(widget, &asked, path, body).await;
        keep_focus(widget);
        match outcome {
            Outcome::Done(_) => {
                asked.sending.settle(Sending::Idle);
                asked.stage.set(Rc::new(end));
            }
            outcome => stop(&asked, outcome),
        }
    });
}

/// Closes the card. Where a step was open that is a "not now", which is told.
pub fn close(widget: Widget) {
    let Some(asked) = ASKED.with(Watched::peek) else { return };
    leave();
    if let Stage::Step(_) = &*asked.stage.peek() {
        remember(widget, &asked.survey, attention::Event::Dismissed);
        let body = request::about(&asked.survey, "\"dismissed\":true");
        ui::spawn(request::tell(widget, request::answers(&asked.survey), body));
    }
    if let Some(opener) = asked.opener.clone().filter(|_| widget.root.active_element().is_some()) {
        // One that has left the page takes none.
        ui::soon(move || drop(opener.focus()));
    }
}

/// Remembers on the device what came of it, so that nothing else asks for attention soon.
fn remember(widget: Widget, survey: &Survey, event: attention::Event) {
    if preview::is_on() {
        return;
    }
    if let (Some(chunk), Ok(id)) = (widget.offers.peek(), SurveyId::new(survey.id.clone())) {
        (chunk.remember)(widget, event, &CandidateId::from(id), widget.now());
    }
}

/// Moves the focus from what is about to go to the card, which then reads out what it says; from elsewhere it is not taken.
fn keep_focus(widget: Widget) {
    if widget.root.active_element().is_some() {
        ui::focus_soon(widget, card::CARD.to_owned());
    }
}
