//! What must hold of the town as a whole, at whatever instant it is asked.

use std::time::Instant;

use common::quantity::{Power, Quantity};
use common::time::Period;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::config::SimConfig;
use super::counted::counted;
use super::noise::{Noise, Stream};
use super::paper;
use super::script::{Page, Position, Script};
use super::simulation::{Shown, Simulation};
use super::town::{SITES, index_of};
use super::weather::{DAY, HOUR};
use crate::document::Sample;
use crate::document::exchange::{self, Form};

/// Saturday, 14:32 local time.
const BEGAN: &str = "2025-11-22T13:32:05Z";
const SEED: u64 = 412;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn warsaw() -> TimeZone {
    TimeZone::get("Europe/Warsaw").unwrap()
}

fn town() -> Simulation {
    Simulation::new(SEED, at(BEGAN).as_second(), warsaw())
}

fn value(shown: &Shown, quantity: Quantity) -> i64 {
    shown.values.iter().find(|(found, _)| *found == quantity).unwrap().1
}

/// Seconds of the two years before the beginning and the month after it, in no order.
fn any_seconds(n_seconds: i64) -> impl Iterator<Item = i64> {
    let began = at(BEGAN).as_second();
    let draw = |index| Noise::new(99).below(830 * DAY, Stream::Gap, 0, index);
    (0..n_seconds).map(move |index| began + 30 * DAY - draw(index))
}

fn place_of(subject: u32) -> usize {
    usize::try_from(subject).unwrap()
}

fn script(position: Option<Position>, now: Timestamp) -> Script {
    let config = SimConfig { history: SignedDuration::from_hours(60 * 24), ..SimConfig::default() };
    Script::new(config, position, now, warsaw())
}

/// Takes pages until nothing is due at `now`.
fn all_pages(script: &mut Script, now: Timestamp) -> Vec<Page> {
    std::iter::from_fn(|| {
        let page = script.next(now)?;
        script.taken(page.after.clone());
        Some(page)
    })
    .collect()
}

#[test]
fn readings_do_not_depend_on_what_was_asked_before() {
    let mut asked_before = town();
    for second in any_seconds(40) {
        let place = usize::try_from(second % 14).unwrap();
        assert_eq!(asked_before.shown(place, second), town().shown(place, second));
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let bytes = |seed| {
        let config = SimConfig { seed, ..SimConfig::default() };
        let mut script = Script::new(config, None, at(BEGAN), warsaw());
        let mut pages = (0..2).map(|_| {
            let page = script.next(at(BEGAN)).unwrap();
            script.taken(page.after);
            exchange::write(page.form, &page.content)
        });
        [pages.next().unwrap(), pages.next().unwrap()]
    };
    assert_eq!(bytes(1), bytes(1));
    assert_ne!(bytes(1), bytes(2));
}

#[test]
fn registers_never_fall() {
    let mut town = town();
    for (place, site) in SITES.iter().enumerate() {
        let mut seconds: Vec<i64> = any_seconds(400).collect();
        seconds.sort_unstable();
        let shown: Vec<Shown> = seconds.iter().filter_map(|second| town.shown(place, *second)).collect();
        assert_eq!(shown.len(), 400);
        for pair in shown.windows(2).filter(|pair| pair[0].serial == pair[1].serial) {
            for register in [Quantity::Energy, Quantity::Volume, Quantity::OperatingTime] {
                let (before, after) = (value(&pair[0], register), value(&pair[1], register));
                assert!(0 <= before && before <= after, "{} {register:?}", site.name);
            }
        }
    }
}

#[test]
fn a_replaced_meter_loses_no_heat() {
    let mut town = town();
    let place = index_of(416);
    let [old, new] = town.stays(place).copied().collect::<Vec<_>>()[..] else { panic!("two meters") };
    assert_eq!(old.until, Some(new.from));
    let entry = paper::registry(&town).registry.swap_remove(place).points.swap_remove(0);
    let protocol = &entry.installations;
    let before = town.shown(place, new.from - HOUR).unwrap();
    let after = town.shown(place, new.from + HOUR).unwrap();
    assert_ne!(before.serial, after.serial);
    let last = protocol[0].last.energy.unwrap().base() - value(&before, Quantity::Energy);
    let first = value(&after, Quantity::Energy) - protocol[1].initial.energy.unwrap().base();
    let watts = (last + first) / (2 * HOUR);
    assert!(last >= 0 && first >= 0);
    assert!((10_000..90_000).contains(&watts), "{watts} W over the replacement");
    assert_eq!(
        value(&town.shown(place, new.from - 1).unwrap(), Quantity::Energy) / 10_000_000,
        old.energy / 10_000_000 - 1
    );
}

#[test]
fn quarter_hours_add_up_to_the_register_on_days_of_23_24_and_25_hours() {
    let mut town = town();
    let check = |town: &mut Simulation, day: &str, n_quarters: i64| {
        let midnight = |date: jiff::civil::Date| date.to_zoned(warsaw()).unwrap().timestamp().as_second();
        let date: jiff::civil::Date = day.parse().unwrap();
        let (from, until) = (midnight(date), midnight(date.tomorrow().unwrap()));
        assert_eq!((until - from) / 900, n_quarters, "{day}");
        let energy = |town: &mut Simulation, second| value(&town.shown(0, second).unwrap(), Quantity::Energy);
        let edges: Vec<i64> = (0..=n_quarters).map(|quarter| energy(town, from + quarter * 900)).collect();
        let steps: Vec<i64> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| *step > 0), "{day}");
        assert_eq!(steps.iter().sum::<i64>(), energy(town, until) - energy(town, from), "{day}");
    };
    check(&mut town, "2025-03-30", 92);
    check(&mut town, "2025-10-26", 100);
    check(&mut town, "2025-11-04", 96);
}

#[test]
fn the_energy_of_an_hour_is_that_of_its_power() {
    let mut town = town();
    let from = at(BEGAN).as_second();
    let shown: Vec<Shown> = (0..=720).map(|step| town.shown(0, from + step * 5).unwrap()).collect();
    let by_power: i64 = shown[..720].iter().map(|shown| value(shown, Quantity::Power) * 5).sum();
    let by_register = value(&shown[720], Quantity::Energy) - value(&shown[0], Quantity::Energy);
    // The register's last digit is 1 MJ.
    assert!((by_power - by_register).abs() < 2_000_000, "{by_power} J, {by_register} J");
}

#[test]
fn power_is_what_flow_and_temperatures_carry() {
    let mut town = town();
    for second in any_seconds(2_000) {
        for place in [0, 2, 12] {
            let shown = town.shown(place, second).unwrap();
            let [power, flow, difference] =
                [Quantity::Power, Quantity::Flow, Quantity::Difference].map(|quantity| value(&shown, quantity));
            let carried = flow * difference / 1_000_000 * 1_163 / 1_000;
            // Half a digit of power, flow and temperature, and three per cent.
            let tolerance = power * 3 / 100 + 150;
            assert!((power - carried).abs() <= tolerance, "{power} W, {carried} W at {second}");
        }
    }
}

#[test]
fn the_scene_is_the_one_that_people_are_shown() {
    let mut town = town();
    let registry = paper::registry(&town);
    assert_eq!(registry.registry.len(), 14);
    let zielona = &registry.registry[index_of(414)];
    assert_eq!((zielona.code.as_str(), zielona.name.as_str()), ("W-0414", "Zielona 3"));
    assert_eq!(zielona.contracted_power, Some(Power::from_base(150_000)));
    assert_eq!(zielona.points[0].installations[0].serial.as_str(), "67120414");
    let began = at(BEGAN).as_second();
    for (place, site) in SITES.iter().enumerate() {
        let shown = town.shown(place, began).unwrap();
        let share = value(&town.shown(place, began - 45 * 60).unwrap(), Quantity::Power) / site.contracted;
        match site.number {
            414 => {
                let share = value(&shown, Quantity::Power) / site.contracted;
                assert!((59_000..64_000).contains(&value(&shown, Quantity::Return)));
                assert!((950..1_050).contains(&share), "{share}");
                assert_eq!(value(&shown, Quantity::Energy), 8_412_360_000_000);
            }
            418 => {}
            _ => {
                assert!(value(&shown, Quantity::Return) < 55_000, "{}", site.name);
                assert!((250..950).contains(&share), "{} {share}", site.name);
            }
        }
    }
    assert!(value(&town.shown(index_of(414), began - 3 * HOUR).unwrap(), Quantity::Return) < 50_000);
}

#[test]
fn the_scene_holds_whenever_a_winter_demonstration_begins() {
    let check = |began: &str, silent_since: &str| {
        let mut town = Simulation::new(SEED, at(began).as_second(), warsaw());
        let period = Period { from: at(began) - SignedDuration::from_hours(48), until: at(began) };
        let document = paper::readings(&mut town, period, Some(at(began)));
        let of_school = |sample: &&Sample| document.subjects[place_of(sample.subject)].point.as_str() == "P-0433";
        let last = document.samples.iter().filter(of_school).map(|sample| sample.at).max();
        assert_eq!(last, Some(at(silent_since)), "{began}");
        let hot = town.shown(index_of(414), at(began).as_second()).unwrap();
        assert!(value(&hot, Quantity::Return) > 55_000, "{began}");
        let power = value(&hot, Quantity::Power);
        assert!((125_000..158_000).contains(&power), "{power} {began}");
    };
    check("2026-11-23T15:00:00Z", "2026-11-22T16:00:00Z");
    check("2026-01-20T23:10:00Z", "2026-01-20T16:00:00Z");
    check("2026-03-29T11:00:00Z", "2026-03-28T16:00:00Z");
    check("2026-02-10T05:00:07Z", "2026-02-09T16:00:00Z");
}

#[test]
fn the_first_documents_show_who_is_silent_late_and_broken() {
    let mut script = script(None, at(BEGAN));
    let registry = script.next(at(BEGAN)).unwrap();
    assert_eq!((registry.name.as_str(), registry.form), ("registry.xml", Form::Xml));
    assert_eq!(registry.content.registry.len(), 14);
    script.taken(registry.after);
    let present = script.next(at(BEGAN)).unwrap().content;
    assert!((15_000..30_000).contains(&present.samples.len()), "{}", present.samples.len());
    let newest = |point: &str| {
        let of_point =
            present.samples.iter().filter(|sample| present.subjects[place_of(sample.subject)].point.as_str() == point);
        of_point.map(|sample| sample.at).max().unwrap()
    };
    assert_eq!(newest("P-0414"), at(BEGAN));
    assert_eq!(newest("P-0433"), at("2025-11-21T16:00:00Z"));
    let age = at(BEGAN).duration_since(newest("P-0421"));
    assert!((100..=115).contains(&age.as_mins()), "{age:#}");
    let broken = present.samples.iter().filter(|sample| sample.value == 185_000);
    let n_broken = broken.inspect(|sample| assert_eq!(sample.quantity, Quantity::Return)).count();
    assert!((2..20).contains(&n_broken), "{n_broken}");
}

#[test]
fn the_past_has_no_holes_and_no_overlaps() {
    let mut script = script(None, at(BEGAN));
    let pages = all_pages(&mut script, at(BEGAN));
    for form in [Form::Xml, Form::Json, Form::Csv] {
        assert!(pages[2..].iter().any(|page| page.form == form), "{form:?}");
    }
    for pair in pages.windows(2) {
        let (before, after) = (pair[0].after.told.unwrap(), pair[1].after.told.unwrap());
        assert!(after.from < before.from || after.until > before.until, "{}", pair[1].name);
    }
    let mut times: Vec<Timestamp> = pages
        .iter()
        .flat_map(|page| {
            let jana = page.content.subjects.iter().position(|subject| subject.point.as_str() == "P-0425");
            page.content.samples.iter().filter(move |sample| Some(place_of(sample.subject)) == jana)
        })
        .filter(|sample| sample.quantity == Quantity::Energy && sample.at.as_second() % HOUR == 0)
        .map(|sample| sample.at)
        .collect();
    times.sort_unstable();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "an hour comes twice");
    assert!((60 * 24 - 20..=60 * 24).contains(&times.len()), "{}", times.len());
    assert!(script.next(at(BEGAN)).is_none());
    assert_eq!(script.due_at(), at(BEGAN) + SignedDuration::from_secs(5));
}

#[test]
fn a_restart_goes_on_where_the_last_document_was_taken() {
    let mut first = script(None, at(BEGAN));
    let mut undisturbed = script(None, at(BEGAN));
    for _ in 0..3 {
        let page = first.next(at(BEGAN)).unwrap();
        // A document that was not taken comes again.
        assert_eq!(first.next(at(BEGAN)).unwrap().content, page.content);
        first.taken(page.after);
        let same = undisturbed.next(at(BEGAN)).unwrap();
        undisturbed.taken(same.after);
    }
    let mut page = first.next(at(BEGAN)).unwrap();
    first.taken(page.after.clone());
    let text = page.after.text();
    let mut again = script(Position::parse(&text, SEED), at("2025-11-25T06:00:00Z"));
    page = undisturbed.next(at(BEGAN)).unwrap();
    undisturbed.taken(page.after);
    // What was missed while the daemon was away comes before the rest of the past, two days at a time.
    let names: Vec<String> = all_pages(&mut again, at("2025-11-25T06:00:00Z")).into_iter().map(|it| it.name).collect();
    assert_eq!(names[..2], ["readings-20251124T133206Z.json", "readings-20251125T060000Z.json"]);
    let rest: Vec<String> = all_pages(&mut undisturbed, at(BEGAN)).into_iter().map(|it| it.name).collect();
    assert_eq!(names[2..], rest);
    assert_eq!(Position::parse(&text, SEED + 1), None);
    assert_eq!(Position::parse("7", SEED), None);
}

#[test]
fn a_hurried_reading_comes_before_its_time() {
    let mut script = script(None, at(BEGAN));
    all_pages(&mut script, at(BEGAN));
    let soon = at(BEGAN) + SignedDuration::from_secs(2);
    assert!(script.next(soon).is_none());
    script.hurry(soon);
    let page = script.next(soon).unwrap();
    assert_eq!(page.content.samples.iter().map(|sample| sample.at).max(), Some(soon));
    script.taken(page.after);
    assert!(script.next(soon).is_none());
}

#[test]
fn live_documents_bring_the_quarter_hours_between_them() {
    let mut town = town();
    let period = Period { from: at("2025-11-22T14:59:58Z"), until: at("2025-11-22T15:00:03Z") };
    let live = at("2025-11-22T15:00:02Z");
    let document = paper::readings(&mut town, period, Some(live));
    let of_zielona = |at| document.samples.iter().filter(|it| it.subject == 0 && it.at == at).count();
    assert_eq!((of_zielona(at("2025-11-22T15:00:00Z")), of_zielona(live)), (16, 16));
}

#[test]
fn every_form_says_the_same() {
    let mut town = town();
    let until = at("2025-10-16T12:00:00Z");
    let period = Period { from: until - SignedDuration::from_hours(30), until };
    let document = paper::readings(&mut town, period, None);
    for form in [Form::Xml, Form::Json, Form::Csv] {
        let mut read = exchange::parse(&exchange::write(form, &document)).unwrap();
        let plain = |samples: &[Sample]| -> Vec<_> {
            samples.iter().map(|sample| (sample.subject, sample.quantity, sample.at, sample.value)).collect()
        };
        assert_eq!(plain(&read.samples), plain(&document.samples), "{form:?}");
        assert_eq!(std::mem::take(&mut read.subjects), document.subjects, "{form:?}");
        assert!(read.doubtful.is_empty() && read.rejected.is_empty(), "{form:?}");
    }
}

#[test]
fn the_registry_comes_back_as_it_was_written() {
    let registry = paper::registry(&town());
    for form in [Form::Xml, Form::Json] {
        assert_eq!(exchange::parse(&exchange::write(form, &registry)).unwrap().registry, registry.registry, "{form:?}");
    }
}

#[test]
fn two_years_of_the_town_are_told_in_reasonable_time() {
    let mut script = Script::new(SimConfig::default(), None, at(BEGAN), warsaw());
    let mut started = Instant::now();
    let mut n_values = 0;
    while let Some(page) = script.next(at(BEGAN)) {
        n_values += page.content.samples.len();
        script.taken(page.after);
        if n_values < 30_000 {
            println!("{}: {} values so far, {:?}", page.name, n_values, started.elapsed());
        }
    }
    println!("{n_values} values in {:?}", started.elapsed());
    started = Instant::now();
    script.hurry(at(BEGAN) + SignedDuration::from_secs(5));
    assert!(script.next(at(BEGAN) + SignedDuration::from_secs(5)).is_some());
    println!("a live document in {:?}", started.elapsed());
    assert!((800_000..2_000_000).contains(&n_values), "{n_values}");
}

#[test]
fn what_was_counted_is_what_the_registers_will_tell() {
    let (config, zone) = (SimConfig::default(), TimeZone::get("Europe/Warsaw").unwrap());
    let began: Timestamp = "2025-11-23T13:32:00Z".parse().unwrap();
    let position = format!("{{\"seed\":{},\"began\":\"{began}\",\"told\":null}}", config.seed);
    let months = ["2025-08-31T22:00:00Z", "2025-09-30T22:00:00Z", "2025-10-31T23:00:00Z"].map(|at| at.parse().unwrap());
    let sites = counted(&config, &position, &zone, &months).unwrap();
    let mut town = Simulation::new(config.seed, began.as_second(), zone);
    let mut shown = |place, at: &Timestamp| town.shown(place, at.as_second()).unwrap().values[0].1;
    let months = [&months[0], &months[1], &months[2]];
    for (place, site) in sites.iter().enumerate().filter(|(_, site)| site.site.as_str() != "W-0416") {
        let [first, second, third] = months.map(|at| shown(place, at));
        let told = [site.energies[1] - site.energies[0], site.energies[2] - site.energies[1]];
        assert_eq!(told.map(common::quantity::Energy::base), [second - first, third - second], "{}", site.site);
    }
    // The meter that was replaced in October goes on counting.
    let replaced = sites.iter().find(|site| site.site.as_str() == "W-0416").unwrap();
    let used = (replaced.energies[2] - replaced.energies[1]).base();
    assert!((20_000_000_000..200_000_000_000).contains(&used), "{used}");
    assert_eq!(counted(&config, "{}", &TimeZone::UTC, &[began]), None);
}
