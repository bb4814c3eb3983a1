//! What holds where a shop says nothing: the same in the rules' words, in the API's description and in the code.

use loyalty::attention::Settings;
use serde_json::Value;

const RULES: &str = include_str!("../../../RULES.md");
const OPENAPI: &str = include_str!("../../../../worker/openapi.json");

#[test]
fn the_defaults_are_what_is_said_of_them() {
    let openapi: Value = serde_json::from_str(OPENAPI).unwrap();
    let properties = &openapi["components"]["schemas"]["Attention"]["properties"];
    let defaults = serde_json::to_value(Settings::default()).unwrap();
    let defaults = defaults.as_object().unwrap();
    for (name, default) in defaults {
        assert_eq!(&properties[name]["default"], default, "{name} in openapi.json");
        let row = RULES
            .lines()
            .map(str::trim_start)
            .find(|line| line.starts_with(&format!("| `{name}` |")))
            .unwrap_or_default();
        let number = row.split('|').nth(2).unwrap_or_default().trim().replace(',', "");
        assert_eq!(number, default.to_string(), "{name} in RULES.md");
    }
    assert_eq!(properties.as_object().unwrap().len(), defaults.len());
}
