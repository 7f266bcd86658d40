//! The frame around every screen: tabs, where I am, banner, counters, hints. Changes nothing.

use common::fault::{Cause, FaultCode};
use common::quantity::{Quantity, Temperature, Value};
use common::text::visible;
use common::weather::MOST_AGE;
use jiff::SignedDuration;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::action;
use crate::app::door::Door;
use crate::app::sheet::Purpose;
use crate::app::{App, Link, Open, SMALLEST, ToastKind, overlay};
use crate::screen::sites::view::Focus;
use crate::screen::{
    Screen, account, alarms, customers, enrolment, log_in, notices, previous, rules, site, sites, system,
};
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::{fit, input};

/// Rows of tabs and place.
const HEAD: u16 = 2;
/// Rows of counters and hints.
const FOOT: u16 = 2;
/// Rows of a banner at most.
const MOST_BANNER: usize = 3;
/// Data older than this is not called live.
const FRESH: SignedDuration = SignedDuration::from_hours(2);

/// Draws the state.
pub fn view(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    draw(app, area, frame.buffer_mut());
}

/// Draws the state into a buffer.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let mut pen = Pen::new(buffer, area, &app.look);
    let (width, height) = (pen.width(), pen.height());
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return too_small(app, &mut pen);
    }
    if covers_everything(app, &mut pen) {
        return;
    }
    tabs(app, &mut pen);
    place(app, &mut pen);
    let top = HEAD + banner_rows(app);
    banner(app, &mut pen);
    let mut body = pen.part(0, top, width, height.saturating_sub(top + FOOT));
    draw_body(app, &mut body);
    overlay::draw(app, &mut body);
    counters(app, height - 2, &mut pen);
    hints(app, height - 1, &mut pen);
}

/// Draws what stands before the screens, and what needs all their room; tells whether there is such a thing.
fn covers_everything(app: &App, pen: &mut Pen<'_>) -> bool {
    let (width, height) = (pen.width(), pen.height());
    let body = &mut pen.part(0, 0, width, height - 1);
    match (&app.door, &app.open) {
        (Door::LogIn(model), _) => {
            let place = if app.visitor.is_empty() { log_in::view::Place::Real } else { log_in::view::Place::Demo };
            log_in::view::draw(model, place, body);
        }
        (Door::Previous(model), open) => {
            previous::draw(model, body);
            if let Open::Confirm(confirm) = open {
                overlay::draw_confirm(app, confirm, body);
            }
        }
        (Door::Open, Open::Sheet(sheet)) => {
            let Purpose::TotpCode(offer) = &sheet.purpose else { return false };
            enrolment::draw(offer, &sheet.form, &overlay::said(app, sheet), body);
        }
        (Door::Open, _) => return false,
    }
    if let Some(toast) = app.toast.as_ref().filter(|toast| toast.kind == ToastKind::Reply) {
        let text = fit::cut_middle(&toast.text, usize::from(width.saturating_sub(2)), app.look.glyphs.ellipsis);
        pen.text(1, height - 2, &text, Role::Normal);
    }
    hints(app, height - 1, pen);
    true
}

/// Returns how many rows are left for a screen.
#[must_use]
pub fn body_rows(app: &App) -> u16 {
    app.size.1.saturating_sub(HEAD + FOOT + banner_rows(app))
}

fn banner_rows(app: &App) -> u16 {
    u16::try_from(banner_lines(app).len()).unwrap_or(u16::MAX)
}

fn too_small(app: &App, pen: &mut Pen<'_>) {
    let (width, height) = SMALLEST;
    let text = app.look.tell("too-small", &[("width", width.into()), ("height", height.into())]);
    for (y, line) in (0..).zip(fit::wrap(&text, usize::from(pen.width()))) {
        pen.text(0, y, &line, Role::Normal);
    }
}

fn draw_body(app: &App, pen: &mut Pen<'_>) {
    let (width, height) = (pen.width(), pen.height());
    match app.screen {
        Screen::System => system::view::draw(&app.system, &app.status, pen),
        Screen::Account | Screen::LogIns | Screen::Sessions | Screen::Tokens => {
            account::view::draw(&app.account, app.screen, &|what: &str| app.denied(what), pen);
        }
        Screen::Alarms | Screen::AlarmHistory => alarms::view::draw(&app.alarms, app.screen, pen),
        Screen::Alarm => alarms::view::draw_alarm(&app.alarms, pen),
        Screen::Rules => rules::view::draw(&app.rules, pen),
        Screen::Rule => rules::view::draw_rule(&app.rules, pen),
        Screen::Notices | Screen::NoticeSettings | Screen::Deliveries => {
            notices::view::draw(&app.notices, app.screen, &|what: &str| app.denied(what), pen);
        }
        Screen::Customers => customers::view::draw(&app.customers, &|what: &str| app.denied(what), pen),
        Screen::Customer => customers::view::draw_card(&app.customers, &|what: &str| app.denied(what), pen),
        Screen::Sites | Screen::Site if app.is_wide() => {
            let left = list_columns(width);
            let focus = if app.screen == Screen::Sites { Focus::Here } else { Focus::Elsewhere };
            sites::view::draw(&app.sites, focus, &mut pen.part(0, 0, left - 1, height));
            if let Some(detail) = &app.detail {
                let mut right = pen.part(left, 0, width - left, height);
                let title = site::view::title(detail, &app.look);
                let role = if app.screen == Screen::Site { Role::Cursor } else { Role::Normal };
                right.text(0, 0, &format!(" {title} "), role);
                site::view::draw(detail, &mut right.part(0, 1, width - left, height.saturating_sub(1)));
            }
        }
        Screen::Sites => sites::view::draw(&app.sites, Focus::Here, pen),
        Screen::Site => {
            if let Some(detail) = &app.detail {
                site::view::draw(detail, pen);
            }
        }
    }
}

/// Returns how many columns the list gets beside a chart: what its figures need, as long as the chart keeps enough for
/// a day of hours.
fn list_columns(width: u16) -> u16 {
    const CHART: u16 = 66;
    const FIGURES: u16 = 68;
    const EVERYTHING: u16 = 82;
    width.saturating_sub(CHART).clamp(FIGURES, EVERYTHING).max(width * 45 / 100)
}

fn tabs(app: &App, pen: &mut Pen<'_>) {
    let demo = if app.is_demo() { app.look.say("demo") } else { String::new() };
    let room = pen.width().saturating_sub(fit::width(&demo) + 2);
    let names = |say: &dyn Fn(&str) -> String| -> Vec<(Screen, String)> {
        let tabs = Screen::TABS.into_iter().filter(|(_, screen, _)| screen.is_for(app.role()));
        tabs.map(|(key, screen, label)| {
            let name = if screen == app.screen.tab() { app.look.say(label) } else { say(label) };
            let text = format!("{key} {name}{}", tab_counter(app, screen));
            (screen, if screen == app.screen.tab() { format!("[{text}]") } else { format!(" {text} ") })
        })
        .collect()
    };
    let long = names(&|label: &str| app.look.say(label));
    let width: u16 = long.iter().map(|(_, text)| fit::width(text)).sum();
    // Counters are never cut off: names give way.
    let tabs = if width <= room { long } else { names(&|label: &str| app.look.short(label)) };
    let mut x = 1;
    for (screen, text) in &tabs {
        x = pen.text(x, 0, text, if *screen == app.screen.tab() { Role::Strong } else { Role::Normal });
    }
    pen.text_right(pen.width().saturating_sub(1), 0, &demo, Role::Strong);
}

/// Returns how many things on a screen wait for somebody, with a space before it.
fn tab_counter(app: &App, screen: Screen) -> String {
    let n = match screen {
        Screen::Alarms => app.alarms.counts().map_or(0, |counts| counts.n_unacknowledged),
        Screen::System => app.status.value().map_or(0, |status| status.n_sources_failing),
        _ => 0,
    };
    if n > 0 { format!(" {n}") } else { String::new() }
}

fn place(app: &App, pen: &mut Pen<'_>) {
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

fn data_from(app: &App) -> String {
    let data_at = app.status.value().and_then(|status| status.data_at);
    match data_at {
        Some(at) => app.look.tell("data-from", &[("at", app.look.moment(at).into())]),
        None if app.status.value().is_some() => app.look.say("data-none"),
        None => String::new(),
    }
}

fn banner(app: &App, pen: &mut Pen<'_>) {
    let width = pen.width();
    for (y, line) in (HEAD..).zip(banner_lines(app)) {
        pen.text(1, y, &line, Role::Cursor);
        pen.paint(0, y, width, Role::Cursor);
    }
}

/// Returns what is wrong with the connection; where somebody must do something about it, whole.
fn banner_lines(app: &App) -> Vec<String> {
    let Link::Down { since, fault, retry_in } = &app.link else { return Vec::new() };
    let look = &app.look;
    let room = usize::from(app.size.0.saturating_sub(2));
    if fault.code == FaultCode::Version || matches!(fault.cause, Cause::Untrusted { .. }) {
        let text = format!("{} · {}", fault.message(look.language), fault.hint(look.language).unwrap_or_default());
        let mut lines = fit::wrap(&visible(&text), room);
        lines.truncate(MOST_BANNER);
        return lines;
    }
    let data = data_from(app);
    let held = if data.is_empty() { fault.message(look.language) } else { data };
    let seconds = retry_in.as_secs().max(1);
    let parts = [
        look.tell("banner-down", &[("since", look.moment(*since).into())]),
        held,
        look.tell("banner-retry", &[("seconds", seconds.into())]),
        look.say("banner-key"),
    ];
    // The key is what helps: it is never cut off.
    vec![fit::ends_and_more(&parts, " · ", room)]
}

fn counters(app: &App, y: u16, pen: &mut Pen<'_>) {
    let look = &app.look;
    if let Open::Filter(input) = &app.open {
        return input::draw(pen, y, "/", input);
    }
    let whole = pen.width().saturating_sub(2);
    let toast = app.toast.as_ref().map(|toast| (toast.kind, format!("{} {}", look.clock(toast.at), toast.text)));
    // What can still be taken back is no news; only the answer to another key comes before it.
    let toast = toast.filter(|(kind, _)| *kind == ToastKind::Reply || app.offered().is_none());
    let toast = toast.or_else(|| app.offered().map(|offer| (ToastKind::Reply, offer)));
    let mut end = 0;
    // What answers the reader's own key comes first: for these seconds the counters give way where both do not fit.
    let n_sites = app.status.value().map_or(0, |status| status.n_sites);
    let summary = match app.screen {
        Screen::Sites => sites::view::summary(&app.sites, n_sites, look),
        Screen::Customers => customers::view::summary(&app.customers, look),
        Screen::Alarms | Screen::AlarmHistory => alarms::view::summary(&app.alarms, look),
        Screen::Rules | Screen::Rule => rules::view::summary(&app.rules, look),
        Screen::Notices | Screen::NoticeSettings | Screen::Deliveries => {
            notices::view::summary(&app.notices, app.screen, look)
        }
        _ => foot(app),
    };
    let together = |text: &str| fit::width(&summary) + fit::width(text) + 2 <= whole;
    let gives_way = matches!(&toast, Some((ToastKind::Reply, text)) if !together(text));
    if !summary.is_empty() && !gives_way {
        end = pen.text(1, y, &fit::cut_end(&summary, usize::from(whole), look.glyphs.ellipsis), Role::Normal) + 2;
    }
    if let Some((kind, text)) = toast {
        let room = usize::from(pen.width().saturating_sub(end.max(1) + 1));
        // A path keeps its beginning and the file's name.
        let text = match kind {
            ToastKind::Reply => fit::cut_middle(&text, room, look.glyphs.ellipsis),
            ToastKind::News => fit::cut_end(&text, room, look.glyphs.ellipsis),
        };
        pen.text_right(whole + 1, y, &text, Role::Normal);
    }
}

/// Returns the row under the cursor in full; where asking again has failed, of what age all of it is.
fn foot(app: &App) -> String {
    let account = &app.account;
    let held = match app.screen {
        Screen::Account => account.own.held(),
        Screen::LogIns => account.log_ins.held(),
        Screen::Sessions => account.sessions.held(),
        Screen::Tokens => account.tokens.held(),
        Screen::Customer => app.customers.card.held(),
        Screen::Alarm => app.alarms.card().held(),
        Screen::Sites
        | Screen::Site
        | Screen::Alarms
        | Screen::AlarmHistory
        | Screen::Rules
        | Screen::Rule
        | Screen::Notices
        | Screen::NoticeSettings
        | Screen::Deliveries
        | Screen::System
        | Screen::Customers => None,
    };
    let detail = || account::view::detail(account, app.screen, &app.look);
    held.map_or_else(detail, |(at, fault)| app.look.stale(at, fault))
}

fn hints(app: &App, y: u16, pen: &mut Pen<'_>) {
    let look = &app.look;
    let text = match &app.open {
        _ if matches!(app.door, Door::LogIn(_)) => look.say("hints-log-in"),
        Open::Confirm(_) => look.say("hints-confirm"),
        _ if matches!(app.door, Door::Previous(_)) => look.say("hints-previous"),
        Open::Sheet(_) => look.say("hints-sheet"),
        Open::Token(_) => look.say("hints-token"),
        Open::Nothing => action_hints(app, usize::from(pen.width().saturating_sub(2))),
        Open::Help(_) => look.say("hints-help"),
        Open::Palette(_) => look.say("hints-palette"),
        Open::Filter(_) if matches!(app.screen, Screen::Alarms | Screen::AlarmHistory) => {
            look.say("hints-filter-alarms")
        }
        Open::Filter(_) => look.say("hints-filter"),
        Open::Sort(_) => look.say("hints-sort"),
        Open::Mute(_) => look.say("hints-mute"),
        Open::Export(_) => look.say("hints-choice"),
        Open::CommandLine(_) => look.say("hints-command"),
    };
    pen.text(1, y, &text, Role::Normal);
}

/// The help is always named; the others as far as they fit whole.
fn action_hints(app: &App, room: usize) -> String {
    let (screen, look) = (app.screen, &app.look);
    let hint = |wanted| {
        if wanted == action::Action::Poll && !app.system.can_ask() {
            return None;
        }
        let entry = action::entry_of(wanted, screen)?;
        let key = match wanted {
            action::Action::Up => format!("{}{}", look.glyphs.up, look.glyphs.down),
            action::Action::Previous => format!("{} {}", look.glyphs.left, look.glyphs.right),
            _ => entry.keys.first()?.name(&look.glyphs),
        };
        Some(format!("{key} {}", look.short(entry.label)))
    };
    let [others @ .., help] = action::hints(screen).map(hint);
    let help = help.unwrap_or_default();
    let others: Vec<String> = others.into_iter().flatten().collect();
    // Side by side, it must be clear to which half the keys go.
    let pane = match screen {
        Screen::Sites if app.is_wide() => look.say("pane-list"),
        Screen::Site if app.is_wide() => look.say("pane-chart"),
        _ => String::new(),
    };
    let room = room.saturating_sub(usize::from(fit::width(&help) + fit::width(&pane)) + 2);
    format!("{pane}{}  {help}", fit::whole_parts(&others, "  ", room))
}
