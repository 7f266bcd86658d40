//! Series as a chart with a table: registers as bars, gauges as lines, gaps as what they are.

use common::language::Language;
use common::quantity::decimal::{divide_rounded, fixed};
use common::quantity::{Kind, Quantity, Unit};
use common::series::{Bucket, Content, PackError, Series};
use common::setting::Setting;
use common::sheet::chart::{Across, Axis, Chart, Mark, Plot, Side, Style};
use common::sheet::{Align, Block, Cell, Column, Coverage, Figure, Row, RowKind, Sheet, Table};
use common::time::{Period, Step};
use jiff::Timestamp;

use super::{Surroundings, Wanted, capital, dates, name_of, tell, texts};

/// Changes of settings that are marked.
pub(super) const MOST_MARKS: u32 = 200;
/// Bars that hold more than their interval, told one by one.
const MOST_LATE: usize = 5;
/// Buckets that are told in a table too: those of two months.
const MOST_ROWS: usize = 62;

/// One quantity with what it is compared with, bucket by bucket.
pub(super) struct Line {
    series: Series,
    buckets: Vec<Bucket>,
    compared: Option<Vec<Bucket>>,
}

/// Everything that is drawn.
pub(super) struct Drawn<'a> {
    pub lines: Vec<Line>,
    pub settings: Vec<Setting>,
    pub wanted: &'a Wanted<'a>,
    pub surroundings: Surroundings<'a>,
}

impl Line {
    pub(super) fn new(series: Series, compared: Option<Series>) -> Result<Self, PackError> {
        let buckets = series.buckets()?;
        let compared = compared.map(|compared| compared.buckets()).transpose()?;
        Ok(Self { series, buckets, compared })
    }

    const fn quantity(&self) -> Quantity {
        self.series.quantity
    }
}

impl Drawn<'_> {
    /// Returns the sheet of the chart; the point's code and `subject` tell whose it is.
    pub(super) fn sheet(&self, code: &str, subject: Vec<Figure>) -> Sheet {
        let language = self.surroundings.language;
        let names: Vec<String> = self.lines.iter().map(|line| name_of(line.quantity(), language)).collect();
        let title = format!("{} · {code}", capital(&names.join(", ")));
        let mut blocks = vec![Block::Chart(self.chart(title.clone()))];
        let n_rows = self.lines.iter().map(|line| line.buckets.len()).max().unwrap_or_default();
        if self.wanted.step != Step::Raw && n_rows <= MOST_ROWS {
            blocks.push(Block::Table(self.table(n_rows)));
        }
        let mut kinds: Vec<&str> = self.lines.iter().map(|line| definition(line.quantity())).collect();
        kinds.dedup();
        Sheet {
            language,
            zone: self.surroundings.zone.iana_name().unwrap_or("UTC").to_owned(),
            title,
            subject,
            period: Some(self.wanted.period),
            blocks,
            definitions: kinds.into_iter().map(|id| texts(language).get(id)).collect(),
            coverage: self.coverage(),
            marks: None,
        }
    }

    fn chart(&self, title: String) -> Chart {
        let language = self.surroundings.language;
        let reach = self.reach();
        let unit = self.lines.first().map_or(Unit::One, |line| line.quantity().unit());
        let is_of_bars = self.lines.iter().any(|line| is_of_bars(line, self.wanted.step));
        let notes: Vec<String> = self.lines.iter().flat_map(|line| self.notes(line)).collect();
        Chart {
            alternative: notes.join(" "),
            across: Across::Time {
                from: reach.from,
                until: reach.until,
                zone: self.surroundings.zone.iana_name().unwrap_or("UTC").to_owned(),
            },
            left: Axis { label: self.label(), unit: unit.symbol().to_owned(), from_zero: is_of_bars },
            right: None,
            plots: self.compared_plots(reach).chain(self.plots(reach)).collect(),
            marks: self.marks(reach, language),
            notes,
            title,
        }
    }

    /// Returns what the axis is of; the legend tells several quantities.
    fn label(&self) -> String {
        match self.lines.as_slice() {
            [line] => name_of(line.quantity(), self.surroundings.language),
            [..] => String::new(),
        }
    }

    /// Returns the asked period, with the whole of its first and last bucket.
    fn reach(&self) -> Period {
        let buckets = || self.lines.iter().flat_map(|line| &line.buckets);
        let from = buckets().map(|bucket| bucket.period.from).min().unwrap_or(self.wanted.period.from);
        let until = buckets().map(|bucket| bucket.period.until).max().unwrap_or(self.wanted.period.until);
        match self.wanted.step {
            Step::Raw => self.wanted.period,
            Step::QuarterHour | Step::Hour | Step::Day | Step::Week | Step::Month | Step::Season | Step::Year => {
                Period { from, until }
            }
        }
    }

    fn plots(&self, reach: Period) -> impl Iterator<Item = Plot> {
        self.lines.iter().map(move |line| {
            let is_of_bars = is_of_bars(line, self.wanted.step);
            let point = |bucket: &Bucket| {
                let is_to_come = bucket.period.from >= self.surroundings.now && bucket.shown().is_none();
                (!is_to_come).then(|| (place(bucket, is_of_bars, reach), self.value(line, bucket)))
            };
            Plot {
                name: name_of(line.quantity(), self.surroundings.language),
                side: Side::Left,
                style: if is_of_bars { Style::Bars } else { Style::Line },
                points: line.buckets.iter().filter_map(point).collect(),
            }
        })
    }

    /// Returns what is compared with, each bucket at the place of the one that it is held against.
    fn compared_plots(&self, reach: Period) -> impl Iterator<Item = Plot> {
        self.lines.iter().filter_map(move |line| {
            let compared = line.compared.as_ref()?;
            let is_of_bars = is_of_bars(line, self.wanted.step);
            let shift = self.wanted.compared.map(|compared| compared.from.duration_until(self.wanted.period.from));
            let point = |(index, bucket): (usize, &Bucket)| {
                // Single readings have no partner: they lie as far from the beginning as theirs.
                let x = if self.wanted.step == Step::Raw {
                    bucket.period.from.checked_add(shift?).ok()?.duration_since(reach.from).as_secs_f64()
                } else {
                    place(line.buckets.get(index)?, is_of_bars, reach)
                };
                Some((x, self.value(line, bucket)))
            };
            let name = name_of(line.quantity(), self.surroundings.language);
            let period = self.wanted.compared.map(|period| dates(period, self.surroundings.zone)).unwrap_or_default();
            Some(Plot {
                name: format!("{name}, {period}"),
                side: Side::Left,
                style: if is_of_bars { Style::ComparedBars } else { Style::ComparedLine },
                points: compared.iter().enumerate().filter_map(point).collect(),
            })
        })
    }

    /// Returns what a bucket shows, for the eye: single readings of a register are what it counts to.
    fn value(&self, line: &Line, bucket: &Bucket) -> Option<f64> {
        let value = match bucket.content {
            Content::Register { closing, .. } if self.wanted.step == Step::Raw => Some(closing),
            Content::Register { .. } | Content::Gauge { .. } | Content::Missing => bucket.shown(),
        };
        value.map(|value| line.quantity().unit().as_f64(value.base()))
    }

    fn marks(&self, reach: Period, language: Language) -> Vec<Mark> {
        let place = |at: Timestamp| at.duration_since(reach.from).as_secs_f64();
        let setting = |setting: &Setting| Mark { x: place(setting.at), text: setting.text.clone() };
        let mut replaced: Vec<Timestamp> = self.lines.iter().flat_map(|line| line.series.replaced.clone()).collect();
        replaced.sort_unstable();
        replaced.dedup();
        let replaced =
            replaced.into_iter().map(|at| Mark { x: place(at), text: texts(language).get("drawing-replaced") });
        self.settings.iter().map(setting).chain(replaced).collect()
    }

    /// Returns what the picture hides of one quantity: sums or extremes, and gaps.
    fn notes(&self, line: &Line) -> Vec<String> {
        let language = self.surroundings.language;
        let name = capital(&name_of(line.quantity(), language));
        let mut notes = Vec::new();
        match figures(line.quantity(), &line.buckets) {
            Some(Figures::Sum(_)) if self.wanted.step == Step::Raw => {}
            Some(Figures::Sum(sum)) => {
                let sum = self.written(line, sum);
                let compared = line.compared.as_ref().and_then(|compared| self.paired_sums(line, compared));
                notes.push(match compared {
                    Some((own, before)) => {
                        let change = change(own, before, language);
                        let arguments = [
                            ("name", name.as_str()),
                            ("sum", &sum),
                            ("own", &self.written(line, own)),
                            ("before", &self.written(line, before)),
                            ("change", &change),
                        ];
                        tell(language, "drawing-sum-compared", &arguments)
                    }
                    None => tell(language, "drawing-sum", &[("name", &name), ("sum", &sum)]),
                });
            }
            Some(Figures::Extremes { min, mean, max }) => {
                let [min, mean, max] = [min, mean, max].map(|base| self.written(line, base));
                let arguments = [("name", name.as_str()), ("min", &min), ("mean", &mean), ("max", &max)];
                notes.push(tell(language, "drawing-extremes", &arguments));
            }
            None => notes.push(tell(language, "drawing-nothing", &[("name", &name)])),
        }
        notes.extend(self.gaps(line, &name));
        notes
    }

    fn gaps(&self, line: &Line, name: &str) -> Vec<String> {
        let language = self.surroundings.language;
        let begun = line.buckets.iter().filter(|bucket| bucket.period.from < self.surroundings.now);
        let n_missing = begun.clone().filter(|bucket| bucket.shown().is_none()).count();
        let mut notes = Vec::new();
        if n_missing > 0 && n_missing < line.buckets.len() {
            let (missing, all) = (n_missing.to_string(), begun.count().to_string());
            notes.push(tell(language, "drawing-missing", &[("name", name), ("missing", &missing), ("all", &all)]));
        }
        let far = line.buckets.iter().filter_map(|bucket| self.reaches_to(line, bucket).map(|until| (bucket, until)));
        notes.extend(far.take(MOST_LATE).map(|(bucket, until)| {
            let [from, until] = [bucket.period.from, until].map(|at| self.instant(at));
            tell(language, "drawing-late", &[("name", name), ("from", &from), ("until", &until)])
        }));
        if line.series.damaged.iter().any(|damaged| !damaged.intersection(&self.wanted.period).is_empty()) {
            notes.push(texts(language).get("drawing-damaged"));
        }
        notes
    }

    /// Returns the reading that ends a bucket's last difference, where it lies so far beyond that a gap must be between.
    fn reaches_to(&self, line: &Line, bucket: &Bucket) -> Option<Timestamp> {
        let Content::Register { closed_at, .. } = bucket.content else { return None };
        let allowed = line.series.cadence.map_or(bucket.period.duration() / 2, |cadence| cadence * 3 / 2);
        let is_far = closed_at.duration_since(bucket.period.until) > allowed;
        (is_far && self.wanted.step != Step::Raw).then_some(closed_at)
    }

    /// Returns the sums of both, over buckets that are known in both and hold nothing of a gap.
    fn paired_sums(&self, line: &Line, compared: &[Bucket]) -> Option<(i64, i64)> {
        let whole = |bucket: &Bucket| bucket.shown().filter(|_| self.reaches_to(line, bucket).is_none());
        let paired = line.buckets.iter().zip(compared).filter_map(|(own, other)| Some((whole(own)?, whole(other)?)));
        let bases = paired.map(|(own, compared)| (own.base(), compared.base()));
        bases.reduce(|sum, next| (sum.0.saturating_add(next.0), sum.1.saturating_add(next.1)))
    }

    fn instant(&self, at: Timestamp) -> String {
        at.to_zoned(self.surroundings.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn table(&self, n_rows: usize) -> Table {
        let language = self.surroundings.language;
        let is_of_days = self.wanted.step.is_of_days();
        let mut columns = vec![column("from", &texts(language).get("drawing-from"), "", Align::Left)];
        for line in &self.lines {
            let (quantity, unit) = (line.quantity(), line.quantity().unit().symbol());
            let name = capital(&name_of(quantity, language));
            columns.push(column(quantity.name(), &name, unit, Align::Right));
            if line.compared.is_some() {
                let heading = tell(language, "drawing-compared", &[("name", &name)]);
                columns.push(column(&format!("{}_compared", quantity.name()), &heading, unit, Align::Right));
            }
        }
        columns.push(column("coverage", &texts(language).get("drawing-coverage"), "%", Align::Right));
        let row = |index: usize| {
            let first = self.lines.iter().find_map(|line| line.buckets.get(index));
            let from = first.map_or(Cell::Missing, |bucket| {
                let local = self.surroundings.zone.to_datetime(bucket.period.from);
                if is_of_days { Cell::Date(local.date()) } else { Cell::Instant(bucket.period.from) }
            });
            let values = self.lines.iter().flat_map(|line| {
                let own = std::iter::once(line.buckets.get(index));
                let compared = line.compared.iter().map(move |compared| compared.get(index));
                own.chain(compared).map(|bucket| number(line.quantity(), bucket.and_then(Bucket::shown)))
            });
            let covered = coverage(self.lines.iter().filter_map(|line| line.buckets.get(index)));
            let covered = covered.and_then(Coverage::share).map_or(Cell::Missing, |share| Cell::Number(floored(share)));
            Row { kind: RowKind::Plain, cells: std::iter::once(from).chain(values).chain([covered]).collect() }
        };
        Table {
            name: "buckets".to_owned(),
            title: String::new(),
            columns,
            rows: (0..n_rows).map(row).collect(),
            n_left: 0,
        }
    }

    fn coverage(&self) -> Option<Coverage> {
        coverage(self.lines.iter().flat_map(|line| &line.buckets))
    }

    fn written(&self, line: &Line, base: i64) -> String {
        let unit = line.quantity().unit();
        let number = self.surroundings.language.number(&unit.write_rounded(base, unit.decimals()));
        format!("{number} {}", unit.symbol()).trim_end().to_owned()
    }
}

fn is_of_bars(line: &Line, step: Step) -> bool {
    match line.quantity().kind() {
        Kind::Gauge => false,
        Kind::Register => step != Step::Raw,
    }
}

/// Returns where a bucket stands: bars begin with it, means stand in its middle.
fn place(bucket: &Bucket, is_of_bars: bool, reach: Period) -> f64 {
    let from = bucket.period.from.duration_since(reach.from).as_secs_f64();
    if is_of_bars { from } else { from + bucket.period.duration().as_secs_f64() / 2.0 }
}

/// A series in a few amounts.
enum Figures {
    Sum(i64),
    /// The mean is weighted by readings.
    Extremes {
        min: i64,
        mean: i64,
        max: i64,
    },
}

fn figures(quantity: Quantity, buckets: &[Bucket]) -> Option<Figures> {
    match quantity.kind() {
        Kind::Register => {
            let known = buckets.iter().filter_map(Bucket::shown);
            known.map(|value| value.base()).reduce(i64::saturating_add).map(Figures::Sum)
        }
        Kind::Gauge => {
            let (mut least, mut most, mut weighted, mut n_readings) = (i64::MAX, i64::MIN, 0_i128, 0_i128);
            for bucket in buckets {
                if let Content::Gauge { min, mean, max } = bucket.content {
                    (least, most) = (least.min(min.base()), most.max(max.base()));
                    weighted += i128::from(mean.base()) * i128::from(bucket.n_readings.max(1));
                    n_readings += i128::from(bucket.n_readings.max(1));
                }
            }
            let mean = (n_readings > 0).then(|| divide_rounded(weighted, n_readings))?;
            Some(Figures::Extremes { min: least, mean: i64::try_from(mean).ok()?, max: most })
        }
    }
}

/// Returns how much more one is than the other in per cent, such as `-7,1` or `+3,0`.
fn change(own: i64, before: i64, language: Language) -> String {
    let more = i128::from(own) - i128::from(before);
    if before == 0 {
        return "–".to_owned();
    }
    let per_mille = divide_rounded(more * 1000, i128::from(before).abs());
    let sign = if per_mille > 0 { "+" } else { "" };
    format!("{sign}{}", language.number(&fixed(per_mille, 1)))
}

/// Returns the share in per cent; not all is never written as all.
fn floored(share: f64) -> String {
    format!("{:.1}", (share * 1000.0).floor() / 10.0)
}

fn coverage<'a>(buckets: impl Iterator<Item = &'a Bucket>) -> Option<Coverage> {
    let of = |bucket: &Bucket| Coverage {
        n_readings: u64::from(bucket.n_readings.min(bucket.n_expected)),
        n_expected: u64::from(bucket.n_expected),
    };
    buckets.map(of).reduce(Coverage::with).filter(|coverage| coverage.n_expected > 0)
}

fn number(quantity: Quantity, value: Option<common::quantity::Value>) -> Cell {
    let unit = quantity.unit();
    value.map_or(Cell::Missing, |value| Cell::Number(unit.write_rounded(value.base(), unit.decimals())))
}

fn column(key: &str, heading: &str, unit: &str, align: Align) -> Column {
    Column { key: key.to_owned(), heading: heading.to_owned(), unit: unit.to_owned(), align }
}

const fn definition(quantity: Quantity) -> &'static str {
    match quantity.kind() {
        Kind::Register => "drawing-definition-register",
        Kind::Gauge => "drawing-definition-gauge",
    }
}

#[cfg(test)]
mod tests {
    use common::fault::{Cause, ReportCause};
    use common::id::PointId;
    use common::report::drawing::DrawingOf;
    use common::series::SeriesQuery;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::query::drawing::sheet;
    use crate::query::fixture::{Archive, at};
    use crate::store::point::by_id;

    /// 2026-01-01 00:00 in Warsaw.
    const NEW_YEAR: i64 = 1_767_222_000;
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;

    fn warsaw() -> TimeZone {
        TimeZone::get("Europe/Warsaw").unwrap()
    }

    fn days(first: i64, n_days: i64) -> Period {
        Period { from: at(NEW_YEAR + first * DAY), until: at(NEW_YEAR + (first + n_days) * DAY) }
    }

    /// Heat and supply temperature of forty days, with a hole of three days.
    fn archive() -> (Archive, PointId) {
        let mut archive = Archive::new();
        let point = archive.point("S-1", "W-01", Some(HOUR));
        let hours = || (0..40 * 24).filter(|hour| !(10 * 24..13 * 24).contains(hour));
        archive.read(point, Quantity::Energy, hours().map(|hour| (NEW_YEAR + hour * HOUR, hour * 90_000_000)));
        archive.read(point, Quantity::Supply, hours().map(|hour| (NEW_YEAR + hour * HOUR, 70_000 + hour % 24 * 100)));
        (archive, point)
    }

    fn drawn(archive: &Archive, of: &DrawingOf) -> Result<Sheet, Cause> {
        let (zone, now) = (warsaw(), at(NEW_YEAR + 40 * DAY));
        sheet(&archive.log(), of, Surroundings { language: Language::Polish, zone: &zone, now }).unwrap()
    }

    fn wanted(point: PointId, quantities: &[Quantity], step: Step, compared: Option<Period>) -> DrawingOf {
        DrawingOf::Series { point, quantities: quantities.to_vec(), period: days(7, 14), step, compared }
    }

    fn chart(sheet: &Sheet) -> &Chart {
        let Some(Block::Chart(chart)) = sheet.blocks.first() else { panic!("{sheet:?}") };
        chart
    }

    #[test]
    fn a_chart_has_the_numbers_of_the_series_and_its_gaps() {
        let (archive, point) = archive();
        let sheet = drawn(&archive, &wanted(point, &[Quantity::Energy], Step::Day, None)).unwrap();
        let chart = chart(&sheet);
        let log = archive.log();
        let registered = by_id(&log, point).unwrap().unwrap();
        let query = SeriesQuery { point, quantity: Quantity::Energy, period: days(7, 14), step: Step::Day };
        let series = crate::query::series::series(&log, &registered, &query, &warsaw(), at(NEW_YEAR + 40 * DAY));
        let buckets = series.unwrap().unwrap().buckets().unwrap();
        let expected: Vec<Option<f64>> =
            buckets.iter().map(|bucket| bucket.shown().map(|used| Unit::Gigajoule.as_f64(used.base()))).collect();
        let found: Vec<Option<f64>> = chart.plots[0].points.iter().map(|(_, value)| *value).collect();
        assert_eq!(found, expected);
        assert!(found.contains(&None) && chart.left.unit == "GJ" && chart.left.from_zero);
        assert_eq!(chart.plots[0].points.get(1).map(|(x, _)| *x), Some(86_400.0));
        assert!(chart.notes.iter().any(|note| note.contains("suma")), "{:?}", chart.notes);
        assert!(chart.notes.iter().any(|note| note.contains("z 14 przedziałów")), "{:?}", chart.notes);
        let late = "słupek od 2026-01-10 00:00 obejmuje zużycie do 2026-01-14 00:00";
        assert!(chart.notes.iter().any(|note| note.contains(late)), "{:?}", chart.notes);
        let coverage = sheet.coverage.unwrap();
        assert_eq!((coverage.n_readings, coverage.n_expected), (11 * 24, 14 * 24));
        let Some(Block::Table(table)) = sheet.blocks.get(1) else { panic!("{sheet:?}") };
        assert_eq!(table.rows.len(), 14);
        assert_eq!(table.rows[4].cells[1], Cell::Missing);
        assert_eq!(table.rows[0].cells[1], Cell::Number("2.160".to_owned()));
    }

    #[test]
    fn what_it_is_compared_with_stands_behind_day_by_day() {
        let (archive, point) = archive();
        let of = wanted(point, &[Quantity::Energy], Step::Day, Some(days(24, 14)));
        let sheet = drawn(&archive, &of).unwrap();
        let chart = chart(&sheet);
        let styles: Vec<Style> = chart.plots.iter().map(|plot| plot.style).collect();
        assert_eq!(styles, [Style::ComparedBars, Style::Bars]);
        let places = |plot: usize| chart.plots[plot].points.iter().map(|(x, _)| *x).collect::<Vec<_>>();
        assert_eq!(places(0), places(1));
        assert!(chart.notes[0].contains("21,600 GJ wobec 21,600 GJ (0,0 %)"), "{:?}", chart.notes);
    }

    #[test]
    fn gauges_are_lines_and_days_to_come_no_gaps() {
        let (archive, point) = archive();
        let of = DrawingOf::Series {
            point,
            quantities: vec![Quantity::Supply],
            period: days(38, 10),
            step: Step::Day,
            compared: None,
        };
        let sheet = drawn(&archive, &of).unwrap();
        let plot = &chart(&sheet).plots[0];
        assert_eq!((plot.style, plot.points.len()), (Style::Line, 2));
        assert!(plot.points.iter().all(|(_, value)| value.is_some()));
        assert!(chart(&sheet).notes[0].contains("najmniej 70,0 °C, średnio 71,2 °C, najwięcej 72,3 °C"));
    }

    #[test]
    fn single_readings_of_a_register_are_what_it_counts_to() {
        let (archive, point) = archive();
        let sheet = drawn(&archive, &wanted(point, &[Quantity::Energy], Step::Raw, Some(days(20, 14)))).unwrap();
        let chart = chart(&sheet);
        assert_eq!(sheet.blocks.len(), 1);
        let own = &chart.plots[1];
        assert_eq!((own.style, own.points[0]), (Style::Line, (0.0, Some(0.09 * 168.0))));
        assert!(chart.plots[0].points[0].0.abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_one_chart_is_refused() {
        let (archive, point) = archive();
        let refused =
            |quantities: &[Quantity]| drawn(&archive, &wanted(point, quantities, Step::Day, None)).unwrap_err();
        let mixed = Cause::Report { why: ReportCause::MixedQuantities };
        assert_eq!(refused(&[]), mixed);
        assert_eq!(refused(&[Quantity::Energy, Quantity::Supply]), mixed);
        assert!(matches!(refused(&[Quantity::Volume]), Cause::NoSuchQuantity { .. }));
        let nobody = drawn(&archive, &wanted(PointId(99), &[Quantity::Energy], Step::Day, None));
        assert!(matches!(nobody, Err(Cause::NoSuchPoint { .. })));
    }
}
