//! Offers on the pages of a test's shop, and the devices they are shown on.

use serde_json::{Value, json};

use crate::{
    client::{Answer, Call},
    service::{eventually, unique},
    shop::{Shop, text, with},
};

/// Published last in every shop that has offers, and shown to everybody: where it is seen, so are the others.
const LAST: &str = "last-of-all";

/// What forms of these tests ask to be agreed to. Text, whatever it looks like.
pub const CONSENT: &str = "Write to me <b>now</b> & then";

/// A published offer to everybody, without a holdout.
#[must_use]
pub fn offer(id: &str) -> Value {
    json!({
        "id": id, "name": "Spring", "status": "published", "holdout": 0,
        "display": {"type": "bar", "edge": "top"}, "triggers": [{"type": "at_once"}],
        "variants": [{"key": "only", "content": {
            "headline": {"en": "Five off", "sl": "Pet popusta"}, "button": {"label": {"en": "Take it", "sl": "Vzamem"}},
        }}],
    })
}

/// An offer with a form of this kind, in two languages.
#[must_use]
pub fn form(id: &str, kind: &str) -> Value {
    let consent = json!({"en": CONSENT, "sl": "Pišite mi"});
    let headline = json!({"en": "Tell us", "sl": "Povejte nam"});
    let content = json!({"headline": headline, "capture": {"kind": kind, "consent": consent}});
    with(offer(id), json!({"variants": [{"key": "only", "content": content}]}))
}

/// A published offer that gives 100 points, once to each member and `budget` times altogether.
#[must_use]
pub fn hundred_points(id: &str, budget: u32) -> Value {
    let gives = json!({"points": {"points": 100, "reason": "Welcome to the club"}});
    with(offer(id), json!({"value": {"gives": gives, "limit_per_member": {"count": 1}, "budget": budget}}))
}

impl Shop {
    /// Publishes offers, and waits until pages are sent them.
    #[track_caller]
    pub fn offer(&self, offers: &[Value]) {
        for document in offers {
            self.create_offer(document).expect(201);
        }
        self.create_offer(&with(offer(LAST), json!({"priority": -1}))).expect(201);
        eventually("the offers are on pages", || Device::new(self).is_sent(LAST).then_some(()));
    }

    /// Replaces an offer of this version.
    #[track_caller]
    pub fn put_offer(&self, after: u32, document: &Value) -> Answer {
        let call = self.server("PUT", &format!("/offers/{}", text(&document["id"])));
        call.header("if-match", &format!("\"{after}\"")).json(document).send()
    }

    /// Creates an offer.
    #[track_caller]
    pub fn create_offer(&self, document: &Value) -> Answer {
        self.server("POST", "/offers").key(&unique("offer")).json(document).send()
    }

    /// Publishes the first settings of offers.
    #[track_caller]
    pub fn settle(&self, settings: &Value) {
        self.server("PUT", "/offer-settings").header("if-match", "\"0\"").json(settings).send().expect(200);
    }

    /// Asks for what an offer gives.
    #[track_caller]
    pub fn claim(&self, member: &str, key: &str, offer: &str) -> Answer {
        self.shopper(member, "POST", &format!("/offers/{offer}/claims")).key(key).json(&json!({})).send()
    }
}

/// A browser on the shop's pages: the id it keeps, and who is signed in there.
#[derive(Clone, Debug)]
pub struct Device<'a> {
    shop: &'a Shop,
    /// The visitor id it keeps, if it may keep one.
    pub visitor: Option<String>,
    member: Option<String>,
}

impl<'a> Device<'a> {
    /// A new one, with the id it is given on its first page. A shop without offers gives none.
    #[track_caller]
    #[must_use]
    pub fn new(shop: &'a Shop) -> Self {
        let boot = shop.visitor("GET", "/boot?lang=en&visitor=new").send().expect(200);
        Self { shop, visitor: boot["offers"]["visitor"].as_str().map(str::to_owned), member: None }
    }

    /// One that keeps nothing, with somebody signed in.
    #[must_use]
    pub fn of(shop: &'a Shop, member: &str) -> Self {
        Self { shop, visitor: None, member: Some(member.to_owned()) }
    }

    /// The same one with somebody signed in.
    #[must_use]
    pub fn signed_in(&self, member: &str) -> Self {
        Self { member: Some(member.to_owned()), ..self.clone() }
    }

    /// The same one with another id, or with none.
    #[must_use]
    pub fn with_id(&self, visitor: Option<&str>) -> Self {
        Self { visitor: visitor.map(str::to_owned), ..self.clone() }
    }

    /// A call from it.
    pub fn call(&self, method: &str, rest: &str) -> Call<'a> {
        match &self.member {
            Some(member) => self.shop.shopper(member, method, rest),
            None => self.shop.visitor(method, rest),
        }
    }

    /// What a page is sent of offers.
    #[track_caller]
    #[must_use]
    pub fn offers(&self) -> Value {
        self.call("GET", &format!("/boot?lang=en{}", self.query())).send().expect(200)["offers"].clone()
    }

    /// Its id for an address; nothing if it has none.
    #[must_use]
    pub fn query(&self) -> String {
        self.visitor.as_ref().map_or_else(String::new, |visitor| format!("&visitor={visitor}"))
    }

    /// Whether a page is sent an offer.
    #[track_caller]
    #[must_use]
    pub fn is_sent(&self, offer: &str) -> bool {
        find(&self.offers(), offer).is_some()
    }

    /// The arm that a page is told for an offer.
    ///
    /// # Panics
    /// When it is not sent the offer.
    #[track_caller]
    #[must_use]
    pub fn arm(&self, offer: &str) -> Value {
        let offers = self.offers();
        find(&offers, offer).unwrap_or_else(|| panic!("{offer} is not among {offers:#}"))["arm"].clone()
    }

    /// What was shown and what came of it, as a page is told.
    #[track_caller]
    #[must_use]
    pub fn memory(&self) -> Value {
        self.offers()["memory"].clone()
    }

    /// A body with what belongs to this device.
    #[must_use]
    pub fn body(&self, rest: Value) -> Value {
        with(rest, json!({"visitor": self.visitor}))
    }

    /// Tells what happened.
    #[track_caller]
    pub fn tell(&self, events: &[Value]) -> Answer {
        self.call("POST", "/events").json(&self.body(json!({"events": events}))).send()
    }

    /// Tells what happened, which must be taken.
    #[track_caller]
    pub fn told(&self, events: &[Value]) {
        let answer = self.tell(events);
        assert_eq!(answer.status(), 204, "{answer}");
    }

    /// Tells which orders were placed on it, which must be taken.
    #[track_caller]
    pub fn placed(&self, orders: &[&str]) {
        let report = self.body(json!({"events": [], "orders": orders}));
        let answer = self.call("POST", "/events").json(&report).send();
        assert_eq!(answer.status(), 204, "{answer}");
    }

    /// Fills in the [`form`] of an offer.
    #[track_caller]
    pub fn fill_in(&self, offer: &str, key: &str, value: &str) -> Answer {
        self.fill_in_with(offer, key, &json!({"value": value, "consent": CONSENT}))
    }

    /// Fills in the form of an offer in any way.
    #[track_caller]
    pub fn fill_in_with(&self, offer: &str, key: &str, rest: &Value) -> Answer {
        let call = self.call("POST", &format!("/offers/{offer}/captures?lang=en")).key(key);
        call.json(&self.body(rest.clone())).send()
    }
}

/// An event as a page tells it.
#[must_use]
pub fn event(event: &str, offer: &str, arm: &Value, at: i64) -> Value {
    json!({"event": event, "offer": offer, "arm": arm, "at": at})
}

/// The path and the token of what opens a preview.
///
/// # Panics
/// When it is no such thing.
#[track_caller]
#[must_use]
pub fn preview_token(link: &Value) -> String {
    let query = text(&link["query"]);
    let token = query.strip_prefix("regulars_preview=").unwrap_or_else(|| panic!("{query}"));
    token.to_owned()
}

fn find<'a>(offers: &'a Value, id: &str) -> Option<&'a Value> {
    offers["candidates"].as_array()?.iter().find(|candidate| candidate["id"] == id)
}
