//! A command's conversation with the daemon: connecting, asking, asking again, and reading long lists page by page.
//!
//! The installation's zone and the present come with the first answer, so that `today` is the same day for a client
//! anywhere.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use common::account::Role;
use common::api::{EkClient, Filter, OnceKey};
use common::client::Connection;
use common::customer::CustomerFilter;
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault, FaultCode};
use common::gate::Admission;
use common::id::{CustomerNumber, MeterId, SiteCode, SiteId};
use common::page::{Page, Paged};
use common::point::MeteringPoint;
use common::status;
use common::text::visible;
use common::time::range::RangeError;
use common::time::{Period, parse_instant, parse_range};
use common::wire::MAX_WAIT;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tarpc::client::RpcError;
use tarpc::context::Context;

use crate::cli::RangeArgs;
use crate::cli::global::{CallArgs, zone};
use crate::cli::list::in_english;
use crate::cli::usage::Usage;
use crate::entry::Entry;
use crate::exit::Failure;
use crate::output::{Output, Row, Scene, Talk};

/// A conversation with the daemon.
pub struct Session {
    connection: Connection,
    entry: Entry,
    patience: Duration,
    retries: Retries,
    talk: Talk,
    pub status: status::Status,
    /// Who was let in.
    pub admission: Box<Admission>,
    /// The zone in which local times are read and written.
    pub zone: TimeZone,
}

/// Tries that are left, and the pause before the next one.
struct Retries {
    left: u32,
    pause: Duration,
}

/// How often a call whose answer is late is made again: its key makes that harmless.
const PATIENT_TRIES: u32 = 10;
/// Numbers that are told where the one that was given is wrong.
const MOST_SIMILAR: u16 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Retries {
    const fn new(left: u32) -> Self {
        Self { left, pause: FIRST_PAUSE }
    }

    /// Returns the pause before the next try, if the failure may pass and a try is left.
    fn next(&mut self, fault: &Fault) -> Option<Duration> {
        let may_pass = matches!(fault.code, FaultCode::Unreachable | FaultCode::StorageFull);
        self.left = if may_pass { self.left.checked_sub(1)? } else { return None };
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        Some(pause)
    }
}

impl Session {
    /// Connects, is let in and asks how the daemon is doing.
    ///
    /// # Errors
    /// There is nothing to knock with; the daemon cannot be reached, does not open, or lives in a zone that nobody knows.
    pub async fn open(call: &CallArgs, output: &mut Output, tz: Option<TimeZone>) -> Result<Self, Failure> {
        let mut entry = Entry::find(call)?;
        let mut retries = Retries::new(call.retry);
        loop {
            let started = Instant::now();
            match greet(&mut entry, call.timeout).await {
                Ok((connection, admission, status)) => {
                    if output.talk() == Talk::Verbose {
                        let (endpoint, version) = (entry.endpoint(), visible(&status.version));
                        output.note(&format!("{endpoint}: ekd {version}, {:?}", started.elapsed()))?;
                    }
                    let zone = settle(output, &status, tz)?;
                    let (patience, talk) = (call.timeout, output.talk());
                    return Ok(Self { connection, entry, patience, retries, talk, status, admission, zone });
                }
                Err(fault) => pause(&mut retries, output.talk(), fault).await?,
            }
        }
    }

    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        self.entry.endpoint()
    }

    /// Returns the connection for a call whose answer is waited for later.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.status.now
    }

    /// Makes one call, and makes it again while tries are left and the failure may pass.
    ///
    /// # Errors
    /// The daemon's fault, or how the connection failed.
    pub async fn ask<T>(
        &mut self,
        call: impl AsyncFn(&EkClient, Context) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Failure> {
        self.ask_within(self.patience, call).await
    }

    /// Makes one call that may take longer than usual.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn ask_within<T>(
        &mut self,
        patience: Duration,
        call: impl AsyncFn(&EkClient, Context) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Failure> {
        loop {
            let answer = self.connection.ask_within(patience, async |ek, context| call(ek, context).await).await;
            match answer {
                Ok(answer) => return Ok(answer),
                Err(fault) => {
                    pause(&mut self.retries, self.talk, fault).await?;
                    self.reconnect().await?;
                }
            }
        }
    }

    /// Makes a call that changes something, with the same key until an answer comes: the daemon may be at it still when
    /// the time is over, or done, and the key finds out.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn ask_once<T>(
        &mut self,
        call: impl AsyncFn(&EkClient, Context, OnceKey) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Failure> {
        self.ask_keyed(&once_key(), call).await
    }

    /// Makes a call that changes something with a key that was made before.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn ask_keyed<T>(
        &mut self,
        key: &OnceKey,
        call: impl AsyncFn(&EkClient, Context, OnceKey) -> Result<Result<T, Fault>, RpcError>,
    ) -> Result<T, Failure> {
        for _ in 1..PATIENT_TRIES {
            match self.ask_within(MAX_WAIT, async |ek, context| call(ek, context, key.clone()).await).await {
                Err(Failure::Fault(Fault { cause: Cause::TimedOut { .. }, .. })) => self.reconnect().await?,
                answer => return answer,
            }
        }
        self.ask_within(MAX_WAIT, async |ek, context| call(ek, context, key.clone()).await).await
    }

    /// Makes a new connection in place of one that may be broken.
    ///
    /// # Errors
    /// The daemon cannot be reached and no try is left.
    pub async fn reconnect(&mut self) -> Result<(), Failure> {
        loop {
            match self.entry.knock_again().await {
                Ok((connection, _)) => {
                    self.connection = connection.patient(self.patience);
                    return Ok(());
                }
                Err(fault) => pause(&mut self.retries, self.talk, fault).await?,
            }
        }
    }

    /// Reads a long list page by page and hands each entry on; returns where the list would go on.
    ///
    /// `room` tells before each page how many entries are still wanted; `None` means all.
    ///
    /// # Errors
    /// As [`Session::ask`], or what `take` finds.
    pub async fn each<T>(
        &mut self,
        after: Option<String>,
        call: impl AsyncFn(&EkClient, Context, Page) -> Result<Result<Paged<T>, Fault>, RpcError>,
        mut take: impl FnMut(Vec<T>) -> Result<Option<u64>, Failure>,
    ) -> Result<Option<String>, Failure> {
        let mut room = take(Vec::new())?;
        let mut page = Page { after, limit: 0 };
        loop {
            if room == Some(0) {
                return Ok(page.after);
            }
            page.limit = room.map_or(0, |room| u32::try_from(room).unwrap_or(u32::MAX));
            let paged = self.ask(async |ek, context| call(ek, context, page.clone()).await).await?;
            room = take(paged.items)?;
            match paged.next {
                Some(next) => page.after = Some(next),
                None => return Ok(None),
            }
        }
    }

    /// Reads a long list to its end.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn all<T>(
        &mut self,
        call: impl AsyncFn(&EkClient, Context, Page) -> Result<Result<Paged<T>, Fault>, RpcError>,
    ) -> Result<Vec<T>, Failure> {
        let mut all = Vec::new();
        let take = |items: Vec<T>| {
            all.extend(items);
            Ok(None)
        };
        self.each(None, call, take).await?;
        Ok(all)
    }

    /// Finds a metering point by its code, its meter's serial number or its site.
    ///
    /// # Errors
    /// None or several fit.
    pub async fn point(&mut self, text: &str) -> Result<MeteringPoint, Failure> {
        self.ask(async |ek, context| ek.find_point(context, text.to_owned()).await).await
    }

    /// Returns the names of all sites.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn site_names(&mut self) -> Result<HashMap<SiteId, String>, Failure> {
        let sites = self.all(async |ek, context, page| ek.sites(context, Filter::default(), page).await).await?;
        Ok(sites.into_iter().map(|site| (site.id, site.code.into())).collect())
    }

    /// Returns the codes of the points that the filter lets through.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn points(&mut self, filter: &Filter) -> Result<Vec<MeteringPoint>, Failure> {
        self.all(async |ek, context, page| ek.points(context, filter.clone(), page).await).await
    }

    /// Returns the serial numbers of the meters that the filter lets through.
    ///
    /// # Errors
    /// As [`Session::ask`].
    pub async fn meter_names(&mut self, filter: &Filter) -> Result<HashMap<MeterId, String>, Failure> {
        let meters = self.all(async |ek, context, page| ek.meters(context, filter.clone(), page).await).await?;
        Ok(meters.into_iter().map(|meter| (meter.id, meter.serial.into())).collect())
    }

    /// Returns the code of the site that is meant, if one is.
    ///
    /// # Errors
    /// None or several fit.
    pub async fn site_code(&mut self, text: Option<&str>) -> Result<Option<SiteCode>, Failure> {
        let Some(text) = text else { return Ok(None) };
        let site = self.ask(async |ek, context| ek.find_site(context, text.to_owned()).await).await?;
        Ok(Some(site.code))
    }

    /// Tells an empty answer about a customer from a slip in the number: makes sure that the one who is named is there, as far
    /// as the account may know.
    ///
    /// # Errors
    /// There is no such customer, or the account does not act for it.
    pub async fn known_customer(&mut self, named: Option<&CustomerNumber>) -> Result<(), Failure> {
        let Some(number) = named else { return Ok(()) };
        let others = match self.admission.role {
            Role::Clerk | Role::Administrator => self.customers_like(number).await,
            Role::Customer | Role::Manager => self.customers_acted_for().await,
            Role::Technician => return Ok(()),
        };
        match others {
            Ok(known) if known.contains(number) => Ok(()),
            Ok(known) => {
                let similar = known.iter().take(MOST_SIMILAR.into()).map(ToString::to_string).collect();
                Err(Fault::from(Cause::NoSuchCustomer { text: number.to_string(), similar }).into())
            }
            Err(Failure::Fault(fault)) if fault.code == FaultCode::NotAllowed => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Returns the customer with this number, or those whose numbers end alike: zeros are easily miscounted.
    async fn customers_like(&mut self, number: &CustomerNumber) -> Result<Vec<CustomerNumber>, Failure> {
        let found = self.ask(async |ek, context| ek.find_customer(context, number.to_string()).await).await;
        match found {
            Ok(file) => return Ok(vec![file.customer.number]),
            Err(Failure::Fault(Fault { cause: Cause::NoSuchCustomer { similar, .. }, .. })) if similar.is_empty() => {}
            Err(failure) => return Err(failure),
        }
        let digits = number.as_str().trim_start_matches(|character: char| !matches!(character, '1'..='9'));
        if digits.is_empty() {
            return Ok(Vec::new());
        }
        let filter = CustomerFilter { text: Some(digits.to_owned()) };
        let page = Page { after: None, limit: MOST_SIMILAR.into() };
        let found = self.ask(async |ek, context| ek.customers(context, filter.clone(), page.clone()).await).await?;
        Ok(found.items.into_iter().map(|customer| customer.number).collect())
    }

    async fn customers_acted_for(&mut self) -> Result<Vec<CustomerNumber>, Failure> {
        let own = self.ask(async |ek, context| ek.account(context).await).await?;
        Ok(own.mandates.into_iter().map(|mandate| mandate.customer).collect())
    }

    /// Returns the period that the arguments name, or the `usual` one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn period(&self, range: &RangeArgs, usual: &str) -> Result<Period, Failure> {
        self.period_to(range, usual, None)
    }

    /// Returns the period that was asked for, or the usual one as it is at the newest reading: of a meter that was
    /// read last year, `today` is its last day.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn period_to(&self, range: &RangeArgs, usual: &str, newest: Option<Timestamp>) -> Result<Period, Failure> {
        let now = self.now();
        let period = match range.text() {
            Some(text) => parse_range(&text, now, &self.zone)?,
            None => parse_range(usual, newest.map_or(now, |newest| newest.min(now)), &self.zone)?,
        };
        Ok(period)
    }

    /// Returns the instant that `argument` names.
    ///
    /// # Errors
    /// It cannot be read, or local clocks never or twice showed it.
    pub fn instant(&self, argument: &str, text: &str) -> Result<Timestamp, Failure> {
        parse_instant(&in_english(text), self.now(), &self.zone).map_err(|error| match error {
            RangeError::Unreadable(_) => Usage::no_instant(argument, text).into(),
            RangeError::Skipped(_) | RangeError::Doubled(_) | RangeError::Backwards | RangeError::Calendar => {
                error.into()
            }
        })
    }

    /// Returns the period that holds the instant named by `argument` and no other reading's: they are a second apart.
    ///
    /// # Errors
    /// As [`Session::instant`].
    pub fn moment(&self, argument: &str, text: &str) -> Result<Period, Failure> {
        let from = self.instant(argument, text)?;
        let until = from.checked_add(SignedDuration::from_secs(1)).map_err(|_| RangeError::Calendar)?;
        Ok(Period { from, until })
    }
}

/// Makes a key for a call that changes something.
#[must_use]
pub fn once_key() -> OnceKey {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the system gives random bytes to every program");
    OnceKey::new(random)
}

async fn greet(entry: &mut Entry, patience: Duration) -> Result<(Connection, Box<Admission>, status::Status), Fault> {
    let (connection, admission) = entry.knock().await?;
    let connection = connection.patient(patience);
    let status = connection.ask(async |ek, context| ek.status(context).await).await?;
    Ok((connection, admission, status))
}

/// Notes in the output where and when the answer is made, and returns the zone in which local times are written.
///
/// # Errors
/// The daemon lives in a zone that nobody knows.
pub fn settle(output: &mut Output, status: &status::Status, tz: Option<TimeZone>) -> Result<TimeZone, Failure> {
    let zone = match tz {
        Some(zone) => zone,
        None => zone(&status.zone).map_err(|_| Failure::Zone(status.zone.clone()))?,
    };
    output.look.zone = zone.clone();
    output.set_scene(Scene { generated_at: Some(status.now), data_as_of: status.data_at });
    Ok(zone)
}

/// Waits before the next try, or gives the fault back where there is none.
async fn pause(retries: &mut Retries, talk: Talk, fault: Fault) -> Result<(), Failure> {
    let Some(pause) = retries.next(&fault) else { return Err(fault.into()) };
    if talk == Talk::Verbose {
        drop(io::Write::write_fmt(&mut io::stderr(), format_args!("{fault}; {pause:?}\n")));
    }
    tokio::time::sleep(pause).await;
    Ok(())
}

/// Reads a list into the output, row by row.
///
/// # Errors
/// As [`Session::each`], or those of the writer.
pub async fn list<T, R: Row>(
    session: &mut Session,
    output: &mut Output,
    list: &crate::cli::ListArgs,
    call: impl AsyncFn(&EkClient, Context, Page) -> Result<Result<Paged<T>, Fault>, RpcError>,
    row: impl Fn(T) -> R,
) -> Result<(), Failure> {
    list_of_customer(session, output, (list, None), call, row).await
}

/// Reads a list into the output, row by row; where a customer is named and nothing is found, that one has to be there.
///
/// # Errors
/// As [`list`] and [`Session::known_customer`].
pub async fn list_of_customer<T, R: Row>(
    session: &mut Session,
    output: &mut Output,
    (list, customer): (&crate::cli::ListArgs, Option<&CustomerNumber>),
    call: impl AsyncFn(&EkClient, Context, Page) -> Result<Result<Paged<T>, Fault>, RpcError>,
    row: impl Fn(T) -> R,
) -> Result<(), Failure> {
    let mut listing = output.list::<R>(&list.pick(output.look.format))?;
    let take = |items: Vec<T>| {
        for item in items {
            listing.push(row(item))?;
        }
        Ok(listing.room())
    };
    let next = session.each(list.columns.after.clone(), call, take).await?;
    if listing.is_empty() {
        session.known_customer(customer).await?;
    }
    Ok(listing.finish(next.as_deref())?)
}
