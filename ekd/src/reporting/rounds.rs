//! Reports are made by themselves: each local date of a schedule once, whatever clocks and power cuts do.
//!
//! What was made, that its date was had, and that it leaves are one commit: a stop in between makes it anew, and nobody
//! gets it twice. What cannot be made has had its date too, and its saved report tells why.

use std::time::Duration;

use common::delivery::Channel;
use common::fault::Cause;
use common::id::ReportId;
use common::language::Language;
use common::report::schedule::Schedule;
use common::report::{MadeReport, NewReport};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::making::{Drawn, keep};
use super::way_out::{WayOut, way_out};
use super::{Desk, directory, eyes};
use crate::clock::Clock;
use crate::letter::{Facts, Letter, ReportNotice};
use crate::outbox::enclosed::Enclosure;
use crate::outbox::{self, Mailing, Post};
use crate::report::{naming, schedule};
use crate::store::account::Keeper;
use crate::store::log::{Logbook, Write};
use crate::store::report::put::{self, Waiting};
use crate::store::report::{self, Kept};
use crate::store::{self, Store, StoreError};
use crate::turned::Turned;
use crate::vault::Vault;
use crate::vigil::round::Steady;

/// Makes reports by themselves.
#[derive(Clone, Debug)]
pub struct Reporter {
    pub store: Store,
    pub vault: Vault,
    pub clock: Clock,
    pub desk: Desk,
}

/// A date of a saved report that is due.
#[derive(Clone, Debug)]
struct Due {
    kept: Kept,
    schedule: Schedule,
    on: Date,
}

const ROUND: Duration = Duration::from_mins(1);
/// Commits in a storm are answered by one look each time that so much time has passed.
const GATHERING: Duration = Duration::from_millis(500);
/// Longest time for which one report may ask the archive.
const LONGEST: Duration = Duration::from_mins(10);
/// How long the letter is worth telling.
const WORTH: SignedDuration = SignedDuration::from_hours(72);

impl Reporter {
    /// Makes what is due, until the stop.
    ///
    /// # Errors
    /// Where the archive fails; started again, it goes on with what is left.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StoreError> {
        let mut ear = self.store.bell().ear();
        let mut steady = Steady::new(&self.clock);
        while !stop.is_cancelled() {
            if steady.may_go_on(&self.store, &self.clock).await? {
                self.round(&stop).await?;
            }
            let rung = async {
                ear.heard().await;
                tokio::time::sleep(GATHERING).await;
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = tokio::time::timeout(ROUND, rung) => {}
            }
        }
        Ok(())
    }

    /// Makes everything that is due now, and puts into the directory what waits for it.
    ///
    /// # Errors
    /// Where the archive fails.
    async fn round(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let (now, zone) = (self.clock.now(), self.desk.zone.clone());
        let look = move |log: &Logbook<'_>| {
            let kept = report::scheduled(log)?;
            Ok::<_, StoreError>(kept.into_iter().flat_map(|kept| dates(&kept, now, &zone)).collect::<Vec<_>>())
        };
        for due in self.store.read(look).await? {
            if stop.is_cancelled() {
                return Ok(());
            }
            self.make(due, now).await?;
        }
        directory::put_all(&self.store, &self.desk, now).await
    }

    async fn make(&self, due: Due, now: Timestamp) -> Result<(), StoreError> {
        let drawn = self.draw_up(&due, now).await?;
        let (reporter, on) = (self.clone(), due.on);
        let finish = move |tx: &Write<'_>| finish(tx, &reporter, &due, (drawn, now));
        match self.store.write("a report by itself", finish).await? {
            Some(Ok(id)) => tracing::info!(report.id = id.0, due_on = %on, "a report was made by itself"),
            Some(Err(cause)) => {
                tracing::warn!(due_on = %on, cause = cause.message_id(), "a report could not be made by itself");
            }
            None => {}
        }
        Ok(())
    }

    /// Makes the report of a date. What takes too long or breaks is not tried again for that date.
    async fn draw_up(&self, due: &Due, now: Timestamp) -> Result<Result<Drawn, Cause>, StoreError> {
        let (desk, kept) = (self.desk.clone(), due.kept.clone());
        let report = NewReport {
            definition: kept.definition.clone(),
            period: schedule::period(due.schedule.rhythm, due.on, &desk.zone),
            name: Some(kept.name.clone()),
        };
        let _permit = self.desk.making.acquire().await.map_err(|_| StoreError::Closed)?;
        let draw_up = move |log: &Logbook<'_>| eyes::draw_up_for_account(log, &desk, &kept, (&report, now));
        match self.store.read_for(LONGEST, draw_up).await {
            Ok(mut drawn) => {
                drawn.made.due_on = Some(due.on);
                Ok(Ok(drawn))
            }
            Err(Turned::Cause(cause)) => Ok(Err(cause)),
            Err(Turned::Store(StoreError::TooLong)) => Ok(Err(Cause::Busy)),
            Err(Turned::Store(StoreError::Panicked)) => Ok(Err(Cause::Internal)),
            Err(Turned::Store(error)) => Err(error),
        }
    }
}

fn dates(kept: &Kept, now: Timestamp, zone: &jiff::tz::TimeZone) -> Vec<Due> {
    let Some(scheduled) = &kept.scheduled else { return Vec::new() };
    let dates = schedule::due(&scheduled.schedule, (scheduled.after, &scheduled.had), now, zone);
    let due = |on| Due { kept: kept.clone(), schedule: scheduled.schedule.clone(), on };
    dates.into_iter().map(due).collect()
}

/// Writes down what came of a date: the report, that the date was had, and that it leaves. `None` where the date was had
/// or the saved report was changed meanwhile: the next round looks again.
fn finish(
    tx: &Write<'_>,
    reporter: &Reporter,
    due: &Due,
    (drawn, now): (Result<Drawn, Cause>, Timestamp),
) -> Result<Option<Result<ReportId, Cause>>, StoreError> {
    let id = due.kept.id;
    let present = report::by_id(tx, id)?;
    let is_same = |present: &Kept| {
        let schedule = present.scheduled.as_ref().map(|scheduled| &scheduled.schedule);
        schedule == Some(&due.schedule) && present.definition == due.kept.definition
    };
    if !present.is_some_and(|present| is_same(&present)) || report::was_had(tx, (id, due.on))? {
        return Ok(None);
    }
    let (drawn, keeper, way) = match ready(tx, &reporter.desk, due, drawn) {
        Ok(ready) => ready,
        Err(Turned::Store(error)) => return Err(error),
        Err(Turned::Cause(cause)) => {
            report::run(tx, (id, due.on), Err(&cause), now)?;
            return Ok(Some(Err(cause)));
        }
    };
    let made = keep(tx, due.kept.account, &drawn)?;
    report::run(tx, (id, due.on), Ok(made.id), now)?;
    match way {
        WayOut::Email(address) => send(tx, reporter, (due, &made), (&keeper, address), now)?,
        WayOut::Directory => {
            let Schedule { forms, dialect, .. } = &due.schedule;
            forms
                .iter()
                .try_for_each(|form| put::add(tx, Waiting { made: made.id, form: *form, dialect: *dialect }))?;
        }
    }
    Ok(Some(Ok(made.id)))
}

/// Returns what was made, for whom, and where it goes; or why nothing goes.
fn ready(
    tx: &Write<'_>,
    desk: &Desk,
    due: &Due,
    drawn: Result<Drawn, Cause>,
) -> Result<(Drawn, Keeper, WayOut), Turned> {
    let drawn = drawn?;
    let keeper = store::account::by_id(tx, due.kept.account)?.ok_or(Cause::NotAllowed)?;
    let way = way_out(tx, desk, &keeper, due.schedule.to)?;
    Ok((drawn, keeper, way))
}

fn send(
    tx: &Write<'_>,
    reporter: &Reporter,
    (due, made): (&Due, &MadeReport),
    (keeper, recipient): (&Keeper, String),
    now: Timestamp,
) -> Result<(), StoreError> {
    let zone = &reporter.desk.zone;
    let Schedule { forms, dialect, .. } = &due.schedule;
    let enclosed = forms.iter().map(|form| Enclosure::Report {
        name: naming::file_name(made, zone, *form),
        id: made.id,
        form: *form,
        dialect: *dialect,
    });
    let mailing = Mailing { enclosed: enclosed.collect(), ..Mailing::default() };
    let notice = ReportNotice {
        id: made.id,
        name: due.kept.name.to_string(),
        title: made.title.clone(),
        period: naming::period_label(made.period, zone),
        data_digest: made.data_digest.clone(),
    };
    let post = Post {
        account: Some(keeper.id),
        channel: Channel::Email,
        recipient,
        language: Language::parse(&keeper.language).unwrap_or_default(),
        letter: Letter::Report(notice),
        facts: Facts { login: keeper.login.clone(), at: now, source: String::new(), zone: zone.clone() },
        lasting: WORTH,
    };
    outbox::queue_mailing(tx, &reporter.vault, now, (&post, mailing))?;
    Ok(())
}
