//! The link to a preview. It is kept for the tab, so that the preview goes along to other pages of the shop: whoever opened
//! it is one of the shop's own people.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Window;

use crate::{js::Js, ui::join};

/// What an address has of it.
const PARAMETER: &str = "regulars_preview=";
/// Where the tab keeps it; empty once it was left.
const KEPT: &str = "regulars:preview";

/// Whether there is one.
pub fn is_open() -> bool {
    let Some(window) = web_sys::window() else { return false };
    window.location().search().is_ok_and(|search| of_search(&search).is_some()) || !kept(&window, KEPT).is_empty()
}

/// Its token: of the address, else what the tab has kept.
pub fn token() -> String {
    let Some(window) = web_sys::window() else { return String::new() };
    let search = window.location().search().unwrap_or_default();
    match of_search(&search) {
        Some(token) => {
            keep(&window, KEPT, token);
            token.to_owned()
        }
        None => kept(&window, KEPT),
    }
}

/// Leaves the preview: forgets the link, and loads the page without it.
pub fn leave() {
    let Some(window) = web_sys::window() else { return };
    keep(&window, KEPT, "");
    let location = window.location();
    let search = location.search().unwrap_or_default();
    if of_search(&search).is_some() {
        let path = location.pathname().unwrap_or_default();
        let hash = location.hash().unwrap_or_default();
        // An address of the same page does not fail.
        let _ = location.assign(&join(&join(&path, &without(&search)), &hash));
    } else {
        let location: JsValue = location.into();
        if let Ok(reload) = Js::new(location.clone()).get("reload").raw().clone().dyn_into::<Function>() {
            let _ = reload.call0(&location);
        }
    }
}

/// What the tab has kept under a name; empty if there is nothing, or nothing can be kept.
pub fn kept(window: &Window, name: &str) -> String {
    Js::new(window.clone().into()).get("sessionStorage").text(name)
}

/// Keeps something for the tab. Where that is refused it lasts as long as the page.
pub fn keep(window: &Window, name: &str, text: &str) {
    let storage = Js::new(window.clone().into()).get("sessionStorage");
    let _ = Reflect::set(storage.raw(), &JsValue::from_str(name), &JsValue::from_str(text));
}

/// The token in a query.
fn of_search(search: &str) -> Option<&str> {
    search.trim_start_matches('?').split('&').find_map(|part| part.strip_prefix(PARAMETER))
}

/// A query without the token.
fn without(search: &str) -> String {
    let mut rest = String::new();
    for part in
        search.trim_start_matches('?').split('&').filter(|part| !part.is_empty() && !part.starts_with(PARAMETER))
    {
        rest.push(if rest.is_empty() { '?' } else { '&' });
        rest.push_str(part);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_among_other_parameters_and_taken_out() {
        for (search, token, rest) in [
            ("", None, ""),
            ("?lang=sl", None, "?lang=sl"),
            ("?regulars_preview=a.b", Some("a.b"), ""),
            ("?lang=sl&regulars_preview=a.b&x=1", Some("a.b"), "?lang=sl&x=1"),
            ("?not_regulars_preview=a.b", None, "?not_regulars_preview=a.b"),
        ] {
            assert_eq!((of_search(search), without(search).as_str()), (token, rest), "{search}");
        }
    }
}
