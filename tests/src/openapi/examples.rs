//! The document's examples, held against its own schemas.

use serde_json::Value;

use super::{DOCUMENT, escaped, schema};

/// What is wrong with any example of the document, and how many examples were looked at.
fn faults() -> (Vec<String>, usize) {
    let mut found = Found::default();
    found.walk("", &DOCUMENT);
    (found.faults, found.examples)
}

#[derive(Default)]
struct Found {
    faults: Vec<String>,
    examples: usize,
}

impl Found {
    fn walk(&mut self, pointer: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                if let Some(example) = members.get("example") {
                    self.look_at(&format!("{pointer}/schema"), example);
                }
                for example in members.get("examples").and_then(Value::as_array).into_iter().flatten() {
                    self.look_at(pointer, example);
                }
                for (name, member) in
                    members.iter().filter(|(name, _)| !["example", "examples"].contains(&name.as_str()))
                {
                    self.walk(&format!("{pointer}/{}", escaped(name)), member);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&format!("{pointer}/{index}"), item);
                }
            }
            _ => {}
        }
    }

    fn look_at(&mut self, schema: &str, example: &Value) {
        self.examples += 1;
        self.faults.extend(schema::faults(schema, example).into_iter().map(|fault| format!("{schema} {fault}")));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_example_of_the_document_is_valid() {
        let (faults, examples) = super::faults();
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(examples > 20, "only {examples} examples were found");
    }

    /// Answers that are a file, or that differ from page to page by more than an example tells.
    const WITHOUT: [&str; 1] = ["openapi"];

    #[test]
    fn every_operation_has_an_example_of_what_it_takes_and_answers() {
        let mut missing = Vec::new();
        for operation in super::super::operations() {
            let described = &super::DOCUMENT["paths"][&operation.path][&operation.method];
            let id = described["operationId"].as_str().unwrap_or_default();
            let bodies = described.get("requestBody").into_iter();
            let answers = described["responses"].as_object().into_iter().flatten();
            let answers = answers.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer);
            let contents = bodies.chain(answers).filter_map(|part| part["content"].get("application/json"));
            if contents.into_iter().any(|content| content.get("example").is_none()) && !WITHOUT.contains(&id) {
                missing.push(id);
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
