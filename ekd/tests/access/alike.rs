//! What is another's answers as what does not exist: the same words, in the same time.

use std::time::{Duration, Instant};

use common::api::{EkRequest, GapsQuery, LogQuery};
use common::archive::HistoryQuery;
use common::id::{AlarmId, PointId};
use common::page::Page;
use common::quantity::Quantity;
use common::series::SeriesQuery;
use common::time::{Period, Step};

use crate::caller::Caller;
use crate::town::Town;

const SAMPLES: usize = 200;
/// What the medians may differ by (`reliability.md` I2).
const MARGIN: Duration = Duration::from_millis(5);

/// What is asked for: a name, the number of a point, or that of an alarm.
type Question = fn(&str, PointId, AlarmId) -> EkRequest;

fn period() -> Period {
    Period { from: "2026-03-01T00:00:00Z".parse().unwrap(), until: "2026-04-01T00:00:00Z".parse().unwrap() }
}

const QUESTIONS: [(&str, Question); 8] = [
    ("alarm", |_, _, alarm| EkRequest::Alarm { id: alarm }),
    ("series", |_, point, _| EkRequest::Series {
        query: SeriesQuery { point, quantity: Quantity::Energy, period: period(), step: Step::Hour },
    }),
    ("history", |_, point, _| EkRequest::History {
        query: HistoryQuery { point, quantity: None, period: period(), only_changed: false },
        page: Page::default(),
    }),
    ("log", |_, point, _| EkRequest::Log { query: LogQuery { point, period: period() }, page: Page::default() }),
    ("gaps", |_, point, _| EkRequest::Gaps {
        query: GapsQuery { point, quantity: Quantity::Energy, period: period(), cadence: None },
        page: Page::default(),
    }),
    ("site", |name, _, _| EkRequest::FindSite { text: format!("W-{name}") }),
    ("point", |name, _, _| EkRequest::FindPoint { text: format!("P-{name}") }),
    ("serial", |name, _, _| EkRequest::FindPoint { text: format!("S-{name}") }),
];

/// Returns the words of the refusal without what they repeat of the question, and how long it took.
async fn refusal(caller: &Caller, request: EkRequest, asked: &[&str]) -> (String, Duration) {
    let started = Instant::now();
    let answer = caller.ask(request).await;
    let took = started.elapsed();
    let fault = answer.fault.unwrap();
    let mut text = format!("{:?} {:?}", fault.code, fault.cause);
    for asked in asked {
        text = text.replace(asked, "…");
    }
    (text, took)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_anothers_and_what_is_nobodys_answer_alike() {
    let town = Town::start().await;
    let caller = town.of("a-boss reads");
    let (_, foreign) = town.place('B').await;
    let absent = PointId(1 << 40);
    let (alarm, no_alarm) = (town.alarms[&'B'], AlarmId(1 << 40));
    for (what, question) in QUESTIONS {
        let (mut of_foreign, mut of_absent) = (Vec::new(), Vec::new());
        for _ in 0..SAMPLES {
            let (asked, number, id) = ("MARKB", format!("#{foreign}"), format!("id: {alarm}"));
            let (one, took) = refusal(caller, question(asked, foreign, alarm), &[asked, &number, &id]).await;
            of_foreign.push(took);
            let (asked, number, id) = ("MARKX", format!("#{absent}"), format!("id: {no_alarm}"));
            let (other, took) = refusal(caller, question(asked, absent, no_alarm), &[asked, &number, &id]).await;
            of_absent.push(took);
            assert_eq!(one, other, "{what}");
        }
        let (of_foreign, of_absent) = (median(of_foreign), median(of_absent));
        println!("{what}: another's {of_foreign:?}, nobody's {of_absent:?}");
        assert!(of_foreign.abs_diff(of_absent) < MARGIN, "{what}: {of_foreign:?} and {of_absent:?}");
    }
}
