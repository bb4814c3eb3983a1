//! The strings of all languages: what must hold of them, and the two forms they are compiled to.
//!
//! A message is a text, or an object with one text for each plural category its language has. English decides which
//! messages there are, which of them are plural, and which `{placeholders}` they have.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use serde_json::Value;

/// The language whose messages all others must have.
pub const REFERENCE: &str = "en";

/// What a plural message counts. Always the first placeholder.
const COUNT: &str = "n";

/// The plural categories of each language, for whole numbers and fractions (Unicode CLDR 46).
const CATEGORIES: [(&str, &[&str]); 5] = [
    ("en", &["one", "other"]),
    ("ru", &["one", "few", "many", "other"]),
    ("sl", &["one", "two", "few", "other"]),
    ("uk", &["one", "few", "many", "other"]),
    ("zh", &["other"]),
];

/// The messages of one language by their keys.
pub type Messages = BTreeMap<String, Message>;

/// One message of one language.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// The same for every number.
    Text(String),
    /// One text for each plural category.
    Plural(BTreeMap<String, String>),
}

impl Message {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::Plural(forms) => forms.values().map(String::as_str).collect(),
        }
    }

    /// The placeholders in the order the constants name them: the count, then as they first appear.
    fn placeholders(&self) -> Vec<String> {
        let mut names = match self {
            Self::Text(_) => Vec::new(),
            Self::Plural(_) => vec![COUNT.to_owned()],
        };
        for text in self.texts() {
            for name in placeholders(text) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// Reads every `<language>.json` of a folder.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Messages>, Vec<String>> {
    let failed = |path: &Path, why: String| vec![format!("{}: {why}", path.display())];
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error.to_string()))? {
        let path = entry.map_err(|error| failed(folder, error.to_string()))?.path();
        if path.is_dir() {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error.to_string()))?;
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        languages.insert(language, parse(&text).map_err(|why| failed(&path, why))?);
    }
    Ok(languages)
}

/// The folders in a folder, by their names.
pub fn folders(folder: &Path) -> Result<Vec<String>, Vec<String>> {
    let failed = |error: std::io::Error| vec![format!("{}: {error}", folder.display())];
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            names.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Reads the messages of one language.
pub fn parse(text: &str) -> Result<Messages, String> {
    let values: BTreeMap<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    values
        .into_iter()
        .map(|(key, value)| {
            let message = match value {
                Value::String(text) => Message::Text(text),
                forms => Message::Plural(serde_json::from_value(forms).map_err(|error| format!("{key}: {error}"))?),
            };
            Ok((key, message))
        })
        .collect()
}

/// Holds every language against English, and tells everything that is wrong.
pub fn check(languages: &BTreeMap<String, Messages>) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    let Some(reference) = languages.get(REFERENCE) else {
        return Err(vec![format!("strings/{REFERENCE}.json is missing")]);
    };
    for (language, messages) in languages {
        let Some(&(_, categories)) = CATEGORIES.iter().find(|(name, _)| name == language) else {
            faults.push(format!("{language}: its plural categories are not listed in build/strings.rs"));
            continue;
        };
        for (key, english) in reference {
            match messages.get(key) {
                None => faults.push(format!("{language}: {key} is missing")),
                Some(message) => check_message(language, key, english, message, categories, &mut faults),
            }
        }
        for key in messages.keys().filter(|key| !reference.contains_key(*key)) {
            faults.push(format!("{language}: {key} is not a message of {REFERENCE}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check_message(
    language: &str,
    key: &str,
    english: &Message,
    message: &Message,
    categories: &[&str],
    faults: &mut Vec<String>,
) {
    match (english, message) {
        (Message::Text(_), Message::Text(_)) => {}
        (Message::Plural(_), Message::Plural(forms)) => {
            for category in categories.iter().filter(|category| !forms.contains_key(**category)) {
                faults.push(format!("{language}: {key} has no form for “{category}”"));
            }
            for category in forms.keys().filter(|category| !categories.contains(&category.as_str())) {
                faults.push(format!("{language}: {key} has a form for “{category}”, which the language does not know"));
            }
        }
        _ => faults.push(format!("{language}: {key} must be plural where {REFERENCE} is, and only there")),
    }
    let wanted = english.placeholders();
    // A number may stand beside its message in all languages (the balance does), else in none.
    let counted = english.texts().iter().any(|text| placeholders(text).iter().any(|name| name == COUNT));
    for text in message.texts() {
        let found = placeholders(text);
        for name in wanted.iter().filter(|name| (counted || *name != COUNT) && !found.contains(name)) {
            faults.push(format!("{language}: {key} lacks {{{name}}} in “{text}”"));
        }
        for name in found.iter().filter(|name| !wanted.contains(name)) {
            faults.push(format!("{language}: {key} has {{{name}}}, which {REFERENCE} does not have"));
        }
        if text.trim().is_empty() {
            faults.push(format!("{language}: {key} is empty"));
        }
    }
}

/// The messages in the order of their keys, with `{0}`, `{1}` for the placeholders: a JSON array, or, where the first one's
/// number is not 0, an object that has them by their numbers.
pub fn compact(messages: &Messages, reference: &Messages, first: usize) -> String {
    let values = messages.iter().map(|(key, message)| {
        let names = reference.get(key).map(Message::placeholders).unwrap_or_default();
        match message {
            Message::Text(text) => Value::from(number(text, &names)),
            Message::Plural(forms) => {
                forms.iter().map(|(category, text)| (category.clone(), Value::from(number(text, &names)))).collect()
            }
        }
    });
    let compact: Value = match first {
        0 => values.collect(),
        first => (first..).map(|number| number.to_string()).zip(values).collect(),
    };
    compact.to_string()
}

/// A Rust constant for each message, documented with its English text; the first one's number is `first`.
pub fn constants(reference: &Messages, first: usize) -> String {
    let mut code = String::new();
    for (index, (key, message)) in (first..).zip(reference) {
        let names = message.placeholders();
        let (kind, given) = match message {
            Message::Text(_) => ("Message", &names[..]),
            Message::Plural(_) => ("Plural", &names[1..]),
        };
        let texts = message.texts();
        let text = texts.last().copied().unwrap_or_default();
        let name = key.to_uppercase();
        let count = given.len();
        let given = if given.is_empty() { String::new() } else { format!(" Given: {}.", given.join(", ")) };
        // Writing to a string cannot fail.
        let _ = writeln!(code, "/// “{text}”{given}\npub const {name}: {kind}<{count}> = {kind}({index});");
    }
    code
}

fn number(text: &str, names: &[String]) -> String {
    names
        .iter()
        .enumerate()
        .fold(text.to_owned(), |text, (index, name)| text.replace(&format!("{{{name}}}"), &format!("{{{index}}}")))
}

fn placeholders(text: &str) -> Vec<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}
