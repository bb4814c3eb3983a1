//! Markup: what it is read into, and that nothing else comes through.

use loyalty::offer::{InvalidMarkup, Markup};
use serde_json::{Value, json};

#[track_caller]
fn check(text: &str, expected: Value) {
    let markup = Markup::parse(text).unwrap_or_else(|invalid| panic!("{text}: {invalid:?}"));
    let written = serde_json::to_value(&markup).unwrap();
    assert_eq!(written, expected, "{text}");
    assert_eq!(serde_json::from_value::<Markup>(written).unwrap(), markup);
}

#[track_caller]
fn check_fault(text: &str, expected: InvalidMarkup) {
    assert_eq!(Markup::parse(text), Err(expected), "{text}");
}

#[test]
fn paragraphs() {
    check("", json!([]));
    check(" \n\n ", json!([]));
    check("one\ntwo\n\n \n three \r\n\r\nfour", json!([["one two"], ["three"], ["four"]]));
}

#[test]
fn marks() {
    check("a **b** c", json!([["a ", {"strong": ["b"]}, " c"]]));
    check("*a*b", json!([[{"em": ["a"]}, "b"]]));
    check("[Які?](/goods_(new))!", json!([[{"link": ["Які?"], "href": "/goods_(new)"}, "!"]]));
    check(r"2 \* 3 \[x\] \\ \n", json!([[r"2 * 3 [x] \ \n"]]));
    check("a ] ) ( b", json!([["a ] ) ( b"]]));
}

#[test]
fn marks_within_marks() {
    check("**a *b***", json!([[{"strong": ["a ", {"em": ["b"]}]}]]));
    check("***a***", json!([[{"strong": [{"em": ["a"]}]}]]));
    check("*a **b***", json!([[{"em": ["a ", {"strong": ["b"]}]}]]));
    check("*a **b** c*", json!([[{"em": ["a ", {"strong": ["b"]}, " c"]}]]));
    check("**[*a*](/b)**", json!([[{"strong": [{"link": [{"em": ["a"]}], "href": "/b"}]}]]));
    // No link is in a link.
    check("[a [b](/c)", json!([[{"link": ["a [b"], "href": "/c"}]]));
}

#[test]
fn what_is_not_closed_is_told() {
    check_fault("**a", InvalidMarkup::Unclosed("**"));
    check_fault("**a*", InvalidMarkup::Unclosed("*"));
    check_fault("*a", InvalidMarkup::Unclosed("*"));
    check_fault("[a", InvalidMarkup::Unclosed("["));
    check_fault("[a] (/b)", InvalidMarkup::Unclosed("["));
    check_fault("[a](/b", InvalidMarkup::Unclosed("["));
    check_fault("[a *b](/c)*", InvalidMarkup::Unclosed("*"));
    check_fault("**a *b** c*", InvalidMarkup::Unclosed("**"));
    check_fault("*a\n\nb*", InvalidMarkup::Unclosed("*"));
    check_fault("****", InvalidMarkup::Empty("**"));
    check_fault("[](/a)", InvalidMarkup::Empty("["));
}

#[test]
fn scripts_and_styles_are_text() {
    for text in ["<script>alert(1)</script>", "<style>x{}</style>", "<img src=x onerror=alert(1)>", "&lt;b&gt;"] {
        check(text, json!([[text]]));
    }
}

#[test]
fn links_lead_nowhere_else() {
    for address in ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "/\\evil.example", ""]
    {
        check_fault(&format!("[a]({address})"), InvalidMarkup::Address);
    }
    check_fault("[a](/b onclick=x)", InvalidMarkup::Address);
}

#[test]
fn any_text_is_read_to_its_end() {
    let pieces = ["**", "*", "[", "](/a)", "](", ")", "\\", "x", "\n\n", "я"];
    // Every text of five pieces.
    for number in 0..pieces.len().pow(5) {
        let text: String = (0..5).map(|place| pieces[number / pieces.len().pow(place) % pieces.len()]).collect();
        if let Ok(markup) = Markup::parse(&text) {
            let letters = |text: &str| text.chars().filter(|letter| "xя".contains(*letter)).count();
            assert_eq!(letters(&serde_json::to_string(&markup).unwrap()), letters(&text), "{text}");
        }
    }
}
