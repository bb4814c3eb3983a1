//! The browser's `Intl`. A language tag the browser does not take falls back to English instead of failing.

use wasm_bindgen::prelude::*;

use crate::js::{Js, object};

#[wasm_bindgen]
extern "C" {
    pub type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    pub fn format(this: &NumberFormat, number: f64) -> String;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &NumberFormat) -> JsValue;

    pub type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str) -> Result<PluralRules, JsValue>;
    /// The plural category of a number: `one`, `few` …
    #[wasm_bindgen(method)]
    pub fn select(this: &PluralRules, number: f64) -> String;

    pub type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    pub fn format(this: &DateTimeFormat, ms: f64) -> String;
}

const FALLBACK: &str = "en";

/// Something of `Intl` in a locale, else in English, else (options the browser does not know) in English without any.
fn in_locale<T: JsCast>(locale: &str, options: &JsValue, new: impl Fn(&str, &JsValue) -> Result<T, JsValue>) -> T {
    let made = new(locale, options).or_else(|_| new(FALLBACK, options)).or_else(|_| new(FALLBACK, &JsValue::UNDEFINED));
    made.unwrap_or_else(|error| wasm_bindgen::throw_val(error))
}

pub fn number_format(locale: &str, options: &JsValue) -> NumberFormat {
    in_locale(locale, options, NumberFormat::new)
}

pub fn percent_format(locale: &str) -> NumberFormat {
    number_format(locale, &object(&[("style", "percent".into())]))
}

/// Amounts of a currency, without `.00`.
pub fn money_format(locale: &str, currency: &str) -> NumberFormat {
    let options = [
        ("style", "currency".into()),
        ("currency", currency.into()),
        // $, not US$: the shop's currency is the one its shoppers expect.
        ("currencyDisplay", "narrowSymbol".into()),
        ("trailingZeroDisplay", "stripIfInteger".into()),
    ];
    number_format(locale, &object(&options))
}

/// How many digits the minor units of a format's currency have: 2 for cents.
pub fn fraction_digits(format: &NumberFormat) -> i32 {
    Js::new(format.resolved_options()).int("maximumFractionDigits") as i32
}

pub fn plural_rules(locale: &str) -> PluralRules {
    in_locale(locale, &JsValue::UNDEFINED, |locale, _| PluralRules::new(locale))
}

/// Days, with the year or the time of day where asked.
pub fn date_format(locale: &str, month: &str, with_year: bool, with_time: bool) -> DateTimeFormat {
    let mut options = vec![("day", JsValue::from("numeric")), ("month", month.into())];
    if with_year {
        options.push(("year", "numeric".into()));
    }
    if with_time {
        options.extend(time());
    }
    in_locale(locale, &object(&options), DateTimeFormat::new)
}

/// Minutes of a day.
pub fn time_format(locale: &str) -> DateTimeFormat {
    in_locale(locale, &object(&time()), DateTimeFormat::new)
}

fn time() -> [(&'static str, JsValue); 2] {
    [("hour", "numeric".into()), ("minute", "2-digit".into())]
}

/// The name of a month, from 1 to 12, as it stands on its own.
pub fn month_name(locale: &str, month: u8) -> String {
    /// The middle of January 1970: half a month from another month in every time zone.
    const FIRST_MS: f64 = 14.0 * DAY_MS;
    const DAY_MS: f64 = 86_400_000.0;
    /// A twelfth of a year, which never leaves the middle of a month by more than two days.
    const STEP_MS: f64 = 365.25 / 12.0 * DAY_MS;
    let format: DateTimeFormat = in_locale(locale, &object(&[("month", "long".into())]), DateTimeFormat::new);
    format.format(FIRST_MS + STEP_MS * f64::from(month - 1))
}
