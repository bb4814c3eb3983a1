//! What is known of a page by its address, and of somebody by how they move on it.

use crate::instant::Minutes;

/// How long somebody has looked around a page before they are asked a question, in seconds.
pub const LOOK_AROUND_S: u32 = 5;
/// A visit is over after this long without anything done.
pub const VISIT_ENDS: Minutes = Minutes(30);
/// Who comes back from another tab after at least this long has been away, in milliseconds.
pub const AWAY_MS: u32 = 5_000;
/// On a touch screen somebody who scrolls up within this time, in milliseconds, seems to be leaving,
pub const HURRY_MS: u32 = 400;
/// with at least this many steps, for one step is a jump to somewhere on the page,
pub const HURRY_STEPS: u32 = 3;
/// over at least this part of the window's height, in per cent,
pub const HURRY_PERCENT: u32 = 50;
/// from at least this far down, in per cent of the window's height.
pub const HURRY_FROM_PERCENT: u32 = 100;

/// What a page to pay on is called in an address, in the languages of the widget and where such pages are often called
/// otherwise. Latin letters may be large or small.
const CHECKOUTS: [&str; 10] = [
    "checkout",
    "checkouts",
    "kasse",
    "kassa",
    "caisse",
    "blagajna",
    "оформлення-замовлення",
    "оформление-заказа",
    "结算",
    "结账",
];

/// Whether what comes behind the `#` of an address is a path: `#/cart`, `#!/cart`.
pub fn is_route(hash: &str) -> bool {
    hash.starts_with("#/") || hash.starts_with("#!")
}

/// Whether a page is one to pay on: its kind says so, or a segment of its path, or of the path behind `#`, or the last one of
/// `route`, which is what some shops have for a path.
pub fn is_checkout(kind: &str, path: &str, hash: &str, route: &str) -> bool {
    let is_word = |word: &str| CHECKOUTS.iter().any(|checkout| checkout.eq_ignore_ascii_case(word));
    let mut segments = path.split('/').chain(hash.split('/').filter(|_| is_route(hash)));
    // A query within the hash is none of its segments.
    let is_segment = |segment: &str| is_word(segment.split('?').next().unwrap_or_default());
    kind.eq_ignore_ascii_case("checkout") || segments.any(is_segment) || route.rsplit('/').next().is_some_and(is_word)
}
