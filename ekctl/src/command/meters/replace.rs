//! A meter takes the place of another.

use common::api::{EkClient, Filter};
use common::archive::Replacement;
use common::language::Language;
use common::meter::{Meter, Registers};
use common::point::MeteringPoint;
use common::quantity::{Energy, Quantity, Volume};
use jiff::Timestamp;

use super::resolve::finish;
use crate::cli::amount;
use crate::cli::meters::ReplaceArgs;
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// A replacement of a meter as it would be sent.
    pub struct ReplacementRow: "meter.replacement" {
        /// code of the metering point
        pub point: String,
        /// when the old meter was taken out and the new one put in
        pub at: Timestamp,
        /// serial number of the meter that sits there until then
        pub old_meter: Option<String>,
        /// energy register when it was taken out
        pub last_energy_gj: Option<Energy>,
        /// volume register when it was taken out
        pub last_volume_m3: Option<Volume>,
        /// serial number of the meter that takes its place
        pub new_meter: String,
        /// maker and model of the new meter
        pub model: Option<String>,
        /// energy register when it was put in
        pub initial_energy_gj: Option<Energy>,
        /// volume register when it was put in
        pub initial_volume_m3: Option<Volume>,
    }
}

/// Replaces the meter of a point, or shows what would be sent.
///
/// # Errors
/// No point fits; an instant or an amount that cannot be read; what the daemon refuses.
pub async fn run(session: &mut Session, output: &mut Output, args: &ReplaceArgs) -> Result<(), Failure> {
    let (last, initial) = registers(args, output.look.language)?;
    let at = session.instant("--at", &args.at)?;
    let point = session.point(&args.point).await?;
    let (serial, model) = (args.serial.clone(), args.model.clone());
    let replacement = Replacement { point: point.id, at, serial, model, last, initial };
    if args.dry_run {
        return show(session, output, &point, replacement).await;
    }
    let call = async |ek: &EkClient, context, key| ek.replace_meter(context, key, replacement.clone()).await;
    let resolved = session.ask_once(call).await?;
    finish(output, &point, &resolved)
}

/// Returns what the old meter showed last and the new one first.
fn registers(args: &ReplaceArgs, language: Language) -> Result<(Registers, Registers), Usage> {
    let base = |argument, text: &Option<String>, quantity| {
        let amount = text.as_ref().map(|text| amount::parse(argument, text, quantity, language));
        amount.transpose().map(|amount| amount.map(|amount| amount.base()))
    };
    let energy = |argument, text| base(argument, text, Quantity::Energy).map(|base| base.map(Energy::from_base));
    let volume = |argument, text| base(argument, text, Quantity::Volume).map(|base| base.map(Volume::from_base));
    let last = Registers {
        energy: energy("--last-energy", &args.last_energy)?,
        volume: volume("--last-volume", &args.last_volume)?,
    };
    let initial = Registers {
        energy: energy("--initial-energy", &args.initial_energy)?,
        volume: volume("--initial-volume", &args.initial_volume)?,
    };
    Ok((last, initial))
}

async fn show(
    session: &mut Session,
    output: &mut Output,
    point: &MeteringPoint,
    replacement: Replacement,
) -> Result<(), Failure> {
    let here = Filter { point: Some(point.id), ..Filter::default() };
    let meters = session.all(async |ek, context, page| ek.meters(context, here.clone(), page).await).await?;
    let sits = |meter: &&Meter| {
        meter.installations.iter().any(|place| place.point == point.id && place.covers(replacement.at))
    };
    let old_meter = meters.iter().find(sits).map(|meter| meter.serial.to_string());
    output.record(ReplacementRow {
        point: point.code.to_string(),
        at: replacement.at,
        old_meter,
        last_energy_gj: replacement.last.energy,
        last_volume_m3: replacement.last.volume,
        new_meter: replacement.serial.into(),
        model: (!replacement.model.is_empty()).then_some(replacement.model),
        initial_energy_gj: replacement.initial.energy,
        initial_volume_m3: replacement.initial.volume,
    })?;
    let line = output.look.texts().get("dry-run");
    Ok(output.footer(&line)?)
}
