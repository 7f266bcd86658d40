//! What works while the daemon answers: each a task of the supervisor.

use std::sync::Arc;

use common::source::{Problem, ProblemKind};

use crate::accounts::Kit;
use crate::config::{BillingConfig, Config, MailboxConfig, SmtpConfig, retention};
use crate::import::directory::Inbox;
use crate::mailbox::Reader;
use crate::office::incoming::Intake;
use crate::office::round::Warden;
use crate::office::sendings::Carrier;
use crate::outbox::{self, Deliverer};
use crate::pruning::Pruner;
use crate::reception::Reception;
use crate::reporting::rounds::Reporter;
use crate::rpc::House;
use crate::sealing::Sealer;
use crate::settlement::rounds::Settler;
use crate::source::roster::Configured;
use crate::source::{Attempt, Desk, Source};
use crate::store::StoreError;
use crate::supervisor::Supervisor;
use crate::telling::Teller;
use crate::vigil::round::Watchman;
use crate::{mail, mending, vigil};

/// Starts what works behind everyone's back: sealing, retention, delivery.
pub(super) async fn work_behind(supervisor: &Supervisor, house: &House, config: &Config) -> Result<(), StoreError> {
    let Reception { store, clock, forms, .. } = &house.reception;
    let calendar = &forms.calendar;
    if store.shared().has_lost() {
        let forms = Arc::clone(forms);
        store.write("sums anew", move |tx| mending::sums_anew(tx, &forms.calendar)).await?;
    }
    let after = config.archive.seal_after.unsigned_abs();
    let sealer = Sealer { store: store.clone(), calendar: calendar.clone(), clock: clock.clone(), after };
    let stop = supervisor.stop.clone();
    supervisor.restartable("sealing".to_owned(), move || sealer.clone().run(stop.clone()));
    let rules = retention::rules(&config.retention).into();
    let keep_log_ins = config.accounts.keep_log_ins;
    let keep_texts = config.tickets.keep_texts;
    let pruner = Pruner {
        store: store.clone(),
        calendar: calendar.clone(),
        clock: clock.clone(),
        rules,
        keep_log_ins,
        keep_texts,
        keep_reports: config.reports.keep,
    };
    let stop = supervisor.stop.clone();
    supervisor.restartable("retention".to_owned(), move || pruner.clone().run(stop.clone()));
    let now = clock.now();
    store.write("first rules", move |tx| vigil::rules::seed(tx, now)).await?;
    let watchman = Watchman { store: store.clone(), calendar: calendar.clone(), clock: clock.clone(), since: now };
    let stop = supervisor.stop.clone();
    supervisor.restartable("alarms".to_owned(), move || watchman.clone().run(stop.clone()));
    serve_tickets(supervisor, house);
    settle(supervisor, house, &config.billing);
    let (porter, stop) = (house.porter.clone(), supervisor.stop.clone());
    supervisor.restartable("unfinished log-ins".to_owned(), move || porter.clone().watch(stop.clone()));
    let Kit { vault, channels, zone } = house.porter.kit.clone();
    let teller =
        Teller { store: store.clone(), vault: vault.clone(), clock: clock.clone(), zone, channels: channels.clone() };
    let stop = supervisor.stop.clone();
    supervisor.restartable("notices".to_owned(), move || teller.clone().run(stop.clone()));
    let reporter = Reporter {
        store: store.clone(),
        vault: vault.clone(),
        clock: clock.clone(),
        desk: house.about.reports.clone(),
    };
    let stop = supervisor.stop.clone();
    supervisor.restartable("reports".to_owned(), move || reporter.clone().run(stop.clone()));
    let deliverer = Deliverer { store: store.clone(), vault, clock: clock.clone(), channels };
    deliver(supervisor, deliverer);
    if config.billing.directory.is_some() {
        take_files(supervisor, house, config);
    }
    if let Some(mailbox) = &config.mailbox {
        read_mail(supervisor, house, (mailbox, config.smtp.as_ref()));
    }
    Ok(())
}

/// Has what was sent leave when its time has come, and time do with tickets what it does.
fn serve_tickets(supervisor: &Supervisor, house: &House) {
    let Reception { store, clock, .. } = &house.reception;
    let (desk, stop) = (&house.about.desk, &supervisor.stop);
    let carrier = Carrier { store: store.clone(), clock: clock.clone(), desk: Arc::clone(desk) };
    let stopped = stop.clone();
    supervisor.restartable("sendings".to_owned(), move || carrier.clone().run(stopped.clone()));
    let warden = Warden { store: store.clone(), clock: clock.clone(), desk: Arc::clone(desk) };
    let stopped = stop.clone();
    supervisor.restartable("tickets".to_owned(), move || warden.clone().run(stopped.clone()));
}

/// Has files with invoices and statements taken from their directory.
fn take_files(supervisor: &Supervisor, house: &House, config: &Config) {
    let Reception { store, clock, .. } = &house.reception;
    let inbox = Inbox {
        store: store.clone(),
        clock: clock.clone(),
        zone: house.about.zone.clone(),
        config: config.billing.clone(),
        reader: house.about.reader.clone(),
    };
    let stop = supervisor.stop.clone();
    supervisor.restartable("billing".to_owned(), move || inbox.clone().run(stop.clone()));
}

/// Has people reminded of what is due, and payments looked at again that nobody knew.
fn settle(supervisor: &Supervisor, house: &House, config: &BillingConfig) {
    let Reception { store, clock, .. } = &house.reception;
    let zone = house.about.zone.clone();
    let reminders = config.reminders.iter().copied().collect();
    let settler = Settler { store: store.clone(), clock: clock.clone(), zone, reminders };
    let stop = supervisor.stop.clone();
    supervisor.restartable("settlement".to_owned(), move || settler.clone().run(stop.clone()));
}

/// Has the office's mailbox read.
fn read_mail(supervisor: &Supervisor, house: &House, (config, smtp): (&MailboxConfig, Option<&SmtpConfig>)) {
    let Reception { store, clock, .. } = &house.reception;
    let Kit { vault, channels, zone } = house.porter.kit.clone();
    let senders = smtp.iter().flat_map(|smtp| smtp.servers()).map(|server| &server.from);
    let office = mail::Office {
        addresses: std::iter::once(&config.address).chain(senders).cloned().collect(),
        hosts: vec![outbox::HOST.to_owned()],
        authentication_server: config.authserv_id.clone(),
    };
    let (desk, address) = (Arc::clone(&house.about.desk), config.address.clone());
    let intake = Arc::new(Intake { desk, office, address, vault, channels, zone });
    let reader = Reader { config: Arc::new(config.clone()), store: store.clone(), clock: clock.clone(), intake };
    let stop = supervisor.stop.clone();
    supervisor.restartable("mailbox".to_owned(), move || reader.clone().run(stop.clone()));
}

/// Has what is in the outbox delivered.
fn deliver(supervisor: &Supervisor, deliverer: Deliverer) {
    let stop = supervisor.stop.clone();
    supervisor.restartable("outbox".to_owned(), move || deliverer.clone().run(stop.clone()));
}

/// Has a source brought up, and up again when it fails.
pub(super) fn bring(supervisor: &Supervisor, source: Configured, house: &House) {
    let Configured { name, make, .. } = source;
    let nudge = house.nudges.get(&name).cloned().unwrap_or_default();
    let desk = Desk::new(name.clone(), house.reception.clone(), nudge);
    let stop = supervisor.stop.clone();
    let make = Arc::new(make);
    supervisor.restartable(format!("source {name}"), move || {
        let (make, desk, stop) = (Arc::clone(&make), desk.clone(), stop.clone());
        async move {
            let source: Box<dyn Source> = match make() {
                Ok(source) => source,
                Err(error) => {
                    let detail = format!("{:#}", anyhow::Error::new(error));
                    let problem = Problem { kind: ProblemKind::Other, detail };
                    desk.report(Attempt::Failed(problem.clone()), None).await?;
                    return Err(anyhow::anyhow!(problem.detail));
                }
            };
            source.run(desk, stop).await.map_err(anyhow::Error::from)
        }
    });
}
