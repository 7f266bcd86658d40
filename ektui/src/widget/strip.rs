//! The last hours as a strip of levels: how a site has been heating, at a glance.

use common::quantity::Power;

use crate::glyphs::Glyphs;

/// What stands where nothing was read at the end of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Readings are missing.
    Missing,
    /// They are only late.
    Late,
}

/// Returns one character for each of `width` equal stretches of `hours`; `?` where nothing was read.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "watts are drawn in a few levels")]
pub fn strip(hours: &[Option<Power>], width: usize, ending: Ending, glyphs: &Glyphs) -> String {
    if hours.is_empty() || width == 0 {
        return String::new();
    }
    let width = width.min(hours.len());
    let cells: Vec<Option<f64>> = (0..width)
        .map(|cell| {
            let stretch = &hours[cell * hours.len() / width..(cell + 1) * hours.len() / width];
            let known: Vec<f64> = stretch.iter().flatten().map(|power| power.base() as f64).collect();
            // A late site must look late, even where the hour before the missing one is drawn in the same cell.
            let late = ending == Ending::Late && cell + 1 == width && stretch.last().is_some_and(Option::is_none);
            (!known.is_empty() && !late).then(|| known.iter().sum::<f64>() / known.len() as f64)
        })
        .collect();
    let peak = cells.iter().flatten().fold(0.0, |peak: f64, power| peak.max(*power));
    let tail = cells.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let absent = |cell: usize| if cell >= tail && ending == Ending::Late { '~' } else { '?' };
    let shown = |(cell, power): (usize, &Option<f64>)| match power {
        None => absent(cell),
        Some(power) => glyphs.level(if peak > 0.0 { power / peak } else { 0.0 }),
    };
    cells.iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glyphs::Repertoire;

    #[test]
    fn missing_hours_are_no_zeros() {
        let glyphs = Repertoire::Wgl4.glyphs();
        let hours: Vec<Option<Power>> =
            [Some(0), Some(50), Some(100), None, Some(60), None].map(|power| power.map(Power::from_base)).into();
        assert_eq!(strip(&hours, 6, Ending::Missing, &glyphs), "_▄█?▄?");
        assert_eq!(strip(&hours, 6, Ending::Late, &glyphs), "_▄█?▄~");
        assert_eq!(strip(&hours, 3, Ending::Late, &glyphs), "▄█~");
        assert_eq!(strip(&[None, None], 9, Ending::Missing, &glyphs), "??");
        assert_eq!(strip(&[], 9, Ending::Missing, &glyphs), "");
    }
}
