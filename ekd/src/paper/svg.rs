//! A chart as SVG: text stays text, and what it shows is told to those who do not see it.

use std::fmt::Write;

use common::language::Language;
use common::sheet::chart::Chart;
use common::text::visible;

use super::canvas::{Canvas, Dash, Ink, Shape, Spot, Stroke};
use super::chart;
use super::font::{Font, Weight};

/// Between the picture and its edge.
const MARGIN: f64 = 12.0;
const WIDTH: f64 = 720.0;
const NOTE: Font = Font::regular(8.0);

/// Returns the chart with its notes.
pub(super) fn write(chart: &Chart, language: Language) -> Vec<u8> {
    let inner = WIDTH - 2.0 * MARGIN;
    let picture = chart::draw(chart, language, inner);
    let mut canvas = Canvas::default();
    let mut height = MARGIN + picture.height;
    canvas.place(picture.canvas, Spot { x: MARGIN, y: MARGIN });
    for line in chart.notes.iter().flat_map(|note| NOTE.wrap(note, inner)) {
        height += NOTE.leading();
        canvas.text(Spot { x: MARGIN, y: height }, &line, (NOTE, Ink::Quiet));
    }
    height += MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" xml:lang=\"{}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <g font-family=\"'DejaVu Sans Condensed','DejaVu Sans','Liberation Sans Narrow',sans-serif\" \
         font-stretch=\"condensed\">\n",
        number(WIDTH),
        number(height),
        number(WIDTH),
        number(height),
        language.code(),
        escaped(&chart.title),
        escaped(&chart.alternative),
    );
    svg.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    for shape in &canvas.shapes {
        draw(&mut svg, shape);
    }
    svg.push_str("</g>\n</svg>\n");
    svg.into_bytes()
}

fn draw(svg: &mut String, shape: &Shape) {
    let written = match shape {
        Shape::Rectangle { corner, width, height, ink } => writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            number(corner.x),
            number(corner.y),
            number(*width),
            number(*height),
            colour(*ink),
        ),
        Shape::Line { spots, stroke } => {
            let path: Vec<String> = spots.iter().map(|spot| format!("{} {}", number(spot.x), number(spot.y))).collect();
            let look = look(*stroke);
            writeln!(svg, "<path d=\"M{}\" fill=\"none\" {look}/>", path.join("L"))
        }
        // A line of no length with round ends is a dot.
        Shape::Dots { spots, diameter, ink } => {
            let path: Vec<String> = spots.iter().map(|spot| format!("{} {}", number(spot.x), number(spot.y))).collect();
            writeln!(svg, "<path d=\"M{}h0\" {}/>", path.join("h0M"), look(Stroke::solid(*ink, *diameter)))
        }
        Shape::Text { at, text, font, ink } => writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{} fill=\"{}\" xml:space=\"preserve\">{}</text>",
            number(at.x),
            number(at.y),
            number(font.size),
            weight(font.weight),
            colour(*ink),
            escaped(text),
        ),
    };
    written.expect("writing to a String cannot fail");
}

fn look(stroke: Stroke) -> String {
    let dash: Vec<String> = stroke.dash.pattern().iter().map(u8::to_string).collect();
    let dash = match stroke.dash {
        Dash::Solid => String::new(),
        Dash::Dashes | Dash::Dots => format!(" stroke-dasharray=\"{}\"", dash.join(" ")),
    };
    let (colour, width) = (colour(stroke.ink), number(stroke.width));
    format!("stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"{dash}")
}

const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "",
        Weight::Bold => " font-weight=\"bold\"",
    }
}

fn colour(ink: Ink) -> String {
    let [red, green, blue] = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Returns a length to the hundredth, without zeros at its end.
fn number(length: f64) -> String {
    let text = format!("{length:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns a text as XML holds it: nothing of it is markup, nothing hidden.
fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // No characters of XML.
            '\u{fffe}' | '\u{ffff}' => escaped.push('?'),
            other => escaped.push(other),
        }
    }
    escaped
}
