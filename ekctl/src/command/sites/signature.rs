//! The energy signature of a building: what it uses a day, against the outdoor temperature.

use common::api::EkClient;
use common::forecast::{FittedSignature, Signature, SignatureDay, SignatureQuery};
use common::quantity::{DegreeDays, Energy, Quantity, Temperature};
use common::report::drawing::DrawingOf;
use common::wire::MAX_WAIT;
use jiff::Timestamp;
use jiff::civil::Date;

use super::figures;
use crate::chart::scatter::{Cloud, Side, draw};
use crate::cli::sites::SignatureArgs;
use crate::command::paper;
use crate::exit::Failure;
use crate::output::figure::{Percent, Ratio};
use crate::output::{Format, Look, Output, row};
use crate::session::Session;

row! {
    /// A day that a signature was fitted to.
    pub struct SignatureDayRow: "site.signature_day" {
        /// the local day
        pub date: Date,
        /// mean outdoor temperature
        pub outdoor_c: Temperature,
        /// degree days of the fitted base temperature, in kelvins times days
        pub degree_days_kd: DegreeDays,
        /// heat that was used
        pub used_gj: Energy,
        /// it fits so badly that it was left out
        pub is_outlier: bool,
    }
}

row! {
    /// The energy signature of a building: heat a day = `independent_gj` + `slope_gj` times the degree days below `base_c`.
    pub struct SignatureRow: "site.signature" {
        /// code of the site
        pub site: String,
        /// the first instant of the days that were asked for
        pub from: Timestamp,
        /// the first instant after them
        pub until: Timestamp,
        /// below it the building needs heating
        pub base_c: Temperature,
        /// heat a day that does not depend on the weather
        pub independent_gj: Energy,
        /// half the width of its 95 % interval
        pub independent_error_gj: Energy,
        /// heat a degree day
        pub slope_gj: Energy,
        /// half the width of its 95 % interval
        pub slope_error_gj: Energy,
        /// share of the variance of days that it explains, 0 to 1
        pub r_squared: Ratio,
        /// residual standard deviation as a share of the mean day: CV(RMSE)
        pub cv_rmse_percent: Percent,
        /// days that it was fitted to
        pub n_days: u32,
        /// days that fit so badly that they were left out
        pub n_outliers: u32,
        /// the days
        pub days: Vec<SignatureDayRow>,
    }
}

/// Fits a signature and draws it, in characters or on paper.
///
/// # Errors
/// No site fits; its readings do not carry a signature; a file that cannot be written.
pub async fn run(session: &mut Session, output: &mut Output, args: &SignatureArgs) -> Result<(), Failure> {
    let period = match args.range.text() {
        Some(_) => Some(session.period(&args.range, "")?),
        None => None,
    };
    let query = SignatureQuery { site: super::code(session, &args.site.id).await?, period };
    if args.paper.is_wanted() {
        return paper::draw(session, output, &args.paper, &DrawingOf::Signature(query)).await;
    }
    let call = async |ek: &EkClient, context| ek.signature(context, query.clone()).await;
    let fitted = session.ask_within(MAX_WAIT, call).await?;
    match output.look.format {
        Format::Table => {
            let picture = picture(&output.look, &fitted, [args.picture.width.into(), args.picture.height.into()]);
            Ok(output.text(&picture)?)
        }
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(signature_row(fitted))?),
    }
}

fn signature_row(fitted: FittedSignature) -> SignatureRow {
    let FittedSignature { site, signature, days } = fitted;
    SignatureRow {
        site: site.into(),
        from: signature.period.from,
        until: signature.period.until,
        base_c: signature.base,
        independent_gj: signature.independent,
        independent_error_gj: signature.independent_error,
        slope_gj: signature.slope,
        slope_error_gj: signature.slope_error,
        r_squared: Ratio(signature.r_squared),
        cv_rmse_percent: Percent(signature.cv_rmse),
        n_days: signature.n_days,
        n_outliers: signature.n_outliers,
        days: days.into_iter().map(day_row).collect(),
    }
}

const fn day_row(day: SignatureDay) -> SignatureDayRow {
    SignatureDayRow {
        date: day.date,
        outdoor_c: day.mean,
        degree_days_kd: day.degree_days,
        used_gj: day.used,
        is_outlier: day.is_outlier,
    }
}

fn picture(look: &Look, fitted: &FittedSignature, size: [usize; 2]) -> String {
    let FittedSignature { site, signature, days } = fitted;
    let heat = |energy: Energy| look.unit(Quantity::Energy).as_f64(energy.base());
    let dot = |day: &SignatureDay| (celsius(day.mean), heat(day.used));
    let dots = days.iter().filter(|day| !day.is_outlier).map(dot).collect();
    let faint = days.iter().filter(|day| day.is_outlier).map(dot).collect();
    let title = look.texts().format("signature-title", &[("site", site.to_string().into())]);
    let cloud = Cloud {
        title,
        up: Side { unit: format!("{}/d", look.symbol(Quantity::Energy)), from_zero: true },
        across: Side { unit: look.symbol(Quantity::Outdoor).to_owned(), from_zero: false },
        line: line(signature, days, heat),
        dots,
        faint,
    };
    draw(look, &cloud, size) + &lines(look, signature).join("\n") + "\n"
}

/// Returns what the signature says of the outdoor temperatures that occurred.
fn line(signature: &Signature, days: &[SignatureDay], heat: impl Fn(Energy) -> f64) -> Vec<(f64, f64)> {
    let means = || days.iter().map(|day| celsius(day.mean));
    let (Some(coldest), Some(warmest)) = (means().reduce(f64::min), means().reduce(f64::max)) else {
        return Vec::new();
    };
    let base = celsius(signature.base);
    let at = |mean: f64| heat(signature.independent) + heat(signature.slope) * (base - mean).max(0.0);
    let bend = Some(base).filter(|base| coldest < *base && *base < warmest);
    [Some(coldest), bend, Some(warmest)].into_iter().flatten().map(|mean| (mean, at(mean))).collect()
}

fn celsius(temperature: Temperature) -> f64 {
    Quantity::Outdoor.unit().as_f64(temperature.base())
}

/// Returns the signature in words: the line, how well it fits, what it was fitted to.
pub(super) fn lines(look: &Look, signature: &Signature) -> Vec<String> {
    let texts = look.texts();
    let base = figures::temperature(look, signature.base);
    let formula = [
        ("independent", figures::energy(look, signature.independent, 3).into()),
        ("independent-error", figures::energy(look, signature.independent_error, 3).into()),
        ("slope", figures::energy(look, signature.slope, 3).into()),
        ("slope-error", figures::energy(look, signature.slope_error, 3).into()),
        ("base", base.into()),
    ];
    let fit = [
        ("explained", figures::percent(look, signature.r_squared).into()),
        ("scatter", figures::percent(look, signature.cv_rmse).into()),
        ("days", signature.n_days.into()),
        ("outliers", signature.n_outliers.into()),
        ("period", look.short_period(&signature.period).into()),
    ];
    vec![texts.format("signature-formula", &formula), texts.format("signature-fit", &fit)]
}
