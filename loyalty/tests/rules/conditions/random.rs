//! Conditions, attributes and values that a seed decides.

use fastrand::Rng;
use loyalty::condition::OPERATORS;
use serde_json::{Map, Value, json};

/// Values that meet each other often, of every type and at the edges of JavaScript's coercions.
const SINGLES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "3",
    "-1",
    "1.5",
    "1e21",
    "\"\"",
    "\"0\"",
    "\"1\"",
    "\"1.5\"",
    "\"a\"",
    "\"A\"",
    "\"ab\"",
    "\"null\"",
    "\"true\"",
    "\"1,2\"",
    "\"[object Object]\"",
    "\" 1 \"",
    "\"0x1\"",
    "\"é\"",
    "\"É\"",
    "\"😀\"",
    "\"1.2.3\"",
    "\"v1.10.0\"",
    "\"1.2.3-rc.1\"",
    "\"ana\"",
];

const PATHS: &[&str] = &["a", "a.b", "a.0", "a.length", "b", "b.c", "b.c.d", "c", "c.0.b", "d", "$e", ""];
const ROOTS: &[&str] = &["a", "b", "c", "d", "$e", ""];

/// Makes documents; the same seed makes the same ones.
pub struct Random(Rng);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.0.usize(..choices.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    fn list(&mut self, most: usize, mut item: impl FnMut(&mut Self) -> Value) -> Value {
        let length = self.0.usize(..=most);
        Value::Array((0..length).map(|_| item(self)).collect())
    }

    fn single(&mut self) -> Value {
        serde_json::from_str(self.pick(SINGLES)).expect("JSON")
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.0.u32(..10) {
            0..=1 if depth < 3 => self.list(3, |random| random.value(depth + 1)),
            2..=3 if depth < 3 => {
                let length = self.0.usize(..=3);
                let member = |random: &mut Self| {
                    (random.pick(&["b", "c", "d", "0", "length"]).to_owned(), random.value(depth + 1))
                };
                Value::Object((0..length).map(|_| member(self)).collect())
            }
            _ => self.single(),
        }
    }

    /// What attributes there may be.
    pub fn attributes(&mut self) -> Value {
        let roots: Vec<_> = ROOTS.iter().filter(|_| self.chance(70)).collect();
        Value::Object(roots.into_iter().map(|root| ((*root).to_owned(), self.value(0))).collect())
    }

    /// Some of the roots that attributes have.
    pub fn roots(&mut self) -> Vec<&'static str> {
        ROOTS.iter().copied().filter(|_| self.chance(50)).collect()
    }

    /// A condition without a fault.
    pub fn condition(&mut self) -> Value {
        self.condition_at(0)
    }

    fn condition_at(&mut self, depth: u32) -> Value {
        let mut members = Map::new();
        for _ in 0..self.0.usize(..=3) {
            let (name, value) = match self.0.u32(..10) {
                0 if depth < 4 => ("$not", self.condition_at(depth + 1)),
                1..=3 if depth < 4 => {
                    (self.pick(&["$and", "$or", "$nor"]), self.list(3, |random| random.condition_at(depth + 1)))
                }
                _ => (self.pick(PATHS), self.tests(depth)),
            };
            members.insert(name.to_owned(), value);
        }
        Value::Object(members)
    }

    fn tests(&mut self, depth: u32) -> Value {
        if self.chance(30) || depth > 4 { self.value(1) } else { self.operators(depth) }
    }

    fn operators(&mut self, depth: u32) -> Value {
        let mut members = Map::new();
        for _ in 0..1 + self.0.usize(..3) {
            let operator = self.pick(&OPERATORS);
            members.insert(operator.to_owned(), self.operand(operator, depth + 1));
        }
        Value::Object(members)
    }

    fn operand(&mut self, operator: &str, depth: u32) -> Value {
        match operator {
            "$eq" | "$ne" | "$lt" | "$lte" | "$gt" | "$gte" => self.single(),
            "$in" | "$nin" | "$ini" | "$nini" => self.list(4, Self::single),
            "$inGroup" | "$notInGroup" => json!(self.pick(&["friends", "nobody", "unheard of"])),
            "$exists" => json!(self.chance(50)),
            "$type" => json!(self.pick(&["null", "boolean", "number", "string", "array", "object", "undefined"])),
            "$size" if self.chance(50) => json!(self.0.u32(..4)),
            "$elemMatch" if self.chance(50) && depth < 4 => self.operators(depth),
            "$elemMatch" => {
                // With a path first: an object of operators alone would be read as tests.
                let mut condition = self.condition_at(depth.max(3));
                condition[self.pick(&["b", "0"])] = self.tests(depth);
                condition
            }
            "$all" | "$alli" => self.list(2, |random| random.tests(depth)),
            "$regex" | "$regexi" => json!(self.pick(&["a", "^A?b*$", "[0-9]", "^$", "null", "\\.", "É"])),
            "$size" | "$not" => self.tests(depth),
            _ => json!(self.pick(&["0", "1", "v1.2.3", "1.2.3-rc.1", "1.10.0", "x"])),
        }
    }
}
