//! The first two rows of every screen: the tabs, where I am, and how old what is shown is. Changes nothing.

use common::quantity::{Quantity, Temperature, Value};
use common::weather::MOST_AGE;
use jiff::SignedDuration;

use crate::app::{App, Link};
use crate::screen::reports::words as report_words;
use crate::screen::tickets::words::Side;
use crate::screen::{Ledger, Part, Screen, Shelf, Tab, alarms, billing, site};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// Data older than this is not called live.
const FRESH: SignedDuration = SignedDuration::from_hours(2);

pub(super) fn tabs(app: &App, pen: &mut Pen<'_>) {
    let demo = if app.is_demo() { app.look.say("demo") } else { String::new() };
    let room = pen.width().saturating_sub(fit::width(&demo) + 2);
    let shown: Vec<_> = Screen::TABS.into_iter().filter(|(_, screen, _)| screen.is_for(app.role())).collect();
    let mut tabs: Vec<(Screen, String)> =
        shown.iter().map(|tab| (tab.1, tab_text(app, *tab, &app.look.say(tab.2)))).collect();
    // Counters are never cut off: names give way, the longest first, that of the present screen last.
    let mut order: Vec<usize> = (0..tabs.len()).collect();
    order.sort_by_key(|place| (shown[*place].1 == app.screen.tab(), std::cmp::Reverse(fit::width(&tabs[*place].1))));
    let width = |tabs: &[(Screen, String)]| tabs.iter().map(|(_, text)| fit::width(text)).sum::<u16>();
    for place in order.iter().copied() {
        if width(&tabs) <= room {
            break;
        }
        tabs[place].1 = tab_text(app, shown[place], &app.look.short(shown[place].2));
    }
    // On the narrowest screens only the keys are left of those that are not open.
    for place in order {
        if width(&tabs) <= room {
            break;
        }
        tabs[place].1 = tab_text(app, shown[place], "");
    }
    let mut x = 1;
    for (screen, text) in &tabs {
        x = pen.text(x, 0, text, if *screen == app.screen.tab() { Role::Strong } else { Role::Normal });
    }
    pen.text_right(pen.width().saturating_sub(1), 0, &demo, Role::Strong);
}

fn tab_text(app: &App, (key, screen, _): Tab, name: &str) -> String {
    let gap = if name.is_empty() { "" } else { " " };
    let text = format!("{key}{gap}{name}{}", tab_counter(app, screen));
    if screen == app.screen.tab() { format!("[{text}]") } else { format!(" {text} ") }
}

/// Returns how many things on a screen wait for somebody, with a space before it.
fn tab_counter(app: &App, screen: Screen) -> String {
    let n = match screen {
        Screen::Alarms => app.alarms.counts().map_or(0, |counts| counts.n_unacknowledged),
        Screen::Tickets(Part::Open) => app.tickets.counts.value().map_or(0, |counts| match app.side() {
            Side::Customer => counts.n_unread,
            Side::Office => counts.n_overdue,
        }),
        Screen::Billing(Ledger::Dues) => match app.side() {
            Side::Customer => app.billing.head.all().iter().map(|balance| balance.n_overdue).sum(),
            Side::Office => app.billing.unmatched.extent().0 as u64,
        },
        Screen::System => app.status.value().map_or(0, |status| status.n_sources_failing),
        _ => 0,
    };
    if n > 0 { format!(" {n}") } else { String::new() }
}

pub(super) fn place(app: &App, pen: &mut Pen<'_>) {
    let state = data_state(app);
    let end = pen.width().saturating_sub(1);
    let room = usize::from(end.saturating_sub(fit::width(&state) + 3));
    let text = match (app.screen, &app.detail) {
        (Screen::Site, Some(detail)) => site::view::title(detail, &app.look),
        (Screen::System, _) => app.look.say("place-system"),
        (Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens, _) => place_of_account(app),
        (Screen::Notices | Screen::NoticeSettings | Screen::Deliveries, _) => place_of_notices(app),
        (Screen::Alarms | Screen::AlarmHistory | Screen::Rules, _) => place_of_alarms(app, room),
        (Screen::Alarm, _) => place_of_alarm(app),
        (Screen::Tickets(_), _) => place_of_tickets(app, room),
        (Screen::Billing(Ledger::Invoice), _) => place_of_invoice(app),
        (Screen::Billing(Ledger::Payment), _) => place_of_payment(app),
        (Screen::Billing(_), _) => place_of_billing(app, room),
        (Screen::Reports(Shelf::Page), _) => place_of_page(app),
        (Screen::Reports(_), _) => place_of_reports(app),
        (Screen::Rule, _) => {
            let name = app.rules.selected().map_or("", |rule| rule.name.as_str());
            app.look.tell("place-rule", &[("name", name.into())])
        }
        (Screen::Customers, _) => app.look.say("place-customers"),
        (Screen::Customer, _) => place_of_customer(app),
        (Screen::Sites | Screen::Site, _) => place_of_sites(app),
    };
    pen.text(1, 1, &fit::cut_end(&text, room, app.look.glyphs.ellipsis), Role::Normal);
    pen.text_right(end, 1, &state, Role::Normal);
}

/// Returns the parts of the screen of alarms, the present one in brackets, and how many are active.
fn place_of_alarms(app: &App, room: usize) -> String {
    let part = |screen: Screen| {
        let name = app.look.say(match screen {
            Screen::AlarmHistory => "part-history",
            Screen::Rules => "part-rules",
            _ => "part-active",
        });
        if screen == app.screen { format!("[{name}]") } else { format!(" {name} ") }
    };
    let parts = Screen::OF_ALARMS.map(part).join(" ");
    let counted = alarms::view::counted(&app.alarms, &app.look);
    let parts: Vec<String> = std::iter::once(parts).chain(counted).collect();
    fit::whole_parts(&parts, " · ", room)
}

/// Returns the parts of the screen of tickets, the present one in brackets, with how many there are; short names where
/// the long ones have no room.
fn place_of_tickets(app: &App, room: usize) -> String {
    let tab = app.tickets.tab;
    let parts = |say: &dyn Fn(&str) -> String| -> String {
        let shown = Screen::OF_TICKETS.into_iter().filter(|screen| screen.is_for(app.role()));
        let part = |screen: Screen| {
            let name = format!("{}{}", say(part_label(screen)), part_counter(app, screen));
            if screen == tab { format!("[{name}]") } else { format!(" {name} ") }
        };
        shown.map(part).collect()
    };
    let long = parts(&|id: &str| app.look.say(id));
    if usize::from(fit::width(&long)) <= room { long } else { parts(&|id: &str| app.look.short(id)) }
}

const fn part_label(screen: Screen) -> &'static str {
    match screen {
        Screen::Tickets(Part::Mine) => "part-mine",
        Screen::Tickets(Part::Unassigned) => "part-unassigned",
        Screen::Tickets(Part::All) => "part-all",
        Screen::Tickets(Part::Messages) => "part-messages",
        Screen::Tickets(Part::Drafts) => "part-drafts",
        Screen::Tickets(Part::Figures) => "part-figures",
        _ => "part-open",
    }
}

/// Returns how many things there are in a part, with a space before it.
fn part_counter(app: &App, screen: Screen) -> String {
    let counts = app.tickets.counts.value();
    let n = match screen {
        Screen::Tickets(Part::Open) => counts.map_or(0, |counts| counts.n_open),
        Screen::Tickets(Part::Unassigned) => counts.map_or(0, |counts| counts.n_unassigned),
        Screen::Tickets(Part::Messages) => counts.map_or(0, |counts| counts.n_unread),
        Screen::Tickets(Part::Drafts) => app.tickets.drafts.all().len() as u64,
        _ => 0,
    };
    if n > 0 { format!(" {n}") } else { String::new() }
}

/// Returns the parts of the screen of what is owed and paid, the present one in brackets, and whose things are shown;
/// short names where the long ones have no room.
fn place_of_billing(app: &App, room: usize) -> String {
    let whose = app.billing.customer.as_ref().map(ToString::to_string);
    let parts = |say: &dyn Fn(&str) -> String| -> String {
        let shown = Screen::OF_BILLING.into_iter().filter(|screen| screen.is_for(app.role()));
        let part = |screen: Screen| {
            let name = say(ledger_label(screen));
            if screen == app.billing.tab { format!("[{name}]") } else { format!(" {name} ") }
        };
        let parts: String = shown.map(part).collect();
        std::iter::once(parts).chain(whose.clone()).collect::<Vec<_>>().join(" · ")
    };
    let long = parts(&|id: &str| app.look.say(id));
    if usize::from(fit::width(&long)) <= room { long } else { parts(&|id: &str| app.look.short(id)) }
}

const fn ledger_label(screen: Screen) -> &'static str {
    match screen {
        Screen::Billing(Ledger::Invoices) => "part-invoices",
        Screen::Billing(Ledger::Payments) => "part-payments",
        Screen::Billing(Ledger::Balances) => "part-balances",
        Screen::Billing(Ledger::Unmatched) => "part-unmatched",
        Screen::Billing(Ledger::Files) => "part-files",
        _ => "part-dues",
    }
}

fn place_of_invoice(app: &App) -> String {
    let Some(invoice) = app.billing.subject(Screen::Billing(Ledger::Invoice)) else {
        return app.look.say("tab-billing");
    };
    let kind = billing::words::kind(invoice, &app.look);
    format!("{} › {kind} · {}", common::text::visible(&invoice.number), billing::words::customer(invoice))
}

fn place_of_payment(app: &App) -> String {
    let Some(payment) = app.billing.payment_of(Screen::Billing(Ledger::Payment)) else {
        return app.look.say("tab-billing");
    };
    let id = app.look.tell("billing-payment", &[("id", payment.id.0.to_string().into())]);
    format!("{id} · {}", billing::words::payer(payment))
}

/// Returns the parts of the screen of reports, the present one in brackets.
fn place_of_reports(app: &App) -> String {
    let part = |screen: Screen| {
        let name = app.look.say(match screen {
            Screen::Reports(Shelf::Finished) => "part-finished",
            Screen::Reports(Shelf::Schedule) => "part-schedule",
            _ => "part-templates",
        });
        if screen == app.screen { format!("[{name}]") } else { format!(" {name} ") }
    };
    Screen::OF_REPORTS.map(part).join(" ")
}

/// Returns which report is looked at, and for which period.
fn place_of_page(app: &App) -> String {
    let Some(page) = &app.reports.page else { return app.look.say("tab-reports") };
    let template = app.look.say(report_words::template_label(page.report.definition.template));
    match page.report.definition.ticket {
        Some(ticket) => format!("{template} › {ticket}"),
        None => format!("{template} › {}", report_words::period(page.report.period, &app.look)),
    }
}

fn place_of_alarm(app: &App) -> String {
    let Some(alarm) = app.alarms.subject(Screen::Alarm) else { return app.look.say("tab-alarms") };
    format!("{} · {}", alarms::words::number(alarm.id), alarms::words::place(alarm, &app.look))
}

/// Returns the parts of the account, the present one in brackets.
fn place_of_account(app: &App) -> String {
    let part = |screen: Screen| {
        let name = app.look.say(match screen {
            Screen::LogIns => "part-log-ins",
            Screen::Sessions => "part-sessions",
            Screen::Tokens => "part-tokens",
            _ => "part-details",
        });
        if screen == app.screen { format!("[{name}]") } else { format!(" {name} ") }
    };
    format!("{} {}", app.look.say("place-account"), Screen::OF_ACCOUNT.map(part).join(" "))
}

/// Returns the parts of the screen of notices, the present one in brackets.
fn place_of_notices(app: &App) -> String {
    let part = |screen: Screen| {
        let name = app.look.say(match screen {
            Screen::NoticeSettings => "part-notice-settings",
            Screen::Deliveries => "part-deliveries",
            _ => "part-told",
        });
        if screen == app.screen { format!("[{name}]") } else { format!(" {name} ") }
    };
    let parts = Screen::OF_NOTICES.into_iter().filter(|screen| screen.is_for(app.role())).map(part);
    parts.collect::<Vec<_>>().join(" ")
}

fn place_of_customer(app: &App) -> String {
    let number = app.customers.opened.as_ref().map_or("", |number| number.as_str());
    app.look.tell("place-customer", &[("number", number.into())])
}

fn place_of_sites(app: &App) -> String {
    let Some(rows) = app.sites.rows.value() else { return app.look.say("tab-sites") };
    let mut text = app.look.tell("place-sites", &[("n", rows.len().into())]);
    let troubled = app.sites.n_troubled();
    if troubled > 0 {
        text.push_str(" · ");
        text.push_str(&app.look.tell("place-troubled", &[("n", troubled.into())]));
    }
    if let Some(outdoor) = outdoor(app) {
        let degrees = app.look.amount(Quantity::Outdoor, Value::Temperature(outdoor));
        text.push_str(" · ");
        text.push_str(&app.look.tell("place-outdoor", &[("degrees", degrees.into())]));
    }
    text
}

/// Returns the outdoor temperature that counts for the installation, while it is not too old.
fn outdoor(app: &App) -> Option<Temperature> {
    let outdoor = app.status.value()?.outdoor?;
    (app.look.now.duration_since(outdoor.at) <= MOST_AGE).then_some(outdoor.value)
}

/// Returns how old what is shown is: live, or from when.
fn data_state(app: &App) -> String {
    let look = &app.look;
    match &app.link {
        Link::Connecting => look.say("state-connecting"),
        Link::Down { .. } => data_from(app),
        Link::Up => {
            let data_at = app.status.value().and_then(|status| status.data_at);
            match data_at {
                Some(at) if look.now.duration_since(at) < FRESH => {
                    look.tell("data-live", &[("at", look.clock(look.now).into())])
                }
                Some(_) | None => data_from(app),
            }
        }
    }
}

pub(super) fn data_from(app: &App) -> String {
    let data_at = app.status.value().and_then(|status| status.data_at);
    match data_at {
        Some(at) => app.look.tell("data-from", &[("at", app.look.moment(at).into())]),
        None if app.status.value().is_some() => app.look.say("data-none"),
        None => String::new(),
    }
}
