//! What one place of a row can hold, before anyone has decided how it is written.
//!
//! Numbers stay integers of base units until they are printed, so that no float ever touches a value. Knows nothing of
//! tables, JSON or CSV.

use std::borrow::Cow;

use common::bank_account::BankAccount;
use common::id::{
    AlarmId, AllocationId, AttachmentId, BillingFileId, Cursor, DeliveryId, DocumentId, EntryId, InvoiceId, MailId,
    MaintenanceId, NoticeId, PaymentId, ReportId, SendingId, SessionId, SettingId, StatementId, TokenId,
};
use common::money::{Currency, Money};
use common::quantity::decimal::{Decimal, fixed};
use common::quantity::{Code, Energy, Flow, Power, Quantity, Temperature, Value, Volume};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::row::{Field, Row};

/// What one place of a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Not known: `null`, an empty cell, `-`; never zero.
    Missing,
    /// There is a figure and nobody can tell it: as [`Cell::Missing`] for machines, `?` for people, who are to see that.
    Unknown,
    Text(Cow<'a, str>),
    /// A name of a closed set: itself for machines, `group-name` of the messages for people.
    Word(Word),
    Words(Vec<Word>),
    /// The unit of a quantity: `m3` for machines, `m³` for people.
    Unit(Quantity),
    Amount(Amount),
    /// To its last digit for people too: where two differ by less than meters resolve, that is what is to be seen.
    Exact(Amount),
    /// With its unit for people, where the amounts of a column are not all of one unit.
    WithUnit(Amount),
    Amounts(Vec<Option<Amount>>),
    /// A decimal number that is no amount, such as a percentage.
    Number(Decimal),
    /// A decimal number of which people read so many decimals.
    Rounded(Decimal, u32),
    /// Złotys: text for machines, so that no float ever touches them.
    Money(Money),
    /// Money with its currency for people, where the amounts of a column are not all of one.
    Sum(Money, Currency),
    /// A decimal that is text for machines: a price, a figure as a document writes it.
    Decimal(Cow<'a, str>),
    /// Text with plain decimals in it, of which people read each as they write it.
    Figures(Cow<'a, str>),
    /// The number of a bank account: in groups for people.
    Account(&'a BankAccount),
    /// A count.
    Integer(i128),
    /// A number that only names something: never grouped, never added.
    Id(i64),
    /// The number of an alarm, which people call `A-12`.
    Alarm(AlarmId),
    /// Whole seconds; the field's name ends in `_s`.
    Lasting(SignedDuration),
    /// Whole seconds, of which people read the days and hours, or hours and minutes.
    About(SignedDuration),
    Instant(Timestamp),
    Flag(bool),
    Texts(Vec<Cow<'a, str>>),
    Rows(&'static [Field], Vec<Vec<Cell<'a>>>),
}

/// A name of a closed set, such as the state of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    pub group: &'static str,
    pub name: &'static str,
}

/// A value with what it is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub quantity: Quantity,
    pub base: i64,
}

/// What kind of cell a field holds, for schemas, headings and alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Text that only machines compare: people get it where they ask for one thing, not in tables below it.
    Digest,
    Number,
    /// Always of this quantity's dimension, so that its unit can stand in the heading.
    AmountOf(Quantity),
    AmountsOf(Quantity),
    Money,
    /// A decimal that is text for machines, with whatever belongs to it for people.
    Decimal,
    Integer,
    Id,
    Lasting,
    Instant,
    Flag,
    Texts,
    Rows(&'static [Field]),
}

/// Whatever can be a field of a row.
pub trait Content {
    const KIND: Kind;
    const NULLABLE: bool = false;

    fn cell(&self) -> Cell<'_>;
}

/// Decimals of operating hours, the only amounts without a finite decimal form in their unit.
const HOUR_DECIMALS: u32 = 6;

impl Amount {
    /// Returns the amount in the quantity's own unit, exactly; hours that have no finite form with six decimals.
    #[must_use]
    pub fn exact(&self) -> String {
        let unit = self.quantity.unit();
        unit.write_exact(self.base).unwrap_or_else(|| {
            let written = unit.write_rounded(self.base, HOUR_DECIMALS);
            written.trim_end_matches('0').trim_end_matches('.').to_owned()
        })
    }
}

impl From<(Quantity, Value)> for Amount {
    fn from((quantity, value): (Quantity, Value)) -> Self {
        Self { quantity, base: value.base() }
    }
}

impl Kind {
    /// Tells whether the field stands at the right of its column.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Number | Self::AmountOf(_) | Self::Money | Self::Decimal | Self::Integer | Self::Id | Self::Lasting
        )
    }
}

/// Makes the amounts of one dimension a field; a function cannot implement a trait.
macro_rules! amount {
    ($type:ty, $quantity:ident) => {
        impl Content for $type {
            const KIND: Kind = Kind::AmountOf(Quantity::$quantity);
            fn cell(&self) -> Cell<'_> {
                Cell::Amount(Amount { quantity: Quantity::$quantity, base: self.base() })
            }
        }
    };
}

amount!(Energy, Energy);
amount!(Volume, Volume);
amount!(Power, Power);
amount!(Flow, Flow);
amount!(Temperature, Supply);
amount!(Code, InfoCode);

impl<T: Content> Content for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Missing, Content::cell)
    }
}

impl Content for String {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(self))
    }
}

/// SHA-256 in hexadecimal.
#[derive(Clone, Debug)]
pub struct Digest(pub String);

impl Content for Digest {
    const KIND: Kind = Kind::Digest;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(&self.0))
    }
}

impl Content for Word {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Word(*self)
    }
}

impl Content for Vec<Word> {
    const KIND: Kind = Kind::Texts;
    fn cell(&self) -> Cell<'_> {
        Cell::Words(self.clone())
    }
}

impl Content for Vec<String> {
    const KIND: Kind = Kind::Texts;
    fn cell(&self) -> Cell<'_> {
        Cell::Texts(self.iter().map(|text| Cow::Borrowed(text.as_str())).collect())
    }
}

/// The unit column beside a value column.
#[derive(Clone, Copy, Debug)]
pub struct UnitOf(pub Quantity);

impl Content for UnitOf {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Unit(self.0)
    }
}

impl Content for Amount {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Amount(*self)
    }
}

/// An amount that people get to its last digit.
#[derive(Clone, Copy, Debug)]
pub struct Exact(pub Amount);

impl Content for Exact {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Exact(self.0)
    }
}

/// An amount that people get with its unit.
#[derive(Clone, Copy, Debug)]
pub struct WithUnit(pub Amount);

impl Content for WithUnit {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::WithUnit(self.0)
    }
}

/// Mean powers in a row, as for a small chart in a table.
impl Content for Vec<Option<Power>> {
    const KIND: Kind = Kind::AmountsOf(Quantity::Power);
    fn cell(&self) -> Cell<'_> {
        let amount = |power: &Power| Amount { quantity: Quantity::Power, base: power.base() };
        Cell::Amounts(self.iter().map(|power| power.as_ref().map(amount)).collect())
    }
}

impl Content for Decimal {
    const KIND: Kind = Kind::Number;
    fn cell(&self) -> Cell<'_> {
        Cell::Number(*self)
    }
}

/// Makes counts fields; a function cannot implement a trait.
macro_rules! integer {
    ($($type:ty),*) => {$(
        impl Content for $type {
            const KIND: Kind = Kind::Integer;
            fn cell(&self) -> Cell<'_> {
                Cell::Integer(i128::from(*self))
            }
        }
    )*};
}

integer!(i32, u16, u32, u64);

impl Content for Timestamp {
    const KIND: Kind = Kind::Instant;
    fn cell(&self) -> Cell<'_> {
        Cell::Instant(*self)
    }
}

/// A day of the calendar, which no zone moves.
impl Content for Date {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Owned(self.to_string()))
    }
}

impl Content for SignedDuration {
    const KIND: Kind = Kind::Lasting;
    fn cell(&self) -> Cell<'_> {
        Cell::Lasting(*self)
    }
}

/// A duration that people read in its two largest units.
#[derive(Clone, Copy, Debug)]
pub struct About(pub SignedDuration);

impl Content for About {
    const KIND: Kind = Kind::Lasting;
    fn cell(&self) -> Cell<'_> {
        Cell::About(self.0)
    }
}

/// Makes numbers that only name something fields; a function cannot implement a trait.
macro_rules! id {
    ($($type:ty),*) => {$(
        impl Content for $type {
            const KIND: Kind = Kind::Id;
            fn cell(&self) -> Cell<'_> {
                Cell::Id(self.0)
            }
        }
    )*};
}

/// The number of an entry in a book that is only ever added to.
#[derive(Clone, Copy, Debug)]
pub struct EntryNumber(pub i64);

id!(
    DocumentId,
    Cursor,
    SessionId,
    TokenId,
    DeliveryId,
    MaintenanceId,
    NoticeId,
    EntryNumber,
    EntryId,
    AttachmentId,
    SendingId,
    MailId,
    SettingId,
    ReportId,
    InvoiceId,
    PaymentId,
    AllocationId,
    StatementId,
    BillingFileId
);

impl Content for AlarmId {
    const KIND: Kind = Kind::Id;
    fn cell(&self) -> Cell<'_> {
        Cell::Alarm(*self)
    }
}

impl Content for bool {
    const KIND: Kind = Kind::Flag;
    fn cell(&self) -> Cell<'_> {
        Cell::Flag(*self)
    }
}

impl<R: Row> Content for Vec<R> {
    const KIND: Kind = Kind::Rows(R::FIELDS);
    fn cell(&self) -> Cell<'_> {
        Cell::Rows(R::FIELDS, self.iter().map(Row::cells).collect())
    }
}

/// Returns `part` of `whole` in percent with one decimal, at most 100; `None` where there is no whole.
#[must_use]
pub fn percent(part: u64, whole: u64) -> Option<Decimal> {
    let per_mille = (u128::from(part.min(whole)) * 1000).checked_div(u128::from(whole))?;
    Some(Decimal { digits: i128::try_from(per_mille).unwrap_or(1000), scale: 1 })
}

/// Returns the decimal with exactly its own number of decimals.
#[must_use]
pub fn with_decimals(number: &Decimal) -> String {
    fixed(number.digits, number.scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_from_the_integers() {
        let check = |quantity, base, expected: &str| assert_eq!(Amount { quantity, base }.exact(), expected);
        check(Quantity::Energy, 8_412_360_000_001, "8412.360000001");
        check(Quantity::Energy, i64::MAX, "9223372036.854775807");
        check(Quantity::Supply, -50, "-0.05");
        check(Quantity::OperatingTime, 31_207 * 3600, "31207");
        check(Quantity::OperatingTime, 100, "0.027778");
    }

    #[test]
    fn coverage_never_rounds_up_to_everything() {
        let check = |part, whole, expected: Option<&str>| {
            assert_eq!(percent(part, whole).map(|number| with_decimals(&number)).as_deref(), expected);
        };
        check(8759, 8760, Some("99.9"));
        check(97, 96, Some("100.0"));
        check(0, 0, None);
    }
}
