//! What the head tells of each day: how it is counted from the readings, and how it is written.
//!
//! Each figure is written as its distance from what the figures before let expect. Knows no blocks and no buffers but its own.

#![expect(clippy::cast_possible_wrap, reason = "counts are far below 2⁶³")]

use super::bytes::{Reader, put_count, put_signed};
use super::integers::{self, Effort};
use super::{MAX_READINGS, PageError};
use crate::logbook::DayFigures;
use crate::quantity::Kind;

/// One day's readings of a column, or one day's lines of a strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Index into the days.
    day: usize,
    n: usize,
    first_at: i64,
    last_at: i64,
}

/// Returns the days that have readings. What lies outside all days counts to the nearest.
pub(super) fn spans(at: &[i64], days: &[i64]) -> Vec<Span> {
    let n_days = days.len().saturating_sub(1);
    let mut spans = Vec::with_capacity(n_days);
    let mut rest = at;
    for day in 0..n_days {
        let end = days.get(day + 1).copied().unwrap_or(i64::MAX);
        let n = if day + 1 == n_days { rest.len() } else { leading(rest, end) };
        let (now, later) = rest.split_at(n);
        if let (Some(first_at), Some(last_at)) = (now.first(), now.last()) {
            spans.push(Span { day, n, first_at: *first_at, last_at: *last_at });
        }
        rest = later;
    }
    spans
}

/// Counts the instants before `end`, of which there are few.
fn leading(at: &[i64], end: i64) -> usize {
    let mut reach = 16;
    while at.get(reach).is_some_and(|at| *at < end) {
        reach *= 2;
    }
    at.get(..reach).unwrap_or(at).partition_point(|at| *at < end)
}

/// Counts the figures of a column.
pub(super) fn count(kind: Kind, spans: &[Span], values: &[i64], days: &[i64]) -> Vec<DayFigures> {
    let mut rest = values;
    let mut figures = Vec::with_capacity(spans.len());
    for span in spans {
        let (now, later) = rest.split_at(span.n.min(rest.len()));
        rest = later;
        let (Some(first), Some(last)) = (now.first(), now.last()) else { continue };
        let (min, max, sum) = match kind {
            Kind::Register => (*first, *last, 0),
            Kind::Gauge => extremes(now),
        };
        figures.push(figure(span, days, (*first, *last), (min, max, sum)));
    }
    figures
}

fn extremes(values: &[i64]) -> (i64, i64, i128) {
    let (mut min, mut max, mut sum) = (i64::MAX, i64::MIN, 0_i128);
    for value in values {
        min = min.min(*value);
        max = max.max(*value);
        sum += i128::from(*value);
    }
    (min, max, sum)
}

fn figure(span: &Span, days: &[i64], (first, last): (i64, i64), (min, max, sum): (i64, i64, i128)) -> DayFigures {
    DayFigures {
        day: days.get(span.day).copied().unwrap_or(0),
        n_readings: u32::try_from(span.n).unwrap_or(u32::MAX),
        first_at: span.first_at,
        first,
        last_at: span.last_at,
        last,
        min,
        max,
        sum,
    }
}

/// Returns the readings to be expected on each day, if there are `usual` on one of 24 hours.
fn expected(usual: i64, days: &[i64]) -> impl Iterator<Item = i64> {
    days.windows(2).map(move |day| usual.wrapping_mul(day[1].wrapping_sub(day[0])) / 86_400)
}

fn put(out: &mut Vec<u8>, values: &[i64]) {
    integers::write(out, values, &[values.len()], Effort::Quick);
}

fn take(reader: &mut Reader<'_>, n: usize) -> Result<Vec<i64>, PageError> {
    integers::read(reader, &[n], 0..1)
}

fn median(mut values: Vec<i64>) -> i64 {
    let middle = values.len() / 2;
    if values.is_empty() { 0 } else { *values.select_nth_unstable(middle).1 }
}

pub(super) fn write_spans(out: &mut Vec<u8>, spans: &[Span], days: &[i64]) {
    let usual = median(spans.iter().map(|span| span.n as i64).collect());
    let mut counts: Vec<i64> = vec![0; days.len().saturating_sub(1)];
    for span in spans {
        if let Some(count) = counts.get_mut(span.day) {
            *count = span.n as i64;
        }
    }
    for (count, expected) in counts.iter_mut().zip(expected(usual, days)) {
        *count = count.wrapping_sub(expected);
    }
    put_signed(out, usual);
    put(out, &counts);
    let bound = |day: usize| days.get(day).copied().unwrap_or(0);
    put(out, &spans.iter().map(|span| span.first_at.wrapping_sub(bound(span.day))).collect::<Vec<_>>());
    put(out, &spans.iter().map(|span| bound(span.day + 1).wrapping_sub(span.last_at)).collect::<Vec<_>>());
}

pub(super) fn read_spans(reader: &mut Reader<'_>, days: &[i64]) -> Result<Vec<Span>, PageError> {
    let usual = reader.signed()?;
    let counts = take(reader, days.len().saturating_sub(1))?;
    let mut spans = Vec::with_capacity(counts.len());
    for (day, (count, expected)) in counts.into_iter().zip(expected(usual, days)).enumerate() {
        let n = usize::try_from(count.wrapping_add(expected)).ok().filter(|n| *n <= MAX_READINGS);
        let n = n.ok_or(PageError::Corrupt("a day has too many readings"))?;
        if n > 0 {
            spans.push(Span { day, n, first_at: 0, last_at: 0 });
        }
    }
    let early = take(reader, spans.len())?;
    let late = take(reader, spans.len())?;
    for ((span, early), late) in spans.iter_mut().zip(early).zip(late) {
        span.first_at = days.get(span.day).copied().unwrap_or(0).wrapping_add(early);
        span.last_at = days.get(span.day + 1).copied().unwrap_or(0).wrapping_sub(late);
    }
    Ok(spans)
}

/// How the amounts of a column are written.
const PLAIN: u8 = 0;
const EXPECTED: u8 = 1;

/// Amounts and counts up to these can be expected without overflow.
const MAX_AMOUNT: u64 = 1 << 31;
const MAX_COUNT: usize = 1 << 20;

/// Amounts as multiples of what they have in common, counted from a base.
#[derive(Clone, Copy)]
struct Scale {
    base: i64,
    factor: i64,
}

impl Scale {
    /// Returns `None` where amounts are too far apart.
    fn of(kind: Kind, figures: &[DayFigures]) -> Option<Self> {
        let base = figures.first()?.first;
        let mut factor = 0_u64;
        let amounts = || figures.iter().flat_map(|day| [day.first, day.last, day.min, day.max]);
        for amount in amounts() {
            let (mut left, mut right) = (factor, amount.checked_sub(base)?.unsigned_abs());
            while right != 0 {
                (left, right) = (right, left % right);
            }
            factor = left;
        }
        let factor = i64::try_from(factor.max(1)).ok()?;
        let scale = Self { base, factor };
        let is_near = amounts().all(|amount| scale.down(amount).unsigned_abs() < MAX_AMOUNT);
        let is_even = kind == Kind::Register || figures.iter().all(|day| scale.sum_down(day).is_some());
        (is_near && is_even && figures.iter().all(|day| (day.n_readings as usize) < MAX_COUNT)).then_some(scale)
    }

    const fn down(self, amount: i64) -> i64 {
        amount.wrapping_sub(self.base) / self.factor
    }

    const fn up(self, scaled: i64) -> i64 {
        self.base.wrapping_add(scaled.wrapping_mul(self.factor))
    }

    /// Returns `None` where values between the figures have less in common than the figures.
    fn sum_down(self, day: &DayFigures) -> Option<i64> {
        let sum = day.sum - i128::from(self.base) * i128::from(day.n_readings);
        let factor = i128::from(self.factor);
        if sum % factor == 0 { i64::try_from(sum / factor).ok() } else { None }
    }

    fn sum_up(self, n: usize, scaled: i64) -> i128 {
        i128::from(self.base) * n as i128 + i128::from(scaled) * i128::from(self.factor)
    }
}

pub(super) fn write_amounts(out: &mut Vec<u8>, kind: Kind, figures: &[DayFigures]) {
    let scale = match kind {
        Kind::Register => Scale::of(kind, figures),
        // The factor of the extremes need not be that of all values: then of one unit.
        Kind::Gauge => Scale::of(kind, figures).or_else(|| {
            let base = figures.first()?.first;
            let near = figures.iter().all(|day| {
                let is_near = |amount: i64| amount.abs_diff(base) < MAX_AMOUNT;
                is_near(day.first) && is_near(day.last) && is_near(day.min) && is_near(day.max)
            });
            let few = figures.iter().all(|day| (day.n_readings as usize) < MAX_COUNT);
            (near && few).then_some(Scale { base, factor: 1 })
        }),
    };
    let Some(scale) = scale else {
        out.push(PLAIN);
        for day in figures {
            put_signed(out, day.first);
            put_signed(out, day.last);
            if kind == Kind::Gauge {
                put_signed(out, day.min);
                put_signed(out, day.max);
                out.extend_from_slice(&day.sum.to_le_bytes());
            }
        }
        return;
    };
    out.push(EXPECTED);
    put_signed(out, scale.base);
    put_signed(out, scale.factor);
    match kind {
        Kind::Register => write_register(out, scale, figures),
        Kind::Gauge => write_gauge(out, scale, figures),
    }
}

pub(super) fn read_amounts(
    reader: &mut Reader<'_>,
    kind: Kind,
    spans: &[Span],
    days: &[i64],
) -> Result<Vec<DayFigures>, PageError> {
    match reader.byte()? {
        PLAIN => spans.iter().map(|span| read_plain(reader, kind, span, days)).collect(),
        EXPECTED => {
            let scale = Scale { base: reader.signed()?, factor: reader.signed()? };
            match kind {
                Kind::Register => read_register(reader, scale, spans, days),
                Kind::Gauge => read_gauge(reader, scale, spans, days),
            }
        }
        _ => Err(PageError::Corrupt("figures are of a foreign kind")),
    }
}

fn read_plain(reader: &mut Reader<'_>, kind: Kind, span: &Span, days: &[i64]) -> Result<DayFigures, PageError> {
    let ends = (reader.signed()?, reader.signed()?);
    let middle = match kind {
        Kind::Register => (ends.0, ends.1, 0),
        Kind::Gauge => (reader.signed()?, reader.signed()?, reader.wide()?),
    };
    Ok(figure(span, days, ends, middle))
}

/// Returns what a register should count from one day's last reading to the next day's first.
fn between(uses: (i64, i64), spans: (i64, i64), pause: i64) -> i64 {
    let span = spans.0.wrapping_add(spans.1);
    let both = uses.0.wrapping_add(uses.1);
    if span <= 0 { 0 } else { both.wrapping_mul(pause).wrapping_div(span) }
}

fn write_register(out: &mut Vec<u8>, scale: Scale, figures: &[DayFigures]) {
    let used = |day: &DayFigures| scale.down(day.last).wrapping_sub(scale.down(day.first));
    let span = |day: &DayFigures| day.last_at.wrapping_sub(day.first_at);
    put(out, &figures.iter().map(used).collect::<Vec<_>>());
    let gap = |pair: &[DayFigures]| {
        let [day, next] = pair else { return 0 };
        let pause = next.first_at.wrapping_sub(day.last_at);
        let expected = between((used(day), used(next)), (span(day), span(next)), pause);
        scale.down(next.first).wrapping_sub(scale.down(day.last)).wrapping_sub(expected)
    };
    put(out, &figures.windows(2).map(gap).collect::<Vec<_>>());
}

fn read_register(
    reader: &mut Reader<'_>,
    scale: Scale,
    spans: &[Span],
    days: &[i64],
) -> Result<Vec<DayFigures>, PageError> {
    let used = take(reader, spans.len())?;
    let gaps = take(reader, spans.len().saturating_sub(1))?;
    let mut figures = Vec::with_capacity(spans.len());
    let (mut scaled, mut before): (i64, Option<(&Span, i64)>) = (0, None);
    let mut gaps = gaps.into_iter();
    for (span, used) in spans.iter().zip(used) {
        if let Some((earlier, used_before)) = before {
            let pause = span.first_at.wrapping_sub(earlier.last_at);
            let spans = (earlier.last_at.wrapping_sub(earlier.first_at), span.last_at.wrapping_sub(span.first_at));
            let gap = between((used_before, used), spans, pause).wrapping_add(gaps.next().unwrap_or(0));
            scaled = scaled.wrapping_add(gap);
        }
        let first = scale.up(scaled);
        scaled = scaled.wrapping_add(used);
        let last = scale.up(scaled);
        before = Some((span, used));
        figures.push(figure(span, days, (first, last), (first, last, 0)));
    }
    Ok(figures)
}

/// Returns the part, in 256ths, that usually lies below.
fn usual_part(parts: impl Iterator<Item = (i64, i64)>) -> i64 {
    median(parts.filter(|(_, whole)| *whole > 0).map(|(part, whole)| part.wrapping_mul(256) / whole).collect())
}

const fn part_of(whole: i64, part: i64) -> i64 {
    whole.wrapping_mul(part) >> 8
}

/// What is written of a day's gauge: all in the column's scale.
struct Gauge {
    n: i64,
    first: i64,
    last: i64,
    min: i64,
    range: i64,
    sum: i64,
}

fn write_gauge(out: &mut Vec<u8>, scale: Scale, figures: &[DayFigures]) {
    let gauge = |day: &DayFigures| Gauge {
        n: i64::from(day.n_readings),
        first: scale.down(day.first),
        last: scale.down(day.last),
        min: scale.down(day.min),
        range: scale.down(day.max) - scale.down(day.min),
        sum: scale.sum_down(day).unwrap_or(0),
    };
    let days: Vec<Gauge> = figures.iter().map(gauge).collect();
    let last = usual_part(days.iter().map(|day| (day.last - day.min, day.range)));
    let sum = usual_part(days.iter().map(|day| (day.sum - day.n * day.min, day.n * day.range)));
    put_signed(out, last);
    put_signed(out, sum);
    put(out, &days.iter().map(|day| day.min).collect::<Vec<_>>());
    put(out, &days.iter().map(|day| day.range).collect::<Vec<_>>());
    put(out, &days.iter().map(|day| day.last - day.min - part_of(day.range, last)).collect::<Vec<_>>());
    let mut before = days.first().map_or(0, |day| day.min);
    let first = |day: &Gauge| day.first - std::mem::replace(&mut before, day.last);
    put(out, &days.iter().map(first).collect::<Vec<_>>());
    put(out, &days.iter().map(|day| day.sum - day.n * day.min - part_of(day.n * day.range, sum)).collect::<Vec<_>>());
}

fn read_gauge(
    reader: &mut Reader<'_>,
    scale: Scale,
    spans: &[Span],
    days: &[i64],
) -> Result<Vec<DayFigures>, PageError> {
    let (last_part, sum_part) = (reader.signed()?, reader.signed()?);
    let mut field = || take(reader, spans.len());
    let (mins, ranges, lasts, firsts, sums) = (field()?, field()?, field()?, field()?, field()?);
    let mut figures = Vec::with_capacity(spans.len());
    let mut before = None;
    let fields = mins.into_iter().zip(ranges).zip(lasts).zip(firsts).zip(sums);
    for (span, ((((min, range), last), first), sum)) in spans.iter().zip(fields) {
        let n = span.n as i64;
        let last = last.wrapping_add(min).wrapping_add(part_of(range, last_part));
        let first = first.wrapping_add(before.unwrap_or(min));
        let below = n.wrapping_mul(min).wrapping_add(part_of(n.wrapping_mul(range), sum_part));
        let sum = sum.wrapping_add(below);
        before = Some(last);
        let ends = (scale.up(first), scale.up(last));
        let middle = (scale.up(min), scale.up(min.wrapping_add(range)), scale.sum_up(span.n, sum));
        figures.push(figure(span, days, ends, middle));
    }
    Ok(figures)
}

/// Appends the local midnights: the first, their number, and the lengths of days.
pub(super) fn write_days(out: &mut Vec<u8>, days: &[i64]) {
    put_count(out, days.len());
    put(out, days);
}

pub(super) fn read_days(reader: &mut Reader<'_>) -> Result<Vec<i64>, PageError> {
    let n = reader.count(super::MAX_DAYS + 1)?;
    let days = take(reader, n)?;
    if days.windows(2).all(|pair| pair[0] < pair[1]) { Ok(days) } else { Err(PageError::Corrupt("days do not rise")) }
}
