//! The frame around every screen: tabs, where I am, banner, counters, hints. Changes nothing.

use common::fault::{Cause, FaultCode};
use common::text::visible;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::action;
use crate::app::door::Door;
use crate::app::place::{data_from, place, tabs};
use crate::app::sheet::Purpose;
use crate::app::{App, Link, Open, SMALLEST, ToastKind, overlay};
use crate::screen::sites::view::Focus as Half;
use crate::screen::tickets::LISTS;
use crate::screen::tickets::composer::{Composer, Focus, Over};
use crate::screen::tickets::view::Writing;
use crate::screen::{
    Ledger, Part, Screen, Shelf, account, alarms, billing, customers, enrolment, log_in, notices, previous, reports,
    rules, site, sites, system, tickets,
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
    if let Open::Compose(composer) = &app.open {
        let area = app.ticket_areas().writing;
        let pen = &mut body.part(area.x, area.y, area.width, area.height);
        tickets::writing::draw(composer, &app.tickets.templates, pen);
    }
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
        (Door::Open, open) if app.screen == Screen::Billing(Ledger::Code) => {
            let said = app.toast.as_ref().filter(|toast| toast.kind == ToastKind::Reply);
            billing::code::draw(&app.billing, said.map(|toast| toast.text.as_str()), body);
            if !matches!(open, Open::Nothing) {
                overlay::draw(app, body);
            }
            hints(app, height - 1, pen);
            return true;
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
        Screen::Tickets(_) => tickets::view::draw(&app.tickets, app.screen, app.side(), app.writing(), pen),
        Screen::Billing(_) => billing::view::draw(&app.billing, app.screen, app.side(), pen),
        Screen::Reports(_) => reports::view::draw(&app.reports, app.screen, pen),
        Screen::Rules => rules::view::draw(&app.rules, pen),
        Screen::Rule => rules::view::draw_rule(&app.rules, pen),
        Screen::Notices | Screen::NoticeSettings | Screen::Deliveries => {
            notices::view::draw(&app.notices, app.screen, &|what: &str| app.denied(what), pen);
        }
        Screen::Customers => customers::view::draw(&app.customers, &|what: &str| app.denied(what), pen),
        Screen::Customer => customers::view::draw_card(&app.customers, &|what: &str| app.denied(what), pen),
        Screen::Sites | Screen::Site if app.is_wide() => {
            let left = list_columns(width);
            let focus = if app.screen == Screen::Sites { Half::Here } else { Half::Elsewhere };
            sites::view::draw(&app.sites, focus, &mut pen.part(0, 0, left - 1, height));
            if let Some(detail) = &app.detail {
                let mut right = pen.part(left, 0, width - left, height);
                let title = site::view::title(detail, &app.look);
                let role = if app.screen == Screen::Site { Role::Cursor } else { Role::Normal };
                right.text(0, 0, &format!(" {title} "), role);
                site::view::draw(detail, &mut right.part(0, 1, width - left, height.saturating_sub(1)));
            }
        }
        Screen::Sites => sites::view::draw(&app.sites, Half::Here, pen),
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
        screen if screen.tab() == Screen::Tickets(Part::Open) => tickets::view::summary(&app.tickets, screen, look),
        Screen::Alarms | Screen::AlarmHistory => alarms::view::summary(&app.alarms, look),
        Screen::Billing(_) => billing::view::summary(&app.billing, app.screen, look),
        screen if screen.tab() == Screen::Reports(Shelf::Templates) => {
            reports::view::summary(&app.reports, screen, look)
        }
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
        | Screen::Tickets(_)
        | Screen::Billing(_)
        | Screen::Reports(_)
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
        Open::Filter(_) if LISTS.contains(&app.screen) => look.say("hints-filter-tickets"),
        Open::Filter(_) if matches!(app.screen, Screen::Billing(_)) => look.say("hints-filter-billing"),
        Open::Filter(_) => look.say("hints-filter"),
        Open::Sort(_) => look.say("hints-sort"),
        Open::Compose(composer) => {
            let parts: Vec<String> = look.say(hints_of(composer)).split("  ").map(str::to_owned).collect();
            fit::ends_and_more(&parts, "  ", usize::from(pen.width().saturating_sub(2)))
        }
        Open::Mute(_) | Open::Turn(_) | Open::Assign(_) => look.say("hints-mute"),
        Open::Export(_) => look.say("hints-choice"),
        Open::Findings(_) => look.say("hints-findings"),
        Open::CommandLine(_) => look.say("hints-command"),
    };
    pen.text(1, y, &text, Role::Normal);
}

/// Returns the message that names the keys in what is being written.
const fn hints_of(composer: &Composer) -> &'static str {
    match (&composer.over, composer.focus, composer.writing()) {
        (Over::Path(_), _, _) => "hints-path",
        (Over::Templates(_), _, _) => "hints-templates",
        (Over::Nothing, Focus::Button(_), _) => "hints-buttons",
        (Over::Nothing, Focus::Head, _) => "hints-head",
        (Over::Nothing, Focus::Text, Writing::Ticket) => "hints-new-text",
        (Over::Nothing, Focus::Text, Writing::Answer | Writing::Nothing) => "hints-text",
    }
}

/// The help is always named; the others as far as they fit whole.
fn action_hints(app: &App, room: usize) -> String {
    let (screen, look) = (app.screen, &app.look);
    let hint = |wanted| {
        if wanted == action::Action::Poll && !app.system.can_ask() {
            return None;
        }
        let entry = action::on_screen(screen, app.role()).find(|entry| entry.action == wanted)?;
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
