//! What is on display: one thing over the page, and beside it one of each that leaves the page as it is.

use std::rc::Rc;

use super::model::Shown;
use crate::state::Watched;

/// A place for one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Along an edge of the window.
    Bar,
    /// In the page.
    Inline,
    /// On the launcher.
    Badge,
    /// Over the page.
    Over,
}

/// The offer at each place.
pub struct Showing([Watched<Option<Rc<Shown>>>; 4]);

impl Spot {
    /// All of them, what stands over the others last.
    pub const ALL: [Self; 4] = [Self::Bar, Self::Inline, Self::Badge, Self::Over];

    /// The id of the offer at it. It takes the focus when what had it has gone.
    pub fn id(self) -> &'static str {
        match self {
            Self::Bar => "offer-bar",
            Self::Inline => "offer-inline",
            Self::Badge => "offer-badge",
            Self::Over => "offer-over",
        }
    }
}

impl Showing {
    /// Nothing is on display.
    pub fn new() -> Self {
        Self(Spot::ALL.map(|_| Watched::new(None)))
    }

    /// What is at a place.
    pub fn at(&self, spot: Spot) -> &Watched<Option<Rc<Shown>>> {
        &self.0[spot as usize]
    }

    /// All that is on display, not watched.
    pub fn all(&self) -> Vec<Rc<Shown>> {
        self.0.iter().filter_map(Watched::peek).collect()
    }

    /// Whether this is still on display.
    pub fn has(&self, shown: &Shown) -> bool {
        self.at(shown.spot()).peek().is_some_and(|there| std::ptr::eq(&*there, shown))
    }

    /// It comes on display.
    pub fn show(&self, shown: Rc<Shown>) {
        self.at(shown.spot()).set(Some(shown));
    }

    /// It leaves, if it is there.
    pub fn leave(&self, shown: &Shown) {
        if self.has(shown) {
            self.at(shown.spot()).set(None);
        }
    }
}
