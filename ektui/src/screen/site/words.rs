//! The page in words: the bucket under the cursor, and what one has to know of the data. Draws nothing.

use common::info_code::{InfoReading, hexadecimal};
use common::quantity::{Code, Kind, Quantity, Temperature, Value};
use common::series::{Bucket, Content};
use common::time::Period;
use common::weather::Wanted;
use jiff::ToSpan;

use crate::effect::{Chart, ChartData, Line};
use crate::look::Look;
use crate::screen::site::view::comparison_label;
use crate::screen::site::{Model, Topic, figures, table};
use crate::screen::sites::facts;

/// Returns the bucket under the cursor in words.
#[must_use]
pub fn read_out(model: &Model, chart: &Chart, data: &ChartData, look: &Look) -> Option<String> {
    let index = model.cursor?;
    let first = data.lines.first()?.buckets.get(index)?;
    let mut parts = vec![table::bucket_name(chart.span.view, first, look)];
    for line in &data.lines {
        let bucket = line.buckets.get(index)?;
        let name = if data.lines.len() > 1 { format!("{} ", look.quantity(line.quantity)) } else { String::new() };
        parts.push(name + &content_text(line.quantity, bucket, look));
        parts.extend(compared_text(chart, line, index, look));
    }
    Some(parts.join(" · "))
}

fn content_text(quantity: Quantity, bucket: &Bucket, look: &Look) -> String {
    let amount = |value| look.amount(quantity, value);
    let unit = quantity.unit().symbol();
    match bucket.content {
        Content::Missing => look.say("legend-missing"),
        Content::Register { used, opening, closing, .. } => {
            format!("{} {unit} ({} › {})", amount(used), amount(opening), amount(closing))
        }
        Content::Gauge { min, mean, max } => format!("{} {unit} ({}..{})", amount(mean), amount(min), amount(max)),
    }
}

fn compared_text(chart: &Chart, line: &Line, index: usize, look: &Look) -> Option<String> {
    let before = line.compared.get(index).and_then(Bucket::shown)?;
    let bucket = line.buckets.get(index)?;
    let label = look.say(comparison_label(chart.comparison));
    let text = format!("{label} {}", look.amount(line.quantity, before));
    // A bucket that is not over yet has nothing to be measured against.
    let over = bucket.period.until <= look.now && line.quantity.kind() == Kind::Register;
    let change = bucket.shown().filter(|_| over).and_then(|after| facts::change(before.base(), after.base()));
    Some(change.map_or_else(|| text.clone(), |change| format!("{text} ({})", look.change(change))))
}

/// Returns what one has to know of the data: coverage, gaps, odd days, zone, and why it is not newer.
#[must_use]
pub fn notes(model: &Model, chart: &Chart, data: &ChartData, look: &Look) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(fault) = model.data.fault() {
        notes.push(fault.message(look.language));
    }
    notes.extend(data.info.as_ref().and_then(|info| info_text(info, look)));
    if let Some(until) = data.verified_until.filter(|until| *until < look.today()) {
        notes.push(look.tell("note-verification-over", &[("until", look.date(until).into())]));
    }
    let Some(first) = data.lines.first() else { return notes };
    notes.push(match figures::coverage(first) {
        Some(share) => look.tell("note-coverage", &[("share", floored_percent(share).into())]),
        None => look.say("note-coverage-unknown"),
    });
    // Why nothing stands under the axis.
    let weather = model.margin.weather.answer().fault().filter(|_| model.topic == Topic::Energy);
    notes.extend(weather.map(|fault| fault.message(look.language)));
    notes.extend(wanted_now(model, look));
    if model.home < look.today() {
        notes.push(look.tell("note-newest", &[("day", look.date(model.home).into())]));
    }
    for (at, hours) in figures::odd_days(chart.span.view, data) {
        let day = look.date(look.local(at).date());
        notes.push(look.tell("note-odd-day", &[("day", day.into()), ("hours", hours.into())]));
    }
    for stretch in data.damaged.iter().take(2) {
        notes.push(look.tell("note-damaged", &[("period", stretch_text(stretch, look).into())]));
    }
    for at in data.replaced.iter().take(2) {
        let at = format!("{} {}", look.date(look.local(*at).date()), look.clock(*at));
        let mark = look.glyphs.replaced.to_string();
        notes.push(look.tell("note-replaced", &[("mark", mark.into()), ("at", at.into())]));
    }
    if let Some(gaps) = &data.gaps {
        for gap in gaps.iter().take(2) {
            notes.push(look.tell("note-gap", &[("gap", gap_text(gap, look).into())]));
        }
        if gaps.len() > 2 {
            notes.push(look.tell("note-gaps-more", &[("n", (gaps.len() - 2).into())]));
        }
    }
    if let Some(until) = data.verified_until.filter(|until| *until >= look.today()) {
        notes.push(look.tell("note-verification", &[("until", look.date(until).into())]));
    }
    notes.push(look.tell("note-zone", &[("zone", look.zone.iana_name().unwrap_or("UTC").into())]));
    notes
}

/// Returns what the network table and the site's heating curve want now, beside the temperatures that are measured.
fn wanted_now(model: &Model, look: &Look) -> Option<String> {
    let degrees = |temperature| look.amount(Quantity::Supply, Value::Temperature(temperature));
    let by = |id, wanted: Option<Temperature>| Some(look.tell(id, &[("degrees", degrees(wanted?).into())]));
    let Wanted { supply, returned: _, heating } = model.wanted_now;
    let outdoor = model.outdoor_now.filter(|_| model.topic == Topic::Temperatures)?;
    let parts = [by("wanted-supply", supply), by("wanted-heating", heating)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let arguments = [("outdoor", degrees(outdoor.value).into()), ("parts", parts.join(", ").into())];
    (!parts.is_empty()).then(|| look.tell("note-wanted", &arguments))
}

/// Returns what the meter complains of: what is known by name, the rest as it came; `None` where it complains of nothing.
fn info_text(info: &InfoReading, look: &Look) -> Option<String> {
    if info.code == Code::default() {
        return None;
    }
    let code = hexadecimal(info.code);
    if info.known.is_empty() {
        return Some(look.tell("note-info-code", &[("code", code.into())]));
    }
    let names: Vec<&str> = info.known.iter().map(|known| known.name(look.language)).collect();
    Some(look.tell("note-info-bits", &[("code", code.into()), ("names", names.join(", ").into())]))
}

/// 99.9 % is not all: only a page without a hole may say 100.
fn floored_percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}

fn gap_text(gap: &common::api::Gap, look: &Look) -> String {
    if !gap.open {
        return stretch_text(&gap.period, look);
    }
    let from = format!("{} {}", look.date(look.local(gap.period.from).date()), look.clock(gap.period.from));
    look.tell("gap-open", &[("from", from.into())])
}

fn stretch_text(period: &Period, look: &Look) -> String {
    let (from, until) = (look.local(period.from), look.local(period.until));
    let from_text = format!("{} {}", look.date(from.date()), look.clock(period.from));
    let same_day =
        from.date() == until.date() || until.checked_sub(1.nanosecond()).is_ok_and(|end| end.date() == from.date());
    let until_text = if same_day && until.date() != from.date() {
        "24:00".to_owned()
    } else if same_day {
        look.clock(period.until)
    } else {
        format!("{} {}", look.date(until.date()), look.clock(period.until))
    };
    format!("{from_text}-{until_text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::alarm::Severity;
    use common::api::Gap;
    use common::id::{MeterId, PointId};
    use common::info_code::{InfoBit, InfoKind};
    use common::language::Language;
    use common::time::View;
    use common::weather::{Outdoor, OutdoorFrom};
    use jiff::civil::date;

    #[test]
    fn what_is_wanted_now_is_told_beside_temperatures_only() {
        let look = crate::fixture::look(Language::Polish);
        let mut model = crate::fixture::site(View::Day);
        let degrees = Temperature::from_base;
        let outdoor = Outdoor { value: degrees(-3_200), at: look.now, from: OutdoorFrom::NetworkStation };
        model.outdoor_now = Some(outdoor);
        model.wanted_now = Wanted { supply: Some(degrees(78_240)), returned: None, heating: Some(degrees(54_900)) };
        assert_eq!(wanted_now(&model, &look), None);
        model.topic = Topic::Temperatures;
        let expected = "przy -3,2 °C chciane: zasilanie 78,2 °C wg tabeli sieci, c.o. 54,9 °C wg krzywej";
        assert_eq!(wanted_now(&model, &look).as_deref(), Some(expected));
        model.wanted_now = Wanted::default();
        assert_eq!(wanted_now(&model, &look), None);
    }

    #[test]
    fn what_the_meter_complains_of_comes_first_and_what_nobody_knows_stays_a_number() {
        let look = crate::fixture::look(Language::Polish);
        let bit = InfoBit {
            bit: 1,
            kind: InfoKind::Battery,
            severity: Severity::Warning,
            name_pl: "słaba bateria".to_owned(),
            name_en: "battery low".to_owned(),
            advice_pl: "Wymień baterię.".to_owned(),
            advice_en: "Replace the battery.".to_owned(),
        };
        let info = |code, known: &[InfoBit]| InfoReading {
            point: PointId(1),
            meter: MeterId(1),
            at: crate::fixture::NOW,
            code: Code::from_base(code),
            table: None,
            known: known.to_vec(),
            unknown: Vec::new(),
        };
        let check = |info, verified: (i16, i8, i8), expected: &[&str]| {
            let model = crate::fixture::site(View::Day);
            let (chart, data) = model.data.value().unwrap();
            let verified_until = Some(date(verified.0, verified.1, verified.2));
            let data = ChartData { info: Some(info), verified_until, ..data.clone() };
            let notes = notes(&model, chart, &data, &look).join("\n");
            for text in expected {
                assert!(notes.contains(text), "{text}: {notes}");
            }
            notes
        };
        let first = check(info(2, &[bit]), (2029, 12, 31), &["legalizacja do 31 XII 2029"]);
        assert!(first.starts_with("licznik zgłasza: słaba bateria (0x0000_0002)\n"), "{first}");
        check(info(2, &[]), (2024, 12, 31), &["kod informacyjny licznika 0x0000_0002", "skończyła się 31 XII 2024"]);
        let silent = check(info(0, &[]), (2025, 12, 31), &["legalizacja do 31 XII"]);
        assert!(!silent.contains("0x"), "{silent}");
    }

    #[test]
    fn a_gap_of_another_year_names_it() {
        let look = crate::fixture::look(Language::Polish);
        let check = |from: &str, until: &str, expected| {
            let period = Period { from: from.parse().unwrap(), until: until.parse().unwrap() };
            assert_eq!(gap_text(&Gap { period, n_missing: 1, open: false }, &look), expected);
        };
        check("2025-11-17T02:00:00Z", "2025-11-17T04:00:00Z", "17 XI 03:00-05:00");
        check("2024-11-17T02:00:00Z", "2024-11-18T04:00:00Z", "17 XI 2024 03:00-18 XI 2024 05:00");
        check("2024-12-31T02:00:00Z", "2025-01-02T04:00:00Z", "31 XII 2024 03:00-2 I 05:00");
        check("2026-03-01T02:00:00Z", "2026-03-01T23:00:00Z", "1 III 2026 03:00-24:00");
    }
}
