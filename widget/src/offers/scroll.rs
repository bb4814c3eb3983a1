//! How far a page was seen, and whether somebody on a touch screen seems to be leaving: no pointer tells it there.

use loyalty::attention::{HURRY_FROM_PERCENT, HURRY_MS, HURRY_PERCENT, HURRY_STEPS};

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
    steps: u32,
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
    /// So much of the page is seen.
    pub fn see(&mut self, stand: Stand) {
        let seen = if stand.page_px > 0.0 { (stand.top_px + stand.view_px) / stand.page_px * 100.0 } else { 0.0 };
        // Pages that bounce are seen beyond their end; a cast takes what is below zero as zero.
        self.percent = self.percent.max(seen.min(100.0) as u8);
    }

    /// The page was scrolled, perhaps by a finger. Tells whether this is somebody going back up in a hurry, to where the way
    /// out is; a page that scrolls by itself is in no hurry.
    pub fn to(&mut self, stand: Stand, now_ms: f64, is_by_touch: bool) -> bool {
        self.see(stand);
        let before = std::mem::replace(&mut self.top_px, stand.top_px);
        if stand.top_px >= before || !is_by_touch {
            self.run = None;
            return false;
        }
        let is_on = |run: &Run| now_ms - run.at_ms <= f64::from(HURRY_MS);
        let run = self.run.filter(is_on).unwrap_or(Run { top_px: before, at_ms: now_ms, steps: 0 });
        let run = Run { steps: run.steps + 1, ..run };
        let of_view = |percent: u32| stand.view_px * f64::from(percent) / 100.0;
        let is_hurry = run.steps >= HURRY_STEPS
            && run.top_px >= of_view(HURRY_FROM_PERCENT)
            && run.top_px - stand.top_px >= of_view(HURRY_PERCENT);
        // Told once a run.
        self.run = Some(run).filter(|_| !is_hurry);
        is_hurry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scrolls to each place at its time in a window 800 px high on a page of 8,000 px. Gives how often it was a hurry.
    fn hurries(steps: &[(f64, f64)], is_by_touch: bool) -> (u8, usize) {
        let mut scroll = Scroll::default();
        let to = |(top_px, at_ms): &(f64, f64)| {
            scroll.to(Stand { top_px: *top_px, view_px: 800.0, page_px: 8_000.0 }, *at_ms, is_by_touch)
        };
        let count = steps.iter().map(to).filter(|is_hurry| *is_hurry).count();
        (scroll.percent, count)
    }

    #[track_caller]
    fn check(steps: &[(f64, f64)], expected_percent: u8, expected_hurry: bool) {
        assert_eq!(hurries(steps, true), (expected_percent, usize::from(expected_hurry)));
        assert_eq!(hurries(steps, false), (expected_percent, 0), "not by touch");
    }

    #[test]
    fn the_deepest_counts() {
        check(&[(0.0, 0.0)], 10, false);
        check(&[(3_200.0, 0.0), (3_100.0, 900.0)], 50, false);
        check(&[(7_400.0, 0.0)], 100, false);
        check(&[(-200.0, 0.0)], 7, false);
    }

    #[test]
    fn what_fits_was_seen_without_scrolling() {
        let mut scroll = Scroll::default();
        scroll.see(Stand { top_px: 0.0, view_px: 800.0, page_px: 800.0 });
        assert_eq!(scroll.percent, 100);
    }

    #[test]
    fn a_page_without_height_was_not_seen() {
        let mut scroll = Scroll::default();
        assert!(!scroll.to(Stand { top_px: 0.0, view_px: 800.0, page_px: 0.0 }, 0.0, true));
        assert_eq!(scroll.percent, 0);
    }

    #[test]
    fn a_fast_way_back_up_is_leaving() {
        check(&[(2_000.0, 0.0), (1_700.0, 1_000.0), (1_400.0, 1_100.0), (1_100.0, 1_200.0)], 35, true);
    }

    #[test]
    fn a_jump_is_not() {
        check(&[(2_000.0, 0.0), (0.0, 1_000.0)], 35, false);
        check(&[(2_000.0, 0.0), (1_000.0, 1_000.0), (0.0, 1_100.0)], 35, false);
    }

    #[test]
    fn reading_backwards_is_not() {
        check(&[(2_000.0, 0.0), (1_700.0, 1_000.0), (1_400.0, 1_500.0), (1_100.0, 2_000.0)], 35, false);
    }

    #[test]
    fn who_has_hardly_come_down_is_not_leaving() {
        check(&[(700.0, 0.0), (400.0, 100.0), (200.0, 150.0), (0.0, 200.0)], 18, false);
    }
}
