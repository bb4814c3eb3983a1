//! The page's hard cases, worked out by hand, against the `loyalty` crate.

use regulars_tests::examples;
use regulars_tests::histories::Native;

#[test]
fn the_crate_says_what_was_worked_out_by_hand() {
    let failures: Vec<String> = examples::all()
        .into_iter()
        .filter_map(|example| examples::played(example, &mut Native::default()).err())
        .collect();
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), failures.join("\n"));
}
