//! What keys do to what one wants to be told: the forms, removing, a test message, and what came of it.

use common::account::Role;
use common::alarm::Severity;
use common::delivery::{Channel, Delivery};
use common::fault::Cause;
use common::id::SiteCode;
use common::notice::{NoticeSettings, Route};
use common::text::visible;

use crate::action::Action;
use crate::app::sheet::Purpose;
use crate::app::undo::Reverse;
use crate::app::{App, Open};
use crate::effect::{Answer, Ask, Deed, Effect};
use crate::look::Look;
use crate::screen::Screen;
use crate::screen::alarms::words::severity_label;
use crate::screen::notices::words::{self, FALLBACKS, WAYS, fallback_label, way_label};
use crate::widget::form::{Field, Form};

const CHANNEL: &str = "field-channel";
const FROM: &str = "field-from-severity";
const KINDS: &str = "field-kinds";
const SITES: &str = "field-sites";
const HOURS: &str = "field-hours";
const QUIET: &str = "field-quiet";
const BREAKS: &str = "field-breaks";
const DIGEST: &str = "field-digest";
const MOST_AN_HOUR: &str = "field-most-an-hour";
const MOST_A_DAY: &str = "field-most-a-day";
const FALLBACK: &str = "field-fallback";

fn severity_field(label: &'static str, severity: Severity) -> Field {
    let place = Severity::ALL.iter().position(|other| *other == severity).unwrap_or(0);
    Field::choice(label, Severity::ALL.map(severity_label).into(), place)
}

/// Returns the fields for a route, filled in as in `route`.
#[must_use]
pub fn route_fields(route: Option<&Route>, look: &Look) -> Vec<Field> {
    let channel = route.map_or(WAYS[0], |route| route.channel);
    let place = WAYS.iter().position(|other| *other == channel).unwrap_or(0);
    let text = |written: &dyn Fn(&Route) -> String| route.map_or_else(String::new, written);
    vec![
        Field::choice(CHANNEL, WAYS.map(way_label).into(), place),
        severity_field(FROM, route.map_or(Severity::Warning, |route| route.severity)),
        Field::line(KINDS, &text(&|route| words::kinds(&route.kinds, look))),
        Field::line(SITES, &text(&words::sites)),
        Field::line(HOURS, &text(&|route| words::hours(&route.hours, look))),
    ]
}

/// Returns the fields for what holds for all routes.
#[must_use]
pub fn manners_fields(settings: &NoticeSettings, look: &Look) -> Vec<Field> {
    let fallback = FALLBACKS.iter().position(|other| *other == settings.fallback).unwrap_or(0);
    vec![
        Field::line(QUIET, &words::hours(&settings.quiet, look)),
        severity_field(BREAKS, settings.breaks_quiet),
        Field::line(DIGEST, &words::clock(settings.digest_at)),
        Field::line(MOST_AN_HOUR, &settings.most_an_hour.to_string()),
        Field::line(MOST_A_DAY, &settings.most_a_day.to_string()),
        Field::choice(FALLBACK, FALLBACKS.map(fallback_label).into(), fallback),
    ]
}

/// Returns the field of a form of notices that the daemon complains about; another route may be what it means.
#[must_use]
pub fn field_of(cause: &Cause, form: &Form) -> Option<&'static str> {
    match cause {
        Cause::NoConfirmedContact { channel } => {
            let chosen = WAYS.get(form.chosen(CHANNEL)).map(|way| way.name());
            (chosen == Some(channel.as_str())).then_some(CHANNEL)
        }
        Cause::BadText { field } => match field.as_str() {
            "sites" => Some(SITES),
            "hours" => Some(HOURS),
            "most_an_hour" => Some(MOST_AN_HOUR),
            "most_a_day" => Some(MOST_A_DAY),
            _ => None,
        },
        _ => None,
    }
}

impl App {
    /// Does an action of what one wants to be told.
    pub(super) fn act_on_routes(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NewRoute if self.notices.settings.value().is_some() => {
                self.open_sheet(Purpose::Route(None), Vec::new())
            }
            Action::EditRoute => {
                let route = self.notices.route().cloned();
                route
                    .map(|route| self.open_sheet(Purpose::Route(Some(Box::new(route))), Vec::new()))
                    .unwrap_or_default()
            }
            Action::RemoveRoute => self.remove_route(),
            Action::EditManners => {
                let settings = self.notices.settings.value().cloned();
                let open = |settings| self.open_sheet(Purpose::Manners(Box::new(settings)), Vec::new());
                settings.map(open).unwrap_or_default()
            }
            Action::TestRoute => self.test_route(),
            _ => Vec::new(),
        }
    }

    /// Shows a part of the screen of notices.
    pub(super) fn show_notices(&mut self, part: Screen) -> Vec<Effect> {
        self.notices.tab = part;
        // Keys for deeds need chance.
        std::iter::once(Effect::Roll).chain(self.ask_notices()).collect()
    }

    /// Asks for the part of the screen of notices that is shown.
    pub(super) fn ask_notices(&self) -> Vec<Effect> {
        let ask = match self.notices.tab {
            Screen::NoticeSettings => Ask::NoticeSettings,
            Screen::Deliveries => Ask::Deliveries,
            _ => Ask::Notices,
        };
        vec![Effect::Ask(ask)]
    }

    /// Opens the alarm that the notice under the cursor tells of.
    pub(super) fn open_told(&mut self) -> Vec<Effect> {
        let Some(notice) = self.notices.notice() else { return Vec::new() };
        let Some(id) = notice.alarm else {
            self.reply(self.look.say("toast-no-alarm"));
            return Vec::new();
        };
        self.screen = Screen::Alarm;
        self.alarms.want_this(id).into_iter().map(|id| Effect::Ask(Ask::Alarm(id))).collect()
    }

    fn remove_route(&mut self) -> Vec<Effect> {
        let row = self.notices.cursor(Screen::NoticeSettings);
        let Some(settings) = self.notices.settings.value().filter(|held| row < held.routes.len()) else {
            return Vec::new();
        };
        let mut settings = settings.clone();
        settings.routes.remove(row);
        self.keep_notice_settings(Box::new(settings))
    }

    /// Asks the daemon to keep what one wants to be told; says why not where it cannot be reached.
    pub(super) fn keep_notice_settings(&mut self, settings: Box<NoticeSettings>) -> Vec<Effect> {
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        vec![Effect::Ask(Ask::Do(Deed::SetNoticeSettings(settings)))]
    }

    /// Sends a message to oneself by the way of the route under the cursor.
    fn test_route(&mut self) -> Vec<Effect> {
        let Some(channel) = self.notices.route().map(|route| route.channel) else {
            self.reply(self.look.say("notices-no-routes"));
            return Vec::new();
        };
        if let Some(reason) = self.unreachable() {
            self.reply(reason);
            return Vec::new();
        }
        self.with_key(|key| Deed::TestNotice(key, channel))
    }

    /// Returns the settings with the route that a form describes; `None` where something is wrong, which is said beside
    /// its field.
    pub(super) fn route_deed(&self, form: &mut Form, before: Option<&Route>) -> Option<Deed> {
        let text = form.text(KINDS);
        let kinds = match words::read_kinds(&text, &self.look) {
            Ok(kinds) => kinds,
            Err(word) => {
                form.complain(KINDS, self.look.tell("field-kind-wrong", &[("word", visible(word).into())]));
                return None;
            }
        };
        let sites = self.known_sites(form)?;
        let hours = words::read_hours(&form.text(HOURS), &self.look);
        let Some(hours) = hours else {
            form.complain(HOURS, self.look.say("field-hours-wrong"));
            return None;
        };
        let channel = WAYS.get(form.chosen(CHANNEL)).copied()?;
        let severity = Severity::ALL.get(form.chosen(FROM)).copied()?;
        let route = Route { channel, kinds, severity, sites: sites.into_iter().collect(), hours };
        let mut settings = self.notices.settings.value()?.clone();
        let place = before.and_then(|before| settings.routes.iter().position(|other| other == before));
        match place.and_then(|place| settings.routes.get_mut(place)) {
            Some(kept) => *kept = route,
            None => settings.routes.push(route),
        }
        Some(Deed::SetNoticeSettings(Box::new(settings)))
    }

    fn known_sites(&self, form: &mut Form) -> Option<Vec<SiteCode>> {
        let rows = self.sites.rows.value().map_or(&[][..], Vec::as_slice);
        let is_known = |code: &SiteCode| rows.is_empty() || rows.iter().any(|row| row.site.code == *code);
        let text = form.text(SITES);
        let codes = words::parts(&text).map(|part| SiteCode::parse(part).ok().filter(is_known));
        let codes = codes.collect::<Option<Vec<_>>>();
        if codes.is_none() {
            form.complain(SITES, self.look.say("field-site-wrong"));
        }
        codes
    }

    /// Returns the settings with what a form says of quiet hours, the digest and ceilings.
    pub(super) fn manners_deed(&self, form: &mut Form) -> Option<Deed> {
        let Some(quiet) = words::read_hours(&form.text(QUIET), &self.look) else {
            form.complain(QUIET, self.look.say("field-hours-wrong"));
            return None;
        };
        let Some(digest_at) = words::read_clock(&form.text(DIGEST)) else {
            form.complain(DIGEST, self.look.say("field-clock-wrong"));
            return None;
        };
        let most_an_hour = self.count(form, MOST_AN_HOUR)?;
        let most_a_day = self.count(form, MOST_A_DAY)?;
        let breaks_quiet = Severity::ALL.get(form.chosen(BREAKS)).copied()?;
        let fallback = FALLBACKS.get(form.chosen(FALLBACK)).copied()?;
        let routes = self.notices.settings.value()?.routes.clone();
        let settings = NoticeSettings { routes, quiet, breaks_quiet, digest_at, most_an_hour, most_a_day, fallback };
        Some(Deed::SetNoticeSettings(Box::new(settings)))
    }

    fn count(&self, form: &mut Form, field: &'static str) -> Option<u32> {
        let count = form.text(field).parse().ok().filter(|count| *count > 0);
        if count.is_none() {
            form.complain(field, self.look.say("field-count-wrong"));
        }
        count
    }

    /// Takes in what one wants to be told from now on: says what has changed, and offers to take it back.
    pub(super) fn notice_settings_kept(&mut self, answer: Answer<Box<NoticeSettings>>) -> Vec<Effect> {
        let settings = match answer {
            Ok(settings) => *settings,
            Err(fault) => {
                let effects = self.complain(&fault, Action::EditRoute);
                self.hint_at_another_route(&fault.cause);
                return effects;
            }
        };
        self.close_sheet();
        match self.notices.settings.value().cloned() {
            Some(before) if before == settings => self.reply(self.look.say("toast-notices-same")),
            Some(before) => {
                let id = match settings.routes.len().cmp(&before.routes.len()) {
                    std::cmp::Ordering::Greater => "toast-route-added",
                    std::cmp::Ordering::Less => "toast-route-removed",
                    std::cmp::Ordering::Equal if settings.routes != before.routes => "toast-route-changed",
                    std::cmp::Ordering::Equal => "toast-manners-changed",
                };
                let both = settings.routes.iter().zip(&before.routes);
                let changed = both.into_iter().position(|(now, before)| now != before);
                let added = (settings.routes.len() > before.routes.len()).then_some(before.routes.len());
                if let Some(row) = changed.or(added) {
                    self.notices.go_to_route(row);
                }
                self.offer_undo(self.look.say(id), Reverse::NoticeSettings(Box::new(before)));
            }
            None => {}
        }
        self.notices.settings.take(Ok(settings), self.look.now);
        vec![Effect::Roll, Effect::Tick]
    }

    /// Says what can be done where not this form but another route has no address.
    fn hint_at_another_route(&mut self, cause: &Cause) {
        let Open::Sheet(sheet) = &mut self.open else { return };
        let meant = field_of(cause, &sheet.form).is_some_and(|field| sheet.form.has(field));
        if matches!(cause, Cause::NoConfirmedContact { .. }) && !meant {
            sheet.said.push(self.look.say("notices-other-route"));
        }
    }

    /// Says what was queued, and where to look for it.
    pub(super) fn notice_tested(&mut self, answer: Answer<Delivery>) -> Vec<Effect> {
        match answer {
            Ok(delivery) => {
                let reads_log = self.role().is_some_and(Role::administers);
                let id = match delivery.channel {
                    _ if reads_log => "toast-tested-log",
                    Channel::Sms => "toast-tested-sms",
                    Channel::Email | Channel::Webhook => "toast-tested-email",
                };
                let way = self.look.say(way_label(delivery.channel));
                let told = [("way", way.into()), ("recipient", visible(&delivery.recipient).into())];
                self.reply(self.look.tell(id, &told));
            }
            Err(fault) => self.reply(self.refusal(&fault, Action::TestRoute)),
        }
        vec![Effect::Roll]
    }
}
