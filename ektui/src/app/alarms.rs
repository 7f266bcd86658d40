//! What keys do to alarms, what came of it, and how it is taken back.

use common::alarm::{Alarm, AlarmDeed, AlarmStanding, Deed as Doing};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::action::Action;
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::app::{App, Open, Turn, view};
use crate::effect::{AlarmList, Answer, Ask, Deed, Effect};
use crate::screen::Screen;
use crate::screen::alarms::words;

/// For how long an alarm can be muted with two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Muting {
    Hours(i64),
    /// Until six o'clock, when people come.
    Morning,
    /// Tell people again.
    Never,
}

/// The hour at which the night is over.
const MORNING: i8 = 6;

impl Muting {
    pub const ALL: [Self; 4] = [Self::Hours(1), Self::Hours(4), Self::Morning, Self::Never];

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Hours(1) => "mute-1h",
            Self::Hours(_) => "mute-4h",
            Self::Morning => "mute-morning",
            Self::Never => "mute-never",
        }
    }
}

impl App {
    /// Does an action of the screens of alarms.
    pub(super) fn act_on_alarms(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::OpenAlarm => self.open_alarm(),
            Action::OpenTold => self.open_told(),
            Action::ShowCause => self.show_cause(),
            Action::Acknowledge => {
                let Some(alarm) = self.alarms.subject(self.screen) else { return Vec::new() };
                let said = format!("{} {}", words::number(alarm.id), words::kind(alarm.kind, &self.look));
                let said = format!("{said} · {}", words::place(alarm, &self.look));
                let id = alarm.id;
                self.open_sheet(Purpose::Acknowledge(id), vec![said])
            }
            Action::Mute => {
                if self.alarms.subject(self.screen).is_some() {
                    self.open = Open::Mute(0);
                }
                vec![Effect::Roll]
            }
            _ => Vec::new(),
        }
    }

    fn open_alarm(&mut self) -> Vec<Effect> {
        if self.alarms.list().selected().is_none() {
            return Vec::new();
        }
        self.screen = Screen::Alarm;
        self.alarms.top = 0;
        self.follow_alarm()
    }

    /// Opens the chart of the site that the alarm is about.
    fn show_cause(&mut self) -> Vec<Effect> {
        let site = self.alarms.subject(Screen::Alarm).and_then(words::site);
        if let Some(site) = site.filter(|site| self.sites.find(*site).is_some()) {
            self.sites.select(site);
            return self.open_site();
        }
        self.reply(self.look.say("toast-no-site"));
        Vec::new()
    }

    /// Asks for the history of the alarm on which the cursor rests.
    pub(super) fn follow_alarm(&mut self) -> Vec<Effect> {
        self.alarms.want().into_iter().map(|id| Effect::Ask(Ask::Alarm(id))).collect()
    }

    /// Shows a part of the screen of alarms.
    pub(super) fn show_alarms(&mut self, part: Screen) -> Vec<Effect> {
        self.alarms.tab = part;
        // Keys for deeds need chance.
        let mut effects = vec![Effect::Roll];
        match part {
            Screen::AlarmHistory => effects.push(Effect::Ask(Ask::Alarms(AlarmStanding::All))),
            Screen::Rules => effects.push(Effect::Ask(Ask::Rules)),
            _ => {
                if self.alarms.open.rows.value().is_none() {
                    effects.extend(self.ask_alarms());
                }
            }
        }
        effects.extend(self.follow_alarm());
        effects
    }

    /// Asks for what somebody has yet to look at, once at a time.
    pub(super) fn ask_alarms(&mut self) -> Vec<Effect> {
        match self.alarms_turn {
            Turn::Free => {
                self.alarms_turn = Turn::Asked;
                vec![Effect::Ask(Ask::Alarms(AlarmStanding::Open))]
            }
            Turn::Asked | Turn::AskedAndOutdated => {
                self.alarms_turn = Turn::AskedAndOutdated;
                Vec::new()
            }
        }
    }

    /// Asks for everything that the present screen shows of alarms besides.
    pub(super) fn ask_more_alarms(&self) -> Vec<Effect> {
        let mut asks = Vec::new();
        match self.screen {
            Screen::AlarmHistory => asks.push(Ask::Alarms(AlarmStanding::All)),
            Screen::Rules | Screen::Rule => asks.push(Ask::Rules),
            _ => {}
        }
        if matches!(self.screen, Screen::Alarms | Screen::AlarmHistory | Screen::Alarm) {
            asks.extend(self.alarms.wanted.map(Ask::Alarm));
        }
        asks.into_iter().map(Effect::Ask).collect()
    }

    /// Takes alarms in.
    pub(super) fn take_alarms(&mut self, standing: AlarmStanding, answer: Answer<AlarmList>) -> Vec<Effect> {
        let order = self.order();
        if standing == AlarmStanding::All {
            self.alarms.history.take(answer, order, &self.look);
            return self.follow_shown_alarm();
        }
        let outdated = self.alarms_turn == Turn::AskedAndOutdated;
        self.alarms_turn = Turn::Free;
        let failed = answer.is_err();
        self.alarms.open.take(answer, order, &self.look);
        let open = self.alarms.open.rows.value().map_or(&[][..], |list| list.alarms.as_slice());
        self.sites.take_alarms(open, order, self.look.now);
        let mut effects = self.follow_shown_alarm();
        let before = self.sites.rested;
        self.sites.begin_at_the_worst(self.look.now);
        if self.sites.rested != before {
            effects.extend(self.follow());
        }
        if outdated && !failed {
            effects.extend(self.ask_alarms());
        }
        effects
    }

    fn follow_shown_alarm(&mut self) -> Vec<Effect> {
        let shown = matches!(self.screen, Screen::Alarms | Screen::AlarmHistory) && self.alarms.wanted.is_none();
        if shown { self.follow_alarm() } else { Vec::new() }
    }

    /// Asks for alarms again, as something has become of one.
    pub(super) fn reload_alarms(&mut self) -> Vec<Effect> {
        let mut effects = self.ask_alarms();
        effects.extend(self.ask_more_alarms());
        effects
    }

    /// Lets time pass: what was muted may be so no longer, and the order may be made anew.
    pub(super) fn age_alarms(&mut self) -> Vec<Effect> {
        if self.alarms.is_outdated(self.look.now) { self.ask_alarms() } else { Vec::new() }
    }

    /// Mutes the alarm that the chooser is about, or has it told again.
    pub(super) fn mute(&mut self, muting: Muting) -> Vec<Effect> {
        let Some(id) = self.alarms.subject(self.screen).map(|alarm| alarm.id) else { return Vec::new() };
        let what = match self.muted_until(muting) {
            Some(until) => Doing::Mute { until },
            None => Doing::Unmute,
        };
        self.deal_with_alarms(AlarmDeed { alarms: vec![id], what })
    }

    /// Returns until when an alarm is muted by this choice.
    #[must_use]
    pub fn muted_until(&self, muting: Muting) -> Option<Timestamp> {
        let now = self.look.now;
        match muting {
            Muting::Hours(hours) => now.checked_add(SignedDuration::from_hours(hours)).ok(),
            Muting::Morning => {
                let day = self.look.today();
                let morning = |day: jiff::civil::Date| {
                    let at = day.at(MORNING, 0, 0, 0).to_zoned(self.look.zone.clone()).ok()?.timestamp();
                    (at > now).then_some(at)
                };
                morning(day).or_else(|| morning(day.checked_add(1.day()).ok()?))
            }
            Muting::Never => None,
        }
    }

    /// Asks the daemon to do something with alarms; says why not where it cannot be reached.
    pub(super) fn deal_with_alarms(&mut self, deed: AlarmDeed) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.with_key(|key| Deed::ChangeAlarms(key, deed))
    }

    /// Takes in what came of a deed: says so, and offers to take it back.
    pub(super) fn alarms_changed(&mut self, deed: &AlarmDeed, answer: Answer<Vec<Alarm>>) -> Vec<Effect> {
        let changed = match answer {
            Ok(changed) => changed,
            Err(fault) => {
                let action = if matches!(deed.what, Doing::Mute { .. } | Doing::Unmute) {
                    Action::Mute
                } else {
                    Action::Acknowledge
                };
                return self.complain(&fault, action);
            }
        };
        self.close_sheet();
        if let Some(alarm) = changed.first() {
            let muted_before = self.alarms.find(alarm.id).and_then(|before| before.muted_until);
            self.offer_back(&deed.what, alarm, muted_before.filter(|until| *until > self.look.now));
        }
        self.alarms.replace(&changed);
        let mut effects = self.reload_alarms();
        effects.push(Effect::Roll);
        if self.undo.is_some() {
            effects.push(Effect::Tick);
        }
        effects
    }

    fn offer_back(&mut self, doing: &Doing, alarm: &Alarm, muted_before: Option<Timestamp>) {
        let named = [("number", words::number(alarm.id).into()), ("where", words::code(alarm).to_owned().into())];
        let back = |what| Reverse::Alarms(AlarmDeed { alarms: vec![alarm.id], what });
        match doing {
            Doing::Acknowledge { .. } => {
                let words = self.look.tell("toast-acknowledged", &named);
                self.offer_undo(words, back(Doing::Unacknowledge));
            }
            Doing::Unacknowledge => self.reply(self.look.tell("toast-unacknowledged", &named)),
            Doing::Mute { until } => {
                let until = ("until", self.look.moment(*until).into());
                let [number, place] = named;
                let words = self.look.tell("toast-muted", &[number, place, until]);
                let before = muted_before.map_or(Doing::Unmute, |until| Doing::Mute { until });
                self.offer_undo(words, back(before));
            }
            Doing::Unmute => {
                let words = self.look.tell("toast-unmuted", &named);
                match muted_before {
                    Some(until) => self.offer_undo(words, back(Doing::Mute { until })),
                    None => self.reply(words),
                }
            }
        }
    }

    /// Scrolls the alarm that is open, as far as there is something to see.
    pub(super) fn scroll_alarm(&mut self, by: isize) {
        let room = usize::from(self.size.0.saturating_sub(2));
        let Some(alarm) = self.alarms.subject(Screen::Alarm) else { return };
        let n = crate::screen::alarms::view::lines(&self.alarms, alarm, room, &self.look).len();
        let most = crate::widget::page::most(n, usize::from(view::body_rows(self)));
        self.alarms.top = self.alarms.top.saturating_add_signed(by).min(most);
    }
}
