//! What of a condition can never be met, is always met, or means something else than was meant. Nothing of it is a fault: the
//! language knows what to do. Asked where something is published, never on a page.

use super::{
    Condition, Context, Engine, Groups, Node, Value,
    test::{Comparison, Element, Kind as Type, Test, Tests},
};
use crate::{
    Currency, Warning,
    attributes::{self, AttributeKind, Values},
    suggest::closest,
    warnings::amount_warning,
};

/// Most warnings of one condition. Who has made more mistakes of one kind sees it by then.
const WARNINGS_MAX: usize = 20;

/// What the shop knows that gives a condition its meaning.
#[derive(Clone, Copy)]
pub struct Meaning<'a> {
    /// What amounts are in, if there is a program.
    pub currency: Option<Currency>,
    /// The levels of the program, if there is one.
    pub tiers: Option<&'a [&'a str]>,
    /// Whether nobody can be in a segment of this name.
    pub nobody_in: &'a dyn Fn(&str) -> bool,
    /// The shop's saved groups.
    pub groups: &'a Groups,
    /// Does what JavaScript would.
    pub engine: &'a dyn Engine,
}

impl Condition {
    /// Whether nothing can ever meet it, as far as that can be told: see `possible`.
    pub fn is_never(&self, meaning: Meaning<'_>) -> bool {
        self.0.never_met(meaning.context(), meaning.nobody_in).is_some()
    }

    /// What it hardly means, said of the place where it stands.
    pub fn warnings(&self, at: &str, meaning: Meaning<'_>) -> Vec<Warning> {
        let mut said = Said { meaning, messages: Vec::new() };
        said.tests(&self.0);
        said.constants(&self.0, true);
        let warning = |message| Warning { path: at.to_owned(), message };
        said.messages.into_iter().take(WARNINGS_MAX).map(warning).collect()
    }
}

impl Meaning<'_> {
    fn context(&self) -> Context<'_> {
        Context { engine: self.engine, groups: self.groups }
    }
}

struct Said<'a> {
    meaning: Meaning<'a>,
    messages: Vec<String>,
}

impl Said<'_> {
    fn say(&mut self, message: String) {
        if !self.messages.contains(&message) {
            self.messages.push(message);
        }
    }

    /// Parts that nothing meets, or everything does: of each the largest.
    fn constants(&mut self, node: &Node, is_whole: bool) {
        let (context, nobody_in) = (self.meaning.context(), self.meaning.nobody_in);
        let part = || node.written_text();
        if let Some(path) = node.never_met(context, nobody_in) {
            let why = path.map_or(String::new(), |path| format!(": no value of {path} can pass this"));
            return self.say(match is_whole {
                true => format!("can never be met{why}"),
                false => format!("has a part that can never be met{why}: {}", part()),
            });
        }
        // Of nothing but a document that asks nothing it is right.
        let is_empty = matches!(node, Node::All(parts) if parts.is_empty());
        if !is_empty && node.clone().not().never_met(context, nobody_in).is_some() {
            return self.say(match is_whole {
                true => "is always met: it asks nothing. Leave it out, if it is meant for everybody".to_owned(),
                false => format!("has a part that is always met: {}", part()),
            });
        }
        if let Node::All(parts) | Node::Any(parts) = node {
            parts.iter().for_each(|part| self.constants(part, false));
        }
    }

    fn tests(&mut self, node: &Node) {
        match node {
            Node::Leaf(path, test) => {
                if let Some(kind) = attributes::kind(path) {
                    let values = attributes::values(path);
                    Subject { path, kind, values }.look(test, self);
                }
            }
            Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| self.tests(part)),
        }
    }
}

/// What is asked: an attribute, the items of one, or the length.
struct Subject<'p> {
    path: &'p str,
    kind: AttributeKind,
    values: Values,
}

impl Subject<'_> {
    fn look(&self, test: &Test, said: &mut Said<'_>) {
        match test {
            Test::Not(tests) => return self.look_all(tests, said),
            Test::Exists(_) => return,
            Test::Is(Value::Null) | Test::Compare(Comparison::Equal | Comparison::NotEqual, Value::Null) => return,
            Test::Type(asked) => return self.look_at_type(*asked, said),
            _ => {}
        }
        if !self.allows(test) {
            let (path, operator) = (self.path, test.operator());
            let asks = if operator == "is" { "a value alone".to_owned() } else { operator.to_owned() };
            return said.say(format!("asks {path}, which is {}, by {asks}: use {}", self.noun(), self.operators()));
        }
        let item = || Self { path: self.path, kind: AttributeKind::Text, values: Values::Any };
        match test {
            Test::Is(value) | Test::Compare(_, value) => self.look_at_value(value, test, said),
            Test::In { list, .. } => list.iter().for_each(|value| self.look_at_value(value, test, said)),
            Test::Every { items, .. } => items.iter().for_each(|tests| item().look_all(tests, said)),
            Test::Element(Element::Passes(tests)) => item().look_all(tests, said),
            Test::Size(tests) => {
                let values = Values::Whole { least: 0, most: i64::MAX };
                let path = format!("the length of {}", self.path);
                Subject { path: &path, kind: AttributeKind::Number, values }.look_all(tests, said);
            }
            _ => {}
        }
    }

    fn look_all(&self, tests: &Tests, said: &mut Said<'_>) {
        tests.0.iter().for_each(|test| self.look(test, said));
    }

    /// Whether an operator asks something of this kind of value.
    fn allows(&self, test: &Test) -> bool {
        let is_order = |comparison: Comparison| !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match (self.kind, test) {
            (_, Test::InGroup { .. }) => !matches!(self.kind, AttributeKind::Object | AttributeKind::Named),
            (AttributeKind::Object | AttributeKind::Named, _) => false,
            (AttributeKind::Texts, Test::Element(Element::Meets(_))) => false,
            (AttributeKind::Texts, Test::In { .. } | Test::Size(_) | Test::Element(_) | Test::Every { .. }) => true,
            (AttributeKind::Texts, _) | (_, Test::Size(_) | Test::Element(_) | Test::Every { .. }) => false,
            (AttributeKind::Number | AttributeKind::Flag, Test::Pattern { .. }) => false,
            (AttributeKind::Text, Test::Version(..)) => matches!(self.values, Values::Any),
            (_, Test::Version(..)) => false,
            (AttributeKind::Number | AttributeKind::Flag | AttributeKind::Instant, Test::In { any_case: true, .. }) => {
                false
            }
            (AttributeKind::Flag, Test::Compare(comparison, _)) => !is_order(*comparison),
            // What a page's address says is a text, and numbers in it are compared as numbers.
            (AttributeKind::Text, Test::Compare(comparison, Value::Number(_))) if is_order(*comparison) => {
                self.is_of_query()
            }
            (AttributeKind::Text, Test::Compare(comparison, _)) => !is_order(*comparison),
            _ => true,
        }
    }

    fn look_at_type(&self, asked: Type, said: &mut Said<'_>) {
        let own = match self.kind {
            AttributeKind::Text | AttributeKind::Instant => Type::String,
            AttributeKind::Number => Type::Number,
            AttributeKind::Flag => Type::Boolean,
            AttributeKind::Texts => Type::Array,
            AttributeKind::Object | AttributeKind::Named => Type::Object,
        };
        if asked != own && asked != Type::Null {
            let (path, asked, own) = (self.path, asked.name(), own.name());
            said.say(format!("asks whether {path} is of the type {asked}: it is {own}, or null where it is missing"));
        }
    }

    /// A value it is compared with.
    fn look_at_value(&self, value: &Value, test: &Test, said: &mut Said<'_>) {
        let (path, noun) = (self.path, self.noun());
        let written = serde_text(value);
        match (self.kind, value) {
            (_, Value::Null) => {}
            (AttributeKind::Text, Value::Number(_)) if self.is_of_query() => {}
            (AttributeKind::Number, Value::Number(number)) => self.look_at_number(*number, said),
            (AttributeKind::Number, Value::String(text)) => {
                let number = said.meaning.engine.number(text);
                let instead = if number.is_nan() {
                    String::new()
                } else {
                    format!(": write {}", serde_text(&Value::Number(number)))
                };
                said.say(format!("compares {path}, which is {noun}, with the text {written}{instead}"));
            }
            (AttributeKind::Flag, Value::Bool(_)) => {}
            (AttributeKind::Text | AttributeKind::Texts, Value::String(text)) => self.look_at_text(text, test, said),
            (AttributeKind::Instant, Value::String(text)) => {
                let is_equality = matches!(
                    test,
                    Test::Is(_) | Test::In { .. } | Test::Compare(Comparison::Equal | Comparison::NotEqual, _)
                );
                if is_equality && text.len() == 10 {
                    said.say(format!(
                        "compares {path} with {written}, which it never is: it has a time, too. Use $gte and $lt"
                    ));
                }
            }
            _ => said.say(format!("compares {path}, which is {noun}, with {written}")),
        }
    }

    fn look_at_number(&self, number: f64, said: &mut Said<'_>) {
        let path = self.path;
        if number.fract() != 0.0 {
            said.say(format!("compares {path}, which is a whole number, with {}", serde_text(&Value::Number(number))));
        } else if let (Values::Money { .. }, Some(currency)) = (self.values, said.meaning.currency)
            && let Some(meant) = amount_warning(number as i64, currency, true)
        {
            said.say(format!("compares {path} with {meant}"));
        }
    }

    fn look_at_text(&self, text: &str, test: &Test, said: &mut Said<'_>) {
        let (path, written) = (self.path, serde_text(&Value::from(text)));
        let any_case = matches!(test, Test::In { any_case: true, .. });
        match self.values {
            Values::OneOf(all) => {
                let is_same = |one: &&str| **one == *text || any_case && one.eq_ignore_ascii_case(text);
                if !all.iter().any(is_same) {
                    let did_you_mean = did_you_mean(text, all);
                    said.say(format!(
                        "compares {path} with {written}, which it never is: it is one of {}{did_you_mean}",
                        all.join(", ")
                    ));
                }
            }
            Values::Text { is_usual, form, .. } if !any_case && !is_usual(text) => {
                said.say(format!("compares {path} with {written}, which it never is: it is {form}"));
            }
            _ => {}
        }
        let Meaning { tiers, currency, .. } = said.meaning;
        if let Some(tiers) = tiers.filter(|tiers| path == "member.tier" && !tiers.contains(&text)) {
            let all = if tiers.is_empty() {
                "the program has no levels".to_owned()
            } else {
                format!("it is one of {}", tiers.join(", "))
            };
            let did_you_mean = did_you_mean(text, tiers);
            said.say(format!("compares {path} with {written}, which it never is: {all}{did_you_mean}"));
        }
        if let Some(currency) = currency.filter(|currency| path == "member.currency" && currency.as_str() != text) {
            said.say(format!("compares {path} with {written}, which it never is: it is the program's, {currency}"));
        }
    }

    fn is_of_query(&self) -> bool {
        self.path.starts_with("page.query.")
    }

    fn noun(&self) -> &'static str {
        match self.kind {
            AttributeKind::Text => "a text",
            AttributeKind::Number => "a number",
            AttributeKind::Flag => "true or false",
            AttributeKind::Instant => "an instant",
            AttributeKind::Texts => "a list of texts",
            AttributeKind::Object | AttributeKind::Named => "an object",
        }
    }

    /// The operators that ask something of it.
    fn operators(&self) -> &'static str {
        match self.kind {
            AttributeKind::Text if self.is_of_query() => {
                "a text alone, $in, $nin, $regex, or $gt and $lt with a number"
            }
            AttributeKind::Text => "a text alone, $in, $nin or $regex",
            AttributeKind::Number => "a number alone, $in, $nin, $gt, $gte, $lt or $lte",
            AttributeKind::Flag => "true or false alone",
            AttributeKind::Instant => "$gt, $gte, $lt or $lte",
            AttributeKind::Texts => "$in, $nin, $all, $elemMatch or $size",
            AttributeKind::Object => "$exists, or a name in it behind a dot",
            AttributeKind::Named => "$exists, or a name in it behind a dot, such as page.query.utm_source",
        }
    }
}

/// A value as JSON.
fn serde_text(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => format!("{number}"),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

impl Node {
    /// The part as a reader knows it, shortened.
    fn written_text(&self) -> String {
        const CHARS_MAX: usize = 200;
        let text = json_text(&self.written());
        match text.char_indices().nth(CHARS_MAX) {
            Some((end, _)) => format!("{}…", text.split_at(end).0),
            None => text,
        }
    }
}

fn json_text(value: &Value) -> String {
    match value {
        Value::List(items) => format!("[{}]", items.iter().map(json_text).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let member = |(name, value): &(String, Value)| format!("{name:?}: {}", json_text(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        single => serde_text(single),
    }
}

/// `; did you mean prospect?`, if one of the names is nearly the text.
fn did_you_mean(text: &str, names: &[&str]) -> String {
    closest(text, names.iter().copied()).map_or(String::new(), |name| format!("; did you mean {name}?"))
}
