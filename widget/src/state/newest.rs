//! Read your own writes: a state older than one already seen is not shown.

/// The newest state of a member that was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Newest {
    seq: Option<i64>,
}

impl Newest {
    /// Whether a state may be shown. Equal is fine: time has passed since, and numbers change with it.
    pub fn accepts(&mut self, seq: i64) -> bool {
        let newer = self.seq.is_none_or(|seen| seq >= seen);
        if newer {
            self.seq = Some(seq);
        }
        newer
    }

    /// Another member, or none: nothing was seen.
    pub fn reset(&mut self) {
        self.seq = None;
    }
}

#[cfg(test)]
mod tests {
    use super::Newest;

    #[test]
    fn an_older_state_is_refused_and_forgotten() {
        let mut newest = Newest::default();
        assert!(newest.accepts(4));
        assert!(newest.accepts(4));
        assert!(!newest.accepts(3));
        assert!(newest.accepts(7));
        assert!(!newest.accepts(4));
    }

    #[test]
    fn another_member_begins_anew() {
        let mut newest = Newest::default();
        newest.accepts(9);
        newest.reset();
        assert!(newest.accepts(1));
    }
}
