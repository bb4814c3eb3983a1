//! What people said, one by one: the newest answers first.

use data_encoding::BASE64URL_NOPAD;
use loyalty::feedback::{Feedback, NpsClass, Sentiment};
use loyalty::survey::ResponseStatus;
use loyalty::{Instant, SurveyId};
use serde::{Deserialize, Serialize};

use super::feedback::Words;
use crate::json;
use crate::objects::sql::{Database, number};
use crate::problem::{Outcome, invalid};
use crate::reply::Reply;

/// Which answers a list is to have. What is absent leaves out none.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Wanted {
    pub survey: Option<SurveyId>,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub score: Option<NpsClass>,
    /// Whether something was said in words.
    pub words: Option<bool>,
    /// Those after this one.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// An answer as a list shows it.
#[derive(Serialize)]
struct Line {
    id: String,
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    survey: Option<SurveyId>,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    occasion: Option<String>,
    at: Instant,
    status: ResponseStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    nps: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    csat: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ces: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentiment: Option<Sentiment>,
    words: Vec<Words>,
    language: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    member: Option<String>,
    occasion: Option<String>,
    words: Option<String>,
    document: String,
}

impl Row {
    fn line(self) -> Outcome<Line> {
        let feedback: Feedback = json::from_str(&self.document)?;
        Ok(Line {
            id: BASE64URL_NOPAD.encode(self.id.as_bytes()),
            member: self.member,
            occasion: self.occasion,
            at: feedback.at,
            status: feedback.status,
            nps: feedback.nps(),
            csat: feedback.csat(),
            ces: feedback.ces(),
            sentiment: feedback.sentiment,
            words: self.words.map_or_else(|| Ok(Vec::new()), |words| json::from_str(&words))?,
            survey: feedback.survey,
            channel: feedback.channel,
            language: feedback.language,
        })
    }
}

/// A page of the answers that somebody gave, in part or in full.
///
/// # Errors
/// When `after` is no answer.
pub fn list(database: &Database, wanted: &Wanted) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct Page {
        feedback: Vec<Line>,
        /// What to ask for with `after` to get the next page, if there is one.
        next: Option<String>,
    }
    let mut query = "SELECT id, member, occasion, words, document FROM feedback
        WHERE document ->> 'status' IN ('partial', 'complete')"
        .to_owned();
    let mut values = Vec::new();
    if let Some(survey) = &wanted.survey {
        query += " AND survey = ?";
        values.push(survey.as_str().into());
    }
    for (condition, at) in [(" AND at_ms >= ?", wanted.from), (" AND at_ms < ?", wanted.until)] {
        if let Some(at) = at {
            query += condition;
            values.push(number(at.as_ms())?);
        }
    }
    if let Some((low, high)) = wanted.score.map(NpsClass::scores) {
        query += " AND nps BETWEEN ? AND ?";
        values.extend([number(low)?, number(high)?]);
    }
    match wanted.words {
        Some(true) => query += " AND words IS NOT NULL",
        Some(false) => query += " AND words IS NULL",
        None => {}
    }
    if let Some(after) = &wanted.after {
        let (at_ms, id) = place(database, after)?;
        query += " AND (at_ms, id) < (?, ?)";
        values.extend([number(at_ms)?, id.into()]);
    }
    query += " ORDER BY at_ms DESC, id DESC LIMIT ?";
    values.push(number(wanted.limit + 1)?);
    let rows: Vec<Row> = database.rows(&query, values)?;
    let is_last = rows.len() <= wanted.limit as usize;
    let lines = rows.into_iter().take(wanted.limit as usize).map(Row::line).collect::<Outcome<Vec<_>>>()?;
    let next = lines.last().map(|line| line.id.clone()).filter(|_| !is_last);
    Reply::ok(&Page { feedback: lines, next })
}

/// Where in the list an answer stands.
fn place(database: &Database, after: &str) -> Outcome<(i64, String)> {
    #[derive(Deserialize)]
    struct Row {
        at_ms: i64,
    }
    let unknown = || invalid("after", "is not an answer of this shop");
    let id = BASE64URL_NOPAD.decode(after.as_bytes()).ok().and_then(|id| String::from_utf8(id).ok());
    let id = id.ok_or_else(unknown)?;
    let row: Option<Row> = database.row("SELECT at_ms FROM feedback WHERE id = ?", vec![id.as_str().into()])?;
    Ok((row.ok_or_else(unknown)?.at_ms, id))
}
