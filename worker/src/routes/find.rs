//! Finds the route for a method and an address.

use super::table::{Audience, ROUTES, Route};
use crate::codes;
use crate::problem::{Failure, Outcome, Problem};
use loyalty::suggest::list;
use percent_encoding::percent_decode_str;

/// What an address asks for.
#[derive(Debug)]
pub enum Found {
    /// A route, and the values of its `{names}`.
    Route(&'static Route, Params),
    /// A browser asks whether a page may use a route of this shop.
    Preflight(Params),
}

/// Values of a route's `{names}`, decoded.
#[derive(Debug, Default)]
pub struct Params(Vec<(&'static str, String)>);

impl Params {
    /// The value of a name the route has; empty if the route has no such name.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }
}

/// Finds it, or says that nothing is here or which methods are.
///
/// The method is the text that was sent: the platform's own type takes what it does not know for `GET`.
pub fn find(method: &str, path: &str) -> Outcome<Found> {
    let wanted = if method == "HEAD" { "GET" } else { method };
    let mut allowed: Vec<&Route> = Vec::new();
    for route in ROUTES {
        let Some(raw) = matches(route.path, path) else { continue };
        if route.method.as_ref() == wanted {
            return Ok(Found::Route(route, decode(raw)?));
        }
        if method == "OPTIONS" && route.audience == Audience::Shopper {
            return Ok(Found::Preflight(decode(raw)?));
        }
        allowed.push(route);
    }
    if allowed.is_empty() {
        return Err(codes::NOT_FOUND.into());
    }
    let methods: Vec<_> = allowed.iter().map(|route| route.method.as_ref()).collect();
    let detail = format!("This address takes {}.", list(&methods, "and"));
    let problem = Problem::new(codes::METHOD_NOT_ALLOWED).detail(detail);
    Err(Failure::Rejected(problem.header("Allow", methods.join(", "))))
}

fn matches<'p>(pattern: &'static str, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
    let mut params = Vec::new();
    let mut segments = path.split('/');
    for part in pattern.split('/') {
        let segment = segments.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => params.push((name, segment)),
            None if part == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(params)
}

fn decode(raw: Vec<(&'static str, &str)>) -> Outcome<Params> {
    let decoded = raw.into_iter().map(|(name, segment)| {
        let value = percent_decode_str(segment).decode_utf8().map_err(|_| codes::INVALID_ID)?;
        Ok((name, value.into_owned()))
    });
    Ok(Params(decoded.collect::<Outcome<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::table::Endpoint;

    fn endpoint(method: &str, path: &str) -> Result<(Endpoint, Params), String> {
        match find(method, path) {
            Ok(Found::Route(route, params)) => Ok((route.endpoint, params)),
            Ok(Found::Preflight(_)) => Err("preflight".to_owned()),
            Err(Failure::Rejected(problem)) => Err(format!("{} {:?}", problem.code(), problem.headers())),
            Err(other) => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn params_are_decoded() {
        let found =
            endpoint("PUT", "/v1/shops/acme/orders/a%2Fb%20%D1%97").map(|(e, p)| (e, p.get("order").to_owned()));
        assert_eq!(found, Ok((Endpoint::PutOrder, "a/b ї".to_owned())));
    }

    #[test]
    fn each_route_is_found_at_its_own_address() {
        for route in ROUTES {
            let path = route.path.replace(['{', '}'], "");
            assert_eq!(endpoint(route.method.as_ref(), &path).map(|(e, _)| e), Ok(route.endpoint), "{path}");
        }
    }

    #[test]
    fn what_is_not_there_is_said() {
        let check = |method: &str, path: &str, answer: &str| {
            assert_eq!(endpoint(method, path).err().as_deref(), Some(answer), "{path}")
        };
        check("GET", "/", "not_found []");
        check("GET", "/v1/shops//boot", "not_found []");
        check("GET", "/v1/shops/acme/boot/", "not_found []");
        check("POST", "/v1/shops/acme/program", r#"method_not_allowed [("Allow", "GET, PUT")]"#);
        check("PUT", "/v1/shops/acme/orders/%FF", "invalid_id []");
        for method in ["QUERY", "PROPFIND", "get", ""] {
            check(method, "/v1/shops/acme/program", r#"method_not_allowed [("Allow", "GET, PUT")]"#);
        }
        check("OPTIONS", "/v1/shops/acme/boot", "preflight");
        check("OPTIONS", "/v1/shops/acme/program", r#"method_not_allowed [("Allow", "GET, PUT")]"#);
    }

    #[test]
    fn head_is_answered_where_get_is() {
        assert_eq!(endpoint("HEAD", "/health").map(|(e, _)| e), Ok(Endpoint::Health));
    }
}
