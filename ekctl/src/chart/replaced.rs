//! Instants at which a meter was replaced or its register turned over: the registers before and after have no difference.

use super::{N_GAPS, Plot};
use crate::output::Look;
use crate::output::look::{Clock, Glyphs};

/// Returns what the legend says of the mark; `None` where nothing is marked.
#[must_use]
pub fn legend(look: &Look, plot: &Plot) -> Option<String> {
    let arguments = [("mark", mark(look.glyphs).into())];
    (!plot.replaced.is_empty()).then(|| look.texts().format("legend-replaced", &arguments))
}

/// Returns the line of marks in these columns; `None` where nothing is marked.
#[must_use]
pub fn marks(look: &Look, mut columns: Vec<usize>) -> Option<String> {
    columns.sort_unstable();
    columns.dedup();
    let mut line = String::new();
    for column in columns {
        line.extend(std::iter::repeat_n(' ', column.saturating_sub(line.chars().count())));
        line.push_str(mark(look.glyphs));
    }
    if line.is_empty() { None } else { Some(line) }
}

/// Returns what there is to know of the marks, a line each.
#[must_use]
pub fn lines(look: &Look, plot: &Plot) -> Vec<String> {
    let texts = look.texts();
    let line = |at: &jiff::Timestamp| {
        let at = look.short_instant(*at, Clock::Minutes);
        texts.format("chart-replaced", &[("mark", mark(look.glyphs).into()), ("at", at.into())])
    };
    let mut lines: Vec<_> = plot.replaced.iter().take(N_GAPS).map(line).collect();
    if plot.replaced.len() > N_GAPS {
        let more = plot.replaced.len() - N_GAPS;
        let arguments = [("more", more.into()), ("point", plot.point.as_str().into())];
        lines.push(texts.format("chart-more-replaced", &arguments));
    }
    lines
}

const fn mark(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Ascii => "*",
        Glyphs::Wgl4 | Glyphs::Unicode => "◊",
    }
}
