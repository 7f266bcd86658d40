//! How answers are shown: format, language, zone, units, glyphs. Decided once, from the arguments and the terminal.

use common::cell::Dialect;
use common::info_code::hexadecimal;
use common::language::{Language, Texts};
use common::money::{Currency, Money};
use common::quantity::amount::Code;
use common::quantity::decimal::{Decimal, divide_rounded, fixed};
use common::quantity::{Dimension, Quantity, Unit};
use common::text::visible;
use common::time::Period;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::cell::{Amount, Cell, Kind, Word, with_decimals};
use super::figure::{figures, is_number};
use super::row::Field;
use crate::text::texts;

/// In which form an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Ndjson,
    Csv(Dialect),
}

/// Which characters pictures are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Glyphs {
    Wgl4,
    Ascii,
    Unicode,
}

/// In which unit people read energy; machines always get GJ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum EnergyUnit {
    #[default]
    #[value(name = "GJ")]
    Gigajoule,
    #[value(name = "MWh")]
    MegawattHour,
    #[value(name = "kWh")]
    KilowattHour,
}

/// How answers are shown to people.
#[derive(Clone, Debug)]
pub struct Look {
    pub format: Format,
    pub language: Language,
    pub zone: TimeZone,
    pub energy: EnergyUnit,
    pub glyphs: Glyphs,
    pub emphasis: Emphasis,
}

/// Whether headings are bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    Plain,
    Bold,
}

/// How exactly an instant is written in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Days,
    Minutes,
    Seconds,
}

impl Emphasis {
    /// Returns the text, bold if it may be.
    #[must_use]
    pub fn strong(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Bold => format!("\u{1b}[1m{text}\u{1b}[0m"),
        }
    }
}

impl Look {
    #[must_use]
    pub fn texts(&self) -> &'static Texts {
        texts(self.language)
    }

    /// Returns the unit in which people read the quantity.
    #[must_use]
    pub const fn unit(&self, quantity: Quantity) -> Unit {
        if !matches!(quantity.dimension(), Dimension::Energy) {
            return quantity.unit();
        }
        match self.energy {
            EnergyUnit::Gigajoule => Unit::Gigajoule,
            EnergyUnit::MegawattHour => Unit::MegawattHour,
            EnergyUnit::KilowattHour => Unit::KilowattHour,
        }
    }

    /// Returns the unit's symbol in the characters that may be used.
    #[must_use]
    pub const fn symbol(&self, quantity: Quantity) -> &'static str {
        let unit = self.unit(quantity);
        match (self.glyphs, unit) {
            (Glyphs::Ascii, Unit::Celsius) => "C",
            (Glyphs::Ascii, Unit::One) => "",
            (Glyphs::Ascii, _) => unit.name(),
            (Glyphs::Wgl4 | Glyphs::Unicode, _) => unit.symbol(),
        }
    }

    /// Returns the amount as people read it, rounded to what the meter can tell, without its unit.
    #[must_use]
    pub fn amount(&self, amount: &Amount) -> String {
        if let Some(code) = code(amount) {
            return code;
        }
        let unit = self.unit(amount.quantity);
        self.language.number(&unit.write_rounded(amount.base, unit.decimals()))
    }

    /// Returns the amount to its last digit where its unit has a finite decimal form.
    #[must_use]
    pub fn whole_amount(&self, amount: &Amount) -> String {
        if let Some(code) = code(amount) {
            return code;
        }
        let exact = self.unit(amount.quantity).write_exact(amount.base);
        exact.map_or_else(|| self.amount(amount), |exact| self.language.number(&exact))
    }

    /// Returns the instant in local time, with the offset that tells the doubled hour's two halves apart.
    #[must_use]
    pub fn instant(&self, at: Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        let form = if local.second() == 0 { "%Y-%m-%d %H:%M %:z" } else { "%Y-%m-%d %H:%M:%S %:z" };
        local.strftime(form).to_string()
    }

    /// Returns the instant in local time, in few characters: the offset only in the hour that clocks show twice.
    #[must_use]
    pub fn short_instant(&self, at: Timestamp, clock: Clock) -> String {
        let local = at.to_zoned(self.zone.clone());
        let form = match clock {
            Clock::Days => "%Y-%m-%d",
            Clock::Minutes => "%Y-%m-%d %H:%M",
            Clock::Seconds => "%Y-%m-%d %H:%M:%S",
        };
        let twice = self.zone.to_ambiguous_timestamp(local.datetime()).is_ambiguous();
        let offset = if twice { local.strftime(" %:z").to_string() } else { String::new() };
        local.strftime(form).to_string() + &offset
    }

    /// Returns the stretch of local time in few characters: days where it consists of whole ones.
    #[must_use]
    pub fn short_period(&self, period: &Period) -> String {
        let ends = [period.from, period.until];
        let is_midnight = |at: &Timestamp| at.to_zoned(self.zone.clone()).time() == Time::midnight();
        let clock = if ends.iter().all(is_midnight) { Clock::Days } else { Clock::Minutes };
        let [from, until] = ends.map(|at| self.short_instant(at, clock));
        format!("{from} – {until}")
    }

    /// Returns the decimal number with so many decimals, half away from zero.
    #[must_use]
    pub fn rounded(&self, number: &Decimal, decimals: u32) -> String {
        let surplus = number.scale.saturating_sub(decimals);
        let digits = divide_rounded(number.digits, 10_i128.pow(surplus));
        self.language.number(&fixed(digits, number.scale - surplus))
    }

    /// Returns the sign of the currency in the characters that may be used.
    #[must_use]
    pub const fn zloty(&self) -> &'static str {
        match self.glyphs {
            Glyphs::Ascii => "PLN",
            Glyphs::Wgl4 | Glyphs::Unicode => "zł",
        }
    }

    /// Returns the amount with its currency: `12 345,67 zł`.
    #[must_use]
    pub fn sum(&self, amount: Money, currency: Currency) -> String {
        let sign = if currency == Currency::PLN { self.zloty() } else { currency.as_str() };
        format!("{} {sign}", self.language.number(&amount.plain()))
    }

    /// Returns the word in the reader's language.
    #[must_use]
    pub fn word(&self, word: Word) -> String {
        let id = format!("{}-{}", word.group, word.name);
        if self.texts().has(&id) { self.texts().get(&id) } else { self.language.common().get(&id) }
    }

    /// Returns the heading of a column for people, with the unit where it is always the same.
    #[must_use]
    pub fn heading(&self, field: &Field) -> String {
        let heading = self.texts().get(&format!("column-{}", field.name));
        self.constant_unit(field).map_or_else(|| heading.clone(), |unit| format!("{heading} [{unit}]"))
    }

    /// Returns the heading of a column in as few characters as can be understood above figures.
    #[must_use]
    pub fn short_heading(&self, field: &Field) -> String {
        let id = format!("column-{}", field.name);
        let Some(short) = self.texts().attribute(&id, "short", &[]) else { return self.heading(field) };
        self.constant_unit(field).map_or_else(|| short.clone(), |unit| format!("{short} {unit}"))
    }

    fn constant_unit(&self, field: &Field) -> Option<&'static str> {
        match field.kind {
            Kind::AmountOf(quantity) | Kind::AmountsOf(quantity) => {
                Some(self.symbol(quantity)).filter(|symbol| !symbol.is_empty())
            }
            Kind::Money => Some(self.zloty()),
            Kind::Text
            | Kind::Digest
            | Kind::Number
            | Kind::Decimal
            | Kind::Integer
            | Kind::Id
            | Kind::Lasting
            | Kind::Instant
            | Kind::Flag
            | Kind::Texts
            | Kind::Rows(_) => None,
        }
    }

    /// Returns the cell as people read it, on one line.
    #[must_use]
    pub fn cell(&self, cell: &Cell<'_>) -> String {
        match cell {
            Cell::Missing => "-".to_owned(),
            Cell::Unknown => "?".to_owned(),
            Cell::Words(words) if words.is_empty() => "-".to_owned(),
            Cell::Texts(texts) if texts.is_empty() => "-".to_owned(),
            Cell::Word(word) => self.word(*word),
            Cell::Words(words) => words.iter().map(|word| self.word(*word)).collect::<Vec<_>>().join(", "),
            Cell::Unit(quantity) => self.symbol(*quantity).to_owned(),
            Cell::Amount(amount) => self.amount(amount),
            Cell::Exact(amount) => self.whole_amount(amount),
            Cell::WithUnit(amount) => {
                let symbol = self.symbol(amount.quantity);
                format!("{} {symbol}", self.amount(amount)).trim_end().to_owned()
            }
            Cell::Amounts(amounts) => spark(amounts, self.glyphs),
            Cell::Rounded(number, decimals) => self.rounded(number, *decimals),
            Cell::Money(money) => self.language.number(&money.plain()),
            Cell::Sum(money, currency) => self.sum(*money, *currency),
            Cell::Decimal(number) if is_number(number) => self.language.number(number),
            Cell::Decimal(text) | Cell::Text(text) => visible(text).into_owned(),
            Cell::Figures(text) => figures(text, self.language),
            Cell::Account(account) => account.grouped(),
            Cell::Number(number) => self.language.number(&with_decimals(number)),
            Cell::Integer(number) => self.language.number(&number.to_string()),
            Cell::Id(number) => number.to_string(),
            Cell::Alarm(number) => format!("A-{number}"),
            Cell::Lasting(duration) => lasting(*duration),
            Cell::About(duration) => about(*duration),
            Cell::Instant(at) => self.instant(*at),
            Cell::Flag(true) => self.texts().get("yes"),
            Cell::Flag(false) => self.texts().get("no"),
            Cell::Texts(texts) => texts.iter().map(|text| visible(text)).collect::<Vec<_>>().join(", "),
            Cell::Rows(_, rows) => rows.len().to_string(),
        }
    }
}

/// Returns a code as people compare it with a manual; `None` for what is an amount.
fn code(amount: &Amount) -> Option<String> {
    let is_code = amount.quantity.dimension() == Dimension::Code;
    is_code.then(|| hexadecimal(Code::from_base(amount.base)))
}

/// Returns `15 min`, `1 h 30 min`, `2 d`.
fn lasting(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    let parts = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let text: Vec<_> =
        parts.iter().filter(|(number, _)| *number != 0).map(|(number, unit)| format!("{number} {unit}")).collect();
    if text.is_empty() { "0 s".to_owned() } else { text.join(" ") }
}

/// Returns `2 d 3 h`, `-1 h 30 min`: the two largest units, which is what people plan by.
#[must_use]
pub fn about(duration: SignedDuration) -> String {
    let whole = duration.abs();
    let kept = if whole >= SignedDuration::from_hours(24) { 3600 } else { 60 };
    let whole = SignedDuration::from_secs(whole.as_secs() / kept * kept);
    if whole.is_zero() {
        return "0 min".to_owned();
    }
    let sign = if duration.is_negative() { "-" } else { "" };
    format!("{sign}{}", lasting(whole))
}

/// Draws amounts as a row of blocks from zero to the largest; `?` where nothing was read.
fn spark(amounts: &[Option<Amount>], glyphs: Glyphs) -> String {
    let levels: &[char] = match glyphs {
        Glyphs::Wgl4 => &['▄', '█'],
        Glyphs::Ascii => &['_', '#'],
        Glyphs::Unicode => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
    };
    let top = amounts.iter().flatten().map(|amount| i128::from(amount.base)).max().unwrap_or(0).max(1);
    let n_levels = i128::try_from(levels.len()).unwrap_or(1);
    let glyph = |amount: &Option<Amount>| {
        let Some(amount) = amount else { return '?' };
        let level = (i128::from(amount.base).max(0) * n_levels / top).min(n_levels - 1);
        levels[usize::try_from(level).unwrap_or(0)]
    };
    amounts.iter().map(glyph).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_people_say_them() {
        let check = |seconds, expected: &str| assert_eq!(lasting(SignedDuration::from_secs(seconds)), expected);
        check(0, "0 s");
        check(900, "15 min");
        check(5400, "1 h 30 min");
        check(86_400, "1 d");
    }

    #[test]
    fn what_is_left_is_written_in_two_units() {
        let check = |seconds, expected: &str| assert_eq!(about(SignedDuration::from_secs(seconds)), expected);
        check(0, "0 min");
        check(59, "0 min");
        check(3661, "1 h 1 min");
        check(-90_061, "-1 d 1 h");
        check(-3600, "-1 h");
    }

    #[test]
    fn a_missing_hour_is_no_low_hour() {
        let power = |base| Some(Amount { quantity: Quantity::Power, base });
        let day = [power(0), power(49), None, power(100)];
        assert_eq!(spark(&day, Glyphs::Wgl4), "▄▄?█");
        assert_eq!(spark(&day, Glyphs::Ascii), "__?#");
        assert_eq!(spark(&day, Glyphs::Unicode), "▁▄?█");
        assert_eq!(spark(&[None, None], Glyphs::Wgl4), "??");
    }
}
