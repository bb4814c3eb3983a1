//! What can be said of a member at any instant, from the published snapshot alone.

use crate::scenario::{Member, day, order, program};
use loyalty::{
    Money,
    attributes::{self, ATTRIBUTES, AttributeKind, is_instant},
    profile::{Profile, ProfileUpdate},
    traits::{BOUGHT_MAX, Buyer, Quantiles, Scores, StageSettings, Traits, TraitsContext},
    view::Snapshot,
};
use serde_json::{Value, json};

fn member() -> Member {
    Member::of(program(|_| {}))
}

fn buy(member: &mut Member, id: &str, on: u32, cents: i64) {
    buy_with(member, id, on, cents, |_| {});
}

fn buy_with(member: &mut Member, id: &str, on: u32, cents: i64, change: impl FnOnce(&mut Value)) {
    let order = order(cents, on, |order| {
        order["placed_at"] = json!(day(on));
        change(order);
    });
    member.on(on).order(id, order);
}

/// Compares the traits of a day with those expected, as conditions read them.
#[track_caller]
fn check(member: &mut Member, on: u32, expected: &Value) {
    let traits = serde_json::to_value(member.on(on).traits()).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(traits.get(name).unwrap_or(&Value::Null), value, "{name} on day {on} of {traits}");
    }
}

#[test]
fn a_new_member_has_the_traits_of_nothing() {
    let traits = serde_json::to_value(member().traits()).unwrap();
    let expected = json!({
        "stage": "prospect", "orders": 0, "spend": 0, "currency": "USD", "products": [], "labels": [], "tags": [],
        "points": {"balance": 0, "available": 0, "pending": 0}, "recommendations": 0, "consents": [],
        "open_case": false,
    });
    assert_eq!(traits, expected);
    assert_eq!(serde_json::to_value(Traits::of_a_stranger()).unwrap()["stage"], "suspect");
}

#[test]
fn orders_add_up() {
    let mut member = member();
    buy(&mut member, "a", 0, 1_000);
    buy(&mut member, "b", 10, 2_001);
    let expected = json!({
        "orders": 2, "spend": 3_001, "average_order": 1_500, "first_order_at": day(0), "last_order_at": day(10),
        "days_since_first_order": 40, "days_since_last_order": 30, "usual_gap_days": 10,
        "points": {"balance": 30, "available": 30, "pending": 0},
    });
    check(&mut member, 40, &expected);
}

#[test]
fn what_is_cancelled_unpaid_or_still_to_come_does_not_count() {
    let mut member = member();
    buy(&mut member, "a", 0, 1_000);
    buy_with(&mut member, "b", 5, 9_000, |order| order["status"] = json!("cancelled"));
    check(&mut member, 5, &json!({"orders": 1, "spend": 1_000, "last_order_at": day(0)}));
    // A shop's clock may be ahead: the order is there, and counts from the day it was placed.
    let early = order(500, 6, |order| {
        order["placed_at"] = json!(day(7));
        order["lines"][0]["product"] = json!("early");
    });
    member.on(6).order("c", early);
    check(&mut member, 6, &json!({"orders": 1, "spend": 1_000, "products": ["cd"]}));
    check(&mut member, 7, &json!({"orders": 2, "spend": 1_500, "products": ["cd", "early"]}));
    // Who has not paid has bought nothing yet; once it is paid, it counts from the day it was placed.
    buy_with(&mut member, "d", 8, 100, |order| {
        order["status"] = json!("placed");
        order["lines"][0]["product"] = json!("unpaid");
    });
    check(&mut member, 8, &json!({"orders": 2, "spend": 1_500, "stage": "repeat", "products": ["cd", "early"]}));
    buy_with(&mut member, "d", 8, 100, |order| order["updated_at"] = json!(day(9)));
    check(&mut member, 9, &json!({"orders": 3, "spend": 1_600, "last_order_at": day(8)}));
}

#[test]
fn spend_is_in_the_programs_currency_and_never_guessed() {
    let mut member = member();
    // 80 cents of a euro are a unit of spend, as 100 cents of a dollar are.
    buy_with(&mut member, "a", 0, 799, |order| order["currency"] = json!("EUR"));
    buy_with(&mut member, "b", 1, 5_000, |order| order["currency"] = json!("GBP"));
    check(&mut member, 1, &json!({"orders": 2, "spend": 998, "average_order": 998}));
    member.programs = loyalty::program::Programs::none();
    check(&mut member, 1, &json!({"orders": 2, "spend": null, "average_order": null, "currency": null}));
}

#[track_caller]
fn check_gap(days: &[u32], expected: Value) {
    let mut member = member();
    for on in days {
        buy(&mut member, &format!("order{on}"), *on, 100);
    }
    check(&mut member, days.last().copied().unwrap_or_default(), &json!({"usual_gap_days": expected}));
}

#[test]
fn the_usual_gap_is_the_median() {
    check_gap(&[3], Value::Null);
    check_gap(&[0, 7], json!(7));
    check_gap(&[0, 1, 101], json!(50));
    check_gap(&[0, 1, 3, 103], json!(2));
    check_gap(&[0, 3, 7, 12, 18], json!(4));
}

#[test]
fn several_orders_within_a_day_are_one_purchase() {
    let mut member = member();
    for (id, at) in [("a", "1998-01-01T00:00:00Z"), ("b", "1998-01-01T23:59:59Z"), ("c", "1998-01-11T00:00:00Z")] {
        member.on(11).order(id, order(100, 11, |order| order["placed_at"] = json!(at)));
    }
    // The gap that counts is a second longer than nine days.
    check(&mut member, 11, &json!({"orders": 3, "usual_gap_days": 9}));
}

#[test]
fn what_was_bought_is_known_from_the_day_it_was_and_unless_it_came_back() {
    let mut member = member();
    buy_with(&mut member, "a", 0, 100, |order| order["lines"][0]["labels"] = json!(["jazz", "sale"]));
    buy_with(&mut member, "b", 1, 100, |order| {
        order["lines"] = json!([
            {"id": "1", "product": "book", "labels": ["books"], "quantity": 1, "price": 900},
            {"id": "2", "product": "gift", "quantity": 1, "price": 0},
            {"id": "3", "product": "none", "quantity": 0, "price": 900},
        ]);
    });
    check(&mut member, 1, &json!({"products": ["book", "cd", "gift"], "labels": ["books", "jazz", "sale"]}));
    let back = order(0, 2, |order| {
        order["placed_at"] = json!(day(1));
        order["lines"] = json!([
            {"id": "1", "product": "book", "labels": ["books"], "quantity": 1, "price": 900, "refunded": 900},
            {"id": "2", "product": "gift", "quantity": 1, "price": 0},
        ]);
    });
    member.on(2).order("b", back);
    check(&mut member, 2, &json!({"products": ["cd", "gift"], "labels": ["jazz", "sale"]}));
}

#[test]
fn of_many_products_those_bought_last_are_kept() {
    let mut member = member();
    let name = |number: usize| format!("cd{number:03}");
    for number in 0..BOUGHT_MAX + 2 {
        let on = u32::try_from(number).unwrap();
        buy_with(&mut member, &name(number), on, 100, |order| order["lines"][0]["product"] = json!(name(number)));
    }
    // The first is bought once more, so it is no longer one of the two to go.
    let on = u32::try_from(BOUGHT_MAX + 2).unwrap();
    buy_with(&mut member, "again", on, 100, |order| order["lines"][0]["product"] = json!(name(0)));
    let kept: Vec<_> = (0..BOUGHT_MAX + 2).filter(|number| ![1, 2].contains(number)).map(name).collect();
    check(&mut member, on, &json!({"products": kept}));
}

#[test]
fn the_profile_speaks_of_the_member() {
    let mut member = member();
    let profile = json!({
        "tags": ["vip", "press"], "language": "pt-BR", "birthday": "1970-01-11", "recommendations": 2,
        "consents": {"email": {"given": true, "at": day(0)}, "sms": {"given": false, "at": day(0)}},
    });
    assert!(member.profile(profile.clone()));
    assert!(!member.profile(profile), "the same profile again changes nothing");
    let expected = json!({
        "tags": ["press", "vip"], "language": "pt-BR", "birthday": "1970-01-11", "days_until_birthday": 10,
        "recommendations": 2, "consents": ["email"], "stage": "prospect",
    });
    check(&mut member, 0, &expected);
    check(&mut member, 10, &json!({"days_until_birthday": 0}));
    check(&mut member, 11, &json!({"days_until_birthday": 364}));
    assert!(member.profile(json!({})), "an empty profile forgets what no form fills in");
    check(&mut member, 11, &json!({"tags": [], "language": null, "birthday": "1970-01-11", "consents": ["email"]}));
    assert!(member.profile(json!({"birthday": null, "consents": null})));
    check(&mut member, 11, &json!({"birthday": null, "days_until_birthday": null, "consents": []}));
}

#[test]
fn consents_are_given_one_by_one() {
    let mut member = member();
    let given = json!({"given": true, "at": day(0)});
    member.profile(json!({"consents": {"email": given, "sms": given}}));
    assert!(!member.profile(json!({"consents": {}})), "what is left out stays");
    member.profile(json!({"consents": {"sms": null, "post": given}}));
    check(&mut member, 0, &json!({"consents": ["email", "post"]}));
}

#[test]
fn a_state_older_than_the_one_that_is_known_changes_nothing() {
    let mut member = member();
    member.on(5);
    member.profile(json!({"tags": ["new"], "updated_at": day(5)}));
    assert!(!member.profile(json!({"tags": ["old"], "updated_at": day(4)})));
    assert!(member.profile(json!({"tags": ["same"], "updated_at": day(5)})), "clocks often count whole seconds");
    // Without an instant it is the newest, and the one that is known stays.
    assert!(member.profile(json!({"tags": ["by hand"]})));
    assert!(!member.profile(json!({"tags": ["old"], "updated_at": day(4)})));
    check(&mut member, 5, &json!({"tags": ["by hand"]}));
}

/// Turned round: it used to count as one of the next day, and all true states of a day were stale.
#[test]
fn a_state_dated_ahead_is_refused_and_keeps_no_true_one_out() {
    let mut member = member();
    member.on(5);
    let faults = |ms: i64| {
        let given = json!({"tags": ["ahead"], "updated_at": day(5).plus_ms(ms)});
        let given: ProfileUpdate = serde_json::from_value(given).unwrap();
        let faults = given.applied(&Profile::default(), day(5)).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.path).collect::<Vec<_>>()
    };
    assert_eq!((faults(600_000), faults(600_001)), (vec![], vec!["updated_at".to_owned()]));
    assert!(member.profile(json!({"tags": ["true"], "updated_at": day(5)})));
    check(&mut member, 5, &json!({"tags": ["true"]}));
}

#[test]
fn a_state_that_changes_nothing_has_to_be_sound_all_the_same() {
    let mut member = member();
    member.on(5);
    assert!(member.profile(json!({"tags": ["new"], "updated_at": day(5)})));
    let old = json!({"recommendations": 1_000_001, "updated_at": day(4)});
    let old: ProfileUpdate = serde_json::from_value(old).unwrap();
    let faults = old.applied(member.wallet.profile(), day(5)).err().unwrap_or_default();
    assert_eq!(faults.into_iter().map(|fault| fault.path).collect::<Vec<_>>(), ["recommendations"]);
}

#[test]
fn instants_are_texts_in_the_order_of_time() {
    let mut member = member();
    let order = |at: &str| order(1_000, 0, |order| order["placed_at"] = json!(at));
    member.on(1).order("a", order("1970-01-01T10:00:00.5Z"));
    member.on(1).order("b", order("1970-01-01T10:00:01Z"));
    let attributes = member.traits().attributes();
    let at = |name: &str| serde_json::to_value(attributes.at(name).as_ref()).unwrap();
    assert_eq!(at("first_order_at"), "1970-01-01T10:00:00Z");
    assert_eq!(at("last_order_at"), "1970-01-01T10:00:01Z");
}

#[test]
fn every_trait_is_an_attribute_of_its_kind() {
    let mut member = member();
    buy(&mut member, "a", 0, 1_000);
    let profile = json!({"tags": ["vip"], "language": "sl", "birthday": "01-11"});
    member.profile(profile);
    let mut traits = serde_json::to_value(member.traits()).unwrap();
    for (name, value) in [
        ("usual_gap_days", json!(3)),
        ("tier", json!("gold")),
        ("nps", json!("promoter")),
        ("rfm", json!({"recency": 1, "frequency": 2, "money": 3})),
        ("top", json!(true)),
    ] {
        traits[name] = value;
    }
    let traits: Traits = serde_json::from_value(traits).unwrap();
    let Value::Object(attributes) = serde_json::to_value(traits.attributes()).unwrap() else { panic!("an object") };
    let known = |name: &str| attributes::kind(&format!("member.{name}"));
    for (name, value) in &attributes {
        let fits = match known(name) {
            Some(AttributeKind::Text) => value.is_string(),
            Some(AttributeKind::Instant) => value.as_str().is_some_and(is_instant),
            Some(AttributeKind::Number) => value.is_number(),
            Some(AttributeKind::Flag) => value.is_boolean(),
            Some(AttributeKind::Texts) => value.is_array(),
            Some(AttributeKind::Object) => value.as_object().is_some_and(|inner| {
                inner.keys().all(|inner| known(&format!("{name}.{inner}")) == Some(AttributeKind::Number))
            }),
            Some(AttributeKind::Named) | None => false,
        };
        assert!(fits, "{name}: {value}");
    }
    let names =
        ATTRIBUTES.iter().filter_map(|(path, _)| path.strip_prefix("member.")).filter(|name| !name.contains('.'));
    let missing: Vec<_> = names.filter(|name| !attributes.contains_key(*name)).collect();
    assert_eq!(missing, ["id", "segments"], "whoever asks the traits adds these");
}

#[test]
fn a_profile_is_a_change_to_commit() {
    let mut member = member();
    assert!(member.wallet.drain_changes().is_none());
    member.profile(json!({"tags": ["vip"]}));
    let changes = member.wallet.drain_changes().unwrap();
    assert_eq!((changes.head.seq, changes.entries.len()), (1, 0));
    assert!(changes.member.profile.is_some_and(|profile| profile.tags.contains("vip")));
    assert!(member.wallet.drain_changes().is_none());
    member.on(1).adjust("a", 10).unwrap();
    assert_eq!(member.wallet.drain_changes().unwrap().member.profile, None);
}

#[test]
fn the_snapshot_carries_the_traits_and_old_ones_are_read() {
    let mut member = member();
    buy(&mut member, "a", 0, 1_000);
    member.profile(json!({"tags": ["vip"]}));
    let mut document = serde_json::to_value(member.wallet.snapshot()).unwrap();
    let read: Snapshot = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(read, member.wallet.snapshot());
    let fields = document.as_object_mut().unwrap();
    fields.remove("bought").unwrap();
    fields.remove("profile").unwrap();
    let old: Snapshot = serde_json::from_value(document).unwrap();
    let program = program(|_| {});
    let basis = TraitsContext {
        program: Some(&program),
        stages: &StageSettings::default(),
        calendar: &program.calendar(),
        quantiles: None,
        now: day(0),
    };
    let traits = Traits::new(&old, &basis);
    assert_eq!((traits.purchases.orders, traits.products.len(), traits.tags.len()), (1, 0, 0));
}

#[test]
fn the_level_is_a_trait() {
    let mut member = Member::of(program(|document| {
        document["tiers"] = json!({
            "by": "orders", "period": {"rolling_days": 10}, "grace_days": 0,
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 1}],
        });
    }));
    check(&mut member, 0, &json!({"tier": null}));
    buy(&mut member, "a", 0, 100);
    check(&mut member, 9, &json!({"tier": "silver"}));
    check(&mut member, 10, &json!({"tier": null}));
}

/// Buyers with these figures, as many as there are of each.
fn buyers(figures: &[(i64, u32, i64)]) -> Vec<Buyer> {
    figures.iter().map(|&(recency_days, orders, spend)| Buyer { recency_days, orders, spend: Money(spend) }).collect()
}

#[test]
fn fifths_are_cut_at_nearest_ranks() {
    let ten: Vec<_> = (1..=10).map(|n| (n, u32::try_from(n).unwrap(), n * 100)).collect();
    let quantiles = Quantiles::new(&buyers(&ten)).unwrap();
    assert_eq!(quantiles.recency_days, [2, 4, 6, 8]);
    assert_eq!(quantiles.orders, [2, 4, 6, 8]);
    assert_eq!(quantiles.spend, [200, 400, 600, 800].map(Money));
    let scores = |recency_days, orders, spend| quantiles.scores(&Buyer { recency_days, orders, spend: Money(spend) });
    assert_eq!(scores(2, 2, 200), Scores { recency: 5, frequency: 1, money: 1 });
    assert_eq!(scores(3, 3, 201), Scores { recency: 4, frequency: 2, money: 2 });
    assert_eq!(scores(8, 8, 800), Scores { recency: 2, frequency: 4, money: 4 });
    assert_eq!(scores(900, 900, 90_000), Scores { recency: 1, frequency: 5, money: 5 });
}

#[test]
fn equal_figures_have_equal_scores_and_only_buyers_count() {
    let mostly_once = [(1, 1, 10), (1, 1, 10), (1, 1, 10), (1, 2, 20), (1, 9, 90), (0, 0, 0), (0, 0, 0)];
    let quantiles = Quantiles::new(&buyers(&mostly_once)).unwrap();
    assert_eq!((quantiles.buyers, quantiles.orders), (5, [1, 1, 1, 2]));
    let frequency = |orders| quantiles.scores(&Buyer { recency_days: 1, orders, spend: Money(10) }).frequency;
    assert_eq!([frequency(1), frequency(2), frequency(3)], [1, 4, 5]);
    assert_eq!(Quantiles::new(&buyers(&mostly_once[..4])), None);
    assert_eq!(Quantiles::new(&buyers(&mostly_once[3..])), None);
}

#[track_caller]
fn check_top(spends: &[i64], threshold: Option<i64>, members: u64, spend: i64) {
    let buyers: Vec<_> =
        spends.iter().map(|&spend| Buyer { recency_days: 0, orders: 1, spend: Money(spend) }).collect();
    let top = Quantiles::new(&buyers).unwrap().top;
    assert_eq!((top.threshold, top.members, top.spend), (threshold.map(Money), members, Money(spend)));
    assert_eq!(top.total, Money(spends.iter().sum()));
    let included = spends.iter().filter(|spend| top.includes(Money(**spend))).count();
    assert_eq!(included as u64, members);
}

#[test]
fn the_top_is_the_smallest_group_that_brings_most() {
    check_top(&[5, 80, 5, 5, 5], Some(80), 1, 80);
    check_top(&[5, 79, 6, 5, 5], Some(6), 2, 85);
    // Whoever has spent as much as the last of them is one of them.
    check_top(&[10, 10, 10, 10, 10], Some(10), 5, 50);
    check_top(&[60, 10, 10, 10, 10], Some(10), 5, 100);
    check_top(&[0, 0, 0, 0, 0], None, 0, 0);
    check_top(&[0, 0, 0, 0, 1], Some(1), 1, 1);
}

#[test]
fn a_members_scores_are_traits() {
    let mut member = member();
    buy(&mut member, "a", 0, 80_000);
    let ten: Vec<_> = (1..=10).map(|n| (n, 1, n * 100)).collect();
    let quantiles = Quantiles::new(&buyers(&ten)).unwrap();
    let program = program(|_| {});
    let basis = TraitsContext {
        program: Some(&program),
        stages: &StageSettings::default(),
        calendar: &program.calendar(),
        quantiles: Some(&quantiles),
        now: day(3),
    };
    let traits = Traits::new(&member.wallet.snapshot(), &basis);
    assert_eq!((traits.rfm, traits.top), (Some(Scores { recency: 4, frequency: 1, money: 5 }), Some(true)));
    let prospect = Traits::new(&Snapshot::default(), &basis);
    assert_eq!((prospect.rfm, prospect.top), (None, None));
}

/// Conditions read what documents say: the attributes are the traits as they are written.
#[track_caller]
fn check_attributes(traits: &Traits) {
    assert_eq!(serde_json::to_value(traits.attributes()).unwrap(), serde_json::to_value(traits).unwrap());
    assert_eq!(serde_json::to_value(traits.stage).unwrap(), traits.stage.as_str());
}

#[test]
fn conditions_read_the_traits_as_they_are_written() {
    let mut member = Member::of(program(|document| {
        document["tiers"] = json!({
            "by": "orders", "period": {"rolling_days": 100}, "grace_days": 0,
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 1}],
        });
    }));
    check_attributes(&Traits::of_a_stranger());
    check_attributes(&member.traits());
    let profile = json!({
        "tags": ["vip"], "language": "sl", "birthday": "02-29", "recommendations": 1,
        "consents": {"email": {"given": true, "at": day(0)}},
    });
    member.profile(profile);
    check_attributes(&member.traits());
    for on in [0, 10, 20] {
        buy_with(&mut member, &on.to_string(), on, 1_999, |order| order["lines"][0]["labels"] = json!(["jazz"]));
        check_attributes(&member.traits());
    }
    let ten: Vec<_> = (1..=10).map(|n| (n, 1, n * 100)).collect();
    let quantiles = Quantiles::new(&buyers(&ten)).unwrap();
    let stages = StageSettings::default();
    let mut snapshot = member.wallet.snapshot();
    let score = json!({"survey": "s", "occasion": "order:0", "version": 1, "language": "sl", "asked_at": day(20),
        "at": day(20), "until": day(22), "status": "complete", "nps": 10});
    snapshot.surveys.responses.push(serde_json::from_value(score).unwrap());
    let program = member.programs.newest().map(|(_, program)| program.as_ref());
    let full = Traits::new(
        &snapshot,
        &TraitsContext {
            program,
            stages: &stages,
            calendar: &loyalty::calendar::Calendar::utc(),
            quantiles: Some(&quantiles),
            now: day(21),
        },
    );
    check_attributes(&full);
    // Nothing was left out of this one, so nothing was forgotten above.
    let names = serde_json::to_value(&full).unwrap().as_object().unwrap().len();
    assert_eq!(names, 24);
}

#[test]
fn a_stage_is_written_by_its_name() {
    for name in ["suspect", "prospect", "first_time", "repeat", "client", "advocate", "lapsed"] {
        let stage: loyalty::traits::Stage = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(stage.as_str(), name);
    }
}
