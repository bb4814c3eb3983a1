//! The shop's colours on the widget, and the choice of light or dark.

mod colour;

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::state::Widget;

/// What a shop may set. Each becomes a default: `--regulars-accent` on the page's side wins over the theme's `accent`.
const PROPERTIES: [&str; 8] = ["accent", "accent-ink", "surface", "ink", "font", "radius", "offset-x", "offset-y"];

/// Keeps the shop's theme on the stage.
pub fn follow(widget: Widget, stage: HtmlElement) {
    Effect::new(move |_| {
        let scheme = widget.with_host(|host| host.theme());
        // Setting attributes and properties of an element of our own does not fail.
        let _ = stage.set_attribute("data-theme", &scheme);
        let theme = widget.boot.with(|boot| boot.as_ref().map(|boot| boot.theme.clone())).unwrap_or_default();
        let style = stage.style();
        let set = |name: &str, value: &str| {
            let mut property = String::from("--shop-");
            property.push_str(name);
            let _ = style.set_property(&property, value);
        };
        for (name, value) in &theme {
            if let Some(name) = PROPERTIES.iter().find(|known| known.replace('-', "_") == *name || *known == name) {
                set(name, value);
            }
        }
        let says_ink = theme.iter().any(|(name, _)| name.starts_with("accent") && name != "accent");
        let accent = theme.iter().find(|(name, _)| name == "accent").filter(|_| !says_ink);
        if let Some(ink) = accent.and_then(|(_, accent)| colour::ink_on(accent)) {
            set("accent-ink", ink);
        }
    });
}
