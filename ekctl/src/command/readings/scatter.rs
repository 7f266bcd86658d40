//! A quantity against the outdoor temperature, hour by hour.

use common::api::EkClient;
use common::quantity::{Quantity, Temperature, Value};
use common::report::drawing::{DrawingOf, Scatter, ScatterQuery};
use common::weather::Curve;
use common::wire::MAX_WAIT;

use crate::chart::scatter::{Cloud, Side, draw};
use crate::cli::readings::ScatterArgs;
use crate::command::{paper, quantity_word};
use crate::exit::Failure;
use crate::output::cell::UnitOf;
use crate::output::{Amount, Format, Look, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// The mean of a quantity in an hour, with the outdoor temperature of that hour.
    pub struct ScatterRow: "reading.scatter" {
        /// code of the metering point
        pub point: String,
        /// what was measured
        pub quantity: Word,
        /// outdoor temperature
        pub outdoor_c: Temperature,
        /// the mean of the quantity
        pub value: Amount,
        /// unit of the value
        pub unit: UnitOf,
    }
}

/// Draws a quantity against the outdoor temperature, in characters or on paper.
///
/// # Errors
/// No point fits; a register; a period without outdoor temperatures; a file that cannot be written.
pub async fn run(session: &mut Session, output: &mut Output, args: &ScatterArgs) -> Result<(), Failure> {
    let point = session.point(&args.point).await?;
    let period = session.period_to(&args.range, "-30d", point.last_at)?;
    let query = ScatterQuery { point: point.id, quantity: args.quantity, period };
    if args.paper.is_wanted() {
        return paper::draw(session, output, &args.paper, &DrawingOf::Scatter(query)).await;
    }
    let call = async |ek: &EkClient, context| ek.scatter(context, query.clone()).await;
    let scatter = session.ask_within(MAX_WAIT, call).await?;
    if output.look.format == Format::Table {
        let name = output.look.word(quantity_word(args.quantity));
        let arguments = [
            ("point", point.code.to_string().into()),
            ("quantity", name.into()),
            ("period", output.look.short_period(&period).into()),
        ];
        let title = output.look.texts().format("scatter-title", &arguments);
        let picture = picture(&output.look, title, &scatter, [args.picture.width.into(), args.picture.height.into()]);
        return Ok(output.text(&picture)?);
    }
    let mut listing = output.list::<ScatterRow>(&Pick::default())?;
    for (outdoor_c, base) in scatter.hours {
        let quantity = scatter.quantity;
        listing.push(ScatterRow {
            point: point.code.to_string(),
            quantity: quantity_word(quantity),
            outdoor_c,
            value: Amount::from((quantity, Value::new(quantity, base))),
            unit: UnitOf(quantity),
        })?;
    }
    Ok(listing.finish(None)?)
}

fn picture(look: &Look, title: String, scatter: &Scatter, size: [usize; 2]) -> String {
    let unit = look.unit(scatter.quantity);
    let celsius = |temperature: Temperature| Quantity::Outdoor.unit().as_f64(temperature.base());
    let dots: Vec<_> = scatter.hours.iter().map(|(outdoor, base)| (celsius(*outdoor), unit.as_f64(*base))).collect();
    let outdoors = || dots.iter().map(|(outdoor, _)| *outdoor);
    let (coldest, warmest) = (outdoors().fold(f64::INFINITY, f64::min), outdoors().fold(f64::NEG_INFINITY, f64::max));
    let line = scatter.wanted.as_ref().map(|curve| wanted(curve, scatter.quantity)).unwrap_or_default();
    let n_hours = look.language.number(&dots.len().to_string());
    let cloud = Cloud {
        title,
        up: Side { unit: look.symbol(scatter.quantity).to_owned(), from_zero: false },
        across: Side { unit: look.symbol(Quantity::Outdoor).to_owned(), from_zero: false },
        line: line.into_iter().filter(|(outdoor, _)| (coldest..=warmest).contains(outdoor)).collect(),
        dots,
        faint: Vec::new(),
    };
    let has_curve = if scatter.wanted.is_some() { "yes" } else { "no" };
    let foot = look.texts().format("scatter-hours", &[("hours", n_hours.into()), ("has-curve", has_curve.into())]);
    draw(look, &cloud, size) + &foot + "\n"
}

/// Returns what the curve wants at each half degree, so that its bends are seen.
fn wanted(curve: &Curve, quantity: Quantity) -> Vec<(f64, f64)> {
    let unit = Quantity::Outdoor.unit();
    let at = |half: i64| {
        let outdoor = Temperature::from_base(half * 500);
        let wanted = if quantity == Quantity::Return { curve.return_at(outdoor)? } else { curve.supply_at(outdoor) };
        Some((unit.as_f64(outdoor.base()), unit.as_f64(wanted.base())))
    };
    (-80..=80).filter_map(at).collect()
}
