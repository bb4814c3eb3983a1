//! Values as JSON: what is read and what is written.

use loyalty::condition::Value;

#[track_caller]
fn check(read: &str, written: &str) {
    let value: Value = serde_json::from_str(read).expect(read);
    assert_eq!(serde_json::to_string(&value).expect("written"), written);
}

#[test]
fn a_value_is_written_as_it_was_read() {
    for text in ["null", "true", "false", "\"\"", "\"ž \\\" \\n\"", "[]", "{}", "[1,[2,{\"b\":[],\"a\":null}]]"] {
        check(text, text);
    }
}

#[test]
fn whole_numbers_have_no_point() {
    check("1.0", "1");
    check("-7", "-7");
    check("-0.0", "0");
    check("1.5", "1.5");
    check("9007199254740991", "9007199254740991");
    check("9007199254740993", "9007199254740992");
    check("18446744073709551615", "1.8446744073709552e+19");
    check("1e300", "1e+300");
}

#[test]
fn members_stand_as_javascript_keeps_them() {
    check(r#"{"b":1,"a":2}"#, r#"{"b":1,"a":2}"#);
    check(r#"{"b":1,"a":2,"b":3}"#, r#"{"b":3,"a":2}"#);
    check(r#"{"b":1,"10":2,"9":3,"01":4,"-1":5,"1.5":6}"#, r#"{"9":3,"10":2,"b":1,"01":4,"-1":5,"1.5":6}"#);
    check(r#"{"4294967295":1,"4294967294":2}"#, r#"{"4294967294":2,"4294967295":1}"#);
}
