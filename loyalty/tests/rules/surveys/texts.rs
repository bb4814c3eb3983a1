//! What a page is sent of a survey: one language, and nothing of whom it is for.

use serde_json::json;

use crate::surveys::{Shopper, at, document};

#[test]
fn a_due_survey_is_in_one_language() {
    let mut shopper = Shopper::of(&[document(|survey| survey["condition"] = json!({"member.orders": {"$gte": 1}}))]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    let due = serde_json::to_value(shopper.due(at("2026-03-02T08:00:00Z"))).unwrap();
    assert_eq!(
        due,
        json!({
            "id": "after-delivery", "version": 3, "occasion": "order:1", "points": 50, "priority": 0,
            "until": "2026-03-04T08:00:00Z",
            "steps": [
                {"id": "score", "ask": {"nps": {}}, "title": "Would you recommend us?",
                    "next": [{"from": 0, "to": 6, "step": "what"}, {"from": 9, "step": "end"}]},
                {"id": "praise", "ask": {"open": {}}, "title": "What would make it perfect?", "optional": true,
                    "next": [{"step": "end"}]},
                {"id": "what", "ask": {"choice": {"many": true, "options": [
                    {"id": "late", "label": "It came late"}, {"id": "broken", "label": "It is broken"},
                ]}}, "title": "What was it?", "optional": true},
                {"id": "why", "ask": {"open": {"placeholder": "In your words"}}, "title": "Tell us more", "optional": true},
            ],
            "thanks": [
                {"to": 6, "text": "We are sorry.", "offers_case": true},
                {"text": "Thank you.", "recommends": true, "asks_testimonial": true},
            ],
        })
    );
}
