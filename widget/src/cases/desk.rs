//! What the views of cases show, kept for as long as the page lives: what was written is not lost by looking elsewhere.

use std::{cell::RefCell, rc::Rc};

use super::{
    inbox::Inbox,
    model::{Draft, Place, Sending},
};
use crate::{
    state::{Watched, Widget},
    sync::Sent,
};

thread_local! {
    /// The desk, once somebody has come to it.
    static DESK: RefCell<Option<Rc<Desk>>> = const { RefCell::new(None) };
}

/// One member's place to write at.
pub struct Desk {
    /// Whose it is. Nobody else is shown what is on it.
    owner: String,
    pub place: Watched<Place>,
    pub inbox: Watched<Inbox>,
    pub sending: Watched<Sending>,
    /// How many more characters there is room for, once it is worth saying; below zero, how many there are too many.
    pub left: Watched<Option<i64>>,
    /// What was last sent.
    pub sent: Sent,
    /// The thread that was last marked as read, and how much of it.
    pub marked: RefCell<(String, usize)>,
    drafts: RefCell<Vec<(Place, Draft)>>,
}

/// The desk of who is signed in, if they have come to one.
pub fn desk(widget: Widget) -> Option<Rc<Desk>> {
    let owner = widget.host.owner();
    DESK.with_borrow(Clone::clone).filter(|desk| desk.owner == owner)
}

/// The desk of who is signed in, or a new one.
pub fn come(widget: Widget) -> Rc<Desk> {
    if let Some(desk) = desk(widget) {
        return desk;
    }
    let desk = Rc::new(Desk {
        owner: widget.host.owner(),
        place: Watched::new(Place::List),
        inbox: Watched::new(Inbox::default()),
        sending: Watched::new(Sending::Idle),
        left: Watched::new(None),
        sent: Sent::default(),
        marked: RefCell::default(),
        drafts: RefCell::default(),
    });
    DESK.set(Some(Rc::clone(&desk)));
    desk
}

impl Desk {
    /// What was written at a place.
    pub fn draft(&self, place: &Place) -> Draft {
        let drafts = self.drafts.borrow();
        drafts.iter().find(|(at, _)| at == place).map(|(_, draft)| draft.clone()).unwrap_or_default()
    }

    /// Something was written at a place.
    pub fn keep(&self, place: &Place, draft: Draft) {
        let mut drafts = self.drafts.borrow_mut();
        drafts.retain(|(at, _)| at != place);
        if draft != Draft::default() {
            drafts.push((place.clone(), draft));
        }
    }
}
