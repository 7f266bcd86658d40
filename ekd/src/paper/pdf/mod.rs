//! Pages as PDF. The one place that knows printpdf, whose versions follow each other by the week.
//!
//! The same pages give the same bytes: no time, no chance. What printpdf leaves out is put into its document: the
//! language, an identifier made of the content, an outline in the order of the pages.

pub(super) mod face;
mod strokes;

use std::collections::BTreeSet;

use common::language::Language;
use lopdf::{Dictionary, Object};
use printpdf::{FontId, Mm, PageAnnotId, PageAnnotation, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt};
use sha2::{Digest, Sha256};

use super::canvas::{Canvas, Shape};
use super::font::{Weight, printable};

/// Width and height of A4.
pub(super) const PAGE: (f64, f64) = (595.276, 841.89);
/// So that headings keep their order: printpdf sorts the outline by page and name.
const ORDER_DIGITS: usize = 6;

/// Pages with what a reader of PDF shows beside them.
pub(super) struct Document {
    pub title: String,
    pub language: Language,
    pub pages: Vec<Canvas>,
    pub outline: Vec<Heading>,
}

/// A line of the outline.
pub(super) struct Heading {
    pub text: String,
    /// From 0.
    pub page: usize,
    pub y: f64,
}

/// Returns the document as a file.
pub(super) fn write(document: &Document) -> Vec<u8> {
    let mut pdf = PdfDocument::new(&document.title);
    "ekd".clone_into(&mut pdf.metadata.info.producer);
    "e-Klient".clone_into(&mut pdf.metadata.info.creator);
    for weight in Weight::ALL {
        let characters = characters(document, weight);
        if !characters.is_empty() {
            pdf.resources.fonts.map.insert(font_id(weight), PdfFont::new(face::of(weight).subset(&characters)));
        }
    }
    for (order, heading) in document.outline.iter().enumerate() {
        let name = format!("{order:0ORDER_DIGITS$}{}", printable(&heading.text));
        pdf.bookmarks.map.insert(PageAnnotId(name.clone()), PageAnnotation { name, page: heading.page + 1 });
    }
    pdf.pages = document.pages.iter().map(page).collect();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    finished(&pdf, document, &options)
}

fn page(canvas: &Canvas) -> PdfPage {
    PdfPage::new(millimetres(PAGE.0), millimetres(PAGE.1), strokes::operations(canvas))
}

fn millimetres(points: f64) -> Mm {
    Mm::from(Pt(narrow(points)))
}

/// Returns a length to the hundredth of a point, which no eye and no printer sees.
#[expect(clippy::cast_possible_truncation, reason = "no page is wider than a float is exact")]
fn narrow(points: f64) -> f32 {
    ((points * 100.0).round() / 100.0) as f32
}

fn font_id(weight: Weight) -> FontId {
    FontId(match weight {
        Weight::Regular => "Regular".to_owned(),
        Weight::Bold => "Bold".to_owned(),
    })
}

fn characters(document: &Document, weight: Weight) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for shape in document.pages.iter().flat_map(|page| &page.shapes) {
        match shape {
            Shape::Text { text, font, .. } if font.weight == weight => found.extend(text.chars()),
            Shape::Text { .. } | Shape::Rectangle { .. } | Shape::Line { .. } | Shape::Dots { .. } => {}
        }
    }
    found
}

/// Returns the file, with what printpdf has left out or made of chance.
fn finished(pdf: &PdfDocument, document: &Document, options: &PdfSaveOptions) -> Vec<u8> {
    let mut file = pdf.to_lopdf_document(options, &mut Vec::new());
    // The first with a language of the document; readers know it for twenty years.
    "1.7".clone_into(&mut file.version);
    let information = file.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(information) = information.and_then(|id| file.get_dictionary_mut(id)) {
        for absent in ["CreationDate", "ModDate", "GTS_PDFXVersion", "Identifier"] {
            information.remove(absent.as_bytes());
        }
    }
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    if let Ok(catalogue) = file.catalog_mut() {
        catalogue.set("Lang", Object::string_literal(document.language.code()));
        catalogue.set("ViewerPreferences", preferences);
        if !document.outline.is_empty() {
            catalogue.set("PageMode", "UseOutlines");
        }
    }
    outline(&mut file, &document.outline);
    file.compress();
    identify(&mut file, "00000000000000000000000000000000");
    let digest = Sha256::digest(saved(&mut file));
    let half = digest.first_chunk().copied().map(u128::from_be_bytes).unwrap_or_default();
    identify(&mut file, &format!("{half:032x}"));
    saved(&mut file)
}

/// Gives each line of the outline its own title and place: they stand in the file in the order in which they were told.
fn outline(file: &mut lopdf::Document, headings: &[Heading]) {
    let lines = file.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    let lines = lines.filter(|line| line.has(b"Dest") && line.has(b"Title"));
    for (line, heading) in lines.zip(headings) {
        if let Ok(title) = line.get_mut(b"Title").and_then(Object::as_str_mut) {
            // UTF-16 after a mark of two bytes.
            title.drain(2..2 + 2 * ORDER_DIGITS);
        }
        if let Ok([_, _, _, height, _]) = line.get_mut(b"Dest").and_then(Object::as_array_mut).map(Vec::as_mut_slice) {
            *height = narrow(PAGE.1 - heading.y).into();
        }
    }
}

fn identify(file: &mut lopdf::Document, digits: &str) {
    let half = || Object::string_literal(digits);
    file.trailer.set("ID", vec![half(), half()]);
}

fn saved(file: &mut lopdf::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).expect("memory takes what is written to it");
    bytes
}
