//! The forms of reports: what one is to be of, and when it is made by itself.

use std::collections::BTreeSet;

use common::cell::Dialect;
use common::fault::{Cause, ReportCause};
use common::id::{CustomerNumber, ReportName, SiteCode};
use common::report::schedule::{Destination, Rhythm, Schedule};
use common::report::{Definition, Form as Written, NewReport, SavedReport, Template};
use common::ticket::TicketNumber;
use common::time::hours::Day;
use common::time::parse_range;
use jiff::civil::{Time, time};

use crate::app::App;
use crate::app::reports::PDF;
use crate::app::sheet::{NAME, Purpose};
use crate::effect::Deed;
use crate::look::Look;
use crate::screen::reports::words::{range, template_label};
use crate::screen::tickets::words::Side;
use crate::widget::form::{Field, Form};

pub const TICKET: &str = "field-ticket";
pub const RANGE: &str = "field-range";
const SITES: &str = "field-sites";
pub const CUSTOMER: &str = "field-customer";
const TEMPLATE: &str = "field-template";
const RHYTHM: &str = "field-rhythm";
const DAY: &str = "field-day";
const AT: &str = "field-at";
const FORMS: &str = "field-forms";
const TO: &str = "field-to";

/// Something in a field is wrong, and has been said beside it.
struct Wrong;

/// How often, in the order of the choice.
const RHYTHMS: [&str; 5] = ["rhythm-never", "rhythm-daily", "rhythm-weekly", "rhythm-monthly", "rhythm-season"];
/// As what, in the order of the choice.
const KINDS: [&str; 4] = ["forms-pdf", "forms-csv", "forms-excel", "forms-both"];
const DESTINATIONS: [Destination; 2] = [Destination::Email, Destination::Directory];
/// When nobody says otherwise: early, so that it is there when people come.
const USUAL_TIME: Time = time(6, 0, 0, 0);

/// Returns the fields of a report that is to be made.
#[must_use]
pub fn report_fields(report: &NewReport, side: Side, look: &Look) -> Vec<Field> {
    let definition = &report.definition;
    if definition.template == Template::TicketDossier {
        return vec![ticket_field(definition)];
    }
    if definition.template == Template::AccountStatement {
        return vec![Field::line(RANGE, &range(report.period, look)), customer_field(definition)];
    }
    let mut fields = vec![Field::line(RANGE, &range(report.period, look)), sites_field(definition)];
    fields.extend((side == Side::Office).then(|| customer_field(definition)));
    fields
}

/// Returns the fields of a definition with its schedule.
#[must_use]
pub fn saved_fields(saved: Option<&SavedReport>, side: Side, look: &Look) -> Vec<Field> {
    let fresh = Definition {
        template: Template::MonthlySheet,
        sites: Vec::new(),
        customer: None,
        ticket: None,
        language: look.language,
    };
    let definition = saved.map_or(&fresh, |saved| &saved.definition);
    let schedule = saved.and_then(|saved| saved.schedule.as_ref());
    let template = Template::ALL.iter().position(|other| *other == definition.template).unwrap_or(0);
    let (rhythm, day) = schedule.map_or((0, String::new()), |schedule| rhythm_texts(schedule.rhythm, look));
    let at = schedule.map_or(USUAL_TIME, |schedule| schedule.at);
    let to = schedule.map_or(Destination::Email, |schedule| schedule.to);
    let mut fields = vec![
        Field::line(NAME, saved.map_or("", |saved| saved.name.as_str())),
        Field::choice(TEMPLATE, Template::ALL.map(template_label).into(), template),
        sites_field(definition),
    ];
    if side == Side::Office {
        fields.push(customer_field(definition));
    }
    fields.extend([
        Field::choice(RHYTHM, RHYTHMS.into(), rhythm),
        Field::line(DAY, &day),
        Field::line(AT, &format!("{:02}:{:02}", at.hour(), at.minute())),
        Field::choice(FORMS, KINDS.into(), schedule.map_or(0, forms_place)),
    ]);
    // A directory is on the server: only its people can look into it.
    if side == Side::Office {
        let place = DESTINATIONS.iter().position(|other| *other == to).unwrap_or(0);
        fields.push(Field::choice(TO, vec!["to-email", "to-directory"], place));
    }
    fields
}

fn ticket_field(definition: &Definition) -> Field {
    Field::line(TICKET, &definition.ticket.map(|ticket| ticket.to_string()).unwrap_or_default())
}

fn sites_field(definition: &Definition) -> Field {
    let codes: Vec<&str> = definition.sites.iter().map(SiteCode::as_str).collect();
    Field::line(SITES, &codes.join(" "))
}

fn customer_field(definition: &Definition) -> Field {
    Field::line(CUSTOMER, definition.customer.as_ref().map_or("", |customer| customer.as_str()))
}

fn rhythm_texts(rhythm: Rhythm, look: &Look) -> (usize, String) {
    match rhythm {
        Rhythm::Daily => (1, String::new()),
        Rhythm::Weekly { on } => (2, look.say(&format!("day-{}", on.name()))),
        Rhythm::Monthly { day } => (3, day.to_string()),
        Rhythm::Season { day } => (4, day.to_string()),
    }
}

fn forms_place(schedule: &Schedule) -> usize {
    match (schedule.forms.contains(&Written::Pdf), schedule.forms.contains(&Written::Csv), schedule.dialect) {
        (true, true, _) => 3,
        (_, true, Dialect::ExcelPl) => 2,
        (_, true, Dialect::Plain) => 1,
        (_, false, _) => 0,
    }
}

/// Returns the field that a refusal is about.
#[must_use]
pub fn field_of(cause: &Cause) -> Option<&'static str> {
    let Cause::Report { why } = cause else { return None };
    match why {
        ReportCause::TicketMissing => Some(TICKET),
        ReportCause::PeriodWrong | ReportCause::PeriodTooLong { .. } => Some(RANGE),
        ReportCause::PayerMissing => Some(CUSTOMER),
        ReportCause::TooManySites { .. } | ReportCause::NotOfSites => Some(SITES),
        ReportCause::TooManySaved { .. } => Some(NAME),
        ReportCause::BadSchedule { problem } => match problem.as_str() {
            "day" => Some(DAY),
            "forms" => Some(FORMS),
            "period" => Some(TEMPLATE),
            "address" | "directory" | "channel" => Some(TO),
            _ => None,
        },
        _ => None,
    }
}

impl App {
    /// Tells whether the form that was left described this report.
    pub(super) fn draft_is_of(&self, report: &NewReport) -> bool {
        let Some(draft) = &self.draft else { return false };
        let Purpose::Report(before, _) = &draft.purpose else { return false };
        let mut form = draft.form.clone();
        self.described(&mut form, before).is_some_and(|described| described == *report)
    }

    /// Returns what a form asks for; `None` where something is wrong, which is said beside its field.
    pub(super) fn report_deed(&self, purpose: &Purpose, form: &mut Form) -> Option<Deed> {
        let key = || self.dice.as_ref().map(|dice| dice.key.clone());
        match purpose {
            Purpose::Report(before, _) => {
                let report = self.described(form, before)?;
                Some(Deed::MakeReport(key()?, Box::new(report), PDF))
            }
            Purpose::Saved(before, _) => {
                let saved = self.described_saved(form, before.as_deref())?;
                Some(Deed::SaveReport(key()?, Box::new(saved)))
            }
            _ => None,
        }
    }

    fn described(&self, form: &mut Form, before: &NewReport) -> Option<NewReport> {
        let mut report = before.clone();
        if form.has(TICKET) {
            report.definition.ticket = Some(self.ticket(form)?);
            return Some(report);
        }
        let text = form.text(RANGE);
        let Ok(period) = parse_range(&text, self.look.now, &self.look.zone) else {
            form.complain(RANGE, self.look.say("field-range-wrong"));
            return None;
        };
        report.period = period;
        report.definition.sites = self.report_sites(form)?;
        report.definition.customer = self.report_customer(form).ok()?;
        Some(report)
    }

    fn described_saved(&self, form: &mut Form, before: Option<&SavedReport>) -> Option<SavedReport> {
        let Ok(name) = ReportName::parse(&form.text(NAME)) else {
            let id = if form.text(NAME).is_empty() { "field-empty" } else { "field-report-name-wrong" };
            form.complain(NAME, self.look.say(id));
            return None;
        };
        let template = Template::ALL.get(form.chosen(TEMPLATE)).copied()?;
        if template == Template::TicketDossier {
            form.complain(TEMPLATE, self.look.say("field-template-wrong"));
            return None;
        }
        let definition = Definition {
            template,
            sites: self.report_sites(form)?,
            customer: if form.has(CUSTOMER) {
                self.report_customer(form).ok()?
            } else {
                before.and_then(|before| before.definition.customer.clone())
            },
            ticket: None,
            language: before.map_or(self.look.language, |before| before.definition.language),
        };
        let schedule = match self.rhythm(form).ok()? {
            None => None,
            Some(rhythm) => Some(self.schedule(form, rhythm)?),
        };
        Some(SavedReport { name, definition, schedule, changed_at: None, next_on: None, trouble: None })
    }

    fn ticket(&self, form: &mut Form) -> Option<TicketNumber> {
        let ticket = TicketNumber::parse(&form.text(TICKET)).ok();
        if ticket.is_none() {
            form.complain(TICKET, self.look.say("field-dossier-wrong"));
        }
        ticket
    }

    fn report_sites(&self, form: &mut Form) -> Option<Vec<SiteCode>> {
        let rows = self.sites.rows.value().map_or(&[][..], Vec::as_slice);
        let text = form.text(SITES);
        let mut sites = Vec::new();
        for word in text.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
            let known = |code: &SiteCode| rows.is_empty() || rows.iter().any(|row| row.site.code == *code);
            match SiteCode::parse(word).ok().filter(known) {
                Some(code) if sites.contains(&code) => {}
                Some(code) => sites.push(code),
                None => {
                    form.complain(SITES, self.look.tell("field-report-site-wrong", &[("code", word.into())]));
                    return None;
                }
            }
        }
        Some(sites)
    }

    /// Returns the customer that is named, if one is.
    fn report_customer(&self, form: &mut Form) -> Result<Option<CustomerNumber>, Wrong> {
        let text = form.text(CUSTOMER);
        if text.is_empty() {
            return Ok(None);
        }
        CustomerNumber::parse(&text).map(Some).map_err(|_| {
            form.complain(CUSTOMER, self.look.say("field-customer-wrong"));
            Wrong
        })
    }

    /// Returns how often it is made by itself, if it is.
    fn rhythm(&self, form: &mut Form) -> Result<Option<Rhythm>, Wrong> {
        let text = form.text(DAY);
        let day = text.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
        let (rhythm, problem) = match form.chosen(RHYTHM) {
            0 => return Ok(None),
            1 => return Ok(Some(Rhythm::Daily)),
            2 => (self.weekday(&text).map(|on| Rhythm::Weekly { on }), "field-weekday-wrong"),
            3 => (day.map(|day| Rhythm::Monthly { day }), "field-day-of-month-wrong"),
            _ => (day.filter(|day| *day <= 30).map(|day| Rhythm::Season { day }), "field-june-wrong"),
        };
        if rhythm.is_none() {
            form.complain(DAY, self.look.say(problem));
            return Err(Wrong);
        }
        Ok(rhythm)
    }

    /// Reads a day of the week as people write it: `pn`, `Mon`, `monday`.
    fn weekday(&self, text: &str) -> Option<Day> {
        let text = common::text::fold(text);
        let begins = |name: &str| text.chars().count() >= 2 && common::text::fold(name).starts_with(&text);
        Day::ALL.into_iter().find(|day| {
            let named = self.look.say(&format!("day-{}", day.name()));
            begins(day.name()) || text.starts_with(day.name()) || begins(&named)
        })
    }

    fn schedule(&self, form: &mut Form, rhythm: Rhythm) -> Option<Schedule> {
        let text = form.text(AT);
        let whole = if text.contains(':') { text.clone() } else { format!("{text}:00") };
        let padded = if whole.len() == 4 { format!("0{whole}") } else { whole };
        let Ok(at) = padded.parse::<Time>() else {
            form.complain(AT, self.look.say("field-clock-wrong"));
            return None;
        };
        let (forms, dialect): (&[Written], Dialect) = match form.chosen(FORMS) {
            0 => (&[Written::Pdf], Dialect::Plain),
            1 => (&[Written::Csv], Dialect::Plain),
            2 => (&[Written::Csv], Dialect::ExcelPl),
            _ => (&[Written::Pdf, Written::Csv], Dialect::ExcelPl),
        };
        let to = DESTINATIONS.get(form.chosen(TO)).copied().unwrap_or(Destination::Email);
        Some(Schedule { rhythm, at, forms: forms.iter().copied().collect::<BTreeSet<_>>(), dialect, to })
    }
}
