//! Who has an offer before them: a member, a visitor, or a visitor who has become a member.

use loyalty::condition::{Native, Value};
use loyalty::member::CountedEvents;
use loyalty::offer::{Arms, Availability, CountedEvent, Divisions, ReportedEvent};
use loyalty::targeting::{MemberOnPage, Targeting, Visit};
use loyalty::view::Snapshot;
use loyalty::{CandidateId, OrderId};
use worker::Env;

use crate::auth;
use crate::back_office::event::{self, Event, Reports};
use crate::call::Call;
use crate::problem::{Outcome, invalid};
use crate::published::{Shop, snapshots};
use crate::rate;
use crate::request;
use crate::visitor;
use crate::wallet::client;
use crate::wallet::command::{Command, Owner};

/// Somebody with an offer before them.
pub struct Person {
    /// The wallet of who is signed in.
    pub owner: Option<Owner>,
    /// The id that the device keeps.
    pub visitor: Option<String>,
    /// Who it is for experiments, unless the wallet knows better.
    pub subject: String,
}

/// The wallet of who is signed in, counted against floods; nobody else is let through.
pub async fn member(call: &Call, shop: &Shop) -> Outcome<Owner> {
    let member = auth::shopper(call, shop)?;
    let owner = client::owner(&call.env, shop.id(), member)?;
    rate::shopper(&call.env, &owner).await?;
    Ok(owner)
}

/// The wallet of who is signed in, if somebody is; counted against floods either way.
pub async fn caller(call: &Call, shop: &Shop) -> Outcome<Option<Owner>> {
    let Some(member) = auth::shopper_or_visitor(call, shop)? else {
        rate::visitor(&call.env, shop.id(), &call.address()).await?;
        return Ok(None);
    };
    let owner = client::owner(&call.env, shop.id(), member)?;
    rate::shopper(&call.env, &owner).await?;
    Ok(Some(owner))
}

/// The published snapshot, unless the page has seen a newer one, or it says too little of a long history by now: then the
/// wallet's own. No snapshot is a new member.
pub async fn snapshot(env: &Env, owner: &Owner, shop: &Shop, seen_seq: u64) -> Outcome<Snapshot> {
    let published = snapshots::snapshot(env, &owner.shop, &owner.member_key).await?.unwrap_or_default();
    let program = shop.program.as_ref().map(|(_, program)| program.as_ref());
    let is_enough = published.head.seq >= seen_seq && published.is_enough(program, shop.now());
    if is_enough { Ok(published) } else { client::snapshot(env, owner.clone()).await }
}

/// A page of a shop, as offers see it: who looks at it, from where and when.
pub fn visit<'a>(
    call: &'a Call,
    shop: &'a Shop,
    member: Option<(&'a Owner, &'a Snapshot)>,
    visitor: Option<&'a str>,
    request: &'a Value,
) -> Visit<'a> {
    Visit {
        shop: shop.id(),
        program: shop.program.as_ref().map(|(_, program)| program.as_ref()),
        member: member.map(|(owner, snapshot)| MemberOnPage { id: &owner.member, key: &owner.member_key, snapshot }),
        visitor,
        request,
        language: call.language(),
        supply: shop.supply(),
        now: shop.now(),
    }
}

impl Person {
    /// A caller and the visitor id they have sent along. Who has neither is nobody.
    pub fn new(call: &Call, shop: &Shop, owner: Option<Owner>, visitor: Option<String>) -> Outcome<Self> {
        if let Some(id) = &visitor
            && !visitor::check(&call.env, shop.id(), id)?
        {
            return Err(invalid("visitor", "is not an id that this shop's pages were given"));
        }
        let subject = visitor.clone().or_else(|| Some(owner.as_ref()?.member_key.clone()));
        let subject = subject.ok_or_else(auth::nobody)?;
        Ok(Self { owner, visitor, subject })
    }

    /// Whether an offer is for them. A wallet is asked before it is refused what it may have come to by now.
    pub async fn availability(
        &self,
        call: &Call,
        shop: &Shop,
        targeting: &Targeting,
        offer: &CandidateId,
    ) -> Outcome<Availability> {
        let Some(owner) = &self.owner else { return Ok(self.judge(call, shop, targeting, offer, None)) };
        let published = snapshot(&call.env, owner, shop, 0).await?;
        match self.judge(call, shop, targeting, offer, Some(&published)) {
            Availability::NotForThem => {
                let newest = client::snapshot(&call.env, owner.clone()).await?;
                Ok(self.judge(call, shop, targeting, offer, Some(&newest)))
            }
            availability => Ok(availability),
        }
    }

    fn judge(
        &self,
        call: &Call,
        shop: &Shop,
        targeting: &Targeting,
        offer: &CandidateId,
        snapshot: Option<&Snapshot>,
    ) -> Availability {
        let request = request::attributes(call);
        let visit = visit(call, shop, self.owner.as_ref().zip(snapshot), self.visitor.as_deref(), &request);
        targeting.availability(offer.as_str(), &visit, &Native::default())
    }

    /// Counts what was done, once: the wallet of a member keeps it by a command of its own; a visitor is divided by their id
    /// alone. Whoever hears that this was done can rely on it.
    pub async fn count(
        self,
        call: &Call,
        shop: &Shop,
        divisions: Divisions,
        events: Vec<ReportedEvent>,
        command: impl FnOnce(String, Divisions, Vec<ReportedEvent>) -> Command,
    ) -> Outcome<()> {
        let CountedEvents { subject, events } = match &self.owner {
            Some(owner) => {
                let command = command(self.subject.clone(), divisions, events);
                client::report(&call.env, owner.clone(), command).await?
            }
            None => {
                let events = divisions.counted(&self.subject, &Arms::new(), &events, shop.now());
                CountedEvents { subject: self.subject.clone(), events }
            }
        };
        self.send_counted(call, shop, subject, events).await
    }

    /// Tells the shop which orders they have placed. It counts those that are no member's.
    pub async fn placed(&self, call: &Call, shop: &Shop, orders: Vec<OrderId>) -> Outcome<()> {
        if orders.is_empty() {
            return Ok(());
        }
        let member = self.owner.as_ref().map(|owner| (owner.member.clone(), owner.member_key.clone()));
        let subject = self.subject.clone();
        let reports = Reports { shop: shop.id().to_owned(), subject, member, events: Vec::new(), orders };
        event::send(&call.env, vec![Event::Reports(reports)]).await
    }

    /// Tells the shop what counts.
    async fn send_counted(self, call: &Call, shop: &Shop, subject: String, events: Vec<CountedEvent>) -> Outcome<()> {
        if events.is_empty() {
            return Ok(());
        }
        let member = self.owner.map(|owner| (owner.member, owner.member_key));
        let reports = Reports { shop: shop.id().to_owned(), subject, member, events, orders: Vec::new() };
        event::send(&call.env, vec![Event::Reports(reports)]).await
    }
}
