//! Single charts on paper: what is asked of the archive for them, and the sheet that they stand on.
//!
//! The numbers are those of [`super::series`] and of the fits; nothing is computed anew. Knows no file format.

mod fits;
mod series;

use std::sync::OnceLock;

use common::api::Filter;
use common::fault::{Cause, ReportCause};
use common::forecast::SignatureQuery;
use common::id::{PointId, SiteId};
use common::language::{Argument, Language, Texts};
use common::point::MeteringPoint;
use common::quantity::Quantity;
use common::report::drawing::{DrawingOf, ScatterQuery};
use common::series::SeriesQuery;
use common::sheet::{Cell, Figure, Sheet};
use common::site::Site;
use common::time::{Period, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::report::digest;
use crate::store::log::Logbook;
use crate::store::{self, StoreError};
use series::Line;

/// Grows when the same readings would give another chart.
const VERSION: u32 = 1;

/// In which language, by whose midnights, and as of when a chart is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub language: Language,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
}

/// What is drawn of a point's series.
struct Wanted<'a> {
    quantities: &'a [Quantity],
    period: Period,
    step: Step,
    compared: Option<Period>,
}

/// Returns a sheet with the chart, or why it cannot be had.
pub fn sheet(
    log: &Logbook<'_>,
    of: &DrawingOf,
    surroundings: Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let drawn = match of {
        DrawingOf::Series { point, quantities, period, step, compared } => {
            let wanted = Wanted { quantities, period: *period, step: *step, compared: *compared };
            of_series(log, *point, &wanted, surroundings)?
        }
        DrawingOf::Scatter(query) => of_scatter(log, query, surroundings)?,
        DrawingOf::Signature(query) => of_signature(log, query, surroundings)?,
    };
    Ok(drawn.map(marked))
}

/// Puts on a chart by what it is known again. What it is of stands above it, in the same words in every archive.
fn marked(mut sheet: Sheet) -> Sheet {
    let definition = (&sheet.title, &sheet.subject, sheet.period, sheet.language);
    sheet.marks = Some(digest::marks(&definition, VERSION, &sheet));
    sheet
}

fn of_scatter(
    log: &Logbook<'_>,
    query: &ScatterQuery,
    surroundings: Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let Some((point, site)) = place(log, query.point)? else { return Ok(Err(no_such_point(query.point))) };
    let scatter = super::scatter::scatter(log, &point, query)?;
    let subject = subject(&site, Some(&point), surroundings.language);
    Ok(scatter.map(|scatter| fits::of_scatter(&scatter, query.period, (point.code.as_str(), subject), surroundings)))
}

fn of_signature(
    log: &Logbook<'_>,
    query: &SignatureQuery,
    surroundings: Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let Some(site) = store::site::by_code(log, query.site.as_str())? else {
        return Ok(Err(Cause::NoSuchSite { text: query.site.to_string(), similar: Vec::new() }));
    };
    let fitted = super::signature::fit(log, &site, query.period, (surroundings.zone, surroundings.now))?;
    Ok(fitted.map(|fitted| fits::of_signature(&fitted, subject(&site, None, surroundings.language), surroundings)))
}

fn of_series(
    log: &Logbook<'_>,
    point: PointId,
    wanted: &Wanted<'_>,
    surroundings: Surroundings<'_>,
) -> Result<Result<Sheet, Cause>, StoreError> {
    let Some((point, site)) = place(log, point)? else { return Ok(Err(no_such_point(point))) };
    let Some(first) = wanted.quantities.first() else { return Ok(Err(mixed())) };
    if wanted.quantities.iter().any(|quantity| quantity.dimension() != first.dimension()) {
        return Ok(Err(mixed()));
    }
    let mut lines = Vec::new();
    for quantity in wanted.quantities {
        let ask = |period| -> Result<Result<common::series::Series, Cause>, StoreError> {
            let query = SeriesQuery { point: point.id, quantity: *quantity, period, step: wanted.step };
            super::series::series(log, &point, &query, surroundings.zone, surroundings.now)
        };
        let series = match ask(wanted.period)? {
            Ok(series) => series,
            Err(cause) => return Ok(Err(cause)),
        };
        let compared = match wanted.compared.map(ask).transpose()? {
            Some(Err(cause)) => return Ok(Err(cause)),
            Some(Ok(compared)) => Some(compared),
            None => None,
        };
        match Line::new(series, compared) {
            Ok(line) => lines.push(line),
            Err(_) => return Ok(Err(Cause::Internal)),
        }
    }
    let settings = store::setting::list(log, (Some(site.id), Some(wanted.period)), None, series::MOST_MARKS)?;
    let settings = settings.into_iter().map(|(setting, _)| setting).collect();
    let drawn = series::Drawn { lines, settings, wanted, surroundings };
    Ok(Ok(drawn.sheet(point.code.as_str(), subject(&site, Some(&point), surroundings.language))))
}

fn no_such_point(point: PointId) -> Cause {
    Cause::NoSuchPoint { text: point.to_string(), similar: Vec::new() }
}

fn mixed() -> Cause {
    Cause::Report { why: ReportCause::MixedQuantities }
}

fn place(log: &Logbook<'_>, point: PointId) -> Result<Option<(MeteringPoint, Site)>, StoreError> {
    let Some(point) = store::point::by_id(log, point)? else { return Ok(None) };
    Ok(site(log, point.site)?.map(|site| (point, site)))
}

fn site(log: &Logbook<'_>, site: SiteId) -> Result<Option<Site>, StoreError> {
    let filter = Filter { site: Some(site), ..Filter::default() };
    Ok(store::site::list(log, &filter, None, 1)?.into_iter().next())
}

/// Returns whose chart it is.
fn subject(site: &Site, point: Option<&MeteringPoint>, language: Language) -> Vec<Figure> {
    let texts = texts(language);
    let named = |code: &str, name: &str| {
        Cell::Text(if name.is_empty() || name == code { code.to_owned() } else { format!("{code} · {name}") })
    };
    let figure = |label: &str, value| Figure { label: texts.get(label), value, unit: String::new() };
    let mut subject = vec![figure("drawing-site", named(site.code.as_str(), &site.name))];
    subject.extend(point.map(|point| figure("drawing-point", named(point.code.as_str(), &point.name))));
    subject
}

fn texts(language: Language) -> &'static Texts {
    static POLISH: OnceLock<Texts> = OnceLock::new();
    static ENGLISH: OnceLock<Texts> = OnceLock::new();
    match language {
        Language::Polish => POLISH.get_or_init(|| Texts::new(language, &[include_str!("../../../text/pl/ekd.ftl")])),
        Language::English => ENGLISH.get_or_init(|| Texts::new(language, &[include_str!("../../../text/en/ekd.ftl")])),
    }
}

fn tell(language: Language, id: &str, arguments: &[(&'static str, &str)]) -> String {
    let arguments: Vec<(&'static str, Argument<'_>)> =
        arguments.iter().map(|(name, value)| (*name, (*value).into())).collect();
    texts(language).format(id, &arguments)
}

fn name_of(quantity: Quantity, language: Language) -> String {
    language.common().get(&format!("quantity-{}", quantity.name()))
}

/// Returns the first and the last local day of a period.
fn dates(period: Period, zone: &TimeZone) -> String {
    let last = period.until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(period.until);
    let [first, last] = [period.from, last].map(|at| zone.to_datetime(at).date());
    if first == last { first.to_string() } else { format!("{first} – {last}") }
}

/// Returns the text with a great first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
