//! The two fonts, `DejaVu` Sans Condensed: their characters, widths, and the parts of them that a document carries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use printpdf::ParsedFont;
use subsetter::GlyphRemapper;

use super::super::font::Weight;

/// A font that was read.
pub(in crate::paper) struct Face {
    name: &'static str,
    bytes: &'static [u8],
    /// Without characters, glyphs and bytes: those of a document are put in.
    hull: ParsedFont,
    glyphs: BTreeMap<char, Glyph>,
    /// The same by code, for those that come often.
    frequent: Vec<Option<Glyph>>,
}

#[derive(Clone, Copy)]
struct Glyph {
    id: u16,
    /// In the font's units.
    width: u16,
    /// In thousandths of the size, as PDF has it.
    advance: u16,
}

/// Latin with Polish letters.
const FREQUENT: u32 = 0x180;

/// Returns the font of a weight, read when it is first asked for.
pub(in crate::paper) fn of(weight: Weight) -> &'static Face {
    static REGULAR: OnceLock<Face> = OnceLock::new();
    static BOLD: OnceLock<Face> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| read("DejaVuSansCondensed", dejavu::sans_condensed::regular())),
        Weight::Bold => BOLD.get_or_init(|| read("DejaVuSansCondensed-Bold", dejavu::sans_condensed::bold())),
    }
}

fn read(name: &'static str, bytes: &'static [u8]) -> Face {
    let mut hull = ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).expect("the fonts that we carry are fonts");
    hull.original_bytes = Vec::new();
    let ids = std::mem::take(&mut hull.codepoint_to_glyph);
    let widths = std::mem::take(&mut hull.glyph_widths);
    let units = u32::from(hull.units_per_em.max(1));
    let glyph = |(code, id): (u32, u16)| {
        let width = *widths.get(&id)?;
        let advance = u16::try_from(u32::from(width) * 1000 / units).ok()?;
        Some((char::from_u32(code)?, Glyph { id, width, advance }))
    };
    let glyphs: BTreeMap<char, Glyph> = ids.into_iter().filter_map(glyph).collect();
    let frequent = (0..FREQUENT).map(|code| glyphs.get(&char::from_u32(code)?).copied()).collect();
    Face { name, bytes, hull, glyphs, frequent }
}

impl Face {
    fn glyph(&self, character: char) -> Option<Glyph> {
        match self.frequent.get(character as usize) {
            Some(glyph) => *glyph,
            None => self.glyphs.get(&character).copied(),
        }
    }

    /// Returns how far a character moves on, in thousandths of the size; `None` where the font has no such character.
    pub(in crate::paper) fn advance(&self, character: char) -> Option<u16> {
        self.glyph(character).map(|glyph| glyph.advance)
    }

    /// Returns the font with these characters only.
    pub(super) fn subset(&self, characters: &BTreeSet<char>) -> ParsedFont {
        let mut remapper = GlyphRemapper::new();
        let (mut ids, mut widths) = (BTreeMap::new(), BTreeMap::new());
        for character in characters {
            let Some(glyph) = self.glyph(*character) else { continue };
            let id = remapper.remap(glyph.id);
            ids.insert(u32::from(*character), id);
            widths.insert(id, glyph.width);
        }
        let bytes = subsetter::subset(self.bytes, 0, &remapper).expect("the fonts that we carry can be cut");
        let mut font = self.hull.clone();
        font.font_name = Some(format!("{}+{}", tag(&bytes), self.name));
        font.original_bytes = bytes;
        font.codepoint_to_glyph = ids;
        font.glyph_widths = widths;
        font
    }
}

/// Returns the six letters that tell subsets of one font apart (ISO 32000-1, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    let mut left = crc32fast::hash(bytes);
    let letter = |_| {
        let letter = u8::try_from(left % 26).expect("less than 26");
        left /= 26;
        char::from(b'A' + letter)
    };
    (0..6).map(letter).collect()
}
