//! What a page says is about to be bought: in attributes for a product, in the property `cart` for a whole cart.

use js_sys::Number;
use loyalty::{
    Money, Quantity,
    order::{Line, Shipping},
};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::js::Js;

/// Amounts are minor units of `currency`.
pub struct Cart {
    pub currency: String,
    pub prices_include_tax: bool,
    pub lines: Vec<Line>,
    pub shipping: Shipping,
}

/// Reads an element. Without a currency of its own it is in the program's.
pub fn read(element: &HtmlElement, currency: &str) -> Cart {
    let js = Js::new(JsValue::from(element));
    let mut cart = js.opt("cart", cart).unwrap_or_else(|| Cart {
        currency: attribute(element, "currency"),
        prices_include_tax: false,
        lines: vec![product(element)],
        shipping: Shipping::default(),
    });
    if cart.currency.is_empty() {
        currency.clone_into(&mut cart.currency);
    }
    cart
}

/// Reads a whole cart.
pub fn cart(js: &Js) -> Cart {
    let shipping = js.get("shipping");
    Cart {
        currency: js.text("currency"),
        prices_include_tax: js.get("prices_include_tax").as_flag(),
        lines: js.list("lines", |line| Line {
            labels: line.list("labels", Js::as_text),
            quantity: quantity(&line.get("quantity")),
            discount: line.money("discount"),
            tax: line.money("tax"),
            ..bare(line.text("product"), line.money("price"))
        }),
        shipping: Shipping { price: shipping.money("price"), tax: shipping.money("tax"), ..Shipping::default() },
    }
}

fn product(element: &HtmlElement) -> Line {
    Line {
        labels: labels(&attribute(element, "labels")),
        quantity: quantity(&Js::new(JsValue::from(attribute(element, "quantity")))),
        ..bare(attribute(element, "product"), Money(attribute(element, "amount").trim().parse().unwrap_or(0)))
    }
}

/// A number or its text, to the nearest thousandth; one, where there is none.
fn quantity(js: &Js) -> Quantity {
    let number = js.raw().as_f64().unwrap_or_else(|| Number::parse_float(&js.as_text()));
    let thousandths = || Quantity::from_thousandths((number * 1_000.0 + 0.5).floor() as i64);
    if number.is_nan() { Quantity::ONE } else { thousandths() }
}

fn bare(product: String, price: Money) -> Line {
    Line {
        id: String::new(),
        product,
        labels: Vec::new(),
        quantity: Quantity::ONE,
        price,
        discount: Money::ZERO,
        tax: Money::ZERO,
        refunded: Money::ZERO,
        refunded_tax: Money::ZERO,
    }
}

/// `jazz, box set` is two labels.
fn labels(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned).collect()
}

fn attribute(element: &HtmlElement, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn labels_are_separated_by_commas() {
        assert_eq!(labels("jazz, box set ,,"), ["jazz", "box set"]);
        assert!(labels("").is_empty());
    }
}
