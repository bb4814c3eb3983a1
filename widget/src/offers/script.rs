//! The browser as the engine of conditions: JavaScript does what JavaScript does, and costs no bytes.

use js_sys::{JsString, Number};
use loyalty::condition::Engine;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A regular expression. Not that of `js_sys`, whose making throws through the widget if it is none.
    type RegExp;
    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn test(this: &RegExp, text: &str) -> Result<bool, JsValue>;
}

/// The browser.
pub struct Script;

impl Engine for Script {
    fn is_pattern(&self, pattern: &str) -> bool {
        RegExp::new(pattern, "u").is_ok()
    }

    fn matches(&self, pattern: &str, any_case: bool, text: &str) -> bool {
        let flags = if any_case { "iu" } else { "u" };
        RegExp::new(pattern, flags).is_ok_and(|pattern| pattern.test(text).unwrap_or(false))
    }

    fn lowercase(&self, text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    fn number(&self, text: &str) -> f64 {
        f64::try_from(JsValue::from_str(text)).unwrap_or(f64::NAN)
    }

    fn text(&self, number: f64) -> String {
        // It fails for other radices only.
        Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
    }
}
