//! An export that goes down, lies, repeats itself and comes late: what remains is what an undisturbed one would leave.

use common::source::{Health, ProblemKind};
use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::harness::client::Client;
use crate::harness::daemon::TestDaemon;
use crate::harness::dice::Dice;
use crate::harness::http::{Exporter, Weather};
use crate::harness::paper::{self, Form, Slip};

const FIRST: Date = date(2026, 3, 26);
const TODAY: Date = date(2026, 4, 2);
const NOW: &str = "2026-04-02T21:30:00Z";
/// The last days are asked for again: late and corrected values of these come in.
const WINDOW_FROM: Date = date(2026, 3, 30);
const FORMS: [Form; 3] = [Form::Json, Form::Csv, Form::Xml];

fn section(exporter: &Exporter) -> String {
    format!(
        "[export.etis]\nurl = \"http://{}/heat/{{day}}\"\nzone = \"Europe/Warsaw\"\ninterval = \"30s\"\n\
         first-day = \"{FIRST}\"\nrefetch-window = \"3d\"\ntimeout = \"1s\"\nconnect-timeout = \"1s\"\n",
        exporter.address
    )
}

/// Lets the export be asked in rounds until it has been fair for a whole one, starts the daemon anew now and then,
/// and returns what the archive holds.
async fn ride(exporter: &Exporter, n_rounds: usize) -> String {
    let mut daemon = TestDaemon::start(NOW, &section(exporter)).await;
    let mut client = daemon.client().await;
    client.import("registry.xml", None, paper::registry().as_bytes()).await;
    let mut now: Timestamp = NOW.parse().unwrap();
    for round in 0..=n_rounds {
        if round == n_rounds {
            exporter.forecast(|_, _| Weather::Fair);
        }
        client.wait_until("the end of a round", async |client| client.source("etis").await.next_at > Some(now)).await;
        now += SignedDuration::from_mins(1);
        daemon.set_clock(now);
        if round % 4 == 3 {
            daemon = daemon.restart(&section(exporter)).await;
            client = daemon.client().await;
        } else {
            client.poll("etis").await;
        }
    }
    client
        .wait_until("the end of the last round", async |client| client.source("etis").await.next_at > Some(now))
        .await;
    for document in client.documents().await {
        assert!(document.tally.balances(), "{document:?}");
    }
    client.listing().await
}

/// Everything that a day may suffer; what is taken in but wrong can be put right only while the day is asked for again.
fn storm(dice: &mut Dice, day: Date) -> Weather {
    const ANY_DAY: [Weather; 9] = [
        Weather::Fair,
        Weather::Down,
        Weather::ServerError,
        Weather::LogInPage,
        Weather::Truncated,
        Weather::BrokenOff,
        Weather::Bomb,
        Weather::ServerError,
        Weather::BrokenOff,
    ];
    const LAST_DAYS: [Weather; 5] = [
        Weather::NoSuchDay,
        Weather::Slip(Slip::Early),
        Weather::Slip(Slip::WrongUnits),
        Weather::Slip(Slip::HalfADay),
        Weather::Slip(Slip::None),
    ];
    let n_kinds = ANY_DAY.len() + if day >= WINDOW_FROM { LAST_DAYS.len() } else { 0 };
    let kind = dice.below(n_kinds);
    ANY_DAY.get(kind).copied().unwrap_or_else(|| LAST_DAYS[kind - ANY_DAY.len()])
}

async fn undisturbed() -> String {
    let exporter = Exporter::start(FORMS, |_, _| Weather::Fair).await;
    ride(&exporter, 1).await
}

#[tokio::test]
async fn after_a_storm_the_archive_is_that_of_an_undisturbed_run() {
    let expected = undisturbed().await;
    let n_hours: usize = FIRST
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= TODAY)
        .map(|day| paper::hours(day).len())
        .sum();
    assert_eq!(expected.lines().count(), n_hours * 3 * 4);
    let mut dice = Dice::seeded(20_261_123);
    for _ in 0..3 {
        let mut weather = Dice::new(dice.number());
        let exporter = Exporter::start(FORMS, move |_, day| storm(&mut weather, day)).await;
        let found = ride(&exporter, 8).await;
        assert!(exporter.served().len() > 20);
        same(&found, &expected);
    }
}

fn same(found: &str, expected: &str) {
    let odd: Vec<&str> = found.lines().filter(|line| !expected.contains(line)).take(5).collect();
    let lost: Vec<&str> = expected.lines().filter(|line| !found.contains(line)).take(5).collect();
    assert!(found == expected, "not in the undisturbed run: {odd:#?}\nlost: {lost:#?}");
}

#[tokio::test]
async fn a_day_that_came_broken_is_asked_for_again_until_it_is_whole() {
    let first_times = |n_before: usize, day: Date| match day {
        FIRST if n_before < 12 => Weather::Truncated,
        _ => Weather::Fair,
    };
    let exporter = Exporter::start(FORMS, first_times).await;
    let found = ride(&exporter, 2).await;
    assert!(exporter.served().contains(&(FIRST, Weather::Truncated)));
    same(&found, &undisturbed().await);
}

#[tokio::test]
async fn a_document_that_drips_is_given_up_and_fetched_later() {
    let first_time = |n_before: usize, _: Date| if n_before == 0 { Weather::Drip } else { Weather::Fair };
    let exporter = Exporter::start(FORMS, first_time).await;
    let found = ride(&exporter, 2).await;
    assert_eq!(exporter.served()[0], (FIRST, Weather::Drip));
    same(&found, &undisturbed().await);
}

#[tokio::test]
async fn what_is_wrong_with_an_export_shows_in_its_health_until_it_is_well() {
    const CASES: [(Weather, ProblemKind); 7] = [
        (Weather::Down, ProblemKind::Unreachable),
        (Weather::ServerError, ProblemKind::Refused),
        (Weather::LogInPage, ProblemKind::WebPage),
        (Weather::NoSuchDay, ProblemKind::Missing),
        (Weather::BrokenOff, ProblemKind::Malformed),
        (Weather::Truncated, ProblemKind::Malformed),
        (Weather::Bomb, ProblemKind::Malformed),
    ];
    let exporter = Exporter::start([Form::Xml; 3], |_, _| Weather::Fair).await;
    let daemon = TestDaemon::start(NOW, &section(&exporter)).await;
    let client = daemon.client().await;
    let is_well = async |client: &Client| client.source("etis").await.health == Health::Healthy;
    client.wait_until("a first round", is_well).await;
    for (weather, kind) in CASES {
        exporter.forecast(move |_, _| weather);
        client.poll("etis").await;
        let shows = async |client: &Client| matches!(client.source("etis").await.health, Health::Failing { problem, .. } if problem.kind == kind);
        client.wait_until(&format!("{weather:?} shows as {kind:?}"), shows).await;
        exporter.forecast(|_, _| Weather::Fair);
        client.poll("etis").await;
        client.wait_until(&format!("{weather:?} is over"), is_well).await;
    }
}
