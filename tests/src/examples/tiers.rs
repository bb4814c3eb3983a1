//! The statement of a level is the truth (section 11).

use super::Example;
use super::player::{Player, day, order, program, read};
use crate::model::{TierSummary, ToKeep, UpcomingTier};

pub const EXAMPLES: &[Example] = &[
    ("rolling with a grace: what is spent too early to count then is not asked for", |p| {
        p.publish(silver_and_gold(30, 60));
        p.order("a", &order(10_000, 0, |_| {}));
        // Kept until day 30 + 60. What is placed now is over on day 30, when it would have to count.
        silver(p, 0, 90, None);
        p.at(0, 1);
        silver(p, 0, 90, Some((10_000, 90)));
        p.at(5, 0);
        silver(p, 0, 90, Some((10_000, 90)));
        p.order("b", &order(10_000, 5, |_| {}));
        silver(p, 0, 95, None);
        p.at(6, 0);
        silver(p, 0, 95, Some((10_000, 95)));
        // As it was said: such an order makes the member have the level on day 95.
        p.order("c", &order(10_000, 6, |_| {}));
        p.at(95, 0);
        silver(p, 0, 96, Some((10_000, 96)));
    }),
    ("the figure holds until what counts now no longer does", |p| {
        p.publish(silver_and_gold(30, 60));
        p.order("a", &order(10_000, 0, |_| {}));
        p.at(10, 0).order("b", &order(6_000, 10, |_| {}));
        p.at(11, 0);
        // From day 30 on 60.00 of b count, until day 40.
        silver(p, 0, 90, Some((4_000, 40)));
        let next = p.wallet().next_tier;
        let gold = UpcomingTier { id: "gold".to_owned(), missing: 14_000, by: Some(day(30)) };
        p.same("next", next, Some(gold));
        p.order("c", &order(4_000, 11, |_| {}));
        p.at(90, 0);
        let tier = p.wallet().tier.map(|tier| tier.id);
        p.same("tier on day 90", tier, Some("silver".to_owned()));
    }),
    ("by calendar quarter, without a grace, nothing placed now can help", |p| {
        p.publish(by_quarter(0));
        p.order("a", &order(10_000, 0, |_| {}));
        // The quarter ends with day 89, at day 90.
        silver(p, 0, 90, None);
        p.at(90, 0);
        let tier = p.wallet().tier;
        p.same("tier", tier, None);
    }),
    ("... with a grace of 30 days, orders of the next quarter help", |p| {
        p.publish(by_quarter(30));
        p.order("a", &order(10_000, 0, |_| {}));
        silver(p, 0, 120, None);
        p.at(90, 0);
        silver(p, 0, 120, Some((10_000, 120)));
    }),
    ("by orders", |p| {
        p.publish(program(|program| {
            program.tiers = Some(read(serde_json::json!({
                "by": "orders", "period": {"rolling_days": 10},
                "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 2}],
            })));
        }));
        p.order("nothing", &order(0, 0, |_| {}));
        p.order("a", &order(100, 0, |_| {}));
        let wallet = p.wallet();
        let next = UpcomingTier { id: "silver".to_owned(), missing: 1, by: Some(day(10)) };
        p.same("next", (wallet.tier, wallet.next_tier), (None, Some(next)));
        p.at(4, 0).order("b", &order(100, 4, |_| {}));
        // Lost on day 10, when b alone counts; then one order is missing, and from day 14 on there are two.
        silver(p, 4, 10, Some((1, 10)));
    }),
];

fn silver_and_gold(days: i64, grace_days: i64) -> crate::model::documents::Program {
    program(|program| {
        program.tiers = Some(read(serde_json::json!({
            "by": "spend", "period": {"rolling_days": days}, "grace_days": grace_days,
            "levels": [
                {"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000},
                {"id": "gold", "name": {"en": "Gold"}, "threshold": 30_000},
            ],
        })));
    })
}

fn by_quarter(grace_days: i64) -> crate::model::documents::Program {
    program(|program| {
        program.tiers = Some(read(serde_json::json!({
            "by": "spend", "period": {"calendar": "quarter"}, "grace_days": grace_days,
            "levels": [{"id": "silver", "name": {"en": "Silver"}, "threshold": 10_000}],
        })));
    })
}

/// The member is silver, since a day and until another; what keeps it, by when.
#[track_caller]
fn silver(p: &mut Player<'_>, since: i64, kept_until: i64, to_keep: Option<(i128, i64)>) {
    let expected = TierSummary {
        id: "silver".to_owned(),
        since: day(since),
        kept_until: Some(day(kept_until)),
        to_keep: to_keep.map(|(missing, by)| ToKeep { missing, by: Some(day(by)) }),
    };
    let seen = p.wallet().tier;
    p.same("tier", seen, Some(expected));
}
