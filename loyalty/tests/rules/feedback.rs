//! Measures of feedback agree with values computed elsewhere (statsmodels 0.15, SciPy 1.17), and are as sure as they say.

use loyalty::{
    Instant,
    calendar::Calendar,
    experiment::results::Estimate,
    feedback::{
        Change, Changes, Feedback, FeedbackFromElsewhere, FeedbackReport, GroupBy, Measures, Reporter, Score,
        Sentiment, Tally,
    },
};
use serde_json::{Value, json};

#[track_caller]
fn near(actual: f64, expected: f64) {
    let tolerance = expected.abs().max(1.0) * 1e-8;
    assert!((actual - expected).abs() <= tolerance, "{actual}, expected {expected}");
}

#[track_caller]
fn near_estimate(actual: Estimate, [value, low, high]: [f64; 3]) {
    near(actual.value, value);
    near(actual.low, low);
    near(actual.high, high);
}

fn of_nps(nps: [u64; 11]) -> Measures {
    Measures::new(&Tally { nps, ..Tally::default() })
}

const TWO_EXTREMES: [u64; 11] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const TEN: [u64; 11] = [1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 5];
const EIGHTY: [u64; 11] = [0, 0, 1, 1, 2, 5, 3, 10, 14, 20, 24];
const UNHAPPY: [u64; 11] = [50, 10, 5, 5, 3, 2, 5, 8, 4, 3, 5];
const MANY_UNHAPPY: [u64; 11] = [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_500, 0, 700, 800];
const MANY_HAPPY: [u64; 11] = [10, 12, 30, 45, 60, 150, 193, 1_200, 2_300, 2_800, 3_200];

/// With `n + 3` answers, ¾ of them promoters, 1½ passives and ¾ detractors, the interval is `m ± 1.96 √(v ÷ (n + 3))` of the
/// mean `m` and variance `v` of their values 1, 0 and −1, widened to what was observed.
#[test]
fn net_promoter_scores() {
    let rows: [([u64; 11], [f64; 3]); 12] = [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [100.0, -48.498_649_4, 100.0]),
        ([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [-100.0, -100.0, 48.498_649_4]),
        ([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], [0.0, -60.011_396, 60.011_396]),
        (TWO_EXTREMES, [0.0, -73.335_137_2, 73.335_137_2]),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], [100.0, -24.410_989_2, 100.0]),
        (TEN, [40.0, -12.585_58, 74.124_041_5]),
        (EIGHTY, [40.0, 22.684_846, 54.423_587_7]),
        (UNHAPPY, [-72.0, -81.812_236_7, -57.993_588_5]),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10_000], [100.0, 99.928_448_5, 100.0]),
        (MANY_UNHAPPY, [-55.0, -56.433_629_6, -53.533_380_3]),
        (MANY_HAPPY, [55.0, 53.828_069_7, 56.138_940_2]),
        ([0, 0, 0, 0, 0, 0, 0, 5_000, 5_000, 0, 0], [0.0, -0.023_997_359_2, 0.023_997_359_2]),
    ];
    for (counts, expected) in rows {
        let nps = of_nps(counts).nps.expect("there are answers");
        near_estimate(nps.score, expected);
        assert_eq!(nps.promoters + nps.passives + nps.detractors, nps.answers);
        assert_eq!(nps.distribution, counts);
    }
    assert_eq!(of_nps([0; 11]).nps, None);
}

/// Wilson's interval of `k` of `n`.
#[test]
fn happiness_and_shares_of_scales() {
    let rows: [(u64, u64, [f64; 3]); 9] = [
        (0, 1, [0.0, 0.0, 0.793_450_686]),
        (1, 1, [1.0, 0.206_549_314, 1.0]),
        (1, 2, [0.5, 0.094_531_205_7, 0.905_468_794]),
        (2, 2, [1.0, 0.342_380_228, 1.0]),
        (7, 9, [7.0 / 9.0, 0.452_588_969, 0.936_774_893]),
        (0, 40, [0.0, 0.0, 0.087_621_601_2]),
        (33, 40, [0.825, 0.680_500_097, 0.912_545_863]),
        (8_123, 10_000, [0.812_3, 0.804_527_488, 0.819_832_666]),
        (10_000, 10_000, [1.0, 0.999_616_002, 1.0]),
    ];
    for (happy, all, expected) in rows {
        let tally = Tally {
            positive: happy,
            negative: all - happy,
            csat: [0, 0, all - happy, happy, 0],
            ces: [0, 0, 0, all - happy, happy, 0, 0],
            asked: all,
            answered: happy,
            ..Tally::default()
        };
        let measures = Measures::new(&tally);
        let happiness = measures.happiness.expect("there is feedback");
        near_estimate(happiness.share, expected);
        assert_eq!((happiness.positive, happiness.all), (happy, all));
        near_estimate(measures.csat.expect("there are scores").share, expected);
        near_estimate(measures.ces.expect("there are scores").share, expected);
        near_estimate(measures.rates.expect("somebody was asked").response, expected);
    }
    let nothing = Measures::new(&Tally::default());
    assert!(nothing.happiness.is_none() && nothing.csat.is_none() && nothing.ces.is_none() && nothing.rates.is_none());
    let spread = Measures::new(&Tally { csat: [1, 2, 3, 4, 5], ces: [1, 0, 0, 0, 0, 0, 3], ..Tally::default() });
    near(spread.csat.expect("there are scores").mean, 55.0 / 15.0);
    near(spread.ces.expect("there are scores").mean, 22.0 / 4.0);
}

#[track_caller]
fn check_change(change: Option<Change>, [before, difference, low, high]: [f64; 4], is_more_than_noise: bool) {
    let change = change.expect("both periods have answers");
    near(change.before, before);
    near(change.difference, difference);
    near(change.low, low);
    near(change.high, high);
    assert_eq!(change.is_more_than_noise, is_more_than_noise);
}

/// Newcombe's interval of a difference of shares, and the same of the intervals of two scores.
#[test]
fn changes() {
    let nps = |now, before| Changes::new(&of_nps(now), &of_nps(before)).nps;
    check_change(nps(EIGHTY, UNHAPPY), [-72.0, 112.0, 89.729_074_5, 129.444_766], true);
    check_change(nps(TEN, EIGHTY), [40.0, 0.0, -54.527_819_5, 38.265_712_7], false);
    check_change(nps(MANY_HAPPY, MANY_UNHAPPY), [-55.0, 110.0, 108.122_663, 111.830_977], true);
    check_change(nps(TWO_EXTREMES, TWO_EXTREMES), [0.0, 0.0, -103.711_546, 103.711_546], false);
    let of = |positive, all| Measures::new(&Tally { positive, neutral: all - positive, ..Tally::default() });
    let happiness =
        |now: (u64, u64), before: (u64, u64)| Changes::new(&of(now.0, now.1), &of(before.0, before.1)).happiness;
    check_change(happiness((40, 50), (30, 50)), [0.6, 0.2, 0.020_133_900_9, 0.363_592_352], true);
    check_change(happiness((1, 1), (0, 1)), [0.0, 1.0, -0.122_108_721, 1.0], false);
    check_change(happiness((6_200, 10_000), (6_000, 10_000)), [0.6, 0.02, 0.006_480_527_64, 0.033_509_163_9], true);
    check_change(happiness((8, 10), (8, 10)), [0.8, 0.0, -0.341_378_529, 0.341_378_529], false);
    assert_eq!(happiness((8, 10), (0, 0)), None);
}

/// People who say 10, 7 or 0 with these chances.
fn ask(people: u32, promoters: f64, detractors: f64, random: &mut fastrand::Rng) -> Measures {
    let mut nps = [0; 11];
    for _ in 0..people {
        let chance = random.f64();
        let score = if chance < promoters {
            10
        } else if chance < promoters + detractors {
            0
        } else {
            7
        };
        nps[score] += 1;
    }
    of_nps(nps)
}

const TIMES: u32 = 4_000;

/// Of 4,000 intervals 3,800 should have the truth in them, give or take 14; an adjusted Wald interval errs on the safe side.
#[test]
fn intervals_have_the_truth_in_ninety_five_of_a_hundred() {
    for (people, promoters, detractors) in
        [(10, 0.4, 0.2), (30, 0.5, 0.2), (30, 0.1, 0.6), (100, 0.6, 0.1), (300, 0.3, 0.3), (1_000, 0.7, 0.1)]
    {
        let mut random = fastrand::Rng::with_seed(people.into());
        let truth = 100.0 * (promoters - detractors);
        let has = |_: &u32| {
            let score = ask(people, promoters, detractors, &mut random).nps.expect("there are answers").score;
            score.low <= truth && truth <= score.high
        };
        let covered = (0..TIMES).filter(has).count();
        assert!((3_740..=3_930).contains(&covered), "{covered} of {TIMES} with {people} people");
    }
}

/// Of 4,000 pairs of equal periods 200 should seem to differ, give or take 14 at most; of very different ones nearly all.
#[test]
fn noise_is_told_from_change() {
    let seem_to_differ = |people: u32, promoters: f64| {
        let mut random = fastrand::Rng::with_seed(people.into());
        let differs = |_: &u32| {
            let now = ask(people, promoters, 0.2, &mut random);
            let before = ask(people, 0.4, 0.2, &mut random);
            Changes::new(&now, &before).nps.expect("both have answers").is_more_than_noise
        };
        (0..TIMES).filter(differs).count()
    };
    for people in [20, 100, 500] {
        let differ = seem_to_differ(people, 0.4);
        assert!((80..=250).contains(&differ), "{differ} of {TIMES} with {people} people");
    }
    assert!(seem_to_differ(500, 0.6) > 3_900);
}

fn feedback(at: &str, change: Value) -> Feedback {
    let mut document =
        json!({"at": at, "channel": "widget", "survey": "s", "status": "complete", "scores": [{"nps": 10}]});
    for (name, value) in change.as_object().unwrap() {
        document[name.as_str()] = value.clone();
    }
    serde_json::from_value(document).expect("the feedback reads")
}

fn report(by: Option<GroupBy>, all: &[Feedback]) -> FeedbackReport {
    let at = |text| Instant::parse(text).unwrap();
    let calendar = Calendar::new("Europe/Ljubljana").unwrap();
    let mut reporter = Reporter::new(at("2026-03-01T00:00:00Z"), at("2026-03-31T00:00:00Z"), by, calendar);
    assert_eq!(reporter.begins(), at("2026-01-30T00:00:00Z"));
    all.iter().for_each(|one| reporter.add(one));
    reporter.finish()
}

#[test]
fn a_report_counts_a_period_and_compares_it_with_the_one_before() {
    let report = report(
        None,
        &[
            feedback("2026-01-29T23:59:59Z", json!({})),
            feedback("2026-01-30T00:00:00Z", json!({"scores": [{"nps": 0}]})),
            feedback("2026-02-28T23:59:59Z", json!({"scores": [{"nps": 8}]})),
            feedback("2026-03-01T00:00:00Z", json!({})),
            feedback("2026-03-02T00:00:00Z", json!({"status": "asked", "scores": []})),
            feedback("2026-03-02T00:00:00Z", json!({"status": "skipped", "scores": []})),
            feedback("2026-03-02T00:00:00Z", json!({"status": "partial", "scores": [{"nps": 3}, {"csat": 5}]})),
            feedback(
                "2026-03-30T23:59:59Z",
                json!({"survey": null, "channel": "phone", "scores": [], "sentiment": "neutral"}),
            ),
            feedback("2026-03-31T00:00:00Z", json!({})),
        ],
    );
    let measures = &report.overall.measures;
    assert_eq!((measures.asked, measures.answered, measures.partial, measures.skipped), (4, 1, 1, 1));
    near(measures.rates.as_ref().unwrap().skip.value, 0.25);
    let nps = measures.nps.as_ref().unwrap();
    assert_eq!((nps.answers, nps.promoters, nps.detractors), (2, 1, 1));
    // The first score of each says how happy the person is; the second is measured, too.
    let happiness = measures.happiness.as_ref().unwrap();
    assert_eq!((happiness.positive, happiness.neutral, happiness.negative), (1, 1, 1));
    assert_eq!(measures.csat.as_ref().unwrap().answers, 1);
    let change = report.overall.change.nps.unwrap();
    assert_eq!((change.before, change.difference), (-50.0, 50.0));
    assert!(report.groups.is_empty());
}

#[test]
fn groups() {
    let names = |by: GroupBy| {
        let groups = report(Some(by), &[
            feedback("2026-03-05T00:00:00Z", json!({
                "products": ["a", "b"], "labels": ["jazz"], "segments": ["regulars"], "stage": "client", "tier": "gold",
                "language": "sl",
            })),
            feedback("2026-03-06T00:00:00Z", json!({
                "survey": "t", "products": ["a"], "labels": ["jazz"], "stage": "repeat", "language": "sl",
            })),
            feedback("2026-03-30T22:30:00Z", json!({
                "survey": null, "channel": "email", "products": ["a"], "stage": "client", "language": "en",
            })),
            // What is only of the period before is no group.
            feedback("2026-02-20T00:00:00Z", json!({"products": ["old"], "survey": "old", "channel": "old"})),
        ]).groups;
        let name = |group: &loyalty::feedback::Group| {
            let answers = group.measures.nps.as_ref().map_or(0, |nps| nps.answers);
            format!("{} {answers}", group.name.as_deref().unwrap_or_default())
        };
        groups.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(GroupBy::Survey), ["s 1", "t 1"]);
    assert_eq!(names(GroupBy::Product), ["a 3", "b 1"]);
    assert_eq!(names(GroupBy::Label), ["jazz 2"]);
    assert_eq!(names(GroupBy::Segment), ["regulars 1"]);
    assert_eq!(names(GroupBy::Stage), ["client 2", "repeat 1"]);
    assert_eq!(names(GroupBy::Tier), ["gold 1"]);
    assert_eq!(names(GroupBy::Language), ["sl 2", "en 1"]);
    assert_eq!(names(GroupBy::Channel), ["widget 2", "email 1"]);
    assert_eq!(names(GroupBy::Month), ["2026-03 3"]);
}

#[test]
fn what_a_score_says() {
    use Sentiment::{Negative, Neutral, Positive};
    let all = |scores: std::ops::RangeInclusive<u8>, of: fn(u8) -> Score| {
        scores.map(|score| of(score).sentiment()).collect::<Vec<_>>()
    };
    let nps = [[Negative; 7].as_slice(), &[Neutral; 2], &[Positive; 2]].concat();
    assert_eq!(all(0..=10, Score::Nps), nps);
    assert_eq!(all(1..=5, Score::Csat), [Negative, Negative, Neutral, Positive, Positive]);
    assert_eq!(all(1..=7, Score::Ces), [Negative, Negative, Negative, Neutral, Positive, Positive, Positive]);
}

#[track_caller]
fn check_elsewhere(change: Value, faults: &[&str]) {
    let mut document = json!({"id": "review-17", "channel": "review_site", "at": "2026-03-01T00:00:00Z", "nps": 9});
    for (name, value) in change.as_object().unwrap() {
        document[name.as_str()] = value.clone();
    }
    let read: FeedbackFromElsewhere = serde_json::from_value(document).expect("it reads");
    let found = read.check(Instant::parse("2026-03-01T00:00:00Z").unwrap()).err().unwrap_or_default();
    let told: Vec<_> = found.iter().map(|fault| format!("{} {}", fault.path, fault.message)).collect();
    assert_eq!(told, faults);
}

#[test]
fn faults_in_what_comes_from_elsewhere() {
    check_elsewhere(json!({}), &[]);
    check_elsewhere(json!({"nps": null, "sentiment": "positive"}), &[]);
    let one = "sentiment is needed without a score, and must be left out with one";
    check_elsewhere(json!({"nps": null}), &[one]);
    check_elsewhere(json!({"sentiment": "positive"}), &[one]);
    check_elsewhere(json!({"nps": 11}), &["nps must be from 0 to 10"]);
    check_elsewhere(json!({"csat": 0}), &["csat must be from 1 to 5"]);
    check_elsewhere(json!({"ces": 8}), &["ces must be from 1 to 7"]);
    check_elsewhere(json!({"channel": "widget"}), &["channel is reserved for answers in the widget"]);
    check_elsewhere(
        json!({"channel": "E-mail"}),
        &["channel must have 1 to 40 lower-case letters, digits and underscores"],
    );
    check_elsewhere(json!({"at": "2026-03-01T00:10:00Z"}), &[]);
    let ahead = "at is 2026-03-02T00:00:01Z, which is 24 hours ahead of our clock (2026-03-01T00:00:00Z); at most 10 minutes \
        are taken. Check your server's clock, and that it does not send local time as UTC";
    check_elsewhere(json!({"at": "2026-03-02T00:00:01Z"}), &[ahead]);
    check_elsewhere(json!({"text": "a".repeat(5_001)}), &["text must have at most 5,000 characters"]);
    check_elsewhere(
        json!({"labels": ["a", "a"]}),
        &["labels must be at most 30 different names of 1 to 128 characters"],
    );
    check_elsewhere(json!({"language": "?"}), &["language is not a language tag, such as en or pt-BR"]);
}
