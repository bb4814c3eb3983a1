//! Offers, surveys, segments and their settings as one: what is checked together before it is stored, and what is published of them.

use loyalty::calendar::Calendar;
use loyalty::case::FeedbackSettings;
use loyalty::condition::Native;
use loyalty::offer::{OFFERS_MAX, Status};
use loyalty::offer::{Offer, OfferCheckContext, OfferSettings};
use loyalty::program::Program;
use loyalty::segment::{Segment, Segments};
use loyalty::survey::{SURVEYS_MAX, Survey, SurveyCheckContext};
use loyalty::targeting::{Targeting, TargetingDocument};
use loyalty::warnings::WarningContext;
use loyalty::{CandidateId, ExpectedVersion, Fault, Instant, SegmentId, SurveyId, Warning};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::documents::{self, Kind, Row, Shown, Written};
use super::versions::{self, etag};
use super::{runs, sweep};
use crate::codes;
use crate::json;
use crate::limits::{OFFERS_KEPT_MAX, SURVEYS_KEPT_MAX, TARGETING_BYTES_MAX};
use crate::objects::sql::Database;
use crate::problem::{Failure, Outcome, Problem, invalid};
use crate::published;
use crate::reply::Reply;

/// What can be done with documents.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// A page of them.
    List {
        /// What.
        kind: Kind,
        /// After this name.
        after: String,
        /// Only those of a status.
        status: Option<Status>,
    },
    /// One of them.
    Show {
        /// What.
        kind: Kind,
        /// Which.
        id: String,
        /// The newest, if absent.
        version: Option<u32>,
    },
    /// A page of its versions.
    Versions {
        /// What.
        kind: Kind,
        /// Which.
        id: String,
        /// Before this one.
        before: Option<u32>,
    },
    /// A version of an offer or a survey, the newest if none is named, with all it is shown beside.
    Preview {
        /// What.
        kind: Kind,
        /// Which.
        id: String,
        /// Of it.
        version: Option<u32>,
    },
    /// A new one, named in itself.
    Create {
        /// What.
        kind: Kind,
        /// The document.
        text: String,
    },
    /// Another version.
    Put {
        /// What.
        kind: Kind,
        /// Which.
        id: String,
        /// The version it was made from.
        after: ExpectedVersion,
        /// The document.
        text: String,
    },
    /// No further version.
    Delete {
        /// What.
        kind: Kind,
        /// Which.
        id: String,
        /// The newest version.
        after: ExpectedVersion,
    },
}

/// Does it, within a transaction: what is refused is not stored. Tells whether pages must hear of it.
pub fn execute(database: &Database, ask: Ask, now: Instant) -> Outcome<(Reply, bool)> {
    let unchanged = |reply: Outcome<Reply>| Ok((reply?, false));
    match ask {
        Ask::List { kind, after, status } => unchanged(documents::list(database, kind, &after, status.map(name))),
        Ask::Show { kind: kind @ (Kind::OfferSettings | Kind::FeedbackSettings), id, version: None } => {
            match documents::newest(database, kind, &id)? {
                Some(_) => unchanged(documents::show(database, kind, &id, None)),
                // They are what they are by default.
                None => unchanged(shown(kind, &default_settings(kind, now), 200)),
            }
        }
        Ask::Show { kind, id, version } => unchanged(documents::show(database, kind, &id, version)),
        Ask::Versions { kind, id, before } => unchanged(documents::versions(database, kind, &id, before)),
        Ask::Preview { kind, id, version } => {
            let row = documents::find(database, kind, &id, version)?.ok_or(codes::NOT_FOUND)?;
            let (name, version, document, targeting) = (kind.name(), row.version, row.document, text(database)?);
            let documents =
                format!(r#"{{"version":{version},"document":{{"{name}":{document}}},"targeting":{targeting}}}"#);
            unchanged(Ok(Reply::text(200, documents)))
        }
        Ask::Create { kind, text } => {
            let id = id_of(kind, &text)?;
            if documents::newest(database, kind, &id)?.is_some() {
                return Err(Failure::Refused(Problem::new(codes::ALREADY_EXISTS)));
            }
            write(database, kind, &id, &0.into(), &text, now, 201)
        }
        Ask::Put { kind, id, after, text } => {
            if kind.settings_id().is_empty() && id_of(kind, &text)? != id {
                return Err(invalid("id", format!("must be {id}, as in the address")));
            }
            write(database, kind, &id, &after, &text, now, 200)
        }
        Ask::Delete { kind, id, after } => {
            let row = documents::newest(database, kind, &id)?.ok_or(codes::NOT_FOUND)?;
            documents::put(database, kind, &id, &after, Written::NOTHING, now)?;
            let is_seen = kind == Kind::Segment || is_published(&row);
            if kind == Kind::Offer {
                runs::end(database, &id)?;
            }
            if kind == Kind::Segment {
                check_all(database, None)?;
                sweep::start(database)?;
            }
            Ok((Reply::empty(204), is_seen))
        }
    }
}

/// The settings before there are any.
fn default_settings(kind: Kind, now: Instant) -> Row {
    Row { id: kind.settings_id().to_owned(), version: 0, at_ms: now.as_ms(), status: None, document: "{}".to_owned() }
}

fn write(
    database: &Database,
    kind: Kind,
    id: &str,
    after: &ExpectedVersion,
    text: &str,
    now: Instant,
    status: u16,
) -> Outcome<(Reply, bool)> {
    if kind == Kind::FeedbackSettings {
        let settings: FeedbackSettings = json::from_str(text)?;
        settings.check().map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
        let row = documents::put(database, kind, id, after, Written { status: None, text }, now)?;
        return Ok((shown(kind, &row, status)?, false));
    }
    if !matches!(kind, Kind::Offer | Kind::Survey) {
        let row = documents::put(database, kind, id, after, Written { status: None, text }, now)?;
        check_all(database, Some((kind, id)))?;
        if kind == Kind::OfferSettings {
            runs::publish_holdout(database, settings(database)?.holdout, now)?;
        }
        check_bytes(database)?;
        sweep::start(database)?;
        let written = WrittenDocument {
            shown: Shown::new(kind, &row)?,
            faults: None,
            warnings: warnings(database, kind, text, now)?,
        };
        return Ok((written.reply(status, row.version)?, true));
    }
    let was_published = documents::newest(database, kind, id)?.is_some_and(|row| is_published(&row));
    let (stage, faults) = check_one(database, kind, text)?;
    let is_published = stage == Status::Published;
    let stage = name(stage);
    let said_all;
    let text = if kind == Kind::Offer && is_published {
        said_all = with_defaults(text)?;
        &said_all
    } else {
        text
    };
    if is_published && !faults.is_empty() {
        return Err(Failure::Rejected(Problem::new(codes::INVALID).errors(faults)));
    }
    let row = documents::put(database, kind, id, after, Written { status: Some(stage), text }, now)?;
    check_number(database, kind)?;
    if is_published && kind == Kind::Offer {
        runs::publish(database, id, &json::from_str::<Offer>(text)?.experiment(), now)?;
    }
    if is_published {
        check_bytes(database)?;
    }
    let warnings = warnings(database, kind, text, now)?;
    let written = WrittenDocument { shown: Shown::new(kind, &row)?, faults: Some(faults), warnings };
    Ok((written.reply(status, row.version)?, is_published || was_published))
}

/// The answer to a document that was written.
#[derive(Serialize)]
struct WrittenDocument<'a> {
    #[serde(flatten)]
    shown: Shown<'a>,
    /// What keeps a draft from being published; none of what is never a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    faults: Option<Vec<Fault>>,
    /// What can never be met, or means something else.
    warnings: Vec<Warning>,
}

impl WrittenDocument<'_> {
    fn reply(&self, status: u16, version: u32) -> Outcome<Reply> {
        Ok(Reply::json(status, self)?.header("ETag", etag(version)))
    }
}

/// What a document hardly means, beside the shop's segments, settings and program as they are stored.
fn warnings(database: &Database, kind: Kind, text: &str, now: Instant) -> Outcome<Vec<Warning>> {
    let engine = Native::default();
    let settings = settings(database)?;
    let segments = Segments::sound(segments(database)?, &settings.groups, &engine);
    let program = program(database)?;
    let calendar = settings.calendar(program.as_ref());
    let context = WarningContext {
        program: program.as_ref(),
        calendar: calendar.as_ref(),
        segments: &segments,
        groups: &settings.groups,
        engine: &engine,
        now,
    };
    Ok(match kind {
        Kind::Offer => json::from_str::<Offer>(text)?.warnings(context),
        Kind::Survey => json::from_str::<Survey>(text)?.warnings(context),
        Kind::Segment => json::from_str::<Segment>(text)?.warnings(context),
        Kind::OfferSettings => settings.warnings(),
        Kind::FeedbackSettings => Vec::new(),
    })
}

fn shown(kind: Kind, row: &Row, status: u16) -> Outcome<Reply> {
    Ok(Reply::json(status, &Shown::new(kind, row)?)?.header("ETag", etag(row.version)))
}

/// The name a document has in itself.
fn id_of(kind: Kind, text: &str) -> Outcome<String> {
    #[derive(Deserialize)]
    struct OfOffer {
        id: CandidateId,
    }
    #[derive(Deserialize)]
    struct OfSegment {
        id: SegmentId,
    }
    #[derive(Deserialize)]
    struct OfSurvey {
        id: SurveyId,
    }
    Ok(match kind {
        Kind::Offer => json::from_str::<OfOffer>(text)?.id.as_str().to_owned(),
        Kind::Survey => json::from_str::<OfSurvey>(text)?.id.as_str().to_owned(),
        Kind::Segment => json::from_str::<OfSegment>(text)?.id.as_str().to_owned(),
        Kind::OfferSettings | Kind::FeedbackSettings => kind.settings_id().to_owned(),
    })
}

fn is_published(row: &Row) -> bool {
    row.status.as_deref() == Some(name(Status::Published))
}

/// A status by its name in documents.
pub fn name(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Archived => "archived",
    }
}

/// How far an offer or a survey has come, and everything that is wrong with it beside the shop's segments, settings and
/// program.
fn check_one(database: &Database, kind: Kind, text: &str) -> Outcome<(Status, Vec<Fault>)> {
    let engine = Native::default();
    let settings = settings(database)?;
    let list = read_all(&documents::all(database, Kind::Segment)?)?;
    // They were checked when they were stored.
    let segments = Segments::sound(list, &settings.groups, &engine);
    let program = program(database)?;
    let calendar = settings.calendar(program.as_ref());
    let (program, calendar) = (program.as_ref(), calendar.as_ref());
    let (segments, groups, engine) = (&segments, &settings.groups, &engine);
    if kind == Kind::Survey {
        let survey: Survey = json::from_str(text)?;
        let faults = survey.clone().check(SurveyCheckContext { program, calendar, segments, groups, engine }).err();
        return Ok((survey.status, faults.unwrap_or_default()));
    }
    let offer: Offer = json::from_str(text)?;
    let status = offer.status;
    let picture_origins = &settings.picture_origins;
    let faults = offer.check(OfferCheckContext { program, calendar, segments, picture_origins, groups, engine }).err();
    Ok((status, faults.unwrap_or_default()))
}

/// How many offers and surveys there may be: published ones, and all.
fn check_number(database: &Database, kind: Kind) -> Outcome<()> {
    let published = count_published(database, kind)?;
    let kept = documents::count(database, kind, None)?;
    if kind == Kind::Survey {
        if published > SURVEYS_MAX {
            return Err(invalid("status", "would be the 51st published survey; archive one first"));
        }
        if kept > SURVEYS_KEPT_MAX {
            return Err(invalid("id", "would be the 501st survey; delete one first"));
        }
        return Ok(());
    }
    if published > OFFERS_MAX {
        return Err(invalid("status", "would be the 501st published offer; archive one first"));
    }
    if kept > OFFERS_KEPT_MAX {
        return Err(invalid("id", "would be the 2,001st offer; delete one first"));
    }
    Ok(())
}

/// How large what is published may be, all of it together.
fn check_bytes(database: &Database) -> Outcome<()> {
    #[derive(Deserialize)]
    struct Sum {
        bytes: usize,
    }
    let query = "SELECT sum(length(CAST(document AS BLOB))) AS bytes FROM documents WHERE is_newest = 1
        AND (status = 'published' OR kind = 'segment' OR (kind = 'settings' AND id = 'offers'))";
    let bytes = database.row(query, Vec::new())?.map_or(0, |sum: Sum| sum.bytes);
    if bytes <= TARGETING_BYTES_MAX {
        return Ok(());
    }
    let message = format!(
        "would make all that is published {bytes} bytes; offers, surveys, segments and their settings may have {TARGETING_BYTES_MAX} together"
    );
    Err(invalid(".", message))
}

/// An offer as it is published: what it does not say of how people are divided and how often they are shown it stands in it,
/// so that another build's defaults divide nobody anew.
fn with_defaults(text: &str) -> Outcome<String> {
    #[derive(Deserialize)]
    struct Said {
        holdout: Option<IgnoredAny>,
        coverage: Option<IgnoredAny>,
        limits: Option<IgnoredAny>,
    }
    let said: Said = json::from_str(text)?;
    let offer: Offer = json::from_str(text)?;
    let mut filled = text.trim_start().to_owned();
    let mut fill = |is_said: bool, name: &str, value: String| {
        if !is_said {
            // It is an object with members: it has at least an id.
            filled.insert_str(1, &format!(r#""{name}":{value},"#));
        }
    };
    fill(said.limits.is_some(), "limits", serde_json::to_string(&offer.limits)?);
    fill(said.coverage.is_some(), "coverage", offer.coverage.0.to_string());
    fill(said.holdout.is_some(), "holdout", offer.holdout.0.to_string());
    Ok(filled)
}

/// Refuses what segments, settings or a program would make of the published offers and of each other. Faults of the
/// document that is being written have no more than its own path.
pub fn check_all(database: &Database, written: Option<(Kind, &str)>) -> Outcome<()> {
    let document = load(database)?;
    let offers: Vec<CandidateId> = document.offers.iter().map(|offer| offer.id.clone()).collect();
    let segments: Vec<SegmentId> = document.segments.iter().map(|segment| segment.id.clone()).collect();
    let surveys: Vec<SurveyId> = document.surveys.iter().map(|versioned| versioned.survey.id.clone()).collect();
    let Err(faults) = Targeting::check(document, program(database)?.as_ref(), &Native::default()) else {
        return Ok(());
    };
    let named = |fault: Fault| {
        let path = named(&fault.path, "offers", |place| offers.get(place).map(CandidateId::as_str));
        let path = named(&path, "segments", |place| segments.get(place).map(SegmentId::as_str));
        let path = named(&path, "surveys", |place| surveys.get(place).map(SurveyId::as_str));
        let own = match written {
            Some((Kind::Segment, id)) => path.strip_prefix(&format!("segments[{id}].")).map(str::to_owned),
            Some((Kind::OfferSettings, _)) => path.strip_prefix("settings.").map(str::to_owned),
            _ => None,
        };
        Fault { path: own.unwrap_or(path), ..fault }
    };
    Err(Failure::Rejected(Problem::new(codes::INVALID).errors(faults.into_iter().map(named).collect())))
}

/// `offers[3].value` as `offers[welcome].value`: nobody outside knows the places.
fn named<'i>(path: &str, list: &str, id: impl Fn(usize) -> Option<&'i str>) -> String {
    let place = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.split_once(']'));
    let found = place.and_then(|(place, rest)| Some((id(place.parse().ok()?)?, rest)));
    found.map_or_else(|| path.to_owned(), |(id, rest)| format!("{list}[{id}]{rest}"))
}

/// Settings, segments and published offers as they are stored, with the quantiles there are.
pub fn load(database: &Database) -> Outcome<TargetingDocument> {
    published::targeting::read(&text(database)?)
}

/// The same as text: what is published. Put together from texts, which is what they are stored as.
pub fn text(database: &Database) -> Outcome<String> {
    let settings = documents::newest(database, Kind::OfferSettings, Kind::OfferSettings.settings_id())?
        .unwrap_or_else(|| default_settings(Kind::OfferSettings, Instant::default()));
    let list = |rows: Vec<Row>| rows.into_iter().map(|row| row.document).collect::<Vec<_>>().join(",");
    let segments = list(documents::all(database, Kind::Segment)?);
    let offers = list(documents::with_status(database, Kind::Offer, name(Status::Published))?);
    let versioned = |row: Row| format!(r#"{{"version":{},"survey":{}}}"#, row.version, row.document);
    let surveys = documents::with_status(database, Kind::Survey, name(Status::Published))?;
    let surveys = surveys.into_iter().map(versioned).collect::<Vec<_>>().join(",");
    let quantiles: Option<Box<RawValue>> =
        database.documents("SELECT document FROM meta WHERE name = 'quantiles'", Vec::new())?.into_iter().next();
    let quantiles = quantiles.as_deref().map_or("null", RawValue::get);
    let runs = serde_json::to_string(&runs::newest(database)?)?;
    let settings = settings.document;
    Ok(format!(
        r#"{{"settings":{settings},"segments":[{segments}],"offers":[{offers}],"surveys":[{surveys}],"quantiles":{quantiles},"runs":{runs}}}"#
    ))
}

/// What holds for all offers.
pub fn settings(database: &Database) -> Outcome<OfferSettings> {
    let row = documents::newest(database, Kind::OfferSettings, Kind::OfferSettings.settings_id())?;
    row.map_or_else(|| Ok(OfferSettings::default()), |row| Ok(json::from_str(&row.document)?))
}

/// The shop's clock; UTC where no time zone is known.
pub fn calendar(database: &Database) -> Outcome<Calendar> {
    let calendar = settings(database)?.calendar(program(database)?.as_ref());
    Ok(calendar.unwrap_or_else(Calendar::utc))
}

/// The segments.
pub fn segments(database: &Database) -> Outcome<Vec<Segment>> {
    read_all(&documents::all(database, Kind::Segment)?)
}

/// Whether there is something for pages: an offer, a survey, or a part of the people to whom no offer is shown.
pub fn concerns_pages(database: &Database) -> Outcome<bool> {
    let some = |kind: Kind| Ok::<_, Failure>(count_published(database, kind)? > 0);
    Ok(some(Kind::Offer)? || some(Kind::Survey)? || settings(database)?.holdout.0 > 0)
}

fn count_published(database: &Database, kind: Kind) -> Outcome<usize> {
    documents::count(database, kind, Some(name(Status::Published)))
}

fn read_all<T: serde::de::DeserializeOwned>(rows: &[Row]) -> Outcome<Vec<T>> {
    rows.iter().map(|row| Ok(json::from_str(&row.document)?)).collect()
}

/// The shop's current program.
pub fn program(database: &Database) -> Outcome<Option<Program>> {
    versions::find(database, None)?.map(|row| Ok(json::from_str(&row.document)?)).transpose()
}
