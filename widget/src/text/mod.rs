//! The strings of one language, and numbers, money and dates as its readers write them.

mod fill;
mod intl;
#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/en.json`, written by the build script.
    use super::{Message, Plural};

    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

use js_sys::{Array, Object};
use loyalty::{Instant, Money};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{js::Js, model::instant::year, state::Widget, ui::join};
use intl::{DateTimeFormat, NumberFormat, PluralRules};

/// A message that is given N texts.
#[derive(Clone, Copy)]
pub struct Message<const N: usize>(pub u32);

/// A message about a number, given N more texts.
#[derive(Clone, Copy)]
pub struct Plural<const N: usize>(pub u32);

/// Everything needed to speak one language.
pub struct Text {
    locale: String,
    messages: Array,
    numbers: NumberFormat,
    plurals: PluralRules,
}

impl Text {
    /// Takes the strings of a language, in the order of [`keys`], and a language tag whose numbers and dates to use.
    pub fn new(messages: Array, locale: &str) -> Self {
        Self {
            locale: locale.to_owned(),
            messages,
            numbers: intl::number_format(locale, &JsValue::UNDEFINED),
            plurals: intl::plural_rules(locale),
        }
    }

    /// Begins to load messages that not every page view needs: those in a folder of their own.
    pub fn file(&self, widget: Widget, folder: &str) -> JsFuture {
        let language = self.locale.split('-').next().unwrap_or_default().to_ascii_lowercase();
        widget.host.file(&join(&join("strings/", folder), &join(&join("/", &language), ".json"))).into()
    }

    /// Learns what such a file has, whose numbers are no others'. Nothing if it is not what was built.
    pub fn learn(&self, file: &JsValue) -> Option<()> {
        let messages = Js::parse(&file.as_string()?)?;
        Object::assign(&self.messages, messages.raw().unchecked_ref());
        Some(())
    }

    /// A message.
    pub fn say<const N: usize>(&self, message: Message<N>, given: [&str; N]) -> String {
        fill::fill(&self.messages.get(message.0).as_string().unwrap_or_default(), &given)
    }

    /// A message about `n`, in the plural form the language has for it.
    pub fn count<const N: usize>(&self, message: Plural<N>, n: i64, given: [&str; N]) -> String {
        let number = self.number(n);
        let mut all: Vec<&str> = vec![&number];
        all.extend(given);
        fill::fill(&self.form(message.0, n), &all)
    }

    fn form(&self, index: u32, n: i64) -> String {
        let forms = Js::new(self.messages.get(index));
        forms.text(&self.plurals.select(n as f64))
    }

    /// A whole number: `1,234`.
    pub fn number(&self, n: i64) -> String {
        self.numbers.format(n as f64)
    }

    /// A change: `+120` or `−120`.
    pub fn change(&self, n: i64) -> String {
        let sign = if n > 0 { "+" } else { "" };
        let mut text = String::from(sign);
        text.push_str(&self.number(n));
        text
    }

    /// A share in per cent.
    pub fn percent(&self, percent: i64) -> String {
        intl::percent_format(&self.locale).format(percent as f64 / 100.0)
    }

    /// A factor in per cent as a number: 150 is `1.5`.
    pub fn factor(&self, percent: i64) -> String {
        self.numbers.format(percent as f64 / 100.0)
    }

    /// An amount of a currency.
    pub fn money(&self, Money(minor): Money, currency: &str) -> String {
        let format = intl::money_format(&self.locale, currency);
        let digits = intl::fraction_digits(&format);
        format.format(minor as f64 / 10_f64.powi(digits))
    }

    /// A day: `14 July`, with the year if it is not that of `now`.
    pub fn day(&self, at: Instant, now: Instant) -> String {
        self.date(at, now, false)
    }

    /// A minute of a day.
    pub fn moment(&self, at: Instant, now: Instant) -> String {
        self.date(at, now, true)
    }

    /// A minute of the day it is in.
    pub fn time(&self, at: Instant) -> String {
        intl::time_format(&self.locale).format(at.as_ms() as f64)
    }

    /// The name of a month, from 1 to 12, on its own.
    pub fn month(&self, month: u8) -> String {
        intl::month_name(&self.locale, month)
    }

    /// The language tag whose numbers and dates are used.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    fn date(&self, at: Instant, now: Instant, with_time: bool) -> String {
        let month = self.say(keys::MONTH_STYLE, []);
        let format: DateTimeFormat = intl::date_format(&self.locale, &month, year(at) != year(now), with_time);
        format.format(at.as_ms() as f64)
    }
}
