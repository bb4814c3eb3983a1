//! What a shopper does with points: asks, is asked back, confirms, and gets an answer. The same for redeeming a reward
//! and for giving a code back.

use crate::model::Problem;

/// Something a shopper is doing: at most one at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Action(Option<Doing>);

/// What is being done, to which reward or redemption, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Doing {
    pub subject: String,
    /// Names this action to the API. It stays the same however often the request is sent, so that the points are spent
    /// once even if the first answer was lost.
    pub key: String,
    pub step: Step,
}

/// How far an action is.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The shopper is asked whether they mean it.
    Asking,
    /// The request is under way.
    Sending,
    /// A rule refused it.
    Refused(Problem),
    /// No answer came. It may or may not have been done; sending it again is safe.
    Failed,
}

impl Action {
    /// How far the action on this subject is, if there is one.
    pub fn step(&self, subject: &str) -> Option<&Step> {
        self.0.as_ref().filter(|doing| doing.subject == subject).map(|doing| &doing.step)
    }

    pub fn is_sending(&self) -> bool {
        self.0.as_ref().is_some_and(|doing| doing.step == Step::Sending)
    }

    /// The shopper wants this. Ignored while a request is under way: its answer must find its action.
    pub fn ask(&mut self, subject: &str, key: String) {
        if !self.is_sending() {
            self.0 = Some(Doing { subject: subject.to_owned(), key, step: Step::Asking });
        }
    }

    /// The shopper confirms, or tries again what got no answer. Gives what to send; nothing if there is nothing to.
    pub fn send(&mut self) -> Option<Doing> {
        let doing = self.0.as_mut().filter(|doing| matches!(doing.step, Step::Asking | Step::Failed))?;
        doing.step = Step::Sending;
        Some(doing.clone())
    }

    /// It was done.
    pub fn done(&mut self, key: &str) {
        self.0.take_if(|doing| doing.key == key);
    }

    /// It was not done, for now or for good.
    pub fn stopped(&mut self, key: &str, step: Step) {
        if let Some(doing) = self.0.as_mut().filter(|doing| doing.key == key) {
            doing.step = step;
        }
    }

    /// The shopper thinks better of it. Tells whether the outcome is unknown, so that the state must be asked for.
    pub fn cancel(&mut self) -> bool {
        match self.0.take_if(|doing| doing.step != Step::Sending) {
            Some(doing) => doing.step == Step::Failed,
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Action {
        let mut action = Action::default();
        action.ask("five-off", "k1".into());
        action
    }

    #[test]
    fn a_redemption_is_asked_for_confirmed_and_done() {
        let mut action = asked();
        assert_eq!(action.step("five-off"), Some(&Step::Asking));
        assert_eq!(action.step("ten-off"), None);
        assert_eq!(action.send().map(|doing| doing.key).as_deref(), Some("k1"));
        assert!(action.is_sending());
        action.done("k1");
        assert_eq!(action, Action::default());
    }

    #[test]
    fn a_retry_sends_the_same_key() {
        let mut action = asked();
        action.send();
        action.stopped("k1", Step::Failed);
        assert_eq!(action.send().map(|doing| doing.key).as_deref(), Some("k1"));
    }

    #[test]
    fn a_second_confirmation_sends_nothing() {
        let mut action = asked();
        assert!(action.send().is_some());
        assert_eq!(action.send(), None);
    }

    #[test]
    fn nothing_interrupts_a_request_under_way() {
        let mut action = asked();
        action.send();
        action.ask("ten-off", "k2".into());
        assert!(!action.cancel());
        assert_eq!(action.step("five-off"), Some(&Step::Sending));
    }

    #[test]
    fn a_refused_action_is_not_sent_again() {
        let mut action = asked();
        action.send();
        action.stopped("k1", Step::Refused(Problem { code: "out_of_stock".into(), missing: 0 }));
        assert_eq!(action.send(), None);
        assert!(!action.cancel());
        assert_eq!(action, Action::default());
    }

    #[test]
    fn an_answer_to_an_action_that_is_gone_changes_nothing() {
        let mut action = asked();
        action.send();
        action.stopped("k1", Step::Failed);
        assert!(action.cancel(), "the outcome is unknown");
        action.ask("ten-off", "k2".into());
        action.done("k1");
        action.stopped("k1", Step::Failed);
        assert_eq!(action.step("ten-off"), Some(&Step::Asking));
    }
}
