//! Cases of a test's shop: the shopper's side, and the side of those who answer.

use serde_json::{Value, json};

use crate::{
    client::{Answer, Call},
    service::{eventually, unique},
    shop::{Shop, text, with},
};

impl Shop {
    /// Opens a case that must be taken, waits until the shop can find it, and gives its id.
    #[track_caller]
    #[must_use]
    pub fn open_case(&self, member: &str, kind: &str, words: &str) -> String {
        let answer = self.say(member, "/cases", &unique("open"), &json!({"kind": kind, "text": words})).expect(201);
        let case = text(&answer["case"]["id"]);
        eventually("the shop finds the case", || {
            (self.desk("GET", &format!("/{case}")).send().status() == 200).then_some(())
        });
        case
    }

    /// Writes as a shopper: a new case, or a message.
    #[track_caller]
    pub fn say(&self, member: &str, path: &str, key: &str, body: &Value) -> Answer {
        self.shopper(member, "POST", path).key(key).json(body).send()
    }

    /// The shopper's cases.
    #[track_caller]
    #[must_use]
    pub fn cases(&self, member: &str) -> Value {
        self.shopper(member, "GET", "/cases").send().expect(200)["cases"].clone()
    }

    /// A call of those who answer; `rest` is what follows their list in the path.
    pub fn desk(&self, method: &str, rest: &str) -> Call<'_> {
        self.server(method, &format!("/desk/cases{rest}"))
    }

    /// A case as those see it who answer.
    #[track_caller]
    #[must_use]
    pub fn desk_case(&self, case: &str) -> Value {
        self.desk("GET", &format!("/{case}")).send().expect(200)["case"].clone()
    }

    /// Answers in a case.
    #[track_caller]
    pub fn answer_case(&self, case: &str, words: &str) -> Value {
        let call = self.desk("POST", &format!("/{case}/messages")).key(&unique("answer"));
        call.json(&json!({"by": "Eva", "text": words})).send().expect(201)["case"].clone()
    }

    /// Changes a case as it is now.
    #[track_caller]
    pub fn patch_case(&self, case: &str, patch: &Value) -> Answer {
        let version = self.desk_case(case)["version"].clone();
        self.patch_case_at(case, &version, patch)
    }

    /// Changes a case as it was at a version.
    #[track_caller]
    pub fn patch_case_at(&self, case: &str, version: &Value, patch: &Value) -> Answer {
        let call = self.desk("PATCH", &format!("/{case}")).header("if-match", &format!("\"{version}\""));
        call.json(patch).send()
    }

    /// Gives points in a case, as somebody of a role.
    #[track_caller]
    pub fn give_in_case(&self, case: &str, points: i64, role: &str) -> Answer {
        self.gesture(case, json!({"points": points, "role": role}))
    }

    /// Gives a reward in a case, as the shop's owner.
    #[track_caller]
    pub fn give_reward_in_case(&self, case: &str, reward: &str) -> Answer {
        self.gesture(case, json!({"reward": reward, "role": "owner"}))
    }

    #[track_caller]
    fn gesture(&self, case: &str, given: Value) -> Answer {
        let body = with(json!({"reason": "With our apology", "by": "Eva"}), given);
        self.desk("POST", &format!("/{case}/gestures")).key(&unique("gesture")).json(&body).send()
    }

    /// Publishes the first settings of feedback.
    #[track_caller]
    pub fn settle_feedback(&self, settings: &Value) {
        self.server("PUT", "/feedback-settings").header("if-match", "\"0\"").json(settings).send().expect(200);
    }

    /// The ids of the cases that a list has, once it has them as expected.
    #[track_caller]
    pub fn listed(&self, query: &str, expected: &[&str]) {
        let ids = || {
            let list = self.desk("GET", query).send().expect(200);
            list["cases"].as_array().into_iter().flatten().map(|case| text(&case["id"])).collect::<Vec<_>>()
        };
        eventually(&format!("{query} lists {expected:?}"), || (ids() == expected).then_some(()));
    }
}
