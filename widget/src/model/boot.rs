//! The answer to the one request of a page view.

use std::rc::Rc;

use loyalty::Instant;

use super::{Member, Program};
use crate::js::Js;

/// What the widget shows, as of one instant of the server's clock.
pub struct Boot {
    pub now: Instant,
    pub shop: String,
    /// Custom properties the shop set, such as `accent` and `#0a7`.
    pub theme: Vec<(String, String)>,
    /// None before the shop has published one.
    pub program: Option<Rc<Program>>,
    /// The answer as it came: what is offered to this person and asked of them is read by the chunk that decides when.
    pub answer: Js,
}

impl Boot {
    /// Reads the answer's text, with the member's state in it if there is a member; nothing if it is no such answer (a
    /// captive portal's page, say).
    pub fn parse(text: &str) -> Option<(Self, Option<Member>)> {
        let js = Js::parse(text)?;
        let shop = js.get("shop");
        let boot = Self {
            now: js.instant("now")?,
            shop: shop.text("name"),
            theme: shop.entries("theme").into_iter().map(|(name, value)| (name, value.as_text())).collect(),
            program: js.opt("program", |program| Rc::new(Program::read(program))),
            answer: js.clone(),
        };
        Some((boot, js.opt("member", Member::read)))
    }
}
