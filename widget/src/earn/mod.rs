//! `<regulars-earn>`: what a product or a cart would earn, computed in the page by the rules that decide it at the edge.

pub mod purchase;

use loyalty::{
    Points, TierId,
    earn::{Purchase, points},
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRootInit, ShadowRootMode};

use crate::{model::EarnRule, mount, state::Widget, text::keys};

/// Draws all elements: the program or the member's level has changed.
pub fn draw_all(widget: Widget) {
    widget.host.elements().for_each(&mut |element, _, _| draw(widget, element.unchecked_ref()));
}

/// Draws one element. One that earns nothing stays empty.
pub fn draw(widget: Widget, element: &HtmlElement) {
    let Some(root) = element.shadow_root().or_else(|| {
        let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        mount::adopt(&root, &mount::sheet(include_str!("earn.css"))?);
        let text = web_sys::window()?.document()?.create_element("span").ok()?;
        text.set_attribute("part", "text").ok()?;
        root.append_child(&text).ok()?;
        Some(root)
    }) else {
        return;
    };
    if let Some(text) = root.last_element_child() {
        let earned = earned(widget, element).filter(|points| points.0 > 0);
        let line = earned.map(|points| widget.text().count(keys::EARN_WITH, points.0, []));
        text.set_text_content(line.as_deref());
    }
}

/// The points of all rules together. None where nothing is known yet, the currency does not count, or the page's amounts
/// are out of range.
fn earned(widget: Widget, element: &HtmlElement) -> Option<Points> {
    let program = widget.boot.peek()?.program.clone()?;
    let cart = purchase::read(element, &program.currency);
    let tier = widget.member.peek().and_then(|member| TierId::new(member.tier.clone()?).ok());
    let purchase = Purchase {
        placed_at: widget.now(),
        prices_include_tax: cart.prices_include_tax,
        lines: &cart.lines,
        shipping: &cart.shipping,
        conversion: program.conversion(&cart.currency)?,
        tier: tier.as_ref(),
    };
    let add = |sum: Points, rule: &EarnRule| sum.plus(points(&rule.rule, &purchase)?);
    program.rules.iter().try_fold(Points::ZERO, add).ok()
}
