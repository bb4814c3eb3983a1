//! Which triggers have fired, by what the page and the shopper have done. Plain logic: who does is told by `listen`.

use loyalty::{Money, attention, offer::Trigger};

/// What has come of the page so far. What has happened on it stays so until the next page, but for a moment.
#[derive(Default)]
pub struct Signals {
    /// Seconds since the page was opened.
    pub page_s: u32,
    /// Seconds since the visit began.
    pub visit_s: u32,
    /// Seconds since the shopper last did something.
    pub idle_s: u32,
    /// How far down the page was seen, of its height.
    pub scrolled_percent: u8,
    /// What is in the cart, in the program's currency; none if that is not known.
    pub cart: Option<Money>,
    /// What the page has told of.
    pub events: Vec<String>,
    /// What is happening right now. It counts now or never: nobody wants later what they did not get for their click.
    pub moment: Option<Moment>,
}

/// Something that is over in a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The shopper seems to be leaving.
    Leaving,
    /// The shopper clicks an element that the page marked with this name.
    Click(String),
}

impl Signals {
    /// Whether a trigger has fired.
    pub fn fire(&self, trigger: &Trigger) -> bool {
        match trigger {
            Trigger::AtOnce {} => true,
            Trigger::TimeOnPage { seconds } => self.page_s >= *seconds,
            Trigger::TimeOnSite { seconds } => self.visit_s >= *seconds,
            Trigger::Inactivity { seconds } => self.idle_s >= *seconds,
            Trigger::ScrollDepth { percent } => self.scrolled_percent >= *percent,
            Trigger::CartValue { minimum } => self.cart.is_some_and(|value| value >= *minimum),
            Trigger::Event { name } => self.events.contains(name),
            Trigger::ExitIntent {} => self.moment == Some(Moment::Leaving),
            Trigger::Click { mark } => matches!(&self.moment, Some(Moment::Click(clicked)) if clicked == mark),
        }
    }

    /// Of those that have fired the one that may show most: what was asked for by a click, then what the visit has come
    /// to, then what comes by itself.
    pub fn best<'t>(&self, triggers: &'t [Trigger]) -> Option<&'t Trigger> {
        triggers.iter().filter(|trigger| self.fire(trigger)).max_by_key(|trigger| match trigger.for_attention() {
            attention::Trigger::AtOnce => 0,
            attention::Trigger::Signal => 1,
            attention::Trigger::Click => 2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signals() -> Signals {
        Signals {
            page_s: 10,
            visit_s: 60,
            idle_s: 5,
            scrolled_percent: 50,
            cart: Some(Money(4_000)),
            events: vec!["added".to_owned()],
            moment: None,
        }
    }

    #[test]
    fn a_trigger_fires_from_its_threshold_on() {
        for (fires, early) in [
            (Trigger::TimeOnPage { seconds: 10 }, Trigger::TimeOnPage { seconds: 11 }),
            (Trigger::TimeOnSite { seconds: 60 }, Trigger::TimeOnSite { seconds: 61 }),
            (Trigger::Inactivity { seconds: 5 }, Trigger::Inactivity { seconds: 6 }),
            (Trigger::ScrollDepth { percent: 50 }, Trigger::ScrollDepth { percent: 51 }),
            (Trigger::CartValue { minimum: Money(4_000) }, Trigger::CartValue { minimum: Money(4_001) }),
            (Trigger::Event { name: "added".to_owned() }, Trigger::Event { name: "add".to_owned() }),
        ] {
            assert!(signals().fire(&fires), "{fires:?}");
            assert!(!signals().fire(&early), "{early:?}");
        }
    }

    #[test]
    fn a_cart_that_is_not_known_is_not_empty_either() {
        let unknown = Signals { cart: None, ..signals() };
        assert!(!unknown.fire(&Trigger::CartValue { minimum: Money(1) }));
    }

    #[test]
    fn moments_fire_what_they_are_about() {
        let click = |mark: &str| Trigger::Click { mark: mark.to_owned() };
        let clicked = Signals { moment: Some(Moment::Click("size-guide".to_owned())), ..signals() };
        assert!(clicked.fire(&click("size-guide")));
        assert!(!clicked.fire(&click("size")));
        assert!(!clicked.fire(&Trigger::ExitIntent {}));
        assert!(Signals { moment: Some(Moment::Leaving), ..signals() }.fire(&Trigger::ExitIntent {}));
        assert!(!signals().fire(&Trigger::ExitIntent {}));
    }

    #[test]
    fn of_several_the_one_that_may_show_most_counts() {
        let click = Trigger::Click { mark: "gift".to_owned() };
        let triggers = [Trigger::AtOnce {}, click.clone(), Trigger::TimeOnPage { seconds: 5 }];
        let clicked = Signals { moment: Some(Moment::Click("gift".to_owned())), ..signals() };
        assert_eq!(clicked.best(&triggers), Some(&click));
        assert_eq!(signals().best(&triggers), Some(&Trigger::TimeOnPage { seconds: 5 }));
        assert_eq!(Signals::default().best(&triggers), Some(&Trigger::AtOnce {}));
        assert_eq!(Signals::default().best(&[click]), None);
    }
}
