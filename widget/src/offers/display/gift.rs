//! What taking up an offer gave.

use leptos::prelude::*;

use super::{
    super::{model::Gift, words::keys},
    shapes::told,
};
use crate::{
    element::{Element, Press},
    icon, panel,
    state::Widget,
    ui,
};

/// What it gave, said when it comes.
pub fn gift(widget: Widget, gift: &Gift) -> AnyView {
    let text = widget.text();
    let views = match gift {
        Gift::Nothing => said(text.say(keys::DONE, [])),
        Gift::Points(points) => said(text.count(keys::POINTS, *points, [])),
        Gift::Captured => said(text.say(keys::THANKS, [])),
        Gift::Code { name, code } => {
            let hint = ui::say("offer-hint", text.say(keys::CODE, []));
            vec![ui::say("offer-gift", name.clone()), ticket(widget, code), hint]
        }
    };
    told(false, None, "offer-action", views)
}

fn said(line: String) -> Vec<AnyView> {
    vec![ui::line("offer-gift", [icon::icon(icon::DONE), ui::text(line)])]
}

/// The code to read, select or copy.
fn ticket(widget: Widget, code: &str) -> AnyView {
    let text = widget.text();
    let is_copied = widget.copied.get() == code;
    let label = text.say(if is_copied { keys::COPIED } else { keys::COPY }, []);
    let value = code.to_owned();
    // A name says at least what is written on the button.
    let name = (!is_copied).then(|| text.say(keys::COPY_LABEL, [code]));
    let button = Press { class: "offer-button", name, ..Press::default() }
        .on_click(ui::text(label), move || panel::copy(widget, value.clone(), &value));
    let shown = Element::new("CODE", &[]).says(code);
    ui::part("offer-code", [shown, button])
}
