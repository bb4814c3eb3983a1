//! The version that somebody has seen of what they change.

use serde::{Deserialize, Serialize};

/// Which version something must be at to be changed. Version 0 is that of what does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpectedVersion {
    /// Any, so long as it exists.
    Any,
    /// One of these.
    OneOf(Vec<u32>),
}

impl ExpectedVersion {
    /// Whether it is met by the current version.
    pub fn is_met_by(&self, current: u32) -> bool {
        match self {
            Self::Any => current != 0,
            Self::OneOf(versions) => versions.contains(&current),
        }
    }

    /// Reads the entity tags of an `If-Match`: strong or weak, one or several, or `*`. A tag that is none of ours is met by
    /// no version.
    ///
    /// RFC 9110 compares strongly here, so that a weak tag is never met. But the tags we give are numbers of versions, and
    /// proxies that compress an answer make them weak.
    pub fn from_tags(tags: &str) -> Self {
        if tags.trim() == "*" {
            return Self::Any;
        }
        let version = |tag: &str| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").or_else(|| tag.strip_prefix("w/")).unwrap_or(tag);
            let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag);
            // Of a number, and not of `+1` or `01`: one version has one tag.
            number.parse::<u32>().ok().filter(|version| version.to_string() == number)
        };
        Self::OneOf(tags.split(',').filter_map(version).collect())
    }
}

impl From<u32> for ExpectedVersion {
    fn from(version: u32) -> Self {
        Self::OneOf(vec![version])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &str, met: &[u32]) {
        let expected = ExpectedVersion::from_tags(tags);
        assert_eq!((0..5).filter(|version| expected.is_met_by(*version)).collect::<Vec<_>>(), met, "{tags}");
    }

    #[test]
    fn tags_are_strong_weak_several_or_any() {
        check("\"3\"", &[3]);
        check("W/\"3\"", &[3]);
        check("w/\"3\"", &[3]);
        check("3", &[3]);
        check(" \"0\" , W/\"1\",\"4\" ", &[0, 1, 4]);
        check("*", &[1, 2, 3, 4]);
        check(" * ", &[1, 2, 3, 4]);
    }

    #[test]
    fn other_tags_are_met_by_nothing() {
        for tags in [
            "",
            "\"\"",
            "\"abc\"",
            "\"1",
            "1\"",
            "\"01\"",
            "\"+1\"",
            "\"-1\"",
            "W/",
            "\"*\"",
            "\"4294967296\"",
            "\"1\";\"2\"",
        ] {
            check(tags, &[]);
        }
    }
}
