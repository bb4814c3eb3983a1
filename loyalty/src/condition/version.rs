//! Versions as texts that sort as versions do.

use super::{Engine, Value};

/// Numbers are filled up to so many characters, so that `9` sorts before `10`.
const NUMBER_LEN: usize = 5;

/// A version such as `v1.2.3-rc.1+build` as a text whose order is the versions' own; what is no text or number is `0`.
pub(super) fn padded(value: &Value, engine: &dyn Engine) -> String {
    let text = match value {
        Value::Number(number) => engine.text(*number),
        Value::String(text) if !text.is_empty() => text.clone(),
        _ => "0".to_owned(),
    };
    let mut rest = without_build(text.strip_prefix('v').unwrap_or(&text));
    let mut padded = String::new();
    for parts in 1.. {
        let end = rest.bytes().position(|byte| matches!(byte, b'-' | b'.'));
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            (part.len()..NUMBER_LEN).for_each(|_| padded.push(' '));
        }
        padded.push_str(part);
        if end.is_none() {
            if parts == 3 {
                // A release sorts after its previews: `~` is the last character of ASCII.
                padded.push_str("-~");
            }
            break;
        }
        padded.push('-');
        // Without what has ended the part.
        rest = after.get(1..).unwrap_or_default();
    }
    padded
}

/// The text up to the first `+` of its last line.
fn without_build(text: &str) -> &str {
    let line = text.rfind(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(0);
    let build = text.split_at(line).1.find('+');
    build.map_or(text, |build| text.split_at(line + build).0)
}
