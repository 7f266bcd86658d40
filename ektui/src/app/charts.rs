//! What keys do to what stands beside a chart, and what comes from the daemon for it: settings, peaks, the chart on paper.

use common::report::drawing::{DrawingForm, DrawingOf, DrawingQuery};
use common::setting::{NewSetting, Setting, SettingKind};
use common::time::{parse_instant, step::midnight};

use crate::action::Action;
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::app::{App, Link, Message, Open, command, view};
use crate::effect::{Answer, Ask, Beside, Deed, Effect, File};
use crate::export::{Format, file_name};
use crate::look::Look;
use crate::screen::Screen;
use crate::screen::site::beside::compared;
use crate::screen::site::findings::{self, Findings, Subject};
use crate::screen::site::{Model, Topic};
use crate::widget::form::{Field, Form};
use crate::widget::page;

pub const SETTING: &str = "field-setting";
pub const SINCE: &str = "field-setting-since";
const SETTING_KIND: &str = "field-setting-kind";
/// Characters of a setting's text at most.
const LONGEST: usize = 200;

/// Returns the message that names what kind of thing was changed.
#[must_use]
pub const fn setting_label(kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::Curve => "setting-curve",
        SettingKind::SetBack => "setting-set-back",
        SettingKind::HeatingLimit => "setting-heating-limit",
        SettingKind::HotWater => "setting-hot-water",
        SettingKind::Hydraulics => "setting-hydraulics",
        SettingKind::Building => "setting-building",
        SettingKind::Other => "setting-other",
    }
}

/// Returns the fields for a change of settings that counts since then.
#[must_use]
pub fn setting_fields(since: &str) -> Vec<Field> {
    vec![
        Field::choice(SETTING_KIND, SettingKind::ALL.map(setting_label).into(), 0),
        Field::line(SETTING, ""),
        Field::line(SINCE, since),
    ]
}

/// Returns a name for the chart as a file, as exports have: site, what is shown, period.
fn drawing_name(detail: &Model) -> String {
    let quantity = detail.quantities().first().map_or("series", |quantity| quantity.name());
    let scattered = if detail.topic == Topic::Curve { "_outdoor" } else { "" };
    let range = command::range(detail.span);
    let name = file_name(&[detail.site.code.as_str(), &format!("{quantity}{scattered}"), &range], Format::Csv);
    format!("{}.pdf", name.trim_end_matches(".csv"))
}

/// Returns an instant as it is typed.
fn typed(at: jiff::Timestamp, look: &Look) -> String {
    look.local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

impl App {
    /// Does an action of what stands beside a chart.
    pub(super) fn act_on_charts(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::RecordSetting => self.record_setting(),
            Action::CompareSettings => self.compare_settings(),
            Action::ShowPeaks => self.show_peaks(),
            _ => self.print_chart(),
        }
    }

    /// Asks for what stands beside the chart on the screen, unless it is there.
    pub(super) fn ask_beside(&mut self) -> Vec<Effect> {
        let on_screen = self.screen == Screen::Site || self.is_wide();
        if !on_screen || matches!(self.link, Link::Down { .. }) {
            return Vec::new();
        }
        let (now, zone) = (self.look.now, self.look.zone.clone());
        let asks = self.detail.as_mut().map(|detail| detail.wanted_beside(now, &zone)).unwrap_or_default();
        asks.into_iter().map(|beside| Effect::Ask(Ask::Beside(beside))).collect()
    }

    /// Asks again for what follows the readings without much work, and for what could not be told before.
    pub(super) fn renew_quickly(&mut self) -> Vec<Effect> {
        if let Some(detail) = &mut self.detail {
            detail.margin.renew_quickly();
        }
        self.ask_beside()
    }

    /// Asks for all of it again.
    pub(super) fn renew_beside(&mut self) -> Vec<Effect> {
        if let Some(detail) = &mut self.detail {
            detail.margin.renew();
        }
        self.ask_beside()
    }

    fn record_setting(&mut self) -> Vec<Effect> {
        let Some(detail) = &self.detail else { return Vec::new() };
        let at = detail.bucket_at_cursor().map_or(self.look.now, |bucket| bucket.from);
        let purpose = Purpose::Setting { site: detail.site.code.clone(), since: typed(at, &self.look) };
        let said = format!("{} {}", detail.site.code, common::text::visible(&detail.site.name));
        self.open_sheet(purpose, vec![said])
    }

    /// Returns the change that a form describes; `None` where something is wrong, which is said beside its field.
    pub(super) fn setting_deed(&self, form: &mut Form, site: &common::id::SiteCode) -> Option<Deed> {
        let text = form.text(SETTING);
        if text.is_empty() || text.chars().count() > LONGEST {
            let id = if text.is_empty() { "field-empty" } else { "field-setting-wrong" };
            form.complain(SETTING, self.look.tell(id, &[("most", LONGEST.into())]));
            return None;
        }
        // A day alone is its midnight, as on the command line.
        let since = form.text(SINCE);
        let day = since.parse::<jiff::civil::Date>().ok().filter(|_| since.len() == 10);
        let at = match day {
            Some(day) => midnight(day, &self.look.zone),
            None => parse_instant(&since, self.look.now, &self.look.zone).ok(),
        };
        let Some(at) = at.filter(|at| *at <= self.look.now) else {
            form.complain(SINCE, self.look.say("field-setting-since-wrong"));
            return None;
        };
        let kind = SettingKind::ALL.get(form.chosen(SETTING_KIND)).copied()?;
        let setting = NewSetting { site: site.clone(), at, kind, text };
        Some(Deed::RecordSetting(self.dice.as_ref()?.key.clone(), setting))
    }

    /// Takes in what came of writing a change down.
    pub(super) fn setting_recorded(&mut self, answer: Answer<Setting>) -> Vec<Effect> {
        match answer {
            Ok(setting) => {
                self.close_sheet();
                let day = self.look.date(self.look.local(setting.at).date());
                let words = self.look.tell("toast-setting-recorded", &[("day", day.into())]);
                match setting.id {
                    Some(id) => self.offer_undo(words, Reverse::Setting(id)),
                    None => self.reply(words),
                }
                let mut effects = vec![Effect::Roll, Effect::Tick];
                effects.extend(self.renew_settings());
                effects
            }
            Err(fault) => self.complain(&fault, Action::RecordSetting),
        }
    }

    /// Takes in what came of taking a change back.
    pub(super) fn setting_withdrawn(&mut self, answer: Answer<()>) -> Vec<Effect> {
        match answer {
            Ok(()) => self.reply(self.look.say("toast-setting-withdrawn")),
            Err(fault) => self.reply(self.refusal(&fault, Action::RecordSetting)),
        }
        self.renew_settings()
    }

    fn renew_settings(&mut self) -> Vec<Effect> {
        if let Some(detail) = &mut self.detail {
            detail.margin.settings.renew();
        }
        self.ask_beside()
    }

    /// Shows what the meant change of settings was worth.
    fn compare_settings(&mut self) -> Vec<Effect> {
        let (now, zone) = (self.look.now, self.look.zone.clone());
        let Some(detail) = &mut self.detail else { return Vec::new() };
        let Some(setting) = detail.meant_setting(now, &zone).cloned() else {
            self.reply(self.look.say("toast-no-setting"));
            return Vec::new();
        };
        if compared(detail.margin.settings(), &setting, now, &zone).is_none() {
            self.reply(self.look.say("toast-too-early"));
            return Vec::new();
        }
        let asks = detail.wanted_worth(now, &zone);
        self.open = Open::Findings(Findings { of: Subject::Setting(Box::new(setting)), top: 0 });
        asks.into_iter().map(|beside| Effect::Ask(Ask::Beside(beside))).collect()
    }

    /// Holds the contracted power against the peaks.
    fn show_peaks(&mut self) -> Vec<Effect> {
        let Some(detail) = &mut self.detail else { return Vec::new() };
        let asks = detail.margin.peaks.want(detail.site.code.clone());
        self.open = Open::Findings(Findings { of: Subject::Peaks, top: 0 });
        asks.into_iter().map(|site| Effect::Ask(Ask::Beside(Beside::Peaks(site)))).collect()
    }

    /// Scrolls what lies over the chart, as far as there is something to see.
    pub(super) fn scroll_findings(&mut self, by: isize) {
        let (room, rows) = (usize::from(self.size.0.saturating_sub(2)), usize::from(view::body_rows(self)));
        let (Open::Findings(findings), Some(detail)) = (&mut self.open, &self.detail) else { return };
        let n = findings::lines(&findings.of, detail, room, &self.look).len();
        let most = page::most(n, rows.saturating_sub(1));
        findings.top = findings.top.saturating_add_signed(by).min(most);
    }

    /// Asks for the chart on the screen as a PDF.
    fn print_chart(&mut self) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        let drawn = self.detail.as_ref().and_then(|detail| Some((self.drawing(detail)?, drawing_name(detail))));
        let Some((of, name)) = drawn else { return Vec::new() };
        self.reply(self.look.say("toast-drawing"));
        let query = DrawingQuery { of, form: DrawingForm::Pdf, language: self.look.language };
        vec![Effect::Ask(Ask::Beside(Beside::Drawing(Box::new(query), name)))]
    }

    fn drawing(&self, detail: &Model) -> Option<DrawingOf> {
        if detail.topic == Topic::Curve {
            return detail.scatter_query(&self.look.zone).map(DrawingOf::Scatter);
        }
        let chart = detail.wanted()?;
        let compared = chart.comparison.map(|comparison| chart.span.compared(comparison).period(&self.look.zone));
        Some(DrawingOf::Series {
            point: chart.point,
            quantities: chart.quantities,
            period: chart.span.period(&self.look.zone),
            step: chart.span.view.step(),
            compared,
        })
    }

    /// Takes in a chart or a report as a file: it goes where exports go.
    fn drawn(&mut self, answer: Answer<File>) -> Vec<Effect> {
        match answer {
            Ok(file) => vec![Effect::Save(file)],
            Err(fault) => {
                self.reply(self.refusal(&fault, Action::Print));
                Vec::new()
            }
        }
    }

    /// Takes in what is told of charts and reports.
    pub(super) fn answer_about_charts(&mut self, message: Message) -> Vec<Effect> {
        let at = self.look.now;
        let message = match message {
            Message::Drawn(answer) => return self.drawn(*answer),
            Message::MadeReports(answer) => {
                self.reports.made.take(answer, at);
                return Vec::new();
            }
            Message::SavedReports(answer) => {
                self.reports.saved.take(answer, at);
                return Vec::new();
            }
            Message::ReportPreviewed(report, answer) => {
                self.reports.take_sheet(&report, *answer, at);
                return Vec::new();
            }
            Message::ReportChecked(id, answer) => {
                self.reports.take_check(id, answer, at);
                return Vec::new();
            }
            Message::Billing(answer) => return self.answer_about_billing(*answer),
            other => other,
        };
        let Some(margin) = self.detail.as_mut().map(|detail| &mut detail.margin) else {
            return self.answer_about_tickets(message);
        };
        match message {
            Message::Weather(query, answer) => margin.weather.take(&query, answer, at),
            Message::Forecast(query, answer) => margin.forecast.take(&query, *answer, at),
            Message::Cost(query, answer) => margin.cost.take(&query, *answer, at),
            Message::Peaks(site, answer) => margin.peaks.take(&site, *answer, at),
            Message::Scatter(query, answer) => margin.scatter.take(&query, *answer, at),
            Message::Compared(query, answer) => margin.worth.take(&query, *answer, at),
            Message::Settings(query, answer) => {
                margin.settings.take(&query, answer, at);
                // What the last of them was worth can be asked now that it is known.
                return self.ask_beside();
            }
            other => return self.answer_about_tickets(other),
        }
        Vec::new()
    }
}
