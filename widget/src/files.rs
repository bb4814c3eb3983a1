//! What comes with a chunk's code: its messages and its styles, asked for side by side and kept once they are there.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CssStyleSheet, ShadowRoot};

use crate::{mount, state::Widget, text::Text, ui::join};

thread_local! {
    /// The chunks whose files are on their way.
    static COMING: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    /// The chunks whose files are there, with their styles.
    static HERE: RefCell<Vec<(&'static str, CssStyleSheet)>> = const { RefCell::new(Vec::new()) };
}

/// The files of one chunk, on their way. Once they have come, or were dropped, they can be asked for again.
pub struct Files {
    widget: Widget,
    name: &'static str,
    /// The language the messages are in.
    text: Rc<Text>,
    messages: JsFuture,
    styles: JsFuture,
}

impl Files {
    /// Asks for the files of a chunk. Nothing while they are on their way.
    pub fn ask(widget: Widget, name: &'static str) -> Option<Self> {
        let is_coming = COMING.with_borrow(|coming| coming.contains(&name));
        (!is_coming).then(|| {
            COMING.with_borrow_mut(|coming| coming.push(name));
            let text = widget.text();
            let messages = text.file(widget, name);
            let styles = widget.host.file(&join(name, ".css")).into();
            Self { widget, name, text, messages, styles }
        })
    }

    /// Waits for them. Tells whether all are there, in the language that is spoken by then.
    pub async fn come(mut self) -> bool {
        let styles = (&mut self.styles).await;
        loop {
            let messages = (&mut self.messages).await;
            if !messages.is_ok_and(|messages| self.text.learn(&messages).is_some()) {
                return false;
            }
            let spoken = self.widget.text();
            if Rc::ptr_eq(&spoken, &self.text) {
                return styles.is_ok_and(|styles| keep(self.name, &styles).is_some());
            }
            // The page has begun to speak another language.
            self.messages = spoken.file(self.widget, self.name);
            self.text = spoken;
        }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        COMING.with_borrow_mut(|coming| coming.retain(|name| *name != self.name));
    }
}

fn keep(name: &'static str, styles: &JsValue) -> Option<()> {
    let sheet = mount::sheet(&styles.as_string()?)?;
    HERE.with_borrow_mut(|here| {
        if here.iter().all(|(known, _)| *known != name) {
            here.push((name, sheet));
        }
    });
    Some(())
}

/// Gives a root the styles of a chunk, once.
pub fn dress(root: &ShadowRoot, name: &str) {
    HERE.with_borrow(|here| {
        if let Some((_, sheet)) = here.iter().find(|(known, _)| *known == name) {
            // A page that does not let styles be adopted never got this far: the launcher has some.
            let _ = mount::adopt(root, sheet);
        }
    });
}

/// Teaches a language all that is in use by now. False if something of it could not be had.
pub async fn translate(widget: Widget, text: &Text) -> bool {
    let mut learnt = 0;
    // One after another: what comes meanwhile is learnt, too.
    while let Some(name) = HERE.with_borrow(|here| here.get(learnt).map(|(name, _)| *name)) {
        let messages = text.file(widget, name).await;
        if !messages.is_ok_and(|messages| text.learn(&messages).is_some()) {
            return false;
        }
        learnt += 1;
    }
    true
}
