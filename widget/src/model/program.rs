//! The program as a shopper sees it, in one language: what the page computes with, and what the panel tells.

use std::{cell::OnceCell, rc::Rc};

use loyalty::{
    Currency, Days, Money, Points, RuleId, TierId,
    money::{Conversion, Rates},
    program::{Caps, Counts, Filter, Multiplier, QualifyBy, RewardKind, Rounding, Rule},
};

use crate::js::Js;

/// A shop's program.
pub struct Program {
    pub name: String,
    pub currency: String,
    pub rates: Rates,
    pub rules: Vec<EarnRule>,
    source: Js,
    details: OnceCell<Rc<Details>>,
}

/// What only the panel tells. Read when it first asks, so that the code for it comes with the panel.
pub struct Details {
    pub return_window_days: i64,
    pub expires_after_days: Option<i64>,
    pub tiers: Option<Tiers>,
    pub rewards: Vec<Reward>,
}

/// A way to earn. Its cap per order is what this member can still earn by it in one order now.
pub struct EarnRule {
    pub name: String,
    pub rule: Rule,
}

/// Levels of membership.
pub struct Tiers {
    pub by: QualifyBy,
    /// From the lowest to the highest.
    pub levels: Vec<Level>,
}

/// One level.
pub struct Level {
    pub id: String,
    pub name: String,
    pub benefits: String,
    pub threshold: i64,
}

/// What points buy.
pub struct Reward {
    pub id: String,
    pub name: String,
    pub description: String,
    pub points: i64,
    pub kind: RewardKind,
    pub hold_minutes: u32,
    pub tiers: Vec<TierId>,
    pub left: Option<i64>,
}

impl Program {
    pub fn read(js: &Js) -> Self {
        let mut rates = Rates::new();
        // One by one: collecting would bring along a sort of 6 KB.
        for (code, rate) in js.entries("rates") {
            if let Ok(code) = Currency::new(&code) {
                rates.insert(code, rate.as_int());
            }
        }
        Self {
            name: js.text("name"),
            currency: js.text("currency"),
            rates,
            rules: js.list("rules", EarnRule::read).into_iter().flatten().collect(),
            source: js.clone(),
            details: OnceCell::new(),
        }
    }

    /// What only the panel tells.
    pub fn details(&self) -> Rc<Details> {
        Rc::clone(self.details.get_or_init(|| Rc::new(Details::read(&self.source))))
    }

    /// How amounts in `currency` are counted; none if the program has no rate for it.
    pub fn conversion(&self, currency: &str) -> Option<Conversion> {
        let rate = |currency: &str| self.rates.get(&Currency::new(currency).ok()?).copied().filter(|rate| *rate > 0);
        Some(Conversion { rate: rate(currency)?, program_rate: rate(&self.currency)? })
    }

    /// The amount of the program's currency that makes one unit of spend.
    pub fn unit(&self) -> Money {
        Money(self.conversion(&self.currency).map_or(1, |conversion| conversion.rate))
    }
}

impl Details {
    fn read(js: &Js) -> Self {
        Self {
            return_window_days: js.int("return_window_days"),
            expires_after_days: js.opt_int("expires_after_days"),
            tiers: js.opt("tiers", Tiers::read),
            rewards: js.list("rewards", Reward::read),
        }
    }

    pub fn level(&self, id: &str) -> Option<&Level> {
        self.tiers.as_ref()?.levels.iter().find(|level| level.id == id)
    }

    /// The names of levels, as one text.
    pub fn level_names(&self, ids: &[TierId]) -> String {
        let names: Vec<&str> =
            ids.iter().filter_map(|id| self.level(id.as_str())).map(|level| level.name.as_str()).collect();
        names.join(", ")
    }
}

impl EarnRule {
    /// Nothing where an id is none: such a rule could not be computed.
    fn read(js: &Js) -> Option<Self> {
        let counts = js.get("counts");
        let rule = Rule {
            id: RuleId::new(js.text("id")).ok()?,
            // Shown from `name` beside it.
            name: loyalty::Text::default(),
            points_per_unit: js.int("points_per_unit"),
            counts: Counts { tax: counts.get("tax").as_flag(), shipping: counts.get("shipping").as_flag() },
            only: filter(js, "only"),
            except: filter(js, "except"),
            minimum: js.money("minimum"),
            caps: Caps { per_order: js.opt_int("cap").map(Points), ..Caps::default() },
            rounding: match js.text("rounding").as_str() {
                "up" => Rounding::Up,
                "nearest" => Rounding::Nearest,
                _ => Rounding::Down,
            },
            multipliers: js.list("multipliers", multiplier),
            pending_days: js.opt_int("pending_days").map(|days| Days(days as u32)),
            expires_after_days: None,
        };
        Some(Self { name: js.text("name"), rule })
    }
}

fn filter(js: &Js, key: &str) -> Filter {
    let filter = js.get(key);
    Filter { products: filter.list("products", Js::as_text), labels: filter.list("labels", Js::as_text) }
}

fn tier_ids(js: &Js) -> Vec<TierId> {
    js.list("tiers", |tier| TierId::new(tier.as_text()).ok()).into_iter().flatten().collect()
}

fn multiplier(js: &Js) -> Multiplier {
    Multiplier {
        percent: js.int("percent"),
        tiers: tier_ids(js),
        only: filter(js, "only"),
        except: filter(js, "except"),
        from: js.instant("from"),
        until: js.instant("until"),
    }
}

impl Tiers {
    fn read(js: &Js) -> Self {
        Self {
            by: match js.text("by").as_str() {
                "points" => QualifyBy::Points,
                "orders" => QualifyBy::Orders,
                _ => QualifyBy::Spend,
            },
            levels: js.list("levels", |level| Level {
                id: level.text("id"),
                name: level.text("name"),
                benefits: level.text("benefits"),
                threshold: level.int("threshold"),
            }),
        }
    }
}

impl Reward {
    fn read(js: &Js) -> Self {
        Self {
            id: js.text("id"),
            name: js.text("name"),
            description: js.text("description"),
            points: js.int("points"),
            kind: reward_kind(&js.get("kind")),
            hold_minutes: js.int("hold_minutes") as u32,
            tiers: tier_ids(js),
            left: js.opt_int("left"),
        }
    }
}

/// What a reward gives.
pub fn reward_kind(js: &Js) -> RewardKind {
    let amount = js.money("amount");
    match js.text("type").as_str() {
        "amount_off" => RewardKind::AmountOff { amount },
        "percent_off" => {
            RewardKind::PercentOff { percent: js.int("percent") as u8, maximum: js.opt_int("maximum").map(Money) }
        }
        "free_shipping" => RewardKind::FreeShipping {},
        "free_product" => RewardKind::FreeProduct { product: js.text("product") },
        "store_credit" => RewardKind::StoreCredit { amount },
        _ => RewardKind::Gift {},
    }
}
