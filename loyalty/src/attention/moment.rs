//! When and where something would be shown.

use super::Display;
use crate::{CandidateId, Instant};

/// What is known of the visit when a decision is made. The counts are the caller's: a memory outlives pages and sessions.
#[derive(Clone, PartialEq, Eq)]
pub struct Moment {
    /// The device's time. It may have been set back; what was remembered later than this still counts.
    pub now: Instant,
    /// What kind of page is open.
    pub page: Page,
    /// What it is open on.
    pub device: Device,
    /// How long it has been open, in seconds.
    pub page_open_s: u32,
    /// What is on display, and how.
    pub on_display: Vec<(CandidateId, Display)>,
    /// How often this page was interrupted, by what is on display included.
    pub shown_on_page: u32,
    /// How often this session was interrupted, by what is on display included.
    pub shown_in_session: u32,
}

/// A kind of page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Where somebody is about to pay: nothing is shown.
    Checkout,
    /// Any other.
    Other,
}

/// A kind of device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// With a screen that a modal leaves some of.
    Desktop,
    /// As a desktop.
    Tablet,
    /// With a screen that a modal covers.
    Phone,
}
