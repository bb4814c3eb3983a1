//! What people say of the shop: answers to surveys, as wallets tell them, and what comes from elsewhere. Reports and lists are
//! made of it. The wallets hold the truth of answers; they can be told anew at any time.

use loyalty::feedback::{Feedback, FeedbackFromElsewhere, GroupBy, Reporter};
use loyalty::survey::{Answer, Occasion, Survey};
use loyalty::{Instant, MemberId, SurveyId};
use serde::{Deserialize, Serialize};
use worker::SqlStorageValue;

use super::documents::{self, Kind};
use super::judge::Judge;
use super::period::period;
use super::{people, targeting};
use crate::back_office::event::Answers;
use crate::codes;
use crate::json;
use crate::limits::{FEEDBACK_DAYS_DEFAULT, FEEDBACK_READ_AT_ONCE};
use crate::objects::sql::{Database, document, number};
use crate::problem::{Failure, Outcome, Problem};
use crate::reply::Reply;

/// The table. `seq` is the wallet's number when an answer was told: of two states the one with the higher number is newer.
/// `source` is what was sent from elsewhere.
pub const SCHEMA: &str = "CREATE TABLE feedback (id TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, survey TEXT, seq INTEGER NOT NULL, document TEXT NOT NULL, source TEXT) WITHOUT ROWID";

/// For reading a period.
pub const BY_TIME: &str = "CREATE INDEX feedback_by_time ON feedback (at_ms, id)";

/// What lists show beside what is measured. `words` is a list of [`Words`], none if nothing was said in words.
pub const WORDS: [&str; 4] = [
    "ALTER TABLE feedback ADD COLUMN member TEXT",
    "ALTER TABLE feedback ADD COLUMN occasion TEXT",
    "ALTER TABLE feedback ADD COLUMN nps INTEGER",
    "ALTER TABLE feedback ADD COLUMN words TEXT",
];

/// What somebody said in words.
#[derive(Debug, Serialize, Deserialize)]
pub struct Words {
    /// The step of the survey it was said to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// What was said.
    pub text: String,
}

/// What a report is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReportAsk {
    /// The first instant; 30 days before the end if absent.
    pub from: Option<Instant>,
    /// The first instant after it; now if absent.
    pub until: Option<Instant>,
    /// What to group by.
    pub by: Option<GroupBy>,
    /// Only answers to this survey.
    pub survey: Option<SurveyId>,
}

/// Takes in what a wallet tells of its member's answers. Told twice, late or in another order it comes to the same.
pub fn receive(database: &Database, judge: &Judge<'_>, told: &Answers) -> Outcome<()> {
    for answer in &told.answers {
        let response = &answer.response;
        let row = documents::find(database, Kind::Survey, response.survey.as_str(), Some(response.version))?;
        let Some(row) = row else { continue };
        let survey: Survey = json::from_str(&row.document)?;
        let feedback = Feedback {
            products: answer.products.clone(),
            labels: answer.labels.clone(),
            ..Feedback::of_response(&survey, response)
        };
        let feedback = with_person(database, judge, &told.member, feedback)?;
        let id = answer_id(&told.member, &response.survey, &response.occasion);
        let words = response.answers.iter().filter_map(|given| match &given.answer {
            Answer::Text(text) => Some(Words { step: Some(given.step.clone()), text: text.clone() }),
            _ => None,
        });
        let statement = "INSERT INTO feedback (id, at_ms, survey, seq, document, member, occasion, nps, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms, seq = excluded.seq, document = excluded.document, nps = excluded.nps, words = excluded.words
            WHERE excluded.seq > feedback.seq";
        let values = vec![
            id.into(),
            number(feedback.at.as_ms())?,
            response.survey.as_str().into(),
            number(told.seq)?,
            document(&feedback)?,
            told.member.as_str().into(),
            response.occasion.to_string().into(),
            feedback.nps().map(i32::from).into(),
            written(words.collect())?,
        ];
        database.run(statement, values)?;
    }
    Ok(())
}

/// Keeps what comes from elsewhere. The same again is there already; something else under the same id is refused.
pub fn store(database: &Database, shop: &str, told: &FeedbackFromElsewhere, now: Instant) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Known {
        source: String,
    }
    #[derive(Serialize)]
    struct Taken<'a> {
        feedback: &'a FeedbackFromElsewhere,
    }
    let id = format!("elsewhere {}", told.id);
    let source = serde_json::to_string(told)?;
    let query = "SELECT source FROM feedback WHERE id = ?";
    let known: Option<Known> = database.row(query, vec![id.as_str().into()])?;
    match known {
        Some(known) if known.source == source => {}
        Some(_) => return Err(Failure::Refused(Problem::new(codes::ALREADY_EXISTS))),
        None => {
            let feedback = match &told.member {
                Some(member) => with_person(database, &Judge::new(database, shop, now)?, member, told.feedback())?,
                None => told.feedback(),
            };
            let occasion = told.order.clone().map(|order| Occasion::Order(order).to_string());
            let words = told.text.iter().map(|text| Words { step: None, text: text.clone() });
            let statement = "INSERT INTO feedback (id, at_ms, seq, document, source, member, occasion, nps, words) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)";
            let values = vec![
                id.into(),
                number(told.at.as_ms())?,
                document(&feedback)?,
                source.into(),
                told.member.as_ref().map(MemberId::as_str).into(),
                occasion.into(),
                told.nps.map(i32::from).into(),
                written(words.collect())?,
            ];
            database.run(statement, values)?;
        }
    }
    Reply::created(&Taken { feedback: told })
}

/// What people say, measured over a period and beside the one before.
///
/// # Errors
/// When the period is none: see [`period`].
pub fn report(database: &Database, ask: &ReportAsk, now: Instant) -> Outcome<Reply> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        at_ms: i64,
        document: String,
    }
    let (from, until) = period((ask.from, ask.until), FEEDBACK_DAYS_DEFAULT, now)?;
    let calendar = targeting::calendar(database)?;
    let mut reporter = Reporter::new(from, until, ask.by, calendar);
    let survey = ask.survey.as_ref().map(SurveyId::as_str);
    let query = "SELECT id, at_ms, document FROM feedback
        WHERE (at_ms, id) > (?, ?) AND at_ms < ? AND (? IS NULL OR survey = ?) ORDER BY at_ms, id LIMIT ?";
    // Before everything else at that instant: every id has a letter.
    let (mut last_ms, mut last_id) = (reporter.begins().as_ms(), String::new());
    loop {
        let values = vec![
            number(last_ms)?,
            last_id.as_str().into(),
            number(until.as_ms())?,
            survey.into(),
            survey.into(),
            number(FEEDBACK_READ_AT_ONCE)?,
        ];
        let rows: Vec<Row> = database.rows(query, values)?;
        for row in &rows {
            reporter.add(&json::from_str(&row.document)?);
        }
        match rows.into_iter().next_back() {
            Some(last) => (last_ms, last_id) = (last.at_ms, last.id),
            None => return Reply::ok(&reporter.finish()),
        }
    }
}

/// Words as they are stored: nothing if there are none.
fn written(words: Vec<Words>) -> Outcome<SqlStorageValue> {
    if words.is_empty() { Ok(SqlStorageValue::Null) } else { document(&words) }
}

/// The feedback with what is known of the member now: segments, stage and level.
fn with_person(database: &Database, judge: &Judge<'_>, member: &MemberId, feedback: Feedback) -> Outcome<Feedback> {
    let Some(person) = people::of(database, member)? else { return Ok(feedback) };
    let Some((traits, segments)) = judge.know(&person) else { return Ok(feedback) };
    Ok(Feedback { segments, stage: Some(traits.stage), tier: traits.tier, ..feedback })
}

/// A member's answer to a survey on an occasion. No survey's name has the sign between the parts.
fn answer_id(member: &MemberId, survey: &SurveyId, occasion: &Occasion) -> String {
    format!("answer {member}\n{survey}\n{occasion}")
}
