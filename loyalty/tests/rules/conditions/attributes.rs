//! The attributes that conditions can ask: what the code knows, what is written of it, and what is there.

use std::collections::BTreeMap;

use loyalty::attributes::{ATTRIBUTES, AttributeKind, is_instant, kind};

fn word(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text => "text",
        AttributeKind::Number => "number",
        AttributeKind::Flag => "true or false",
        AttributeKind::Instant => "instant",
        AttributeKind::Texts => "list of texts",
        AttributeKind::Object => "object",
        AttributeKind::Named => "texts by name",
    }
}

#[test]
fn the_rules_name_every_attribute_with_its_kind() {
    let rules = include_str!("../../../RULES.md");
    let (_, section) = rules.split_once(" Attributes\n\n").expect("a section of attributes");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut written = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for name in cells[1].split(", ") {
            assert!(written.insert(name.trim_matches('`'), cells[2]).is_none(), "{name} is written twice");
        }
    }
    let known = ATTRIBUTES.iter().map(|(name, kind)| (*name, word(*kind)));
    assert_eq!(written, known.collect());
}

#[test]
fn the_description_of_conditions_names_every_attribute() {
    let openapi: serde_json::Value =
        serde_json::from_str(include_str!("../../../../worker/openapi.json")).expect("the description is JSON");
    let description = openapi["components"]["schemas"]["Condition"]["description"].as_str().expect("a text");
    for (name, _) in ATTRIBUTES {
        assert!(description.contains(&format!("`{name}`")), "{name} is not in openapi.json");
    }
}

#[test]
fn a_path_leads_to_an_attribute_or_into_one() {
    for (path, expected) in [
        ("member.orders", Some(AttributeKind::Number)),
        ("member.tags", Some(AttributeKind::Texts)),
        ("member.tags.0", Some(AttributeKind::Text)),
        ("member.tags.length", Some(AttributeKind::Number)),
        ("member.points.available", Some(AttributeKind::Number)),
        ("page.query.utm_source", Some(AttributeKind::Text)),
        ("cart", Some(AttributeKind::Object)),
        ("member.last_order_at", Some(AttributeKind::Instant)),
        ("member", None),
        ("member.stag", None),
        ("member.stage.name", None),
        ("member.orders.length", None),
        ("member.tags.first", None),
        ("member.points.total", None),
        ("cart.value", None),
        ("cart.lines", None),
        ("request.county", None),
        ("visit", None),
    ] {
        assert_eq!(kind(path), expected, "{path}");
    }
}

#[test]
fn an_instant_is_compared_with_what_is_written_as_it_is() {
    for text in ["2026-07-01T00:00:00Z", "2026-07-01"] {
        assert!(is_instant(text), "{text}");
    }
    for text in
        ["2026-07-01T00:00:00.5Z", "2026-07-01T02:00:00+02:00", "2026-07-01T00:00:00", "2026-07", "yesterday", ""]
    {
        assert!(!is_instant(text), "{text}");
    }
}
