//! Which operation of the document a request is for.

use serde_json::{Map, Value};

use super::{DOCUMENT, escaped, resolve};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// What the document says about a method and a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// It is described.
    Documented(Operation),
    /// The path is, with these other methods (upper case, sorted).
    OtherMethod(Vec<String>),
    /// The path is not.
    UnknownPath,
}

/// One operation of the document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The path with its parameters' names in braces.
    pub path: String,
    /// The method in lower case.
    pub method: String,
}

impl Operation {
    /// Its place in the document, with more path behind it.
    pub(super) fn pointer(&self, rest: &str) -> String {
        format!("/paths/{}/{}{rest}", escaped(&self.path), self.method)
    }
}

impl Operation {
    /// The pointer of its body's schema, if it takes one.
    #[must_use]
    pub fn body(&self) -> Option<String> {
        let (pointer, _) = resolve(&self.pointer("/requestBody"))?;
        Some(format!("{pointer}/content/application~1json/schema"))
    }

    /// Its parameters and those of its path, each with its pointer.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, &'static Value)> {
        let of = |list: String| {
            let count = DOCUMENT.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).filter_map(move |index| resolve(&format!("{list}/{index}"))).collect::<Vec<_>>()
        };
        let own = of(self.pointer("/parameters"));
        [of(format!("/paths/{}/parameters", escaped(&self.path))), own].concat()
    }
}

/// Every operation of the document.
#[must_use]
pub fn operations() -> Vec<Operation> {
    let operations = paths().iter().flat_map(|(path, item)| {
        methods(item).into_iter().map(|method| Operation { path: path.clone(), method: method.to_lowercase() })
    });
    operations.collect()
}

/// Finds what the document says about a request. As OpenAPI demands, a path without parameters goes before one with.
#[must_use]
pub fn find(method: &str, path: &str) -> Route {
    let path = path.split('?').next().unwrap_or(path);
    let mut candidates: Vec<(&String, &Value)> =
        paths().iter().filter(|(template, _)| matches(template, path)).collect();
    candidates.sort_by_key(|(template, _)| template.matches('{').count());
    if candidates.is_empty() {
        return Route::UnknownPath;
    }
    let method = method.to_lowercase();
    match candidates.iter().find(|(_, item)| item.get(&method).is_some()) {
        Some((template, _)) => Route::Documented(Operation { path: (*template).clone(), method }),
        None => {
            let mut others: Vec<String> = candidates.iter().flat_map(|(_, item)| methods(item)).collect();
            others.sort();
            Route::OtherMethod(others)
        }
    }
}

fn paths() -> &'static Map<String, Value> {
    DOCUMENT["paths"].as_object().unwrap_or_else(|| panic!("openapi.json has no paths"))
}

fn methods(item: &Value) -> Vec<String> {
    METHODS.iter().filter(|method| item.get(method).is_some()).map(|method| method.to_uppercase()).collect()
}

fn matches(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(segment)) if expected == segment => {}
            (Some(expected), Some(segment)) if expected.starts_with('{') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented(method: &str, path: &str) -> Route {
        Route::Documented(Operation { path: path.into(), method: method.into() })
    }

    #[test]
    fn a_path_is_found_by_its_template() {
        assert_eq!(find("PUT", "/v1/shops/acme/orders/o%2F1"), documented("put", "/v1/shops/{shop}/orders/{order}"));
        assert_eq!(find("GET", "/v1/shops/acme/boot?seq=3"), documented("get", "/v1/shops/{shop}/boot"));
    }

    #[test]
    fn a_literal_path_goes_before_a_parameter() {
        assert_eq!(find("POST", "/v1/shops/acme/orders/batch"), documented("post", "/v1/shops/{shop}/orders/batch"));
        assert_eq!(find("PUT", "/v1/shops/acme/orders/batch"), documented("put", "/v1/shops/{shop}/orders/{order}"));
    }

    #[test]
    fn another_method_names_those_there_are() {
        assert_eq!(find("PATCH", "/v1/shops/acme/program"), Route::OtherMethod(vec!["GET".into(), "PUT".into()]));
        assert_eq!(find("GET", "/v1/shops//boot"), Route::UnknownPath);
        assert_eq!(find("GET", "/v1/shops/acme/boot/"), Route::UnknownPath);
    }
}
