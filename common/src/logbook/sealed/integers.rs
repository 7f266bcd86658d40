//! A sequence of integers in parts, each of which can be decoded alone. Knows nothing of what the integers mean.
//!
//! What is written is the distance of each value from what its neighbours let expect ([`Model`]), divided by what all
//! have in common, in the shortest of four ways ([`Coding`]). The layout is in the header of [`super`].

use std::ops::Range;

use super::bytes::{Reader, fold, put_count, put_signed, put_unsigned, unfold};
use super::{PageError, packed, rice};

/// What a value is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Model {
    /// The same for all.
    Flat = 0,
    /// The value before and the usual step.
    Step = 1,
    /// The value before and the step before.
    Slope = 2,
}

/// How the distances from the expectation are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// All are zero: nothing.
    Zero = 0,
    /// The few that are not zero, with their places.
    Sparse = 1,
    Rice = 2,
    Packed = 3,
}

/// How much work a shorter encoding is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// For sections that must be decoded in no time.
    Quick,
    Thorough,
}

const HAS_FACTOR: u8 = 0x40;
/// Below this the tables of [`packed`] cost more than they save.
const FEWEST_PACKED: usize = 96;

/// A sequence as its model sees it.
struct Modelled {
    model: Model,
    base: i64,
    factor: i64,
    drift: i64,
    /// First value of each part and, with [`Model::Slope`], its first step.
    seeds: Vec<(i64, i64)>,
    distances: Vec<i64>,
}

/// Appends `values`, whose parts end at `ends`, the last of which is their number.
pub(super) fn write(out: &mut Vec<u8>, values: &[i64], ends: &[usize], effort: Effort) {
    let modelled = best_model(values, ends);
    let n_sparse = modelled.distances.iter().filter(|distance| **distance != 0).count();
    let rice_cost = rice::cost(&modelled.distances) + if ends.len() > 1 { 2 * ends.len() } else { 0 };
    let mut coding = if n_sparse == 0 {
        Coding::Zero
    } else if sparse_cost(&modelled.distances, n_sparse, rice_cost) < rice_cost {
        Coding::Sparse
    } else {
        Coding::Rice
    };
    let mut packed = None;
    if coding == Coding::Rice && effort == Effort::Thorough && values.len() >= FEWEST_PACKED {
        packed = packed::pack(&modelled.distances, ends).filter(|packed| packed.n_bytes() < rice_cost);
    }
    let mut width = 0;
    if let Some(packed) = &packed {
        (coding, width) = (Coding::Packed, packed.width as u8);
    }
    let has_factor = if modelled.factor == 1 { 0 } else { HAS_FACTOR };
    out.push(coding as u8 | width << 2 | (modelled.model as u8) << 4 | has_factor);
    write_model(out, &modelled);
    match (coding, packed) {
        (Coding::Packed, Some(packed)) => packed.write(out),
        (Coding::Zero, _) => {}
        (Coding::Sparse, _) => write_sparse(out, &modelled.distances, n_sparse),
        (Coding::Rice | Coding::Packed, _) => write_rice(out, &modelled.distances, ends),
    }
}

/// Decodes the wanted parts. All of `ends` must rise, and its last number is trusted to be bounded.
pub(super) fn read(reader: &mut Reader<'_>, ends: &[usize], wanted: Range<usize>) -> Result<Vec<i64>, PageError> {
    let head = reader.byte()?;
    let model = match head >> 4 & 3 {
        0 => Model::Flat,
        1 => Model::Step,
        2 => Model::Slope,
        _ => return Err(PageError::Corrupt("a model is unknown")),
    };
    let coding = [Coding::Zero, Coding::Sparse, Coding::Rice, Coding::Packed][usize::from(head & 3)];
    if head & 0x80 != 0 || (coding != Coding::Packed && head & 0x0c != 0) {
        return Err(PageError::Corrupt("a coding is unknown"));
    }
    let base = reader.signed()?;
    let factor = if head & HAS_FACTOR == 0 { 1 } else { reader.signed()? };
    let drift = if model == Model::Step { reader.signed()? } else { 0 };
    let seeds = read_seeds(reader, model, ends.len())?;
    let shape = Shape { model, base, factor, drift, seeds: &seeds };
    let mut join = Join { shape, ends, first: wanted.start, out: Vec::new() };
    let from = start(ends, wanted.start);
    let n = end(ends, wanted.end).checked_sub(from).ok_or(PageError::Corrupt("parts do not rise"))?;
    join.out.reserve_exact(n);
    match coding {
        Coding::Zero => join.zeros(wanted),
        Coding::Sparse => {
            let distances = read_sparse(reader, ends, wanted.clone())?;
            join.parts(wanted, &distances);
        }
        Coding::Rice => {
            let distances = read_rice(reader, ends, wanted.clone())?;
            join.parts(wanted, &distances);
        }
        Coding::Packed => match head >> 2 & 3 {
            0 => join.parts(wanted.clone(), &packed::unpack::<i16>(reader, ends, wanted)?),
            1 => join.parts(wanted.clone(), &packed::unpack::<i32>(reader, ends, wanted)?),
            2 => join.parts(wanted.clone(), &packed::unpack::<i64>(reader, ends, wanted)?),
            _ => return Err(PageError::Corrupt("a width is unknown")),
        },
    }
    Ok(join.out)
}

/// Returns where a part begins.
pub(super) fn start(ends: &[usize], part: usize) -> usize {
    part.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0)
}

/// Returns where the parts before `part` end.
fn end(ends: &[usize], part: usize) -> usize {
    start(ends, part)
}

/// Returns about how many bits [`write`] would spend on the distances.
pub(super) fn estimate(values: &[i64], ends: &[usize]) -> u64 {
    bits(&best_model(values, ends).distances)
}

fn bits(distances: &[i64]) -> u64 {
    distances.iter().map(|distance| u64::from(64 - fold(*distance).leading_zeros())).sum()
}

fn best_model(values: &[i64], ends: &[usize]) -> Modelled {
    let first = values.first().copied().unwrap_or(0);
    let factor = common_factor(values, first);
    let scaled: Vec<i64> = if factor == 1 {
        values.iter().map(|value| value.wrapping_sub(first)).collect()
    } else {
        values.iter().map(|value| value.wrapping_sub(first) / factor).collect()
    };
    let step = step(&scaled, ends);
    let flat = flat(&scaled);
    let slope = slope(&scaled, ends);
    let cost = |modelled: &Modelled| bits(&modelled.distances);
    let mut best = step;
    let mut least = cost(&best) + 16 * ends.len() as u64;
    for (other, dues) in [(flat, 0), (slope, 32)] {
        let cost = cost(&other) + dues * ends.len() as u64;
        if cost < least {
            (best, least) = (other, cost);
        }
    }
    best.base = first.wrapping_add(best.base.wrapping_mul(factor));
    best.factor = factor;
    best
}

/// Returns the greatest factor of all distances from `first`.
pub(super) fn common_factor(values: &[i64], first: i64) -> i64 {
    let mut factor = 0_u64;
    for value in values {
        let distance = value.wrapping_sub(first).unsigned_abs();
        if factor == 0 || distance % factor != 0 {
            factor = greatest_common(factor, distance);
        }
        if factor == 1 {
            break;
        }
    }
    i64::try_from(factor).ok().filter(|factor| *factor > 1).unwrap_or(1)
}

const fn greatest_common(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

fn median(mut values: Vec<i64>) -> i64 {
    if values.is_empty() {
        return 0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable(middle).1
}

fn flat(scaled: &[i64]) -> Modelled {
    let base = median(scaled.to_vec());
    let distances = scaled.iter().map(|value| value.wrapping_sub(base)).collect();
    Modelled { model: Model::Flat, base, factor: 1, drift: 0, seeds: Vec::new(), distances }
}

fn step(scaled: &[i64], ends: &[usize]) -> Modelled {
    let mut distances: Vec<i64> = Vec::with_capacity(scaled.len());
    distances.extend(scaled.first().map(|_| 0));
    distances.extend(scaled.iter().zip(scaled.iter().skip(1)).map(|(before, value)| value.wrapping_sub(*before)));
    let drift = median(distances.iter().skip(1).copied().collect());
    for distance in &mut distances {
        *distance = distance.wrapping_sub(drift);
    }
    let mut seeds = Vec::with_capacity(ends.len());
    for part in 0..ends.len() {
        let first = start(ends, part);
        seeds.push((scaled.get(first).copied().unwrap_or(0), 0));
        if first < end(ends, part + 1) {
            distances[first] = 0;
        }
    }
    Modelled { model: Model::Step, base: 0, factor: 1, drift, seeds, distances }
}

fn slope(scaled: &[i64], ends: &[usize]) -> Modelled {
    let mut distances = Vec::with_capacity(scaled.len());
    let mut seeds = Vec::with_capacity(ends.len());
    for part in 0..ends.len() {
        let values = scaled.get(start(ends, part)..end(ends, part + 1)).unwrap_or_default();
        let seed = values.first().copied().unwrap_or(0);
        let step = values.get(1).map_or(0, |second| second.wrapping_sub(seed));
        seeds.push((seed, step));
        let (mut before, mut expected) = (seed, seed);
        for (index, value) in values.iter().enumerate() {
            distances.push(value.wrapping_sub(expected));
            let step = if index == 0 { step } else { value.wrapping_sub(before) };
            expected = value.wrapping_add(step);
            before = *value;
        }
    }
    Modelled { model: Model::Slope, base: 0, factor: 1, drift: 0, seeds, distances }
}

fn write_model(out: &mut Vec<u8>, modelled: &Modelled) {
    put_signed(out, modelled.base);
    if modelled.factor != 1 {
        put_signed(out, modelled.factor);
    }
    if modelled.model == Model::Step {
        put_signed(out, modelled.drift);
    }
    // The first seed is the base.
    let mut before = (0_i64, 0_i64);
    for (part, (seed, step)) in modelled.seeds.iter().enumerate() {
        if part > 0 {
            put_signed(out, seed.wrapping_sub(before.0));
        }
        if modelled.model == Model::Slope {
            put_signed(out, step.wrapping_sub(before.1));
        }
        before = (*seed, *step);
    }
}

fn read_seeds(reader: &mut Reader<'_>, model: Model, n_parts: usize) -> Result<Vec<(i64, i64)>, PageError> {
    if model == Model::Flat {
        return Ok(Vec::new());
    }
    let mut seeds = Vec::with_capacity(n_parts.min(reader.rest().len() + 1));
    let mut before = (0_i64, 0_i64);
    for part in 0..n_parts {
        if part > 0 {
            before.0 = before.0.wrapping_add(reader.signed()?);
        }
        if model == Model::Slope {
            before.1 = before.1.wrapping_add(reader.signed()?);
        }
        seeds.push(before);
    }
    Ok(seeds)
}

fn sparse_cost(distances: &[i64], n_sparse: usize, limit: usize) -> usize {
    if n_sparse * 2 > limit {
        return usize::MAX;
    }
    let mut bytes = Vec::with_capacity(n_sparse * 3);
    write_sparse(&mut bytes, distances, n_sparse);
    bytes.len()
}

fn write_sparse(out: &mut Vec<u8>, distances: &[i64], n_sparse: usize) {
    put_count(out, n_sparse);
    let mut next = 0;
    for (index, distance) in distances.iter().enumerate().filter(|(_, distance)| **distance != 0) {
        put_count(out, index - next);
        put_unsigned(out, fold(*distance));
        next = index + 1;
    }
}

fn read_sparse(reader: &mut Reader<'_>, ends: &[usize], wanted: Range<usize>) -> Result<Vec<i64>, PageError> {
    let n_all = ends.last().copied().unwrap_or(0);
    let (from, until) = (start(ends, wanted.start), end(ends, wanted.end));
    let mut distances = vec![0; until.saturating_sub(from)];
    let mut next = 0_usize;
    for _ in 0..reader.count_of_bytes()? {
        let index = next.saturating_add(reader.count(n_all)?);
        let distance = unfold(reader.unsigned()?);
        if index >= n_all {
            return Err(PageError::Corrupt("an index is too large"));
        }
        if let Some(place) = index.checked_sub(from).and_then(|index| distances.get_mut(index)) {
            *place = distance;
        }
        next = index + 1;
    }
    Ok(distances)
}

fn write_rice(out: &mut Vec<u8>, distances: &[i64], ends: &[usize]) {
    let mut bytes = Vec::new();
    for part in 0..ends.len() {
        let from = bytes.len();
        rice::write(&mut bytes, distances.get(start(ends, part)..end(ends, part + 1)).unwrap_or_default());
        if ends.len() > 1 {
            put_count(out, bytes.len() - from);
        }
    }
    out.extend_from_slice(&bytes);
}

fn read_rice(reader: &mut Reader<'_>, ends: &[usize], wanted: Range<usize>) -> Result<Vec<i64>, PageError> {
    let mut distances = Vec::with_capacity(end(ends, wanted.end).saturating_sub(start(ends, wanted.start)));
    if let [n] = ends {
        let length = rice::read(reader.rest(), *n, &mut distances)?;
        reader.take(length)?;
        distances.truncate(if wanted.is_empty() { 0 } else { *n });
        return Ok(distances);
    }
    let lengths = ends.iter().map(|_| reader.count_of_bytes()).collect::<Result<Vec<_>, _>>()?;
    for (part, length) in lengths.into_iter().enumerate() {
        let bytes = reader.take(length)?;
        if wanted.contains(&part) {
            rice::read(bytes, end(ends, part + 1).saturating_sub(start(ends, part)), &mut distances)?;
        }
    }
    Ok(distances)
}

/// What the values are made from, besides the distances.
#[derive(Clone, Copy)]
struct Shape<'a> {
    model: Model,
    base: i64,
    factor: i64,
    drift: i64,
    seeds: &'a [(i64, i64)],
}

/// Makes values of distances.
struct Join<'a> {
    shape: Shape<'a>,
    ends: &'a [usize],
    first: usize,
    out: Vec<i64>,
}

impl Join<'_> {
    fn zeros(&mut self, wanted: Range<usize>) {
        for part in wanted {
            let n = end(self.ends, part + 1).saturating_sub(start(self.ends, part));
            self.part(part, std::iter::repeat_n(0, n));
        }
    }

    fn parts<T: Copy + Into<i64>>(&mut self, wanted: Range<usize>, distances: &[T]) {
        let offset = start(self.ends, self.first);
        for part in wanted {
            let range = start(self.ends, part).saturating_sub(offset)..end(self.ends, part + 1).saturating_sub(offset);
            self.part(part, distances.get(range).unwrap_or_default().iter().map(|distance| (*distance).into()));
        }
    }

    fn part(&mut self, part: usize, distances: impl Iterator<Item = i64>) {
        let Shape { model, base, factor, drift, seeds } = self.shape;
        let (seed, first_step) = seeds.get(part).copied().unwrap_or_default();
        let value = |scaled: i64| base.wrapping_add(scaled.wrapping_mul(factor));
        match model {
            Model::Flat => self.out.extend(distances.map(value)),
            Model::Step => {
                let mut scaled = seed.wrapping_sub(drift);
                self.out.extend(distances.map(|distance| {
                    scaled = scaled.wrapping_add(drift).wrapping_add(distance);
                    value(scaled)
                }));
            }
            Model::Slope => {
                let mut scaled = seed.wrapping_sub(first_step);
                let mut step = first_step;
                let mut is_first = true;
                self.out.extend(distances.map(|distance| {
                    // The first value of a part says nothing of the step: it is its seed.
                    let moved = step.wrapping_add(distance);
                    scaled = scaled.wrapping_add(moved);
                    step = if is_first { first_step } else { moved };
                    is_first = false;
                    value(scaled)
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[i64], ends: &[usize]) -> usize {
        let mut out = Vec::new();
        write(&mut out, values, ends, Effort::Thorough);
        for from in 0..=ends.len() {
            for until in from..=ends.len() {
                let mut reader = Reader::new(&out);
                let found = read(&mut reader, ends, from..until).unwrap();
                assert_eq!(found, values[start(ends, from)..start(ends, until)], "parts {from}..{until}");
            }
        }
        let mut reader = Reader::new(&out);
        read(&mut reader, ends, 0..ends.len()).unwrap();
        assert!(reader.is_empty());
        out.len()
    }

    fn noise(n: usize, most: i64) -> Vec<i64> {
        let mut state = 9_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).cast_signed()
        };
        (0..n).map(|_| next() % most).collect()
    }

    #[test]
    fn what_follows_a_rule_costs_almost_nothing() {
        let steady: Vec<i64> = (0..5_000).map(|hour| 1_735_686_000 + hour * 3_600).collect();
        assert!(check(&steady, &[1_024, 2_048, 5_000]) < 20);
        assert!(check(&vec![42; 5_000], &[5_000]) < 5);
        let bent: Vec<i64> = (0..900).map(|hour| hour * 5 + (hour - 300).max(0) * 4).collect();
        assert!(check(&bent, &[300, 300, 900]) < 30);
    }

    #[test]
    fn noise_takes_its_bits_and_each_part_comes_back_alone() {
        let noise = noise(4_000, 256);
        assert!(check(&noise, &[1_024, 2_048, 3_072, 4_000]) < 4_100);
        let register: Vec<i64> = noise
            .iter()
            .scan(0, |sum, step| {
                *sum += step * 10_000_000;
                Some(*sum)
            })
            .collect();
        assert!(check(&register, &[1_024, 2_048, 3_072, 4_000]) < 4_200);
    }

    #[test]
    fn any_integers_come_back() {
        check(&[], &[]);
        check(&[], &[0]);
        check(&[i64::MIN], &[1]);
        check(&[i64::MIN, i64::MAX, 0, -1, i64::MIN, i64::MIN], &[2, 2, 6]);
        let mut wild = noise(500, i64::MAX);
        wild.extend([i64::MAX, i64::MIN, 0]);
        check(&wild, &[200, 200, 503]);
    }
}
