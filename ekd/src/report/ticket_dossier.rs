//! One ticket on paper: what it is, its thread as the caller sees it, and what the meters of the site showed around it.

use common::alarm::Alarm;
use common::quantity::Quantity;
use common::sheet::chart::{Across, Axis, Chart, Mark, Plot, Side, Style};
use common::sheet::{Block, Cell, Coverage, Figure, Row, Sheet};
use common::text::visible;
use common::ticket::entry::{Attached, Entry, EntryText, EntryWhat, TicketTurn};
use common::ticket::{Author, Ticket};
use jiff::Timestamp;

use super::words::{Body, Words, row};
use super::{Frame, cells};

/// What is told; whoever gathers it leaves out what the caller may not see.
#[derive(Clone, Debug)]
pub struct Facts {
    pub ticket: Ticket,
    /// The caller belongs to the office.
    pub reader: Reader,
    /// Oldest first.
    pub entries: Vec<Entry>,
    /// Hourly means of the site's points around the ticket.
    pub series: Vec<Series>,
    /// Alarms of the site that began around the ticket, oldest first.
    pub alarms: Vec<Alarm>,
    pub coverage: Coverage,
}

/// For whom a dossier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Office,
    Customer,
}

/// Hourly means of one quantity of one point, in base units; gaps are there as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub point: String,
    pub quantity: Quantity,
    pub hours: Vec<(Timestamp, Option<i64>)>,
}

/// Returns the sheet.
#[must_use]
pub fn write(facts: &Facts, frame: &Frame) -> Sheet {
    let dossier = Dossier { words: Words::new(frame), facts, frame };
    let words = dossier.words;
    let mut body = Body { coverage: facts.coverage, ..Body::default() };
    body.blocks.push(Block::Figures(dossier.figures()));
    body.blocks.push(Block::Heading(words.say("report-heading-thread")));
    body.blocks.extend(dossier.thread());
    body.blocks.push(dossier.entries());
    body.blocks.push(Block::Heading(words.say("report-heading-readings")));
    let charts = dossier.charts();
    if charts.is_empty() {
        body.blocks.push(Block::Text(words.say("report-no-readings-around")));
    }
    body.blocks.extend(charts);
    if facts.series.iter().any(|series| series.hours.iter().any(|(_, value)| value.is_some())) {
        body.blocks.push(dossier.hours());
    }
    if !facts.alarms.is_empty() {
        body.blocks.push(dossier.alarms());
    }
    body.definitions = ["dossier", "hours"].map(|id| words.say(&format!("report-definition-{id}"))).into();
    let title = words.tell("report-ticket-dossier", &[("number", facts.ticket.number.to_string().into())]);
    let subject = vec![words.figure("subject", cells::text(&facts.ticket.subject), "")];
    words.sheet(title, subject, body)
}

struct Dossier<'a> {
    words: Words<'a>,
    facts: &'a Facts,
    frame: &'a Frame,
}

impl Dossier<'_> {
    fn named(&self, what: &'static str, name: &str) -> String {
        self.words.tell(&format!("news-ticket-{what}"), &[(what, name.to_owned().into())])
    }

    fn figures(&self) -> Vec<Figure> {
        let (words, ticket) = (self.words, &self.facts.ticket);
        let text = |id: &str, value: String| words.figure(id, cells::text(&value), "");
        let instant = |id: &str, at: Timestamp| words.figure(id, Cell::Instant(at), "");
        let mut figures = vec![
            text("number", ticket.number.to_string()),
            text("kind-of-ticket", self.named("category", ticket.category.name())),
            text("state", self.named("state", ticket.state.name())),
            text("priority", self.named("priority", ticket.priority.name())),
            text("opened-by", self.author(&ticket.opener)),
            instant("opened-at", ticket.created_at),
        ];
        let site =
            ticket.site.as_ref().map(|site| format!("{site} {}", ticket.site_name.as_deref().unwrap_or_default()));
        figures.extend(site.map(|site| text("site", site.trim_end().to_owned())));
        figures.extend(ticket.customer_name.clone().map(|customer| text("customer", customer)));
        figures.extend(
            ticket.details.iter().map(|detail| text(&format!("detail-{}", detail.field.name()), detail.value.clone())),
        );
        figures.extend(ticket.clock.due_at.map(|due_at| instant("due-at", due_at)));
        figures.extend(ticket.clock.answered_at.map(|answered_at| instant("answered-at", answered_at)));
        figures.extend(ticket.clock.ran_out_at.map(|ran_out_at| instant("ran-out-at", ran_out_at)));
        figures.extend(ticket.merged_into.map(|whole| text("merged-into", whole.to_string())));
        if self.facts.reader == Reader::Office {
            figures.extend(ticket.assignee.as_ref().map(|assignee| text("assignee", assignee.to_string())));
        }
        figures
    }

    fn author(&self, author: &Author) -> String {
        let side = self.words.say(&format!("report-author-{}", author.kind().replace('_', "-")));
        let name = match author {
            Author::Customer { login, name } | Author::Office { login, name } => {
                if name.is_empty() {
                    login.to_string()
                } else {
                    name.clone()
                }
            }
            Author::OutsideOffice { address } | Author::Correspondent { address } => address.to_string(),
            Author::Unverified { address } => address.as_ref().map(ToString::to_string).unwrap_or_default(),
            Author::TheOffice | Author::House | Author::Erased | Author::Unknown => String::new(),
        };
        if name.is_empty() { side } else { format!("{name} ({side})") }
    }

    /// What people wrote, each under who and when.
    fn thread(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for entry in &self.facts.entries {
            let (EntryWhat::Message { text } | EntryWhat::Note { text }) = &entry.what else { continue };
            let mut head = format!("{} · {}", self.words.instant(entry.at), self.author(&entry.by));
            if let EntryWhat::Note { .. } = entry.what {
                head = format!("{head} · {}", self.words.say("report-internal"));
            }
            blocks.push(Block::Text(visible(&head).into_owned()));
            blocks.push(Block::Text(self.body(text)));
        }
        blocks
    }

    /// What was written: its lines stay lines, what hides is shown.
    fn body(&self, text: &EntryText) -> String {
        let lines: Vec<_> = text.body.lines().map(visible).collect();
        let body = lines.join("\n");
        if body.trim().is_empty() { self.words.say("report-empty-entry") } else { body }
    }

    /// All that became of it, a line each.
    fn entries(&self) -> Block {
        let words = self.words;
        let columns = vec![words.texts("at"), words.texts("by"), words.texts("what"), words.texts("attached")];
        let line = |entry: &Entry| {
            let attached: Vec<String> = entry.attachments.iter().map(|one| self.attached(&one.what)).collect();
            row(vec![
                Cell::Instant(entry.at),
                cells::text(&self.author(&entry.by)),
                cells::text(&self.what(&entry.what)),
                if attached.is_empty() { Cell::Missing } else { cells::text(&attached.join(", ")) },
            ])
        };
        words.table("entries", columns, self.facts.entries.iter().map(line).collect())
    }

    fn what(&self, what: &EntryWhat) -> String {
        match what {
            EntryWhat::Message { .. } => self.words.say("report-entry-message"),
            EntryWhat::Note { .. } => self.words.say("report-internal"),
            EntryWhat::Turned { turn } => self.turn(turn),
            EntryWhat::Unknown => self.words.say("report-entry-unknown"),
        }
    }

    fn turn(&self, turn: &TicketTurn) -> String {
        let nobody = || self.words.say("report-nobody");
        let (id, what) = match turn {
            TicketTurn::Opened => ("opened", String::new()),
            TicketTurn::State { to, .. } => ("state", self.named("state", to.name())),
            TicketTurn::Assigned { to } => ("assigned", to.as_ref().map_or_else(nobody, ToString::to_string)),
            TicketTurn::Priority { to, .. } => ("priority", self.named("priority", to.name())),
            TicketTurn::Category { to, .. } => ("category", self.named("category", to.name())),
            TicketTurn::Site { to } => ("site", to.as_ref().map_or_else(nobody, ToString::to_string)),
            TicketTurn::Customer { to } => ("customer", to.clone().unwrap_or_else(nobody)),
            TicketTurn::Watched { login } => ("watched", login.to_string()),
            TicketTurn::Unwatched { login } => ("unwatched", login.to_string()),
            TicketTurn::MergedInto { ticket } => ("merged-into", ticket.to_string()),
            TicketTurn::Merged { ticket } => ("merged", ticket.to_string()),
            TicketTurn::SplitInto { ticket } => ("split-into", ticket.to_string()),
            TicketTurn::SplitFrom { ticket } => ("split-from", ticket.to_string()),
            TicketTurn::Overdue => ("overdue", String::new()),
            TicketTurn::Bounced { recipient, status } => ("bounced", format!("{recipient} ({status})")),
            TicketTurn::Refers { ticket } => ("refers", ticket.to_string()),
            TicketTurn::Unknown => return self.words.say("report-entry-unknown"),
        };
        let label = self.words.say(&format!("report-turn-{id}"));
        if what.is_empty() { label } else { format!("{label}: {what}") }
    }

    fn attached(&self, attached: &Attached) -> String {
        match attached {
            Attached::File { name, size, .. } => format!("{name} ({size} B)"),
            Attached::Readings { site, period } => {
                let arguments = [("site", site.as_str().into()), ("period", self.words.period(*period).into())];
                self.words.tell("report-attached-readings", &arguments)
            }
            Attached::Alarm { alarm } => format!("A-{alarm}"),
            Attached::Unknown => self.words.say("report-entry-unknown"),
        }
    }

    /// A chart of the temperatures and one of the power, with the ticket marked.
    fn charts(&self) -> Vec<Block> {
        let temperatures = [Quantity::Supply, Quantity::Return];
        let charts = [
            self.chart("report-chart-temperatures", &temperatures, cells::CELSIUS),
            self.chart("report-chart-power", &[Quantity::Power], cells::KW),
        ];
        charts.into_iter().flatten().map(Block::Chart).collect()
    }

    fn chart(&self, title: &str, quantities: &[Quantity], unit: &str) -> Option<Chart> {
        let words = self.words;
        let since = |at: Timestamp| {
            f64::from(i32::try_from(at.as_second() - self.frame.period.from.as_second()).unwrap_or(i32::MAX))
        };
        let of = self.facts.series.iter().filter(|series| quantities.contains(&series.quantity));
        let known = of.filter(|series| series.hours.iter().any(|(_, value)| value.is_some()));
        let plot = |series: &Series| Plot {
            name: format!("{} {}", words.say(&format!("quantity-{}", series.quantity.name())), visible(&series.point)),
            side: Side::Left,
            style: if series.quantity == Quantity::Return { Style::ComparedLine } else { Style::Line },
            points: series
                .hours
                .iter()
                .map(|(at, value)| (since(*at), value.map(|base| series.quantity.unit().as_f64(base))))
                .collect(),
        };
        let plots: Vec<Plot> = known.map(plot).collect();
        if plots.is_empty() {
            return None;
        }
        let opened = self.facts.ticket.created_at;
        let is_inside = self.frame.period.contains(opened);
        Some(Chart {
            title: words.say(title),
            alternative: words.say("report-chart-around-alternative"),
            across: Across::Time {
                from: self.frame.period.from,
                until: self.frame.period.until,
                zone: words.zone().to_owned(),
            },
            left: Axis { label: words.say(title), unit: unit.to_owned(), from_zero: unit == cells::KW },
            right: None,
            plots,
            marks: is_inside
                .then(|| Mark { x: since(opened), text: self.facts.ticket.number.to_string() })
                .into_iter()
                .collect(),
            notes: Vec::new(),
        })
    }

    /// The same figures, an hour a line.
    fn hours(&self) -> Block {
        let words = self.words;
        let mut columns = vec![words.texts("hour")];
        for series in &self.facts.series {
            let mut column = words.figures("value", series.quantity.unit().symbol());
            column.key = format!("{}_{}", series.quantity.name(), series.point);
            column.heading =
                format!("{} {}", words.say(&format!("quantity-{}", series.quantity.name())), visible(&series.point));
            columns.push(column);
        }
        let n_hours = self.facts.series.iter().map(|series| series.hours.len()).max().unwrap_or_default();
        let line = |index: usize| -> Option<Row> {
            let hour = self.facts.series.iter().find_map(|series| series.hours.get(index))?.0;
            let value = |series: &Series| {
                let value = series.hours.get(index).and_then(|(_, value)| *value);
                cells::cell(value, |base| cells::value(series.quantity, base, 1))
            };
            Some(row([Cell::Instant(hour)].into_iter().chain(self.facts.series.iter().map(value)).collect()))
        };
        words.table("hours", columns, (0..n_hours).filter_map(line).collect())
    }

    fn alarms(&self) -> Block {
        let words = self.words;
        let columns = vec![words.texts("number"), words.texts("kind"), words.texts("since"), words.texts("until")];
        let line = |alarm: &Alarm| {
            row(vec![
                Cell::Text(format!("A-{}", alarm.id)),
                Cell::Text(words.say(&format!("news-kind-{}", alarm.kind.name()))),
                Cell::Instant(alarm.since),
                alarm.cleared_at.map_or_else(|| Cell::Text(words.say("report-goes-on")), Cell::Instant),
            ])
        };
        words.table("alarms_around", columns, self.facts.alarms.iter().map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use common::account::Login;
    use common::contact::EmailAddress;
    use common::id::{AttachmentId, CustomerNumber, EntryId, SiteCode};
    use common::language::Language;
    use common::ticket::entry::Attachment;
    use common::ticket::field::{Detail, Field};
    use common::ticket::{Category, Origin, Priority, ServiceClock, TicketNumber, TicketState};
    use common::time::Period;
    use jiff::tz::TimeZone;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_763_766_000 + hour * 3600).unwrap()
    }

    fn login(name: &str) -> Login {
        Login::parse(name).unwrap()
    }

    fn ticket() -> Ticket {
        let detail = |field| Detail { field, value: "1".to_owned() };
        Ticket {
            number: TicketNumber::new(2025, 118),
            category: Category::NoHeating,
            subject: "Brak ogrzewania <b>\u{202e}".to_owned(),
            state: TicketState::Open,
            priority: Priority::Urgent,
            origin: Origin::Terminal,
            created_at: at(0),
            changed_at: at(2),
            opener: Author::Customer { login: login("anna"), name: "Anna Kowalska".to_owned() },
            customer: Some(CustomerNumber::parse("K-1").unwrap()),
            customer_name: Some("SM Zielona Dolina".to_owned()),
            site: Some(SiteCode::parse("W-0433").unwrap()),
            site_name: Some("Szkoła 7".to_owned()),
            details: Field::ALL.into_iter().chain([Field::Unknown]).map(detail).collect(),
            assignee: Some(login("maria")),
            watchers: Vec::new(),
            clock: ServiceClock {
                name: "complaint".to_owned(),
                due_at: Some(at(24)),
                paused_at: None,
                left: None,
                ran_out_at: Some(at(25)),
                answer_due_at: None,
                answered_at: Some(at(1)),
            },
            n_unread: 0,
            awaits_office: false,
            merged_into: Some(TicketNumber::new(2025, 1)),
        }
    }

    fn turns() -> Vec<TicketTurn> {
        let number = TicketNumber::new(2025, 1);
        vec![
            TicketTurn::Opened,
            TicketTurn::State { from: TicketState::New, to: TicketState::Open },
            TicketTurn::Assigned { to: None },
            TicketTurn::Priority { from: Priority::Low, to: Priority::High },
            TicketTurn::Category { from: Category::Other, to: Category::Leak },
            TicketTurn::Site { to: None },
            TicketTurn::Customer { to: None },
            TicketTurn::Watched { login: login("maria") },
            TicketTurn::Unwatched { login: login("maria") },
            TicketTurn::MergedInto { ticket: number },
            TicketTurn::Merged { ticket: number },
            TicketTurn::SplitInto { ticket: number },
            TicketTurn::SplitFrom { ticket: number },
            TicketTurn::Overdue,
            TicketTurn::Bounced { recipient: "a@example.pl".to_owned(), status: "5.1.1".to_owned() },
            TicketTurn::Refers { ticket: number },
            TicketTurn::Unknown,
        ]
    }

    fn facts(reader: Reader) -> Facts {
        let address = EmailAddress::parse("a@example.pl").unwrap();
        let authors = [
            Author::Customer { login: login("anna"), name: String::new() },
            Author::Office { login: login("maria"), name: "Maria".to_owned() },
            Author::TheOffice,
            Author::OutsideOffice { address: address.clone() },
            Author::Correspondent { address },
            Author::Unverified { address: None },
            Author::House,
            Author::Erased,
            Author::Unknown,
        ];
        let period = Period { from: at(-1), until: at(1) };
        let readings = Attached::Readings { site: SiteCode::parse("W-0433").unwrap(), period };
        let entry = |what, by| Entry {
            id: EntryId(1),
            ticket: TicketNumber::new(2025, 118),
            at: at(1),
            by,
            what,
            attachments: vec![Attachment { id: AttachmentId(1), what: readings.clone() }],
            is_unread: false,
        };
        let text = EntryText::plain("Zimno.\nOd rana.\u{7}");
        let messages = authors.into_iter().map(|by| entry(EntryWhat::Message { text: text.clone() }, by));
        let turned = turns().into_iter().map(|turn| entry(EntryWhat::Turned { turn }, Author::House));
        let hours = [Quantity::Supply, Quantity::Return, Quantity::Power].map(|quantity| Series {
            point: "P-1".to_owned(),
            quantity,
            hours: vec![(at(-1), Some(61_250)), (at(0), None)],
        });
        Facts {
            ticket: ticket(),
            reader,
            entries: messages.chain(turned).collect(),
            series: hours.into(),
            alarms: Vec::new(),
            coverage: Coverage { n_readings: 3, n_expected: 6 },
        }
    }

    fn written(facts: &Facts, language: Language) -> Sheet {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        write(facts, &Frame { language, zone, period: Period { from: at(-24), until: at(24) } })
    }

    #[test]
    fn everything_that_can_become_of_a_ticket_has_its_words() {
        for language in Language::ALL {
            let text = serde_json::to_string(&written(&facts(Reader::Office), language)).unwrap();
            for id in ["\"report-", "(report-", "\"news-", ": report-", "\"quantity-"] {
                assert!(!text.contains(id), "{id} in {text}");
            }
            assert!(!text.contains('\u{202e}') && !text.contains('\u{7}') && text.contains("maria"));
        }
    }

    #[test]
    fn a_customer_is_not_told_who_works_on_it_and_gaps_stay_gaps() {
        let mut of_customer = facts(Reader::Customer);
        of_customer.entries.retain(|entry| matches!(entry.what, EntryWhat::Message { .. }) && !entry.by.is_office());
        let sheet = written(&of_customer, Language::Polish);
        assert!(!serde_json::to_string(&sheet).unwrap().contains("maria"));
        let mut tables =
            sheet.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        let hours = tables.next_back().unwrap();
        assert_eq!(hours.rows.len(), 2);
        let number = |text: &str| Cell::Number(text.to_owned());
        assert_eq!(hours.rows[0].cells, [Cell::Instant(at(-1)), number("61.3"), number("61.3"), number("61.3")]);
        assert_eq!(hours.rows[1].cells[1..], [Cell::Missing, Cell::Missing, Cell::Missing]);
        let charts = sheet.blocks.iter().filter(|block| matches!(block, Block::Chart(_))).count();
        assert_eq!(charts, 2);
    }
}
