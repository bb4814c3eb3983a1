//! Buckets are those of the GrowthBook SDKs.

use loyalty::experiment::hash::{bucket, namespace_bucket};

#[track_caller]
fn check(seed: &str, id: &str, expected: u32) {
    assert_eq!(bucket(seed, id), expected, "{seed:?} {id:?}");
}

#[test]
fn buckets_are_those_the_sdks_publish() {
    check("seed", "a", 505);
    check("seed", "b", 2_696);
    check("foo", "ab", 2_575);
    check("foo", "def", 2_019);
    check("89123klj", "8952klfjas09ujkasdf", 1_240);
    check("90850943850283058242805", "123", 7_516);
    check("()**(%$##$%#$#", "___)((*\":&", 128);
}

#[test]
fn texts_are_hashed_by_their_utf16_units() {
    check("", "42", 6_443);
    check("spring-bar", "", 9_699);
    check("spring-bar", "42", 1_968);
    check("spring-bar", "member-1", 303);
    check("spring-bar", "Жіночий", 6_312);
    check("spring-bar", "čšž", 7_443);
    check("пошта", "42", 7_438);
    check("spring-bar", "日本", 6_694);
    check("spring-bar", "😀", 8_730);
    check("spring-bar", "a😀b", 1_372);
    check("spring-bar", "👩‍👩‍👧", 3_681);
    check("spring-bar", &"x".repeat(300), 6_630);
}

#[test]
fn seed_and_id_are_hashed_in_one_piece() {
    check("a", "bc", 9_165);
    check("ab", "c", 9_165);
}

#[test]
fn namespaces_divide_by_the_older_hash() {
    assert_eq!(namespace_bucket("spring-bar", "42"), 168);
    assert_eq!(namespace_bucket("spring-bar", "Жіночий"), 583);
    assert_eq!(namespace_bucket("пошта", "42"), 158);
    assert_eq!(namespace_bucket("spring-bar", "a😀b"), 702);
}
