//! Both languages say everything.

use std::collections::BTreeSet;

use common::account::{PasswordKind, Role, Standing};
use common::alarm::{AlarmKind, Severity};
use common::customer::Right;
use common::delivery::{Channel, DeliveryState};
use common::language::Language;
use common::log_in::{LogInOutcome, Method};
use common::notice::{News, NoticeKind};
use common::ticket::finding::{Says, Verdict};
use common::time::hours::Day;

use crate::action::ENTRIES;
use crate::fixture;
use crate::look::{ENGLISH, POLISH};

const SAYS: [Says; 7] = [Says::NoFlow, Says::NoPower, Says::Cold, Says::Hot, Says::Usual, Says::Old, Says::Unknown];

/// What says messages.
const SOURCES: [&str; 69] = [
    include_str!("../app/act.rs"),
    include_str!("../app/alarms.rs"),
    include_str!("../app/answer.rs"),
    include_str!("../app/billing.rs"),
    include_str!("../app/bookkeeping.rs"),
    include_str!("../app/charts.rs"),
    include_str!("../app/compose.rs"),
    include_str!("../app/confirm.rs"),
    include_str!("../app/deeds.rs"),
    include_str!("../app/desk.rs"),
    include_str!("../app/dispatching.rs"),
    include_str!("../app/lines.rs"),
    include_str!("../app/notices.rs"),
    include_str!("../app/place.rs"),
    include_str!("../app/overlay.rs"),
    include_str!("../app/report_form.rs"),
    include_str!("../app/paying.rs"),
    include_str!("../app/reports.rs"),
    include_str!("../app/rules.rs"),
    include_str!("../app/sheet.rs"),
    include_str!("../app/tickets.rs"),
    include_str!("../app/undo.rs"),
    include_str!("../app/view.rs"),
    include_str!("../export.rs"),
    include_str!("../screen.rs"),
    include_str!("../screen/account/view.rs"),
    include_str!("../screen/alarms/card.rs"),
    include_str!("../screen/alarms/list.rs"),
    include_str!("../screen/alarms/view.rs"),
    include_str!("../screen/alarms/words.rs"),
    include_str!("../screen/billing/code.rs"),
    include_str!("../screen/billing/dues.rs"),
    include_str!("../screen/billing/invoice.rs"),
    include_str!("../screen/billing/payment.rs"),
    include_str!("../screen/billing/reach.rs"),
    include_str!("../screen/billing/view.rs"),
    include_str!("../screen/billing/words.rs"),
    include_str!("../screen/customers/card.rs"),
    include_str!("../screen/customers/view.rs"),
    include_str!("../screen/enrolment.rs"),
    include_str!("../screen/log_in.rs"),
    include_str!("../screen/log_in/view.rs"),
    include_str!("../screen/notices/view.rs"),
    include_str!("../screen/notices/words.rs"),
    include_str!("../screen/previous.rs"),
    include_str!("../screen/reports/page.rs"),
    include_str!("../screen/reports/view.rs"),
    include_str!("../screen/reports/words.rs"),
    include_str!("../screen/rules/view.rs"),
    include_str!("../screen/rules/words.rs"),
    include_str!("../screen/site.rs"),
    include_str!("../screen/site/climate.rs"),
    include_str!("../screen/site/findings.rs"),
    include_str!("../screen/site/remarks.rs"),
    include_str!("../screen/site/scatter.rs"),
    include_str!("../screen/site/table.rs"),
    include_str!("../screen/site/view.rs"),
    include_str!("../screen/site/words.rs"),
    include_str!("../screen/sites/sort.rs"),
    include_str!("../screen/sites/view.rs"),
    include_str!("../screen/system/view.rs"),
    include_str!("../screen/tickets/card.rs"),
    include_str!("../screen/tickets/composer.rs"),
    include_str!("../screen/tickets/figures.rs"),
    include_str!("../screen/tickets/list.rs"),
    include_str!("../screen/tickets/thread.rs"),
    include_str!("../screen/tickets/view.rs"),
    include_str!("../screen/tickets/words.rs"),
    include_str!("../screen/tickets/writing.rs"),
];

/// Returns message ids and attributes of a Fluent source.
fn keys(source: &str) -> BTreeSet<String> {
    let mut message = String::new();
    let mut keys = BTreeSet::new();
    for line in source.lines() {
        if let Some((id, _)) = line.split_once('=') {
            let id = id.trim_end();
            if let Some(attribute) = id.trim_start().strip_prefix('.') {
                keys.insert(format!("{message}.{attribute}"));
            } else if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                id.clone_into(&mut message);
                keys.insert(id.to_owned());
            }
        }
    }
    keys
}

#[test]
fn polish_and_english_have_the_same_messages() {
    assert_eq!(keys(POLISH), keys(ENGLISH));
    assert!(keys(POLISH).len() > 150);
}

#[test]
fn every_action_has_a_name() {
    for language in Language::ALL {
        let look = fixture::look(language);
        assert!(ENTRIES.iter().all(|entry| look.knows(entry.label)));
    }
}

#[test]
fn every_name_that_the_daemon_may_give_has_its_words() {
    let roles = Role::ALL.map(|role| format!("role-{}", role.name()));
    let standings = Standing::ALL.into_iter().chain([Standing::Unknown]);
    let kinds = [PasswordKind::None, PasswordKind::Initial, PasswordKind::Own, PasswordKind::Unknown];
    let methods = Method::ALL.into_iter().chain([Method::Unknown]);
    let outcomes = LogInOutcome::ALL.into_iter().chain([LogInOutcome::Unknown]);
    let rights = Right::ALL.into_iter().chain([Right::Unknown]);
    let kinds_of_alarms = AlarmKind::ALL.into_iter().chain([AlarmKind::Unknown]);
    let names: Vec<String> = roles
        .into_iter()
        .chain(standings.map(|standing| format!("standing-{}", standing.name())))
        .chain(kinds.map(|kind| format!("password-{}", kind.name())))
        .chain(methods.map(|method| format!("method-{}", method.name())))
        .chain(outcomes.map(|outcome| format!("outcome-{}", outcome.name())))
        .chain(rights.map(|right| format!("right-{}", right.name())))
        .chain(kinds_of_alarms.map(|kind| format!("alarm-{}", kind.name())))
        .chain(Channel::ALL.into_iter().map(|channel| format!("channel-{}", channel.name())))
        .chain(DeliveryState::ALL.into_iter().map(|state| format!("delivery-{}", state.name())))
        .chain(NoticeKind::all().skip(AlarmKind::ALL.len()).map(|kind| format!("notice-{}", kind.name())))
        .chain(News::ALL[1..].iter().chain(&[News::Unknown]).map(|news| format!("notice-{}", news.name())))
        .chain(Day::ALL.into_iter().map(|day| format!("day-{}", day.name())))
        .chain(AlarmKind::ALL.into_iter().map(|kind| format!("advice-{}", kind.name())))
        .chain(Verdict::ALL.into_iter().map(|verdict| format!("finding-{}", verdict.name())))
        .chain(SAYS.map(|says| format!("says-{}", says.name())))
        .chain(Severity::ALL.into_iter().map(|severity| format!("severity-{}", severity.name())))
        .collect();
    let known = keys(POLISH);
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
}

#[test]
fn no_message_is_said_that_is_not_there() {
    let known = keys(POLISH);
    let looks_like_an_id = |text: &str| {
        let heads = ["action-", "banner-", "choice-", "column-", "compare-", "data-", "export-", "hints-", "legend-"];
        let more = ["news-", "note-", "place-", "sites-", "sort-", "span-", "state-", "strip-", "system-", "table-"];
        let people = ["account-", "button-", "confirm-", "contact-", "customer-", "customers-", "enrolment-", "field-"];
        let alarms = ["alarms-", "preview-", "rules-", "param-", "turn-", "fact-", "mute-", "beyond-", "severity-"];
        let notices = ["notices-", "notice-", "deliveries-", "channel-", "fallback-"];
        let others = ["log-in-", "part-", "period-", "previous-", "scope-", "sheet-", "token-"];
        let tickets =
            ["ticket-", "tickets-", "category-", "priority-", "compose-", "card-", "figures-", "turned-", "attached-"];
        let more_tickets =
            ["author-", "when-", "finding-", "says-", "turning-", "assign-", "origin-", "draft", "messages-"];
        let reports = [
            "report-",
            "reports-",
            "saved-",
            "template-",
            "about-",
            "rhythm-",
            "forms-",
            "to-",
            "check-",
            "remark-",
            "peak-",
            "findings-",
            "scatter-",
            "money-",
            "setting-",
            "axis-",
            "verdict-",
        ];
        let billing =
            ["billing-", "dues-", "invoice-", "invoices-", "payment-", "payments-", "code-", "balance-", "contract-"];
        let rest = ["tab-", "tally-", "toast-", "topic-", "total-", "used-", "view-", "gap-"];
        let head = [
            &heads[..],
            &more,
            &people,
            &alarms,
            &notices,
            &others,
            &tickets,
            &more_tickets,
            &reports,
            &billing,
            &rest,
        ]
        .concat()
        .into_iter()
        .any(|head| text.starts_with(head));
        head && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    for source in SOURCES {
        for text in source.split('"').skip(1).step_by(2).filter(|text| looks_like_an_id(text)) {
            assert!(known.contains(text), "{text}");
        }
    }
}
