//! What lies over a chart when it is asked for: what a change of settings was worth, and contracted power against peaks.
//! Draws nothing.

use common::forecast::Range;
use common::peak::PeakReport;
use common::quantity::{Energy, Quantity, Value};
use common::setting::{ComparedPeriod, Setting, SettingComparison};
use common::text::visible;

use crate::look::Look;
use crate::screen::site::Model;
use crate::screen::site::beside::compared;
use crate::screen::site::climate::{degree_days, whole_degrees};
use crate::screen::site::remarks::{advice, excess, kilowatts, money};
use crate::widget::page::{self, Line};

/// What is looked at, with the first line on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub of: Subject,
    pub top: usize,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Setting(Box<Setting>),
    Peaks,
}

/// Returns the heading.
#[must_use]
pub fn title(subject: &Subject, model: &Model, look: &Look) -> String {
    match subject {
        Subject::Setting(setting) => {
            let told = [
                ("day", look.date(look.local(setting.at).date()).into()),
                ("text", visible(&setting.text).into_owned().into()),
            ];
            look.tell("findings-setting", &told)
        }
        Subject::Peaks => look.tell("findings-peaks", &[("site", model.site.code.as_str().into())]),
    }
}

/// Returns what is known, in lines of at most `room` columns.
#[must_use]
pub fn lines(subject: &Subject, model: &Model, room: usize, look: &Look) -> Vec<Line> {
    let facts = match subject {
        Subject::Setting(setting) => {
            let query = compared(model.margin.settings(), setting, look.now, &look.zone);
            let held = model.margin.worth.held().filter(|(held, _)| Some(*held) == query.as_ref());
            let others = |found: &SettingComparison| {
                let before = found.before.period;
                let settings = model.margin.settings();
                let n = settings.iter().filter(|other| before.contains(other.at)).count();
                let words = look.tell("findings-others-words", &[("n", n.into())]);
                (n > 0).then(|| (look.say("findings-others"), words))
            };
            let facts = |found| worth(found, look).into_iter().chain(others(found)).collect::<Vec<_>>();
            held.map(|(_, found)| facts(found)).ok_or_else(|| model.margin.worth.answer().fault())
        }
        Subject::Peaks => {
            let held = model.margin.peaks.held().filter(|(site, _)| **site == model.site.code);
            held.map(|(_, report)| peaks(report, look)).ok_or_else(|| model.margin.peaks.answer().fault())
        }
    };
    match facts {
        Ok(facts) => {
            facts.into_iter().flat_map(|(label, value)| page::facts(&label, &value, room)).map(Line::Text).collect()
        }
        Err(None) => vec![Line::Text(look.say("loading"))],
        Err(Some(fault)) => {
            let sentences = [fault.message(look.language)].into_iter().chain(fault.hint(look.language));
            sentences.flat_map(|text| page::wrap(&text, room)).map(Line::Text).collect()
        }
    }
}

type Fact = (String, String);

fn worth(found: &SettingComparison, look: &Look) -> Vec<Fact> {
    let named = |id: &str, value: String| (look.say(id), value);
    let energy = |energy: Energy| exact(energy, look);
    let mut facts = vec![
        named("findings-before", side(&found.before, look)),
        named("findings-after", side(&found.after, look)),
        named("findings-expected", look.tell("findings-energy", &[("energy", energy(found.expected).into())])),
        named("findings-used", look.tell("findings-energy", &[("energy", energy(found.after.used).into())])),
        named("findings-difference", difference(found, look)),
    ];
    facts.push(match &found.cost {
        Some(cost) => {
            let Range { low, expected, high } = cost.amount;
            let told = [
                ("amount", money(expected, look).into()),
                ("low", money(low, look).into()),
                ("high", money(high, look).into()),
                ("tariff", cost.tariff.as_str().into()),
            ];
            named("findings-cost", look.tell("findings-cost-words", &told))
        }
        None => named("findings-cost", look.say("findings-no-cost")),
    });
    facts.push(named("findings-verdict", look.say(&format!("verdict-{}", found.verdict.name()))));
    let signature = &found.signature;
    let told = [
        ("independent", energy(signature.independent).into()),
        ("slope", fixed(signature.slope, 4, look).into()),
        ("base", whole_degrees(signature.base, look).into()),
        ("days", signature.n_days.into()),
        ("r2", look.language.number(&format!("{:.2}", signature.r_squared)).into()),
    ];
    facts.push(named("findings-signature", look.tell("findings-signature-words", &told)));
    facts
}

fn side(period: &ComparedPeriod, look: &Look) -> String {
    let last = period.period.until - jiff::SignedDuration::from_secs(1);
    let told = [
        ("from", look.date(look.local(period.period.from).date()).into()),
        ("until", look.date(look.local(last).date()).into()),
        ("days", period.n_days.into()),
        ("energy", exact(period.used, look).into()),
        ("degreedays", degree_days(period.degree_days, look).into()),
    ];
    look.tell("findings-side", &told)
}

fn difference(found: &SettingComparison, look: &Look) -> String {
    let energy = |energy: Energy| {
        let text = exact(energy, look);
        if energy.base() > 0 { format!("+{text}") } else { text }
    };
    let told = [
        ("energy", energy(found.difference.expected).into()),
        ("low", energy(found.difference.low).into()),
        ("high", energy(found.difference.high).into()),
        ("share", look.change(found.share.expected).into()),
        ("least", look.change(found.share.low).into()),
        ("most", look.change(found.share.high).into()),
    ];
    look.tell("findings-difference-words", &told)
}

fn peaks(report: &PeakReport, look: &Look) -> Vec<Fact> {
    let named = |id: &str, value: String| (look.say(id), value);
    let power = |power| look.tell("findings-power", &[("power", kilowatts(power, look).into())]);
    let mut facts = vec![
        named("findings-contracted", report.contracted.map_or_else(|| "-".to_owned(), power)),
        named("findings-advice", advice(report, look)),
        named("findings-excess", excess(report, look).unwrap_or_else(|| look.say("findings-no-excess"))),
    ];
    if let Some(line) = report.at_design {
        let told = [
            ("outdoor", whole_degrees(report.design_outdoor, look).into()),
            ("power", kilowatts(line.power.expected, look).into()),
            ("low", kilowatts(line.power.low, look).into()),
            ("high", kilowatts(line.power.high, look).into()),
            ("days", line.n_days.into()),
            ("coldest", whole_degrees(line.coldest, look).into()),
        ];
        facts.push(named("findings-design", look.tell("findings-design-words", &told)));
    }
    if let Some(price) = &report.price {
        let told = [("amount", money(price.hundredth, look).into()), ("tariff", price.tariff.as_str().into())];
        facts.push(named("findings-price", look.tell("findings-price-words", &told)));
    }
    let peak = |peak: &common::peak::Peak| {
        let outdoor =
            peak.outdoor.map_or_else(String::new, |outdoor| format!(" · {} °C", whole_degrees(outdoor, look)));
        format!("{} · {}{outdoor}", power(peak.power), look.moment(peak.period.from))
    };
    facts.extend(report.highest.as_ref().map(|highest| named("findings-highest", peak(highest))));
    // The newest first: that is where the eye begins.
    facts.extend(report.peaks.iter().rev().map(|one| {
        let local = look.local(one.period.from);
        (format!("{} {}", look.language.short_month(local.month()), local.year()), peak(one))
    }));
    facts
}

fn exact(energy: Energy, look: &Look) -> String {
    look.amount(Quantity::Energy, Value::Energy(energy))
}

fn fixed(energy: Energy, decimals: u32, look: &Look) -> String {
    look.language.number(&Quantity::Energy.unit().write_rounded(energy.base(), decimals))
}
