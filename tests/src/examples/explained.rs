//! Every figure explains itself (section 12).

use super::Example;
use super::player::{Player, as_of, order, program, read};
use crate::model::documents::{Order, Rule};

pub const EXAMPLES: &[Example] = &[
    ("lines are not rounded twice", |p| {
        // 19.99 is 19 points, both together are 29.
        p.publish(program(|_| {}));
        p.order("o", &two_lines(0));
        terms(p, &[19, 10], (0, 0, None), 29);
    }),
    ("a refund that falls below the minimum takes everything", |p| {
        p.publish(program(|program| program.rules[0].minimum = 2_000));
        p.order("o", &two_lines(1_000));
        terms(p, &[19, 10], (0, -29, None), 0);
    }),
    ("what was charged is below the minimum", |p| {
        p.publish(program(|program| program.rules[0].minimum = 3_000));
        p.order("o", &two_lines(0));
        terms(p, &[19, 10], (-29, 0, None), 0);
        p.order("o", &as_of(two_lines(1_000), "paid", 1));
        terms(p, &[19, 10], (-29, 0, None), 0);
    }),
    ("the cap that leaves the least has its name", |p| {
        p.publish(program(|program| {
            program.rules[0].caps =
                read(serde_json::json!({"per_order": 25, "per_day": 40, "per_month": 40, "lifetime": 100}));
        }));
        p.order("a", &two_lines(0));
        terms(p, &[19, 10], (0, 0, Some(("per_order", -4))), 25);
        // 25 of 40 are used by a, of the day and of the month alike.
        p.order("b", &two_lines(0));
        let last = p.wallet().explanations.pop().and_then(|one| one.cap);
        p.same("cap", last, Some(("per_day".to_owned(), -14)));
        // Placed in February: only the order's own cap is in the way.
        p.at(31, 0)
            .order("c", &Order { placed_at: crate::model::documents::Instant(super::player::day(31)), ..two_lines(0) });
        let last = p.wallet().explanations.pop().and_then(|one| one.cap);
        p.same("cap", last, Some(("per_order".to_owned(), -4)));
    }),
    ("multipliers, shipping and a rule that counts neither", |p| {
        p.publish(program(|program| {
            program.tiers = Some(read(serde_json::json!({
                "by": "spend", "period": {"rolling_days": 365},
                "levels": [{"id": "gold", "name": {"en": "Gold"}, "threshold": 1_000_000}],
            })));
            program.rules[0].counts.shipping = true;
            program.rules[0].multipliers = vec![
                read(serde_json::json!({"percent": 150})),
                read(serde_json::json!({"percent": 300, "only": {"labels": ["sale"]}})),
                read(serde_json::json!({"percent": 900, "tiers": ["gold"]})),
            ];
            let base: Rule = program.rules[0].clone();
            program.rules.push(Rule { id: "mugs".to_owned(), multipliers: Vec::new(), ..base });
            program.rules[1].only.products = vec!["mug".to_owned()];
            program.rules[1].counts.shipping = false;
        }));
        p.order(
            "o",
            &order(1_001, 0, |o| {
                o.lines[0].labels = vec!["sale".to_owned()];
                o.lines.push(crate::model::documents::Line {
                    id: "2".to_owned(),
                    labels: Vec::new(),
                    ..o.lines[0].clone()
                });
                o.shipping.price = 499;
            }),
        );
        // 30.03; 30.03 + 15.015 = 45.045; and 7.485 more is 52.53.
        let all = p.wallet().explanations;
        let first: Vec<_> = all
            .first()
            .into_iter()
            .flat_map(|one| &one.lines)
            .map(|one| (one.value, one.percent, one.points))
            .collect();
        p.same("terms", first, vec![(1_001, 300, 30), (1_001, 150, 15), (499, 150, 7)]);
        let second = all.get(1).map(|one| (one.rule.clone(), one.lines.len(), one.points));
        p.same("mugs", second, Some(("mugs".to_owned(), 0, 0)));
    }),
];

fn two_lines(refunded: i64) -> Order {
    order(1_999, 0, |o| {
        o.lines.push(crate::model::documents::Line {
            id: "2".to_owned(),
            price: 1_000,
            refunded,
            ..o.lines[0].clone()
        });
    })
}

/// The points of each line of the first order and rule, what minimum, refund and cap took, and what is left.
#[track_caller]
fn terms(p: &mut Player<'_>, lines: &[i128], rest: (i128, i128, Option<(&str, i128)>), points: i128) {
    let one = p.wallet().explanations.into_iter().next().unwrap_or_default();
    let of_lines: Vec<i128> = one.lines.iter().map(|line| line.points).collect();
    p.same("lines", of_lines.as_slice(), lines);
    let cap = one.cap.as_ref().map(|(name, points)| (name.as_str(), *points));
    p.same("minimum, refund, cap", (one.minimum, one.refund, cap), rest);
    p.same("points", one.points, points);
}
