//! The page's engine beside the edge's: JavaScript itself decides, in Node, by the same code that decides in the page.
//!
//! What the widget asks of the browser is asked here of Node: the same five functions of the same language.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use loyalty::condition::{Condition, Engine, Groups, Native, Value, meets};
use serde_json::json;

use crate::conditions::{parse, properties::for_many, value, with};

/// One question a line, one answer a line.
const SCRIPT: &str = r#"
const ask = {
    isPattern: pattern => { try { new RegExp(pattern, "u"); return true } catch { return false } },
    matches: (pattern, flags, text) => { try { return new RegExp(pattern, flags).test(text) } catch { return false } },
    lowercase: text => text.toLowerCase(),
    number: text => String(Number(text)),
    text: number => String(Number(number)),
};
require("readline").createInterface({input: process.stdin}).on("line", line => {
    const [name, ...given] = JSON.parse(line);
    process.stdout.write(JSON.stringify(ask[name](...given)) + "\n");
});
"#;

/// Node, as the browser is to the widget. It is asked everything once.
struct Page {
    node: RefCell<(Child, ChildStdin, BufReader<ChildStdout>)>,
    answers: RefCell<BTreeMap<String, serde_json::Value>>,
}

impl Page {
    fn open() -> Self {
        let mut node = Command::new("node")
            .args(["-e", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node, which every check of this project needs");
        let (asked, told) = (node.stdin.take().expect("piped"), node.stdout.take().expect("piped"));
        Self { node: RefCell::new((node, asked, BufReader::new(told))), answers: RefCell::default() }
    }

    fn ask(&self, question: serde_json::Value) -> serde_json::Value {
        let question = question.to_string();
        if let Some(answer) = self.answers.borrow().get(&question) {
            return answer.clone();
        }
        let mut node = self.node.borrow_mut();
        writeln!(node.1, "{question}").expect("Node listens");
        let mut line = String::new();
        node.2.read_line(&mut line).expect("Node answers");
        let answer: serde_json::Value = serde_json::from_str(&line).expect("in JSON");
        self.answers.borrow_mut().insert(question, answer.clone());
        answer
    }

    /// Whether attributes meet a condition in a page, and at the edge.
    fn check(&self, condition: &Condition, attributes: &Value) -> bool {
        let engine = Native::default();
        let nobody = Groups::new();
        let at_edge = condition.evaluate(attributes, loyalty::condition::Context { engine: &engine, groups: &nobody });
        let in_page = meets(attributes, &condition.to_value(), self);
        assert_eq!(in_page, Some(at_edge), "{:?} of {attributes:?}", condition.to_value());
        at_edge
    }
}

impl Engine for Page {
    fn is_pattern(&self, pattern: &str) -> bool {
        self.ask(json!(["isPattern", pattern])) == true
    }

    fn matches(&self, pattern: &str, any_case: bool, text: &str) -> bool {
        self.ask(json!(["matches", pattern, if any_case { "iu" } else { "u" }, text])) == true
    }

    fn lowercase(&self, text: &str) -> String {
        self.ask(json!(["lowercase", text])).as_str().expect("a text").to_owned()
    }

    fn number(&self, text: &str) -> f64 {
        let number = self.ask(json!(["number", text]));
        let text = number.as_str().expect("a text").replace("Infinity", "inf");
        text.parse().expect("a number")
    }

    fn text(&self, number: f64) -> String {
        // What reads back as the same number; the word for what has no end is another one there.
        let given = number.to_string().replace("inf", "Infinity");
        self.ask(json!(["text", given])).as_str().expect("a text").to_owned()
    }
}

/// It ends with the tests: nothing more comes to be asked.
static PAGE: LazyLock<Mutex<Page>> = LazyLock::new(|| Mutex::new(Page::open()));

fn page() -> MutexGuard<'static, Page> {
    PAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds that a page decides a condition as the edge does. Groups stay at the edge.
pub fn agrees(condition: &Condition, attributes: &Value) {
    if condition.references().groups.is_empty() {
        page().check(condition, attributes);
    }
}

#[test]
fn a_page_decides_random_conditions_as_the_edge_does() {
    let met = for_many(|_, condition, attributes, _| {
        attributes.iter().filter(|attributes| page().check(condition, attributes)).count()
    });
    assert!(met > 1_000, "only {met} are met");
}

/// Texts in which characters, code units, letters of other cases, white space and words differ between engines.
const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "ab",
    "aB-",
    "/blog",
    "/blog/2026-07-01",
    "čaj",
    "ČAJ",
    "Čaj",
    "😀",
    "😀😀",
    "\u{a0}",
    " ",
    "a b",
    "a\u{a0}b",
    "\u{feff}",
    "\u{85}",
    "\n",
    "a\nb",
    "\u{2028}",
    "\r",
    "ſ",
    "s",
    "S",
    "K",
    "k",
    "ß",
    "ẞ",
    "SS",
    "ς",
    "σ",
    "Σ",
    "İ",
    "i",
    "ı",
    "I",
    "_",
    "0",
    "٣",
    "é",
    "É",
    "e\u{301}",
    "Ж",
    "ж",
    "ǆ",
    "ǅ",
    "Ǆ",
    "ᾳ",
    "ᾼ",
    "µ",
    "μ",
    "ﬆ",
    "ﬅ",
    "Ω",
    "ω",
    "sale!",
    "x sale",
    "wholesale",
    "[",
    "]",
    "-",
    "^",
    "\\",
    "aaaa",
    "ſale",
    "saleſ",
    "Kelvin",
    "ꭰ",
    "Ꭰ",
    "𐐀",
    "𐐨",
];

/// Parts that patterns are made of here.
const PARTS: &[&str] = &[
    "a",
    "b",
    "B",
    "č",
    "Č",
    "ž",
    "😀",
    "s",
    "K",
    "k",
    "ſ",
    "ß",
    "σ",
    "ı",
    "i",
    "I",
    "É",
    "µ",
    "Ω",
    ".",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "^",
    "$",
    "\\.",
    "\\/",
    "/",
    "-",
    " ",
    "\\n",
    "[a-z]",
    "[A-Z]",
    "[^a-z]",
    "[^A-Z]",
    "[\\w-]",
    "[^\\w]",
    "[\\W]",
    "[^\\W]",
    "[\\s\\d]",
    "[^\\S]",
    "[\\S]",
    "[č-ž]",
    "[^Č]",
    "[Α-Ω]",
    "[😀-😂]",
    "[-a]",
    "[a\\-b]",
    "[\\]\\[]",
    "[^\\^]",
    "[Ꭰ-Ᏼ]",
    "[𐐀-𐐧]",
    "[j-l]",
    "[^j-l]",
    "(ab)",
    "(?:a|b)",
    "(|a)",
    "(č|aj)",
    "(a+)?",
    "()",
    "(?:ab|ba)",
    "(a|b|č)",
    "\\x61",
    "\\u010d",
    "\\u{1F600}",
    "[\\x61-\\x7a]",
    "[^\\u010d]",
    "\\f",
    "\\v",
];
const REPEATS: &[&str] = &["", "", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "+?", "*?", "??", "{2,3}?", "{0}"];

#[test]
fn a_page_finds_what_the_edge_finds() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut sound, mut found) = (0, 0);
    const PATTERNS: usize = 6_000;
    regulars_kit::counts::add(PATTERNS, "patterns compared with Node");
    for _ in 0..PATTERNS {
        let mut pattern = String::new();
        for part in 0..1 + random.usize(..4) {
            if part > 0 && random.u32(..8) == 0 {
                pattern.push('|');
            }
            pattern += PARTS[random.usize(..PARTS.len())];
            pattern += REPEATS[random.usize(..REPEATS.len())];
        }
        let operator = ["$regex", "$regexi"][random.usize(..2)];
        let Ok(condition) = Condition::parse(&value(&json!({"a": {operator: pattern}})), "", &Native::default()) else {
            continue;
        };
        sound += 1;
        for _ in 0..8 {
            let text = TEXTS[random.usize(..TEXTS.len())].to_owned() + TEXTS[random.usize(..TEXTS.len())];
            found += usize::from(page().check(&condition, &value(&json!({"a": text}))));
        }
    }
    assert!(sound > 3_000 && found > 5_000, "{sound} sound patterns, {found} found");
}

#[test]
fn the_case_of_letters_is_that_of_a_page() {
    // Every letter with a case, beside its other forms.
    for letter in ('\u{80}'..char::MAX).filter(|letter| letter.is_lowercase() || letter.is_uppercase()) {
        let forms = letter.to_lowercase().chain(letter.to_uppercase()).filter(|form| form != &letter);
        for form in forms {
            let condition = parse(&json!({"a": {"$regexi": format!("^{letter}$")}}));
            page().check(&condition, &value(&json!({"a": form.to_string()})));
        }
    }
    with(|context| {
        let tea = parse(&json!({"a": {"$regexi": "^ČAJ$"}}));
        assert!(tea.evaluate(&value(&json!({"a": "čaj"})), context));
    });
}
