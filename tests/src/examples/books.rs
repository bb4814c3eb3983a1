//! A shop's books are taken as they are (section 4): what does not add up is bounded, and said.

use super::Example;
use super::player::{Player, order, program};
use crate::model::documents::Line;

pub const EXAMPLES: &[Example] = &[
    ("a refund of a cent above the charge", |p| {
        told(p, "lines[0].refunded", 0, |line| line.refunded = 1_001);
    }),
    ("a refunded tax above the tax", |p| {
        told(p, "lines[0].refunded_tax", 10, |line| (line.tax, line.refunded_tax) = (16, 17));
    }),
    ("a discount above the price", |p| told(p, "lines[0].discount", 0, |line| line.discount = 1_001)),
    ("a discount below zero", |p| told(p, "lines[0].discount", 10, |line| line.discount = -500)),
    ("a tax below zero", |p| told(p, "lines[0].tax", 10, |line| line.tax = -5)),
    ("shipping refunded a cent above", |p| {
        p.publish(program(|_| {}));
        let answer = p.order("o", &order(1_000, 0, |o| (o.shipping.price, o.shipping.refunded) = (499, 500)));
        p.same("answer", (answer.points, answer.remarks), (10, vec!["shipping.refunded".to_owned()]));
    }),
    ("a line that was refunded whole, or of no pieces, leaves no tax", |p| {
        p.publish(program(|program| program.rules[0].counts.tax = true));
        let answer = p.order(
            "o",
            &order(1_000, 0, |o| {
                o.lines[0].tax = 500;
                o.lines[0].refunded = 1_000;
                o.lines.push(Line { quantity: 0, tax: 700, ..line("2", 100) });
            }),
        );
        p.same("answer", (answer.points, answer.remarks), (0, Vec::new()));
    }),
    ("thousandths of a piece, rounded half up for each line", |p| {
        p.publish(program(|program| {
            program.rates.insert("USD".to_owned(), 1);
        }));
        let of = |price, quantity| order(price, 0, |o| o.lines[0].quantity = quantity);
        // 0.55 × 999 is 549.45, 1.5 × 1,499 is 2,248.5, 0.001 × 499 is 0.499 and × 500 is 0.5.
        for (id, price, quantity, points) in
            [("a", 999, 550, 549), ("b", 1_499, 1_500, 2_249), ("c", 499, 1, 0), ("d", 500, 1, 1)]
        {
            let answer = p.order(id, &of(price, quantity));
            p.same(id, (answer.points, answer.remarks), (points, Vec::new()));
        }
        // Each line by itself: 0.5 and 0.5 are 1 and 1.
        let twice = p.order(
            "twice",
            &order(1, 0, |o| {
                o.lines[0].quantity = 500;
                o.lines.push(Line { quantity: 500, ..line("2", 1) });
            }),
        );
        p.same("twice", twice.points, 2);
    }),
    ("a piece that was taken back is deducted, and a credit that was taken back is not", |p| {
        p.publish(program(|program| {
            program.rates.insert("USD".to_owned(), 1);
        }));
        let with = |quantity, price| order(1_000, 0, |o| o.lines.push(Line { quantity, ..line("2", price) }));
        // 1.5 × 333 is 499.5: 500 are taken off; −0.5 × −333 is 166.5: 167 more.
        for (id, quantity, price, points) in
            [("a", -1_500, 333, 500), ("b", 1_500, -333, 500), ("c", -500, -333, 1_167)]
        {
            let answer = p.order(id, &with(quantity, price));
            p.same(id, (answer.points, answer.remarks), (points, Vec::new()));
        }
    }),
    ("a line below zero is deducted from the others", |p| {
        p.publish(program(|_| {}));
        let answer = p.order("o", &order(2_500, 0, |o| o.lines.push(line("2", -500))));
        p.same("answer", (answer.points, answer.remarks), (20, Vec::new()));
    }),
    (
        "largest remainders: 100 of 1,000 and 500 and 500 is 50 and 25 and 25; of three alike the first bears the odd cent",
        |p| {
            // Only the first line counts. 1,000 less 34 is 966; with a rate of a cent a point it can be seen.
            p.publish(program(|program| {
                program.rates.insert("USD".to_owned(), 1);
                program.rules[0].only.products = vec!["cd".to_owned()];
            }));
            let lines = |prices: [i64; 4]| {
                order(prices[0], 0, |o| {
                    for (at, price) in prices.into_iter().enumerate().skip(1) {
                        o.lines.push(Line { product: "mug".to_owned(), ..line(&(at + 1).to_string(), price) });
                    }
                })
            };
            let answer = p.order("o", &lines([1_000, 500, 500, -100]));
            p.same("half", answer.points, 950);
            let answer = p.order("alike", &lines([1_000, 1_000, 1_000, -100]));
            p.same("a third", answer.points, 966);
            // 101 × 999 ÷ 2,999 is 33.6…, 101 × 1,000 ÷ 2,999 is 33.6…: both of the larger remainder get a cent, the first not.
            let answer = p.order("odd", &lines([999, 1_000, 1_000, -101]));
            p.same("the smallest remainder", answer.points, 999 - 33);
        },
    ),
    ("a deduction takes its tax with it, and not more than there is", |p| {
        p.publish(program(|program| {
            program.rates.insert("USD".to_owned(), 1);
            program.rules[0].counts.tax = true;
        }));
        let answer = p.order(
            "o",
            &order(1_000, 0, |o| {
                o.lines[0].tax = 200;
                o.lines.push(Line { tax: -50, ..line("2", -250) });
            }),
        );
        p.same("750 and 150 of tax", answer.points, 900);
        let answer = p.order(
            "all",
            &order(1_000, 0, |o| {
                o.lines[0].tax = 200;
                o.lines.push(Line { tax: -500, ..line("2", -2_000) });
            }),
        );
        p.same("nothing", answer.points, 0);
        let answer =
            p.order("above", &order(1_000, 0, |o| o.lines.push(Line { tax: 5, discount: 1, ..line("2", -250) })));
        let remarks = vec!["lines[1].discount".to_owned(), "lines[1].tax".to_owned()];
        p.same("a tax above 0", (answer.points, answer.remarks), (750, remarks));
    }),
    ("tax within prices, and beside them", |p| {
        p.publish(program(|program| {
            program.rates.insert("USD".to_owned(), 1);
            let with_tax = program.rules[0].clone();
            program.rules.push(crate::model::documents::Rule {
                id: "taxed".to_owned(),
                counts: crate::model::documents::Counts { tax: true, shipping: false },
                ..with_tax
            });
        }));
        // Without tax 1,000, with tax 1,200; with prices that include it 800 and 1,000.
        let beside = p.order("beside", &order(1_000, 0, |o| o.lines[0].tax = 200));
        p.same("beside", beside.points, 2_200);
        let within = p.order(
            "within",
            &order(1_000, 0, |o| {
                o.lines[0].tax = 200;
                o.prices_include_tax = true;
            }),
        );
        p.same("within", within.points, 1_800);
    }),
    ("an amount in another currency is rounded down once for the minimum, and not for the points", |p| {
        p.publish(program(|program| {
            program.rates.insert("EUR".to_owned(), 92);
            program.rules[0].minimum = 2_000;
        }));
        // 18.40 € are exactly $20.00; 18.39 € are $19.98 and a bit.
        let euros = |cents| order(cents, 0, |o| o.currency = "EUR".to_owned());
        let enough = p.order("enough", &euros(1_840));
        p.same("enough", enough.points, 20);
        let short = p.order("short", &euros(1_839));
        p.same("short", short.points, 0);
        let more = p.order("more", &euros(1_931));
        // 1,931 ÷ 92 is 20.98….
        p.same("more", more.points, 20);
    }),
];

fn line(id: &str, price: i64) -> Line {
    Line { id: id.to_owned(), price, ..order(0, 0, |_| {}).lines.remove(0) }
}

/// An order of one line of ten dollars that is changed: its remark, and its points.
fn told(p: &mut Player<'_>, remark: &str, points: i128, changed: impl FnOnce(&mut Line)) {
    p.publish(program(|_| {}));
    let answer = p.order("o", &order(1_000, 0, |o| changed(&mut o.lines[0])));
    p.same("answer", (answer.code.as_str(), answer.points), ("applied", points));
    p.same("remarks", answer.remarks, vec![remark.to_owned()]);
}
