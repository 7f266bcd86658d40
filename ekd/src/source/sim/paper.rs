//! Puts the town and its readings into exchange documents, as a telemetry system would send them.

use common::id::{PointCode, SerialNumber, SiteCode};
use common::meter::Registers;
use common::quantity::{Energy, Power, Quantity, Volume};
use common::time::Period;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::day::SLOT;
use super::meter::Stay;
use super::scene::Scene;
use super::simulation::{Shown, Simulation};
use super::town::{SITES, Site};
use super::weather::{DAY, HOUR};
use crate::document::{InstallationEntry, Parsed, PointEntry, Sample, SiteEntry, Subject};

/// Readings of the last two weeks come by quarter-hours, older ones by hours and without what follows from the others.
pub(super) const FINE: i64 = 14 * DAY;

/// Meters lie on the shelf for so long between their verification and their first day at a point.
const VERIFIED_BEFORE: i64 = 40 * DAY;

/// What is announced of every point: readings in between are welcome, but nobody counts on them.
const CADENCE: SignedDuration = SignedDuration::from_secs(HOUR);

/// Returns all sites, points and meters of the town.
pub(super) fn registry(town: &Simulation) -> Parsed {
    let site = |(place, site): (usize, &Site)| {
        let installations = town.stays(place).map(|stay| installation(site, stay)).collect();
        let point = PointEntry {
            code: point_code(site),
            name: "c.o. + c.w.u.".to_owned(),
            cadence: Some(CADENCE),
            installations,
        };
        SiteEntry {
            code: site_code(site),
            name: site.name.to_owned(),
            contracted_power: Some(Power::from_base(site.contracted * 1_000)),
            points: vec![point],
        }
    };
    Parsed { registry: SITES.iter().enumerate().map(site).collect(), ..Parsed::default() }
}

/// Returns the readings of `period` that arrived: those on the grid, and with `live` those of that instant.
pub(super) fn readings(town: &mut Simulation, period: Period, live: Option<Timestamp>) -> Parsed {
    let mut paper = Paper::default();
    for (place, site) in SITES.iter().enumerate() {
        let delay = Scene::delay(site);
        let (from, until) = (period.from.as_second() - delay, period.until.as_second() - delay);
        let fine_from = town.scene().began - FINE;
        let mut second = (from + SLOT - 1).div_euclid(SLOT) * SLOT;
        while second < until {
            let fine = second >= fine_from;
            if fine || second % HOUR == 0 {
                paper.add(town, place, second, if fine { Detail::All } else { Detail::Main });
            }
            second += SLOT;
        }
        // What takes long to arrive comes from a memory, and that keeps the grid only.
        if let Some(live) = live.filter(|live| delay == 0 && live.as_second() % SLOT != 0) {
            paper.add(town, place, live.as_second(), Detail::All);
        }
    }
    paper.parsed
}

/// How much of a reading is written down.
#[derive(Clone, Copy)]
enum Detail {
    All,
    Main,
}

impl Detail {
    fn has(self, quantity: Quantity) -> bool {
        match self {
            Self::All => true,
            Self::Main => matches!(
                quantity,
                Quantity::Energy
                    | Quantity::Volume
                    | Quantity::Supply
                    | Quantity::Return
                    | Quantity::Flow
                    | Quantity::Power
                    | Quantity::Outdoor
            ),
        }
    }
}

/// A document in the making.
#[derive(Default)]
struct Paper {
    parsed: Parsed,
    /// Site and serial number of the last subject.
    writing: Option<(usize, i64)>,
}

impl Paper {
    fn add(&mut self, town: &mut Simulation, place: usize, second: i64, detail: Detail) {
        if !town.arrives(place, second) {
            return;
        }
        let Some(Shown { serial, values }) = town.shown(place, second) else { return };
        if self.writing != Some((place, serial)) {
            let subject = Subject { point: point_code(&SITES[place]), meter: Some(serial_number(serial)) };
            self.parsed.subjects.push(subject);
            self.writing = Some((place, serial));
        }
        let subject = u32::try_from(self.parsed.subjects.len() - 1).expect("a town has few meters");
        for (quantity, value) in values.into_iter().filter(|(quantity, _)| detail.has(*quantity)) {
            self.parsed.n_rows += 1;
            let line = self.parsed.n_rows;
            self.parsed.samples.push(Sample { line, subject, quantity, at: instant(second), value, estimated: false });
        }
    }
}

fn installation(site: &Site, stay: &Stay) -> InstallationEntry {
    let known =
        Registers { energy: Some(Energy::from_base(stay.energy)), volume: Some(Volume::from_base(stay.volume)) };
    let shown_if = |known_at: Option<i64>| if known_at == Some(stay.known_at) { known } else { Registers::default() };
    InstallationEntry {
        serial: serial_number(stay.serial),
        model: site.device.model().to_owned(),
        verified_on: Some(TimeZone::UTC.to_datetime(instant(stay.from - VERIFIED_BEFORE)).date()),
        from: instant(stay.from),
        until: stay.until.map(instant),
        initial: shown_if(Some(stay.from)),
        last: shown_if(stay.until),
    }
}

pub(super) fn site_code(site: &Site) -> SiteCode {
    SiteCode::parse(&format!("W-{:04}", site.number)).expect("letters and digits make a code")
}

fn point_code(site: &Site) -> PointCode {
    PointCode::parse(&format!("P-{:04}", site.number)).expect("letters and digits make a code")
}

fn serial_number(serial: i64) -> SerialNumber {
    SerialNumber::parse(&serial.to_string()).expect("digits make a serial number")
}

pub(super) fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}
