//! Two periods of a site on equal weather: was a change worth it?

use common::api::EkClient;
use common::forecast::Range;
use common::money::Money;
use common::quantity::{DegreeDays, Energy, Temperature};
use common::setting::{ComparedPeriod, ComparisonQuery, SettingComparison, Verdict};
use common::time::parse_range;
use common::wire::MAX_WAIT;
use jiff::Timestamp;

use crate::cli::list::in_english;
use crate::cli::readings::CompareArgs;
use crate::command::sites::{self, figures};
use crate::exit::Failure;
use crate::output::figure::Percent;
use crate::output::{Format, Look, Output, Word, row};
use crate::session::Session;

row! {
    /// Two periods of a site compared on equal weather.
    pub struct ComparisonRow: "reading.comparison" {
        /// code of the site
        pub site: String,
        /// less, more, unclear: whether the difference may be chance
        pub verdict: Word,
        /// the first instant of the time before
        pub before_from: Timestamp,
        /// the first instant after it
        pub before_until: Timestamp,
        /// heat used on the days that count before
        pub before_gj: Energy,
        /// their degree days below `base_c`, in kelvins times days
        pub before_degree_days_kd: DegreeDays,
        /// days that count before
        pub n_days_before: u32,
        /// the first instant of the time after
        pub after_from: Timestamp,
        /// the first instant after it
        pub after_until: Timestamp,
        /// heat used on the days that count after
        pub after_gj: Energy,
        /// their degree days below `base_c`, in kelvins times days
        pub after_degree_days_kd: DegreeDays,
        /// days that count after
        pub n_days_after: u32,
        /// below it the building needs heating, by its signature before
        pub base_c: Temperature,
        /// heat that would have been used after, had the building gone on as before
        pub expected_gj: Energy,
        /// used less expected: negative where heat was saved
        pub difference_gj: Energy,
        /// nine of ten cases lie above this
        pub difference_low_gj: Energy,
        /// and below this
        pub difference_high_gj: Energy,
        /// the difference as a share of what was expected
        pub share_percent: Percent,
        /// nine of ten cases lie above this
        pub share_low_percent: Percent,
        /// and below this
        pub share_high_percent: Percent,
        /// the tariff by which the difference is reckoned; null where the site has none with prices for the whole time
        pub tariff: Option<String>,
        /// what the difference costs, net; negative where money was saved
        pub cost_pln: Option<Money>,
        /// the cost of the lower end
        pub cost_low_pln: Option<Money>,
        /// the cost of the upper end
        pub cost_high_pln: Option<Money>,
    }
}

/// Compares two periods of a site.
///
/// # Errors
/// No site fits; periods that cannot be read or overlap; readings that do not carry a comparison.
pub async fn run(session: &mut Session, output: &mut Output, args: &CompareArgs) -> Result<(), Failure> {
    let period = |text: &str| parse_range(&in_english(text), session.now(), &session.zone);
    let (before, after) = (period(&args.before)?, period(&args.after)?);
    let query = ComparisonQuery { site: sites::code(session, &args.site).await?, before, after };
    let call = async |ek: &EkClient, context| ek.compare_settings(context, query.clone()).await;
    let comparison = session.ask_within(MAX_WAIT, call).await?;
    match output.look.format {
        Format::Table => {
            let text = lines(&output.look, &comparison).join("\n");
            Ok(output.text(&format!("{text}\n"))?)
        }
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(comparison_row(comparison))?),
    }
}

fn comparison_row(comparison: SettingComparison) -> ComparisonRow {
    let SettingComparison { before, after, difference, share, cost, .. } = &comparison;
    let amount = cost.as_ref().map(|cost| cost.amount);
    ComparisonRow {
        verdict: Word { group: "comparison-verdict", name: comparison.verdict.name() },
        before_from: before.period.from,
        before_until: before.period.until,
        before_gj: before.used,
        before_degree_days_kd: before.degree_days,
        n_days_before: before.n_days,
        after_from: after.period.from,
        after_until: after.period.until,
        after_gj: after.used,
        after_degree_days_kd: after.degree_days,
        n_days_after: after.n_days,
        base_c: comparison.signature.base,
        expected_gj: comparison.expected,
        difference_gj: difference.expected,
        difference_low_gj: difference.low,
        difference_high_gj: difference.high,
        share_percent: Percent(share.expected),
        share_low_percent: Percent(share.low),
        share_high_percent: Percent(share.high),
        tariff: cost.as_ref().map(|cost| cost.tariff.to_string()),
        cost_pln: amount.map(|amount| amount.expected),
        cost_low_pln: amount.map(|amount| amount.low),
        cost_high_pln: amount.map(|amount| amount.high),
        site: comparison.site.into(),
    }
}

/// Returns the verdict first, then what it stands on.
fn lines(look: &Look, comparison: &SettingComparison) -> Vec<String> {
    let texts = look.texts();
    let title = texts.format("comparison-title", &[("site", comparison.site.to_string().into())]);
    let mut lines = vec![look.emphasis.strong(&title), verdict(look, comparison)];
    lines.extend(cost(look, comparison));
    let expected = [
        ("expected", figures::energy(look, comparison.expected, 1).into()),
        ("used", figures::energy(look, comparison.after.used, 1).into()),
    ];
    lines.push(texts.format("comparison-expected", &expected));
    let base = figures::temperature(look, comparison.signature.base);
    let side = |id, side: &ComparedPeriod| {
        let arguments = [
            ("period", look.short_period(&side.period).into()),
            ("used", figures::energy(look, side.used, 1).into()),
            ("degree-days", figures::days_of_degrees(look, side.degree_days).into()),
            ("base", base.clone().into()),
            ("days", side.n_days.into()),
        ];
        texts.format(id, &arguments)
    };
    lines.push(side("comparison-before", &comparison.before));
    lines.push(side("comparison-after", &comparison.after));
    lines
}

fn verdict(look: &Look, comparison: &SettingComparison) -> String {
    let id = match comparison.verdict {
        Verdict::Less => "comparison-less",
        Verdict::More => "comparison-more",
        Verdict::Unclear => "comparison-unclear",
    };
    let arguments = [
        ("share", figures::percent_range(look, &comparison.share).into()),
        ("difference", figures::energy_range(look, &comparison.difference).into()),
    ];
    look.texts().format(id, &arguments)
}

fn cost(look: &Look, comparison: &SettingComparison) -> Option<String> {
    let cost = comparison.cost.as_ref()?;
    let Range { low, expected, high } = cost.amount;
    let range = figures::money_range(look, &Range { low, expected, high });
    let arguments = [("range", range.into()), ("tariff", cost.tariff.to_string().into())];
    Some(look.texts().format("comparison-cost", &arguments))
}
