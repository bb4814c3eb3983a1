//! Forms of offers, and the choices in them: each counts as of its own instant.

use loyalty::{
    Instant,
    member::FormAnswer,
    offer::{CaptureKind, OfferEventKind},
    profile::Birthday,
};
use serde_json::{Value, json};

use super::{counted, divisions, member, offer, variant};
use crate::scenario::day;

/// A form that asks for this, filled in at some instant.
fn form(kind: CaptureKind, birthday: Option<&str>, at: Instant) -> FormAnswer {
    FormAnswer { offer: offer("welcome"), kind, birthday: birthday.map(|day| Birthday::parse(day).unwrap()), at }
}

#[test]
fn a_form_tells_the_birthday_the_shop_does_not_know() {
    let mut member = member();
    let divisions = divisions(&[("welcome", 0)]);
    let first = form(CaptureKind::Birthday, Some("05-17"), day(1));
    let tally = member.wallet.record_form("somebody", &divisions, &first, day(1));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Converted, day(1))]);
    member.wallet.drain_changes().expect("it was kept");
    assert_eq!(member.wallet.record_form("somebody", &divisions, &first, day(9)), tally, "as of when it was filled in");
    assert_eq!(member.wallet.drain_changes(), None, "the same again");
    let profile = member.wallet.profile();
    assert_eq!(profile.birthday, Some(Birthday::parse("05-17").unwrap()));
    assert_eq!((profile.consents["birthday"].given, profile.consents["birthday"].at), (true, day(1)));
    assert_eq!(profile.agreed().collect::<Vec<_>>(), ["birthday"]);
    // The member's later answer stands, but the shop knows better.
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Birthday, Some("06-01"), day(2)), day(2));
    assert_eq!(member.wallet.profile().birthday, Some(Birthday::parse("06-01").unwrap()));
    member.on(3).profile(json!({"birthday": "07-01"}));
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Birthday, Some("08-01"), day(4)), day(4));
    assert_eq!(member.wallet.profile().birthday, Some(Birthday::parse("07-01").unwrap()));
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Email, None, day(2)), day(5));
    assert_eq!(member.wallet.profile().agreed().collect::<Vec<_>>(), ["birthday", "email"]);
}

#[test]
fn a_form_that_comes_again_undoes_no_later_choice() {
    let divisions = divisions(&[("welcome", 0)]);
    let email = form(CaptureKind::Email, None, day(1));
    let opted_out = json!({"consents": {"email": {"given": false, "at": day(2)}}});
    for (choice, expected) in [
        (opted_out, Some((false, day(2)))),
        (json!({"consents": {"email": null}}), None),
        (json!({"consents": null}), None),
    ] {
        let mut member = member();
        member.wallet.record_form("somebody", &divisions, &email, day(1));
        member.on(2).profile(choice.clone());
        member.wallet.drain_changes();
        member.wallet.record_form("somebody", &divisions, &email, day(3));
        let known = member.wallet.profile().consents.get("email").map(|consent| (consent.given, consent.at));
        assert_eq!((known, member.wallet.drain_changes()), (expected, None), "{choice}");
        // What the member agrees to later counts again.
        member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Email, None, day(4)), day(4));
        assert_eq!(member.wallet.profile().agreed().collect::<Vec<_>>(), ["email"], "{choice}");
    }
    let birthday = form(CaptureKind::Birthday, Some("05-17"), day(1));
    let mut member = member();
    member.wallet.record_form("somebody", &divisions, &birthday, day(1));
    member.on(2).profile(json!({"birthday": null}));
    member.wallet.record_form("somebody", &divisions, &birthday, day(3));
    assert_eq!(member.wallet.profile().birthday, None);
}

/// Forms and the shop's states, each with its own instant: they come to the same profile in whatever order they are told, and
/// however often.
#[test]
fn choices_count_as_of_their_own_instant_in_any_order() {
    #[derive(Clone, Debug)]
    enum Told {
        Form(FormAnswer),
        Shop(Value),
    }
    let divisions = divisions(&[("welcome", 0)]);
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let count = rng.usize(2..7);
        let told = (0..count).map(|number| {
            // Instants of the shop's states differ, as those of its clock do.
            let at = day(u32::try_from(number).unwrap() + 1);
            match rng.u8(0..6) {
                0 => Told::Form(form(CaptureKind::Email, None, day(rng.u32(1..8)))),
                1 => Told::Form(form(CaptureKind::Birthday, Some(*rng.choice(&["05-17", "06-01"]).unwrap()), at)),
                2 => Told::Shop(json!({"updated_at": at, "consents": {"email": null}})),
                3 => Told::Shop(json!({"updated_at": at, "consents": null, "birthday": null})),
                _ => {
                    let consent = json!({"given": rng.bool(), "at": day(rng.u32(1..8))});
                    Told::Shop(json!({"updated_at": at, "consents": {"email": consent}}))
                }
            }
        });
        let mut told: Vec<Told> = told.collect();
        let play = |told: &[Told]| {
            let mut member = member();
            for one in told {
                match one {
                    Told::Form(form) => drop(member.wallet.record_form("somebody", &divisions, form, day(20))),
                    // A state that is older than the newest is refused as a whole: here each says of choices alone.
                    Told::Shop(state) => drop(member.on(20).profile(state.clone())),
                }
            }
            let profile = member.wallet.profile();
            (profile.consents.clone(), profile.birthday)
        };
        let is_shop = |one: &Told| matches!(one, Told::Shop(_));
        let expected = play(&told);
        for _ in 0..5 {
            // Of the shop's states the older ones come to nothing once a newer one is known, so their own order stays.
            let mut shops = told.iter().filter(|one| is_shop(one)).cloned().collect::<Vec<_>>().into_iter();
            rng.shuffle(&mut told);
            told.iter_mut().filter(|one| is_shop(one)).for_each(|one| *one = shops.next().unwrap());
            let mut twice = told.clone();
            let again = rng.usize(0..twice.len());
            twice.push(twice[again].clone());
            assert_eq!(play(&twice), expected, "seed {seed}: {twice:#?}");
        }
    }
    crate::counts::add(300, "histories");
}
