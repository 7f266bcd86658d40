//! Pages of the logbook as the archive keeps and sends them: a head that tells of each day, and a body with the readings.
//!
//! The head alone answers how many readings there are and what each day's figures are; the body is decoded by column
//! and, where it is long, by part. Nothing that comes in as bytes is trusted: every length and count is held against
//! what is there or a fixed bound, and every block carries a CRC-32 at its end. Knows no file, no zone and no clock.
//!
//! # Layout, version 1
//!
//! Numbers are of seven bits a byte, the lowest first (`n`), signed ones folded to 0, −1, 1, −2 … (`±`).
//!
//! ```text
//! head    = version byte (1) · ± point · days · ± first instant · n seconds to the last · ± highest document
//!           · n struck · n length of the struck block · n strips · strip… · figures… · checksum
//! strip   = ± meter · n lines · n length of the lines' block · n length of the spans · n columns · column…
//! column  = quantity byte · n values · n length of the column's block · n length of the figures
//! days    = n bounds · sequence of local midnights, the last one the end
//! figures = for each strip: spans · for each column: spans where it has not all lines · amounts
//! spans   = ± usual readings a day · three sequences: readings of each day less the usual ones for its length; for each
//!           day with readings: first instant after midnight; last instant before the next midnight
//! amounts = byte 0 · ± first · ± last and, of a gauge, ± min · ± max · 16 bytes sum of each day
//!         | byte 1 · ± base · ± factor · of a register: sequences of use from the first reading of a day to its last,
//!           and from there to the next day's first beyond the expected; of a gauge: ± usual place of the last value and
//!           ± of the mean between min and max in 256ths · sequences of min, range, last, first after the day before's
//!           last, and sum beyond the expected
//!
//! body    = for each strip: lines' block · column blocks; then the struck block. Each ends with its checksum.
//! lines   = sequence of the parts' first instants, where there are several parts · n cadence
//!           · sequence of instants (cadence 0) or of whole cadences and of the seconds beyond · sequence of documents
//! column  = byte: 1 not all lines, 2 remarks, 4 expected · sequence of lines · remarks · expectation · sequence of values
//!           or, where they are expected, of what they are beyond that
//! expectation = rule byte as in `expect` · ± 2⁴⁰ units in one of the rule's signal · ± factor of which it is a multiple
//! remarks = n remarks · sequences of index, estimated (0, 1), revision, document
//! struck  = sequences of meter, quantity, instant, revision, flags (1 estimated, 2 has a value), value, document
//!
//! sequence = byte: bits 0–1 coding, 2–3 width of packed integers (16, 32, 64 bits), 4–5 model, 6 has a factor
//!           · ± base · ± factor · ± usual step (model 1) · for each part: ± its first value beyond the part before's (not
//!           of the first), ± its first step beyond that of the part before (model 2) · distances
//!           value = base + factor × scaled; scaled = distance (model 0), the one before + usual step + distance (1), the
//!           one before + the step before + distance (2)
//! distances = nothing, all are zero (coding 0) | n others · (n zeros between, ± distance)… (1)
//!         | lengths of parts where there are several · Rice codes as in `rice` (2)
//!         | the same lengths · a chunk of pco's format 4.1, i16, i32 or i64, a page for each part (3)
//! ```
//!
//! Lines are cut into parts of 512, the last one up to twice as long; a column's parts hold the values of those lines.

mod bytes;
mod expect;
mod figures;
mod head;
mod integers;
mod packed;
mod rice;
mod strip;
mod struck;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::id::{DocumentId, MeterId, PointId};
use crate::logbook::{LogPage, MeterDays, Strip};
use crate::quantity::Quantity;
use bytes::{Reader, open_block};
use head::{Head, StripHead};
use strip::{Decoded, Window};

pub use head::seal;

/// The layout that is written and read.
pub const VERSION: u8 = 1;

/// Lines of a page: seven years of minutes.
pub const MAX_LINES: usize = 1 << 22;
/// Values of a page: fifteen quantities every minute for a year.
pub const MAX_READINGS: usize = 1 << 23;
/// Struck values of a page.
pub const MAX_STRUCK: usize = 1 << 20;
/// Days of a page.
pub const MAX_DAYS: usize = 4_096;

/// A page as the archive keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPage {
    pub head: Vec<u8>,
    pub body: Vec<u8>,
}

/// A part of a sealed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Head,
    Lines(MeterId),
    Column(MeterId, Quantity),
    Struck,
}

/// Why bytes are not a sealed page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("the page is of version {0}, this program reads version {VERSION}")]
    Version(u8),
    #[error("the page is damaged: wrong checksum of {0:?}")]
    Checksum(Part),
    #[error("the page ends too early")]
    Truncated,
    #[error("the page is damaged: {0}")]
    Corrupt(&'static str),
    #[error("the page's head tells otherwise than its body: {0}")]
    Contradiction(&'static str),
    #[error("the page is damaged: a packed column cannot be read")]
    Packed(#[from] pco::errors::PcoError),
}

/// The instants of each meter's values, seconds since 1970 UTC.
pub type Instants = Vec<(MeterId, Vec<i64>)>;

/// What is wanted of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `None`: all.
    pub quantities: Option<Vec<Quantity>>,
    /// Seconds since 1970 UTC, the first that is wanted.
    pub from: i64,
    /// The first that is wanted no more.
    pub until: i64,
}

impl Wanted {
    /// Everything that is in a page.
    pub const ALL: Self = Self { quantities: None, from: i64::MIN, until: i64::MAX };

    fn has(&self, quantity: Quantity) -> bool {
        self.quantities.as_ref().is_none_or(|quantities| quantities.contains(&quantity))
    }

    const fn instants(&self) -> Range<i64> {
        self.from..self.until
    }
}

/// A page whose head has been read.
#[derive(Debug)]
pub struct Sealed<'a> {
    head: Head<'a>,
}

impl SealedPage {
    /// Returns the page in one buffer: the length of the head in four bytes, the lowest first, head, body.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 + self.head.len() + self.body.len());
        let length = u32::try_from(self.head.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&self.head);
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl<'a> Sealed<'a> {
    /// Reads the head.
    ///
    /// # Errors
    /// Another version, a wrong checksum, or a head that cannot be.
    pub fn open(head: &'a [u8]) -> Result<Self, PageError> {
        head::read(head).map(|head| Self { head })
    }

    /// Returns head and body of what [`SealedPage::to_bytes`] made.
    ///
    /// # Errors
    /// The bytes end within the head.
    pub fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), PageError> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(PageError::Truncated)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        rest.split_at_checked(length).ok_or(PageError::Truncated)
    }

    pub const fn point(&self) -> PointId {
        self.head.point
    }

    /// Counts the values that stand.
    pub fn n_readings(&self) -> usize {
        self.counts().map(|(_, _, n)| n).sum()
    }

    pub const fn n_struck(&self) -> usize {
        self.head.n_struck
    }

    /// Returns the first instant of all lines and struck values; 0 of an empty page.
    pub const fn first_at(&self) -> i64 {
        self.head.first_at
    }

    /// Returns the last instant of all lines and struck values; 0 of an empty page.
    pub const fn last_at(&self) -> i64 {
        self.head.last_at
    }

    /// Returns the document with the highest number that brought anything; 0 of an empty page.
    pub const fn max_document(&self) -> DocumentId {
        self.head.max_document
    }

    /// Returns the local midnights that bound the page's days.
    pub fn days(&self) -> &[i64] {
        &self.head.days
    }

    /// Returns how many values each meter has of each quantity.
    pub fn counts(&self) -> impl Iterator<Item = (MeterId, Quantity, usize)> {
        self.head
            .strips
            .iter()
            .flat_map(|strip| strip.columns.iter().map(|column| (strip.meter, column.quantity, column.n_values)))
    }

    /// Returns each meter's days of one quantity, without the body.
    ///
    /// Registers never fall: their `min` and `max` are the first and last value, and their `sum` is 0.
    ///
    /// # Errors
    /// Figures that cannot be decoded.
    pub fn figures(&self, quantity: Quantity) -> Result<Vec<MeterDays>, PageError> {
        let mut meters = Vec::new();
        for strip in &self.head.strips {
            let Some(column) = strip.columns.iter().find(|column| column.quantity == quantity) else { continue };
            let mut reader = Reader::new(column.figures);
            let has_all = column.n_values == strip.n_lines;
            let spans = if has_all {
                figures::read_spans(&mut Reader::new(strip.spans), &self.head.days)?
            } else {
                figures::read_spans(&mut reader, &self.head.days)?
            };
            let days = figures::read_amounts(&mut reader, quantity.kind(), &spans, &self.head.days)?;
            meters.push(MeterDays { meter: strip.meter, days });
        }
        Ok(meters)
    }

    /// Decodes what is wanted. Columns without values in it are left out, and strips without columns.
    ///
    /// # Errors
    /// A wrong checksum of what was read, or a block that cannot be decoded.
    pub fn read(&self, body: &[u8], wanted: &Wanted) -> Result<LogPage, PageError> {
        let mut strips = Vec::new();
        for strip in &self.head.strips {
            if let Some(strip) = read_strip(strip, body, wanted)? {
                strips.push(strip);
            }
        }
        let mut struck = Vec::new();
        if self.head.n_struck > 0 {
            let inside = block(body, &self.head.struck, Part::Struck)?;
            struck = struck::read(inside, self.head.n_struck)?;
            struck.retain(|version| wanted.has(version.quantity) && wanted.instants().contains(&version.at));
        }
        Ok(LogPage { point: self.head.point, strips, struck })
    }

    /// Returns the instants of each meter's values of one quantity without decoding the values; `None` where some lines
    /// have no value of it, so that only [`read`](Self::read) can tell.
    ///
    /// # Errors
    /// A wrong checksum of what was read, or a block that cannot be decoded.
    pub fn instants(&self, body: &[u8], quantity: Quantity, wanted: Range<i64>) -> Result<Option<Instants>, PageError> {
        let mut found = Vec::new();
        for strip in &self.head.strips {
            let Some(column) = strip.columns.iter().find(|column| column.quantity == quantity) else { continue };
            if column.n_values != strip.n_lines {
                return Ok(None);
            }
            let inside = block(body, &strip.lines, Part::Lines(strip.meter))?;
            let (at, _) = Window::read(inside, strip.n_lines, &wanted)?.finish();
            found.push((strip.meter, at));
        }
        Ok(Some(found))
    }

    /// Holds all blocks against their checksums, without decoding them.
    ///
    /// # Errors
    /// The first block whose checksum is wrong.
    pub fn check_sums(&self, body: &[u8]) -> Result<(), PageError> {
        for strip in &self.head.strips {
            block(body, &strip.lines, Part::Lines(strip.meter))?;
            for column in &strip.columns {
                block(body, &column.block, Part::Column(strip.meter, column.quantity))?;
            }
        }
        if self.head.n_struck > 0 {
            block(body, &self.head.struck, Part::Struck)?;
        }
        Ok(())
    }

    /// Reads everything and holds the head against it.
    ///
    /// # Errors
    /// Whatever is wrong first.
    pub fn check(&self, body: &[u8]) -> Result<(), PageError> {
        if body.len() != self.head.body_length {
            return Err(PageError::Contradiction("length of the body"));
        }
        let page = self.read(body, &Wanted::ALL)?;
        if page.struck.len() != self.head.n_struck {
            return Err(PageError::Contradiction("struck values"));
        }
        let (first_at, last_at) = head::reach(&page);
        if (first_at, last_at, head::max_document(&page)) != (self.first_at(), self.last_at(), self.max_document()) {
            return Err(PageError::Contradiction("first, last or document"));
        }
        let counted = page
            .strips
            .iter()
            .flat_map(|strip| strip.columns.iter().map(|column| (strip.meter, column.quantity, column.values.len())));
        if !self.counts().filter(|(_, _, n)| *n > 0).eq(counted) {
            return Err(PageError::Contradiction("counts"));
        }
        for quantity in Quantity::ALL {
            if self.figures(quantity)? != head::figures(&page, quantity, &self.head.days) {
                return Err(PageError::Contradiction("figures of days"));
            }
        }
        Ok(())
    }
}

fn read_strip(strip: &StripHead<'_>, body: &[u8], wanted: &Wanted) -> Result<Option<Strip>, PageError> {
    if !strip.columns.iter().any(|column| wanted.has(column.quantity)) {
        return Ok(None);
    }
    let inside = block(body, &strip.lines, Part::Lines(strip.meter))?;
    let window = Window::read(inside, strip.n_lines, &wanted.instants())?;
    if window.is_empty() {
        return Ok(None);
    }
    let mut decoding = Decoding { strip, body, window: &window, found: BTreeMap::new() };
    for column in strip.columns.iter().filter(|column| wanted.has(column.quantity)) {
        decoding.decode(column.quantity)?;
    }
    let mut columns = Vec::new();
    for (quantity, decoded) in decoding.found.into_iter().filter(|(quantity, _)| wanted.has(*quantity)) {
        columns.extend(decoded.cut(quantity, &window)?);
    }
    let (at, documents) = window.finish();
    Ok((!columns.is_empty()).then_some(Strip { meter: strip.meter, at, documents, columns }))
}

/// Columns of a strip on the way, each decoded once: some are expected of others.
struct Decoding<'a> {
    strip: &'a StripHead<'a>,
    body: &'a [u8],
    window: &'a Window,
    found: BTreeMap<Quantity, Decoded>,
}

impl Decoding<'_> {
    fn decode(&mut self, quantity: Quantity) -> Result<&Decoded, PageError> {
        if !self.found.contains_key(&quantity) {
            let column = self.strip.columns.iter().find(|column| column.quantity == quantity);
            let column = column.ok_or(PageError::Corrupt("a column is expected of one that is not there"))?;
            let inside = block(self.body, &column.block, Part::Column(self.strip.meter, quantity))?;
            let window = self.window;
            let find = |source| self.decode(source).map(|decoded| decoded.filled(window));
            let decoded = strip::decode_column(inside, quantity, column.n_values, window, find)?;
            self.found.insert(quantity, decoded);
        }
        self.found.get(&quantity).ok_or(PageError::Corrupt("a column is not there"))
    }
}

fn block<'b>(body: &'b [u8], range: &Range<usize>, part: Part) -> Result<&'b [u8], PageError> {
    let block = body.get(range.clone()).ok_or(PageError::Truncated)?;
    open_block(block).ok_or(PageError::Checksum(part))
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the numbers here are small")]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::logbook::{Column, Remark, Version};

    const START: i64 = 1_767_222_000;

    fn midnights(n: i64) -> Vec<i64> {
        (0..=n).map(|day| START + day * 86_400).collect()
    }

    /// A page of `n` lines that uses every kind of block.
    fn page(n: i64) -> LogPage {
        let noise = |index: i64, most: i64| {
            let mixed = (index + 1).cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
            ((mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33).cast_signed() % most
        };
        let at: Vec<i64> = (0..n).map(|line| START + line * 3_600 + noise(line, 50) * (line % 2)).collect();
        let column = |quantity, values| Column { quantity, lines: None, values, remarks: Vec::new() };
        let flow: Vec<i64> = (0..n).map(|line| (400 + noise(line, 300)) * 1_000).collect();
        let (mut volume, mut energy) = (5_000_000, 7_000_000_000);
        let registers = flow.iter().map(|flow| {
            (volume, energy) = (volume + flow / 10_000 * 10_000, energy + flow / 70 * 10_000);
            (volume, energy)
        });
        let (volume, energy) = registers.unzip();
        let supply = column(Quantity::Supply, (0..n).map(|line| 70_000 + noise(line, 300) * 100).collect());
        let lines: Vec<u32> = (0..n as u32).filter(|line| line % 11 != 3).collect();
        let back = lines.iter().map(|line| 41_000 + noise(i64::from(*line), 90) * 100).collect();
        let back =
            Column { lines: Some(lines).filter(|lines| lines.len() < n as usize), ..column(Quantity::Return, back) };
        let mut power = column(Quantity::Power, flow.iter().map(|flow| flow / 25_200 * 100).collect());
        let remark = Remark { index: 0, estimated: true, revision: 1, document: DocumentId(99) };
        power.remarks = vec![remark];
        let wild = column(Quantity::Outdoor, (0..n).map(|line| noise(line, i64::from(i32::MAX)) << 20).collect());
        let struck = Version {
            meter: MeterId(3),
            quantity: Quantity::Power,
            at: START + 7_200,
            revision: 0,
            value: Some(-4),
            estimated: false,
            document: DocumentId(40),
        };
        let columns = vec![
            column(Quantity::Energy, energy),
            column(Quantity::Volume, volume),
            supply,
            back,
            column(Quantity::Flow, flow),
            power,
            wild,
        ];
        let mut strip = Strip { meter: MeterId(3), at, documents: (0..n).map(|line| 40 + line / 5).collect(), columns };
        let strips = vec![strip.clone(), {
            strip.meter = MeterId(4);
            strip.columns.truncate(1);
            strip
        }];
        LogPage { point: PointId(7), strips, struck: vec![struck, Version { revision: 1, value: None, ..struck }] }
    }

    /// The page of the bytes below, as it was when the layout was settled.
    const GOLDEN: &str = "72010000010e0342e0f1b7950d80c60a33e0abad950d8dc908c601021b020628390f0701284f120228291003283724042435\
        2f06282e24072824190a28b801470828390f0101284f123042001005000042e6f903fac103030180cbc0ea34a0ef0f42f8e0\
        01f25305005701e0a0af05a09c0142a614c8070500070188b80bc8019803ac0242b1030e0342a00416054204d2010342c003\
        d403054202e806052c42001005000042e6f903fac1030301e8aa05c801d003b00242210e0342ac01140542021e0342300805\
        42049c01030190e14dd00f9803ac0242b1030e0342a00416054204d2010342c003d403054202e80605018827c801f402a202\
        00110016420208034212120542022205018080808da6d0bd03808080013af801429190cda006aadabd3d034294d386b50f94\
        d1e4200542eed6db02c4ade55e0342cc92a8ce0e90a89df0070342be88ed478a9bb2ba05033042001005000042e6f903fac1\
        03030180cbc0ea34a0ef0f42f8e001f253050057a55577d3901c109ef63b020202080144220ec58108c503f1a1f8a0782a1e\
        09264ec4a9188847625284e281988943125000c160b030184c0c00cec4f366005280cbc0ea34a09c01d67f1400b8f29d910f\
        71b93067ebfcc6fcebad2dd79ef3493a317938f6f715008e934410208f0aa91f91c3d5ddaeaad5c68a442a6b019d0a6bef45\
        f0eaa15c5c0282bc8d770052e0a0af05a09c017206b06b48db34f2bd2d8e13ce0bcc6c541ae12a0b842af372bd5202b6c6bf\
        a2004298d70ac8018c78ef5b3362f74f3f84ff0dddbb5ba0a38187ac551c1721e5145653a877e93603b21c822e51bbadb41a\
        0d3682d546ef0112000231002360000d42c8d605c8018a6eaf6d05ab28118987b74cfbcec4ac3972a5c6e645781988d3d9c8\
        eebe5408028c94053f0403dcfaa0a3c440d00f4200d00f88ff99220a250a2a2298e105336cd3120d341978aab144c2c29514\
        9ed5b13dc9060100000002000200c60104c8c18ce4a006c8014200c801ffc1008881414200c1b970f000528080808da6d0bd\
        038080800196d1d4473c00000040f151c8cd1c7073fc5b28b631010000006cb2bf91910a957d5094818fdd20ae02c3415c05\
        2eda74544a4bf81996c4a2724bbcbdb3cac4ed37c570b4574f54778dd8367e3a4b4b2d388d9f2765511a2ef6e1e83f34a8d7\
        5590d7a425ee9c2d383558534eca439dacb3d9b71a881b8375868ef4c96f9520fcc2eceedb82d53d45cbf58e1e96787c6177\
        9ab5b8f152186db0ef59f9e0f321b627a50caab101946b300f901c109ef63b020202080144220ec58108c503f1a1f8a0782a\
        1e09264ec4a9188847625284e281988943125000c160b030184c0c00cec4f366005280cbc0ea34a09c01d67f1400b8f29d91\
        0f71b93067ebfcc6fcebad2dd79ef3493a317938f6f715008e934410208f0aa91f91c3d5ddaeaad5c68a442a6b019d0a6bef\
        45f0eaa15c5c0282bc8d770006000e00a09cae950d02020342040405420008030050ec16c4dd";

    #[test]
    fn the_layout_has_not_changed() {
        let page = page(40);
        let bytes = seal(&page, &midnights(2)).to_bytes();
        let mut hex = String::new();
        for byte in &bytes {
            write!(hex, "{byte:02x}").unwrap();
        }
        assert_eq!(hex, GOLDEN);
        let (head, body) = Sealed::split(&bytes).unwrap();
        let sealed = Sealed::open(head).unwrap();
        assert_eq!(sealed.read(body, &Wanted::ALL).unwrap(), page);
        sealed.check(body).unwrap();
    }

    /// Reads everything that can be read.
    fn read_all(head: &[u8], body: &[u8]) -> Result<(), PageError> {
        let sealed = Sealed::open(head)?;
        for quantity in Quantity::ALL {
            drop(sealed.figures(quantity));
        }
        let part = Wanted { quantities: Some(vec![Quantity::Power]), from: START + 80_000, until: START + 170_000 };
        drop(sealed.read(body, &part));
        sealed.read(body, &Wanted::ALL)?;
        sealed.check(body)
    }

    fn mend(block: &mut [u8]) {
        if let Some((inside, sum)) = block.split_last_chunk_mut::<4>() {
            *sum = crc32fast::hash(inside).to_le_bytes();
        }
    }

    /// Returns all blocks of the body.
    fn blocks(sealed: &Sealed<'_>) -> Vec<Range<usize>> {
        let of_strip = |strip: &StripHead<'_>| -> Vec<Range<usize>> {
            std::iter::once(strip.lines.clone())
                .chain(strip.columns.iter().map(|column| column.block.clone()))
                .collect()
        };
        let blocks = sealed.head.strips.iter().flat_map(of_strip);
        blocks.chain(std::iter::once(sealed.head.struck.clone())).collect()
    }

    #[test]
    fn a_flipped_byte_anywhere_is_noticed() {
        let sealed = seal(&page(300), &midnights(14));
        for at in 0..sealed.head.len() {
            let mut head = sealed.head.clone();
            head[at] ^= 0x10;
            assert!(Sealed::open(&head).is_err(), "head {at}");
            assert!(Sealed::open(&head[..at]).is_err(), "head {at}");
        }
        let opened = Sealed::open(&sealed.head).unwrap();
        for at in 0..sealed.body.len() {
            let mut body = sealed.body.clone();
            body[at] ^= 0x10;
            assert!(opened.read(&body, &Wanted::ALL).is_err(), "body {at}");
            assert!(opened.read(&sealed.body[..at], &Wanted::ALL).is_err(), "body {at}");
        }
    }

    #[test]
    fn a_page_that_was_changed_with_care_cannot_hurt() {
        let mut state = 5_u64;
        let mut next = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % most
        };
        for n in [1, 12, 300, 2_300] {
            let sealed = seal(&page(n), &midnights(100));
            let opened = Sealed::open(&sealed.head).unwrap();
            let blocks = blocks(&opened);
            for round in 0..if n == 2_300 { 1_500 } else { 4_000 } {
                let (mut head, mut body) = (sealed.head.clone(), sealed.body.clone());
                if round % 3 == 0 {
                    let at = next(head.len());
                    head[at] = next(256) as u8;
                    mend(&mut head);
                } else {
                    let block = &mut body[blocks[next(blocks.len())].clone()];
                    for _ in 0..=round % 4 {
                        // What decides most is at the front.
                        let reach = if round % 2 == 0 { block.len().min(24) } else { block.len() };
                        block[next(reach)] = next(256) as u8;
                    }
                    mend(block);
                }
                drop(read_all(&head, &body));
            }
        }
    }

    #[test]
    fn what_follows_from_other_columns_takes_little() {
        let length = |page: &LogPage, quantity| {
            let sealed = seal(page, &midnights(100));
            let opened = Sealed::open(&sealed.head).unwrap();
            let column = opened.head.strips[0].columns.iter().find(|column| column.quantity == quantity).unwrap();
            column.block.len()
        };
        let whole = page(2_300);
        let mut alone = whole.clone();
        alone.strips[0].columns.retain(|column| matches!(column.quantity, Quantity::Flow | Quantity::Power));
        assert!(length(&whole, Quantity::Flow) * 3 < length(&alone, Quantity::Flow) * 2);
        assert!(length(&whole, Quantity::Power) * 3 < length(&alone, Quantity::Power) * 2);
    }

    #[test]
    fn figures_that_contradict_the_body_are_found() {
        let days = midnights(14);
        let sealed = seal(&page(300), &days);
        let mut other = page(300);
        other.strips[0].columns[0].values[48] += 10_000;
        let other = seal(&other, &days);
        let opened = Sealed::open(&sealed.head).unwrap();
        assert!(opened.check(&sealed.body).is_ok());
        assert_eq!(sealed.body.len(), other.body.len());
        assert!(matches!(opened.check(&other.body), Err(PageError::Contradiction(_))));
    }
}
