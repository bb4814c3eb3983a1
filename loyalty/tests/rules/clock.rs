//! One clock for everything beside the ledger: that of the settings, else that of the program.

use std::rc::Rc;

use loyalty::{
    Days, Instant, MemberId,
    calendar::{Calendar, Period},
    condition::{Native, Value as Attributes},
    ledger::{Refusal, Wallet},
    offer::{Availability, Supply},
    profile::Profile,
    program::{Program, Programs},
    segment::Membership,
    survey::{Occasion, SurveyAction, SurveyRequest},
    targeting::{MemberOnPage, Targeting, TargetingDocument, Visit},
    view::Snapshot,
};
use serde_json::{Value, json};

const ZONES: [Option<&str>; 4] = [None, Some("America/New_York"), Some("Europe/Ljubljana"), Some("Asia/Tokyo")];
/// The member's birthday, and the day on which they joined: noon in UTC is the same day in all of these zones.
const DAY: &str = "03-11";

fn program(zone: &str) -> Program {
    crate::scenario::program(|program| program["time_zone"] = json!(zone))
}

/// An offer and a survey that are open from nine to five, and a survey on an anniversary.
fn document(settings_zone: Option<&str>) -> TargetingDocument {
    let hours = json!({"hours": {"from": "09:00", "until": "17:00"}});
    let survey = |id: &str, timing: Value, schedule: &Value| {
        json!({"version": 1, "survey": {
            "id": id, "name": id, "status": "published", "timing": timing, "schedule": schedule,
            "steps": [{"id": "score", "ask": {"nps": {}}, "title": {"en": "How likely?"}}],
        }})
    };
    let document = json!({
        "settings": {"time_zone": settings_zone},
        "segments": [{"id": "birthday", "name": {"en": "Today"}, "condition": {"member.days_until_birthday": 0}}],
        "offers": [{
            "id": "offer", "name": "Offer", "status": "published", "display": {"type": "slide_in"}, "holdout": 0,
            "triggers": [{"type": "at_once"}], "schedule": hours,
            "variants": [{"key": "only", "content": {"headline": {"en": "Now"}}}],
        }],
        "surveys": [
            survey("hours", json!({"after_absence": {"days": 1, "for_days": 90}}), &hours),
            survey("day", json!({"anniversary": {"for_days": 1}}), &json!({})),
        ],
    });
    serde_json::from_value(document).unwrap()
}

fn profile() -> Profile {
    serde_json::from_value(json!({"birthday": DAY, "joined_at": "2020-03-11T12:00:00Z"})).unwrap()
}

/// The reason that a survey has for asking or not.
fn reason(targeting: &Targeting, visit: &Visit<'_>, survey: &str) -> Value {
    let explained = targeting.explain_surveys(visit, &Native::default());
    let explained = explained.iter().find(|explained| explained.id.as_str() == survey).unwrap();
    serde_json::to_value(&explained.why).unwrap()["code"].clone()
}

/// What the member's wallet says to the survey on the anniversary.
fn respond(targeting: &Targeting, programs: &Programs, now: Instant) -> Result<(), Refusal> {
    let (version, survey) = targeting.survey("day").unwrap();
    let request = SurveyRequest {
        survey: survey.clone(),
        version,
        occasion: Occasion::Anniversary(6),
        action: SurveyAction::Shown,
        at: None,
        language: "en".to_owned(),
        is_for_member: true,
        rest_after_answer: Days(0),
        time_zone: targeting.settings().time_zone.clone(),
    };
    let mut wallet = Wallet::default().with_profile(profile());
    wallet.respond(request.check().unwrap(), programs, now).map(drop)
}

/// Hour by hour over three days, offers, surveys, birthdays and anniversaries agree on what time it is.
#[test]
fn all_schedules_and_days_go_by_the_same_clock() {
    let (id, engine) = (MemberId::new("m").unwrap(), Native::default());
    for (settings_zone, program_zone) in ZONES.iter().flat_map(|settings| ZONES.map(|program| (*settings, program))) {
        let Some(zone) = settings_zone.or(program_zone) else { continue };
        let (calendar, program) = (Calendar::new(zone).unwrap(), program_zone.map(program));
        let programs = program.clone().map_or_else(Programs::none, |program| Programs::current(1, Rc::new(program)));
        let targeting = Targeting::check(document(settings_zone), program.as_ref(), &engine).ok().unwrap();
        let snapshot = Snapshot { profile: profile(), ..Wallet::default().snapshot() };
        let first = Instant::parse("2026-03-10T00:30:00Z").unwrap();
        for hour in 0..72 {
            let now = Instant::from_ms(first.as_ms() + hour * 3_600_000);
            let visit = Visit {
                shop: "acme",
                program: program.as_ref(),
                member: Some(MemberOnPage { id: &id, key: "key", snapshot: &snapshot }),
                visitor: None,
                request: &Attributes::default(),
                language: "en",
                supply: Supply::FULL,
                now,
            };
            let midnight = calendar.start(Period::Day, now);
            let local_hour = (now.as_ms() - midnight.as_ms()) / 3_600_000;
            let is_open = (9..17).contains(&local_hour);
            let noon = Instant::parse(&format!("2026-{DAY}T12:00:00Z")).unwrap();
            let is_day = midnight == calendar.start(Period::Day, noon);
            let case = format!("settings {settings_zone:?}, program {program_zone:?}, {now}");

            let availability = targeting.availability("offer", &visit, &engine);
            assert_eq!(matches!(availability, Availability::Now(_)), is_open, "{case}: {availability:?}");
            let expected = if is_open { "no_occasion" } else { "schedule" };
            assert_eq!(reason(&targeting, &visit, "hours"), expected, "{case}");
            let condition = targeting.segments().condition(
                &serde_json::from_value(json!({"member.days_until_birthday": 0})).unwrap(),
                &targeting.settings().groups,
                &engine,
            );
            let membership = targeting.membership(&condition.unwrap(), &visit, &engine);
            assert_eq!(membership == Membership::In, is_day, "{case}: birthday");
            assert_eq!(reason(&targeting, &visit, "day") == "due", is_day, "{case}: anniversary");
            assert_eq!(respond(&targeting, &programs, now).is_ok(), is_day, "{case}: answer");
        }
    }
}

/// Without a time zone there is no telling when nine o'clock is, for a survey no more than for an offer.
#[test]
fn a_schedule_without_a_time_zone_is_a_fault_of_offers_and_surveys_alike() {
    let faults = Targeting::check(document(None), None, &Native::default()).err().unwrap();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["offers[0].schedule"]);
    let without_offers = TargetingDocument { offers: Vec::new(), ..document(None) };
    let faults = Targeting::check(without_offers, None, &Native::default()).err().unwrap();
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["surveys[0].schedule"]);
}
