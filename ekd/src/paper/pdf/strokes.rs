//! A canvas as operations of PDF: colours, widths and fonts are told when they change.

use printpdf::{
    Color, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, PdfFontHandle, Point, Pt,
    Rect, Rgb, TextItem, TextMatrix,
};

use super::super::canvas::{Canvas, Dash, Ink, Shape, Spot, Stroke};
use super::super::font::Font;
use super::{PAGE, font_id, narrow};

/// What the reader of the operations has been told.
#[derive(Default)]
struct Told {
    operations: Vec<Op>,
    fill: Option<Ink>,
    outline: Option<Ink>,
    width: Option<f64>,
    dash: Option<Dash>,
    font: Option<Font>,
}

/// Returns the operations that draw a canvas: texts over everything else.
pub(super) fn operations(canvas: &Canvas) -> Vec<Op> {
    let mut told = Told::default();
    told.operations.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
    told.operations.push(Op::SetLineCapStyle { cap: LineCapStyle::Round });
    for shape in &canvas.shapes {
        match shape {
            Shape::Rectangle { corner, width, height, ink } => told.rectangle(*corner, (*width, *height), *ink),
            Shape::Line { spots, stroke } => told.line(spots, *stroke),
            // A line of no length with round ends is a dot.
            Shape::Dots { spots, diameter, ink } => {
                for spot in spots {
                    told.line(&[*spot, *spot], Stroke::solid(*ink, *diameter));
                }
            }
            Shape::Text { .. } => {}
        }
    }
    told.operations.push(Op::StartTextSection);
    for shape in &canvas.shapes {
        match shape {
            Shape::Text { at, text, font, ink } => told.text(*at, text, (*font, *ink)),
            Shape::Rectangle { .. } | Shape::Line { .. } | Shape::Dots { .. } => {}
        }
    }
    told.operations.push(Op::EndTextSection);
    told.operations
}

impl Told {
    fn rectangle(&mut self, corner: Spot, (width, height): (f64, f64), ink: Ink) {
        self.fill_with(ink);
        let lower = point(Spot { y: corner.y + height, ..corner });
        let rectangle = Rect {
            x: lower.x,
            y: lower.y,
            width: Pt(narrow(width)),
            height: Pt(narrow(height)),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        };
        self.operations.push(Op::DrawRectangle { rectangle });
    }

    fn line(&mut self, spots: &[Spot], stroke: Stroke) {
        if self.outline.replace(stroke.ink) != Some(stroke.ink) {
            self.operations.push(Op::SetOutlineColor { col: colour(stroke.ink) });
        }
        if self.width.replace(stroke.width) != Some(stroke.width) {
            self.operations.push(Op::SetOutlineThickness { pt: Pt(narrow(stroke.width)) });
        }
        if self.dash.replace(stroke.dash) != Some(stroke.dash) {
            let pattern: Vec<f32> = stroke.dash.pattern().iter().map(|length| f32::from(*length)).collect();
            self.operations.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &pattern) });
        }
        let points = spots.iter().map(|spot| LinePoint { p: point(*spot), bezier: false }).collect();
        self.operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }

    fn text(&mut self, at: Spot, text: &str, (font, ink): (Font, Ink)) {
        self.fill_with(ink);
        if self.font.replace(font) != Some(font) {
            let size = Pt(narrow(font.size));
            self.operations.push(Op::SetFont { font: PdfFontHandle::External(font_id(font.weight)), size });
        }
        let at = point(at);
        self.operations.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(at.x, at.y) });
        self.operations.push(Op::ShowText { items: vec![TextItem::Text(text.to_owned())] });
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            self.operations.push(Op::SetFillColor { col: colour(ink) });
        }
    }
}

/// PDF counts from the lower edge.
fn point(spot: Spot) -> Point {
    Point { x: Pt(narrow(spot.x)), y: Pt(narrow(PAGE.1 - spot.y)) }
}

fn colour(ink: Ink) -> Color {
    let [r, g, b] = ink.rgb().map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
