//! What counts come to, each with its 95 % interval.

use serde::Serialize;

use super::Tally;
use crate::experiment::results::{Estimate, rate};

/// Answers that are added before the interval of an NPS is computed: a quarter of them promoters, a half passives, a quarter
/// detractors.
pub const PSEUDO_ANSWERS: f64 = 3.0;

/// What a tally comes to. What nobody has said anything of is absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measures {
    /// The net promoter score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps: Option<Nps>,
    /// How content people are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<Scale>,
    /// How easy it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ces: Option<Scale>,
    /// How many are happy, over all channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happiness: Option<Happiness>,
    /// How many were asked by a survey.
    pub asked: u64,
    /// How many have answered it to the end.
    pub answered: u64,
    /// How many have begun, and not come to the end.
    pub partial: u64,
    /// How many have closed it, or left every step out.
    pub skipped: u64,
    /// The last three as shares of those who were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<ResponseRates>,
}

/// The net promoter score, from −100 to 100: the percentage of promoters (9 and 10) less that of detractors (0 to 6), among
/// those who answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nps {
    /// The score and its interval.
    #[serde(flatten)]
    pub score: Estimate,
    /// How many said 9 or 10.
    pub promoters: u64,
    /// How many said 7 or 8.
    pub passives: u64,
    /// How many said 0 to 6.
    pub detractors: u64,
    /// How many answered.
    pub answers: u64,
    /// How many said each score, from 0.
    pub distribution: Vec<u64>,
}

/// Answers on a scale that begins at 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scale {
    /// The share of those who said one of the scores that are positive, and its interval: fractions of 1.
    #[serde(flatten)]
    pub share: Estimate,
    /// The mean score.
    pub mean: f64,
    /// How many answered.
    pub answers: u64,
    /// How many said each score, from 1.
    pub distribution: Vec<u64>,
}

/// The happiness index: the share of positive feedback among all that says how happy somebody is, and its interval. Fractions
/// of 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Happiness {
    /// The share and its interval.
    #[serde(flatten)]
    pub share: Estimate,
    /// How many are happy.
    pub positive: u64,
    /// How many are neither.
    pub neutral: u64,
    /// How many are unhappy.
    pub negative: u64,
    /// All of these.
    pub all: u64,
}

/// What became of those who were asked, as fractions of 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseRates {
    /// Answered to the end.
    pub response: Estimate,
    /// Begun, and not come to the end.
    pub partial: Estimate,
    /// Closed, or left out.
    pub skip: Estimate,
}

impl Measures {
    /// What a tally comes to.
    pub fn new(tally: &Tally) -> Self {
        let rates = || {
            let of_asked = |count| rate(count, tally.asked);
            Some(ResponseRates {
                response: of_asked(tally.answered)?,
                partial: of_asked(tally.partial)?,
                skip: of_asked(tally.skipped)?,
            })
        };
        Self {
            nps: Nps::new(&tally.nps),
            csat: Scale::new(&tally.csat, 4),
            ces: Scale::new(&tally.ces, 5),
            happiness: Happiness::new(tally),
            asked: tally.asked,
            answered: tally.answered,
            partial: tally.partial,
            skipped: tally.skipped,
            rates: rates(),
        }
    }
}

impl Nps {
    fn new(counts: &[u64; 11]) -> Option<Self> {
        let sum = |counts: &[u64]| counts.iter().sum::<u64>();
        let (detractors, passives, promoters) = (sum(&counts[..7]), sum(&counts[7..9]), sum(&counts[9..]));
        let answers = detractors + passives + promoters;
        Some(Self {
            score: nps(promoters, detractors, answers)?,
            promoters,
            passives,
            detractors,
            answers,
            distribution: counts.to_vec(),
        })
    }
}

/// The score with its adjusted-Wald interval; none without answers.
///
/// Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70 (2016): with `n + 3` answers, of
/// which `promoters + ¾` and `detractors + ¾`, the variance of the score is `(p + d − (p − d)²) ÷ (n + 3)`. The value is that
/// of the answers alone; where it is an extreme of few, the interval is widened to have it in it.
fn nps(promoters: u64, detractors: u64, answers: u64) -> Option<Estimate> {
    if answers == 0 {
        return None;
    }
    let (promoters, detractors, n) = (promoters as f64, detractors as f64, answers as f64);
    let value = 100.0 * (promoters - detractors) / n;
    let adjusted = n + PSEUDO_ANSWERS;
    let (p, d) = ((promoters + PSEUDO_ANSWERS / 4.0) / adjusted, (detractors + PSEUDO_ANSWERS / 4.0) / adjusted);
    let net = p - d;
    let Estimate { low, high, .. } = Estimate::normal(100.0 * net, 100.0 * ((p + d - net * net) / adjusted).sqrt());
    Some(Estimate { value, low: low.max(-100.0).min(value), high: high.min(100.0).max(value) })
}

impl Scale {
    /// Answers on a scale from 1, whose scores are positive from `positive` on.
    fn new(counts: &[u64], positive: usize) -> Option<Self> {
        let answers = counts.iter().sum::<u64>();
        let share = rate(counts.iter().skip(positive - 1).sum(), answers)?;
        let sum: u64 = (1..).zip(counts).map(|(score, count)| score * count).sum();
        Some(Self { share, mean: sum as f64 / answers as f64, answers, distribution: counts.to_vec() })
    }
}

impl Happiness {
    fn new(tally: &Tally) -> Option<Self> {
        let Tally { positive, neutral, negative, .. } = *tally;
        let all = positive + neutral + negative;
        Some(Self { share: rate(positive, all)?, positive, neutral, negative, all })
    }
}
