//! Publishing the program: versions, who was first, and what is read back.

use regulars_tests::shop::{Shop, program, with};
use serde_json::{Value, json};

use crate::http::{client, shop};

#[test]
fn versions_count_from_one_and_each_can_be_read_again() {
    let shop = Shop::open_without_program(&client());
    let named = |name: &str| with(program(), json!({"name": {"en": name}}));
    for (version, name) in [(1, "First"), (2, "Second"), (3, "Third")] {
        let call = shop.server("PUT", "/program").header("if-match", &format!("\"{}\"", version - 1));
        let answer = call.json(&named(name)).send();
        assert_eq!(answer.expect(200)["version"], version);
        assert_eq!(answer.header("etag"), Some(format!("\"{version}\"").as_str()));
    }
    for (query, version, name) in [("", 3, "Third"), ("?version=1", 1, "First"), ("?version=2", 2, "Second")] {
        let answer = shop.server("GET", &format!("/program{query}")).send();
        let published = answer.expect(200);
        assert_eq!((&published["version"], &published["program"]["name"]["en"]), (&json!(version), &json!(name)));
        assert_eq!(answer.header("etag"), Some(format!("\"{version}\"").as_str()));
    }
    let versions = shop.server("GET", "/program/versions").send().expect(200)["versions"].clone();
    let mut numbers: Vec<u64> =
        versions.as_array().into_iter().flatten().filter_map(|version| version["version"].as_u64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(shop.platform("GET", "").send().expect(200)["program_version"], 3);
    for query in ["?version=4", "?version=4294967295"] {
        shop.server("GET", &format!("/program{query}")).send().refused(404, "not_found");
    }
    assert_eq!(shop.server("GET", "/program?version=x").send().fault_paths(), ["version"]);
}

#[test]
fn a_program_is_read_back_as_it_was_published() {
    let shop = shop();
    let published = shop.server("GET", "/program").send().expect(200)["program"].clone();
    let sent = program();
    for (name, value) in
        sent.as_object().into_iter().flatten().filter(|(name, _)| !["rules", "rewards"].contains(&name.as_str()))
    {
        assert_eq!(&published[name], value, "{name}");
    }
    assert_eq!(published["rules"][0]["points_per_unit"], sent["rules"][0]["points_per_unit"]);
    assert_eq!(published["rewards"].as_array().map(Vec::len), sent["rewards"].as_array().map(Vec::len));
    // What was read can be published: the document is closed under reading and writing.
    let again = shop.server("PUT", "/program").header("if-match", "\"1\"").json(&published).send().expect(200);
    assert_eq!(again["version"], 2);
    assert_eq!(shop.server("GET", "/program?version=2").send().expect(200)["program"], published);
}

#[test]
fn publishing_over_another_version_than_the_newest_is_refused() {
    let shop = shop();
    let publish = |version: &str| shop.server("PUT", "/program").header("if-match", version).json(&program()).send();
    for version in ["\"0\"", "\"2\"", "\"99\""] {
        publish(version).refused(412, "version_conflict");
    }
    shop.server("PUT", "/program").json(&program()).send().refused(428, "if_match_required");
    for unusable in ["\"x\"", "W/\"2\"", "\"0\", \"2\"", "\"-1\""] {
        publish(unusable).refused(412, "version_conflict");
    }
    assert_eq!(shop.server("GET", "/program").send().expect(200)["version"], 1);
}

#[test]
fn a_program_that_is_not_valid_is_not_published() {
    let shop = shop();
    let faulty = with(program(), json!({"currency": "EUR"}));
    let answer = shop.server("PUT", "/program").header("if-match", "\"1\"").faulty_json(&faulty).send();
    assert_eq!(answer.fault_paths(), ["rates"]);
    assert_eq!(
        shop.server("GET", "/program/versions").send().expect(200)["versions"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(shop.visitor("GET", "/boot").send().expect(200)["program"]["currency"], Value::from("USD"));
}
