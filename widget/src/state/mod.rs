//! Everything the views show. The rules by which it changes are plain structs beside it.

pub mod action;
mod clock;
mod newest;
mod stage;
mod watched;

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    rc::Rc,
};

use loyalty::Instant;
use wasm_bindgen::JsValue;
use web_sys::ShadowRoot;

use crate::{
    earn,
    host::Host,
    js::{Js, object},
    model::{Boot, Member, Program},
    offers::{self, Chunk, Showing},
    panel::{PanelView, Tab},
    sync::History,
    text::{Text, keys},
    theme,
};
use action::Action;
use clock::Clock;
use newest::Newest;
pub use stage::{Link, Stage};
pub use watched::Watched;

thread_local! {
    /// There is one widget on a page, for as long as the page lives.
    static STATE: Cell<Option<&'static State>> = const { Cell::new(None) };
}

/// A handle on the widget's state. It weighs nothing: every view has one.
#[derive(Clone, Copy)]
pub struct Widget(());

/// The widget's state.
pub struct State {
    /// The tag's side.
    pub host: Host,
    /// Where everything is drawn.
    pub root: ShadowRoot,
    pub boot: Watched<Option<Rc<Boot>>>,
    pub member: Watched<Option<Rc<Member>>>,
    /// How the last request for the state went.
    pub link: Watched<Link>,
    /// The token has run out; the page was told.
    pub expired: Watched<bool>,
    /// What the panel is about.
    pub stage: Watched<Stage>,
    pub is_open: Watched<bool>,
    /// The panel's code, once its chunk is there.
    pub panel: Watched<Option<PanelView>>,
    /// The panel's chunk could not be loaded, yet.
    pub panel_failed: Watched<bool>,
    pub tab: Watched<Tab>,
    pub history: Watched<History>,
    pub redeeming: Watched<Action>,
    pub giving_back: Watched<Action>,
    /// The redemption whose code was just copied.
    pub copied: Watched<String>,
    /// The offers' code, once its chunk is there.
    pub offers: Watched<Option<Chunk>>,
    /// The offers on display.
    pub showing: Showing,
    /// What a screen reader is told next.
    pub said: Watched<String>,
    inner: RefCell<Inner>,
}

/// What no view watches.
struct Inner {
    text: Rc<Text>,
    clock: Clock,
    newest: Newest,
    /// Grows when somebody else is meant: answers to earlier questions are dropped.
    turn: u32,
    is_ready: bool,
    /// The newest answers as they came, to keep on the device.
    boot_text: String,
    later_text: String,
}

impl Deref for Widget {
    type Target = State;

    fn deref(&self) -> &'static State {
        self.state()
    }
}

impl Widget {
    /// The widget of this page, with nothing known yet.
    pub fn begin(host: Host, root: ShadowRoot, text: Text) -> Self {
        let state = State {
            host,
            root,
            boot: Watched::new(None),
            member: Watched::new(None),
            link: Watched::new(Link::Loading),
            expired: Watched::new(false),
            stage: Watched::new(Stage::Waiting),
            is_open: Watched::new(false),
            panel: Watched::new(None),
            panel_failed: Watched::new(false),
            tab: Watched::new(Tab::Rewards),
            history: Watched::new(History::default()),
            redeeming: Watched::new(Action::default()),
            giving_back: Watched::new(Action::default()),
            copied: Watched::new(String::new()),
            offers: Watched::new(None),
            showing: Showing::new(),
            said: Watched::new(String::new()),
            inner: RefCell::new(Inner {
                text: Rc::new(text),
                clock: Clock::default(),
                newest: Newest::default(),
                turn: 0,
                is_ready: false,
                boot_text: String::new(),
                later_text: String::new(),
            }),
        };
        STATE.set(Some(Box::leak(Box::new(state))));
        Self(())
    }

    /// What the handle is of.
    pub fn state(self) -> &'static State {
        #[expect(clippy::expect_used, reason = "a handle is only ever given out by `begin`, which sets the state")]
        STATE.get().expect("the widget has begun")
    }

    /// The widget of this page, if it has begun.
    pub fn get() -> Option<Self> {
        STATE.get().map(|_| Self(()))
    }

    /// The language in use.
    pub fn text(self) -> Rc<Text> {
        Rc::clone(&self.inner.borrow().text)
    }

    /// Speaks another language from now on. What is drawn must be drawn anew.
    pub fn set_text(self, text: Text) {
        self.inner.borrow_mut().text = Rc::new(text);
    }

    /// Milliseconds since the page was opened.
    pub fn elapsed_ms(self) -> f64 {
        clock::elapsed_ms()
    }

    /// Now, by the server's clock: the device's may be wrong, or stopped by the page.
    pub fn now(self) -> Instant {
        self.inner.borrow().clock.now()
    }

    /// Whether the page says somebody is signed in.
    pub fn is_signed_in(self) -> bool {
        !self.host.token().is_empty()
    }

    /// The program, watched.
    pub fn program(self) -> Option<Rc<Program>> {
        self.boot.get()?.program.clone()
    }

    /// The program and the member, watched.
    pub fn both(self) -> Option<(Rc<Program>, Rc<Member>)> {
        Some((self.program()?, self.member.get()?))
    }

    /// Whether the numbers shown are from the past and may stay so for a while, watched.
    pub fn is_stale(self) -> bool {
        let link = self.link.get();
        self.expired.get() || matches!(link, Link::Failed | Link::Slow)
    }

    /// Counts a new question, so that answers to older ones are dropped.
    pub fn next_turn(self) -> u32 {
        let mut inner = self.inner.borrow_mut();
        inner.turn += 1;
        inner.turn
    }

    /// Whether an answer to the question of this turn still counts.
    pub fn is_turn(self, turn: u32) -> bool {
        self.inner.borrow().turn == turn
    }

    /// How the request for the state goes.
    pub fn set_link(self, link: Link) {
        self.link.settle(link);
        self.settle();
    }

    /// The token has run out: the page must bring another. Said once.
    pub fn token_expired(self) {
        if !self.expired.peek() {
            self.expired.set(true);
            self.settle();
            self.emit("token-expired", &JsValue::NULL);
        }
    }

    /// Shows what was kept on the device, if there was something.
    pub fn show_kept(self) {
        let kept = self.host.kept();
        let text = |index| kept.get(index).as_string().unwrap_or_default();
        let Some((boot, member)) = Boot::parse(&text(1)) else { return };
        let later = Js::parse(&text(2)).and_then(|js| js.opt("member", Member::read));
        {
            let mut inner = self.inner.borrow_mut();
            inner.boot_text = text(1);
            inner.later_text = text(2);
        }
        self.set_boot(boot);
        if let Some(member) = later.or(member) {
            self.take_member(member);
        }
        self.settle();
    }

    /// Takes the answer to a request for the state. False if it is none.
    pub fn take_boot(self, text: String) -> bool {
        let Some((boot, member)) = Boot::parse(&text) else { return false };
        self.inner.borrow_mut().boot_text = text;
        let answer = boot.answer.clone();
        self.set_boot(boot);
        match member {
            Some(member) => {
                if self.take_member(member) {
                    self.inner.borrow_mut().later_text.clear();
                }
                self.keep();
            }
            // A visitor: whoever was here before has signed out.
            None if !self.is_signed_in() => self.host.forget(),
            None => {}
        }
        self.settle();
        offers::take(self, &answer);
        true
    }

    /// Takes the answer to a redemption or to giving one back.
    pub fn take_later(self, text: String, js: &Js) {
        if js.opt("member", Member::read).is_some_and(|member| self.take_member(member)) {
            self.inner.borrow_mut().later_text = text;
            self.keep();
        }
    }

    /// Forgets the member, for another or none.
    pub fn clear_member(self) {
        self.inner.borrow_mut().newest.reset();
        self.member.set(None);
        self.history.set(History::default());
        self.expired.settle(false);
        self.redeeming.set(Action::default());
        self.giving_back.set(Action::default());
        self.settle();
        offers::take(self, &Js::new(JsValue::UNDEFINED));
    }

    fn set_boot(self, boot: Boot) {
        self.inner.borrow_mut().clock = Clock::set(boot.now);
        self.boot.set(Some(Rc::new(boot)));
        theme::apply(self);
        earn::draw_all(self);
    }

    /// Shows a member's state unless a newer one was seen. Tells the page when it did.
    fn take_member(self, member: Member) -> bool {
        if !self.inner.borrow_mut().newest.accepts(member.seq) {
            return false;
        }
        let detail = object(&[
            ("available", (member.available as f64).into()),
            ("pending", (member.pending as f64).into()),
            ("held", (member.held as f64).into()),
            ("tier", member.tier.as_ref().map_or(JsValue::NULL, |tier| tier.as_str().into())),
        ]);
        if self.member.peek().is_some_and(|known| known.unread < member.unread) {
            self.say(self.text().count(keys::UNREAD, member.unread, []));
        }
        self.member.set(Some(Rc::new(member)));
        earn::draw_all(self);
        self.emit("update", &detail);
        true
    }

    fn keep(self) {
        let Some(member) = self.member.peek() else { return };
        let inner = self.inner.borrow();
        self.host.keep(member.seq as f64, &inner.boot_text, &inner.later_text);
    }

    /// Brings what follows from the rest up to date.
    fn settle(self) {
        let program = self.boot.peek().map(|boot| boot.program.is_some());
        let is_awaited = self.is_signed_in() && !self.expired.peek();
        let stage = Stage::of(self.link.peek(), program, self.member.peek().is_some(), is_awaited);
        self.stage.settle(stage);
        let is_ready = !matches!(stage, Stage::Waiting | Stage::Refused);
        if is_ready && !std::mem::replace(&mut self.inner.borrow_mut().is_ready, true) {
            self.emit("ready", &JsValue::NULL);
        }
    }

    /// Tells the page. False if a listener prevented what would follow.
    pub fn emit(self, event: &str, detail: &JsValue) -> bool {
        self.host.emit(event, detail)
    }

    /// Has a screen reader say something.
    pub fn say(self, text: String) {
        self.said.set(text);
    }
}
