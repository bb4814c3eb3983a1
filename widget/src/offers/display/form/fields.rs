//! The fields, each with its label.

use leptos::prelude::*;

use super::words::keys;
use crate::{element::Element, state::Widget, text::Text, ui};

/// The longest address mail can be sent to (RFC 5321, 4.5.3.1.3, without the brackets).
const EMAIL_LEN_MAX: &str = "254";

/// What is not as it should be.
#[derive(Clone, Copy)]
pub struct Wrong<'w> {
    /// The name of the field; empty if all are.
    pub field: &'w str,
    /// The id of what is said of it.
    pub id: &'w str,
}

/// An e-mail address.
pub fn email(widget: Widget, wrong: Wrong<'_>) -> AnyView {
    let input = Input {
        name: "email",
        kind: "email",
        mode: "email",
        autocomplete: "email",
        length_max: EMAIL_LEN_MAX,
        is_required: true,
    };
    label(widget.text().say(keys::EMAIL, []), input.view(wrong))
}

/// A day and a month, in the order the language has them, and a year that may be left out.
pub fn date(widget: Widget, wrong: Wrong<'_>, is_birthday: bool) -> AnyView {
    let text = widget.text();
    let filled = |part: &'static str| if is_birthday { part } else { "off" };
    let mut days = (1..=31).map(|day: i64| (day, text.number(day)));
    let mut months = (1..=12).map(|month: u8| (i64::from(month), text.month(month)));
    let day = label(text.say(keys::DAY, []), choice("day", filled("bday-day"), wrong, &mut days));
    let month = label(text.say(keys::MONTH, []), choice("month", filled("bday-month"), wrong, &mut months));
    let year = is_birthday.then(|| {
        let input = Input {
            name: "year",
            kind: "text",
            mode: "numeric",
            autocomplete: "bday-year",
            length_max: "4",
            is_required: false,
        };
        label(text.say(keys::YEAR, []), input.view(wrong))
    });
    let parts = if is_month_first(&text) { [month, day] } else { [day, month] };
    let legend = text.say(if is_birthday { keys::BIRTHDAY } else { keys::NAME_DAY }, []);
    let parts = ui::block("offer-date", parts.into_iter().chain(year));
    Element::new("FIELDSET", &[]).of([Element::new("LEGEND", &[]).says(&legend), parts])
}

fn is_month_first(text: &Text) -> bool {
    text.locale().eq_ignore_ascii_case("en-us") || text.locale().starts_with("zh")
}

/// What the shopper agrees to, in the shop's words. Never ticked beforehand.
pub fn consent(words: &str, wrong: Wrong<'_>) -> AnyView {
    let tick = control("INPUT", "consent", wrong).with("type", Some("checkbox")).with("required", Some("")).of([]);
    Element::new("LABEL", &[("class", "offer-consent")]).of([tick, ui::words("", words)])
}

/// A field to type into.
struct Input {
    name: &'static str,
    kind: &'static str,
    /// The keyboard a phone shows.
    mode: &'static str,
    autocomplete: &'static str,
    length_max: &'static str,
    is_required: bool,
}

impl Input {
    fn view(self, wrong: Wrong<'_>) -> AnyView {
        let Self { name, kind, mode, autocomplete, length_max, is_required } = self;
        control("INPUT", name, wrong)
            .with("type", Some(kind))
            .with("inputmode", Some(mode))
            .with("autocomplete", Some(autocomplete))
            .with("maxlength", Some(length_max))
            .with("required", is_required.then_some(""))
            .of([])
    }
}

/// One of several values; none to begin with.
fn choice(
    name: &'static str,
    autocomplete: &'static str,
    wrong: Wrong<'_>,
    options: &mut dyn Iterator<Item = (i64, String)>,
) -> AnyView {
    let mut views = vec![Element::new("OPTION", &[("value", "")]).says("–")];
    for (value, shown) in options {
        views.push(Element::new("OPTION", &[("value", &value.to_string())]).says(&shown));
    }
    control("SELECT", name, wrong).with("autocomplete", Some(autocomplete)).with("required", Some("")).of(views)
}

/// Something to enter, marked if what was entered is not as it should be.
fn control(element: &'static str, name: &'static str, wrong: Wrong<'_>) -> Element {
    let is_wrong = name == wrong.field;
    Element::new(element, &[("name", name)])
        .with("aria-invalid", is_wrong.then_some("true"))
        .with("aria-describedby", is_wrong.then_some(wrong.id))
}

fn label(words: String, field: AnyView) -> AnyView {
    Element::new("LABEL", &[("class", "offer-field")]).of([ui::words("", words), field])
}
