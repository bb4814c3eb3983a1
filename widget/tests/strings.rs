//! A language that lacks something must not build. The checks are those of the build script itself.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../build/strings.rs"]
mod strings;

use std::{collections::BTreeMap, path::Path};

const ENGLISH: &str =
    r#"{"close": "Close", "points": {"one": "{n} point of {name}", "other": "{n} points of {name}"}}"#;

/// The first fault of `messages` as the strings of `language`, beside the English ones.
#[track_caller]
fn check(language: &str, messages: &str, expected: &str) {
    let languages = [("en", ENGLISH), (language, messages)];
    let languages: BTreeMap<_, _> =
        languages.into_iter().map(|(language, text)| (language.to_owned(), strings::parse(text).unwrap())).collect();
    let found = strings::check(&languages).err().map(|faults| faults.join("; ")).unwrap_or_default();
    assert_eq!(found, expected);
}

#[test]
fn a_complete_language_is_sound() {
    check("zh", r#"{"close": "关闭", "points": {"other": "{name} {n} 积分"}}"#, "");
}

#[test]
fn a_missing_or_unknown_message_is_a_fault() {
    check("zh", r#"{"points": {"other": "{name} {n}"}}"#, "zh: close is missing");
    check(
        "zh",
        r#"{"close": "关闭", "open": "?", "points": {"other": "{name} {n}"}}"#,
        "zh: open is not a message of en",
    );
    check("zh", r#"{"close": " ", "points": {"other": "{name} {n}"}}"#, "zh: close is empty");
}

#[test]
fn a_placeholder_must_be_in_every_form() {
    check("zh", r#"{"close": "关闭", "points": {"other": "{n} 积分"}}"#, "zh: points lacks {name} in “{n} 积分”");
    check(
        "zh",
        r#"{"close": "关闭 {n}", "points": {"other": "{n}{name}"}}"#,
        "zh: close has {n}, which en does not have",
    );
}

#[test]
fn every_plural_category_of_the_language_must_be_there_and_no_other() {
    let form = "{n} točk {name}";
    let with = |categories: &[&str]| {
        let forms: Vec<String> = categories.iter().map(|category| format!(r#""{category}": "{form}""#)).collect();
        format!(r#"{{"close": "Zapri", "points": {{{}}}}}"#, forms.join(","))
    };
    check("sl", &with(&["one", "two", "few", "other"]), "");
    check("sl", &with(&["one", "few", "other"]), "sl: points has no form for “two”");
    check(
        "sl",
        &with(&["one", "two", "few", "many", "other"]),
        "sl: points has a form for “many”, which the language does not know",
    );
    check(
        "sl",
        r#"{"close": "Zapri", "points": "{n} {name}"}"#,
        "sl: points must be plural where en is, and only there",
    );
}

#[test]
fn the_compiled_array_is_in_the_order_of_the_constants() {
    let english = strings::parse(ENGLISH).unwrap();
    let chinese = strings::parse(r#"{"points": {"other": "{name} {n} 积分"}, "close": "关闭"}"#).unwrap();
    assert_eq!(strings::compact(&chinese, &english, 0), r#"["关闭",{"other":"{1} {0} 积分"}]"#);
    assert_eq!(strings::compact(&chinese, &english, 7), r#"{"7":"关闭","8":{"other":"{1} {0} 积分"}}"#);
    assert_eq!(
        strings::constants(&english, 7),
        "/// “Close”\npub const CLOSE: Message<0> = Message(7);\n\
         /// “{n} points of {name}” Given: name.\npub const POINTS: Plural<1> = Plural(8);\n"
    );
}

#[test]
fn the_shipped_languages_are_those_that_were_asked_for() {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("strings");
    for folder in strings::folders(&all).unwrap().iter().map(String::as_str).chain([""]) {
        let languages = strings::read(&all.join(folder)).unwrap();
        assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "ru", "sl", "uk", "zh"], "{folder}");
        assert_eq!(strings::check(&languages), Ok(()));
    }
}
