//! The server's clock, carried on by the time that has passed in the page.

use loyalty::Instant;

/// An instant of the server's, and when the page learned of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    server: Instant,
    learned_ms: f64,
}

impl Clock {
    /// The server's clock stands at `now`.
    pub fn set(now: Instant) -> Self {
        Self { server: now, learned_ms: elapsed_ms() }
    }

    /// What it stands at by now.
    pub fn now(self) -> Instant {
        Instant::from_ms(self.server.as_ms() + (elapsed_ms() - self.learned_ms) as i64)
    }
}

/// Milliseconds since the page was opened. Unlike the date it cannot be set by people, and rarely by pages.
pub fn elapsed_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
