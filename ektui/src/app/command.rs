//! The `ekctl` line that gives what is on the screen. It knows the words of `ekctl`, and nothing of how it works.

use common::cell::Dialect;
use common::due::TransferOf;
use common::endpoint::Endpoint;
use common::id::{AlarmId, PaymentId};
use common::invoice::{Days, InvoiceOwner};
use common::money::Money;
use common::payment::PaymentAct;
use common::report::schedule::Rhythm;
use common::report::{NewReport, SavedReport, Template};
use common::time::{Comparison, Span, View};

use crate::app::alarms::Muting;
use crate::app::sheet::Sheet;
use crate::app::{App, Open};
use crate::effect::{Deed, PaymentChange};
use crate::filter::Filter;
use crate::screen::reports::words as report_words;
use crate::screen::site::beside::compared;
use crate::screen::site::findings::{Findings, Subject};
use crate::screen::site::{Shape, Topic};
use crate::screen::tickets::list::search_words;
use crate::screen::{Ledger, Part, Screen, Shelf};

/// The words that keep what one wants to be told, as a file says it.
pub const NOTICE_SETTINGS: &str = "notifications settings set --file -";

/// Returns how `ekctl` has to be called so that it talks to the daemon at `endpoint`; by itself it goes to `usual`.
#[must_use]
pub fn program(endpoint: &Endpoint, usual: &Endpoint) -> String {
    if endpoint == usual {
        return "ekctl".to_owned();
    }
    format!("ekctl --server {}", quoted(&endpoint.to_string()))
}

/// Returns the line.
#[must_use]
pub fn line(app: &App) -> String {
    format!("{} {}", app.look.ekctl, words(app))
}

fn words(app: &App) -> String {
    match &app.open {
        Open::Mute(cursor) => return mute(app, *cursor),
        Open::Turn(cursor) => return turn(app, *cursor),
        Open::Assign(cursor) => return assign(app, *cursor),
        Open::Findings(findings) => {
            if let Some(words) = about_findings(app, findings) {
                return words;
            }
        }
        _ => {}
    }
    match app.screen {
        Screen::Sites => match Filter::words(&app.sites.filter_text).as_str() {
            "" => "sites live".to_owned(),
            // `ekctl` searches for text and knows no conditions.
            words => format!("sites live --filter {}", quoted(words)),
        },
        Screen::Alarms => "alarms list".to_owned(),
        Screen::AlarmHistory => "alarms history".to_owned(),
        Screen::Alarm => match app.alarms.subject(Screen::Alarm) {
            Some(alarm) => format!("alarms show {}", alarm.id.0),
            None => "alarms list".to_owned(),
        },
        Screen::Rules => "rules list".to_owned(),
        Screen::Rule => match app.rules.selected() {
            Some(rule) => format!("rules show {}", quoted(rule.name.as_str())),
            None => "rules list".to_owned(),
        },
        Screen::Notices => "notifications list".to_owned(),
        Screen::NoticeSettings => "notifications settings show".to_owned(),
        Screen::Deliveries => "outbox list".to_owned(),
        Screen::System => "sources list".to_owned(),
        Screen::Account => "account show".to_owned(),
        Screen::LogIns => "account log-ins".to_owned(),
        Screen::Sessions => "account sessions".to_owned(),
        Screen::Tokens => "tokens list".to_owned(),
        Screen::Customers if app.customers.filter.is_empty() => "customers list".to_owned(),
        Screen::Customers => format!("customers list --filter {}", quoted(&app.customers.filter)),
        Screen::Customer => {
            let number = app.customers.opened.as_ref().map_or("", |number| number.as_str());
            format!("customers show {}", quoted(number))
        }
        Screen::Site => about_site(app),
        Screen::Tickets(_) => about_tickets(app),
        Screen::Billing(ledger) => about_billing(app, ledger),
        Screen::Reports(shelf) => about_reports(app, shelf),
    }
}

/// Returns the words that acknowledge an alarm, with what is typed so far.
#[must_use]
pub fn acknowledge(id: AlarmId, comment: &str) -> String {
    if comment.is_empty() {
        format!("alarms ack {}", id.0)
    } else {
        format!("alarms ack {} --comment {}", id.0, quoted(comment))
    }
}

/// Returns the words for the chart or the table of a site.
fn about_site(app: &App) -> String {
    let Some(detail) = &app.detail else { return "sites live".to_owned() };
    let Some(point) = &detail.point else {
        return format!("sites show {}", quoted(detail.site.code.as_str()));
    };
    let quantities: Vec<&str> = detail.quantities().iter().map(|quantity| quantity.name()).collect();
    let (code, range) = (quoted(point.code.as_str()), range(detail.span));
    match detail.shape {
        // A chart in plain lines has one scale, so it takes one quantity.
        Shape::Chart => {
            let quantity = quantities.first().copied().unwrap_or("energy");
            if detail.topic == Topic::Curve {
                return format!("readings scatter {code} --quantity {quantity} --range {range}");
            }
            let compare = match detail.comparison {
                Some(Comparison::LastYear) => " --compare last-year",
                Some(Comparison::SameWeekdays) => " --compare weekdays",
                Some(Comparison::PreviousPeriod) => " --compare previous",
                None => "",
            };
            format!("readings chart {code} --quantity {quantity} --range {range}{compare}")
        }
        Shape::Table => {
            let step = detail.span.view.step().name();
            format!("readings list {code} --quantity {} --range {range} --step {step}", quantities.join(","))
        }
    }
}

/// Returns the words for what lies over a chart.
fn about_findings(app: &App, findings: &Findings) -> Option<String> {
    let detail = app.detail.as_ref()?;
    let code = quoted(detail.site.code.as_str());
    match &findings.of {
        Subject::Peaks => Some(format!("sites peaks {code}")),
        Subject::Setting(setting) => {
            let query = compared(detail.margin.settings(), setting, app.look.now, &app.look.zone)?;
            let [before, after] = [query.before, query.after].map(|period| report_words::range(period, &app.look));
            Some(format!("readings compare {code} --before {before} --after {after}"))
        }
    }
}

/// Returns the words for the screens of reports.
fn about_reports(app: &App, shelf: Shelf) -> String {
    let made = || app.reports.selected_made().map(|made| made.id.0);
    match shelf {
        Shelf::Finished => made().map_or("reports list".to_owned(), |id| format!("reports download {id} --form pdf")),
        Shelf::Schedule => "reports saved".to_owned(),
        Shelf::Templates => app
            .report_under_cursor()
            .map_or("reports templates".to_owned(), |report| report_words(app, "create", &report)),
        Shelf::Page => match app.reports.page.as_ref().and_then(|page| page.made.as_ref()) {
            Some((id, _)) => format!("reports check {}", id.0),
            None => app
                .report_under_cursor()
                .map_or("reports templates".to_owned(), |report| report_words(app, "preview", &report)),
        },
    }
}

/// Returns the words that make a report, or show what would be on it.
fn report_words(app: &App, verb: &str, report: &NewReport) -> String {
    let definition = &report.definition;
    let mut words = vec![format!("reports {verb} {}", definition.template.name())];
    words.extend(definition.sites.iter().map(|site| format!("--site {}", quoted(site.as_str()))));
    words.extend(definition.customer.iter().map(|customer| format!("--customer {}", quoted(customer.as_str()))));
    match definition.ticket {
        Some(ticket) => words.push(format!("--ticket {ticket}")),
        None if definition.template == Template::TicketDossier => {}
        None => words.push(format!("--range {}", report_words::range(report.period, &app.look))),
    }
    if verb == "create" {
        words.push(format!("--pdf {}.pdf", definition.template.name()));
    }
    words.join(" ")
}

/// Returns the line that does what a form asks for, once it is filled in.
#[must_use]
pub fn of_sheet(app: &App, sheet: &Sheet) -> Option<String> {
    let words = match app.asked_by(sheet)? {
        Deed::MakeReport(_, report, _) => report_words(app, "create", &report),
        Deed::SaveReport(_, report) => save_words(app, &report),
        Deed::ChangePayment(_, id, change) => payment_words(id, &change),
        Deed::AssignInvoice(_, owner) => assign_words(app, &owner),
        Deed::RecordSetting(_, setting) => {
            let at = app.look.local(setting.at).strftime("%Y-%m-%dT%H:%M");
            let (site, kind) = (quoted(setting.site.as_str()), setting.kind.name());
            format!("sites annotate {site} {} --at {at} --kind {kind}", quoted(&setting.text))
        }
        _ => return None,
    };
    Some(format!("! {} {words}", app.look.ekctl))
}

/// Returns the words that keep a definition, and after them those that have it made by itself.
fn save_words(app: &App, report: &SavedReport) -> String {
    let (name, definition) = (quoted(report.name.as_str()), &report.definition);
    let mut words = vec![format!("reports save {name} {}", definition.template.name())];
    words.extend(definition.sites.iter().map(|site| format!("--site {}", quoted(site.as_str()))));
    words.extend(definition.customer.iter().map(|customer| format!("--customer {}", quoted(customer.as_str()))));
    let Some(schedule) = &report.schedule else { return words.join(" ") };
    words.push(format!("&& {} reports schedule {name}", app.look.ekctl));
    words.push(match schedule.rhythm {
        Rhythm::Daily => "--daily".to_owned(),
        Rhythm::Weekly { on } => format!("--weekly {}", on.name()),
        Rhythm::Monthly { day } => format!("--monthly {day}"),
        Rhythm::Season { day } => format!("--season {day}"),
    });
    let forms: Vec<&str> = schedule.forms.iter().map(|form| form.name()).collect();
    words.push(format!("--at {:02}:{:02} --form {}", schedule.at.hour(), schedule.at.minute(), forms.join(",")));
    words.push(format!("--to {}", schedule.to.name()));
    if schedule.dialect == Dialect::ExcelPl {
        words.push("--csv-dialect excel-pl".to_owned());
    }
    words.join(" ")
}

/// Returns the words for the screens of what is owed and paid.
fn about_billing(app: &App, ledger: Ledger) -> String {
    let model = &app.billing;
    let today = app.look.today();
    match ledger {
        Ledger::Dues => of_customer(app, "dues list"),
        Ledger::Invoices => listed(app, "invoices list", &model.invoices.filter, model.invoice_reach.days(today)),
        Ledger::Payments => listed(app, "payments list", &model.payments.filter, model.payment_reach.days(today)),
        Ledger::Balances => searched("dues balances", &model.balances.filter),
        Ledger::Unmatched => searched("payments unmatched", &model.unmatched.filter),
        Ledger::Files => "invoices files".to_owned(),
        Ledger::Invoice => {
            // Where a check has found something, it is what the screen is about.
            let found = model.opened.and_then(|id| model.check_of(id));
            let verb = if found.is_some_and(|check| check.draft.is_some()) { "check" } else { "show" };
            let number = model.subject(app.screen).map(|invoice| quoted(&invoice.number));
            number.map_or_else(|| of_customer(app, "invoices list"), |number| format!("invoices {verb} {number}"))
        }
        Ledger::Payment => match model.opened_payment {
            Some(id) => format!("payments show {id}"),
            None => of_customer(app, "payments list"),
        },
        Ledger::Code => match model.code.as_ref().and_then(|code| code.wanted()) {
            Some(of) => code_words(app, of),
            None => of_customer(app, "dues list"),
        },
    }
}

/// Returns words that list something, of the customer who is looked at.
fn of_customer(app: &App, words: &str) -> String {
    match &app.billing.customer {
        Some(customer) => format!("{words} --customer {}", quoted(customer.as_str())),
        None => words.to_owned(),
    }
}

fn searched(words: &str, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { words.to_owned() } else { format!("{words} {}", quoted(text)) }
}

/// Returns words that list documents, as far back as the screen does.
fn listed(app: &App, words: &str, text: &str, days: Option<Days>) -> String {
    let since = days.map_or_else(String::new, |days| format!(" --since {}", days.first));
    format!("{}{since}", of_customer(app, &searched(words, text)))
}

fn code_words(app: &App, of: &TransferOf) -> String {
    match of {
        TransferOf::Invoices(ids) => {
            let numbers = ids.iter().filter_map(|id| app.billing.find(*id)).map(|invoice| quoted(&invoice.number));
            format!("dues qr {}", numbers.collect::<Vec<_>>().join(" "))
        }
        TransferOf::Overdue(customer) => format!("dues qr --overdue --customer {}", quoted(customer.as_str())),
        TransferOf::Total(customer) => format!("dues qr --customer {}", quoted(customer.as_str())),
    }
}

/// Returns the words that do something with a payment.
fn payment_words(id: PaymentId, change: &PaymentChange) -> String {
    let reasoned =
        |verb: &str, more: &str, reason: &str| format!("payments {verb} {id}{more} --reason {}", quoted(reason));
    let allocate = |invoice: String, amount: Option<Money>| {
        let amount = amount.map_or_else(String::new, |amount| format!(" {}", amount.plain()));
        format!("payments allocate {id} {invoice}{amount}")
    };
    match change {
        PaymentChange::AllocateTo { number, amount } => allocate(quoted(number), *amount),
        PaymentChange::Act(PaymentAct::Allocate { invoice, amount }) => allocate(format!("'#{invoice}'"), *amount),
        PaymentChange::Act(PaymentAct::Assign { customer }) => {
            format!("payments assign {id} {}", quoted(customer.as_str()))
        }
        PaymentChange::Act(PaymentAct::Release { allocation, reason }) => {
            reasoned("release", &format!(" {allocation}"), reason)
        }
        PaymentChange::Act(PaymentAct::Unassign { reason }) => reasoned("unassign", "", reason),
        PaymentChange::Act(PaymentAct::SetAside { reason }) => reasoned("set-aside", "", reason),
        PaymentChange::Act(PaymentAct::ReturnOf { payment }) => format!("payments return {id} --of {payment}"),
    }
}

/// Returns the words that say whose an invoice is.
fn assign_words(app: &App, owner: &InvoiceOwner) -> String {
    let number = app
        .billing
        .find(owner.invoice)
        .map_or_else(|| format!("'#{}'", owner.invoice), |invoice| quoted(&invoice.number));
    match &owner.customer {
        Some(customer) => format!("invoices assign {number} --customer {}", quoted(customer.as_str())),
        None => format!("invoices assign {number} --nobody"),
    }
}

/// Returns the words for the screens of tickets.
fn about_tickets(app: &App) -> String {
    match app.screen {
        Screen::Tickets(Part::Thread) => match app.tickets.thread.number {
            Some(number) => format!("tickets show {number}"),
            None => "tickets list".to_owned(),
        },
        Screen::Tickets(Part::Mine) => tickets(app, "tickets list --mine"),
        Screen::Tickets(Part::Unassigned) => tickets(app, "tickets list --unassigned"),
        Screen::Tickets(Part::All) => tickets(app, "tickets list --all --order changed"),
        Screen::Tickets(Part::Messages) => "messages list".to_owned(),
        Screen::Tickets(Part::Drafts) => "tickets drafts list".to_owned(),
        Screen::Tickets(Part::Figures) => "tickets statistics --since -30d".to_owned(),
        _ => tickets(app, "tickets list"),
    }
}

/// Returns the words that list tickets, with what is searched for.
fn tickets(app: &App, words: &str) -> String {
    match search_words(&app.tickets.list().filter_text).as_str() {
        "" => words.to_owned(),
        text => format!("{words} --text {}", quoted(text)),
    }
}

/// Returns the words for the choice in the chooser of states.
fn turn(app: &App, cursor: usize) -> String {
    let number = app.tickets.subject(app.screen).map(|ticket| ticket.number.to_string()).unwrap_or_default();
    let verb = app.turnings().get(cursor).map_or("close", |turning| turning.verb());
    format!("tickets {verb} {number}")
}

/// Returns the words for the choice in the chooser of people.
fn assign(app: &App, cursor: usize) -> String {
    let number = app.tickets.subject(app.screen).map(|ticket| ticket.number.to_string()).unwrap_or_default();
    match app.assignees().into_iter().nth(cursor) {
        Some((Some(login), _)) => format!("tickets assign {number} {login}"),
        Some((None, _)) | None => format!("tickets assign {number} --nobody"),
    }
}

/// Returns the words for the choice in the chooser of mutings.
fn mute(app: &App, cursor: usize) -> String {
    let id = app.alarms.subject(app.screen).map_or(0, |alarm| alarm.id.0);
    match Muting::ALL.get(cursor).copied().unwrap_or(Muting::Never) {
        Muting::Hours(hours) => format!("alarms mute {id} --for {hours}h"),
        Muting::Morning => {
            let until = app.muted_until(Muting::Morning).map_or(app.look.now, |until| until);
            format!("alarms mute {id} --until {}", app.look.local(until).strftime("%Y-%m-%dT%H:%M"))
        }
        Muting::Never => format!("alarms unmute {id}"),
    }
}

/// Returns the page as `ekctl` reads periods: `2025-11-23`, `2025-W47`, `2025-11` or a pair of dates.
#[must_use]
pub fn range(span: Span) -> String {
    let day = span.first;
    match span.view {
        View::Day => day.to_string(),
        View::Week => {
            let week = day.iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        View::Month => format!("{}-{:02}", day.year(), day.month()),
        View::Season => format!("{day}..{}", span.end()),
    }
}

/// Quotes for a shell where that is needed.
pub(super) fn quoted(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./:".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::time::parse_range;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    #[test]
    fn every_page_is_a_period_that_ekctl_reads() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        for view in [View::Day, View::Week, View::Month, View::Season] {
            let span = view.around(date(2025, 12, 30));
            let period = parse_range(&range(span), crate::fixture::NOW, &zone).unwrap();
            assert_eq!(period, span.period(&zone), "{view:?}");
        }
    }

    #[test]
    fn another_daemon_than_the_usual_one_is_named() {
        let at = |path: &str| Endpoint::Unix(path.into());
        assert_eq!(program(&at("/run/ekd/ekd.sock"), &at("/run/ekd/ekd.sock")), "ekctl");
        let demo = program(&at("/tmp/ektui-demo-a1/ekd.sock"), &at("/run/ekd/ekd.sock"));
        assert_eq!(demo, "ekctl --server unix:/tmp/ektui-demo-a1/ekd.sock");
        assert_eq!(program(&at("/a b"), &at("/c")), "ekctl --server 'unix:/a b'");
    }

    #[test]
    fn shells_see_one_word() {
        assert_eq!(quoted("W-0414"), "W-0414");
        assert_eq!(quoted("stan:cisza moc>80"), "'stan:cisza moc>80'");
        assert_eq!(quoted("a'b"), "'a'\\''b'");
    }
}
