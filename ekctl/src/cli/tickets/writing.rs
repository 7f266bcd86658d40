//! Arguments of what is written: new tickets, answers, notes, and what lies beside them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args};
use common::id::{AlarmId, CustomerNumber, TemplateName};
use common::ticket::field::{Detail, Field};
use common::ticket::{Category, Priority, TicketState};
use jiff::SignedDuration;

use super::{TicketArgs, categories, priorities};
use crate::cli::alarms::number;

#[derive(Debug, Args)]
pub struct CreateArgs {
    /// What it is about; with --alarm what the alarm says
    #[arg(long, value_name = "CATEGORY", value_parser = categories(), required_unless_present = "alarm")]
    pub category: Option<Category>,
    /// The site that it is about; with --alarm the alarm's
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// One line; without it, the category and the site
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    #[command(flatten)]
    pub details: DetailArgs,
    /// How urgent; for staff, others get the usual priority of the category
    #[arg(long, value_name = "PRIORITY", value_parser = priorities())]
    pub priority: Option<Priority>,
    /// Somebody has called: the clock of calls runs; for staff
    #[arg(long)]
    pub phone: bool,
    /// For the customer with this number; for staff
    #[arg(long, value_name = "NUMBER", value_parser = CustomerNumber::parse)]
    pub customer: Option<CustomerNumber>,
    /// From this alarm, such as A-12: with its site, its category and its readings of 24 h before and after
    #[arg(long, value_name = "ID", value_parser = number)]
    pub alarm: Option<AlarmId>,
    #[command(flatten)]
    pub attach: AttachArgs,
    #[command(flatten)]
    pub body: BodyArgs,
}

/// What a category wants to be told besides the text.
#[derive(Debug, Args)]
pub struct DetailArgs {
    /// A detail by its name, such as place="klatka B"
    #[arg(long, value_name = "FIELD=VALUE", value_parser = detail)]
    pub detail: Vec<Detail>,
    /// Since when, such as 2025-11-14T17:00, yesterday or -3h; `no_heating` needs it
    #[arg(long, value_name = "INSTANT", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Where in the building; `too_hot`, `too_cold` and leak need it
    #[arg(long, value_name = "TEXT")]
    pub place: Option<String>,
    /// Serial number of the meter; category meter needs it
    #[arg(long, value_name = "SERIAL")]
    pub meter: Option<String>,
    /// Number of the invoice; category invoice needs it
    #[arg(long, value_name = "NUMBER")]
    pub invoice: Option<String>,
    /// The first day on which it is wanted, such as 2025-12-01; `heating_start`, `heating_stop` and `contracted_power` need it
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Contracted power in MW, such as 0.150; `contracted_power` needs it
    #[arg(long, value_name = "MW")]
    pub power: Option<String>,
}

/// What lies beside a text.
#[derive(Debug, Args)]
pub struct AttachArgs {
    /// Attach this file, at most 20 of them and 25 MiB in all; may be given several times
    #[arg(long = "attach", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Attach the site's readings of this period, such as 2025-11-14 [without PERIOD: of the last 24 h]
    #[arg(long, value_name = "PERIOD", num_args = 0..=1, require_equals = true, default_missing_value = "-24h")]
    pub readings: Option<String>,
}

/// Where a text comes from; without either, an editor opens at a terminal.
#[derive(Debug, Args)]
pub struct BodyArgs {
    /// The text
    #[arg(long, value_name = "TEXT", conflicts_with = "body_file", allow_hyphen_values = true)]
    pub body: Option<String>,
    /// Read the text from FILE; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub body_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ReplyArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    #[command(flatten)]
    pub body: BodyArgs,
    /// Begin with this canned answer, its places filled
    #[arg(long, value_name = "NAME", value_parser = |text: &str| TemplateName::parse(text))]
    pub template: Option<TemplateName>,
    /// Look at the text in an editor before it is sent
    #[arg(long)]
    pub edit: bool,
    #[command(flatten)]
    pub attach: AttachArgs,
    /// The state of the ticket afterwards [default: an answer of the customer opens it]
    #[arg(long, value_name = "STATE", value_parser = states())]
    pub then: Option<TicketState>,
    /// Hold it back for a while, at most 60s, in which it can be taken back [without DURATION: 10s]
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = "10s")]
    pub hold: Option<SignedDuration>,
}

#[derive(Debug, Args)]
pub struct NoteArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    #[command(flatten)]
    pub body: BodyArgs,
    #[command(flatten)]
    pub attach: AttachArgs,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["files", "readings", "alarms"]).required(true).multiple(true))]
pub struct AttachFilesArgs {
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// Files, at most 20 of them and 25 MiB in all
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Attach the site's readings of this period, such as 2025-11-14 [without PERIOD: of the last 24 h]
    #[arg(long, value_name = "PERIOD", num_args = 0..=1, require_equals = true, default_missing_value = "-24h")]
    pub readings: Option<String>,
    /// Attach these alarms, such as
    #[arg(long = "alarm", value_name = "ID,…", value_delimiter = ',', value_parser = number)]
    pub alarms: Vec<AlarmId>,
}

/// Why a text is no detail.
#[derive(Debug, thiserror::Error)]
#[error("not FIELD=VALUE")]
pub struct NoDetail;

/// Reads `place=klatka B`; the value is the daemon's to check.
fn detail(text: &str) -> Result<Detail, NoDetail> {
    let (name, value) = text.split_once('=').ok_or(NoDetail)?;
    let field = Field::parse(name.trim()).ok_or(NoDetail)?;
    Ok(Detail { field, value: value.trim().to_owned() })
}

fn states() -> impl TypedValueParser<Value = TicketState> {
    PossibleValuesParser::new(["waiting", "solved", "closed", "open"])
        .map(|name| TicketState::parse(&name).unwrap_or(TicketState::Open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_a_field_and_its_value() {
        let read = |text| detail(text).ok().map(|detail| (detail.field, detail.value));
        assert_eq!(read("place = klatka B=1"), Some((Field::Place, "klatka B=1".to_owned())));
        assert_eq!((read("place"), read("plac=x"), read("=x")), (None, None, None));
    }
}
