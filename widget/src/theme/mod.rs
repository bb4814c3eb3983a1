//! The shop's colours on the widget, the choice of light or dark, and the direction the page reads in.

mod colour;

use web_sys::HtmlElement;

use crate::{state::Widget, ui};

/// What a shop may set, and the property that becomes its default: `--regulars-accent` on the page wins over it.
const PROPERTIES: [(&str, &str); 8] = [
    ("accent", "--shop-accent"),
    (ACCENT_INK, "--shop-accent-ink"),
    ("surface", "--shop-surface"),
    ("ink", "--shop-ink"),
    ("font", "--shop-font"),
    ("radius", "--shop-radius"),
    ("offset_x", "--shop-offset-x"),
    ("offset_y", "--shop-offset-y"),
];
const ACCENT_INK: &str = "accent_ink";

/// Puts the shop's theme and the page's direction on the stage.
pub fn apply(widget: Widget) {
    if let Some(stage) = ui::element(widget, "stage") {
        dress(widget, &stage);
    }
}

/// Puts them on any element that things are drawn in.
pub fn dress(widget: Widget, stage: &HtmlElement) {
    // As the page's element says it: what its styles say would cost a calculation of all of them.
    let direction = web_sys::window().and_then(|window| Some(window.document()?.dir()));
    // Setting attributes and properties of an element of our own does not fail.
    let _ = stage.set_attribute("dir", &direction.unwrap_or_default());
    let _ = stage.set_attribute("data-theme", &widget.host.theme());
    let Some(boot) = widget.boot.peek() else { return };
    let style = stage.style();
    for (name, value) in &boot.theme {
        if let Some((_, property)) = PROPERTIES.iter().find(|(known, _)| known == name) {
            let _ = style.set_property(property, value);
        }
    }
    // A shop that says its accent need not say which ink can be read on it.
    let accent = boot.theme.iter().find(|(name, _)| name == "accent");
    let says_ink = boot.theme.iter().any(|(name, _)| name == ACCENT_INK);
    if let Some(ink) = accent.filter(|_| !says_ink).and_then(|(_, accent)| colour::ink_on(accent)) {
        let _ = style.set_property("--shop-accent-ink", ink);
    }
}
