//! The pages of rules name the code that follows them; this keeps the names true.

use std::fs;

use crate::repository;

/// The last section, which is the table.
const TABLE: &str = "\n## Where each rule lives";
/// Where the paths of a column begin.
const COLUMNS: [&str; 3] = ["loyalty/src", "", "loyalty/tests/rules"];

#[test]
fn each_rule_has_its_code_and_each_path_is_there() {
    let page = fs::read_to_string(repository().join("loyalty/RULES.md")).unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("## ")).filter(|heading| *heading != "Contents");
    // The table has them without their numbers.
    let numbered = |c: char| c.is_ascii_digit() || c == ' ';
    let headings: Vec<&str> = headings.map(|heading| heading.trim_start_matches(numbered)).collect();
    let table = page.split_once(TABLE).unwrap().1;
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| rule"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let rules: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(rules, headings[..headings.len() - 1], "a row for each section, in their order");
    for row in &rows {
        for (cell, below) in row[1..].iter().zip(COLUMNS) {
            for path in cell.split(", ").map(|path| path.trim_matches('`')).filter(|path| !path.is_empty()) {
                let path = repository().join(below).join(path);
                assert!(path.exists(), "{}: no {}", row[0], path.display());
            }
        }
    }
}

#[test]
fn nothing_in_the_rules_crate_is_left_out() {
    let page = fs::read_to_string(repository().join("loyalty/RULES.md")).unwrap();
    let code: String = page.split_once(TABLE).unwrap().1.lines().filter_map(|line| line.split('|').nth(2)).collect();
    // What has no rule of its own: names, texts, checks of documents, and what is shown of all this.
    let without = [
        "lib", "id", "text", "written", "check", "expected", "suggest", "tagged", "view", "ledger", "member", "program",
    ];
    for entry in fs::read_dir(repository().join("loyalty/src")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let is_named = [format!("`{stem}`"), format!("`{stem}.rs`")].iter().any(|name| code.contains(name));
        assert!(is_named || without.contains(&stem), "no rule names loyalty/src/{stem}");
    }
}

#[test]
fn the_pages_of_other_rooms_name_code_that_is_there() {
    for room in ["widget", "worker"] {
        let folder = repository().join(room);
        let page = fs::read_to_string(folder.join("RULES.md")).unwrap();
        let (rules, table) = page.split_once(TABLE).unwrap();
        let headings =
            rules.lines().filter_map(|line| line.strip_prefix("## ")).filter(|heading| *heading != "Contents");
        let headings: Vec<&str> =
            headings.filter_map(|heading| heading.split_once(' ')).map(|(_, name)| name).collect();
        let rows: Vec<&str> =
            table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| rule")).collect();
        let named: Vec<&str> = rows.iter().filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
        assert_eq!(named, headings, "a row of {room}/RULES.md for each section, in their order");
        for path in rows.iter().flat_map(|row| row.split('`').skip(1).step_by(2)) {
            assert!(folder.join(path).exists(), "{room}/RULES.md: no {path}");
        }
    }
}
