//! Reading and making plain JavaScript values. Costs a fraction of what a deserializer would.

use js_sys::{Array, JSON, Object, Reflect};
use loyalty::{Instant, Money};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::instant;

/// A value that came from the API or the page. What is absent or of another kind reads as empty: the API's answers are
/// ours, and a page's mistakes must not harm it.
#[derive(Clone)]
pub struct Js(JsValue);

impl Js {
    /// Takes any value.
    pub fn new(value: JsValue) -> Self {
        Self(value)
    }

    /// Reads JSON; nothing if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().filter(JsValue::is_object).map(Self)
    }

    /// The value itself.
    pub fn raw(&self) -> &JsValue {
        &self.0
    }

    /// Whether there is no value.
    pub fn is_none(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Self {
        Self(Reflect::get(&self.0, &JsValue::from_str(key)).unwrap_or_default())
    }

    /// A member, read if it is there.
    pub fn opt<T>(&self, key: &str, read: fn(&Self) -> T) -> Option<T> {
        let value = self.get(key);
        (!value.is_none()).then(|| read(&value))
    }

    /// The value as text.
    pub fn as_text(&self) -> String {
        self.0.as_string().unwrap_or_default()
    }

    /// The value as a whole number. Numbers in attributes are texts.
    pub fn as_int(&self) -> i64 {
        // Whole numbers of the API stay within 2^53; a fraction is cut off and what is no number is 0.
        self.0.as_f64().map_or_else(|| self.as_text().trim().parse().unwrap_or(0), |number| number as i64)
    }

    /// Whether the value is true.
    pub fn as_flag(&self) -> bool {
        self.0.is_truthy()
    }

    /// The value as an instant.
    pub fn as_instant(&self) -> Option<Instant> {
        instant::parse(&self.as_text())
    }

    /// A member as text.
    pub fn text(&self, key: &str) -> String {
        self.get(key).as_text()
    }

    /// A member as a whole number.
    pub fn int(&self, key: &str) -> i64 {
        self.get(key).as_int()
    }

    /// A member as a whole number, if it is there.
    pub fn opt_int(&self, key: &str) -> Option<i64> {
        self.opt(key, Self::as_int)
    }

    /// A member as an amount.
    pub fn money(&self, key: &str) -> Money {
        Money(self.int(key))
    }

    /// A member as an instant.
    pub fn instant(&self, key: &str) -> Option<Instant> {
        self.get(key).as_instant()
    }

    /// The items of a member that is an array.
    pub fn list<T>(&self, key: &str, read: fn(&Self) -> T) -> Vec<T> {
        self.get(key).items(read)
    }

    /// The items of an array.
    pub fn items<T>(&self, read: fn(&Self) -> T) -> Vec<T> {
        match self.0.dyn_ref::<Array>() {
            // By index: what a page hung on the prototypes of arrays does not come along.
            Some(array) => (0..array.length()).map(|index| read(&Self(array.get(index)))).collect(),
            None => Vec::new(),
        }
    }

    /// The members of a member that is an object.
    pub fn entries(&self, key: &str) -> Vec<(String, Self)> {
        self.get(key).members()
    }

    /// The members of an object.
    pub fn members(&self) -> Vec<(String, Self)> {
        match self.0.dyn_ref::<Object>() {
            Some(object) => {
                let keys = Object::keys(object);
                (0..keys.length())
                    .map(|index| Self(keys.get(index)).as_text())
                    .map(|key| (key.clone(), self.get(&key)))
                    .collect()
            }
            None => Vec::new(),
        }
    }
}

/// An object of the given members.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in members {
        // Setting a member of a fresh object does not fail, whatever a page did to its prototype.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

/// A text as JSON. Not `JSON.stringify`: old libraries still patch `String.prototype.toJSON`.
pub fn quote(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                json.push('\\');
                json.push(c);
            }
            // What people write has lines.
            '\n' => json.push_str("\\n"),
            // Ids have no control characters; a page's own might.
            c if c.is_control() => json.push(' '),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn a_quoted_text_is_json() {
        for text in ["five-off", "a \"b\" \\ c", "п’ять", "two\nlines", ""] {
            assert_eq!(serde_json::from_str::<String>(&quote(text)).ok().as_deref(), Some(text));
        }
        assert_eq!(quote("a\tb"), "\"a b\"");
    }
}
