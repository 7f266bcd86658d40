//! How things are shown to this reader: language, zone, glyphs, theme, and the instant that counts as now.
//!
//! Formats only; it must not know what is on a screen.

use common::fault::Fault;
use common::info_code::hexadecimal;
use common::language::{Argument, Language, Texts};
use common::quantity::{Quantity, Unit, Value};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use ratatui::style::Style;

use crate::glyphs::Glyphs;
use crate::theme::{Role, Theme};

/// How things are shown to this reader.
pub struct Look {
    pub language: Language,
    texts: Texts,
    pub glyphs: Glyphs,
    pub theme: Theme,
    /// The installation's, never the reader's.
    pub zone: TimeZone,
    /// The daemon's clock, as far as we know it.
    pub now: Timestamp,
    /// How `ekctl` has to be called to talk to the same daemon.
    pub ekctl: String,
}

/// The sources of our messages, for the test that compares them.
pub const POLISH: &str = include_str!("../text/pl/ektui.ftl");
/// As [`POLISH`], in English.
pub const ENGLISH: &str = include_str!("../text/en/ektui.ftl");

impl Look {
    /// Returns a look in `language` with UTC until the daemon tells its zone.
    #[must_use]
    pub fn new(language: Language, glyphs: Glyphs, theme: Theme) -> Self {
        let source = match language {
            Language::Polish => POLISH,
            Language::English => ENGLISH,
        };
        Self {
            language,
            texts: Texts::new(language, &[source]),
            glyphs,
            theme,
            zone: TimeZone::UTC,
            now: Timestamp::UNIX_EPOCH,
            ekctl: "ekctl".to_owned(),
        }
    }

    /// Returns a message.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// Returns a message with its arguments.
    #[must_use]
    pub fn tell(&self, id: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        self.texts.format(id, arguments)
    }

    /// Returns a message's short form, or the message where there is none.
    #[must_use]
    pub fn short(&self, id: &str) -> String {
        self.texts.attribute(id, "short", &[]).unwrap_or_else(|| self.say(id))
    }

    /// Tells whether there is such a message.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.texts.has(id)
    }

    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Returns a quantity's name, as in the middle of a sentence.
    #[must_use]
    pub fn quantity(&self, quantity: Quantity) -> String {
        self.language.common().get(&format!("quantity-{}", quantity.name()))
    }

    /// Returns an amount in the unit of its quantity, without the unit.
    #[must_use]
    pub fn amount(&self, quantity: Quantity, value: Value) -> String {
        if let Value::Code(code) = value {
            return hexadecimal(code);
        }
        let unit = quantity.unit();
        self.language.number(&unit.write_rounded(value.base(), decimals(unit)))
    }

    /// Returns an amount that may be missing: `-` where it is.
    #[must_use]
    pub fn maybe(&self, quantity: Quantity, value: Option<Value>) -> String {
        value.map_or_else(|| "-".to_owned(), |value| self.amount(quantity, value))
    }

    /// Returns the local date and time.
    #[must_use]
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// Returns today's local date.
    #[must_use]
    pub fn today(&self) -> Date {
        self.local(self.now).date()
    }

    /// Returns `14:32`.
    #[must_use]
    pub fn clock(&self, at: Timestamp) -> String {
        let local = self.local(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// Returns `14:32` for today, `22 XI 17:05` for this year, with the year before that.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        let date = self.local(at).date();
        if date == self.today() { self.clock(at) } else { format!("{} {}", self.date(date), self.clock(at)) }
    }

    /// Returns the [`moment`](Self::moment) in the longest form that takes at most `room` columns: nothing of a date is
    /// ever cut off.
    #[must_use]
    pub fn moment_within(&self, at: Timestamp, room: usize) -> String {
        let date = self.local(at).date();
        let clock = self.clock(at);
        let short = if date.year() == self.today().year() {
            format!("{:02}-{:02} {clock}", date.month(), date.day())
        } else {
            format!("{date} {clock}")
        };
        let forms = [self.moment(at), short];
        let fitting = forms.into_iter().find(|form| form.chars().count() <= room);
        fitting.unwrap_or_else(|| date.to_string())
    }

    /// Returns `22 XI`, with the year unless it is this one.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let day = self.language.day_and_month(date);
        if date.year() == self.today().year() { day } else { format!("{day} {}", date.year()) }
    }

    /// Says of what age something is, and why there is nothing newer.
    #[must_use]
    pub fn stale(&self, at: Timestamp, fault: &Fault) -> String {
        let reason = fault.message(self.language);
        self.tell("stale", &[("at", self.moment(at).into()), ("reason", reason.into())])
    }

    /// Returns a percentage with its sign: `-14 %`.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        format!("{:.0} %", share * 100.0)
    }

    /// Returns a change with its sign: `+23 %`.
    #[must_use]
    pub fn change(&self, share: f64) -> String {
        format!("{:+.0} %", share * 100.0)
    }
}

/// Returns how many digits after the point people want to see.
#[must_use]
pub const fn decimals(unit: Unit) -> u32 {
    match unit {
        Unit::Gigajoule | Unit::CubicMetrePerHour => 2,
        Unit::Hour | Unit::Second => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn a_date_is_shortened_and_never_cut() {
        let look = fixture::look(Language::Polish);
        let check = |at: &str, room, expected| assert_eq!(look.moment_within(at.parse().unwrap(), room), expected);
        check("2025-11-23T10:00:00Z", 11, "11:00");
        check("2025-11-22T10:00:00Z", 11, "22 XI 11:00");
        check("2025-08-28T10:00:00Z", 11, "08-28 12:00");
        check("2027-11-22T10:00:00Z", 17, "22 XI 2027 11:00");
        check("2027-11-22T10:00:00Z", 11, "2027-11-22");
    }
}
