//! What conditions ask of the page, the cart and the visit.

use js_sys::decode_uri_component;
use loyalty::{Instant, Money, attention, condition::Value, order::Line};
use wasm_bindgen::JsCast;
use web_sys::Location;

use super::visit::Visit;
use crate::{
    earn::purchase::{self, Cart},
    js::Js,
    state::Widget,
};

/// What is in the cart, as far as the page says.
pub struct Basket {
    cart: Cart,
    /// What it costs, in its currency.
    total: Money,
}

impl Basket {
    /// Reads what the page told with the command `cart`; else what a `<regulars-earn>` has. One whose amounts are out of
    /// range is none.
    pub fn read(widget: Widget, told: Option<&Js>) -> Option<Self> {
        let mut found = told.cloned();
        if found.is_none() {
            widget.host.elements().for_each(&mut |element, _, _| {
                let cart = Js::new(element).get("cart");
                if found.is_none() && !cart.is_none() {
                    found = Some(cart);
                }
            });
        }
        let js = found?;
        let mut cart = purchase::cart(&js);
        if cart.currency.is_empty() {
            cart.currency =
                widget.boot.peek()?.program.as_ref().map(|program| program.currency.clone()).unwrap_or_default();
        }
        let add = |sum: Money, line: &Line| sum.plus(line.price.times(line.quantity)?.minus(line.discount)?);
        let total = match js.opt_int("total") {
            Some(total) => Money(total),
            None => cart.lines.iter().try_fold(Money::ZERO, add).ok()?,
        };
        Some(Self { cart, total })
    }

    /// What it costs in the program's currency; none if the program has no rate for the cart's.
    pub fn value(&self, widget: Widget) -> Option<Money> {
        let boot = widget.boot.peek()?;
        let conversion = boot.program.as_ref()?.conversion(&self.cart.currency)?;
        Some(Money::shown(conversion.to_program(self.total)))
    }

    fn attributes(&self) -> Value {
        let lines = &self.cart.lines;
        let texts = |texts: &mut dyn Iterator<Item = &String>| {
            let mut sorted: Vec<&String> = Vec::new();
            for text in texts {
                // Each once, at its place.
                if let Err(place) = sorted.binary_search(&text) {
                    sorted.insert(place, text);
                }
            }
            Value::List(sorted.into_iter().map(|text| Value::String(text.clone())).collect())
        };
        object([
            ("total", number(self.total.0)),
            ("items", number(lines.iter().map(|line| line.quantity.whole_pieces()).fold(0, i64::saturating_add))),
            ("products", texts(&mut lines.iter().map(|line| &line.product))),
            ("labels", texts(&mut lines.iter().flat_map(|line| &line.labels))),
            ("currency", Value::String(self.cart.currency.clone())),
        ])
    }
}

/// Everything a condition may ask in the page.
pub fn all(widget: Widget, basket: Option<&Basket>, visit: &Visit, now: Instant) -> Value {
    object([
        ("page", page(widget).unwrap_or_default()),
        ("cart", basket.map(Basket::attributes).unwrap_or_default()),
        ("visit", of_visit(visit, now)),
    ])
}

fn page(widget: Widget) -> Option<Value> {
    let document = web_sys::window()?.document()?;
    let location = document.location()?;
    let text = |text: Result<String, _>| Value::String(text.unwrap_or_default());
    Some(object([
        ("path", Value::String(path(&location))),
        ("type", Value::String(widget.host.page())),
        ("title", Value::String(document.title())),
        ("referrer", Value::String(document.referrer())),
        ("query", Value::Object(query(&location.search().unwrap_or_default(), decode))),
        ("hash", text(location.hash())),
    ]))
}

fn of_visit(visit: &Visit, now: Instant) -> Value {
    object([
        // One that goes on where the last one was over began without opening a page.
        ("pages", number(visit.pages.max(1))),
        ("seconds", Value::Number(visit.seconds(now).into())),
        ("is_first", Value::Bool(visit.number == 1)),
        ("is_returning", Value::Bool(visit.number > 1)),
        ("source", Value::String(visit.source.clone())),
    ])
}

/// The `utm_source` a page was opened with; empty if there is none.
pub fn source(location: &Location) -> String {
    parameter(location, "utm_source")
}

/// A parameter of an address; empty if there is none.
fn parameter(location: &Location, wanted: &str) -> String {
    let query = query(&location.search().unwrap_or_default(), decode);
    match query.into_iter().find(|(name, _)| name == wanted) {
        Some((_, Value::String(value))) => value,
        _ => String::new(),
    }
}

/// A page's path as people read it: `/čaji`, not `/%C4%8Daji`. One that cannot be decoded is what it is.
pub fn path(location: &Location) -> String {
    let path = location.pathname().unwrap_or_default();
    decode(&path).unwrap_or(path)
}

/// Whether a page is one to pay on: nothing is shown there.
pub fn is_checkout(widget: Widget, location: &Location) -> bool {
    let route = parameter(location, "route");
    attention::is_checkout(&widget.host.page(), &path(location), &location.hash().unwrap_or_default(), &route)
}

/// Whether the page has an element for a place.
pub fn has_place(place: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return false };
    let elements = document.query_selector_all("[data-regulars-place]");
    let is_it = |element: web_sys::Node| {
        let place_of = element.dyn_ref::<web_sys::Element>()?.get_attribute("data-regulars-place")?;
        (place_of == place).then_some(())
    };
    elements.is_ok_and(|elements| (0..elements.length()).any(|index| elements.get(index).and_then(is_it).is_some()))
}

/// A query's parameters; of a name that comes twice the first, as `URLSearchParams` gives it.
fn query(search: &str, decode: fn(&str) -> Option<String>) -> Vec<(String, Value)> {
    let mut query: Vec<(String, Value)> = Vec::new();
    for part in search.trim_start_matches('?').split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        // What cannot be decoded is what it is.
        let text = |text: &str| decode(&text.replace('+', " ")).unwrap_or_else(|| text.to_owned());
        let (name, value) = (text(name), text(value));
        if query.iter().all(|(known, _)| *known != name) {
            query.push((name, Value::String(value)));
        }
    }
    query
}

fn decode(text: &str) -> Option<String> {
    decode_uri_component(text).ok().map(String::from)
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Whole numbers of a page stay within 2^53.
fn number(number: i64) -> Value {
    Value::Number(number as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_its_parameters() {
        fn decode(text: &str) -> Option<String> {
            (!text.contains('%')).then(|| text.to_owned())
        }
        let is = |search: &str, expected: &[(&str, &str)]| {
            let expected = expected.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
            assert_eq!(query(search, decode), expected.collect::<Vec<_>>(), "{search}");
        };
        is("", &[]);
        is("?", &[]);
        is("?a=1&b=x+y&a=2", &[("a", "1"), ("b", "x y")]);
        is("?sale&c=d=e&&", &[("sale", ""), ("c", "d=e")]);
        is("?a=50%+more", &[("a", "50%+more")]);
    }
}
