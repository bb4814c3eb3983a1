//! The few shapes views are made of.
//!
//! Each closure and each element a view is given is compiled with a copy of the renderer's code for its type. Boxed and
//! made in one place they share one copy, which is the difference between a widget of 60 KB and one of 140 KB.
//!
//! One rule: what is inside a [`live`] part is plain, never live itself. A live part that is drawn again changes its
//! elements in place and keeps the focus; a live part within it would be made anew and lose it.

use std::{future::Future, pin::Pin};

use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent, MouseEvent};

use crate::state::Widget;

/// A part of a view that is drawn again whenever something it looked at changes.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn Fn() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}

/// Nothing.
pub fn none() -> AnyView {
    ().into_any()
}

/// Something, or nothing.
pub fn opt(view: Option<AnyView>) -> AnyView {
    view.unwrap_or_else(none)
}

/// Views one after another.
pub fn all(views: impl IntoIterator<Item = AnyView>) -> AnyView {
    views.into_iter().collect::<Vec<_>>().into_any()
}

/// Plain text.
pub fn text(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    text.into_any()
}

/// A block.
pub fn block(class: &'static str, views: impl IntoIterator<Item = AnyView>) -> AnyView {
    view! { <div class=class>{all(views)}</div> }.into_any()
}

/// A block that a shop may style under its own name: `::part(name)`.
pub fn part(name: &'static str, views: impl IntoIterator<Item = AnyView>) -> AnyView {
    view! { <div class=name part=name>{all(views)}</div> }.into_any()
}

/// A paragraph.
pub fn line(class: &'static str, views: impl IntoIterator<Item = AnyView>) -> AnyView {
    view! { <p class=class>{all(views)}</p> }.into_any()
}

/// A paragraph of one text.
pub fn say(class: &'static str, what: String) -> AnyView {
    line(class, [text(what)])
}

/// Words within a line.
pub fn words(class: &'static str, what: impl Into<String>) -> AnyView {
    view! { <span class=class>{text(what)}</span> }.into_any()
}

/// Words within a line that matter.
pub fn strong(what: impl Into<String>) -> AnyView {
    view! { <strong>{text(what)}</strong> }.into_any()
}

/// A heading within the panel.
pub fn heading(class: &'static str, what: String) -> AnyView {
    view! { <h3 class=class>{text(what)}</h3> }.into_any()
}

/// A list.
pub fn list(class: &'static str, items: impl IntoIterator<Item = AnyView>) -> AnyView {
    view! { <ul class=class>{all(items)}</ul> }.into_any()
}

/// An item of a list.
pub fn item(class: &'static str, views: impl IntoIterator<Item = AnyView>) -> AnyView {
    view! { <li class=class part=class>{all(views)}</li> }.into_any()
}

/// How much of something there is. Decoration: it is said in words beside it.
pub fn bar(class: &'static str, percent: i64) -> AnyView {
    let mut width = percent.to_string();
    width.push('%');
    view! { <div class=class aria-hidden="true"><span style:inline-size=width></span></div> }.into_any()
}

/// Something to press.
#[derive(Default)]
pub struct Button {
    pub id: String,
    pub class: &'static str,
    pub label: String,
    /// What a screen reader says, where the label alone would not tell.
    pub name: Option<String>,
    /// It cannot be pressed, and is passed over.
    pub is_disabled: bool,
    /// It was pressed and is working: it does nothing, but keeps the focus.
    pub is_busy: bool,
}

impl Button {
    /// With what it does.
    pub fn on_click(self, act: impl FnMut() + 'static) -> AnyView {
        let Self { id, class, label, name, is_disabled, is_busy } = self;
        let mut act: Box<dyn FnMut()> = Box::new(act);
        let act: Box<dyn FnMut(MouseEvent)> = Box::new(move |_| act());
        view! {
            <button
                type="button"
                id=id
                class=class
                part=class
                aria-label=name
                disabled=is_disabled
                aria-disabled=is_busy.then_some("true")
                on:click=act
            >
                {text(label)}
            </button>
        }
        .into_any()
    }
}

/// Somewhere to go.
pub fn link(class: &'static str, href: String, label: String) -> AnyView {
    view! { <a class=class href=href>{text(label)}</a> }.into_any()
}

/// Whether the window is as narrow as a phone's. The panel is a sheet then; the same number is in `shell.css`.
pub fn is_phone() -> bool {
    matches("(max-width: 519px)")
}

/// Whether a media query holds.
pub fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|media| media.matches())
}

/// Runs something that waits.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Runs something once what has just changed is on the page.
pub fn soon(act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    Timeout::new(0, act).forget();
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, event: &str, act: impl Fn(Event) + 'static) {
    let act: Box<dyn Fn(Event)> = Box::new(act);
    let act = Closure::wrap(act).into_js_value();
    // A page that does not let it goes without what would have followed.
    let _ = target.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// Waits until the browser has nothing else to do. Those that do not tell when that is: a moment.
pub async fn idle() {
    let idle = Promise::new(&mut |resolve, _| {
        let window = js_sys::global();
        let ask = Reflect::get(&window, &JsValue::from_str("requestIdleCallback")).unwrap_or_default();
        let asked = ask.dyn_into::<Function>().is_ok_and(|ask| ask.call1(&window, &resolve).is_ok());
        if !asked {
            soon(move || drop(resolve.call0(&JsValue::UNDEFINED)));
        }
    });
    // It never rejects.
    let _ = JsFuture::from(idle).await;
}

/// Waits.
pub async fn sleep(ms: u32) {
    let timer = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Within an hour, which an i32 of milliseconds holds.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms as i32);
        }
    });
    // It never rejects.
    let _ = JsFuture::from(timer).await;
}

/// Moves the focus to an element by its id, once it is on the page.
pub fn focus_soon(widget: Widget, id: String) {
    soon(move || {
        if let Some(element) = element(widget, &id) {
            // One that takes no focus leaves it where it is.
            let _ = element.focus();
        }
    });
}

/// Keeps the focus in the panel when what had it has gone.
pub fn keep_focus(widget: Widget) {
    soon(move || {
        let is_lost = widget.root.active_element().is_none();
        if let Some(panel) = element(widget, "panel").filter(|_| is_lost) {
            let _ = panel.focus();
        }
    });
}

/// In a modal dialog Tab goes round; from anything else it leaves for the page.
pub fn keep_inside(widget: Widget, event: &KeyboardEvent) {
    if event.key() != "Tab" {
        return;
    }
    let Some(dialog) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if !dialog.matches(":modal").unwrap_or(false) {
        return;
    }
    let reachable = "button:not([disabled]):not([tabindex='-1']), a[href], input, select, textarea";
    let Ok(nodes) = dialog.query_selector_all(reachable) else { return };
    let element = |index| nodes.get(index)?.dyn_into::<HtmlElement>().ok();
    let mut visible = (0..nodes.length()).filter_map(element).filter(|element| element.offset_parent().is_some());
    let Some(first) = visible.next() else { return };
    let last = visible.next_back().unwrap_or_else(|| first.clone());
    let active: Option<JsValue> = widget.root.active_element().map(Into::into);
    let is = |element: &JsValue| active.as_ref() == Some(element);
    let target = match event.shift_key() {
        true if is(&first) || is(&dialog) => last,
        false if is(&last) => first,
        _ => return,
    };
    event.prevent_default();
    let _ = target.focus();
}

/// An element of the widget's by its id.
pub fn element(widget: Widget, id: &str) -> Option<HtmlElement> {
    widget.root.get_element_by_id(id)?.dyn_into().ok()
}

/// Two texts as one. Without the machinery of `format!`.
pub fn join(start: &str, end: &str) -> String {
    let mut joined = String::from(start);
    joined.push_str(end);
    joined
}
