//! Drawing of notices, of what one wants to be told, and of what left the house. Changes nothing.

use common::delivery::Delivery;
use common::fault::FaultCode;
use common::notice::{Notice, NoticeState, Route};
use common::page::Paged;
use common::text::visible;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::Screen;
use crate::screen::alarms::words::severity;
use crate::screen::notices::{Model, words};
use crate::theme::Role;
use crate::widget::pen::Pen;
use crate::widget::table::{self, Column, Row};
use crate::widget::{fit, page};

/// Columns before the first column of a list.
const PREFIX: u16 = 4;
/// From this width on nothing has to give way.
const ROOMY: u16 = 100;
/// Below this width what tells least gives way.
const NARROW: u16 = 72;
/// Columns of an instant in a list.
const MOMENT: usize = 12;

type Columns = &'static [Column];

const NOTICES: Columns = &[("column-when", 13), ("column-what", 31), ("column-channel", 8), ("column-state", 0)];
const NOTICES_ROOMY: Columns = &[("column-when", 14), ("column-what", 52), ("column-channel", 10), ("column-state", 0)];
const NOTICES_NARROW: Columns = &[("column-when", 13), ("column-what", 12), ("column-channel", 7), ("column-state", 0)];
const ROUTES: Columns = &[
    ("column-channel", 8),
    ("column-from-severity", 13),
    ("column-kinds", 25),
    ("column-sites", 13),
    ("column-hours", 0),
];
const ROUTES_ROOMY: Columns = &[
    ("column-channel", 10),
    ("column-from-severity", 15),
    ("column-kinds", 46),
    ("column-sites", 26),
    ("column-hours", 0),
];
const ROUTES_NARROW: Columns =
    &[("column-channel", 8), ("column-from-severity", 13), ("column-kinds", 14), ("column-sites", 0)];
const DELIVERIES: Columns =
    &[("column-when", 13), ("column-channel", 8), ("column-topic", 17), ("column-recipient", 14), ("column-state", 0)];
const DELIVERIES_ROOMY: Columns = &[
    ("column-when", 14),
    ("column-channel", 8),
    ("column-topic", 22),
    ("column-recipient", 28),
    ("column-state", 26),
    ("column-tries", 7),
    ("column-answer", 0),
];
const DELIVERIES_NARROW: Columns = &[("column-when", 13), ("column-recipient", 19), ("column-state", 0)];

const fn suited(width: u16, [narrow, usual, roomy]: [Columns; 3]) -> Columns {
    match width {
        ..NARROW => narrow,
        NARROW..ROOMY => usual,
        ROOMY.. => roomy,
    }
}

/// Draws the part that is shown; `denied` says what the person may not see.
pub fn draw(model: &Model, screen: Screen, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    match screen {
        Screen::NoticeSettings => draw_settings(model, denied, pen),
        Screen::Deliveries => draw_deliveries(model, denied, pen),
        _ => draw_notices(model, denied, pen),
    }
}

fn draw_notices(model: &Model, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = suited(pen.width(), [NOTICES_NARROW, NOTICES, NOTICES_ROOMY]);
    match held(&model.notices, ["notices-none", "notices-none-hint"], denied, look) {
        Ok(notices) => {
            let rows: Vec<Row> = notices.iter().map(|notice| notice_row(notice, columns, look)).collect();
            table::draw(columns, &rows, Some(model.cursor(Screen::Notices)), 0, pen);
        }
        Err(lines) => sentences(&lines, pen),
    }
}

fn notice_row(notice: &Notice, columns: Columns, look: &Look) -> Row {
    let room = columns.get(1).map_or(0, |column| usize::from(column.1).saturating_sub(1));
    let cells = vec![
        look.moment_within(notice.at, MOMENT),
        words::matter_within(notice, room, look),
        look.say(words::way_label(notice.channel)),
        words::state(&notice.state, look),
    ];
    let (mark, role) = match &notice.state {
        NoticeState::Left { state, .. } if words::is_lost(*state) => ("!", Some(Role::Warning)),
        NoticeState::Kept { .. } | NoticeState::Dropped => ("z", Some(Role::Stale)),
        NoticeState::Left { .. } | NoticeState::Unknown => ("", None),
    };
    Row { mark, role, cells }
}

fn draw_settings(model: &Model, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (width, height) = (pen.width(), pen.height());
    let room = usize::from(width.saturating_sub(2));
    let settings = match &model.settings {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => value,
        Remote::Loading => return sentences(&[look.say("loading")], pen),
        Remote::Failed(fault) => return sentences(&absence(fault, denied, look), pen),
    };
    let facts: Vec<String> = words::manners(settings, look)
        .into_iter()
        .flat_map(|(label, value)| page::facts(&look.say(label), &value, room))
        .collect();
    let n_facts = u16::try_from(facts.len()).unwrap_or(u16::MAX).saturating_add(1);
    // The routes come first: what holds for all of them stands in what is left.
    let top = height.saturating_sub(n_facts).max(height / 2);
    let mut list = pen.part(0, 0, width, top);
    if settings.routes.is_empty() {
        sentences(&[look.say("notices-no-routes"), look.say("notices-no-routes-hint")], &mut list);
    } else {
        let columns = suited(width, [ROUTES_NARROW, ROUTES, ROUTES_ROOMY]);
        let rows: Vec<Row> = settings.routes.iter().map(|route| route_row(route, columns, width, look)).collect();
        table::draw(columns, &rows, Some(model.cursor(Screen::NoticeSettings)), 0, &mut list);
    }
    pen.rule(top, &look.say("notices-manners"));
    for (y, line) in (top + 1..height).zip(&facts) {
        pen.text(1, y, line, Role::Normal);
    }
}

fn route_row(route: &Route, columns: Columns, width: u16, look: &Look) -> Row {
    let used: u16 = columns.iter().map(|column| column.1).sum();
    let last = usize::from(width.saturating_sub(PREFIX + used));
    let room = |place: usize| match columns.get(place) {
        Some((_, 0)) => last,
        Some((_, wide)) => usize::from(wide.saturating_sub(1)),
        None => 0,
    };
    let cells = [
        look.say(words::way_label(route.channel)),
        severity(route.severity, look),
        words::kinds_within(route, room(2), look),
        words::sites_within(route, room(3), look),
        words::hours_within(route, room(4), look),
    ];
    Row { mark: "", role: None, cells: cells.into_iter().take(columns.len()).collect() }
}

fn draw_deliveries(model: &Model, denied: &dyn Fn(&str) -> String, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = suited(pen.width(), [DELIVERIES_NARROW, DELIVERIES, DELIVERIES_ROOMY]);
    match held(&model.deliveries, ["deliveries-none", "deliveries-none-hint"], denied, look) {
        Ok(deliveries) => {
            let rows: Vec<Row> = deliveries.iter().map(|delivery| delivery_row(delivery, columns, look)).collect();
            table::draw(columns, &rows, Some(model.cursor(Screen::Deliveries)), 0, pen);
        }
        Err(lines) => sentences(&lines, pen),
    }
}

fn delivery_row(delivery: &Delivery, columns: Columns, look: &Look) -> Row {
    let cell = |label: &str| match label {
        "column-when" => look.moment_within(delivery.created_at, MOMENT),
        "column-channel" => look.say(words::way_label(delivery.channel)),
        "column-topic" => words::topic(delivery, look),
        "column-recipient" => visible(&delivery.recipient).into_owned(),
        "column-state" => words::delivery_state(delivery.state, look),
        "column-tries" => delivery.n_attempts.to_string(),
        _ => delivery.answer.as_deref().map(visible).unwrap_or_default().into_owned(),
    };
    let lost = words::is_lost(delivery.state);
    let cells = columns.iter().map(|(label, _)| cell(label)).collect();
    Row { mark: if lost { "!" } else { "" }, role: lost.then_some(Role::Warning), cells }
}

/// Returns the rows that there are, or the sentences that stand in their place.
fn held<'a, T>(
    remote: &'a Remote<Paged<T>>,
    none: [&str; 2],
    denied: &dyn Fn(&str) -> String,
    look: &Look,
) -> Result<&'a [T], Vec<String>> {
    match remote {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.items.is_empty() => {
            Err(none.map(|id| look.say(id)).into())
        }
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => Ok(&value.items),
        Remote::Loading => Err(vec![look.say("loading")]),
        Remote::Failed(fault) => Err(absence(fault, denied, look)),
    }
}

fn absence(fault: &common::fault::Fault, denied: &dyn Fn(&str) -> String, look: &Look) -> Vec<String> {
    if fault.code == FaultCode::NotAllowed {
        return vec![denied(&look.say("action-show-notices"))];
    }
    vec![fault.message(look.language), look.say("failed-retry")]
}

fn sentences(lines: &[String], pen: &mut Pen<'_>) {
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (1..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}

/// Returns the row under the cursor in full; where asking again has failed, of what age all of it is.
#[must_use]
pub fn summary(model: &Model, screen: Screen, look: &Look) -> String {
    let stale = match screen {
        Screen::NoticeSettings => model.settings.held(),
        Screen::Deliveries => model.deliveries.held(),
        _ => model.notices.held(),
    };
    if let Some((at, fault)) = stale {
        return look.stale(at, fault);
    }
    if let Some(list) = cut_at(model, screen) {
        return look.tell("notices-older", &[("line", format!("{} {list} --all", look.ekctl).into())]);
    }
    match screen {
        Screen::NoticeSettings => model.route().map(|route| words::route(route, look)).unwrap_or_default(),
        Screen::Deliveries => model.delivery().map(|delivery| delivery_words(delivery, look)).unwrap_or_default(),
        _ => model.notice().map(|notice| notice_words(notice, look)).unwrap_or_default(),
    }
}

/// Returns the `ekctl` words that tell of what is older, where the cursor is on the last row and there is more.
fn cut_at(model: &Model, screen: Screen) -> Option<&'static str> {
    let (next, list) = match screen {
        Screen::Notices => (&model.notices.value()?.next, "notifications list"),
        Screen::Deliveries => (&model.deliveries.value()?.next, "outbox list"),
        _ => return None,
    };
    let at_the_end = model.cursor(screen) + 1 >= model.n_rows(screen);
    (next.is_some() && at_the_end).then_some(list)
}

fn notice_words(notice: &Notice, look: &Look) -> String {
    let way = look.say(words::way_label(notice.channel));
    let ends = [way, words::state(&notice.state, look)];
    words::matter(notice, look).into_iter().chain(ends).collect::<Vec<_>>().join(" · ")
}

fn delivery_words(delivery: &Delivery, look: &Look) -> String {
    let state = words::delivery_state(delivery.state, look);
    let at = format!("{state} {}", look.moment(delivery.at));
    let tries = look.tell("deliveries-tries", &[("n", u64::from(delivery.n_attempts).into())]);
    let answer = delivery.answer.as_deref().map(|answer| visible(answer).into_owned());
    let who = delivery.login.as_ref().map(ToString::to_string);
    who.into_iter().chain([words::topic(delivery, look), at, tries]).chain(answer).collect::<Vec<_>>().join(" · ")
}
