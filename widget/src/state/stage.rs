//! What the panel is about, by what is known.

/// How the last request for the state went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Under way.
    Loading,
    /// Under way, for longer than people expect.
    Slow,
    /// Answered: what is shown is true.
    Fresh,
    /// Not answered. It is asked again by itself.
    Failed,
    /// Refused for good: this shop does not exist, or does not allow this page.
    Refused,
}

/// What the panel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is known yet.
    Waiting,
    /// A member's points.
    Member,
    /// What there is to be had, for somebody who is not signed in.
    Visitor,
    /// The shop has no program.
    Closed,
    /// The API refuses.
    Refused,
}

impl Stage {
    /// `program` tells whether the shop has one, if that is known; `is_awaited`, that a member is signed in whose
    /// state may still come.
    pub fn of(link: Link, program: Option<bool>, has_member: bool, is_awaited: bool) -> Self {
        match (link, program) {
            (Link::Refused, _) => Self::Refused,
            (_, None) => Self::Waiting,
            (_, Some(false)) => Self::Closed,
            (_, Some(true)) if has_member => Self::Member,
            (_, Some(true)) if is_awaited => Self::Waiting,
            (_, Some(true)) => Self::Visitor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_shown_while_more_is_asked_for() {
        let of = |link, program, has_member, is_awaited| Stage::of(link, program, has_member, is_awaited);
        assert_eq!(of(Link::Loading, None, false, true), Stage::Waiting);
        assert_eq!(of(Link::Failed, None, false, false), Stage::Waiting);
        assert_eq!(of(Link::Failed, Some(true), true, true), Stage::Member);
        assert_eq!(of(Link::Loading, Some(true), false, true), Stage::Waiting);
        assert_eq!(of(Link::Fresh, Some(true), false, false), Stage::Visitor);
        assert_eq!(of(Link::Fresh, Some(false), true, true), Stage::Closed);
        assert_eq!(of(Link::Refused, Some(true), true, true), Stage::Refused);
    }
}
