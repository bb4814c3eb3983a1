//! What is counted of many pieces of feedback.

use super::{Feedback, Score, Sentiment};
use crate::survey::ResponseStatus;

/// Counts of feedback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many said each score from 0 to 10.
    pub nps: [u64; 11],
    /// How many said each score from 1 to 5.
    pub csat: [u64; 5],
    /// How many said each score from 1 to 7.
    pub ces: [u64; 7],
    /// How many are happy, and how many are not.
    pub positive: u64,
    /// How many are neither.
    pub neutral: u64,
    /// How many are unhappy.
    pub negative: u64,
    /// How many were asked by a survey.
    pub asked: u64,
    /// How many of these have answered to the end.
    pub answered: u64,
    /// How many have begun, and not come to the end.
    pub partial: u64,
    /// How many have closed it, or left every step out.
    pub skipped: u64,
}

impl Tally {
    /// Counts one person's feedback. Of several scores of a kind the first counts.
    pub fn add(&mut self, feedback: &Feedback) {
        if feedback.survey.is_some() {
            self.asked += 1;
            match feedback.status {
                ResponseStatus::Asked => {}
                ResponseStatus::Skipped => self.skipped += 1,
                ResponseStatus::Partial => self.partial += 1,
                ResponseStatus::Complete => self.answered += 1,
            }
        }
        match feedback.sentiment() {
            Some(Sentiment::Positive) => self.positive += 1,
            Some(Sentiment::Neutral) => self.neutral += 1,
            Some(Sentiment::Negative) => self.negative += 1,
            None => {}
        }
        let first = |of: fn(&Score) -> Option<usize>| feedback.scores.iter().find_map(of);
        let nps = first(|score| if let Score::Nps(score) = score { Some(usize::from(*score)) } else { None });
        let csat =
            first(|score| if let Score::Csat(score) = score { usize::from(*score).checked_sub(1) } else { None });
        let ces = first(|score| if let Score::Ces(score) = score { usize::from(*score).checked_sub(1) } else { None });
        count(&mut self.nps, nps);
        count(&mut self.csat, csat);
        count(&mut self.ces, ces);
    }
}

fn count(counts: &mut [u64], place: Option<usize>) {
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count += 1;
    }
}
