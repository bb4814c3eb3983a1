//! Who is on a page, and what the edge knows of them.

use super::Targeting;
use crate::{
    Instant, MemberId,
    condition::Value,
    offer::Supply,
    program::Program,
    traits::{Traits, TraitsContext},
    view::Snapshot,
};

/// A page view: whom the page is made for, and when.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// The shop's id.
    pub shop: &'a str,
    /// The shop's program, if it has published one.
    pub program: Option<&'a Program>,
    /// The member who is signed in.
    pub member: Option<MemberOnPage<'a>>,
    /// The id of the visitor's device, if there is one.
    pub visitor: Option<&'a str>,
    /// The attributes `request` of conditions.
    pub request: &'a Value,
    /// The languages of the page, as a [`Text`](crate::Text) looks them up.
    pub language: &'a str,
    /// What is left of what offers give.
    pub supply: Supply<'a>,
    /// The shop's time.
    pub now: Instant,
}

/// A member, as far as offers and surveys need to know them.
#[derive(Clone, Copy)]
pub struct MemberOnPage<'a> {
    /// The member's id.
    pub id: &'a MemberId,
    /// The name of the member's wallet: what divides people who never were a visitor.
    pub key: &'a str,
    /// The published state.
    pub snapshot: &'a Snapshot,
}

impl<'a> Visit<'a> {
    /// The name a person is divided by in experiments: the same before and after signing in, and for a member on every
    /// device. None for a visitor on whose device nothing may be kept.
    pub fn subject(&self) -> Option<&'a str> {
        let remembered = self.member.and_then(|member| member.snapshot.offers.subject.as_deref());
        remembered.or(self.visitor).or(self.member.map(|member| member.key))
    }
}

impl Targeting {
    /// What the edge knows of a person: the attributes `member` and `request` of conditions, without the segments.
    pub(super) fn attributes(&self, visit: &Visit<'_>) -> Value {
        let member = match visit.member {
            Some(MemberOnPage { id, snapshot, .. }) => {
                let mut traits = Traits::new(snapshot, &self.basis(visit)).attributes();
                if let Value::Object(members) = &mut traits {
                    members.push(("id".to_owned(), Value::from(id.as_str())));
                }
                traits
            }
            None => Traits::of_a_stranger().attributes(),
        };
        Value::object([("member".to_owned(), member), ("request".to_owned(), visit.request.clone())])
    }

    fn basis<'a>(&'a self, visit: &Visit<'a>) -> TraitsContext<'a> {
        TraitsContext {
            program: visit.program,
            stages: &self.settings.stages,
            calendar: &self.calendar,
            quantiles: self.quantiles.as_ref(),
            now: visit.now,
        }
    }
}
