//! A member's cases in the wallet: what the two sides do, and how each sees what has come of it.

use std::cmp::Reverse;

use loyalty::case::{
    AboutAnswer, Case, CasePatch, CaseView, DeskCase, DeskLine, FeedbackSettings, GestureDraft, MessageText, Opening,
    StaffName,
};
use loyalty::ledger::{Refusal, Wallet};
use loyalty::program::Programs;
use loyalty::view::{MemberView, Viewer};
use loyalty::{CaseId, ExpectedVersion, Instant};
use serde::{Deserialize, Serialize};

use super::command::Owner;
use super::rows;
use crate::codes;
use crate::limits::CASES_SHOWN;
use crate::objects::sql::Database;
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;
use crate::shop::versions::etag;

/// What is done to a case.
#[derive(Debug, Serialize, Deserialize)]
pub enum CaseAct {
    /// The shopper opens it.
    Open(Opening),
    /// The shopper writes.
    Reply(MessageText),
    /// The shopper has read the first messages, or all.
    Read(Option<u32>),
    /// The shop looks at it.
    Look(Desk),
    /// The shop writes.
    Write(Written, Desk),
    /// The shop changes what it saw at a version.
    Patch(ExpectedVersion, CasePatch, Desk),
    /// The shop gives points or a reward.
    Give(GestureDraft, Desk),
}

/// What the shop writes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Written {
    /// Who writes.
    pub by: StaffName,
    /// What.
    pub text: MessageText,
    /// Whether it is a note for the shop alone.
    #[serde(default)]
    pub internal: bool,
}

/// What the shop's own object knows that a case is judged and shown by.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Desk {
    /// Targets and limits.
    pub settings: FeedbackSettings,
    /// How many people have had the same idea.
    pub joined: u32,
}

/// Who is to see what has come of it.
#[derive(Clone, Copy, Debug)]
pub enum SeenBy {
    /// The shopper, with this status.
    Shopper(u16),
    /// The shop, with this status.
    Shop(u16, Desk),
}

impl CaseAct {
    /// Who hears what has come of it.
    pub fn seen_by(&self) -> SeenBy {
        match self {
            Self::Open(_) | Self::Reply(_) => SeenBy::Shopper(201),
            Self::Read(_) => SeenBy::Shopper(200),
            Self::Look(desk) | Self::Patch(_, _, desk) => SeenBy::Shop(200, *desk),
            Self::Write(_, desk) | Self::Give(_, desk) => SeenBy::Shop(201, *desk),
        }
    }
}

/// Does it. The outer error is the caller's fault, the inner one a rule's refusal.
pub fn decide(
    wallet: &mut Wallet,
    case: &CaseId,
    act: &CaseAct,
    (programs, language): (&Programs, &str),
    now: Instant,
) -> Outcome<Result<(), Refusal>> {
    Ok(match act {
        CaseAct::Open(opening) => {
            if opening.order.as_ref().is_some_and(|order| wallet.order(order).is_none()) {
                return Err(invalid("order", "is not an order of this member"));
            }
            let is_unknown = |about: &AboutAnswer| wallet.surveys().response(&about.survey, &about.occasion).is_none();
            if opening.answer.as_ref().is_some_and(is_unknown) {
                return Err(invalid("answer", "is not an answer of this member"));
            }
            wallet.open_case(case, opening, language, programs, now)
        }
        CaseAct::Reply(text) => wallet.reply_in_case(case, text.clone(), programs, now),
        CaseAct::Read(shown) => wallet.mark_case_read(case, *shown, programs, now),
        CaseAct::Write(Written { by, text, internal }, desk) => {
            let (by, text) = (by.clone(), text.clone());
            if *internal {
                wallet.add_case_note(case, by, text, programs, now)
            } else {
                wallet.answer_case(case, by, text, desk.settings.close_answered_after_days, programs, now)
            }
        }
        CaseAct::Patch(version, patch, desk) => {
            let close_after = desk.settings.close_answered_after_days;
            wallet.patch_case(case, version, patch, close_after, programs, now)
        }
        // A gift is decided by the names that it was prepared with.
        CaseAct::Give(..) | CaseAct::Look(_) => Ok(()),
    })
}

/// A page of the member's cases for the shopper, those that changed last first.
pub fn list(
    database: &Database,
    wallet: Option<Wallet>,
    after: Option<&CaseId>,
    Viewer { language, now, .. }: &Viewer,
) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct List<'a> {
        cases: Vec<CaseView>,
        /// What to ask for with `after` to get the next page, if there is one.
        next: Option<&'a CaseId>,
    }
    let mut wallet = wallet.unwrap_or_default();
    wallet.pass_time(*now);
    let mut cases: Vec<&Case> = wallet.cases().collect();
    cases.sort_by_key(|case| (Reverse(case.changed_at), &case.id));
    if let Some(after) = after {
        let place = cases.iter().position(|case| case.id == *after);
        let place = place.ok_or_else(|| invalid("after", "is not a case of this member"))?;
        cases.drain(..=place);
    }
    let is_last = cases.len() <= CASES_SHOWN;
    cases.truncate(CASES_SHOWN);
    let next = cases.last().map(|case| &case.id).filter(|_| !is_last);
    let view = |case: &&Case| Ok(CaseView::new(case, rows::messages(database, &case.id)?, (&wallet, language)));
    Reply::ok(&List { cases: cases.iter().map(view).collect::<Outcome<_>>()?, next })
}

/// A case for the shop.
pub fn show(
    database: &Database,
    owner: &Owner,
    wallet: Option<Wallet>,
    id: &CaseId,
    desk: &Desk,
    viewer: &Viewer,
) -> Outcome<Reply> {
    let mut wallet = wallet.unwrap_or_default();
    wallet.pass_time(viewer.now);
    let case = wallet.case(id).ok_or(codes::CASE_NOT_FOUND)?;
    words(case, (owner, &wallet), SeenBy::Shop(200, *desk), database, viewer)
}

/// A case as the one is to see it who has just done something to it.
pub fn words(
    case: &Case,
    (owner, wallet): (&Owner, &Wallet),
    seen_by: SeenBy,
    database: &Database,
    viewer: &Viewer,
) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct ForShopper {
        case: CaseView,
        member: MemberView,
    }
    #[derive(Serialize)]
    struct ForShop {
        case: DeskCase,
    }
    let messages = rows::messages(database, &case.id)?;
    match seen_by {
        SeenBy::Shopper(status) => {
            let member = wallet.snapshot().view(viewer);
            let case = CaseView::new(case, messages, (wallet, viewer.language));
            Reply::json(status, &ForShopper { case, member })
        }
        SeenBy::Shop(status, Desk { settings, joined }) => {
            let line = DeskLine::new(case, &owner.member, joined, &settings.targets, viewer.now);
            let language = wallet.profile().language.as_deref().unwrap_or(&case.language);
            let case = DeskCase::new(line, case, messages, language);
            let version = etag(case.line.version);
            Ok(Reply::json(status, &ForShop { case })?.header("ETag", version))
        }
    }
}
