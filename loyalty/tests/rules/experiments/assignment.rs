//! Who is in which arm, over a hundred thousand people.

use loyalty::experiment::{Arm, Assignment, Experiment, Share, assign, assign_again, in_program_holdout};
use serde_json::{Value, json};

use crate::experiments::people::{PEOPLE, check_share, experiment, people};

/// An experiment with a tenth held out and two variants, after `change`.
pub fn spring(change: impl FnOnce(&mut Value)) -> Experiment {
    let mut document = json!({"key": "spring-bar", "variants": [{"key": "short"}, {"key": "long"}]});
    change(&mut document);
    experiment(document)
}

/// How many are outside, in the holdout and in each variant.
fn counts(experiment: &Experiment) -> Vec<usize> {
    let mut counts = vec![0; experiment.variants.len() + 2];
    for id in people() {
        counts[match assign(experiment, &id) {
            Assignment::Outside => 0,
            Assignment::Holdout => 1,
            Assignment::Variant(index) => index + 2,
        }] += 1;
    }
    counts
}

#[track_caller]
fn check_shares(experiment: &Experiment, expected: &[f64]) {
    let counts = counts(experiment);
    assert_eq!(counts.len(), expected.len());
    for (count, buckets) in counts.into_iter().zip(expected) {
        check_share(count, PEOPLE, *buckets);
    }
}

#[test]
fn arms_have_the_shares_they_were_given() {
    check_shares(&spring(|_| {}), &[0.0, 1_000.0, 4_500.0, 4_500.0]);
    check_shares(&spring(|e| e["coverage"] = json!(2_500)), &[7_500.0, 250.0, 1_125.0, 1_125.0]);
    check_shares(&spring(|e| e["coverage"] = json!(0)), &[10_000.0, 0.0, 0.0, 0.0]);
    check_shares(&spring(|e| e["holdout"] = json!(0)), &[0.0, 0.0, 5_000.0, 5_000.0]);
    let weights = |e: &mut Value| {
        e["holdout"] = json!(500);
        e["variants"] =
            json!([{"key": "a", "weight": 7_000}, {"key": "b", "weight": 0}, {"key": "c", "weight": 2_400}]);
    };
    check_shares(&spring(weights), &[100.0, 500.0, 7_000.0, 0.0, 2_400.0]);
}

#[test]
fn another_key_divides_people_anew() {
    let (one, other) = (spring(|_| {}), spring(|e| e["key"] = json!("summer-bar")));
    let in_both = people().filter(|id| {
        let short = Assignment::Variant(0);
        assign(&one, id) == short && assign(&other, id) == short
    });
    check_share(in_both.count(), PEOPLE, 4_500.0 * 0.45);
}

#[test]
fn another_coverage_never_moves_a_person_between_arms() {
    let mut before: Vec<_> = vec![Assignment::Outside; PEOPLE];
    for coverage in [0, 1, 100, 2_500, 3_333, 9_999, 10_000] {
        let experiment = spring(|e| e["coverage"] = json!(coverage));
        for (before, id) in before.iter_mut().zip(people()) {
            let now = assign(&experiment, &id);
            assert!(*before == Assignment::Outside || *before == now, "{id} was {before:?}, is {now:?} at {coverage}");
            *before = now;
        }
    }
    assert!(!before.contains(&Assignment::Outside));
}

#[test]
fn a_person_without_an_id_is_in_nothing() {
    let everybody = spring(|e| e["holdout"] = json!(9_999));
    assert_eq!(assign(&everybody, ""), Assignment::Outside);
    assert!(!in_program_holdout("acme", Share::ALL, ""));
}

#[test]
fn parts_of_a_namespace_never_meet_and_leave_nobody_out() {
    let part = |from: u32, until: u32| {
        spring(|e| e["namespace"] = json!({"id": "popups", "range": {"from": from, "until": until}}))
    };
    let parts = [part(0, 2_500), part(2_500, 4_000), part(4_000, 10_000)];
    let mut sizes = [0; 3];
    for id in people() {
        let inside: Vec<_> = (0..3).filter(|&part| assign(&parts[part], &id) != Assignment::Outside).collect();
        assert_eq!(inside.len(), 1, "{id} is in {inside:?}");
        sizes[inside[0]] += 1;
    }
    for (size, buckets) in sizes.into_iter().zip([2_500.0, 1_500.0, 6_000.0]) {
        check_share(size, PEOPLE, buckets);
    }
}

#[test]
fn filters_all_have_to_let_a_person_pass() {
    let half = json!({"seed": "half", "ranges": [{"from": 0, "until": 2_500}, {"from": 5_000, "until": 7_500}]});
    let other = json!({"seed": "other", "ranges": [{"from": 9_000, "until": 10_000}]});
    check_shares(&spring(|e| e["filters"] = json!([half])), &[5_000.0, 500.0, 2_250.0, 2_250.0]);
    check_shares(&spring(|e| e["filters"] = json!([half, other])), &[9_500.0, 50.0, 225.0, 225.0]);
}

#[test]
fn the_program_holdout_has_its_share_and_says_nothing_of_the_variant() {
    // The experiment has the shop's name, the worst case for a shared seed.
    let experiment = spring(|e| e["key"] = json!("acme"));
    let held: Vec<_> = people().filter(|id| in_program_holdout("acme", Share(500), id)).collect();
    check_share(held.len(), PEOPLE, 500.0);
    let of = |arm| held.iter().filter(|id| assign(&experiment, id) == arm).count();
    check_share(of(Assignment::Holdout), held.len(), 1_000.0);
    check_share(of(Assignment::Variant(0)), held.len(), 4_500.0);
    check_share(of(Assignment::Variant(1)), held.len(), 4_500.0);
    let elsewhere = held.iter().filter(|id| in_program_holdout("other", Share(500), id)).count();
    check_share(elsewhere, held.len(), 500.0);
}

#[test]
fn a_growing_program_holdout_only_adds_people() {
    for id in people() {
        let inside = [0, 100, 500, 10_000].map(|share| in_program_holdout("acme", Share(share), &id));
        assert!(inside.is_sorted(), "{id}: {inside:?}");
        assert!(!inside[0] && inside[3]);
    }
}

#[test]
fn an_earlier_assignment_stays_while_its_arm_exists() {
    let arm = |key: &str| Arm::Variant(loyalty::VariantKey::new(key).unwrap());
    let closed = spring(|e| e["coverage"] = json!(0));
    assert_eq!(assign_again(&closed, "42", &arm("long")), Assignment::Variant(1));
    assert_eq!(assign_again(&closed, "42", &Arm::Holdout), Assignment::Holdout);
    assert_eq!(assign_again(&closed, "42", &arm("gone")), Assignment::Outside);
    let without_holdout = spring(|e| e["holdout"] = json!(0));
    assert_eq!(assign_again(&without_holdout, "42", &Arm::Holdout), Assignment::Variant(0));
    assert_eq!(assign_again(&without_holdout, "42", &arm("gone")), assign(&without_holdout, "42"));
}

#[test]
fn what_is_remembered_of_an_assignment_gives_it_back() {
    let experiment = spring(|_| {});
    for id in people().take(100) {
        let assignment = assign(&experiment, &id);
        let arm = experiment.arm(assignment).expect("everybody is in an arm");
        let kept: Arm = serde_json::from_value(serde_json::to_value(&arm).unwrap()).unwrap();
        assert_eq!(assign_again(&experiment, "somebody else", &kept), assignment);
    }
    assert_eq!(experiment.arm(Assignment::Outside), None);
}
