//! The sentences under a chart: what was changed and what it was worth, what is to come, what contracted power should be.
//! Draws nothing.

use common::fault::{Cause, ReportCause};
use common::forecast::{Forecast, Range};
use common::id::SiteCode;
use common::money::{Currency, Money};
use common::peak::{PeakReport, PowerAdvice};
use common::quantity::{Energy, Power, Quantity, Value};
use common::setting::{Setting, SettingComparison, Verdict};
use common::text::visible;
use common::time::View;

use crate::effect::{Chart, ChartData};
use crate::look::Look;
use crate::remote::Remote;
use crate::screen::billing;
use crate::screen::site::beside::compared;
use crate::screen::site::climate::per_degree_day;
use crate::screen::site::{Model, Topic, words};
use crate::widget::fit;

/// Grosze from which an amount is told in thousands of złotys.
const THOUSANDS: i64 = 1_000_000;
/// Letters of what was changed from which on it is told who did.
const FEWEST_LETTERS: usize = 14;

/// Returns the sentences, the bucket under the cursor first; each of at most `room` columns.
#[must_use]
pub fn lines(model: &Model, chart: &Chart, data: &ChartData, look: &Look, room: usize) -> Vec<String> {
    let read_out = words::read_out(model, chart, data, look);
    let setting = setting_line(model, look, room);
    let more = match Topic::of(&chart.quantities) {
        Some(Topic::Energy) => {
            let cost = cost_line(model, look, room);
            forecast_line(model, chart, look, room).into_iter().chain(cost).collect()
        }
        Some(Topic::Power) => peak_lines(model, look, room),
        Some(Topic::Temperatures | Topic::Flow | Topic::Volume | Topic::Curve) | None => Vec::new(),
    };
    let all = read_out.into_iter().chain(setting).chain(more);
    all.map(|line| fit::cut_end(&line, room, look.glyphs.ellipsis)).collect()
}

/// Returns `▲ 14 XI nastawa „krzywa 1,4→1,2” (jnowak): po zmianie 0,204 GJ/Sd, -9 %`.
fn setting_line(model: &Model, look: &Look, room: usize) -> Option<String> {
    let setting = model.meant_setting(look.now, &look.zone)?;
    let worth = worth(model, setting, look).unwrap_or_default();
    let words = |text: &str, who: &str| {
        let told = [
            ("mark", look.glyphs.up.to_string().into()),
            ("day", look.date(look.local(setting.at).date()).into()),
            ("text", text.to_owned().into()),
            ("who", who.to_owned().into()),
            ("worth", worth.as_str().into()),
        ];
        look.tell("remark-setting", &told)
    };
    let (whole, who) = (visible(&setting.text), who(setting));
    // What it was worth is never cut: who changed it gives way, then what was changed.
    let left = |who: &str| room.saturating_sub(usize::from(fit::width(&words("", who))));
    let needed = usize::from(fit::width(&whole)).min(FEWEST_LETTERS);
    let who = if left(&who) >= needed { who } else { String::new() };
    let text = fit::cut_middle(&whole, left(&who).max(1), look.glyphs.ellipsis);
    Some(words(&text, &who))
}

fn who(setting: &Setting) -> String {
    setting.set_by.as_ref().map_or_else(String::new, |login| format!(" ({login})"))
}

/// Returns what a change was worth, or that it is too early to tell; other reasons are said where all of it is looked at.
fn worth(model: &Model, setting: &Setting, look: &Look) -> Option<String> {
    if model.topic != Topic::Energy {
        return None;
    }
    let query = compared(model.margin.settings(), setting, look.now, &look.zone)?;
    if let Some(fault) = model.margin.worth.answer().fault() {
        let Cause::Report { why: ReportCause::TooFewDays { n_days, wanted } } = fault.cause else { return None };
        let told = [("days", n_days.into()), ("wanted", wanted.into())];
        return Some(look.tell("remark-worth-early", &told));
    }
    let (_, found) = model.margin.worth.held().filter(|(held, _)| **held == query)?;
    let ratio = ratio(found).map(|ratio| per_degree_day(ratio, look));
    let change = look.change(found.share.expected);
    let id = if found.verdict == Verdict::Unclear { "remark-worth-unclear" } else { "remark-worth" };
    Some(look.tell(id, &[("ratio", ratio.unwrap_or_else(|| "-".to_owned()).into()), ("change", change.into())]))
}

/// Returns GJ for a degree day after the change.
#[expect(clippy::cast_precision_loss, reason = "a figure to be shown")]
fn ratio(found: &SettingComparison) -> Option<f64> {
    let degree_days = found.after.degree_days.base();
    let used = found.after.used.base() as f64 / Energy::GJ.base() as f64;
    (degree_days > 0).then(|| used / (degree_days as f64 / 1_000.0))
}

/// Returns `Koszt miesiąca dotąd 7 312,45 zł brutto · netto 5 945,08 zł · taryfa A1 · do 22 XI`. Where the daemon tells none,
/// as to those who may not see what is paid, there is no line.
fn cost_line(model: &Model, look: &Look, room: usize) -> Option<String> {
    let query = model.cost_query(look.today())?;
    // Fixed parts alone are not what the month has cost.
    let cost = model.margin.cost.held().filter(|(held, _)| **held == query).map(|(_, cost)| cost);
    let cost = cost.filter(|cost| cost.energy.is_some())?;
    let is_over = model.span.end() <= look.today();
    let amount = |amount| billing::words::money(amount, Currency::PLN, look);
    let told = [
        ("gross", amount(cost.gross)),
        ("net", amount(cost.net)),
        ("tariff", cost.tariff.as_str().to_owned()),
        ("day", look.date(cost.days.last)),
    ];
    let id = if is_over { "remark-month-cost" } else { "remark-month-so-far" };
    let text = look.tell(id, &told.map(|(name, text)| (name, text.into())));
    let parts: Vec<String> = text.split(" · ").map(str::to_owned).collect();
    Some(fit::whole_parts(&parts, " · ", room))
}

/// Returns `Prognoza do końca miesiąca 82 GJ (76-88) · 11,7 tys. zł netto · błąd testu 4 %`.
fn forecast_line(model: &Model, chart: &Chart, look: &Look, room: usize) -> Option<String> {
    let today = look.today();
    let is_of_today = chart.span.first <= today && today < chart.span.end();
    if !is_of_today || !matches!(chart.span.view, View::Month | View::Season) {
        return None;
    }
    if let Remote::Failed(fault) = model.margin.forecast.answer() {
        return Some(look.tell("remark-no-forecast", &[("reason", fault.message(look.language).into())]));
    }
    let (_, forecast) = model.margin.forecast.held().filter(|(query, _)| query.view == chart.span.view)?;
    let whole = forecast_words(forecast, forecast_id(forecast.view), look);
    let words = if whole.join(" · ").chars().count() <= room {
        whole
    } else {
        forecast_words(forecast, "remark-forecast-brief", look)
    };
    // A forecast never stands without its error.
    Some(fit::ends_and_more(&words, " · ", room))
}

fn forecast_id(view: View) -> &'static str {
    if view == View::Season { "remark-forecast-season" } else { "remark-forecast-month" }
}

fn forecast_words(forecast: &Forecast, id: &str, look: &Look) -> Vec<String> {
    let Range { low, expected, high } = forecast.expected;
    let told = [
        ("expected", whole_energy(expected, look).into()),
        ("low", whole_energy(low, look).into()),
        ("high", whole_energy(high, look).into()),
    ];
    let cost = forecast
        .cost
        .as_ref()
        .map(|cost| look.tell("remark-cost", &[("amount", money(cost.amount.expected, look).into())]));
    let error = look.tell("remark-back-test", &[("error", look.percent(forecast.back_test.error).into())]);
    std::iter::once(look.tell(id, &told)).chain(cost).chain([error]).collect()
}

fn peak_lines(model: &Model, look: &Look, room: usize) -> Vec<String> {
    let is_of = |(site, _): &(&SiteCode, &PeakReport)| **site == model.site.code;
    if let Remote::Failed(fault) = model.margin.peaks.answer() {
        return vec![look.tell("remark-no-peaks", &[("reason", fault.message(look.language).into())])];
    }
    let Some((_, report)) = model.margin.peaks.held().filter(is_of) else { return Vec::new() };
    let advised: Vec<String> = std::iter::once(advice(report, look)).chain(excess(report, look)).collect();
    [held_against(report, look), advised].map(|parts| fit::whole_parts(&parts, " · ", room)).into()
}

/// Returns `zamówiona 150 kW · szczyt 60 min 148 kW, 14 XI 07:00 · przy -20 °C 162 kW (155-170)`.
fn held_against(report: &PeakReport, look: &Look) -> Vec<String> {
    let contracted = report.contracted.map_or_else(
        || look.say("peak-no-contract"),
        |power| look.tell("peak-contracted", &[("power", kilowatts(power, look).into())]),
    );
    let highest = report.highest.map(|peak| {
        let told = [("power", kilowatts(peak.power, look).into()), ("at", look.moment(peak.period.from).into())];
        look.tell("peak-highest", &told)
    });
    let design = report.at_design.map(|line| {
        let told = [
            ("outdoor", super::climate::whole_degrees(report.design_outdoor, look).into()),
            ("power", kilowatts(line.power.expected, look).into()),
            ("low", kilowatts(line.power.low, look).into()),
            ("high", kilowatts(line.power.high, look).into()),
        ];
        look.tell("peak-design", &told)
    });
    std::iter::once(contracted).chain(highest).chain(design).collect()
}

/// Returns what should become of the contract, and until when that can be ordered.
#[must_use]
pub fn advice(report: &PeakReport, look: &Look) -> String {
    let told = |id: &str, to: Power, (label, amount): (&str, Option<Money>)| {
        let amount =
            amount.map(|amount| look.tell(label, &[("amount", money(amount, look).into())])).unwrap_or_default();
        look.tell(id, &[("power", kilowatts(to, look).into()), ("amount", amount.into())])
    };
    let words = match report.advice {
        PowerAdvice::Keep => look.say("peak-keep"),
        PowerAdvice::Lower { to, saves } => told("peak-lower", to, ("peak-saves", saves)),
        PowerAdvice::Raise { to, costs } => told("peak-raise", to, ("peak-costs", costs)),
        PowerAdvice::Unknown => return look.say("peak-unknown"),
    };
    let deadline = report.deadline.filter(|_| report.advice != PowerAdvice::Keep);
    let deadline = deadline.map(|day| look.tell("peak-deadline", &[("day", look.date(day).into())]));
    std::iter::once(words).chain(deadline).collect::<Vec<_>>().join(", ")
}

/// Returns how far the contract was exceeded this month; `None` where it was not.
#[must_use]
pub fn excess(report: &PeakReport, look: &Look) -> Option<String> {
    let most = report.excess.most.filter(|_| report.excess.n_hours > 0)?;
    Some(look.tell("peak-excess", &[("n", report.excess.n_hours.into()), ("most", kilowatts(most, look).into())]))
}

/// Returns an energy in GJ: without decimals from ten on.
#[must_use]
pub fn whole_energy(energy: Energy, look: &Look) -> String {
    let decimals = u32::from(energy.base().abs() < 10 * Energy::GJ.base());
    let text = Quantity::Energy.unit().write_rounded(energy.base(), decimals);
    look.language.number(&text)
}

/// Returns a power in kW without the unit: without decimals from ten on.
#[must_use]
pub fn kilowatts(power: Power, look: &Look) -> String {
    let base = Value::Power(power).base();
    let decimals = u32::from(base.abs() < 10_000);
    look.language.number(&Quantity::Power.unit().write_rounded(base, decimals))
}

/// Returns an amount with its currency: in thousands where it is large, else to the złoty.
#[must_use]
pub fn money(amount: Money, look: &Look) -> String {
    let (id, unit, decimals) =
        if amount.grosze().abs() >= THOUSANDS { ("money-thousands", 10_000, 1) } else { ("money-whole", 100, 0) };
    let scaled = common::quantity::decimal::divide_rounded(i128::from(amount.grosze()), unit);
    look.tell(id, &[("amount", look.language.number(&common::quantity::decimal::fixed(scaled, decimals)).into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, reports};
    use common::language::Language;

    fn model(language: Language) -> (Model, Look) {
        let mut model = fixture::site(View::Month);
        reports::fill(&mut model);
        (model, fixture::look(language))
    }

    #[test]
    fn the_mock_up_is_told_word_for_word() {
        let (model, look) = model(Language::Polish);
        let (chart, data) = model.data.value().unwrap();
        let expected = [
            "▲ 14 XI nastawa „krzywa 1,4→1,2” (jnowak): po zmianie 0,204 GJ/Sd, -9 %",
            "Prognoza do końca miesiąca 82 GJ (76-88) · 11,7 tys. zł netto · błąd testu 4 %",
            "Koszt miesiąca dotąd 7 312,45 zł brutto · netto 5 945,08 zł · taryfa A1",
        ];
        assert_eq!(lines(&model, chart, data, &look, 78), expected);
    }

    #[test]
    fn a_long_text_gives_way_to_what_the_change_was_worth() {
        let (mut model, look) = model(Language::English);
        let mut settings = reports::settings();
        settings[0].text = "x".repeat(200);
        let query = common::setting::SettingQuery { site: Some(model.site.code.clone()), period: None };
        model.margin.settings.take(&query, Ok(settings), look.now);
        let line = setting_line(&model, &look, 78).unwrap();
        assert!(line.ends_with("GJ/DD after, -9 %") && fit::width(&line) <= 78, "{line}");
    }

    #[test]
    fn what_is_too_early_says_how_many_days_there_are() {
        let (mut model, look) = model(Language::Polish);
        let query = model.margin.worth.held().unwrap().0.clone();
        model.margin.worth = crate::remote::Asked::default();
        model.margin.worth.want(query.clone());
        let why = ReportCause::TooFewDays { n_days: 8, wanted: 14 };
        model.margin.worth.take(&query, Err(Cause::Report { why }.into()), look.now);
        let line = setting_line(&model, &look, 78).unwrap();
        assert_eq!(line, "▲ 14 XI nastawa „krzywa 1,4→1,2” (jnowak): za wcześnie na wynik (8 z 14 dni)");
    }

    #[test]
    fn what_cannot_be_told_says_why() {
        let (mut model, look) = model(Language::Polish);
        let fault = Cause::Report { why: ReportCause::NoPattern };
        let query = model.margin.forecast.held().unwrap().0.clone();
        model.margin.forecast = crate::remote::Asked::default();
        model.margin.forecast.want(query.clone());
        model.margin.forecast.take(&query, Err(fault.into()), look.now);
        let (chart, data) = model.data.value().unwrap();
        let lines = lines(&model, chart, data, &look, 200);
        assert!(lines[1].starts_with("Prognoza: zużycie nie zależy od pogody"), "{lines:?}");
    }

    #[test]
    fn contracted_power_is_advised_about_in_one_line() {
        let look = fixture::look(Language::Polish);
        let report = reports::peaks();
        assert_eq!(advice(&report, &look), "wystarczy 110 kW: oszczędność 3 795 zł/rok netto, zmiana do 30 IX 2026");
        let raised = PeakReport { advice: PowerAdvice::Raise { to: Power::from_base(170_000), costs: None }, ..report };
        assert_eq!(advice(&raised, &look), "zamów 170 kW, zmiana do 30 IX 2026");
        assert_eq!(money(Money::from_grosze(-1_234_567), &look), "-12,3 tys. zł");
    }
}
