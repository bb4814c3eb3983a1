//! Reading a due survey from an answer. A step that this build does not know how to ask ends it there.

use loyalty::survey::{Answer, Ask, ChoiceOption, CsatStyle, Next, Step, StepAnswer, Thanks};

use super::model::Survey;
use crate::js::Js;

/// A due survey; nothing if its first step cannot be asked.
pub fn survey(js: &Js) -> Option<Survey> {
    let steps: Vec<Step<String>> = js.list("steps", step).into_iter().map_while(|step| step).collect();
    if steps.is_empty() {
        return None;
    }
    let answered = js.list("answered", given).into_iter().flatten().collect();
    Some(Survey {
        id: js.text("id"),
        version: js.int("version"),
        occasion: js.text("occasion"),
        steps,
        thanks: js.list("thanks", thanks),
        points: js.int("points"),
        answered,
    })
}

/// What the person is told who is through.
pub fn thanks(js: &Js) -> Thanks<String> {
    let flag = |key: &str| js.get(key).as_flag();
    Thanks {
        from: js.opt("from", score),
        to: js.opt("to", score),
        text: js.text("text"),
        offers_case: flag("offers_case"),
        recommends: flag("recommends"),
        asks_testimonial: flag("asks_testimonial"),
    }
}

fn step(js: &Js) -> Option<Step<String>> {
    Some(Step {
        id: js.text("id"),
        ask: ask(&js.get("ask"))?,
        title: js.text("title"),
        optional: js.get("optional").as_flag(),
        next: js.list("next", next),
    })
}

fn ask(js: &Js) -> Option<Ask<String>> {
    let (csat, choice, open) = (js.get("csat"), js.get("choice"), js.get("open"));
    Some(if !js.get("nps").is_none() {
        Ask::Nps {}
    } else if !csat.is_none() {
        Ask::Csat { style: if csat.text("as") == "stars" { CsatStyle::Stars } else { CsatStyle::Faces } }
    } else if !js.get("ces").is_none() {
        Ask::Ces {}
    } else if !choice.is_none() {
        let option = |js: &Js| ChoiceOption { id: js.text("id"), label: js.text("label") };
        Ask::Choice { options: choice.list("options", option), many: choice.get("many").as_flag() }
    } else if !open.is_none() {
        Ask::Open { placeholder: open.opt("placeholder", Js::as_text) }
    } else {
        return None;
    })
}

fn next(js: &Js) -> Next {
    Next {
        from: js.opt("from", score),
        to: js.opt("to", score),
        options: js.list("options", Js::as_text),
        step: js.text("step"),
    }
}

fn given(js: &Js) -> Option<StepAnswer> {
    let (options, text) = (js.get("options"), js.get("text"));
    let answer = if let Some(score) = js.opt("score", score) {
        Answer::Score(score)
    } else if !options.is_none() {
        Answer::Options(options.items(Js::as_text))
    } else if !text.is_none() {
        Answer::Text(text.as_text())
    } else {
        Answer::Skipped(true)
    };
    Some(StepAnswer { step: js.text("step"), answer })
}

/// A score. What is no score of any scale is the lowest of all.
fn score(js: &Js) -> u8 {
    u8::try_from(js.as_int()).unwrap_or_default()
}
