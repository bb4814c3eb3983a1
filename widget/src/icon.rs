//! Icons: one path each, drawn with the colour of the text around them. Inline, because a page's policy on images
//! applies to everything that is fetched or referred to.

use leptos::prelude::*;

/// A ring that is still open, and the point that closes it: coming back.
pub const MARK: &str = "M14.8 3.5A9 9 0 1 0 20.5 9.2M18.6 5.4h.01";
pub const DONE: &str = "M5 12.5l4.5 4.5L19 7";
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
pub const CLOCK: &str = "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
pub const ARRIVING: &str = "M12 4v10m-4-4l4 4 4-4M5 19h14";
pub const HELD: &str = "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z";
pub const DEBT: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12h8";
pub const PERCENT: &str = "M18 6L6 18M7.5 8.5h.01M16.5 15.5h.01";
pub const AMOUNT: &str = "M4 8V5h16v3a4 4 0 0 0 0 8v3H4v-3a4 4 0 0 0 0-8M10 5v14";
pub const SHIPPING: &str =
    "M3 6h11v10H3zM14 10h4l3 3v3h-7M7.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4";
pub const GIFT: &str = "M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7c-2-4-6-4-6-1.500S9 7 12 7c3 0 6 .5 6-1.500S14 3 12 7";
pub const BOX: &str = "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8";
pub const WALLET: &str = "M4 7h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4zM4 7V5h12M16 13h.01";

/// An icon on a tile of its own, before a reward or a way to earn.
pub fn tile(path: &'static str) -> AnyView {
    view! { <span class="kind">{icon(path)}</span> }.into_any()
}

/// An icon. Decoration: what it means is said in words beside it.
pub fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
