//! The CDNOW purchases under the demo shop's program: every customer's points, lots and tier as the model has them.

use regulars_tests::histories::{Ledger, Native, differences};
use regulars_tests::model::Model;
use regulars_tests::replay::{DEMO_BEGINS, POINTS, customers, ms, order, program};

/// Instants to look at: in the spring of the first purchases, at New Year in New York, where the demo begins, and when
/// everything has expired.
const LOOKS: [&str; 4] = ["1997-04-01T00:00:00Z", "1998-01-01T05:00:00Z", DEMO_BEGINS, "1999-09-01T00:00:00Z"];

#[test]
fn every_customer_has_what_the_model_says() {
    let program = program();
    let checked = Native::program(&program);
    let mut points = 0;
    for (customer, purchases) in customers() {
        let mut model = Model::new(vec![program.clone()]);
        let mut wallet = Native::new(vec![checked.clone()]);
        let mut purchases = purchases.iter().peekable();
        for look in LOOKS {
            while let Some(purchase) = purchases.next_if(|purchase| ms(&purchase.placed_at()) <= ms(look)) {
                let (id, order, now) = (purchase.order_id(), order(purchase), ms(&purchase.placed_at()));
                let expected = Ledger::order(&mut model, &id, &order, now);
                assert_eq!(expected, wallet.order(&id, &order, now), "{customer}: {purchase:?}");
            }
            let expected = model.summary(ms(look));
            let differences = differences(&expected, &wallet.summary(ms(look)));
            assert!(differences.is_empty(), "customer {customer} at {look}:\n{}", differences.join("\n"));
            points += if look == DEMO_BEGINS { expected.balance } else { 0 };
        }
        assert_eq!(purchases.next(), None, "{customer} bought after the last look");
    }
    println!("all customers together have {points} points at {DEMO_BEGINS}");
    assert_eq!(points, POINTS);
}
