//! The panel: what is previewed, and why each offer shows or not. Small, in the corner across from the launcher, and below
//! whatever is previewed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    course::{self, shown},
    link,
    model::{Opened, Part, Place, Row, Stage},
    words::keys,
};
use crate::{
    element::Element,
    js::Js,
    offers::Spot,
    state::{Watched, Widget},
    text::Text,
    ui,
};

/// Where the tab keeps whether the panel is folded.
const FOLDED: &str = "regulars:preview-folded";
/// The id of what the panel shows unfolded.
const BODY: &str = "preview-body";
/// The least height of the panel that is worth reading, in CSS pixels.
const ROOM_PX_MIN: i64 = 200;

thread_local! {
    static IS_FOLDED: Watched<bool> = Watched::new(is_folded_at_first());
}

/// Puts the panel on the stage, where it stays whatever language the widget is drawn in.
pub fn mount(widget: Widget) {
    let document = web_sys::window().and_then(|window| window.document());
    let place = document.and_then(|document| document.create_element("div").ok()?.dyn_into::<HtmlElement>().ok());
    let (Some(place), Some(stage)) = (place, ui::element(widget, "stage")) else { return };
    place.set_id("preview");
    if stage.append_child(&place).is_ok() {
        leptos::mount::mount_to(place, move || ui::live(move || panel(widget))).forget();
    }
}

/// Keeps the panel out of the way of what is previewed: below a bar at the top, above what is in the same corner.
pub fn make_room(widget: Widget) {
    let Some(place) = ui::element(widget, "preview") else { return };
    let window_px =
        web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default() as i64;
    let (mut below_px, mut room_px) = (0, window_px);
    let offers = Spot::ALL.map(Spot::id).into_iter();
    let previewed = offers.chain(["survey"]).find_map(|id| ui::element(widget, id));
    if let Some(offer) = previewed.filter(|offer| offer.tag_name() != "DIALOG") {
        let top_px = Js::new(offer.clone().into()).int("offsetTop");
        if top_px <= 0 {
            below_px = offer.offset_height().into();
        } else if top_px > ROOM_PX_MIN {
            room_px = top_px;
        }
    }
    for (name, px) in [("--below", below_px), ("--room", room_px - below_px)] {
        // Properties of an element of our own do not fail.
        let _ = place.style().set_property(name, &ui::join(&px.to_string(), "px"));
    }
}

fn is_folded_at_first() -> bool {
    let kept = web_sys::window().map(|window| link::kept(&window, FOLDED)).unwrap_or_default();
    match kept.as_str() {
        "" => ui::is_phone(),
        kept => kept == "1",
    }
}

fn fold(is_folded: bool) {
    if let Some(window) = web_sys::window() {
        link::keep(&window, FOLDED, if is_folded { "1" } else { "0" });
    }
    IS_FOLDED.with(|folded| folded.set(is_folded));
}

fn panel(widget: Widget) -> AnyView {
    let Some(text) = shown(|shown| shown.text.get()) else { return ui::none() };
    let name = text.say(keys::PANEL, []);
    let stage = shown(|shown| shown.stage.get());
    let (title, body) = match stage {
        Stage::Open(opened) => (opened.name.clone(), opened_body(widget, &text, &opened)),
        Stage::Asking => (name.clone(), vec![status(text.say(keys::ASKING, []))]),
        Stage::Failed => (name.clone(), vec![status(text.say(keys::FAILED, []))]),
        Stage::Refused(why) => {
            let lines = [why, keys::ASK_AGAIN].map(|line| ui::say("preview-line", text.say(line, [])));
            (name.clone(), lines.into_iter().chain([leave(&text)]).collect())
        }
    };
    let is_folded = IS_FOLDED.with(Watched::get);
    let body = Element::new("DIV", &[("id", BODY), ("class", "preview-body")])
        .with("hidden", is_folded.then_some(""))
        .of(body);
    Element::new("SECTION", &[("class", "preview"), ("aria-label", &name)]).of([head(&name, &title, is_folded), body])
}

/// The line that is always there, which folds the rest.
fn head(name: &str, title: &str, is_folded: bool) -> AnyView {
    let mark = ui::words("preview-mark", name);
    let title = ui::words("preview-title", if title == name { "" } else { title });
    let chevron = Element::new("SPAN", &[("class", "preview-chevron"), ("aria-hidden", "true")]).of([]);
    Element::new("BUTTON", &[("type", "button"), ("class", "preview-head"), ("aria-controls", BODY)])
        .with("aria-expanded", Some(if is_folded { "false" } else { "true" }))
        .on("click", move |_| fold(!is_folded))
        .of([mark, title, chevron])
}

fn opened_body(widget: Widget, text: &Text, opened: &Opened) -> Vec<AnyView> {
    let version = text.say(keys::VERSION, [&text.number(opened.version)]);
    let until = opened.expires_at.map(|at| text.say(keys::WORKS_UNTIL, [&widget.text().moment(at, widget.now())]));
    let about = [version, text.say(opened.status, [])].into_iter().chain(until).collect::<Vec<_>>().join(" ");
    let why = text.say(keys::WHY, []);
    let heading = Element::new("H2", &[("class", "preview-heading")]).says(&why);
    // Whatever scrolls can be scrolled by keys.
    let list =
        Element::new("DIV", &[("class", "preview-list"), ("tabindex", "0"), ("role", "group"), ("aria-label", &why)]);
    let alone = match (&opened.question, opened.entries.len()) {
        (None, 1) => Some(keys::ALONE),
        (Some(_), 0) => Some(keys::MEMBERS_ONLY),
        _ => None,
    };
    let alone = alone.map(|line| ui::say("preview-line", text.say(line, [])));
    let foot = ui::block("preview-foot", [ui::words("", text.say(keys::NO_DEEDS, [])), leave(text)]);
    let list = list.of([rows(text), ui::opt(alone)]);
    vec![ui::say("preview-line", about), place(widget, text, opened), heading, list, foot]
}

/// Where the offer is, and what can be done about it: another variant, or the same once more.
fn place(widget: Widget, text: &Text, opened: &Opened) -> AnyView {
    let variant = shown(|shown| shown.variant.get());
    let place = shown(|shown| shown.place.get());
    let line = match place {
        Place::Up => None,
        Place::Closed => Some(keys::CLOSED),
        Place::Checkout => Some(keys::CHECKOUT),
        Place::Nowhere => Some(keys::NOWHERE),
    };
    let line = line.map(|line| ui::words("", text.say(line, [])));
    let again = (place == Place::Closed)
        .then(|| button("preview-button", None, text.say(keys::SHOW_AGAIN, []), move || course::show(widget, variant)));
    let status =
        Element::new("DIV", &[("class", "preview-place"), ("role", "status")]).of(line.into_iter().chain(again));
    if opened.variants.len() < 2 {
        return status;
    }
    let name = text.say(keys::VARIANTS, []);
    let buttons = opened.variants.iter().enumerate().map(|(index, js)| {
        let key = js.get("arm").text("variant");
        button("preview-variant", Some(index == variant), key, move || course::show(widget, index))
    });
    let variants =
        Element::new("DIV", &[("class", "preview-variants"), ("role", "group"), ("aria-label", &name)]).of(buttons);
    ui::all([variants, status])
}

fn rows(text: &Text) -> AnyView {
    let rows = shown(|shown| shown.rows.get());
    Element::new("UL", &[("class", "preview-rows")]).of(rows.iter().map(|item| row(text, item)))
}

fn row(text: &Text, row: &Row) -> AnyView {
    let line =
        Element::new("P", &[("class", "preview-verdict")]).with("data-shows", row.shows.then_some("")).says(&row.line);
    let parts = row.parts.iter().map(|item| part(text, item));
    let parts = (!row.parts.is_empty()).then(|| Element::new("UL", &[("class", "preview-parts")]).of(parts));
    let name = Element::new("H3", &[("class", "preview-name")]).says(&row.name);
    Element::new("LI", &[]).of([name, line, ui::opt(parts)])
}

fn part(text: &Text, part: &Part) -> AnyView {
    let mark = if part.is_met { "✓" } else { "○" };
    let said = if part.is_met { keys::MET } else { keys::NOT_MET };
    let mark = Element::new("SPAN", &[("aria-hidden", "true")]).says(mark);
    let said = Element::new("SPAN", &[("class", "said")]).says(&text.say(said, []));
    Element::new("LI", &[])
        .with("data-met", part.is_met.then_some(""))
        .with("data-depth", (part.depth > 0).then_some(""))
        .of([mark, said, ui::words("", part.line.clone())])
}

fn status(line: String) -> AnyView {
    Element::new("P", &[("class", "preview-line"), ("role", "status")]).says(&line)
}

fn leave(text: &Text) -> AnyView {
    button("preview-button", None, text.say(keys::LEAVE, []), link::leave)
}

fn button(class: &'static str, is_pressed: Option<bool>, label: String, mut act: impl FnMut() + 'static) -> AnyView {
    Element::new("BUTTON", &[("type", "button"), ("class", class)])
        .with("aria-pressed", is_pressed.map(|is| if is { "true" } else { "false" }))
        .on("click", move |_| act())
        .says(&label)
}
