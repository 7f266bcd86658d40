//! How much a period called for heating.

use common::api::EkClient;
use common::degree_day::{DegreeDayBucket, DegreeDayDefinition, DegreeDayQuery, DegreeDaySeries};
use common::quantity::{DegreeDays, Temperature};
use common::wire::MAX_WAIT;
use jiff::Timestamp;

use crate::cli::weather::DegreeDaysArgs;
use crate::command::list_whole;
use crate::exit::Failure;
use crate::output::figure::degree_days;
use crate::output::{Amount, Look, Output, Word, row};
use crate::session::Session;

row! {
    /// The heating degree days of one stretch of local time.
    pub struct DegreeDayRow: "weather.degree_days" brief [from, until, degree_days_kd, outdoor_c, n_days, n_expected_days] {
        /// how they are counted: hourly, eurostat
        pub definition: Word,
        /// below which temperature; of hourly ones
        pub base_c: Option<Temperature>,
        /// the first instant of the bucket
        pub from: Timestamp,
        /// the first instant after it
        pub until: Timestamp,
        /// degree days of the days that are known, in kelvins times days; null where none is
        pub degree_days_kd: Option<DegreeDays>,
        /// mean outdoor temperature of the days that are known
        pub outdoor_c: Option<Temperature>,
        /// days whose temperatures are known well enough
        pub n_days: u32,
        /// days of the bucket that are over
        pub n_expected_days: u32,
        /// whose temperatures counted in the whole period: own, `site_station`, `network_station`
        pub outdoor_from: Vec<Word>,
    }
}

/// Lists degree days, and tells how they are counted.
///
/// # Errors
/// No site fits; a period that cannot be read, or of which no temperature is known.
pub async fn run(session: &mut Session, output: &mut Output, args: &DegreeDaysArgs) -> Result<(), Failure> {
    let site = session.site_code(args.site.as_deref()).await?;
    let definition =
        if args.eurostat { DegreeDayDefinition::Eurostat } else { DegreeDayDefinition::Hourly { base: args.base } };
    let period = session.period_to(&args.range, "month", session.status.data_at)?;
    let query = DegreeDayQuery { site, definition, period, step: args.step };
    let call = async |ek: &EkClient, context| ek.degree_days(context, query.clone()).await;
    let mut series = session.ask_within(MAX_WAIT, call).await?;
    // What has not begun is no stretch of which nothing is known.
    series.buckets.retain(|bucket| bucket.period.from <= session.now());
    let from: Vec<_> = series.from.iter().map(|from| Word { group: "outdoor-from", name: from.name() }).collect();
    let rows: Vec<_> = series.buckets.iter().map(|bucket| bucket_row(series.definition, bucket, &from)).collect();
    list_whole(output, &args.list, rows)?;
    for line in foot(&output.look, &series, &from) {
        output.footer(&line)?;
    }
    Ok(())
}

fn bucket_row(definition: DegreeDayDefinition, bucket: &DegreeDayBucket, from: &[Word]) -> DegreeDayRow {
    let (name, base) = match definition {
        DegreeDayDefinition::Hourly { base } => ("hourly", Some(base)),
        DegreeDayDefinition::Eurostat => ("eurostat", None),
    };
    DegreeDayRow {
        definition: Word { group: "degree-days-by", name },
        base_c: base,
        from: bucket.period.from,
        until: bucket.period.until,
        degree_days_kd: bucket.value,
        outdoor_c: bucket.mean,
        n_days: bucket.n_days,
        n_expected_days: bucket.n_expected,
        outdoor_from: from.to_vec(),
    }
}

/// Returns the sum, the definition, and whose temperatures counted.
fn foot(look: &Look, series: &DegreeDaySeries, from: &[Word]) -> Vec<String> {
    let texts = look.texts();
    let known: Vec<_> = series.buckets.iter().filter_map(|bucket| bucket.value).map(DegreeDays::base).collect();
    let mut lines = Vec::new();
    if !known.is_empty() {
        let days =
            |days: fn(&DegreeDayBucket) -> u32| series.buckets.iter().map(|bucket| u64::from(days(bucket))).sum();
        let (n_days, n_expected): (u64, u64) = (days(|bucket| bucket.n_days), days(|bucket| bucket.n_expected));
        let sum = look.rounded(&degree_days(DegreeDays::from_base(known.iter().sum())), 1);
        let arguments = [
            ("sum", sum.into()),
            ("days", look.language.number(&n_days.to_string()).into()),
            ("expected", n_expected.into()),
        ];
        lines.push(texts.format("degree-days-sum", &arguments));
    }
    lines.push(definition(look, series.definition));
    let from: Vec<_> = from.iter().map(|word| look.word(*word)).collect();
    if !from.is_empty() {
        lines.push(texts.format("degree-days-from", &[("from", from.join(", ").into())]));
    }
    lines
}

/// Says how degree days are counted.
fn definition(look: &Look, definition: DegreeDayDefinition) -> String {
    match definition {
        DegreeDayDefinition::Hourly { base } => {
            let amount = Amount { quantity: common::quantity::Quantity::Outdoor, base: base.base() };
            let base = look.whole_amount(&amount);
            look.texts().format("degree-days-hourly", &[("base", base.into())])
        }
        DegreeDayDefinition::Eurostat => look.texts().get("degree-days-eurostat"),
    }
}
