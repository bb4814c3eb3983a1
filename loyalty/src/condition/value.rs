//! A JSON value, as JavaScript keeps it.

use std::{borrow::Cow, cmp::Ordering, collections::BTreeMap};

/// A JSON value. Its order is only for sorting; conditions compare as JavaScript does.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `null`; also what is missing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, in double precision as in JavaScript.
    Number(f64),
    /// A text.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// Members in the order JavaScript keeps them. Made by [`Value::object`].
    Object(Vec<(String, Value)>),
}

impl Value {
    /// An object with JavaScript's order of members: names that are array indices first, ascending, then the others as
    /// they came. Of a name that comes twice the last value counts, at the place of the first.
    pub fn object(members: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut indices = BTreeMap::new();
        let mut places = BTreeMap::new();
        let mut others: Vec<(String, Value)> = Vec::new();
        for (name, value) in members {
            if let Some(index) = array_index(&name) {
                indices.insert(index, (name, value));
            } else if let Some(place) = places.get(&name).and_then(|place: &usize| others.get_mut(*place)) {
                place.1 = value;
            } else {
                places.insert(name.clone(), others.len());
                others.push((name, value));
            }
        }
        Self::Object(indices.into_values().chain(others).collect())
    }

    /// An object's member of this name.
    pub fn member(&self, name: &str) -> Option<&Value> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The value at a path of names with dots between them: members of objects, indices of lists and their `length`.
    /// `null` if something on the way is missing.
    pub fn at(&self, path: &str) -> Cow<'_, Value> {
        let mut current = self;
        let mut names = path.split('.');
        while let Some(name) = names.next() {
            let next = match current {
                Self::List(items) if name == "length" => {
                    // A number has no members.
                    let length = if names.next().is_none() { length(items) } else { Self::Null };
                    return Cow::Owned(length);
                }
                Self::List(items) => array_index(name).and_then(|index| items.get(index as usize)),
                other => other.member(name),
            };
            match next {
                Some(next) => current = next,
                None => return Cow::Owned(Self::Null),
            }
        }
        Cow::Borrowed(current)
    }
}

/// A list's length as a value. Lists in memory are far shorter than what a double counts exactly.
pub(super) fn length(items: &[Value]) -> Value {
    Value::Number(items.len() as f64)
}

/// The index a name stands for, if it is written as JavaScript writes one.
fn array_index(name: &str) -> Option<u32> {
    let is_canonical = name == "0" || (!name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit()));
    // The highest 32-bit number is a length, not an index.
    name.parse().ok().filter(|index| is_canonical && *index != u32::MAX)
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            // Both zeros are the same number.
            (Self::Number(a), Self::Number(b)) => {
                if a == b {
                    Ordering::Equal
                } else {
                    a.total_cmp(b)
                }
            }
            (Self::String(a), Self::String(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Object(a), Self::Object(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl Value {
    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Number(_) => 2,
            Self::String(_) => 3,
            Self::List(_) => 4,
            Self::Object(_) => 5,
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            // What is no number is equal to itself, and both zeros are the same number.
            (Self::Number(a), Self::Number(b)) => a == b || a.to_bits() == b.to_bits(),
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}
