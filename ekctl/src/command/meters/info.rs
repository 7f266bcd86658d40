//! What a meter said of itself last: its info code, bit by bit.

use common::alarm::Severity;
use common::api::{EkClient, Filter};
use common::fault::Cause;
use common::id::PointId;
use common::info_code::{InfoReading, hexadecimal};
use common::language::Language;
use common::meter::Meter;

use crate::exit::Failure;
use crate::output::cell::Word;
use crate::output::look::Format;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// A bit of an info code that is set.
    pub struct InfoBitRow: "meter.bit" {
        /// number of the bit, the lowest is 0
        pub bit: u16,
        /// what it complains of; null where no table knows the bit
        pub kind: Option<Word>,
        /// notice, warning or alarm
        pub severity: Option<Word>,
        /// what it is called, for machines in English
        pub name: Option<String>,
        /// what to do, for machines in English
        pub advice: Option<String>,
    }
}

/// Returns the newest info code of each point where the meter sits or sat, as far as this meter sent it.
///
/// # Errors
/// As [`Session::ask`].
pub(super) async fn codes(session: &mut Session, meter: &Meter) -> Result<Vec<InfoReading>, Failure> {
    let mut points: Vec<PointId> = meter.installations.iter().map(|place| place.point).collect();
    points.sort_unstable();
    points.dedup();
    let mut codes = Vec::new();
    for point in points {
        codes.extend(of_point(session, point).await?.into_iter().filter(|code| code.meter == meter.id));
    }
    Ok(codes)
}

/// Returns the newest info code of a point, if it ever told one; of a daemon that knows of none, none.
///
/// # Errors
/// As [`Session::ask`].
pub async fn of_point(session: &mut Session, point: PointId) -> Result<Vec<InfoReading>, Failure> {
    let here = Filter { point: Some(point), ..Filter::default() };
    let call = async |ek: &EkClient, context, page| ek.info_codes(context, here.clone(), page).await;
    match session.all(call).await {
        Err(Failure::Fault(fault)) if fault.cause == Cause::UnknownMethod => Ok(Vec::new()),
        answer => answer,
    }
}

/// Returns the language of names and advice: that of the reader, and English for machines.
pub fn language(output: &Output) -> Language {
    match output.look.format {
        Format::Table => output.look.language,
        Format::Json | Format::Ndjson | Format::Csv(_) => Language::English,
    }
}

/// Returns the bits that are set, the lowest first.
pub(super) fn bits(code: &InfoReading, language: Language) -> Vec<InfoBitRow> {
    let known = code.known.iter().map(|known| InfoBitRow {
        bit: known.bit.into(),
        kind: Some(Word { group: "complaint", name: known.kind.name() }),
        severity: Some(severity_word(known.severity)),
        name: Some(known.name(language).to_owned()),
        advice: Some(known.advice(language).to_owned()),
    });
    let unknown = code.unknown.iter().map(|bit| InfoBitRow {
        bit: (*bit).into(),
        kind: None,
        severity: None,
        name: None,
        advice: None,
    });
    let mut bits: Vec<InfoBitRow> = known.chain(unknown).collect();
    bits.sort_by_key(|row| row.bit);
    bits
}

const fn severity_word(severity: Severity) -> Word {
    Word { group: "severity", name: severity.name() }
}

/// Writes the code in words below a table, for people: what it complains of and what to do.
///
/// # Errors
/// Those of the writer.
pub(super) fn tell(output: &mut Output, point: &str, code: &InfoReading) -> Result<(), Failure> {
    let at = output.look.instant(code.at);
    let raw = hexadecimal(code.code);
    let arguments = [("code", raw.as_str().into()), ("point", point.into()), ("at", at.as_str().into())];
    let line = output.look.texts().format("info-code", &arguments);
    output.footer(&line)?;
    for known in &code.known {
        let language = output.look.language;
        let severity = output.look.word(severity_word(known.severity));
        let arguments = [
            ("bit", known.bit.to_string().into()),
            ("severity", severity.as_str().into()),
            ("name", known.name(language).into()),
            ("advice", known.advice(language).into()),
        ];
        let line = output.look.texts().format("info-bit", &arguments);
        output.footer(&line)?;
    }
    if !code.unknown.is_empty() {
        let bits = code.unknown.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let line = output.look.texts().format("info-bits-unknown", &[("bits", bits.as_str().into())]);
        output.footer(&line)?;
    }
    Ok(())
}
