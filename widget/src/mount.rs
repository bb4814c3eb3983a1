//! The element, its shadow root and its styles; and staying on the page when a single-page shop replaces it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Reflect};
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    CssStyleSheet, Document, HtmlElement, MutationObserver, MutationObserverInit, ShadowRoot, ShadowRootInit,
    ShadowRootMode,
};

use crate::{launcher, state::Widget, theme};

/// The widget's place on the page. Cheap to clone.
#[derive(Clone)]
pub struct Mount(Rc<Place>);

struct Place {
    /// Leptos wants an element as a parent: mounted on the shadow root itself its updates are lost.
    stage: HtmlElement,
    root: ShadowRoot,
    shown: RefCell<Option<leptos::mount::UnmountHandle<AnyViewState>>>,
}

impl Mount {
    /// Adds the element to the page. Nothing if the page does not let it.
    pub fn new(styles: &str) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let element = create(&document, "regulars-widget")?;
        let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
        adopt(&root, &sheet(styles)?)?;
        let stage = create(&document, "div")?;
        stage.set_class_name("stage");
        stage.set_id("stage");
        root.append_child(&stage).ok()?;
        stay(&document, element);
        Some(Self(Rc::new(Place { stage, root, shown: RefCell::new(None) })))
    }

    /// Where everything is drawn.
    pub fn root(&self) -> ShadowRoot {
        self.0.root.clone()
    }

    /// Shows the widget, or shows it anew in another language.
    pub fn show(&self, widget: Widget) {
        // What was shown leaves before the new comes: ids are used once.
        drop(self.0.shown.take());
        let stage = &self.0.stage;
        // Attributes on an element of our own do not fail.
        let _ = stage.set_attribute("lang", &widget.host.locale());
        theme::apply(widget);
        let handle = leptos::mount::mount_to(stage.clone(), move || launcher::root(widget));
        self.0.shown.replace(Some(handle));
    }
}

/// Makes a style sheet. Constructed ones are not stopped by a page's policy on styles.
pub fn sheet(styles: &str) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(styles).ok()?;
    Some(sheet)
}

/// Gives a shadow root, or a document, a style sheet, unless it has it.
pub fn adopt(root: &JsValue, sheet: &CssStyleSheet) -> Option<()> {
    let key = JsValue::from_str("adoptedStyleSheets");
    let sheets = Array::from(&Reflect::get(root, &key).ok()?);
    if sheets.includes(sheet, 0) {
        return Some(());
    }
    sheets.push(sheet);
    Reflect::set(root, &key, &sheets).ok().map(|_| ())
}

fn create(document: &Document, name: &str) -> Option<HtmlElement> {
    document.create_element(name).ok()?.dyn_into().ok()
}

/// Puts the element into the body, and again whenever the page has thrown it out.
fn stay(document: &Document, element: HtmlElement) {
    /// A page that throws it out at once each time means it: more than this many times a second is a fight.
    const FIGHT: u32 = 10;
    const SECOND_MS: f64 = 1_000.0;

    let settle = {
        let document = document.clone();
        let since_ms = Cell::new(0.0);
        let times = Cell::new(0);
        move || {
            let now_ms =
                web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
            if now_ms - since_ms.get() > SECOND_MS {
                since_ms.set(now_ms);
                times.set(0);
            }
            if !element.is_connected() && times.get() < FIGHT {
                times.set(times.get() + 1);
                if let Some(body) = document.body() {
                    let _ = body.append_child(&element);
                }
            }
        }
    };
    settle();
    let body = document.body();
    let target = document.clone();
    let watched = RefCell::new(body);
    let changed = Closure::<dyn Fn(JsValue, MutationObserver)>::new(move |_: JsValue, observer: MutationObserver| {
        settle();
        // The body itself was replaced: its children are what to watch from now on.
        if *watched.borrow() != target.body() {
            watched.replace(target.body());
            watch(&observer, &target);
        }
    });
    if let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) {
        watch(&observer, document);
        // For as long as the page lives.
        changed.forget();
    }
}

fn watch(observer: &MutationObserver, document: &Document) {
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    for node in [
        document.document_element().map(JsCast::unchecked_into),
        document.body().map(JsCast::unchecked_into::<web_sys::Node>),
    ]
    .into_iter()
    .flatten()
    {
        // Watching twice is watching once.
        let _ = observer.observe_with_options(&node, &options);
    }
}
