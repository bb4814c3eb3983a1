//! Sums are kept while orders come, change and go.

use loyalty::experiment::results::Totals;

use super::random::Random;

#[test]
fn sums_follow_what_each_visitor_spent() {
    let mut random = Random(7);
    let mut spent = [0_i64; 20];
    let mut totals = Totals::default();
    for _ in 0..1_000 {
        let visitor = (random.next() % 20) as usize;
        let after = (random.next() % 100_000) as i64 * (random.next() % 2) as i64;
        totals.change_revenue(spent[visitor], after);
        spent[visitor] = after;
        assert_eq!(totals.revenue, spent.iter().sum::<i64>());
        assert_eq!(totals.revenue_squares, spent.iter().map(|x| i128::from(*x) * i128::from(*x)).sum::<i128>());
    }
}

#[test]
fn sums_stop_at_their_ends() {
    let mut totals = Totals::default();
    totals.change_revenue(0, i64::MAX);
    totals.change_revenue(0, i64::MAX);
    assert_eq!(totals.revenue, i64::MAX);
    totals.change_revenue(i64::MAX, i64::MIN);
    totals.change_revenue(i64::MAX, i64::MIN);
    assert_eq!(totals.revenue, i64::MIN);
}
