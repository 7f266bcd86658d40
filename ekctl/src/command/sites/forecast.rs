//! What a site will have used at the end of a month or a season.
//!
//! A forecast is never told without its interval and without the error that such forecasts made in the past.

use common::api::EkClient;
use common::forecast::{Cost, Forecast, ForecastQuery};
use common::money::Money;
use common::quantity::{DegreeDays, Energy, Temperature};
use common::time::View;
use common::wire::MAX_WAIT;
use jiff::Timestamp;

use super::figures;
use crate::cli::sites::ForecastArgs;
use crate::exit::Failure;
use crate::output::figure::Percent;
use crate::output::{Format, Look, Output, Word, row};
use crate::session::Session;

row! {
    /// What a site is expected to have used at the end of a month or a season.
    pub struct ForecastRow: "site.forecast" {
        /// code of the site
        pub site: String,
        /// month, season
        pub view: Word,
        /// the first instant of the month or season
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// heat that it has used already
        pub used_gj: Energy,
        /// until when that is known
        pub used_until: Option<Timestamp>,
        /// heat that it will have used at the end
        pub expected_gj: Energy,
        /// nine of ten cases lie above this
        pub expected_low_gj: Energy,
        /// and below this
        pub expected_high_gj: Energy,
        /// the tariff by which the cost is reckoned; null where the site has none with prices for the whole time
        pub tariff: Option<String>,
        /// what that costs, net
        pub cost_pln: Option<Money>,
        /// the cost of the lower end
        pub cost_low_pln: Option<Money>,
        /// the cost of the upper end
        pub cost_high_pln: Option<Money>,
        /// degree days below `base_c` that the days to come are expected to have, in kelvins times days
        pub expected_degree_days_kd: DegreeDays,
        /// below it the building needs heating
        pub base_c: Temperature,
        /// years of the archive that this weather is the mean of
        pub n_years: u32,
        /// how far such forecasts would have been off in months that are over
        pub back_test_error_percent: Percent,
        /// how far off the same month of the year before would have been
        pub same_month_error_percent: Option<Percent>,
        /// how far off the ratio of degree days would have been
        pub degree_day_ratio_error_percent: Option<Percent>,
        /// months that were forecast so
        pub n_months: u32,
    }
}

/// Tells what a site will have used.
///
/// # Errors
/// No site fits; its readings do not carry a forecast; a day that cannot be read.
pub async fn run(session: &mut Session, output: &mut Output, args: &ForecastArgs) -> Result<(), Failure> {
    let at = match &args.day {
        Some(day) => session.instant("--day", day)?,
        None => session.now(),
    };
    let view = if args.season { View::Season } else { View::Month };
    let day = session.zone.to_datetime(at).date();
    let query = ForecastQuery { site: super::code(session, &args.site.id).await?, view, day };
    let call = async |ek: &EkClient, context| ek.forecast(context, query.clone()).await;
    let forecast = session.ask_within(MAX_WAIT, call).await?;
    match output.look.format {
        Format::Table => {
            let text = lines(&output.look, &forecast).join("\n");
            Ok(output.text(&format!("{text}\n"))?)
        }
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(forecast_row(forecast))?),
    }
}

fn forecast_row(forecast: Forecast) -> ForecastRow {
    let view = match forecast.view {
        View::Day => "day",
        View::Week => "week",
        View::Month => "month",
        View::Season => "season",
    };
    let amount = forecast.cost.as_ref().map(|cost| cost.amount);
    ForecastRow {
        site: forecast.site.into(),
        view: Word { group: "page", name: view },
        from: forecast.period.from,
        until: forecast.period.until,
        used_gj: forecast.used,
        used_until: forecast.used_until,
        expected_gj: forecast.expected.expected,
        expected_low_gj: forecast.expected.low,
        expected_high_gj: forecast.expected.high,
        tariff: forecast.cost.map(|cost| cost.tariff.into()),
        cost_pln: amount.map(|amount| amount.expected),
        cost_low_pln: amount.map(|amount| amount.low),
        cost_high_pln: amount.map(|amount| amount.high),
        expected_degree_days_kd: forecast.weather.degree_days,
        base_c: forecast.signature.base,
        n_years: forecast.weather.n_years,
        back_test_error_percent: Percent(forecast.back_test.error),
        same_month_error_percent: forecast.back_test.same_month_last_year.map(Percent),
        degree_day_ratio_error_percent: forecast.back_test.degree_day_ratio.map(Percent),
        n_months: forecast.back_test.n_months,
    }
}

fn lines(look: &Look, forecast: &Forecast) -> Vec<String> {
    let texts = look.texts();
    let mut lines = vec![look.emphasis.strong(&title(look, forecast))];
    lines.push(texts.format("forecast-expected", &[("range", figures::energy_range(look, &forecast.expected).into())]));
    lines.push(cost(look, forecast));
    lines.extend(back_test(look, forecast));
    let used = figures::energy(look, forecast.used, 1);
    lines.push(match forecast.used_until {
        Some(until) => texts.format("forecast-used", &[("used", used.into()), ("until", look.instant(until).into())]),
        None => texts.get("forecast-unused"),
    });
    let weather = [
        ("days", figures::days_of_degrees(look, forecast.weather.degree_days).into()),
        ("base", figures::temperature(look, forecast.signature.base).into()),
        ("years", forecast.weather.n_years.into()),
    ];
    lines.push(texts.format("forecast-weather", &weather));
    lines.extend(super::signature::lines(look, &forecast.signature));
    lines
}

fn title(look: &Look, forecast: &Forecast) -> String {
    let local = |at: Timestamp| look.zone.to_datetime(at).date();
    let (from, end) = (local(forecast.period.from), local(forecast.period.until));
    let (id, name) = match forecast.view {
        View::Season => ("view-season", format!("{}/{:02}", from.year(), end.year() % 100)),
        View::Day | View::Week | View::Month => {
            ("view-month", format!("{} {}", look.language.short_month(from.month()), from.year()))
        }
    };
    let view = look.texts().format(id, &[("name", name.into())]);
    look.texts().format("forecast-title", &[("site", forecast.site.to_string().into()), ("view", view.into())])
}

fn cost(look: &Look, forecast: &Forecast) -> String {
    match &forecast.cost {
        Some(Cost { tariff, amount }) => {
            let arguments =
                [("range", figures::money_range(look, amount).into()), ("tariff", tariff.to_string().into())];
            look.texts().format("forecast-cost", &arguments)
        }
        None => look.texts().format("forecast-no-cost", &[("site", forecast.site.to_string().into())]),
    }
}

/// Returns the error that forecasts made in the past would have had, beside that of simpler ways.
fn back_test(look: &Look, forecast: &Forecast) -> Vec<String> {
    let texts = look.texts();
    let test = &forecast.back_test;
    let error = figures::percent(look, test.error);
    let mut lines = vec![texts.format("forecast-error", &[("error", error.into()), ("months", test.n_months.into())])];
    let others =
        [("forecast-error-same-month", test.same_month_last_year), ("forecast-error-ratio", test.degree_day_ratio)];
    let other = |(id, error): (&'static str, Option<f64>)| {
        Some(texts.format(id, &[("error", figures::percent(look, error?).into())]))
    };
    let others: Vec<_> = others.into_iter().filter_map(other).collect();
    if !others.is_empty() {
        lines.push(texts.format("forecast-others", &[("others", others.join(" · ").into())]));
    }
    lines
}
