//! The contracted power of a site against its peaks, and what to do about it until when.

use common::api::EkClient;
use common::money::Money;
use common::peak::{Peak, PeakReport, PowerAdvice};
use common::quantity::{Power, Temperature};
use common::wire::MAX_WAIT;
use jiff::Timestamp;
use jiff::civil::Date;

use super::figures;
use crate::exit::Failure;
use crate::output::{Format, Look, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// The mean power of the 60 minutes in which a site drew most.
    pub struct PeakRow: "site.peak" {
        /// when the hour began
        pub at: Timestamp,
        /// mean power of the hour
        pub power_kw: Power,
        /// outdoor temperature then
        pub outdoor_c: Option<Temperature>,
    }
}

row! {
    /// The contracted power of a site held against its peaks of 60 minutes.
    pub struct PeakReportRow: "site.peaks" {
        /// code of the site
        pub site: String,
        /// power that the contract reserves
        pub contracted_power_kw: Option<Power>,
        /// keep, lower, raise, unknown
        pub power_advice: Word,
        /// to which power it should be changed
        pub advised_power_kw: Option<Power>,
        /// what that saves a year, net
        pub saves_pln: Option<Money>,
        /// what that costs a year, net
        pub costs_pln: Option<Money>,
        /// last day on which a change for the next period can be ordered
        pub deadline: Option<Date>,
        /// the highest hour of three years
        pub highest_kw: Option<Power>,
        /// when it began
        pub highest_at: Option<Timestamp>,
        /// outdoor temperature then
        pub highest_outdoor_c: Option<Temperature>,
        /// the outdoor temperature that the climate zone asks for
        pub design_outdoor_c: Temperature,
        /// what the site would draw at it; null where its days do not carry that
        pub design_power_kw: Option<Power>,
        /// nine of ten cases lie above this
        pub design_power_low_kw: Option<Power>,
        /// and below this
        pub design_power_high_kw: Option<Power>,
        /// days that this is a line through
        pub n_days: Option<u32>,
        /// the coldest of them
        pub coldest_outdoor_c: Option<Temperature>,
        /// hours of the present month in which the contract was exceeded
        pub n_excess_hours: u32,
        /// the highest power above the contracted one
        pub excess_kw: Option<Power>,
        /// when it was exceeded last
        pub excess_at: Option<Timestamp>,
        /// the tariff by which power is reckoned
        pub tariff: Option<String>,
        /// what 0.01 MW costs a year, net
        pub price_of_10_kw_pln: Option<Money>,
        /// the highest hour of each of the last twelve months, oldest first
        pub peaks: Vec<PeakRow>,
    }
}

/// Holds the contracted power of a site against its peaks.
///
/// # Errors
/// No site fits.
pub async fn run(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let site = super::code(session, text).await?;
    let call = async |ek: &EkClient, context| ek.peaks(context, site.clone()).await;
    let report = session.ask_within(MAX_WAIT, call).await?;
    if output.look.format != Format::Table {
        return Ok(output.record(report_row(&report))?);
    }
    let text = lines(&output.look, &report).join("\n");
    output.text(&format!("{text}\n"))?;
    if report.peaks.is_empty() {
        return Ok(());
    }
    let heading = output.look.texts().get("peaks-months");
    output.text(&format!("\n{}\n", output.look.emphasis.strong(&heading)))?;
    let mut listing = output.list::<PeakRow>(&Pick::default())?;
    for peak in report.peaks {
        listing.push(peak_row(peak))?;
    }
    Ok(listing.finish(None)?)
}

const fn peak_row(peak: Peak) -> PeakRow {
    PeakRow { at: peak.period.from, power_kw: peak.power, outdoor_c: peak.outdoor }
}

fn report_row(report: &PeakReport) -> PeakReportRow {
    let PeakReport { highest, at_design, excess, price, advice, .. } = report;
    let (name, to, saves, costs) = match *advice {
        PowerAdvice::Keep => ("keep", None, None, None),
        PowerAdvice::Lower { to, saves } => ("lower", Some(to), saves, None),
        PowerAdvice::Raise { to, costs } => ("raise", Some(to), None, costs),
        PowerAdvice::Unknown => ("unknown", None, None, None),
    };
    PeakReportRow {
        site: report.site.to_string(),
        contracted_power_kw: report.contracted,
        power_advice: Word { group: "power-advice", name },
        advised_power_kw: to,
        saves_pln: saves,
        costs_pln: costs,
        deadline: report.deadline,
        highest_kw: highest.map(|peak| peak.power),
        highest_at: highest.map(|peak| peak.period.from),
        highest_outdoor_c: highest.and_then(|peak| peak.outdoor),
        design_outdoor_c: report.design_outdoor,
        design_power_kw: at_design.map(|design| design.power.expected),
        design_power_low_kw: at_design.map(|design| design.power.low),
        design_power_high_kw: at_design.map(|design| design.power.high),
        n_days: at_design.map(|design| design.n_days),
        coldest_outdoor_c: at_design.map(|design| design.coldest),
        n_excess_hours: excess.n_hours,
        excess_kw: excess.most,
        excess_at: excess.last_at,
        tariff: price.as_ref().map(|price| price.tariff.to_string()),
        price_of_10_kw_pln: price.as_ref().map(|price| price.hundredth),
        peaks: report.peaks.iter().copied().map(peak_row).collect(),
    }
}

/// Returns the advice first, then what it stands on.
fn lines(look: &Look, report: &PeakReport) -> Vec<String> {
    let texts = look.texts();
    let contracted = match report.contracted {
        Some(power) => figures::power(look, power),
        None => texts.get("peaks-no-contract"),
    };
    let title = [("site", report.site.to_string().into()), ("contracted", contracted.into())];
    let mut lines = vec![look.emphasis.strong(&texts.format("peaks-title", &title)), advice(look, report)];
    lines.push(match report.deadline {
        Some(day) => texts.format("peaks-deadline", &[("day", day.to_string().into())]),
        None => texts.get("peaks-no-deadline"),
    });
    lines.extend(report.highest.map(|peak| highest(look, &peak)));
    let design = figures::temperature(look, report.design_outdoor);
    lines.push(match &report.at_design {
        Some(design_power) => {
            let arguments = [
                ("design", design.into()),
                ("power", figures::power_range(look, &design_power.power).into()),
                ("days", design_power.n_days.into()),
                ("coldest", figures::temperature(look, design_power.coldest).into()),
            ];
            texts.format("peaks-design", &arguments)
        }
        None => texts.format("peaks-no-design", &[("design", design.into())]),
    });
    lines.push(excess(look, report));
    if let Some(price) = &report.price {
        let arguments =
            [("tariff", price.tariff.to_string().into()), ("price", figures::money(look, price.hundredth).into())];
        lines.push(texts.format("peaks-price", &arguments));
    }
    lines
}

fn advice(look: &Look, report: &PeakReport) -> String {
    let texts = look.texts();
    let told = |id, to: Power, money: Option<Money>| {
        let money = money.map(|money| figures::money(look, money));
        let is_known = if money.is_some() { "yes" } else { "no" };
        let to = figures::power(look, to);
        texts.format(
            id,
            &[("to", to.into()), ("is-known", is_known.into()), ("money", money.unwrap_or_default().into())],
        )
    };
    match report.advice {
        PowerAdvice::Keep => texts.get("peaks-keep"),
        PowerAdvice::Lower { to, saves } => told("peaks-lower", to, saves),
        PowerAdvice::Raise { to, costs } => told("peaks-raise", to, costs),
        PowerAdvice::Unknown => texts.get("peaks-unknown"),
    }
}

fn highest(look: &Look, peak: &Peak) -> String {
    let outdoor = peak.outdoor.map_or_else(|| "-".to_owned(), |outdoor| figures::temperature(look, outdoor));
    let arguments = [
        ("power", figures::power(look, peak.power).into()),
        ("at", look.instant(peak.period.from).into()),
        ("outdoor", outdoor.into()),
    ];
    look.texts().format("peaks-highest", &arguments)
}

fn excess(look: &Look, report: &PeakReport) -> String {
    let (Some(most), Some(last)) = (report.excess.most, report.excess.last_at) else {
        return look.texts().get("peaks-no-excess");
    };
    let arguments = [
        ("hours", report.excess.n_hours.into()),
        ("most", figures::power(look, most).into()),
        ("last", look.instant(last).into()),
    ];
    look.texts().format("peaks-excess", &arguments)
}
