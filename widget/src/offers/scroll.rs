//! How far a page was scrolled, and whether somebody on a touch screen seems to be leaving: no pointer tells it there.

/// A scroll up counts as leaving within this time,
const RUN_MS: f64 = 400.0;
/// over at least this part of the window's height,
const RUN_OF_VIEW: f64 = 0.5;
/// from at least this many heights of the window down.
const BEGUN_VIEWS: f64 = 1.0;

/// The scrolling of one page.
#[derive(Default)]
pub struct Scroll {
    /// The deepest that was seen, of the page's height.
    pub percent: u8,
    /// Where and when the present run upward began.
    run: Option<Run>,
    top_px: f64,
}

#[derive(Clone, Copy)]
struct Run {
    top_px: f64,
    at_ms: f64,
}

/// Where a page stands in its window.
#[derive(Clone, Copy)]
pub struct Stand {
    /// Of the page above the window.
    pub top_px: f64,
    /// Height of the window.
    pub view_px: f64,
    /// Height of the page.
    pub page_px: f64,
}

impl Scroll {
    /// The page was scrolled. Tells whether this is somebody going back up in a hurry, to where the way out is.
    pub fn to(&mut self, stand: Stand, now_ms: f64) -> bool {
        let seen = if stand.page_px > 0.0 { (stand.top_px + stand.view_px) / stand.page_px * 100.0 } else { 0.0 };
        // Pages that bounce are seen beyond their end; a cast takes what is below zero as zero.
        self.percent = self.percent.max(seen.min(100.0) as u8);
        let before = std::mem::replace(&mut self.top_px, stand.top_px);
        if stand.top_px >= before {
            self.run = None;
            return false;
        }
        let run = self.run.filter(|run| now_ms - run.at_ms <= RUN_MS).unwrap_or(Run { top_px: before, at_ms: now_ms });
        let is_hurry =
            run.top_px >= stand.view_px * BEGUN_VIEWS && run.top_px - stand.top_px >= stand.view_px * RUN_OF_VIEW;
        // Told once a run.
        self.run = Some(run).filter(|_| !is_hurry);
        is_hurry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scrolls to each place at its time in a window 800 px high on a page of 8,000 px.
    #[track_caller]
    fn check(steps: &[(f64, f64)], expected_percent: u8, expected_hurry: bool) {
        let mut scroll = Scroll::default();
        let to = |(top_px, at_ms): &(f64, f64)| {
            scroll.to(Stand { top_px: *top_px, view_px: 800.0, page_px: 8_000.0 }, *at_ms)
        };
        let hurries = steps.iter().map(to).filter(|is_hurry| *is_hurry).count();
        assert_eq!((scroll.percent, hurries > 0), (expected_percent, expected_hurry));
        assert!(hurries <= 1, "told once");
    }

    #[test]
    fn the_deepest_counts() {
        check(&[(0.0, 0.0)], 10, false);
        check(&[(3_200.0, 0.0), (3_100.0, 900.0)], 50, false);
        check(&[(7_400.0, 0.0)], 100, false);
        check(&[(-200.0, 0.0)], 7, false);
    }

    #[test]
    fn a_page_without_height_was_not_seen() {
        let mut scroll = Scroll::default();
        assert!(!scroll.to(Stand { top_px: 0.0, view_px: 800.0, page_px: 0.0 }, 0.0));
        assert_eq!(scroll.percent, 0);
    }

    #[test]
    fn a_fast_way_back_up_is_leaving() {
        check(&[(2_000.0, 0.0), (1_700.0, 1_000.0), (1_400.0, 1_100.0), (1_100.0, 1_200.0)], 35, true);
    }

    #[test]
    fn reading_backwards_is_not() {
        check(&[(2_000.0, 0.0), (1_700.0, 1_000.0), (1_400.0, 1_500.0), (1_100.0, 2_000.0)], 35, false);
    }

    #[test]
    fn who_has_hardly_come_down_is_not_leaving() {
        check(&[(700.0, 0.0), (300.0, 100.0), (0.0, 200.0)], 18, false);
    }
}
