//! What the tag gives the widget: see `loader/regulars.js`, which has the other half of each of these.

use js_sys::{Array, Function, Promise, Set};
use wasm_bindgen::prelude::*;

use crate::{js::Js, ui::join};

#[wasm_bindgen]
extern "C" {
    /// The tag's side. Getters read what it says now: a page may change its attributes at any time.
    pub type Host;

    /// The shopper's token; empty for a visitor.
    #[wasm_bindgen(method, getter)]
    pub fn token(this: &Host) -> String;
    /// The shop's id.
    #[wasm_bindgen(method, getter)]
    pub fn shop(this: &Host) -> String;
    /// A tag of the language of the strings, such as `en-GB`: how numbers and dates are written.
    #[wasm_bindgen(method, getter)]
    pub fn locale(this: &Host) -> String;
    /// The languages of the page, the best first and separated by commas, whether there are strings in them or not: how the
    /// shop's texts are asked for.
    #[wasm_bindgen(method, getter)]
    pub fn asked(this: &Host) -> String;
    /// `light`, `dark`, or empty: as the system has it.
    #[wasm_bindgen(method, getter)]
    pub fn theme(this: &Host) -> String;
    /// `hidden` where the shop opens the panel with a button of its own.
    #[wasm_bindgen(method, getter)]
    pub fn launcher(this: &Host) -> String;
    /// The kind of page, such as `product`; may be empty.
    #[wasm_bindgen(method, getter)]
    pub fn page(this: &Host) -> String;
    /// Where one becomes a member; may be empty.
    #[wasm_bindgen(method, getter)]
    pub fn join_url(this: &Host) -> String;
    /// Where one signs in; may be empty.
    #[wasm_bindgen(method, getter)]
    pub fn signin_url(this: &Host) -> String;
    /// The answer to the request for the state that the tag sent on its own.
    #[wasm_bindgen(method, getter)]
    pub fn first(this: &Host) -> Promise;
    /// The `<regulars-earn>` elements on the page.
    #[wasm_bindgen(method, getter)]
    pub fn elements(this: &Host) -> Set;

    /// Asks for the state. Resolves, as [`Host::send`] does.
    #[wasm_bindgen(method)]
    pub fn boot(this: &Host, anonymous: bool) -> Promise;
    /// Sends a request. Always resolves, to `[status, text, Retry-After in seconds]`; status 0 is no answer.
    #[wasm_bindgen(method)]
    pub fn send(this: &Host, method: &str, path: &str, body: Option<&str>, key: Option<&str>) -> Promise;
    /// The strings of the page's language.
    #[wasm_bindgen(method)]
    pub fn strings(this: &Host) -> Promise;
    /// A file of this build, as text.
    #[wasm_bindgen(method)]
    pub fn file(this: &Host, name: &str) -> Promise;
    /// Tells the page; false if a listener prevented the default.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Host, name: &str, detail: &JsValue) -> bool;
    /// What is stored on the device under a name; empty if there is nothing, or nothing may be stored.
    #[wasm_bindgen(method)]
    pub fn stored(this: &Host, name: &str) -> String;
    /// Stores something on the device, if the shopper allows.
    #[wasm_bindgen(method)]
    pub fn store(this: &Host, name: &str, text: &str);
    /// What was kept of this member's state on the device: `[seq, boot, later answer]`, or nothing.
    #[wasm_bindgen(method)]
    pub fn kept(this: &Host) -> Array;
    /// Keeps a member's state, if the shopper allows.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Host, seq: f64, boot: &str, later: &str);
    /// Forgets what was kept.
    #[wasm_bindgen(method)]
    pub fn forget(this: &Host);
}

impl Host {
    /// Whose token it is, and at which shop: another token may be the same member's. Empty for a visitor.
    pub fn owner(&self) -> String {
        let payload = self.token().split('.').nth(1).unwrap_or_default().replace('-', "+").replace('_', "/");
        let decode = Js::new(js_sys::global().into()).get("atob").raw().clone().dyn_into::<Function>();
        let text = decode.ok().and_then(|decode| decode.call1(&JsValue::UNDEFINED, &payload.into()).ok()?.as_string());
        let claims = text.and_then(|text| Js::parse(&text));
        claims.map(|claims| join(&self.shop(), &join("/", &claims.text("sub")))).unwrap_or_default()
    }
}
