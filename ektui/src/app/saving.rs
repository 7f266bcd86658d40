//! What a screen gives away: a file, or a line for the clipboard.

use common::text::visible;

use crate::app::{App, command};
use crate::effect::{Effect, File};
use crate::export::{Format, Table, file_name};
use crate::screen::billing::table;
use crate::screen::tickets::LISTS;
use crate::screen::{Ledger, Part, Screen, site, sites, tickets};

impl App {
    pub(super) fn export(&mut self, format: Format) -> Vec<Effect> {
        if LISTS.contains(&self.screen) {
            return self.export_tickets(format);
        }
        if let Screen::Billing(ledger) = self.screen {
            return self.export_billing(ledger, format);
        }
        if matches!(self.screen, Screen::Reports(_)) {
            return self.export_report(format);
        }
        let day = self.look.today();
        let clock = self.look.clock(self.look.now).replace(':', "");
        let (name, schema, columns, rows) = if let Some((detail, point, chart, data)) = self.exported_detail() {
            let code = detail.site.code.as_str();
            let quantity = chart.quantities.first().map_or("series", |quantity| quantity.name());
            let name = file_name(&[code, quantity, &command::range(chart.span)], format);
            let rows = site::table::rows(code, point, data, &self.look);
            (name, "reading.bucket", site::table::columns(data), rows)
        } else {
            let rows = self.sites.shown_sites().map(|site| sites::table::row(site, &self.look.zone)).collect();
            let columns = sites::table::COLUMNS.map(str::to_owned).into();
            (file_name(&["sites", &day.to_string(), &clock], format), "site.live", columns, rows)
        };
        let data_as_of = self.status.value().and_then(|status| status.data_at);
        let table = Table { schema, generated_at: self.look.now, data_as_of, columns, rows };
        vec![Effect::Save(File { name, bytes: format.write(&table) })]
    }

    fn export_tickets(&self, format: Format) -> Vec<Effect> {
        let (day, clock) = (self.look.today().to_string(), self.look.clock(self.look.now).replace(':', ""));
        let rows = self.tickets.list().shown().map(|ticket| tickets::table::row(ticket, &self.look.zone)).collect();
        let columns = tickets::table::COLUMNS.map(str::to_owned).into();
        let data_as_of = self.status.value().and_then(|status| status.data_at);
        let table = Table { schema: "ticket.list", generated_at: self.look.now, data_as_of, columns, rows };
        vec![Effect::Save(File { name: file_name(&["tickets", &day, &clock], format), bytes: format.write(&table) })]
    }

    /// Saves what the list of a part shows: what passes its filter.
    fn export_billing(&self, ledger: Ledger, format: Format) -> Vec<Effect> {
        let (model, zone) = (&self.billing, &self.look.zone);
        let (name, schema, columns, rows): (&str, &str, &[&str], Vec<_>) = match ledger {
            Ledger::Invoices => {
                let rows = model.invoices.shown().map(|row| table::invoice(row, zone)).collect();
                ("invoices", "invoice.list", &table::INVOICES, rows)
            }
            Ledger::Payments => {
                ("payments", "payment.list", &table::PAYMENTS, model.payments.shown().map(table::payment).collect())
            }
            Ledger::Balances => {
                ("balances", "due.balance", &table::BALANCES, model.balances.shown().map(table::balance).collect())
            }
            Ledger::Dues => ("dues", "due.list", &table::DUES, model.dues.shown().map(table::due).collect()),
            Ledger::Unmatched | Ledger::Files | Ledger::Invoice | Ledger::Payment | Ledger::Code => return Vec::new(),
        };
        let (day, clock) = (self.look.today().to_string(), self.look.clock(self.look.now).replace(':', ""));
        let data_as_of = self.status.value().and_then(|status| status.data_at);
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        let table = Table { schema, generated_at: self.look.now, data_as_of, columns, rows };
        vec![Effect::Save(File { name: file_name(&[name, &day, &clock], format), bytes: format.write(&table) })]
    }

    pub(super) fn exported_detail(&self) -> Option<Exported<'_>> {
        let detail = self.detail.as_ref().filter(|_| self.screen == Screen::Site)?;
        let (chart, data) = detail.data.value()?;
        Some((detail, detail.point.as_ref()?, chart, data))
    }

    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let ticket = self.tickets.subject(self.screen);
        let text = match (self.screen, &self.detail) {
            (screen, _) if screen.tab() == Screen::Tickets(Part::Open) => {
                ticket.map(|ticket| format!("{} {}", ticket.number, visible(&ticket.subject)))
            }
            (Screen::Site, Some(detail)) => detail.data.value().map(|(chart, data)| {
                let title = site::view::title(detail, &self.look);
                let read_out = site::words::read_out(detail, chart, data, &self.look);
                read_out.map_or_else(|| title.clone(), |read_out| format!("{title} · {read_out}"))
            }),
            (_, _) => self.sites.selected().map(|site| {
                let cells = sites::table::row(site, &self.look.zone);
                let text = |cell| match cell {
                    crate::export::Cell::Text(text)
                    | crate::export::Cell::Number(text)
                    | crate::export::Cell::Money(text) => text,
                    crate::export::Cell::Null => String::new(),
                };
                cells.into_iter().map(text).collect::<Vec<_>>().join("\t")
            }),
        };
        let Some(text) = text else { return Vec::new() };
        self.reply(self.look.say("toast-copied"));
        vec![Effect::Copy(text)]
    }
}

type Exported<'a> =
    (&'a site::Model, &'a common::point::MeteringPoint, &'a crate::effect::Chart, &'a crate::effect::ChartData);
