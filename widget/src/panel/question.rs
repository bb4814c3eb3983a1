//! “Do you mean it?”, in place, and what came of it. The same for redeeming a reward and for giving a code back.

use leptos::prelude::*;

use super::{notice, words::keys};
use crate::{
    model::Problem,
    state::{
        Watched, Widget,
        action::{Action, Step},
    },
    sync,
    text::{Message, Text},
    ui::{self, Button},
};

/// A question to a shopper.
pub struct Question {
    /// What is asked, and what follows from it.
    pub lines: Vec<AnyView>,
    /// The button that does it, by its id, and what it says.
    pub confirm: (&'static str, Message<0>),
    /// What the button says that does not.
    pub cancel: Message<0>,
    /// The action it is about.
    pub action: &'static Watched<Action>,
    /// What does it, now or again.
    pub send: fn(Widget),
    /// The id of what has the focus afterwards.
    pub back_to: String,
}

impl Question {
    /// The question, or what came of it.
    pub fn view(self, widget: Widget, step: &Step) -> AnyView {
        let text = widget.text();
        let is_busy = *step == Step::Sending;
        let (id, confirm) = self.confirm;
        let (trouble, go) = match step {
            Step::Asking => (None, Some(confirm)),
            Step::Sending => (None, Some(keys::SENDING)),
            Step::Failed => (Some(text.say(keys::FAILED_ACTION, [])), Some(keys::RETRY)),
            Step::Refused(problem) => (Some(refusal(&text, problem)), None),
        };
        let can_send = go.is_some();
        let lines = match trouble {
            Some(line) => notice::alert(ui::say("trouble", line)),
            None => ui::all(self.lines),
        };
        let send = self.send;
        let go = go.map(|label| {
            Button { id: id.to_owned(), class: "button", label: text.say(label, []), is_busy, ..Button::default() }
                .on_click(move || send(widget))
        });
        let (action, back_to) = (self.action, self.back_to);
        let label = text.say(if can_send { self.cancel } else { keys::CLOSE }, []);
        let cancel =
            Button { class: "button quiet", label, is_disabled: is_busy, ..Button::default() }.on_click(move || {
                // One that got no answer may have been done: find out.
                if action.change(Action::cancel) {
                    sync::refresh(widget);
                }
                ui::focus_soon(widget, back_to.clone());
            });
        ui::block("confirm", [lines, ui::block("buttons", [ui::opt(go), cancel])])
    }
}

/// Asks: the action begins, and the button that confirms it has the focus.
pub fn ask(widget: Widget, action: &Watched<Action>, subject: &str, confirm: &'static str) {
    action.change(|action| action.ask(subject, sync::new_key()));
    ui::focus_soon(widget, confirm.to_owned());
}

/// Why something was refused, for the shopper.
fn refusal(text: &Text, problem: &Problem) -> String {
    let message = match problem.code.as_str() {
        "insufficient_points" => return text.count(keys::REFUSED_POINTS, problem.missing, []),
        "reward_not_available" | "reward_not_found" => keys::REFUSED_UNAVAILABLE,
        "tier_required" => keys::REFUSED_TIER,
        "limit_reached" => keys::REFUSED_LIMIT,
        "out_of_stock" => keys::REFUSED_STOCK,
        "hold_already_captured" => keys::REFUSED_CAPTURED,
        "hold_already_released" => keys::REFUSED_RELEASED,
        "hold_expired" => keys::REFUSED_EXPIRED,
        _ => keys::REFUSED_OTHER,
    };
    text.say(message, [])
}
