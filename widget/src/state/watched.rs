//! A value that views watch. A signal of Leptos would be compiled anew for every type of value; its trigger is not.

use std::cell::RefCell;

use leptos::prelude::{ArcTrigger, Notify, Track};

/// A value and those who watch it.
pub struct Watched<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T: Clone> Watched<T> {
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), changed: ArcTrigger::new() }
    }

    /// The value, watched: who asks is drawn again when it changes.
    pub fn get(&self) -> T {
        self.changed.track();
        self.peek()
    }

    /// The value, not watched.
    pub fn peek(&self) -> T {
        self.value.borrow().clone()
    }

    /// Another value.
    pub fn set(&self, value: T) {
        self.value.replace(value);
        self.changed.notify();
    }

    /// The value, changed in place.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.value.borrow_mut());
        // Nothing is borrowed any more: who is notified may ask at once.
        self.changed.notify();
        result
    }
}

impl<T: Clone + PartialEq> Watched<T> {
    /// Another value, unless it is the same: then nobody is told.
    pub fn settle(&self, value: T) {
        if self.peek() != value {
            self.set(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Watched;

    #[test]
    fn a_value_is_what_was_set_last() {
        let watched = Watched::new(1);
        watched.set(2);
        assert_eq!(
            watched.change(|value| {
                *value += 1;
                *value
            }),
            3
        );
        watched.settle(3);
        assert_eq!((watched.get(), watched.peek()), (3, 3));
    }
}
