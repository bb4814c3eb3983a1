//! What a preview says. Its messages are files of their own: `strings/preview/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/preview/en.json`, written by the build script.
    use crate::text::Message;

    include!(concat!(env!("OUT_DIR"), "/preview_keys.rs"));
}

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::{js::Js, state::Widget, text::Text, ui::join};

/// The messages in the page's language; none if they could not be loaded.
pub async fn load(widget: Widget) -> Option<Text> {
    let locale = widget.host.locale();
    let language = locale.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let file = widget.host.file(&join("preview/", &join(&language, ".json")));
    let text = JsFuture::from(file).await.ok()?.as_string()?;
    let messages = Js::parse(&text)?.raw().clone().dyn_into().ok()?;
    Some(Text::new(messages, &locale))
}
