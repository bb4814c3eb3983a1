//! One request and its answer, held against the document.

use serde_json::Value;

use super::{
    resolve,
    route::{Operation, Route, find},
    schema,
};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// What of a request the document speaks about.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The method in upper case.
    pub method: &'a str,
    /// The path, with its query if there is one.
    pub path: &'a str,
    /// The body, if it is JSON.
    pub body: Option<&'a Value>,
    /// Whether the test means the body to be what the route takes.
    pub is_valid: bool,
}

/// What of an answer the document speaks about.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The status.
    pub status: u16,
    /// All headers, names in lower case.
    pub headers: &'a [(String, String)],
    /// The body as it came.
    pub body: &'a [u8],
}

impl Received<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn json(&self, media_type: &str) -> Result<Value, String> {
        let given = self.header("content-type").unwrap_or("");
        if given.split(';').next().unwrap_or("").trim() != media_type {
            return Err(format!("content-type is {given:?}, documented is {media_type}"));
        }
        serde_json::from_slice(self.body).map_err(|error| format!("the body is not JSON: {error}"))
    }
}

/// What in an exchange is not as the document says; empty if all is.
#[must_use]
pub fn faults(sent: Sent<'_>, received: Received<'_>) -> Vec<String> {
    match find(sent.method, sent.path) {
        Route::Documented(operation) => {
            let mut faults = sent.body.map(|body| sent_faults(&operation, sent, received, body)).unwrap_or_default();
            faults.extend(answer_faults(&operation, received));
            faults
        }
        Route::OtherMethod(allowed) => other_method_faults(sent, &allowed, received),
        Route::UnknownPath => problem_faults(received, 404, "not_found"),
    }
}

/// What a test means to be right has to be as described, and so does everything that was taken.
fn sent_faults(operation: &Operation, sent: Sent<'_>, received: Received<'_>, body: &Value) -> Vec<String> {
    let faults = body_faults(operation, body);
    if sent.is_valid || faults.is_empty() || is_unsound_draft(received) {
        return faults.into_iter().filter(|_| sent.is_valid).collect();
    }
    // A member that is `null` counts as left out.
    let taken = (200..300).contains(&received.status).then(|| taken(body, received)).flatten();
    let is_taken = taken.is_some_and(|taken| !body_faults(operation, &without_nulls(&taken)).is_empty());
    let told = |fault| format!("taken with {}, though {fault}", received.status);
    if is_taken { faults.into_iter().map(told).collect() } else { Vec::new() }
}

/// Whether a draft was stored that cannot be published yet: the answer says what is wrong with it.
fn is_unsound_draft(received: Received<'_>) -> bool {
    let answer: Value = serde_json::from_slice(received.body).unwrap_or_default();
    (200..300).contains(&received.status) && answer["faults"].as_array().is_some_and(|faults| !faults.is_empty())
}

/// Whether an answer shows an offer or a survey that is not published: it may break limits that hold only then.
fn shows_draft(answer: &Value) -> bool {
    let is_draft = |document: &Value| document["status"].as_str().is_none_or(|status| status == "draft");
    ["offer", "survey"].iter().any(|kind| answer.get(*kind).is_some_and(is_draft))
}

/// The body without the orders of a batch that were refused one by one; none if all were.
fn taken(body: &Value, received: Received<'_>) -> Option<Value> {
    let mut taken = body.clone();
    let answer: Value = serde_json::from_slice(received.body).unwrap_or_default();
    if let (Some(orders), Some(results)) =
        (taken.get_mut("orders").and_then(Value::as_array_mut), answer["results"].as_array())
    {
        let mut results = results.iter();
        orders.retain(|_| results.next().is_none_or(|result| result["status"] == 200));
        return (!orders.is_empty()).then_some(taken);
    }
    Some(taken)
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, member)| !member.is_null());
            kept.map(|(name, member)| (name.clone(), without_nulls(member))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

fn body_faults(operation: &Operation, body: &Value) -> Vec<String> {
    let Some((pointer, _)) = resolve(&operation.pointer("/requestBody")) else {
        return vec!["a body was sent, none is documented".into()];
    };
    let faults = schema::faults(&format!("{pointer}/content/application~1json/schema"), body);
    faults.into_iter().map(|fault| format!("request {fault}")).collect()
}

fn answer_faults(operation: &Operation, received: Received<'_>) -> Vec<String> {
    let Some((pointer, response)) = resolve(&operation.pointer(&format!("/responses/{}", received.status))) else {
        return vec![format!("status {} is not documented for {operation:?}", received.status)];
    };
    let media_type = if received.status < 400 { JSON } else { PROBLEM };
    let mut faults = match received.json(media_type) {
        _ if response.get("content").is_none() => {
            let said = !received.body.is_empty();
            said.then(|| "a body came, none is documented".to_owned()).into_iter().collect()
        }
        Ok(body) => {
            let place = format!("{pointer}/content/{}/schema", media_type.replace('/', "~1"));
            let mut faults = schema::faults(&place, &body);
            if is_unsound_draft(received) || shows_draft(&body) {
                // A draft is shown as it is stored.
                faults.retain(|fault| !["/offer/", "/survey/"].iter().any(|at| fault.starts_with(at)));
            }
            faults
        }
        Err(fault) => vec![fault],
    };
    for name in response["headers"].as_object().into_iter().flat_map(|headers| headers.keys()) {
        faults.extend(header_faults(&format!("{pointer}/headers/{name}"), name, received));
    }
    faults
}

fn header_faults(pointer: &str, name: &str, received: Received<'_>) -> Vec<String> {
    let Some((pointer, described)) = resolve(pointer) else {
        return vec![format!("header {name} is not described")];
    };
    match received.header(name) {
        Some(value) => {
            let whole = schema::faults(&format!("{pointer}/schema"), &Value::from(value));
            let number = value.parse::<i64>().map(|value| schema::faults(&format!("{pointer}/schema"), &value.into()));
            if whole.is_empty() || number.is_ok_and(|faults| faults.is_empty()) {
                return Vec::new();
            }
            vec![format!("header {name}: {value:?} is not as documented")]
        }
        None if described["required"] == true => vec![format!("header {name} is missing")],
        None => Vec::new(),
    }
}

/// HEAD answers as GET does, without the body; OPTIONS is what browsers ask first; all else is refused.
fn other_method_faults(sent: Sent<'_>, allowed: &[String], received: Received<'_>) -> Vec<String> {
    match sent.method {
        // Such an answer cannot say more than its status.
        "HEAD" if received.status == 405 && received.body.is_empty() => allow_faults(allowed, received),
        "HEAD" if allowed.iter().any(|method| method == "GET") => {
            let get = Sent { method: "GET", ..sent };
            let Route::Documented(operation) = find(get.method, get.path) else { return Vec::new() };
            let documented = resolve(&operation.pointer(&format!("/responses/{}", received.status))).is_some();
            let mut faults = Vec::new();
            if !documented {
                faults.push(format!("status {} is not documented for {operation:?}", received.status));
            }
            if !received.body.is_empty() {
                faults.push("an answer to HEAD has a body".into());
            }
            faults
        }
        "OPTIONS" if received.status == 204 && received.body.is_empty() => Vec::new(),
        "OPTIONS" if received.status == 403 => problem_faults(received, 403, "origin_not_allowed"),
        _ => {
            let mut faults = problem_faults(received, 405, "method_not_allowed");
            faults.extend(allow_faults(allowed, received));
            faults
        }
    }
}

fn allow_faults(allowed: &[String], received: Received<'_>) -> Vec<String> {
    let given = received.header("allow").unwrap_or("");
    let mut named: Vec<&str> = given.split(',').map(str::trim).collect();
    named.retain(|method| !["HEAD", "OPTIONS"].contains(method));
    named.sort_unstable();
    if named == allowed { Vec::new() } else { vec![format!("Allow is {given:?}, documented is {allowed:?}")] }
}

fn problem_faults(received: Received<'_>, status: u16, code: &str) -> Vec<String> {
    if received.status != status {
        return vec![format!("status is {}, not {status}", received.status)];
    }
    match received.json(PROBLEM) {
        Ok(problem) if problem["code"] == code && problem["status"] == status => {
            schema::faults("/components/schemas/Problem", &problem)
        }
        Ok(problem) => vec![format!("code is {}, not {code}", problem["code"])],
        Err(fault) => vec![fault],
    }
}
