//! Drawing of the system's state: status, sources, documents. Changes nothing.

use common::source::{Document, Health, Outcome, Problem, ProblemKind, Source};
use common::status::Status;

use crate::look::Look;
use crate::remote::Remote;
use crate::screen::system::Model;
use crate::theme::Role;
use crate::widget::fit;
use crate::widget::pen::Pen;

/// Columns of one number of a tally.
const COUNT: u16 = 9;

/// Columns that a document's name always gets.
const SHORTEST_NAME: usize = 18;

/// Draws status, sources and documents.
pub fn draw(model: &Model, status: &Remote<Status>, pen: &mut Pen<'_>) {
    let look = pen.look();
    let mut y = 0;
    let room = usize::from(pen.width().saturating_sub(2));
    for line in status_lines(status, look).iter().flat_map(|line| fit::wrap(line, room)) {
        pen.text(1, y, &line, Role::Normal);
        y += 1;
    }
    pen.rule(y, &look.say("system-sources"));
    y = draw_sources(model, y + 1, pen);
    pen.rule(y, &look.say("system-documents"));
    draw_documents(model, y + 1, pen);
}

fn status_lines(status: &Remote<Status>, look: &Look) -> Vec<String> {
    let Some(status) = status.value() else {
        return vec![match status {
            Remote::Failed(fault) => fault.message(look.language),
            Remote::Loading | Remote::Ready { .. } | Remote::Stale { .. } => look.say("loading"),
        }];
    };
    let data = status.data_at.map_or_else(|| look.say("never"), |at| look.moment(at));
    vec![
        look.tell(
            "system-daemon",
            &[
                ("version", status.version.as_str().into()),
                ("since", look.moment(status.started_at).into()),
                ("zone", status.zone.as_str().into()),
            ],
        ),
        look.tell(
            "system-archive",
            &[
                ("sites", status.n_sites.into()),
                ("points", status.n_points.into()),
                ("documents", status.n_documents.into()),
                ("data", data.into()),
            ],
        ),
        look.tell(
            "system-troubles",
            &[
                ("parked", status.n_parked.into()),
                ("quarantined", status.n_quarantined.into()),
                ("failing", status.n_sources_failing.into()),
            ],
        ),
    ]
}

fn draw_sources(model: &Model, y: u16, pen: &mut Pen<'_>) -> u16 {
    let look = pen.look();
    let sources = match &model.sources {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => value,
        Remote::Loading => return pen_line(pen, y, &look.say("loading")),
        Remote::Failed(fault) => return pen_line(pen, y, &fault.message(look.language)),
    };
    if sources.is_empty() {
        return pen_line(pen, y, &look.say("system-no-sources"));
    }
    let heading = look.say("system-sources-heading");
    let columns = [4, 17, 25, 45, 57];
    for (column, title) in columns.iter().zip(heading.split('|')) {
        pen.text(*column, y, title.trim(), Role::Strong);
    }
    // Half of the screen at most: the rest belongs to the documents.
    let room = usize::from(pen.height().saturating_sub(y) / 2).max(1) / 2;
    let top = (model.cursor + 1).saturating_sub(room.max(1));
    let mut row = y + 1;
    for (index, source) in sources.iter().enumerate().skip(top).take(room.max(1)) {
        draw_source(source, row, &columns, pen);
        if index == model.cursor {
            pen.glyph(0, row, look.glyphs.pointer, Role::Normal);
            pen.paint(0, row, columns[4] + 24, Role::Cursor);
        }
        row += 1;
        if let Some(problem) = problem_of(source, look) {
            let room = usize::from(pen.width().saturating_sub(7));
            for line in fit::wrap(&problem, room).iter().take(2) {
                pen.text(6, row, &fit::cut_end(line, room, look.glyphs.ellipsis), Role::Normal);
                row += 1;
            }
        }
    }
    let below = sources.len().saturating_sub(top + room.max(1));
    if sources.len() > room.max(1) {
        let more = look.tell("list-more", &[("n", below.into()), ("above", top.into())]);
        pen.text(1, row, &more, Role::Normal);
        row += 1;
    }
    row
}

fn pen_line(pen: &mut Pen<'_>, y: u16, text: &str) -> u16 {
    pen.text(4, y, text, Role::Normal);
    y + 1
}

fn draw_source(source: &Source, y: u16, columns: &[u16; 5], pen: &mut Pen<'_>) {
    let look = pen.look();
    let (mark, role) = match source.health {
        Health::Failing { .. } => ("!!", Role::Alarm),
        Health::Stale { .. } => ("~", Role::Stale),
        Health::Unknown => ("?", Role::Stale),
        Health::Waiting | Health::Healthy => ("", Role::Normal),
    };
    pen.text(1, y, mark, role);
    let moment = |at: Option<jiff::Timestamp>| {
        let room = usize::from(columns[4] - columns[3] - 1);
        at.map_or_else(|| "-".to_owned(), |at| look.moment_within(at, room))
    };
    let ellipsis = look.glyphs.ellipsis;
    let documents = look.tell(
        "system-source-documents",
        &[("documents", source.n_documents.into()), ("parked", source.n_parked.into())],
    );
    let cells = [
        fit::cut_middle(source.name.as_str(), 12, ellipsis),
        source.kind.clone(),
        health_words(&source.health, look),
        moment(source.data_at),
        documents,
    ];
    for (index, (column, text)) in columns.iter().zip(&cells).enumerate() {
        let room = columns.get(index + 1).map_or(usize::MAX, |next| usize::from(next - column - 1));
        pen.text(*column, y, &fit::cut_end(text, room, ellipsis), Role::Normal);
    }
}

fn health_words(health: &Health, look: &Look) -> String {
    let name = match health {
        Health::Waiting => "health-waiting",
        Health::Healthy => "health-healthy",
        Health::Stale { .. } => "health-stale",
        Health::Failing { .. } => "health-failing",
        Health::Unknown => "health-unknown",
    };
    look.language.common().get(name)
}

fn problem_of(source: &Source, look: &Look) -> Option<String> {
    match &source.health {
        Health::Failing { since, attempts, problem } => Some(look.tell(
            "system-failing",
            &[
                ("since", look.moment(*since).into()),
                ("attempts", (*attempts).into()),
                ("problem", problem_words(problem, look).into()),
            ],
        )),
        Health::Stale { since } => Some(look.tell("system-stale", &[("since", look.moment(*since).into())])),
        Health::Waiting | Health::Healthy | Health::Unknown => None,
    }
}

fn problem_words(problem: &Problem, look: &Look) -> String {
    let words = look.language.common().get(problem_id(problem.kind).as_str());
    if problem.detail.is_empty() { words } else { format!("{words} ({})", problem.detail) }
}

fn problem_id(kind: ProblemKind) -> String {
    format!("problem-{}", kind.name())
}

fn draw_documents(model: &Model, y: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    let documents = match &model.documents {
        Remote::Ready { value, .. } | Remote::Stale { value, .. } => value,
        Remote::Loading => {
            pen_line(pen, y, &look.say("loading"));
            return;
        }
        Remote::Failed(fault) => {
            pen_line(pen, y, &fault.message(look.language));
            return;
        }
    };
    if documents.is_empty() {
        pen_line(pen, y, &look.say("system-no-documents"));
        return;
    }
    let n_counts = if pen.width() >= 78 { 4 } else { 2 };
    let name_end = pen.width().saturating_sub(1 + COUNT * n_counts);
    pen.text(4, y, &look.say("system-document-time"), Role::Strong);
    pen.text(17, y, &look.say("system-document-name"), Role::Strong);
    let headings = ["tally-stored", "tally-duplicate", "tally-quarantined", "tally-rejected"];
    for (end, heading) in counts_ends(name_end, n_counts).zip(headings) {
        pen.text_right(end, y, &look.say(heading), Role::Strong);
    }
    for (row, document) in (y + 1..pen.height()).zip(documents) {
        draw_document(document, row, name_end, n_counts, pen);
    }
}

fn counts_ends(name_end: u16, n_counts: u16) -> impl Iterator<Item = u16> {
    (1..=n_counts).map(move |place| name_end + place * COUNT)
}

fn draw_document(document: &Document, y: u16, name_end: u16, n_counts: u16, pen: &mut Pen<'_>) {
    let look = pen.look();
    pen.text(4, y, &look.moment_within(document.received_at, 12), Role::Normal);
    let room = name_end.saturating_sub(18);
    let ellipsis = look.glyphs.ellipsis;
    let Outcome::Parked { problem } = &document.outcome else {
        pen.text(17, y, &fit::cut_middle(&document.name, usize::from(room), ellipsis), Role::Normal);
        let tally = document.tally;
        // Corrections are kept as well as first values, so both count as stored here.
        let counts = [tally.stored + tally.corrected, tally.duplicate, tally.quarantined, tally.rejected];
        for (end, count) in counts_ends(name_end, n_counts).zip(counts) {
            pen.text_right(end, y, &look.language.number(&count.to_string()), Role::Normal);
        }
        return;
    };
    pen.text(1, y, "!", Role::Warning);
    let words =
        look.tell("document-parked", &[("problem", look.language.common().get(&problem_id(problem.kind)).into())]);
    // Both are needed, but only the name tells which document this is.
    let room = usize::from(pen.width().saturating_sub(18 + fit::width(&words) + 2)).max(SHORTEST_NAME);
    let end = pen.text(17, y, &fit::cut_middle(&document.name, room, ellipsis), Role::Normal) + 2;
    let room = usize::from(pen.width().saturating_sub(end + 1));
    pen.text(end, y, &fit::cut_end(&words, room, ellipsis), Role::Normal);
}
