//! What the shop is to be told of offers, until it is told.

use crate::js::quote;

/// Most that is told at once.
const EVENTS_MAX: usize = 50;
/// Longest body in bytes, below the API's 16 KB. Each event has two names of at most 128 characters (512 bytes) and 120
/// bytes around them, so that at least 13 fit.
const BODY_BYTES_MAX: usize = 15_000;
/// Most that waits. Who cannot be told for so long is told of the newest.
const WAITING_MAX: usize = 100;

/// Something that came of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedEvent {
    /// `seen`, `clicked`, `dismissed` or `converted`.
    pub event: &'static str,
    pub offer: String,
    /// What the person is counted under, as JSON.
    pub arm: String,
    /// In which run of the offer's experiment; the first goes without saying.
    pub run: i64,
    /// Milliseconds of the shop's clock.
    pub at_ms: i64,
    /// Whether what was seen interrupted nothing.
    pub is_quiet: bool,
}

/// What waits to be told, the oldest first.
#[derive(Debug, Default)]
pub struct Batch(Vec<QueuedEvent>);

impl Batch {
    /// One more.
    pub fn add(&mut self, told: QueuedEvent) {
        self.0.push(told);
        self.bound();
    }

    /// Takes as much as is told at once, the oldest first.
    pub fn take(&mut self) -> Vec<QueuedEvent> {
        let mut length = 0;
        let fits = |told: &&QueuedEvent| {
            length += told.json().len() + 1;
            length <= BODY_BYTES_MAX
        };
        let count = self.0.iter().take(EVENTS_MAX).take_while(fits).count();
        let rest = self.0.split_off(count);
        std::mem::replace(&mut self.0, rest)
    }

    /// Takes back what could not be told.
    pub fn put_back(&mut self, mut told: Vec<QueuedEvent>) {
        told.append(&mut self.0);
        self.0 = told;
        self.bound();
    }

    fn bound(&mut self) {
        let excess = self.0.len().saturating_sub(WAITING_MAX);
        if excess > 0 {
            self.0 = self.0.split_off(excess);
        }
    }
}

impl QueuedEvent {
    fn json(&self) -> String {
        let mut json = String::from("{\"event\":");
        json.push_str(&quote(self.event));
        json.push_str(",\"offer\":");
        json.push_str(&quote(&self.offer));
        json.push_str(",\"arm\":");
        json.push_str(&self.arm);
        if self.run > 1 {
            json.push_str(",\"run\":");
            json.push_str(&self.run.to_string());
        }
        json.push_str(",\"at\":");
        json.push_str(&self.at_ms.to_string());
        json.push_str(if self.is_quiet { ",\"quiet\":true}" } else { "}" });
        json
    }
}

/// The body of a request that tells these things; `visitor` may be empty.
pub fn body(visitor: &str, told: &[QueuedEvent]) -> String {
    let mut json = String::from("{");
    if !visitor.is_empty() {
        json.push_str("\"visitor\":");
        json.push_str(&quote(visitor));
        json.push(',');
    }
    json.push_str("\"events\":[");
    for (index, told) in told.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        json.push_str(&told.json());
    }
    json.push_str("]}");
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(at_ms: i64) -> QueuedEvent {
        QueuedEvent {
            event: "seen",
            offer: "welcome".to_owned(),
            arm: "{\"variant\":\"a\"}".to_owned(),
            run: 1,
            at_ms,
            is_quiet: false,
        }
    }

    fn batch(count: i64) -> Batch {
        let mut batch = Batch::default();
        (0..count).for_each(|at_ms| batch.add(told(at_ms)));
        batch
    }

    fn times(told: &[QueuedEvent]) -> Vec<i64> {
        told.iter().map(|told| told.at_ms).collect()
    }

    #[test]
    fn a_body_is_what_the_api_reads() {
        let json: serde_json::Value = serde_json::from_str(&body("v1", &[told(5), told(6)])).unwrap();
        let event = |at| serde_json::json!({"event": "seen", "offer": "welcome", "arm": {"variant": "a"}, "at": at});
        assert_eq!(json, serde_json::json!({"visitor": "v1", "events": [event(5), event(6)]}));
        assert_eq!(body("", &[]), "{\"events\":[]}");
        let later: serde_json::Value = serde_json::from_str(&body("v1", &[QueuedEvent { run: 2, ..told(5) }])).unwrap();
        assert_eq!(later["events"][0]["run"], 2);
        let quiet: serde_json::Value =
            serde_json::from_str(&body("", &[QueuedEvent { is_quiet: true, ..told(5) }])).unwrap();
        assert_eq!(quiet["events"][0]["quiet"], true);
    }

    #[test]
    fn much_is_told_in_parts() {
        let mut batch = batch(60);
        assert_eq!(times(&batch.take()), (0..50).collect::<Vec<_>>());
        assert_eq!(times(&batch.take()), (50..60).collect::<Vec<_>>());
        assert!(batch.take().is_empty());
    }

    #[test]
    fn a_body_stays_below_the_limit() {
        let mut batch = Batch::default();
        for at_ms in 0..40 {
            batch.add(QueuedEvent { offer: "€".repeat(128), ..told(at_ms) });
        }
        let first = batch.take();
        assert!((13..40).contains(&first.len()), "{}", first.len());
        assert!(body(&"v".repeat(52), &first).len() <= 16_000);
        assert_eq!(first.len() + batch.take().len(), 40);
    }

    #[test]
    fn what_could_not_be_told_comes_first_again() {
        let mut batch = batch(2);
        let failed = batch.take();
        batch.add(told(2));
        batch.put_back(failed);
        assert_eq!(times(&batch.take()), [0, 1, 2]);
    }

    #[test]
    fn of_too_much_the_newest_stays() {
        let mut batch = batch(250);
        let mut all = times(&batch.take());
        all.extend(times(&batch.take()));
        assert_eq!((all.len(), all[0]), (100, 150));
    }
}
