//! Examples of the page's hard cases, worked out by hand: what a ledger must say, whatever it is.
//!
//! The model is held to them here, and the crate by the native suite.

mod books;
mod codes;
mod explained;
mod newest;
mod player;
mod refunds;
mod taken_back;
mod tiers;
mod windows;

pub use player::{Player, played};

/// One example: its name, and what happens and must be seen.
pub type Example = (&'static str, fn(&mut Player<'_>));

/// All of them.
pub fn all() -> Vec<Example> {
    [
        books::EXAMPLES,
        codes::EXAMPLES,
        explained::EXAMPLES,
        newest::EXAMPLES,
        refunds::EXAMPLES,
        taken_back::EXAMPLES,
        tiers::EXAMPLES,
        windows::EXAMPLES,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use crate::model::Model;

    #[test]
    fn the_model_says_what_was_worked_out_by_hand() {
        let failures: Vec<String> = super::all()
            .into_iter()
            .filter_map(|example| super::played(example, &mut Model::default()).err())
            .collect();
        assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), failures.join("\n"));
    }
}
