//! When a survey asks: after what, how long after it, and for how long.

use serde::{Deserialize, Serialize};

use super::{Occasion, RecentOrder};
use crate::{
    Days, Instant, Money, OrderId,
    calendar::Calendar,
    case::ClosedCase,
    check::Faults,
    history::OrderHistory,
    instant::Hours,
    program::{Filter, Program},
};

/// Longest time between what is asked about and the end of asking, in days: after a quarter nobody remembers.
pub const WAIT_DAYS_MAX: Days = Days(90);
/// The same in hours.
const WAIT_HOURS_MAX: Hours = Hours(90 * 24);
/// Longest absence, in days: ten years.
pub const ABSENCE_DAYS_MAX: Days = Days(3_650);

/// When a survey asks. Every window is `from ≤ t < until`; one that has passed is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// As soon as an order was delivered.
    AtDelivery {
        /// How long.
        for_hours: Hours,
    },
    /// Some time after an order was delivered.
    AfterDelivery {
        /// How long after.
        from_hours: Hours,
        /// Until how long after.
        until_hours: Hours,
    },
    /// Some time after a large order was placed.
    AfterLargeOrder {
        /// What was spent on goods, in the program's currency.
        at_least: Money,
        /// How long after.
        from_days: Days,
        /// Until how long after.
        until_days: Days,
    },
    /// Some time after a case was closed.
    AfterCase {
        /// How long after.
        from_days: Days,
        /// Until how long after.
        until_days: Days,
    },
    /// When nothing was ordered for long.
    AfterAbsence {
        /// How long after the last order.
        days: Days,
        /// How long from then.
        for_days: Days,
    },
    /// On the day on which the member joined, each year.
    Anniversary {
        /// How long from the beginning of that day.
        for_days: Days,
    },
}

/// What a member has been through, as far as questions ask for it.
#[derive(Clone, Copy, Debug)]
pub struct MemberPast<'a> {
    /// The latest orders, the newest first.
    pub orders: &'a [RecentOrder],
    /// All orders.
    pub history: &'a OrderHistory,
    /// When the member joined, if that was not with the first order.
    pub joined_at: Option<Instant>,
    /// Cases that were closed.
    pub closed_cases: &'a [ClosedCase],
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// The shop's clock.
    pub calendar: &'a Calendar,
}

/// When something can be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingTime {
    /// What about.
    pub occasion: Occasion,
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
}

impl AskingTime {
    /// Whether it is open at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        self.from <= now && now < self.until
    }
}

impl Timing {
    /// Whether it asks about an order.
    pub fn is_about_order(&self) -> bool {
        matches!(self, Self::AtDelivery { .. } | Self::AfterDelivery { .. } | Self::AfterLargeOrder { .. })
    }

    /// Everything that can be asked about, now or at another time, what came last first. Only orders that contain something
    /// of `about` are asked about, if that names anything.
    pub(super) fn times(&self, about: &Filter, past: &MemberPast<'_>, now: Instant) -> Vec<AskingTime> {
        let mut times: Vec<AskingTime> = match self {
            Self::AtDelivery { for_hours } => after_delivery(Hours(0), *for_hours, about, past),
            Self::AfterDelivery { from_hours, until_hours } => after_delivery(*from_hours, *until_hours, about, past),
            Self::AfterLargeOrder { at_least, from_days, until_days } => {
                let large = orders(about, past).filter(|order| spend(order, past.program) >= Some(*at_least));
                let time = |order: &RecentOrder| AskingTime {
                    occasion: Occasion::Order(order.id.clone()),
                    from: order.placed_at + *from_days,
                    until: order.placed_at + *until_days,
                };
                large.map(time).collect()
            }
            Self::AfterCase { from_days, until_days } => {
                let time = |case: &ClosedCase| AskingTime {
                    occasion: Occasion::Case(case.id.clone()),
                    from: case.at + *from_days,
                    until: case.at + *until_days,
                };
                past.closed_cases.iter().map(time).collect()
            }
            Self::AfterAbsence { days, for_days } => {
                let time = |(placed_at, order): (Instant, OrderId)| {
                    let from = placed_at + *days;
                    AskingTime { occasion: Occasion::Absence(order), from, until: from + *for_days }
                };
                past.history.last(now).map(time).into_iter().collect()
            }
            Self::Anniversary { for_days } => anniversary(*for_days, past, now).into_iter().collect(),
        };
        times.sort_by(|a, b| b.from.cmp(&a.from).then_with(|| a.occasion.cmp(&b.occasion)));
        times
    }

    pub(super) fn check(&self, program: Option<&Program>, faults: &mut Faults) {
        let at = |field: &'static str| move || format!("timing.{field}");
        let after = |name: &'static str, from: Days, until: Days, faults: &mut Faults| {
            let sound = from < until && until <= WAIT_DAYS_MAX;
            let at = || format!("timing.{name}.until_days");
            faults.require(sound, at, "must be after from_days, and at most 90");
        };
        let span = |name: &'static str, days: Days, faults: &mut Faults| {
            let sound = (Days(1)..=WAIT_DAYS_MAX).contains(&days);
            faults.require(sound, || format!("timing.{name}.for_days"), "must be from 1 to 90");
        };
        match self {
            Self::AtDelivery { for_hours } => {
                let sound = (Hours(1)..=WAIT_HOURS_MAX).contains(for_hours);
                faults.require(sound, at("at_delivery.for_hours"), "must be from 1 to 2,160");
            }
            Self::AfterDelivery { from_hours, until_hours } => {
                let sound = from_hours < until_hours && *until_hours <= WAIT_HOURS_MAX;
                let message = "must be after from_hours, and at most 2,160";
                faults.require(sound, at("after_delivery.until_hours"), message);
            }
            Self::AfterLargeOrder { at_least, from_days, until_days } => {
                faults.require(program.is_some(), at("after_large_order"), "needs a program");
                let sound = (Money(1)..=Money::MAX).contains(at_least);
                let message = "must be from 1 to 10,000,000,000,000";
                faults.require(sound, at("after_large_order.at_least"), message);
                after("after_large_order", *from_days, *until_days, faults);
            }
            Self::AfterCase { from_days, until_days } => after("after_case", *from_days, *until_days, faults),
            Self::AfterAbsence { days, for_days } => {
                let sound = (Days(1)..=ABSENCE_DAYS_MAX).contains(days);
                faults.require(sound, at("after_absence.days"), "must be from 1 to 3,650");
                span("after_absence", *for_days, faults);
            }
            Self::Anniversary { for_days } => span("anniversary", *for_days, faults),
        }
    }
}

fn orders<'a>(about: &Filter, past: &MemberPast<'a>) -> impl Iterator<Item = &'a RecentOrder> {
    past.orders.iter().filter(move |order| {
        let has = |wanted: &[String], names: &[String]| wanted.iter().any(|name| names.contains(name));
        about.is_empty() || has(&about.products, &order.products) || has(&about.labels, &order.labels)
    })
}

fn after_delivery(from: Hours, until: Hours, about: &Filter, past: &MemberPast<'_>) -> Vec<AskingTime> {
    let time = |order: &RecentOrder| {
        let delivered_at = order.delivered_at?;
        let occasion = Occasion::Order(order.id.clone());
        Some(AskingTime { occasion, from: delivered_at + from, until: delivered_at + until })
    };
    orders(about, past).filter_map(time).collect()
}

/// What was spent on an order, in the program's currency; none without a rate.
fn spend(order: &RecentOrder, program: Option<&Program>) -> Option<Money> {
    Some(Money::shown(program?.conversion(order.currency)?.to_program(order.spend)))
}

fn anniversary(for_days: Days, past: &MemberPast<'_>, now: Instant) -> Option<AskingTime> {
    let joined_at = past.joined_at.or_else(|| past.history.first_at(now));
    let (years, from) = past.calendar.anniversary(joined_at?, now)?;
    Some(AskingTime { occasion: Occasion::Anniversary(years), from, until: from + for_days })
}
