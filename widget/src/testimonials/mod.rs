//! `<regulars-testimonials>`: what members let the shop show, wherever the shop has put the element. What is in this file is part
//! of the main chunk; everything else comes in a chunk of its own, loaded when a page has such an element.
//!
//! | module | what lives there |
//! |---|---|
//! | `model` | a testimonial as a plain struct, and which of them one element shows |
//! | `course` | what is shown, whose it is, and in which language |
//! | `place` | one element on the page, and what is drawn in it |
//! | `view` | what all of it looks like |
//! | `withdrawal` | how a member takes their own back |
//! | `words` | the messages, which no other page view loads |

mod chunk;
mod course;
mod model;
mod place;
mod view;
mod withdrawal;
mod words;

use crate::{files::Files, state::Widget, ui};

/// The element's name.
const ELEMENT: &str = "regulars-testimonials";
/// Between two looks for elements: a page may put one there at any time.
const LOOK_MS: u32 = 1_000;
/// How long it waits after something could not be loaded.
const RETRY_MS: u32 = 10_000;

/// Looks for an element until there is one, and then leaves it to the chunk. Without the chunk it looks again.
pub fn watch(widget: Widget) {
    ui::spawn(async move {
        loop {
            ui::sleep(LOOK_MS).await;
            let Some(files) = is_wanted().then(|| Files::ask(widget, "testimonials")).flatten() else { continue };
            if let (Ok(begin), true) = (chunk::code().await, files.come().await) {
                return begin(widget);
            }
            ui::sleep(RETRY_MS).await;
        }
    });
}

fn is_wanted() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.query_selector(ELEMENT).is_ok_and(|element| element.is_some()))
}
