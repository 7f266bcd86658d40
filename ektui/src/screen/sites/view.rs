//! Drawing of the list of sites and of the strip beneath it. Changes nothing.

use common::language::Argument;
use common::quantity::{Kind, Quantity, Value};
use common::site::{SiteOverview, SiteState};

use crate::effect::MOST_SITES;
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::alarms::words::{self, Weight};
use crate::screen::rows;
use crate::screen::sites::{Model, facts};
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;
use crate::widget::strip::{Ending, strip};

/// Rows of the heading above the list.
const HEADING: u16 = 1;
/// Pointer, mark of two characters, space.
const PREFIX: u16 = 4;
/// Names are legible down to this width.
const SHORTEST_NAME: u16 = 14;
/// Shorter ones tell nothing.
const SHORTEST_STRIP: u16 = 5;
/// One cell for two hours.
const SHORT_STRIP: u16 = 12;

/// A column of numbers: its heading and width.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    Power,
    Contracted,
    Supply,
    Return,
    Flow,
    Today,
    Strip,
}

/// In the order shown, which is also that of importance: the last ones give way first.
const FIGURES: [(Figure, &str, u16); 7] = [
    (Figure::Power, "column-power", 7),
    (Figure::Contracted, "column-contracted", 5),
    (Figure::Supply, "column-supply", 7),
    (Figure::Return, "column-return", 7),
    (Figure::Flow, "column-flow", 7),
    (Figure::Today, "column-today", 8),
    (Figure::Strip, "column-strip", SHORT_STRIP + 2),
];

/// Returns how many rows the strip takes of a body of `height` rows: none where the list needs them all.
#[must_use]
pub const fn strip_rows(height: u16) -> u16 {
    match height {
        0..=17 => 0,
        18..=29 => 6,
        _ => 8,
    }
}

/// Returns how many rows of a body of `height` rows hold sites.
#[must_use]
pub const fn list_rows(height: u16) -> u16 {
    height.saturating_sub(HEADING + strip_rows(height))
}

/// Whether the keys go to the list, or to the chart beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Here,
    Elsewhere,
}

/// Draws list and strip.
pub fn draw(model: &Model, focus: Focus, pen: &mut Pen<'_>) {
    let (width, height) = (pen.width(), pen.height());
    let rows = list_rows(height);
    draw_list(model, focus, &mut pen.part(0, 0, width, HEADING + rows));
    let rested = model.rested.and_then(|id| model.find(id));
    if let (Some(site), 1..) = (rested, strip_rows(height)) {
        draw_strip(model, site, &mut pen.part(0, HEADING + rows, width, strip_rows(height)));
    }
}

/// Returns the counters under the list: how many of how many, in which order, through which filter; before them that
/// the archive, with `n_sites`, has more than were asked for.
#[must_use]
pub fn summary(model: &Model, n_sites: u64, look: &Look) -> String {
    let total = model.rows.value().map_or(0, Vec::len);
    let cut = if total >= MOST_SITES && n_sites > total as u64 {
        look.tell("sites-cut", &[("loaded", total.into()), ("all", n_sites.into())]) + " · "
    } else {
        String::new()
    };
    let column = model.sort.column;
    let order = (column.label(), model.sort.is_upwards(column.ascends()));
    cut + &rows::summary((model.n_shown(), total), order, &model.filter_text, look)
}

struct Columns {
    code: u16,
    name: u16,
    figures: Vec<(Figure, &'static str, u16)>,
}

fn columns(model: &Model, width: u16) -> Columns {
    let code = model.shown_sites().map(|site| fit::width(site.site.code.as_str())).max().unwrap_or(6).clamp(4, 12);
    let mut room = width.saturating_sub(PREFIX + code + 1 + SHORTEST_NAME);
    let mut figures = Vec::new();
    for figure in FIGURES {
        // The strip takes what is left.
        let wanted = if figure.0 == Figure::Strip { figure.2.min(room.max(SHORTEST_STRIP + 2)) } else { figure.2 };
        let Some(rest) = room.checked_sub(wanted) else { break };
        room = rest;
        figures.push((figure.0, figure.1, wanted));
    }
    // A wide list shows every hour.
    if let Some((Figure::Strip, _, strip)) = figures.last_mut()
        && room >= SHORT_STRIP
    {
        *strip += SHORT_STRIP;
        room -= SHORT_STRIP;
    }
    Columns { code, name: SHORTEST_NAME + room, figures }
}

fn draw_list(model: &Model, focus: Focus, pen: &mut Pen<'_>) {
    let look = pen.look();
    let columns = columns(model, pen.width());
    pen.text(PREFIX, 0, &look.say("column-site"), Role::Strong);
    let mut end = PREFIX + columns.code + 1 + columns.name;
    for (figure, label, width) in &columns.figures {
        if *figure == Figure::Strip {
            pen.text(end + 2, 0, &look.say(label), Role::Strong);
        } else {
            pen.text_right(end + width, 0, &look.say(label), Role::Strong);
        }
        end += width;
    }
    if model.n_shown() == 0 {
        return draw_absence(model, pen);
    }
    let room = usize::from(pen.height().saturating_sub(HEADING));
    let n_rows = if model.n_shown() > room { room.saturating_sub(1) } else { room };
    let cursor = model.cursor();
    for (y, (place, site)) in (HEADING..).zip(model.shown_sites().enumerate().skip(model.top).take(n_rows)) {
        draw_row(model, site, &columns, y, pen);
        if cursor == Some(place) {
            pen.glyph(0, y, look.glyphs.pointer, Role::Normal);
            let figures: u16 =
                columns.figures.iter().filter(|figure| figure.0 != Figure::Strip).map(|figure| figure.2).sum();
            if focus == Focus::Here {
                pen.paint(0, y, PREFIX + columns.code + 1 + columns.name + figures, Role::Cursor);
            }
        }
    }
    let hidden = model.n_shown().saturating_sub(model.top + n_rows);
    if model.n_shown() > room {
        let y = HEADING + u16::try_from(n_rows).unwrap_or(u16::MAX);
        pen.text(1, y, &look.tell("list-more", &[("n", hidden.into()), ("above", model.top.into())]), Role::Normal);
    }
}

/// Why there is nothing to see, and what to press.
fn draw_absence(model: &Model, pen: &mut Pen<'_>) {
    let look = pen.look();
    let lines = match &model.rows {
        Remote::Loading => vec![look.say("loading")],
        Remote::Failed(fault) => vec![fault.message(look.language), look.say("failed-retry")],
        Remote::Ready { value, .. } | Remote::Stale { value, .. } if value.is_empty() => {
            vec![look.say("sites-none"), look.tell("sites-none-hint", &[("ekctl", look.ekctl.as_str().into())])]
        }
        Remote::Ready { .. } | Remote::Stale { .. } => {
            vec![look.tell("sites-filtered-out", &[("filter", model.filter_text.as_str().into())])]
        }
    };
    let room = usize::from(pen.width().saturating_sub(PREFIX + 1));
    for (y, line) in (2..).zip(lines.iter().flat_map(|line| fit::wrap(line, room))) {
        pen.text(PREFIX, y, &line, Role::Normal);
    }
}

/// Returns the mark of a row and what it is: the alarm where there is one that matters, else the state of the data.
fn mark(model: &Model, site: &SiteOverview) -> (&'static str, Role) {
    let weight = model.trouble(site.site.id).map(|trouble| trouble.weight);
    let role = match site.state {
        SiteState::Doubtful { .. } => Role::Warning,
        SiteState::Silent { .. } | SiteState::Late { .. } | SiteState::Unknown | SiteState::NoData => Role::Stale,
        SiteState::Live => Role::Normal,
    };
    let quiet = matches!(site.state, SiteState::Live | SiteState::NoData);
    match weight {
        Some(weight) if quiet || weight >= Weight::Warning => weight.mark(),
        Some(_) | None => (facts::mark(&site.state), role),
    }
}

fn draw_row(model: &Model, site: &SiteOverview, columns: &Columns, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let (mark, role) = mark(model, site);
    pen.text(1, y, mark, role);
    let ellipsis = look.glyphs.ellipsis;
    let code = fit::cut_middle(site.site.code.as_str(), usize::from(columns.code), ellipsis);
    pen.text(PREFIX, y, &code, Role::Normal);
    let name = fit::cut_middle(&site.site.name, usize::from(columns.name.saturating_sub(1)), ellipsis);
    let mut end = PREFIX + columns.code + 1;
    pen.text(end, y, &name, Role::Normal);
    end += columns.name;
    for (figure, _, width) in &columns.figures {
        if *figure == Figure::Strip {
            let hours = strip(&site.last_24_hours, usize::from(width - 2), ending(&site.state), &look.glyphs);
            pen.text(end + 2, y, &hours, Role::Normal);
        } else {
            pen.text_right(end + width, y, &figure_text(*figure, site, look), Role::Normal);
        }
        end += width;
    }
}

const fn ending(state: &SiteState) -> Ending {
    match state {
        SiteState::Late { .. } => Ending::Late,
        SiteState::Doubtful { .. }
        | SiteState::Silent { .. }
        | SiteState::Live
        | SiteState::NoData
        | SiteState::Unknown => Ending::Missing,
    }
}

fn figure_text(figure: Figure, site: &SiteOverview, look: &Look) -> String {
    let live = |quantity| look.maybe(quantity, facts::live(site, quantity));
    match figure {
        Figure::Power => live(Quantity::Power),
        Figure::Contracted => {
            facts::contracted_share(site).map_or_else(|| "-".to_owned(), |share| format!("{:.0}", share * 100.0))
        }
        Figure::Supply => live(Quantity::Supply),
        Figure::Return => live(Quantity::Return),
        Figure::Flow => live(Quantity::Flow),
        Figure::Today => look.maybe(Quantity::Energy, site.used_today.map(Value::Energy)),
        Figure::Strip => String::new(),
    }
}

fn draw_strip(model: &Model, site: &SiteOverview, pen: &mut Pen<'_>) {
    let look = pen.look();
    let room = usize::from(pen.width().saturating_sub(2));
    pen.rule(0, &title(model, site, look, room.saturating_sub(2)));
    let (mut role, state) = state_words(site, look);
    let mut parts: Vec<String> = state.split(" · ").map(str::to_owned).collect();
    if let (SiteState::Silent { .. }, Some(since)) = (site.state, doubt(model, site)) {
        let doubt = look.tell("strip-doubt", &[("since", look.moment(since).into()), ekctl(look)]);
        parts.splice(1..1, doubt.split(" · ").map(str::to_owned));
    }
    if let Some(trouble) = model.trouble(site.site.id) {
        // That all else is as it should be would only confuse.
        if matches!(site.state, SiteState::Live) {
            parts.clear();
        }
        parts.insert(0, words::of_site(&trouble.alarm, trouble.n_more, look));
        role = trouble.weight.mark().1;
    }
    pen.text(1, 1, &fit::whole_parts(&parts, " · ", room), role);
    let last = pen.height().saturating_sub(2).max(2);
    let lines = values(site, look, room);
    for (y, line) in (2..last).zip(&lines) {
        pen.text(1, y, line, Role::Normal);
    }
    // Where the values leave a row free, the day stands right beneath them, as far as the panel goes.
    let y = (2 + u16::try_from(lines.len()).unwrap_or(u16::MAX)).min(last);
    draw_day(site, y, pen);
}

fn doubt(model: &Model, site: &SiteOverview) -> Option<jiff::Timestamp> {
    model.doubts.get(&site.point.as_ref()?.id).copied()
}

fn title(model: &Model, site: &SiteOverview, look: &Look, room: usize) -> String {
    let mut parts = vec![format!("{} {}", site.site.code, site.site.name)];
    if let Some(serial) = site.point.as_ref().and_then(|point| model.serials.get(&point.id)) {
        parts.push(look.tell("strip-meter", &[("serial", serial.as_str().into())]));
    }
    if let Some(power) = site.site.contracted_power {
        let megawatts = look.language.number(&common::quantity::Unit::Megawatt.write_rounded(power.base(), 3));
        parts.push(look.tell("strip-contracted", &[("power", megawatts.into())]));
    }
    if site.points.len() > 1 {
        parts.push(look.tell("strip-points", &[("n", site.points.len().into())]));
    }
    fit::whole_parts(&parts, " · ", room)
}

fn ekctl(look: &Look) -> (&'static str, Argument<'_>) {
    ("ekctl", look.ekctl.as_str().into())
}

fn state_words(site: &SiteOverview, look: &Look) -> (Role, String) {
    let since = |since| [("since", look.moment(since).into()), ekctl(look)];
    match site.state {
        SiteState::Doubtful { since: at } => (Role::Warning, look.tell("state-doubtful", &since(at))),
        SiteState::Silent { since: at } => (Role::Stale, look.tell("state-silent", &since(at))),
        SiteState::Late { since: at } => (Role::Stale, look.tell("state-late", &since(at))),
        SiteState::Live => (Role::Normal, look.say("state-live")),
        SiteState::NoData => (Role::Stale, look.say("state-no-data")),
        SiteState::Unknown => (Role::Stale, look.say("state-unknown")),
    }
}

/// Returns the newest values in the meter's order: registers first, then when they were read, then gauges.
/// A value that is older than the others says when it was read.
fn values(site: &SiteOverview, look: &Look, room: usize) -> Vec<String> {
    let of_kind = |kind: Kind| {
        let newest = Quantity::ALL.into_iter().filter(move |quantity| quantity.kind() == kind);
        let newest = newest.filter_map(|quantity| facts::newest(site, quantity));
        // A meter that complains of nothing needs no room.
        newest.filter(|latest| latest.quantity != Quantity::InfoCode || latest.value.base() != 0).map(|latest| {
            let label = look.say(&format!("short-{}", latest.quantity.name().replace('_', "-")));
            let amount = look.amount(latest.quantity, latest.value);
            let text = format!("{label} {amount} {}", latest.quantity.unit().symbol()).trim_end().to_owned();
            if facts::is_outrun(site, latest) {
                format!("{text} ({})", look.moment(latest.at))
            } else {
                wanted(site, latest.quantity, look).map_or_else(|| text.clone(), |wanted| format!("{text} ({wanted})"))
            }
        })
    };
    let mut registers: Vec<String> = of_kind(Kind::Register).collect();
    if let Some(at) = facts::read_at(site) {
        registers.push(look.tell("strip-read-at", &[("at", look.moment(at).into())]));
    }
    let gauges: Vec<String> = of_kind(Kind::Gauge).collect();
    let mut lines = fit::flow(&registers, "  ", room);
    lines.extend(fit::flow(&gauges, "  ", room));
    lines
}

/// Returns what the network table, or the site's heating curve, wants of a quantity now.
fn wanted(site: &SiteOverview, quantity: Quantity, look: &Look) -> Option<String> {
    facts::live(site, quantity)?;
    let (id, temperature) = match quantity {
        Quantity::Supply => ("wanted-by-table", site.wanted.supply?),
        Quantity::Heating => ("wanted-by-curve", site.wanted.heating?),
        _ => return None,
    };
    let degrees = look.amount(quantity, Value::Temperature(temperature));
    Some(look.tell(id, &[("degrees", degrees.into())]))
}

fn draw_day(site: &SiteOverview, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let usage = usage(site, look);
    let room = pen.width().saturating_sub(12 + fit::width(&usage));
    let hours = strip(&site.last_24_hours, usize::from(room.min(24)), ending(&site.state), &look.glyphs);
    let end = if hours.is_empty() {
        1
    } else {
        let start = pen.text(1, y, &look.say("column-strip"), Role::Normal) + 2;
        pen.text(start, y, &hours, Role::This) + 4
    };
    pen.text(end, y, &usage, Role::Normal);
}

fn usage(site: &SiteOverview, look: &Look) -> String {
    let Some(used) = site.used_today else { return look.say("used-unknown") };
    let today = look.amount(Quantity::Energy, Value::Energy(used));
    let mut text = look.tell("used-today", &[("energy", today.into())]);
    if let Some(before) = site.used_a_year_ago {
        let energy = look.amount(Quantity::Energy, Value::Energy(before));
        text.push_str(" · ");
        text.push_str(&look.tell("used-a-year-ago", &[("energy", energy.into())]));
        if let Some(change) = facts::change(before.base(), used.base()) {
            text.push_str(" (");
            text.push_str(&look.change(change));
            text.push(')');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use common::language::Language;
    use common::quantity::Temperature;
    use common::reading::Latest;
    use common::weather::Wanted;

    use super::*;
    use crate::fixture;

    fn told(site: &SiteOverview, language: Language) -> String {
        values(site, &fixture::look(language), 200).join("  ")
    }

    #[test]
    fn what_is_wanted_stands_in_words_beside_what_is_measured() {
        let mut site = fixture::sites()[4].clone();
        assert!(!told(&site, Language::Polish).contains("wg "), "there is no curve");
        let measured = &site.latest[0];
        let heating = Value::Temperature(Temperature::from_base(53_100));
        site.latest.push(Latest { quantity: Quantity::Heating, value: heating, ..*measured });
        let degrees = |milli| Some(Temperature::from_base(milli));
        site.wanted = Wanted { supply: degrees(78_200), returned: None, heating: degrees(54_850) };
        let polish = told(&site, Language::Polish);
        assert!(
            polish.contains("80,2 °C (wg tabeli 78,2)") && polish.contains("53,1 °C (wg krzywej 54,9)"),
            "{polish}"
        );
        let english = told(&site, Language::English);
        assert!(
            english.contains("80.2 °C (by table 78.2)") && english.contains("53.1 °C (by curve 54.9)"),
            "{english}"
        );
    }

    #[test]
    fn nothing_is_held_against_what_a_silent_site_told_last() {
        let mut site = fixture::sites()[4].clone();
        site.wanted.supply = Some(Temperature::from_base(78_200));
        site.state = SiteState::Silent { since: fixture::NOW };
        assert!(!told(&site, Language::Polish).contains("wg "));
    }
}
