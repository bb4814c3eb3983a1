//! Everything the views show, in signals. The rules by which it changes are plain structs beside it.

pub mod action;
mod clock;
mod newest;

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use loyalty::Instant;
use web_sys::ShadowRoot;

use crate::{
    host::Host,
    js::{Js, object},
    model::{Boot, Member, Program},
    panel::PanelView,
    text::Text,
};
use action::Action;
use clock::Clock;
use newest::Newest;

/// How the last request for the state went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Under way.
    Loading,
    /// Under way, for longer than people expect.
    Slow,
    /// Answered: what is shown is true.
    Fresh,
    /// Not answered. It is asked again by itself.
    Failed,
    /// Refused for good: this shop does not exist, or does not allow this page.
    Refused,
}

/// A handle on the widget's state. Cheap to copy: every view has one.
#[derive(Clone, Copy)]
pub struct Widget {
    pub boot: RwSignal<Option<Rc<Boot>>, LocalStorage>,
    pub member: RwSignal<Option<Rc<Member>>, LocalStorage>,
    pub link: RwSignal<Link>,
    /// The token has run out; the page was told.
    pub expired: RwSignal<bool>,
    pub open: RwSignal<bool>,
    /// The panel's code, once its chunk is there.
    pub panel: RwSignal<Option<PanelView>>,
    /// The panel's chunk could not be loaded, yet.
    pub panel_failed: RwSignal<bool>,
    pub redeeming: RwSignal<Action>,
    pub giving_back: RwSignal<Action>,
    /// What a screen reader is told next.
    pub said: RwSignal<String>,
    rest: StoredValue<Rc<Rest>, LocalStorage>,
}

/// What no view watches.
struct Rest {
    host: Host,
    root: ShadowRoot,
    inner: RefCell<Inner>,
}

struct Inner {
    text: Rc<Text>,
    clock: Clock,
    newest: Newest,
    /// Grows when somebody else is meant: answers to earlier questions are dropped.
    turn: u32,
    /// The newest answers as they came, to keep on the device.
    boot_text: String,
    later_text: String,
}

impl Widget {
    /// Nothing is known yet.
    pub fn new(host: Host, root: ShadowRoot, text: Text) -> Self {
        let inner = Inner {
            text: Rc::new(text),
            clock: Clock::default(),
            newest: Newest::default(),
            turn: 0,
            boot_text: String::new(),
            later_text: String::new(),
        };
        Self {
            boot: RwSignal::new_local(None),
            member: RwSignal::new_local(None),
            link: RwSignal::new(Link::Loading),
            expired: RwSignal::new(false),
            open: RwSignal::new(false),
            panel: RwSignal::new(None),
            panel_failed: RwSignal::new(false),
            redeeming: RwSignal::new(Action::default()),
            giving_back: RwSignal::new(Action::default()),
            said: RwSignal::new(String::new()),
            rest: StoredValue::new_local(Rc::new(Rest { host, root, inner: RefCell::new(inner) })),
        }
    }

    fn rest(self) -> Rc<Rest> {
        self.rest.get_value()
    }

    /// The tag's side.
    pub fn with_host<T>(self, ask: impl FnOnce(&Host) -> T) -> T {
        ask(&self.rest().host)
    }

    /// Where everything is drawn.
    pub fn root(self) -> ShadowRoot {
        self.rest().root.clone()
    }

    /// The language in use.
    pub fn text(self) -> Rc<Text> {
        Rc::clone(&self.rest().inner.borrow().text)
    }

    /// Speaks another language from now on. Views made before keep theirs.
    pub fn set_text(self, text: Text) {
        self.rest().inner.borrow_mut().text = Rc::new(text);
    }

    /// Now, by the server's clock: the device's may be wrong, or stopped by the page.
    pub fn now(self) -> Instant {
        self.rest().inner.borrow().clock.now()
    }

    /// Whether the page says somebody is signed in.
    pub fn is_signed_in(self) -> bool {
        self.with_host(|host| !host.token().is_empty())
    }

    /// The program, watched.
    pub fn program<T>(self, look: impl FnOnce(&Program) -> T) -> Option<T> {
        self.boot.with(|boot| boot.as_ref()?.program.as_ref().map(look))
    }

    /// The program and the member, watched.
    pub fn both<T>(self, look: impl FnOnce(&Program, &Member) -> T) -> Option<T> {
        let member = self.member.get()?;
        self.program(|program| look(program, &member))
    }

    /// Whether the numbers shown are from the past and may stay so for a while.
    pub fn is_stale(self) -> bool {
        matches!(self.link.get(), Link::Failed | Link::Slow) || self.expired.get()
    }

    /// Counts a new question, so that answers to older ones are dropped.
    pub fn next_turn(self) -> u32 {
        let rest = self.rest();
        let mut inner = rest.inner.borrow_mut();
        inner.turn += 1;
        inner.turn
    }

    /// Whether an answer to the question of this turn still counts.
    pub fn is_turn(self, turn: u32) -> bool {
        self.rest().inner.borrow().turn == turn
    }

    /// Shows what was kept on the device. True if there was something.
    pub fn show_kept(self) -> bool {
        let kept = self.with_host(Host::kept);
        let text = |index| kept.get(index).as_string().unwrap_or_default();
        let Some(boot) = Boot::parse(&text(1)) else { return false };
        let later = Js::parse(&text(2)).map(|js| Member::read(&js.get("member")));
        {
            let rest = self.rest();
            let mut inner = rest.inner.borrow_mut();
            inner.boot_text = text(1);
            inner.later_text = text(2);
        }
        let member = later.or_else(|| boot.member.clone());
        self.set_boot(boot);
        if let Some(member) = member {
            self.take_member(member);
        }
        true
    }

    /// Takes the answer to a request for the state. False if it is none.
    pub fn take_boot(self, text: &str) -> bool {
        let Some(boot) = Boot::parse(text) else { return false };
        let member = boot.member.clone();
        self.rest().inner.borrow_mut().boot_text = text.to_owned();
        self.set_boot(boot);
        match member {
            Some(member) => {
                if self.take_member(member) {
                    self.rest().inner.borrow_mut().later_text.clear();
                }
                self.keep();
            }
            // A visitor: whoever was here before has signed out.
            None if !self.is_signed_in() => self.with_host(Host::forget),
            None => {}
        }
        true
    }

    /// Takes the answer to a redemption or to giving one back.
    pub fn take_later(self, text: String, js: &Js) {
        let member = js.get("member");
        if !member.is_none() && self.take_member(Member::read(&member)) {
            self.rest().inner.borrow_mut().later_text = text;
            self.keep();
        }
    }

    /// Forgets the member, for another or none.
    pub fn clear_member(self) {
        self.rest().inner.borrow_mut().newest.reset();
        self.member.set(None);
        self.expired.set(false);
        self.redeeming.set(Action::default());
        self.giving_back.set(Action::default());
    }

    fn set_boot(self, boot: Boot) {
        self.rest().inner.borrow_mut().clock = Clock::set(boot.now);
        self.boot.set(Some(Rc::new(boot)));
    }

    /// Shows a member's state unless a newer one was seen. Tells the page when it did.
    fn take_member(self, member: Member) -> bool {
        if !self.rest().inner.borrow_mut().newest.accepts(member.seq) {
            return false;
        }
        let detail = object(&[
            ("available", (member.available as f64).into()),
            ("pending", (member.pending as f64).into()),
            ("held", (member.held as f64).into()),
            ("tier", member.tier_id().map_or(wasm_bindgen::JsValue::NULL, Into::into)),
        ]);
        self.member.set(Some(Rc::new(member)));
        self.emit("update", &detail);
        true
    }

    fn keep(self) {
        let Some(seq) = self.member.with_untracked(|member| member.as_ref().map(|member| member.seq)) else { return };
        let rest = self.rest();
        let inner = rest.inner.borrow();
        rest.host.keep(seq as f64, &inner.boot_text, &inner.later_text);
    }

    /// Tells the page. False if a listener prevented what would follow.
    pub fn emit(self, event: &str, detail: &wasm_bindgen::JsValue) -> bool {
        // Nothing is borrowed here: a listener may call back at once.
        self.rest().host.emit(event, detail)
    }

    /// Has a screen reader say something.
    pub fn say(self, text: String) {
        self.said.set(text);
    }
}
