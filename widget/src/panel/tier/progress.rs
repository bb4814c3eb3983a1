//! How full the bar is.

/// Per cent of the way to a threshold; full where there is none above. Never full before it is reached, and never
/// quite empty once begun.
pub fn percent(progress: i64, threshold: Option<i64>) -> i64 {
    match threshold {
        None => 100,
        Some(_) if progress <= 0 => 0,
        Some(threshold) if progress >= threshold => 100,
        // Widened: amounts go up to 10^15, and times 100 they still fit.
        Some(threshold) => (progress.saturating_mul(100) / threshold).clamp(2, 98),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn the_bar_fills_up_to_the_threshold() {
        assert_eq!(percent(0, Some(10_000)), 0);
        assert_eq!(percent(-5, Some(10_000)), 0);
        assert_eq!(percent(1, Some(10_000)), 2);
        assert_eq!(percent(5_000, Some(10_000)), 50);
        assert_eq!(percent(9_999, Some(10_000)), 98);
        assert_eq!(percent(10_000, Some(10_000)), 100);
        assert_eq!(percent(7, None), 100);
    }
}
