//! Bodies and parameters made from the document's schemas, by a seed: valid, or with one thing wrong.

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

use super::{DOCUMENT, schema};

/// How deep objects are filled with what they need not have: a condition or a paragraph can hold itself.
const DEPTH_MAX: usize = 7;
/// Most items, members or characters beyond the fewest that are made of what may be as long as one likes.
const MORE_MAX: usize = 3;
/// Attempts at a value that is valid: a form can match two schemas of which it must match one.
const ATTEMPTS: usize = 200;

const CHARACTERS: [char; 16] =
    ['a', 'b', 'Z', '0', '7', '-', '_', '.', ' ', '/', '"', '\\', '\'', 'č', '\u{4e2d}', '\u{1f600}'];

/// A value that is valid by the schema at `pointer`.
///
/// # Panics
/// When none can be made.
#[must_use]
pub fn valid(pointer: &str, rng: &mut Rng) -> Value {
    let schema = DOCUMENT.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the document"));
    for _ in 0..ATTEMPTS {
        // Bare, with everything, or in between.
        let fullness = [0.0, 0.3, 0.7, 1.0][rng.usize(..4)];
        let value = Maker { rng, fullness }.value(schema, 0);
        if schema::faults(pointer, &value).is_empty() {
            return value;
        }
    }
    panic!("no value could be made that is valid by {pointer}")
}

/// A value that the schema at `pointer` forbids, made from a valid one by a single change; none if none was found.
#[must_use]
pub fn forbidden(pointer: &str, rng: &mut Rng) -> Option<Value> {
    (0..ATTEMPTS).find_map(|_| {
        let mut value = valid(pointer, rng);
        let places = count(&value);
        let mut place = rng.usize(..places);
        spoil(&mut value, &mut place, rng);
        (!schema::faults(pointer, &value).is_empty()).then_some(value)
    })
}

struct Maker<'r> {
    rng: &'r mut Rng,
    /// How likely it is that something is there that need not be.
    fullness: f64,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        let schema = resolved(schema);
        if let Some(examples) = schema.get("examples").and_then(Value::as_array)
            && self.rng.bool()
            && let Some(example) = self.rng.choice(examples)
        {
            return example.clone();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(value) = schema.get("enum").and_then(Value::as_array).and_then(|all| self.rng.choice(all)) {
            return value.clone();
        }
        if let Some(form) = schema.get("oneOf").and_then(Value::as_array).and_then(|forms| self.rng.choice(forms)) {
            return self.value(&with_form(&schema, form), depth);
        }
        match self.kind(&schema) {
            "object" => self.object(&schema, depth),
            "array" => self.list(&schema, depth),
            "string" => self.text(&schema).into(),
            "integer" => self.number(&schema).into(),
            "number" => json!(self.number(&schema)),
            "boolean" => self.rng.bool().into(),
            _ => Value::Null,
        }
    }

    /// The kind of value; null is rarer than the others.
    fn kind<'s>(&mut self, schema: &'s Value) -> &'s str {
        match schema.get("type") {
            Some(Value::String(kind)) => kind,
            Some(Value::Array(kinds)) => {
                let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
                let others: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "null").collect();
                let from = if self.rng.usize(..5) == 0 { &kinds } else { &others };
                self.rng.choice(from).copied().unwrap_or("null")
            }
            // Anything at all.
            _ => ["string", "integer", "boolean", "null"][self.rng.usize(..4)],
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut members = Map::new();
        let needed: Vec<&str> = texts(&schema["required"]);
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let is_wanted = depth < DEPTH_MAX && self.rng.f64() < self.fullness;
            if needed.contains(&name.as_str()) || is_wanted {
                members.insert(name.clone(), self.value(member, depth + 1));
            }
        }
        let least = number(schema, "minProperties").unwrap_or(0);
        if let Some(by_key) = schema.get("additionalProperties").filter(|by_key| by_key.is_object()) {
            let more = if depth < DEPTH_MAX { self.rng.usize(..=MORE_MAX) } else { 0 };
            for _ in 0..least + more {
                let key = match schema.get("propertyNames") {
                    Some(names) => self.value(&json_type(names, "string"), depth + 1),
                    None => self.text(&json!({"minLength": 1})).into(),
                };
                members.insert(key.as_str().unwrap_or_default().to_owned(), self.value(by_key, depth + 1));
            }
        }
        members.into()
    }

    fn list(&mut self, schema: &Value, depth: usize) -> Value {
        let least = number(schema, "minItems").unwrap_or(0);
        let most = number(schema, "maxItems").unwrap_or(usize::MAX).min(least + MORE_MAX);
        let count = if depth < DEPTH_MAX { self.rng.usize(least..=most) } else { least };
        let nothing = json!({});
        let items = schema.get("items").unwrap_or(&nothing);
        (0..count).map(|_| self.value(items, depth + 1)).collect()
    }

    fn text(&mut self, schema: &Value) -> String {
        if schema.get("format").and_then(Value::as_str) == Some("date-time") {
            let (month, day, hour) = (self.rng.u8(1..=6), self.rng.u8(1..=14), self.rng.u8(..24));
            return format!("2020-{month:02}-{day:02}T{hour:02}:00:00Z");
        }
        let least = number(schema, "minLength").unwrap_or(0);
        let most = number(schema, "maxLength").unwrap_or(usize::MAX);
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            // JavaScript's way of naming a character; the library's is another.
            let pattern = unescaped(pattern);
            let hir = regex_syntax::parse(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            let mut text = String::new();
            self.matching(&hir, &mut text);
            return text.chars().take(most).collect();
        }
        let length = if self.rng.usize(..10) == 0 && most < 5_000 {
            most
        } else {
            self.rng.usize(least..=most.min(least.saturating_add(4 * MORE_MAX)))
        };
        (0..length).map(|_| CHARACTERS[self.rng.usize(..CHARACTERS.len())]).collect()
    }

    /// Adds a text that a pattern matches.
    fn matching(&mut self, hir: &Hir, text: &mut String) {
        match hir.kind() {
            HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Unicode(class)) => {
                // Letters are more likely to mean something than whatever else is allowed.
                let has = |letter: char| class.iter().any(|range| (range.start()..=range.end()).contains(&letter));
                let known: Vec<char> = CHARACTERS.into_iter().filter(|letter| has(*letter)).collect();
                let range = class.ranges().get(self.rng.usize(..class.ranges().len().max(1)));
                let any = range.map(|range| self.rng.char(range.start()..=range.end()));
                let chosen = if known.is_empty() || self.rng.usize(..4) == 0 { any } else { self.rng.choice(known) };
                text.extend(chosen);
            }
            HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) | HirKind::Empty => {}
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let most = repetition.max.map_or(usize::MAX, |max| max as usize).min(least + 2 * MORE_MAX);
                for _ in 0..self.rng.usize(least..=most) {
                    self.matching(&repetition.sub, text);
                }
            }
            HirKind::Capture(capture) => self.matching(&capture.sub, text),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.matching(part, text)),
            HirKind::Alternation(parts) => {
                if let Some(part) = self.rng.choice(parts) {
                    self.matching(part, text);
                }
            }
        }
    }

    /// A number at one of its ends, small, or anywhere.
    fn number(&mut self, schema: &Value) -> i64 {
        let end = |name: &str, unless: i64| schema.get(name).and_then(Value::as_i64).unwrap_or(unless);
        let (least, most) = (end("minimum", -9_007_199_254_740_991), end("maximum", 9_007_199_254_740_991));
        match self.rng.usize(..10) {
            0 => least,
            1 => most,
            2 => self.rng.i64(least..=most),
            _ => self.rng.i64(0..1_000).clamp(least, most),
        }
    }
}

/// A schema with its references followed; what stands beside one goes first.
fn resolved(schema: &Value) -> Value {
    let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return schema.clone() };
    let target = DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    let mut whole = resolved(target);
    if let (Some(whole), Some(beside)) = (whole.as_object_mut(), schema.as_object()) {
        for (name, value) in beside.iter().filter(|(name, _)| *name != "$ref") {
            whole.insert(name.clone(), value.clone());
            // An example of the whole may be outside of what is narrower here.
            if name != "description" {
                whole.remove("examples");
            }
        }
    }
    whole
}

/// One form of a schema, with what the schema says of all.
fn with_form(schema: &Value, form: &Value) -> Value {
    let mut whole = schema.clone();
    if let (Some(whole), Some(form)) = (whole.as_object_mut(), resolved(form).as_object()) {
        whole.remove("oneOf");
        for (name, value) in form {
            match (whole.get_mut(name), value) {
                (Some(Value::Array(known)), Value::Array(more)) if name == "required" => known.extend(more.clone()),
                _ => drop(whole.insert(name.clone(), value.clone())),
            }
        }
    }
    whole
}

fn json_type(schema: &Value, kind: &str) -> Value {
    let mut schema = resolved(schema);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("type".into(), kind.into());
    }
    schema
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn number(schema: &Value, name: &str) -> Option<usize> {
    schema.get(name)?.as_u64().and_then(|number| usize::try_from(number).ok())
}

/// `\u0041` as `\x{0041}`.
fn unescaped(pattern: &str) -> String {
    let mut parts = pattern.split("\\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(4).unwrap_or((part, ""));
        text.push_str(&format!("\\x{{{code}}}{rest}"));
    }
    text
}

/// How many values there are, this one and those within.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// Changes the value at a place, counted as [`count`] does.
fn spoil(value: &mut Value, place: &mut usize, rng: &mut Rng) {
    if *place == 0 {
        *place = usize::MAX;
        return change(value, rng);
    }
    *place -= 1;
    let inner: Vec<&mut Value> = match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    for inner in inner {
        spoil(inner, place, rng);
        if *place == usize::MAX {
            return;
        }
    }
}

fn change(value: &mut Value, rng: &mut Rng) {
    if let Value::Object(members) = value
        && rng.usize(..4) > 0
    {
        let names: Vec<String> = members.keys().cloned().collect();
        match rng.choice(names) {
            Some(name) if rng.bool() => drop(members.remove(&name)),
            _ => drop(members.insert("surprise".into(), Value::Bool(true))),
        }
        return;
    }
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0.5),
        json!(9_007_199_254_740_992_i64),
        json!(""),
        json!("x".repeat(600)),
        json!("a\u{7}b"),
        json!([]),
        json!({}),
        json!(["x"]),
        json!({"surprise": 1}),
    ];
    *value = others[rng.usize(..others.len())].clone();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every body of the document, and every schema with a name.
    fn schemas() -> Vec<String> {
        let names = DOCUMENT["components"]["schemas"].as_object().into_iter().flatten();
        let named = names.map(|(name, _)| format!("/components/schemas/{name}"));
        let bodies = super::super::operations().into_iter().map(|operation| operation.pointer(""));
        let bodies = bodies.map(|pointer| format!("{pointer}/requestBody/content/application~1json/schema"));
        named.chain(bodies.filter(|pointer| DOCUMENT.pointer(pointer).is_some())).collect()
    }

    #[test]
    fn a_valid_value_can_be_made_of_every_schema() {
        for pointer in schemas() {
            for seed in 0..5 {
                drop(valid(&pointer, &mut Rng::with_seed(seed)));
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_value_and_others_make_others() {
        let made = |seed| valid("/components/schemas/Order", &mut Rng::with_seed(seed)).to_string();
        assert_eq!(made(1), made(1));
        let different: std::collections::BTreeSet<String> = (0..50).map(made).collect();
        assert!(different.len() > 45, "{}", different.len());
    }

    #[test]
    fn a_forbidden_value_differs_from_what_is_described() {
        for seed in 0..20 {
            let value = forbidden("/components/schemas/Order", &mut Rng::with_seed(seed)).unwrap();
            assert!(!schema::faults("/components/schemas/Order", &value).is_empty());
        }
    }
}
