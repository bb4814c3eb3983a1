//! Links to previews of surveys: a version on the shop's own pages before anybody is asked, and why each is due or not.

use regulars_tests::{
    client::Answer,
    offers::{offer, preview_token},
    shop::{Shop, with},
    token::now_s,
};
use serde_json::{Value, json};

use crate::http::{
    previews::signed_until,
    shop,
    surveys::{create, deliver, eventually_asked, survey},
};

/// A draft that nobody is asked.
fn draft(id: &str) -> Value {
    with(survey(id), json!({"status": "draft", "name": "Spring", "condition": {"member.orders": {"$gte": 1_000}}}))
}

fn link(shop: &Shop, survey: &str) -> Answer {
    shop.server("POST", &format!("/surveys/{survey}/previews")).send()
}

/// The token of a link to a version.
#[track_caller]
fn token(shop: &Shop, survey: &str, version: u32) -> String {
    let link = shop.server("POST", &format!("/surveys/{survey}/previews")).json(&json!({"version": version}));
    preview_token(&link.send().expect(201))
}

fn open(shop: &Shop, token: &str) -> Answer {
    shop.visitor("GET", &format!("/preview?token={token}&lang=en")).send()
}

/// What a member is shown.
#[track_caller]
fn opened_by(shop: &Shop, member: &str, token: &str) -> Value {
    shop.shopper(member, "GET", &format!("/preview?token={token}&lang=en")).send().expect(200)
}

fn titles(page: &Value) -> Vec<&str> {
    let steps = page["survey"]["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
    steps.iter().filter_map(|step| step["title"].as_str()).collect()
}

/// What is decided of each survey, by its id.
fn decided(page: &Value) -> Vec<(&str, &str)> {
    let surveys = page["surveys"].as_array().map(Vec::as_slice).unwrap_or_default();
    surveys.iter().filter_map(|survey| Some((survey["id"].as_str()?, survey["why"]["code"].as_str()?))).collect()
}

#[test]
fn a_link_opens_a_draft_for_whoever_has_it() {
    let shop = shop();
    create(&shop, &draft("s")).expect(201);
    let linked = link(&shop, "s").expect(201);
    let token = preview_token(&linked);
    let page = open(&shop, &token).expect(200);
    let expected = json!({
        "now": page["now"], "name": "Spring", "status": "draft", "expires_at": linked["expires_at"], "surveys": [],
        "survey": {
            "id": "s", "version": 1, "occasion": "anniversary:0", "points": 50, "priority": 0,
            "until": linked["expires_at"],
            "steps": [
                {"id": "score", "ask": {"nps": {}}, "title": "Recommend us?", "next": [{"from": 9, "step": "end"}]},
                {"id": "why", "ask": {"open": {}}, "title": "Why?", "optional": true},
            ],
            "thanks": [
                {"to": 6, "text": "Sorry.", "offers_case": true}, {"text": "Thanks.", "recommends": true},
            ],
        },
    });
    assert_eq!(page, expected, "the whole course, whatever its condition and timing say");
    let slovene = shop.visitor("GET", &format!("/preview?token={token}&lang=sl")).send().expect(200);
    assert_eq!(titles(&slovene), ["Nas priporočate?", "Why?"]);

    // The link is to this version, whatever becomes of the survey.
    let archived = with(survey("s"), json!({"status": "archived", "points": 7}));
    shop.server("PUT", "/surveys/s").header("if-match", "\"1\"").json(&archived).send().expect(200);
    assert_eq!(open(&shop, &token).expect(200)["survey"], page["survey"]);
    let newest = open(&shop, &preview_token(&link(&shop, "s").expect(201))).expect(200);
    assert_eq!((&newest["survey"]["version"], &newest["survey"]["points"]), (&json!(2), &json!(7)));
    assert_eq!(newest["status"], "archived");
}

#[test]
fn a_member_is_told_why_each_survey_is_due_or_not_and_nothing_is_stored() {
    let shop = shop();
    create(&shop, &survey("asked")).expect(201);
    deliver(&shop, "ana", "o1");
    eventually_asked(&shop, "ana");
    create(&shop, &draft("never")).expect(201);
    create(&shop, &with(survey("sooner"), json!({"status": "draft", "priority": 1}))).expect(201);
    let (before, reasons) = (shop.state("ana"), shop.server("GET", "/members/ana/surveys").send().expect(200));

    let sooner = opened_by(&shop, "ana", &token(&shop, "sooner", 1));
    assert_eq!(decided(&sooner), [("sooner", "due"), ("asked", "another_first")]);
    assert_eq!(sooner["survey"]["occasion"], "order:o1");
    assert_eq!(sooner["surveys"][1]["why"]["survey"], "sooner");
    let never = opened_by(&shop, "ana", &token(&shop, "never", 1));
    assert_eq!(decided(&never), [("asked", "due"), ("never", "not_for_member")]);
    assert_eq!(titles(&never), ["Recommend us?", "Why?"]);
    let asked = opened_by(&shop, "ana", &token(&shop, "asked", 1));
    assert_eq!(
        (&asked["status"], decided(&asked)),
        (&json!("published"), vec![("asked", "due")]),
        "once, in its place"
    );
    let stranger = opened_by(&shop, "bor", &token(&shop, "asked", 1));
    assert_eq!(decided(&stranger), [("asked", "no_occasion")]);
    assert_eq!(stranger["survey"]["occasion"], "anniversary:0");

    assert_eq!(shop.state("ana"), before);
    assert_eq!(shop.server("GET", "/members/ana/surveys").send().expect(200), reasons);
    assert_eq!(shop.boot("ana")["survey"]["id"], "asked");
}

#[test]
fn a_link_is_good_in_its_shop_until_it_has_run_out() {
    let (shop, other) = (shop(), shop());
    for shop in [&shop, &other] {
        create(shop, &draft("s")).expect(201);
    }
    let token = token(&shop, "s", 1);
    open(&other, &token).refused(403, "preview_invalid");
    open(&shop, &format!("{token}A")).refused(403, "preview_invalid");
    let soon_ms = (now_s() + 600) * 1_000;
    open(&shop, &signed_until(&shop.id, &token, soon_ms)).expect(200);
    open(&shop, &signed_until(&shop.id, &token, (now_s() - 1) * 1_000)).refused(410, "preview_expired");
    shop.shopper("ana", "POST", "/surveys/s/previews").send().expect(401);
    // It opens no offer that has the survey's name.
    shop.create_offer(&with(offer("s"), json!({"status": "draft"}))).expect(201);
    assert_eq!(open(&shop, &token).expect(200)["name"], "Spring");
    let of_offer = preview_token(&shop.server("POST", "/offers/s/previews").send().expect(201));
    assert_eq!(open(&shop, &of_offer).expect(200)["offer"], "s");
}

#[test]
fn a_draft_with_faults_cannot_be_shown() {
    let shop = shop();
    create(&shop, &survey("published")).expect(201);
    let back = json!([{"id": "score", "ask": {"nps": {}}, "title": {"en": "?"}, "next": [{"step": "score"}]}]);
    create(&shop, &with(draft("s"), json!({"condition": {"cart.total": 1}, "steps": back}))).expect(201);
    assert_eq!(link(&shop, "s").fault_paths(), ["condition", "steps[0].next[0].step"]);
    link(&shop, "unknown").refused(404, "not_found");
    let version = |version: u32| shop.server("POST", "/surveys/s/previews").json(&json!({"version": version})).send();
    version(7).refused(404, "not_found");
    shop.server("PUT", "/surveys/s").header("if-match", "\"1\"").json(&draft("s")).send().expect(200);
    link(&shop, "s").expect(201);
    assert_eq!(version(1).fault_paths(), ["condition", "steps[0].next[0].step"], "the first version has them still");
}
