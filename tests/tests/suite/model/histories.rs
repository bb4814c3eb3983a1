//! A sample of the random histories, each a member of a shop of its own.

use regulars_kit::counts;
use regulars_tests::histories::{Remote, is_shown_whole, play, spread, steps};
use regulars_tests::shop::Shop;

/// How many seeds are played, and of all there is: each takes a second or two.
const HISTORIES: usize = 30;
const HISTORIES_ALL: usize = 100;

#[test]
fn a_sample_of_histories_ends_as_the_model_says() {
    let client = crate::model::client();
    let histories = (0..).map(|seed| (seed, spread(steps(seed)))).filter(|(_, steps)| is_shown_whole(steps));
    for (seed, steps) in histories.take(if counts::plays_all() { HISTORIES_ALL } else { HISTORIES }) {
        counts::add(1, "histories over HTTP");
        let played = play(&steps, &mut Remote::new(Shop::open_without_program(&client)));
        if let Err(failure) = played {
            panic!("seed {seed} fails at {failure}\nat this step: {:?}", steps[failure.step]);
        }
    }
}
