//! The shapes of machine-readable answers.

use super::LatestRow;
use super::account::contact::ContactRow;
use super::account::log_ins::LogInRow;
use super::account::sessions::SessionRow;
use super::account::{AccountShowRow, EndedRow};
use super::alarms::AlarmRow;
use super::alarms::check::CheckRow;
use super::alarms::show::AlarmShowRow;
use super::archive::{FindingRow, StatRow};
use super::audit::{AuditRow, AuditVerifiedRow};
use super::config::PathsRow;
use super::contracts::ContractRow;
use super::customers::erase::ErasureRow;
use super::customers::export::{CustomerDataRow, ExportedRow};
use super::customers::{CustomerRow, CustomerShowRow, MandateRow, OwnershipRow};
use super::dues::transfer::TransferRow;
use super::dues::{BalanceRow, DueRow};
use super::invoices::InvoiceRow;
use super::invoices::check::BillCheckRow;
use super::invoices::download::InvoiceFileRow;
use super::invoices::files::BillingFileRow;
use super::invoices::show::InvoiceShowRow;
use super::login::previous::LoginRow;
use super::maintenance::MaintenanceRow;
use super::meters::replace::ReplacementRow;
use super::meters::resolve::ResolvedRow;
use super::meters::verify::VerificationRow;
use super::meters::{InstallationRow, MeterRow};
use super::notifications::{NoticeRow, NoticeSettingsRow};
use super::outbox::DeliveryRow;
use super::paper::DrawnRow;
use super::payments::statements::StatementRow;
use super::payments::{PaymentRow, PaymentShowRow, UnmatchedRow};
use super::points::{PointRow, PointShowRow};
use super::quarantine::QuarantinedRow;
use super::readings::compare::ComparisonRow;
use super::readings::gaps::GapRow;
use super::readings::history::VersionOfReadingRow;
use super::readings::import::ImportRow;
use super::readings::list::{BucketRow, ReadingRow};
use super::readings::scatter::ScatterRow;
use super::readings::total::TotalRow;
use super::reports::check::ReportCheckRow;
use super::reports::file::ReportFileRow;
use super::reports::preview::SheetFigureRow;
use super::reports::saved::SavedRow;
use super::reports::{MadeRow, ReportTemplateRow};
use super::rules::apply::RuleChangeRow;
use super::rules::preview::PreviewRow;
use super::rules::{RuleRow, RuleShowRow};
use super::sites::card::CardRow;
use super::sites::forecast::ForecastRow;
use super::sites::peaks::PeakReportRow;
use super::sites::settings::SettingRow;
use super::sites::signature::SignatureRow;
use super::sites::{SiteLiveRow, SiteRow, SiteShowRow};
use super::sources::{SourceRow, SourceShowRow};
use super::status::StatusRow;
use super::tariffs::{CostRow, TariffRow};
use super::tickets::TicketRow;
use super::tickets::download::DownloadedRow;
use super::tickets::drafts::DraftRow;
use super::tickets::entries::EntryRow;
use super::tickets::export::{ExportedTicketsRow, TicketExportRow};
use super::tickets::mail::ReceivedMailRow;
use super::tickets::sent::HeldRow;
use super::tickets::show::TicketShowRow;
use super::tickets::statistics::{StatisticsRow, TicketDayRow};
use super::tickets::templates::TemplateRow;
use super::tokens::{TokenRow, TokenSecretRow};
use super::users::{ResetRow, UserCreatedRow, UserRow, UserShowRow};
use super::version::VersionRow;
use super::watch::EventRow;
use super::weather::WeatherRow;
use super::weather::curves::{CurvePointRow, CurveRow};
use super::weather::degree_days::DegreeDayRow;
use super::weather::station::StationRow;
use super::whoami::WhoamiRow;
use crate::cli::{ListArgs, SchemaVerb};
use crate::exit::Failure;
use crate::nearest::nearest;
use crate::output::schema::Schema;
use crate::output::{Output, Row, SCHEMA_PREFIX, row};

row! {
    /// A kind of answer.
    pub struct SchemaRow: "schema.list" {
        /// name of the answer
        pub name: String,
        /// what it tells
        pub about: String,
    }
}

/// Returns the schemas of all envelopes, by name.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line for each answer")]
pub fn all() -> Vec<Schema> {
    vec![
        Schema::of::<AccountShowRow>(),
        Schema::of::<CheckRow>(),
        Schema::of::<AlarmRow>(),
        Schema::of::<AlarmShowRow>(),
        Schema::of::<FindingRow>(),
        Schema::of::<StatRow>(),
        Schema::of::<AuditRow>(),
        Schema::of::<AuditVerifiedRow>(),
        Schema::of::<PathsRow>(),
        Schema::of::<ContactRow>(),
        Schema::of::<ContractRow>(),
        Schema::of::<CustomerDataRow>(),
        Schema::of::<ErasureRow>(),
        Schema::of::<ExportedRow>(),
        Schema::of::<CustomerRow>(),
        Schema::of::<MandateRow>(),
        Schema::of::<OwnershipRow>(),
        Schema::of::<CustomerShowRow>(),
        Schema::of::<DeliveryRow>(),
        Schema::of::<DrawnRow>(),
        Schema::of::<BalanceRow>(),
        Schema::of::<DueRow>(),
        Schema::of::<TransferRow>(),
        Schema::of::<EventRow>(),
        Schema::of::<ImportRow>(),
        Schema::of::<BillCheckRow>(),
        Schema::of::<InvoiceFileRow>(),
        Schema::of::<BillingFileRow>(),
        Schema::of::<InvoiceRow>(),
        Schema::of::<InvoiceShowRow>(),
        Schema::of::<LogInRow>(),
        Schema::of::<LoginRow>(),
        Schema::of::<MaintenanceRow>(),
        Schema::of::<EntryRow>(),
        Schema::of::<ResolvedRow>(),
        Schema::of::<MeterRow>(),
        Schema::of::<ReplacementRow>(),
        Schema::of::<InstallationRow>(),
        Schema::of::<VerificationRow>(),
        Schema::of::<NoticeRow>(),
        Schema::of::<NoticeSettingsRow>(),
        Schema::of::<PaymentRow>(),
        Schema::of::<PaymentShowRow>(),
        Schema::of::<StatementRow>(),
        Schema::of::<UnmatchedRow>(),
        Schema::of::<PointRow>(),
        Schema::of::<PointShowRow>(),
        Schema::of::<QuarantinedRow>(),
        Schema::of::<BucketRow>(),
        Schema::of::<ComparisonRow>(),
        Schema::of::<GapRow>(),
        Schema::of::<VersionOfReadingRow>(),
        Schema::of::<LatestRow>(),
        Schema::of::<ReadingRow>(),
        Schema::of::<ScatterRow>(),
        Schema::of::<TotalRow>(),
        Schema::of::<ReportCheckRow>(),
        Schema::of::<ReportFileRow>(),
        Schema::of::<MadeRow>(),
        Schema::of::<SheetFigureRow>(),
        Schema::of::<SavedRow>(),
        Schema::of::<ReportTemplateRow>(),
        Schema::of::<RuleChangeRow>(),
        Schema::of::<RuleRow>(),
        Schema::of::<PreviewRow>(),
        Schema::of::<RuleShowRow>(),
        Schema::of::<SchemaRow>(),
        Schema::of::<EndedRow>(),
        Schema::of::<SessionRow>(),
        Schema::of::<CardRow>(),
        Schema::of::<ForecastRow>(),
        Schema::of::<SiteRow>(),
        Schema::of::<SiteLiveRow>(),
        Schema::of::<PeakReportRow>(),
        Schema::of::<SettingRow>(),
        Schema::of::<SiteShowRow>(),
        Schema::of::<SignatureRow>(),
        Schema::of::<SourceRow>(),
        Schema::of::<SourceShowRow>(),
        Schema::of::<StatusRow>(),
        Schema::of::<CostRow>(),
        Schema::of::<TariffRow>(),
        Schema::of::<TicketDayRow>(),
        Schema::of::<DownloadedRow>(),
        Schema::of::<DraftRow>(),
        Schema::of::<TicketExportRow>(),
        Schema::of::<ExportedTicketsRow>(),
        Schema::of::<HeldRow>(),
        Schema::of::<TicketRow>(),
        Schema::of::<ReceivedMailRow>(),
        Schema::of::<TicketShowRow>(),
        Schema::of::<StatisticsRow>(),
        Schema::of::<TemplateRow>(),
        Schema::of::<TokenRow>(),
        Schema::of::<TokenSecretRow>(),
        Schema::of::<UserCreatedRow>(),
        Schema::of::<UserRow>(),
        Schema::of::<ResetRow>(),
        Schema::of::<UserShowRow>(),
        Schema::of::<VersionRow>(),
        Schema::of::<CurvePointRow>(),
        Schema::of::<CurveRow>(),
        Schema::of::<DegreeDayRow>(),
        Schema::of::<WeatherRow>(),
        Schema::of::<StationRow>(),
        Schema::of::<WhoamiRow>(),
    ]
}

/// Lists the kinds of answers, or prints the JSON Schema of one.
///
/// # Errors
/// No answer has this name.
pub fn run(verb: SchemaVerb, output: &mut Output) -> Result<(), Failure> {
    match verb {
        SchemaVerb::List(args) => list(&args, output),
        SchemaVerb::Show(args) => show(&args.name, output),
    }
}

fn list(args: &ListArgs, output: &mut Output) -> Result<(), Failure> {
    let mut listing = output.list::<SchemaRow>(&args.pick(output.look.format))?;
    for schema in all() {
        if listing.room() == Some(0) {
            return Ok(listing.cut()?);
        }
        listing.push(SchemaRow { name: schema.name.to_owned(), about: schema.about.to_owned() })?;
    }
    Ok(listing.finish(None)?)
}

fn show(name: &str, output: &mut Output) -> Result<(), Failure> {
    let name = name.strip_prefix(SCHEMA_PREFIX).unwrap_or(name);
    let schemas = all();
    let Some(schema) = schemas.iter().find(|schema| schema.name == name) else {
        let known: Vec<_> = schemas.iter().map(|schema| schema.name).collect();
        let similar = nearest(name, &known);
        return Err(Failure::NoSuchSchema { name: name.to_owned(), similar, known });
    };
    let document = if schema.name == EventRow::SCHEMA { schema.line() } else { schema.envelope() };
    Ok(output.text(&format!("{document:#}\n"))?)
}
