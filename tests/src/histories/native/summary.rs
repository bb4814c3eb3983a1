//! A wallet of the crate as the shop is shown it, as the member is, and as its rows say.

use std::collections::BTreeMap;

use loyalty::calendar::Calendar;
use loyalty::ledger::Entry;
use loyalty::traits::{StageSettings, TraitsContext};
use loyalty::view::{Left, MemberDetail, Viewer};
use loyalty::{Instant, MemberId, RewardId};
use serde_json::Value;

use super::{Names, Native, named};
use crate::histories::{detail, differences};
use crate::model::Summary;

/// How far ahead the published snapshot is looked at, in hours, in turn.
const AHEAD_HOURS: [i64; 5] = [0, 1, 25, 31 * 24, 400 * 24];

impl Native {
    pub(super) fn summarise(&self, now: i64) -> Summary {
        detail::summary(&self.detail(now))
    }

    /// What the shop's server is answered, with every entry.
    fn detail(&self, now: i64) -> Value {
        let programs = self.programs(self.wallet().program_versions());
        let left = self.left(now);
        let viewer = Viewer {
            program: programs.newest().map(|(_, program)| program.as_ref()),
            left: &left,
            language: "en",
            now: Instant::from_ms(now),
        };
        let stored: Vec<Entry> = self.store.entries.iter().rev().cloned().collect();
        let (program, now) = (viewer.program, viewer.now);
        let (stages, calendar) = (StageSettings::default(), Calendar::utc());
        let basis = TraitsContext { program, stages: &stages, calendar: &calendar, quantiles: None, now };
        json(&MemberDetail::new(named(MemberId::new("member")), &mut self.wallet(), stored, &viewer, &basis, &programs))
    }

    /// The published snapshot is enough: at any later instant it shows the member what the wallet itself would.
    pub(super) fn snapshot_shows_the_same(&self) -> Result<(), String> {
        let now = self.store.open.head.clock.as_ms();
        let programs = self.programs([]);
        let mut open = self.store.open(&Names::default());
        let mut snapshot = open.snapshot();
        let later = now + AHEAD_HOURS[self.store.entries.len() % AHEAD_HOURS.len()] * 3_600_000;
        let left = self.left(later);
        let viewer = Viewer {
            program: programs.newest().map(|(_, program)| program.as_ref()),
            left: &left,
            language: "en",
            now: Instant::from_ms(later),
        };
        if !snapshot.is_enough(viewer.program, viewer.now) {
            // A page asks the wallet then.
            self.store.load_needed_lots(&mut open, viewer.now).map_err(|refusal| refusal.to_string())?;
            open.pass_time(viewer.now);
            snapshot = open.snapshot();
        }
        if !snapshot.is_enough(viewer.program, viewer.now) {
            let mut whole = self.store.whole();
            whole.pass_time(viewer.now);
            snapshot = whole.snapshot();
        }
        let (published, whole) = (json(&snapshot.view(&viewer)), self.detail(later));
        let differences = differences(&detail::view(&whole), &detail::view(&published));
        if differences.is_empty() {
            return Ok(());
        }
        let (later_ms, differences) = (later - now, differences.join("\n"));
        Err(format!("the snapshot, seen {later_ms} ms later, is not the wallet (here called model):\n{differences}"))
    }

    /// The stock left of each reward that has one, after what this wallet holds or has used at an instant.
    pub(super) fn left(&self, now: i64) -> Left {
        let Some(program) = self.versions.last() else { return BTreeMap::new() };
        let mut wallet = self.wallet();
        wallet.pass_time(Instant::from_ms(now));
        let taken = |id: &RewardId| {
            wallet.holds().filter(|hold| hold.reward.id == *id && hold.status.counts_against_limit()).count()
        };
        let left = |id: &RewardId, stock: u32| stock.saturating_sub(u32::try_from(taken(id)).unwrap_or(u32::MAX));
        let stocked = program.rewards.iter().filter_map(|reward| Some((&reward.id, reward.stock?)));
        stocked.map(|(id, stock)| (id.clone(), left(id, stock))).collect()
    }
}

pub(super) fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| panic!("{error}"))
}
