//! What a request says of where a page is seen: the `request.*` attributes of conditions. Nothing of it is kept.

use loyalty::condition::Value;

use crate::call::Call;

/// `request`: `country`, `region` and `city` as the platform tells them from the address, `language` of the page, `device`.
pub fn attributes(call: &Call) -> Value {
    let place = call.place();
    let text = |name: &str, value: Option<String>| Some((name.to_owned(), Value::String(value?)));
    let known = [
        text("country", place.country),
        text("region", place.region),
        text("city", place.city),
        text("language", Some(language(call.language()))),
        text("device", Some(device(call).to_owned())),
    ];
    Value::object(known.into_iter().flatten())
}

/// The first language, without its region: `sl` of `sl-SI,en`.
fn language(tags: &str) -> String {
    tags.split([',', '-']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `phone`, `tablet` or `desktop`, as the browser says.
fn device(call: &Call) -> &'static str {
    let agent = call.header("User-Agent").unwrap_or_default();
    // Browsers that tell whether they are on a phone say `?1` or `?0`; of the others the name does.
    let is_phone = match call.header("Sec-CH-UA-Mobile").as_deref() {
        Some("?1") => true,
        Some(_) => false,
        None => agent.contains("Mobi") && !agent.contains("iPad"),
    };
    if is_phone {
        "phone"
    } else if agent.contains("iPad") || agent.contains("Android") || agent.contains("Tablet") {
        "tablet"
    } else {
        "desktop"
    }
}
