//! What other systems write differently: numbers, nulls, ids, entity tags, language tags, methods.

use regulars_tests::{
    offers::offer,
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

const JSON: &str = "application/json";

/// Sends an order's body as it is written here.
fn put(shop: &Shop, body: &str) -> Value {
    shop.server("PUT", "/orders/o").bytes(JSON, body.as_bytes()).send().expect(200)
}

#[test]
fn whole_numbers_may_be_written_with_a_fraction_or_an_exponent() {
    for price in ["1499.0", "1.499e3", "1499"] {
        let shop = shop();
        let body =
            order("ana", 424_242).to_string().replace("424242", price).replace("\"quantity\":1", "\"quantity\":1.0");
        assert_eq!(put(&shop, &body)["points"], 149, "{price}");
    }
    let half = order("ana", 424_242).to_string().replace("424242", "1499.5");
    let answer = shop().server("PUT", "/orders/o").bytes(JSON, half.as_bytes()).send();
    assert_eq!(answer.fault_paths(), ["lines[0].price"], "{answer}");
}

#[test]
fn optional_fields_that_are_null_are_left_out() {
    let shop = shop();
    let plain = put(&shop, &order("ana", 1_499).to_string());
    for field in ["shipping", "coupon_codes", "returns", "prices_include_tax", "delivered_at", "revision"] {
        let mut body = order("ana", 1_499);
        body[field] = Value::Null;
        assert_eq!(put(&shop, &body.to_string())["points"], plain["points"], "{field}");
    }
    for field in ["labels", "discount", "tax", "refunded", "refunded_tax"] {
        let mut body = order("ana", 1_499);
        body["lines"][0][field] = Value::Null;
        assert_eq!(put(&shop, &body.to_string())["points"], plain["points"], "{field}");
    }
    for field in ["tags", "joined_at", "language", "recommendations", "updated_at", "birthday", "consents"] {
        let call = shop.server("PUT", "/members/ana/profile");
        call.bytes(JSON, json!({field: null}).to_string().as_bytes()).send().expect(200);
    }
    let mut member = order("ana", 1_499);
    member["lines"] = Value::Null;
    let answer = shop.server("PUT", "/orders/o").bytes(JSON, member.to_string().as_bytes()).send();
    assert_eq!(answer.fault_paths(), ["lines"], "{answer}");
}

#[test]
fn ids_may_be_numbers() {
    let shop = shop();
    let mut body = with(order("ana", 1_000), json!({"member": 42}));
    body["lines"][0]["id"] = json!(7);
    body["lines"][0]["product"] = json!(1_234_567);
    shop.put_order("10027", &body);
    assert_eq!(shop.member("42")["orders"][0]["id"], "10027");
    let batch = json!({"orders": [with(body, json!({"id": 10_028}))]});
    let outcome = shop.server("POST", "/orders/batch").json(&batch).send().expect(200);
    assert_eq!((&outcome["results"][0]["id"], &outcome["results"][0]["status"]), (&json!("10028"), &json!(200)));
}

#[test]
fn what_is_stored_as_text_is_stored_as_everything_reads_it() {
    let shop = shop();
    let mut document = offer("spring");
    document["value"] = Value::Null;
    document["schedule"] = Value::Null;
    document["variants"][0]["content"]["headline"] = json!("Hello");
    let body = document.to_string().replacen('{', "{\"priority\": 3.0, ", 1);
    let call = shop.server("POST", "/offers").key("k").bytes(JSON, body.as_bytes());
    call.send().expect(201);
    let read = shop.server("GET", "/offers/spring").send().expect(200);
    assert!(read["offer"].get("value").is_none(), "{read}");
    assert_eq!(read["offer"]["priority"].to_string(), "3");
    assert_eq!(read["offer"]["variants"][0]["content"]["headline"], "Hello");
}

#[test]
fn fields_nobody_knows_are_told_all_at_once_with_what_was_meant() {
    let shop = shop();
    let mut body = with(order("ana", 1_000), json!({"coupon_code": [], "colour": "red"}));
    body["lines"][0]["refund"] = json!(0);
    let answer = shop.server("PUT", "/orders/o").faulty_json(&body).send();
    let mut paths = answer.fault_paths();
    paths.sort();
    assert_eq!(paths, ["colour", "coupon_code", "lines[0].refund"], "{answer}");
    let problem = answer.refused(422, "invalid");
    let told = problem["errors"].to_string();
    for meant in ["coupon_codes", "refunded"] {
        assert!(told.contains(&format!("did you mean “{meant}”?")), "{told}");
    }
}

#[test]
fn entity_tags_may_be_weak_several_or_any() {
    let shop = shop();
    let mut version = 1;
    shop.offer(&[offer("spring")]);
    let at = |tag: &str| shop.server("PUT", "/offers/spring").header("if-match", tag).json(&offer("spring")).send();
    for tag in ["W/\"V\"", "\"V\"", "\"0\", \"V\"", "W/\"7777\", W/\"V\"", "*"] {
        at(&tag.replace('V', &version.to_string())).expect(200);
        version += 1;
    }
    for tag in ["W/\"1\"", "\"0\"", "\"1\", \"2\""] {
        let problem = at(tag).refused(412, "version_conflict");
        assert_eq!(problem["version"], version);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(&format!("send If-Match: \"{version}\"")), "{detail}");
    }
    let missing = shop.server("PUT", "/offers/spring").json(&offer("spring")).send().refused(428, "if_match_required");
    assert!(missing["detail"].as_str().is_some_and(|detail| detail.contains("If-Match: \"0\"")), "{missing}");
    // What does not exist has no version that any could be.
    shop.server("PUT", "/offers/new")
        .header("if-match", "*")
        .json(&offer("new"))
        .send()
        .refused(412, "version_conflict");
    let program = shop.server("GET", "/program").send().expect(200)["program"].clone();
    shop.server("PUT", "/program").header("if-match", "W/\"1\"").json(&program).send().expect(200);
    for route in ["/offer-settings", "/feedback-settings"] {
        shop.server("PUT", route).header("if-match", "W/\"0\"").json(&json!({})).send().expect(200);
        shop.server("PUT", route).header("if-match", "*").json(&json!({})).send().expect(200);
    }
    let case = shop.open_case("ana", "question", "Where is it?");
    let path = format!("/desk/cases/{case}");
    shop.server("PATCH", &path).header("if-match", "\"8\"").json(&json!({})).send().refused(412, "version_conflict");
    shop.server("PATCH", &path).header("if-match", "*").json(&json!({"owner": "Eva"})).send().expect(200);
    let weak = shop.desk_case(&case)["version"].to_string();
    let answer =
        shop.server("PATCH", &path).header("if-match", &format!("W/\"{weak}\"")).json(&json!({"owner": null})).send();
    answer.expect(200);
    let delete = |tag: &str| shop.server("DELETE", "/offers/spring").header("if-match", tag).send();
    delete("W/\"1\"").refused(412, "version_conflict");
    assert_eq!(delete(&format!("\"1\", W/\"{version}\"")).status(), 204);
}

#[test]
fn numbers_beyond_what_is_counted_are_refused() {
    let shop = shop();
    shop.offer(&[offer("spring")]);
    let segment = json!({"id": "all", "name": "All", "condition": {}});
    shop.server("POST", "/segments").key("k").json(&segment).send().expect(201);
    let paths = [
        ("/offers/spring/captures", "after"),
        ("/segments/all/changes", "after"),
        ("/offers/spring/versions", "before"),
        ("/offers/spring", "version"),
        ("/program", "version"),
        ("/offers/spring/results", "run"),
    ];
    for (path, name) in paths {
        for number in ["9007199254740992", "18446744073709551615", "18446744073709551616", "-1", "1.5", "x"] {
            let answer = shop.server("GET", &format!("{path}?{name}={number}")).send();
            assert_eq!(answer.fault_paths(), [name], "{path} {number}: {answer}");
        }
    }
    for path in ["/offers/spring/captures", "/segments/all/changes"] {
        shop.server("GET", &format!("{path}?after=9007199254740991")).send().expect(200);
    }
    let history = shop.shopper("ana", "GET", "/history?before=9007199254740992").send();
    assert_eq!(history.fault_paths(), ["before"]);
}

#[test]
fn a_document_with_a_number_as_its_id_has_it_as_a_text() {
    let shop = shop();
    let mut document = offer("7");
    document["id"] = json!(7);
    let made = shop.server("POST", "/offers").key("k").bytes(JSON, document.to_string().as_bytes()).send().expect(201);
    let got = shop.server("GET", "/offers/7").send().expect(200);
    assert_eq!((&made["offer"]["id"], &got["offer"]["id"]), (&json!("7"), &json!("7")));
}

#[test]
fn a_method_nobody_knows_is_not_taken_for_another() {
    let (client, shop) = (client(), shop());
    for method in ["PROPFIND", "REPORT", "SEARCH", "LOCK"] {
        let request = format!(
            "{method} {} HTTP/1.1\r\nHost: regulars\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            shop.path("/program"),
            shop.api_key
        );
        let status = client.wire().status_of(request.as_bytes());
        assert_eq!(status.ok(), Some(405), "{method}");
    }
}

#[test]
fn language_tags_may_be_written_as_php_writes_them() {
    let shop = shop();
    let call = shop.server("PUT", "/members/ana/profile");
    call.bytes(JSON, br#"{"language": "sl_SI"}"#).send().expect(200);
    let member = shop.member("ana");
    assert!(member.to_string().contains("\"sl-SI\""), "{member}");
    let names = |lang: &str| shop.visitor("GET", &format!("/boot?lang={lang}")).send().expect(200)["program"].clone();
    assert_eq!(names("sl_SI"), names("sl-SI"));
}
