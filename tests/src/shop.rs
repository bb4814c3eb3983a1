//! A shop of a test's own, with keys, a program, and everybody who calls on its behalf.

use std::fs;

use regulars_kit::repository;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Call, Client, segment},
    service::{PLATFORM_KEY, unique},
    token::SigningKey,
};

/// The origin the shop's pages are on.
pub const ORIGIN: &str = "https://shop.example";

/// Where a new shop's clock stands.
pub const NOW: &str = "2020-06-15T12:00:00Z";

/// A sandbox shop with an `api` key, a signing key and the program of [`program`].
#[derive(Clone, Debug)]
pub struct Shop {
    client: Client,
    /// Its id.
    pub id: String,
    /// The secret of its `api` key.
    pub api_key: String,
    /// Its signing key.
    pub signing: SigningKey,
}

impl Shop {
    /// Opens a shop and publishes the usual program.
    ///
    /// # Panics
    /// When the platform refuses.
    #[track_caller]
    #[must_use]
    pub fn open(client: &Client) -> Self {
        let shop = Self::open_without_program(client);
        shop.publish(&program());
        shop
    }

    /// Opens a shop that has keys but no program yet.
    ///
    /// # Panics
    /// When the platform refuses.
    #[track_caller]
    #[must_use]
    pub fn open_without_program(client: &Client) -> Self {
        let id = unique("shop");
        let mut shop = Self {
            client: client.clone(),
            id,
            api_key: String::new(),
            signing: SigningKey { kid: String::new(), secret: String::new() },
        };
        let settings = json!({"name": "Test shop", "origins": [ORIGIN], "theme": {}, "sandbox": true});
        shop.platform("PUT", "").json(&settings).send().expect(200);
        shop.set_clock(NOW);
        shop.api_key = text(&shop.create_key("api")["secret"]);
        let signing = shop.create_key("signing");
        shop.signing = SigningKey { kid: text(&signing["id"]), secret: text(&signing["secret"]) };
        shop
    }

    /// Where the service is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.client.url()
    }

    /// The same shop through another client, after a restart.
    #[must_use]
    pub fn through(&self, client: &Client) -> Self {
        Self { client: client.clone(), ..self.clone() }
    }

    /// A call of the platform; `rest` is what follows the shop in the path.
    pub fn platform(&self, method: &str, rest: &str) -> Call<'_> {
        self.client.call(method, &format!("/v1/platform/shops/{}{rest}", self.id)).bearer(PLATFORM_KEY)
    }

    /// A call of the shop's server.
    pub fn server(&self, method: &str, rest: &str) -> Call<'_> {
        self.anyone(method, rest).bearer(&self.api_key)
    }

    /// A call of a signed-in shopper's browser.
    pub fn shopper(&self, member: &str, method: &str, rest: &str) -> Call<'_> {
        self.visitor(method, rest).bearer(&self.signing.token(&self.id, member))
    }

    /// A call of the browser of someone who is not signed in.
    pub fn visitor(&self, method: &str, rest: &str) -> Call<'_> {
        self.anyone(method, rest).header("origin", ORIGIN)
    }

    /// A call of someone who says nothing about themselves.
    pub fn anyone(&self, method: &str, rest: &str) -> Call<'_> {
        self.client.call(method, &self.path(rest))
    }

    /// The path of one of the shop's routes.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/shops/{}{rest}", self.id)
    }

    /// Creates a key and gives it with its secret.
    #[track_caller]
    pub fn create_key(&self, kind: &str) -> Value {
        let call = self.platform("POST", "/keys").key(&unique("create-key"));
        call.json(&json!({"kind": kind})).send().expect(201)
    }

    /// Puts the sandbox's clock.
    #[track_caller]
    pub fn set_clock(&self, now: &str) {
        self.platform("PUT", "/clock").json(&json!({"now": now})).send().expect(200);
    }

    /// Publishes the next version of the program and gives its number.
    #[track_caller]
    pub fn publish(&self, program: &Value) -> u64 {
        let current = self.platform("GET", "").send().expect(200)["program_version"].as_u64().unwrap_or(0);
        let call = self.server("PUT", "/program").header("if-match", &format!("\"{current}\""));
        let published = call.json(program).send().expect(200);
        assert_eq!(published["version"], current + 1);
        current + 1
    }

    /// Sends an order's state and gives what the ledger made of it.
    #[track_caller]
    pub fn put_order(&self, order: &str, state: &Value) -> Value {
        self.server("PUT", &format!("/orders/{}", segment(order))).json(state).send().expect(200)
    }

    /// Gives a member points that can be spent at once.
    #[track_caller]
    pub fn give(&self, member: &str, points: i64) {
        let adjustment = json!({"id": unique("gift"), "points": points, "reason": "A gift"});
        self.adjust(member, &unique("give"), &adjustment).expect(201);
    }

    /// Sends an adjustment.
    #[track_caller]
    pub fn adjust(&self, member: &str, key: &str, adjustment: &Value) -> Answer {
        let call = self.server("POST", &format!("/members/{}/adjustments", segment(member)));
        call.key(key).json(adjustment).send()
    }

    /// Asks for a reward.
    #[track_caller]
    pub fn redeem(&self, member: &str, key: &str, reward: &str) -> Answer {
        self.shopper(member, "POST", "/redemptions").key(key).json(&json!({"reward": reward})).send()
    }

    /// Takes a reward that must be given.
    #[track_caller]
    #[must_use]
    pub fn take(&self, member: &str, reward: &str) -> Redemption {
        let answer = self.redeem(member, &unique("take"), reward).expect(201);
        Redemption { id: text(&answer["redemption"]["id"]), code: text(&answer["redemption"]["code"]) }
    }

    /// Gives a redemption back, as its shopper.
    #[track_caller]
    pub fn give_back(&self, member: &str, id: &str) -> Answer {
        self.shopper(member, "DELETE", &format!("/redemptions/{}", segment(id))).send()
    }

    /// Uses a code, as the shop's server, without naming an order.
    #[track_caller]
    pub fn capture(&self, key: &str, code: &str) -> Answer {
        self.server("POST", &format!("/redemptions/{}/capture", segment(code))).key(key).json(&json!({})).send()
    }

    /// Gives a code back, as the shop's server.
    #[track_caller]
    pub fn release(&self, key: &str, code: &str) -> Answer {
        self.server("POST", &format!("/redemptions/{}/release", segment(code))).key(key).json(&json!({})).send()
    }

    /// Boots the widget for a signed-in shopper.
    #[track_caller]
    pub fn boot(&self, member: &str) -> Value {
        self.shopper(member, "GET", "/boot").send().expect(200)
    }

    /// Everything about a member, and the ledger's own sums checked in it.
    #[track_caller]
    pub fn member(&self, member: &str) -> Value {
        let detail = self.server("GET", &format!("/members/{}", segment(member))).send().expect(200);
        check_sums(&detail);
        detail
    }

    /// Everything about a member but the time it was asked: what must be the same if nothing happened.
    #[track_caller]
    #[must_use]
    pub fn state(&self, member: &str) -> Value {
        with(self.member(member), json!({"as_of": null}))
    }
}

/// What a shopper holds after redeeming.
#[derive(Clone, Debug)]
pub struct Redemption {
    /// Its id, for giving it back.
    pub id: String,
    /// Its code, for the checkout.
    pub code: String,
}

/// I1: balance and held are the sums of the entries, the balance is what lies in the lots and is held, less debt.
#[track_caller]
fn check_sums(detail: &Value) {
    let number = |value: &Value| value.as_i64().unwrap_or_else(|| panic!("{value} is no whole number"));
    let sum = |list: &str, field: &str| -> i64 {
        detail[list].as_array().into_iter().flatten().map(|item| number(&item[field])).sum()
    };
    let [balance, available, pending, held, debt] =
        ["balance", "available", "pending", "held", "debt"].map(|field| number(&detail[field]));
    assert_eq!(available, balance - pending - held, "{detail:#}");
    assert_eq!(balance, sum("lots", "remaining") + held - debt, "{detail:#}");
    // The answer carries the newest 100 entries; the sums are of all of them.
    if detail["entries"].as_array().is_some_and(|entries| entries.len() < 100) {
        assert_eq!(balance, sum("entries", "points"), "{detail:#}");
        assert_eq!(held, sum("entries", "held"), "{detail:#}");
    }
}

/// The usual program of the suites: ten points a dollar, thirty days pending, three levels, a reward of each kind.
#[must_use]
pub fn program() -> Value {
    json!({
        "name": {"en": "Club", "sl": "Klub"},
        "currency": "USD",
        "rates": {"USD": 100},
        "time_zone": "UTC",
        "earn_on": "paid",
        "return_window_days": 30,
        "expires_after_days": 365,
        "debt": "stop_at_zero",
        "rules": [{"id": "purchases", "name": {"en": "Purchases"}, "points_per_unit": 10, "rounding": "down"}],
        "tiers": {
            "by": "spend",
            "period": {"rolling_days": 365},
            "grace_days": 30,
            "levels": [
                {"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000},
                {"id": "gold", "name": {"en": "Gold"}, "threshold": 25_000},
            ],
        },
        "rewards": [
            {"id": "five-off", "name": {"en": "$5 off"}, "points": 500, "kind": {"type": "amount_off", "amount": 500}, "hold_minutes": 1440},
            {"id": "last-one", "name": {"en": "Test pressing"}, "points": 100, "kind": {"type": "gift"}, "stock": 1, "hold_minutes": 60},
            {"id": "only-once", "name": {"en": "Badge"}, "points": 100, "kind": {"type": "gift"}, "limit_per_member": {"count": 1}, "hold_minutes": 60},
            {"id": "gold-only", "name": {"en": "Dinner"}, "points": 100, "kind": {"type": "gift"}, "tiers": ["gold"], "hold_minutes": 60},
            {"id": "not-yet", "name": {"en": "Early bird"}, "points": 100, "kind": {"type": "free_shipping"}, "valid_from": "2030-01-01T00:00:00Z", "hold_minutes": 60},
        ],
    })
}

/// The demo shop's program, with texts in five languages.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn demo_program() -> Value {
    let path = repository().join("www/demo-shop/program.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A paid order of one line worth `cents`, placed and updated a day before [`NOW`].
#[must_use]
pub fn order(member: &str, cents: i64) -> Value {
    json!({
        "member": member,
        "currency": "USD",
        "status": "paid",
        "placed_at": "2020-06-14T12:00:00Z",
        "updated_at": "2020-06-14T12:00:00Z",
        "lines": [{"id": "1", "product": "cd", "labels": ["music"], "quantity": 1, "price": cents}],
    })
}

/// The same document with some members replaced; `null` takes a member out.
#[must_use]
pub fn with(mut document: Value, changes: Value) -> Value {
    if let (Some(document), Value::Object(changes)) = (document.as_object_mut(), changes) {
        for (name, value) in changes {
            if value.is_null() {
                document.remove(&name);
            } else {
                document.insert(name, value);
            }
        }
    }
    document
}

/// A JSON string as text.
///
/// # Panics
/// When it is something else.
#[track_caller]
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
