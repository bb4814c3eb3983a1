//! Whole basis points choose as the SDKs' fractions of 1 do.

use loyalty::experiment::{Share, bucket_ranges, choose_variation, equal_shares};

const NONE: [u32; 0] = [];

/// The ranges as fractions: each weight starts where the sum before it ends and is cut to the coverage.
fn fractions(weights: &[f64], coverage: f64) -> Vec<(f64, f64)> {
    let mut start = 0.0;
    let mut ranges = Vec::new();
    for weight in weights {
        ranges.push((start, start + coverage * weight));
        start += weight;
    }
    ranges
}

fn choose(bucket: u32, ranges: &[(f64, f64)]) -> Option<usize> {
    let n = f64::from(bucket) / 10_000.0;
    ranges.iter().position(|&(start, end)| start <= n && n < end)
}

/// The buckets for which whole numbers choose otherwise than fractions.
fn differing(shares: &[Share], weights: &[f64], coverage: u16) -> Vec<u32> {
    let ranges = fractions(weights, f64::from(coverage) / 10_000.0);
    let whole: Vec<_> = bucket_ranges(shares.iter().copied(), Share(coverage)).collect();
    (0..10_000).filter(|&bucket| choose_variation(bucket, whole.iter().copied()) != choose(bucket, &ranges)).collect()
}

#[track_caller]
fn check(weights: &[u16], coverage: u16) {
    let shares: Vec<_> = weights.iter().map(|weight| Share(*weight)).collect();
    let fractions: Vec<_> = weights.iter().map(|weight| f64::from(*weight) / 10_000.0).collect();
    assert_eq!(differing(&shares, &fractions, coverage), NONE, "{weights:?} {coverage}");
}

#[test]
fn every_bucket_is_chosen_as_by_the_published_ranges() {
    check(&[5_000, 5_000], 10_000);
    check(&[5_000, 5_000], 5_000);
    check(&[5_000, 5_000], 0);
    check(&[2_500, 2_500, 2_500, 2_500], 10_000);
    check(&[4_000, 6_000], 10_000);
    check(&[2_000, 3_000, 5_000], 10_000);
    check(&[4_000, 5_999], 10_000);
    check(&[1_000, 4_500, 4_500], 10_000);
    check(&[1_000, 4_500, 4_500], 9_900);
}

#[test]
fn a_range_that_ends_within_a_bucket_has_it() {
    check(&[3_333, 6_667], 5_000);
    check(&[3_334, 3_333, 3_333], 7_777);
    let thirds: Vec<_> = equal_shares(Share::ALL, 3).collect();
    assert_eq!(thirds, [Share(3_334), Share(3_333), Share(3_333)]);
    for count in [3, 6, 7, 9, 11] {
        let shares: Vec<_> = equal_shares(Share::ALL, count).collect();
        assert_eq!(differing(&shares, &vec![1.0 / count as f64; count], 10_000), NONE, "{count}");
    }
}

#[test]
fn fractions_are_a_little_off_where_whole_numbers_are_exact() {
    // 0.2 × 0.2 is above 0.04 in floating point: the first range gets one bucket more than its share.
    let shares = [2_000, 3_000, 5_000].map(Share);
    assert_eq!(differing(&shares, &[0.2, 0.3, 0.5], 2_000), [400]);
}

#[test]
fn any_difference_is_one_bucket_at_a_boundary() {
    for count in 1..=11 {
        let shares: Vec<_> = equal_shares(Share::ALL, count).collect();
        let weights = vec![1.0 / count as f64; count];
        for coverage in (0..=10_000).step_by(250) {
            let boundaries = fractions(&weights, f64::from(coverage) / 10_000.0);
            for bucket in differing(&shares, &weights, coverage) {
                let n = f64::from(bucket) / 10_000.0;
                let near = |boundary: f64| (n - boundary).abs() < 0.000_1;
                let at_boundary = boundaries.iter().any(|&(start, end)| near(start) || near(end));
                assert!(at_boundary, "bucket {bucket} of {count} at coverage {coverage}");
            }
        }
    }
}

#[test]
fn equal_shares_add_up_and_differ_by_one_at_most() {
    for whole in [0, 1, 7, 8_999, 9_000, 10_000] {
        for count in 1..=11 {
            let shares: Vec<_> = equal_shares(Share(whole), count).map(|share| share.0).collect();
            assert_eq!(shares.len(), count);
            assert_eq!(shares.iter().sum::<u16>(), whole);
            assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1, "{shares:?}");
        }
    }
    assert_eq!(equal_shares(Share::ALL, 0).count(), 0);
}

#[test]
fn who_is_between_ranges_is_in_none() {
    let chosen =
        |bucket| choose_variation(bucket, bucket_ranges([Share(5_000), Share(5_000)].into_iter(), Share(5_000)));
    assert_eq!(chosen(0), Some(0));
    assert_eq!(chosen(2_499), Some(0));
    assert_eq!(chosen(2_500), None);
    assert_eq!(chosen(4_999), None);
    assert_eq!(chosen(5_000), Some(1));
    assert_eq!(chosen(7_500), None);
    assert_eq!(chosen(9_999), None);
}
