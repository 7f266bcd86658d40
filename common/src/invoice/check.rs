//! A bill held against the contract, the tariff and the own readings; and what the present month has cost so far.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Days;
use crate::id::{ContractNumber, InvoiceId, PointCode, SiteCode, TariffName};
use crate::language::{Argument, Language};
use crate::money::{Money, Price};
use crate::quantity::{Energy, Power, Quantity, Value, Volume};
use crate::sheet::Coverage;
use crate::text::visible;
use crate::ticket::draft::NewTicket;

/// What a bill for heat is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Contracted power, zł/MW, a twelfth a month.
    Power,
    /// Heat, zł/GJ.
    Heat,
    /// Heat carrier, zł/m³.
    Carrier,
    /// Fixed part of the transmission, zł/MW, a twelfth a month.
    PowerTransmission,
    /// Variable part of the transmission, zł/GJ.
    HeatTransmission,
}

impl Component {
    pub const ALL: [Self; 5] =
        [Self::Power, Self::Heat, Self::Carrier, Self::PowerTransmission, Self::HeatTransmission];

    /// Tells whether it is billed by the contracted power, each month, whatever was used.
    #[must_use]
    pub const fn is_of_power(self) -> bool {
        match self {
            Self::Power | Self::PowerTransmission => true,
            Self::Heat | Self::Carrier | Self::HeatTransmission => false,
        }
    }

    /// Returns the name used in machine output and, with `component-` before it, of the message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::Heat => "heat",
            Self::Carrier => "carrier",
            Self::PowerTransmission => "power_transmission",
            Self::HeatTransmission => "heat_transmission",
        }
    }
}

/// Which bill is to be checked, and in what language its ticket would be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillCheckQuery {
    pub id: InvoiceId,
    pub language: Language,
}

/// A bill held against what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillCheck {
    pub invoice: InvoiceId,
    pub verdict: BillVerdict,
    /// One for each line of the invoice, in its order, then lines that are missing on it.
    pub lines: Vec<LineCheck>,
    /// What the sums should be by the lines of the document itself.
    pub sums: SumCheck,
    /// By what it was checked; `None` where no contract covers it.
    #[serde(default)]
    pub contract: Option<ContractNumber>,
    #[serde(default)]
    pub tariff: Option<TariffName>,
    /// The readings that it was held against.
    pub registers: Vec<CheckedRegister>,
    #[serde(default)]
    pub coverage: Option<Coverage>,
    /// A ticket to the office, where something is to be asked; `None` where all agrees.
    #[serde(default)]
    pub draft: Option<Box<NewTicket>>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillVerdict {
    /// To the grosz, or to what rounding explains.
    Agrees,
    Differs,
    /// Some or all lines could not be recomputed; those that could agree.
    CannotTell,
}

impl BillVerdict {
    pub const ALL: [Self; 3] = [Self::Agrees, Self::Differs, Self::CannotTell];

    /// Returns the name used in machine output and, with `bill-` before it, of the message.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// One line held against what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCheck {
    /// The number of the line; `None` for one that is missing on the invoice.
    #[serde(default)]
    pub number: Option<u32>,
    /// What it bills; `None` where the text does not tell.
    #[serde(default)]
    pub component: Option<Component>,
    /// Where, if a line bills one of several sites.
    #[serde(default)]
    pub site: Option<SiteCode>,
    pub billed: LineFigures,
    /// `None` where it could not be recomputed.
    #[serde(default)]
    pub expected: Option<LineFigures>,
    pub verdict: BillVerdict,
    /// Why they differ, or why nothing can be told; the most telling first.
    pub reasons: Vec<CheckReason>,
}

/// The figures of a line; numbers that are no money are plain decimals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFigures {
    #[serde(default)]
    pub quantity: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub price: Option<String>,
    #[serde(default)]
    pub net: Option<Money>,
}

/// Why a line differs from what it should be, or cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CheckReason {
    /// The quantity fits the registers of other instants: the meter was read then.
    ReadingDate {
        from: Timestamp,
        until: Timestamp,
    },
    /// The quantity is not what the registers say; by so much, in the line's unit.
    Register {
        by: String,
    },
    /// The price is not that of the tariff on these days.
    PriceDiffers {
        billed: String,
        tariff: String,
    },
    /// The contracted power is not that of the contract.
    PowerDiffers {
        billed: Power,
        contract: Power,
    },
    /// The line tells no quantity in a unit that can be compared, only a sum: by so much that is not the computed one.
    AmountDiffers {
        by: Money,
    },
    /// Quantity times price is not the amount of the line.
    LineDoesNotMultiply,
    /// Within what rounding of the register or of the price explains.
    Rounding,
    /// Readings are missing: so much of the period is covered, in percent.
    DataMissing {
        percent: u8,
    },
    /// Readings of the period wait for a person.
    DataDoubtful,
    /// The tariff has no price for a day of the period.
    NoPrice {
        on: Date,
    },
    NoContract,
    NoTariff,
    /// The line does not tell what it bills.
    NotRecognised,
    /// The invoice has no such line.
    LineMissing,
    /// It was billed although the period had been billed before.
    BilledBefore {
        number: String,
    },
    #[serde(other)]
    Unknown,
}

impl CheckReason {
    /// Returns the name used in machine output and, with `check-` before it, of the message.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ReadingDate { .. } => "reading_date",
            Self::Register { .. } => "register",
            Self::PriceDiffers { .. } => "price_differs",
            Self::PowerDiffers { .. } => "power_differs",
            Self::AmountDiffers { .. } => "amount_differs",
            Self::LineDoesNotMultiply => "line_does_not_multiply",
            Self::Rounding => "rounding",
            Self::DataMissing { .. } => "data_missing",
            Self::DataDoubtful => "data_doubtful",
            Self::NoPrice { .. } => "no_price",
            Self::NoContract => "no_contract",
            Self::NoTariff => "no_tariff",
            Self::NotRecognised => "not_recognised",
            Self::LineMissing => "line_missing",
            Self::BilledBefore { .. } => "billed_before",
            Self::Unknown => "unknown",
        }
    }
}

/// The sums of the document, recomputed from its own lines and rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumCheck {
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    /// By the lines; `None` where lines have no amounts.
    #[serde(default)]
    pub expected_net: Option<Money>,
    /// By the net sums and the rates of the day.
    #[serde(default)]
    pub expected_vat: Option<Money>,
    #[serde(default)]
    pub expected_gross: Option<Money>,
    pub verdict: BillVerdict,
}

/// Writes what a bill has in the place of a number; it need not be one.
#[must_use]
pub fn number_or_text(language: Language, text: &str) -> String {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    if is_plain { language.number(text) } else { visible(text).into_owned() }
}

/// How a reader's program writes what a reason tells.
pub trait ReasonWriter {
    fn language(&self) -> Language;
    fn instant(&self, at: Timestamp) -> String;
    fn day(&self, on: Date) -> String;
    /// With its unit.
    fn power(&self, power: Power) -> String;
}

impl CheckReason {
    /// Returns the reason in the reader's words.
    #[must_use]
    pub fn told(&self, writer: &impl ReasonWriter) -> String {
        let language = writer.language();
        let number = |text: &str| Argument::from(number_or_text(language, text));
        let arguments: Vec<(&'static str, Argument<'_>)> = match self {
            Self::ReadingDate { from, until } => {
                vec![("from", writer.instant(*from).into()), ("until", writer.instant(*until).into())]
            }
            Self::Register { by } => vec![("by", number(by))],
            Self::PriceDiffers { billed, tariff } => vec![("billed", number(billed)), ("tariff", number(tariff))],
            Self::PowerDiffers { billed, contract } => {
                vec![("billed", writer.power(*billed).into()), ("contract", writer.power(*contract).into())]
            }
            Self::AmountDiffers { by } => vec![("by", number(&by.plain()))],
            Self::DataMissing { percent } => vec![("percent", u64::from(*percent).into())],
            Self::NoPrice { on } => vec![("on", writer.day(*on).into())],
            Self::BilledBefore { number } => vec![("number", visible(number).into_owned().into())],
            Self::LineDoesNotMultiply
            | Self::Rounding
            | Self::DataDoubtful
            | Self::NoContract
            | Self::NoTariff
            | Self::NotRecognised
            | Self::LineMissing
            | Self::Unknown => Vec::new(),
        };
        language.common().format(&format!("check-{}", self.name()), &arguments)
    }
}

/// A register at the ends of the billed period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRegister {
    pub site: SiteCode,
    pub point: PointCode,
    pub quantity: Quantity,
    /// The value nearest to the beginning, and when it was read.
    #[serde(default)]
    pub from: Option<(Timestamp, Value)>,
    #[serde(default)]
    pub until: Option<(Timestamp, Value)>,
}

/// Which month of which site is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostQuery {
    pub site: SiteCode,
    /// A day of the month; `None` is today.
    #[serde(default)]
    pub on: Option<Date>,
}

/// What a month of a site has cost so far, by its contract, its tariff and its readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostSoFar {
    pub site: SiteCode,
    #[serde(default)]
    pub contract: Option<ContractNumber>,
    pub tariff: TariffName,
    /// From the first of the month to the last day with readings.
    pub days: Days,
    /// The end of the last reading that counts.
    #[serde(default)]
    pub read_until: Option<Timestamp>,
    /// `None` where no register was read in the month; then `lines` are the fixed parts.
    #[serde(default)]
    pub energy: Option<Energy>,
    #[serde(default)]
    pub volume: Option<Volume>,
    #[serde(default)]
    pub power: Option<Power>,
    pub lines: Vec<CostLine>,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    pub coverage: Coverage,
}

/// One line of a bill as the tariff makes it. Fixed parts are those of the whole month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostLine {
    pub component: Component,
    /// A plain decimal.
    pub quantity: String,
    pub unit: String,
    /// Net.
    pub price: Price,
    pub net: Money,
}
