//! The fields, each with its label.

use leptos::prelude::*;

use crate::{
    state::Widget,
    text::{Text, keys},
    ui,
};

/// The longest address mail can be sent to (RFC 5321, 4.5.3.1.3, without the brackets).
const EMAIL_LEN_MAX: &str = "254";

/// The id of what is said of a field that is not as it should be.
pub const WRONG: &str = "offer-wrong";

/// An e-mail address.
pub fn email(widget: Widget, wrong: &str) -> AnyView {
    let input = Input {
        name: "email",
        kind: "email",
        mode: "email",
        autocomplete: "email",
        length_max: EMAIL_LEN_MAX,
        is_required: true,
    };
    label(widget.text().say(keys::OFFER_EMAIL, []), input.view(wrong))
}

/// A day and a month, in the order the language has them, and a year that may be left out.
pub fn date(widget: Widget, wrong: &str, is_birthday: bool) -> AnyView {
    let text = widget.text();
    let filled = |part: &'static str| if is_birthday { part } else { "off" };
    let days = (1..=31).map(|day: i64| (day, text.number(day)));
    let months = (1..=12).map(|month: u8| (i64::from(month), text.month(month)));
    let day = label(text.say(keys::OFFER_DAY, []), choice("day", filled("bday-day"), wrong, days));
    let month = label(text.say(keys::OFFER_MONTH, []), choice("month", filled("bday-month"), wrong, months));
    let year = is_birthday.then(|| {
        let input = Input {
            name: "year",
            kind: "text",
            mode: "numeric",
            autocomplete: "bday-year",
            length_max: "4",
            is_required: false,
        };
        label(text.say(keys::OFFER_YEAR, []), input.view(wrong))
    });
    let parts = if is_month_first(&text) { [month, day] } else { [day, month] };
    let legend = text.say(if is_birthday { keys::OFFER_BIRTHDAY } else { keys::OFFER_NAME_DAY }, []);
    let parts = ui::block("offer-date", parts.into_iter().chain(year));
    view! { <fieldset><legend>{ui::text(legend)}</legend>{parts}</fieldset> }.into_any()
}

fn is_month_first(text: &Text) -> bool {
    text.locale().eq_ignore_ascii_case("en-us") || text.locale().starts_with("zh")
}

/// What the shopper agrees to, in the shop's words. Never ticked beforehand.
pub fn consent(words: &str, wrong: &str) -> AnyView {
    let is_wrong = wrong == "consent";
    view! {
        <label class="offer-consent">
            <input
                type="checkbox"
                name="consent"
                required=true
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then_some(WRONG)
            />
            <span>{ui::text(words)}</span>
        </label>
    }
    .into_any()
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
    fn view(self, wrong: &str) -> AnyView {
        let Self { name, kind, mode, autocomplete, length_max, is_required } = self;
        let is_wrong = name == wrong;
        view! {
            <input
                type=kind
                name=name
                inputmode=mode
                autocomplete=autocomplete
                maxlength=length_max
                required=is_required
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then_some(WRONG)
            />
        }
        .into_any()
    }
}

/// One of several values; none to begin with.
fn choice(
    name: &'static str,
    autocomplete: &'static str,
    wrong: &str,
    options: impl Iterator<Item = (i64, String)>,
) -> AnyView {
    let is_wrong = name == wrong;
    let option = |value: String, shown: String| view! { <option value=value>{ui::text(shown)}</option> }.into_any();
    let first = option(String::new(), "–".to_owned());
    let options = options.map(|(value, shown)| option(value.to_string(), shown));
    let options: Vec<AnyView> = [first].into_iter().chain(options).collect();
    view! {
        <select
            name=name
            autocomplete=autocomplete
            required=true
            aria-invalid=is_wrong.then_some("true")
            aria-describedby=is_wrong.then_some(WRONG)
        >
            {ui::all(options)}
        </select>
    }
    .into_any()
}

fn label(words: String, field: AnyView) -> AnyView {
    view! { <label class="offer-field">{ui::words("", words)}{field}</label> }.into_any()
}
