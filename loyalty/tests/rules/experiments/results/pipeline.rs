//! Offers that change nothing, from devices to results: people who come again, close things, sign in, use two devices, and
//! buy as members and as guests, before they were counted, in time and too late. What is found is chance and nothing else.

use std::collections::BTreeMap;

use loyalty::{
    CandidateId, Days, ExperimentKey, Instant,
    experiment::{
        Arm, Experiment, Run,
        results::{Estimate, Totals},
    },
    ledger::Wallet,
    offer::{Arms, CountedEvent, Division, Divisions, OfferEventKind, ReportedEvent},
    order::Order,
    program::Program,
    sale::Sale,
};
use serde_json::json;

use super::{of_two, one_variant, random::Random};
use crate::{experiments::people::check_share, scenario};

const PEOPLE: usize = 4_000;
/// All meet all of these. Each divides people by itself, so they are as good as experiments with other people each.
const OFFERS: usize = 100;
const WINDOW: Days = Days(7);

/// Who is known to be a member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Whoever signs in.
    All,
    /// Who signs in and has something to see. The holdout has not.
    WhoSee,
}

/// What the shop's object keeps, in the plainest form.
struct Shop {
    program: Program,
    divisions: Divisions,
    known: Known,
    /// By offer and subject: the first arm, and when it was first met.
    met: BTreeMap<CandidateId, BTreeMap<String, (Arm, Instant)>>,
    /// The member that a subject is.
    links: BTreeMap<String, String>,
    /// By member, or by the subject of a guest.
    sales: BTreeMap<String, Vec<Sale>>,
}

impl Shop {
    fn new(known: Known) -> Self {
        let offer = |number: usize| {
            let name = format!("offer-{number}");
            let key = ExperimentKey::new(&name).expect("a key");
            let division = Division { run: Run::FIRST, experiment: Experiment { key, ..one_variant(5_000) } };
            (CandidateId::new(&name).expect("a name"), division)
        };
        let offers = (0..OFFERS).map(offer).collect();
        let divisions = Divisions { shop: "acme".into(), offers, ..Divisions::default() };
        let (met, links, sales) = Default::default();
        Self { program: scenario::program(|_| ()), divisions, known, met, links, sales }
    }

    /// What a page tells: everything is seen that the person may see, and of what was drawn a part is closed.
    fn told(&self, subject: &str, arms: &Arms, at: Instant, random: &mut Random) -> Vec<ReportedEvent> {
        let mut events = Vec::new();
        for offer in self.divisions.offers.keys() {
            let Some((run, arm)) = self.divisions.arm(offer, subject, arms) else { continue };
            let event = |event| ReportedEvent {
                event,
                offer: offer.clone(),
                arm: arm.clone(),
                run,
                at: at.as_ms(),
                quiet: false,
            };
            events.push(event(OfferEventKind::Seen));
            if arm != Arm::Holdout && random.below(4) == 0 {
                events.push(event(OfferEventKind::Dismissed));
            }
        }
        events
    }

    fn count(&mut self, subject: &str, events: &[CountedEvent]) {
        for counted in events.iter().filter(|counted| counted.kind == OfferEventKind::Seen) {
            let of_offer = self.met.entry(counted.offer.clone()).or_default();
            let met = of_offer.entry(subject.to_owned()).or_insert_with(|| (counted.arm.clone(), counted.at));
            met.1 = met.1.min(counted.at);
        }
    }

    /// A page of a visitor's.
    fn visit(&mut self, visitor: &str, at: Instant, random: &mut Random) {
        let none = Arms::new();
        let told = self.told(visitor, &none, at, random);
        let counted = self.divisions.counted(visitor, &none, &told, at);
        self.count(visitor, &counted);
    }

    /// A page of a member's, on a device with this visitor id.
    fn visit_of(&mut self, member: &str, wallet: &mut Wallet, visitor: &str, at: Instant, random: &mut Random) {
        wallet.link_visitor(visitor);
        let subject = wallet.offers().subject.clone().unwrap_or_else(|| visitor.to_owned());
        let told = self.told(&subject, &wallet.offers().arms, at, random);
        let tally = wallet.record_events(visitor, &self.divisions, &told, at);
        self.count(&tally.subject, &tally.events);
        let is_shown = |counted: &CountedEvent| counted.offer.as_str() == "offer-0" && counted.arm != Arm::Holdout;
        if self.known == Known::All || tally.events.iter().any(is_shown) {
            self.links.entry(visitor.to_owned()).or_insert_with(|| member.to_owned());
            self.links.entry(tally.subject).or_insert_with(|| member.to_owned());
        }
    }

    fn sell(&mut self, whose: &str, order: &Order) {
        let sale = Sale::of(order, Some(&self.program)).unwrap();
        self.sales.entry(whose.to_owned()).or_default().push(sale);
    }

    fn who<'a>(&'a self, subject: &'a str) -> &'a str {
        self.links.get(subject).map_or(subject, String::as_str)
    }

    /// The sums of the holdout and of the variant, and how many were in both.
    fn totals(&self, offer: &CandidateId) -> ([Totals; 2], usize) {
        let mut people: BTreeMap<&str, (Vec<&Arm>, Instant)> = BTreeMap::new();
        for (subject, (arm, at)) in &self.met[offer] {
            let person = people.entry(self.who(subject)).or_insert_with(|| (Vec::new(), *at));
            person.0.push(arm);
            person.1 = person.1.min(*at);
        }
        let mut sales: BTreeMap<&str, Vec<&Sale>> = BTreeMap::new();
        for (whose, sold) in &self.sales {
            sales.entry(self.who(whose)).or_default().extend(sold);
        }
        let (mut totals, mut crossed) = ([Totals::default(); 2], 0);
        for (who, (arms, since)) in people {
            if arms.iter().any(|arm| *arm != arms[0]) {
                crossed += 1;
                continue;
            }
            let in_time = |sale: &&&Sale| sale.counts && since <= sale.placed_at && sale.placed_at < since + WINDOW;
            let bought: Vec<i64> =
                sales.get(who).into_iter().flatten().filter(in_time).filter_map(|sale| Some(sale.value?.0)).collect();
            let total = &mut totals[usize::from(*arms[0] != Arm::Holdout)];
            total.visitors += 1;
            total.conversions += u64::from(!bought.is_empty());
            total.orders += bought.len() as u64;
            total.change_revenue(0, bought.iter().sum());
        }
        (totals, crossed)
    }
}

/// A paid order of some day; one in twenty is cancelled, of one in ten a half was refunded.
fn order(placed_day: u64, random: &mut Random) -> Order {
    let cents = 1_000 + random.below(9_000) as i64;
    let is_cancelled = random.below(20) == 0;
    let refunded = if random.below(10) == 0 { cents / 2 } else { 0 };
    scenario::order(cents, placed_day as u32, |order| {
        order["placed_at"] = json!(day(placed_day));
        order["lines"][0]["refunded"] = json!(refunded);
        if is_cancelled {
            order["status"] = json!("cancelled");
        }
    })
}

/// Some day, counted from the shop's first.
fn day(days: u64) -> Instant {
    scenario::day(days as u32)
}

/// One person's weeks with the shop.
fn live(shop: &mut Shop, number: usize, random: &mut Random) {
    let (phone, laptop, member) = (format!("phone-{number}"), format!("laptop-{number}"), format!("member-{number}"));
    let first = 2 + random.below(8);
    shop.visit(&phone, day(first), random);
    let has_laptop = random.below(10) == 0;
    if has_laptop {
        shop.visit(&laptop, day(first + 1), random);
    }
    let signs_in = has_laptop || random.below(3) == 0;
    let mut wallet = Wallet::default();
    if signs_in {
        shop.visit_of(&member, &mut wallet, &phone, day(first + 2), random);
        if has_laptop {
            shop.visit_of(&member, &mut wallet, &laptop, day(first + 3), random);
        }
    }
    // Who signs in buys more: that is why it matters that they are known to be members in every arm.
    let orders = random.below(if signs_in { 4 } else { 2 });
    for _ in 0..orders {
        let placed_day = first + random.below(12) - 2;
        let order = order(placed_day, random);
        let is_guest = !signs_in || (placed_day < first + 2 && random.below(2) == 0);
        shop.sell(if is_guest { &phone } else { &member }, &order);
    }
}

/// By how many standard errors the arms of each offer differ, and whether the interval has 0 in it.
fn simulate(known: Known) -> Vec<(f64, bool)> {
    let mut shop = Shop::new(known);
    let mut random = Random(20_261_122);
    (0..PEOPLE).for_each(|number| live(&mut shop, number, &mut random));
    let experiment = one_variant(5_000);
    let judge = |offer: &CandidateId| {
        let ([control, variant], crossed) = shop.totals(offer);
        if known == Known::All {
            assert_eq!(control.visitors + variant.visitors + crossed as u64, PEOPLE as u64, "everybody is one person");
            assert!(crossed > 0, "some were in two arms");
        }
        let results = of_two(&experiment, control, variant);
        let comparison = results.arms[1].against_control.as_ref().expect("the variant is compared");
        let Estimate { value, low, high } = comparison.revenue_per_visitor.expect("there are enough people");
        (value / (high - value) * 1.959_964, low <= 0.0 && 0.0 <= high)
    };
    shop.divisions.offers.keys().map(judge).collect()
}

fn mean(differences: &[(f64, bool)]) -> f64 {
    differences.iter().map(|(errors, _)| errors).sum::<f64>() / differences.len() as f64
}

#[test]
fn what_changes_nothing_differs_by_chance_alone() {
    let differences = simulate(Known::All);
    let covered = differences.iter().filter(|(_, covers)| *covers).count();
    check_share(covered, OFFERS, 9_500.0);
    // The mean of 100 standard normal numbers has a standard error of 0.1.
    assert!(mean(&differences).abs() < 0.4, "{}", mean(&differences));
}

/// The test above would see it: were members known by what they see, their orders would count in one arm only.
#[test]
fn who_is_a_member_must_be_known_in_every_arm() {
    let differences = simulate(Known::WhoSee);
    assert!(differences[0].0 > 4.0, "{}", differences[0].0);
}
