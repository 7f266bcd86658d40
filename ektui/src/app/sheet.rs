//! Forms: what they ask for, and what is to be done once they are filled in.

use common::account::{ContactChange, ContactCode, NewToken, PasswordChange, TokenScope, TotpOffer};
use common::alarm::{self, AlarmDeed};
use common::contact::{self, ContactKind};
use common::fault::{Cause, Fault};
use common::id::{AlarmId, EntryId, SiteCode};
use common::log_in::Method;
use common::notice::{NoticeSettings, Route};
use common::report::{NewReport, SavedReport, Template};
use common::rule::Rule;
use common::ticket::{Ticket, TicketNumber};
use jiff::SignedDuration;

use crate::app::bookkeeping::Books;
use crate::app::{App, Link, Open, charts, desk, notices, report_form, rules};
use crate::effect::{Ask, Deed, Effect};
use crate::look::Look;
use crate::screen::log_in::{AGAIN, CODE, NEW_PASSWORD, new_password};
use crate::screen::reports::words::template_label;
use crate::screen::tickets::words::Side;
use crate::widget::form::{Field, Form};

/// A form that lies over the screen.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub purpose: Purpose,
    pub form: Form,
    /// Its deed has been asked for and is not done yet.
    pub waiting: bool,
    /// Sentences under the form.
    pub said: Vec<String>,
}

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Password,
    Contact(ContactKind),
    ContactCode(ContactKind),
    /// The present password, to be offered a second factor.
    Totp,
    TotpCode(TotpOffer),
    TotpOff,
    Token,
    /// Taking note of an alarm.
    Acknowledge(AlarmId),
    /// A rule for a limit: a new one, or this one.
    Rule(Option<Box<Rule>>),
    /// A way to be told: a new one, or this one.
    Route(Option<Box<Route>>),
    /// What holds for all of them, as it is.
    Manners(Box<NoticeSettings>),
    /// A change of settings, since when it counts unless somebody says otherwise.
    Setting {
        site: SiteCode,
        since: String,
    },
    /// A report that is to be made, as it is mostly wanted.
    Report(Box<NewReport>, Side),
    /// A definition with its schedule: a new one, or this one.
    Saved(Option<Box<SavedReport>>, Side),
    /// What is to be done with a payment, with what is likely.
    Books(Box<Books>),
    /// What a ticket is about, as it is.
    Ticket(Box<Ticket>),
    /// Making a ticket the work of somebody who is named.
    Assign(TicketNumber),
    /// Making a ticket part of another, of the one that is likely meant.
    Merge {
        number: TicketNumber,
        likely: Option<TicketNumber>,
    },
    /// Making a ticket of entries of another.
    Split {
        number: TicketNumber,
        entries: Vec<EntryId>,
    },
}

/// The present password, without which nothing that protects the account is changed.
pub const CURRENT: &str = "field-current";
pub const ADDRESS: &str = "field-address";
pub const NAME: &str = "field-name";
/// What somebody says of an alarm.
pub const COMMENT: &str = "field-comment";
pub const DAYS: &str = "field-days";
const KIND: &str = "field-kind";
const SCOPE: &str = "field-scope";
const CANCEL: &str = "button-cancel";
/// What the rule would have done, before it is kept.
const PREVIEW: &str = "button-preview";
/// What would stand on the report.
const PREVIEW_REPORT: &str = "button-preview-report";
/// Days that a token lasts unless somebody says otherwise, and at most.
const USUAL_DAYS: &str = "90";
const MOST_DAYS: i64 = 366;

/// The order of kinds: by what is asked for most.
pub const KINDS: [ContactKind; 3] = [ContactKind::Mobile, ContactKind::Email, ContactKind::Landline];

/// Returns the message that names a kind of contact.
#[must_use]
pub const fn kind_label(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Landline => "contact-landline",
        ContactKind::Mobile => "contact-mobile",
        ContactKind::Email => "contact-email",
    }
}

/// Returns the message that names what a token may do.
#[must_use]
pub const fn scope_label(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "scope-read",
        TokenScope::Operate => "scope-operate",
    }
}

impl Purpose {
    /// Returns the message that heads the form.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Password => "sheet-password",
            Self::Contact(_) => "sheet-contact",
            Self::ContactCode(_) => "sheet-contact-code",
            Self::Totp => "sheet-totp",
            Self::TotpCode(_) => "log-in-title-enrolment",
            Self::TotpOff => "sheet-totp-off",
            Self::Token => "sheet-token",
            Self::Acknowledge(_) => "sheet-acknowledge",
            Self::Rule(None) => "sheet-new-rule",
            Self::Rule(Some(_)) => "sheet-rule",
            Self::Route(None) => "sheet-new-route",
            Self::Route(Some(_)) => "sheet-route",
            Self::Manners(_) => "sheet-manners",
            Self::Setting { .. } => "sheet-setting",
            Self::Report(report, _) => template_label(report.definition.template),
            Self::Saved(None, _) => "sheet-new-saved",
            Self::Saved(Some(_), _) => "sheet-saved",
            Self::Books(books) => books.title(),
            Self::Ticket(_) => "sheet-ticket",
            Self::Assign(_) => "sheet-assign",
            Self::Merge { .. } => "sheet-merge",
            Self::Split { .. } => "sheet-split",
        }
    }

    /// Returns the message that says what has to be known.
    #[must_use]
    pub const fn rules(&self) -> &'static str {
        match self {
            Self::Password => "password-rules",
            Self::Contact(_) => "sheet-contact-rules",
            Self::ContactCode(_) => "sheet-contact-code-rules",
            Self::Totp => "sheet-totp-rules",
            Self::TotpCode(_) => "enrolment-letters",
            Self::TotpOff => "sheet-totp-off-rules",
            Self::Token => "sheet-token-rules",
            Self::Acknowledge(_) => "sheet-acknowledge-rules",
            Self::Rule(_) => "sheet-rule-rules",
            Self::Route(_) => "sheet-route-rules",
            Self::Manners(_) => "sheet-manners-rules",
            Self::Setting { .. } => "sheet-setting-rules",
            Self::Report(report, _) if matches!(report.definition.template, Template::TicketDossier) => {
                "sheet-dossier-rules"
            }
            Self::Report(report, _) if matches!(report.definition.template, Template::AccountStatement) => {
                "sheet-account-rules"
            }
            Self::Report(..) => "sheet-report-rules",
            Self::Saved(..) => "sheet-saved-rules",
            Self::Books(books) => books.rules(),
            Self::Ticket(_) => "sheet-ticket-rules",
            Self::Assign(_) => "sheet-assign-rules",
            Self::Merge { .. } => "sheet-merge-rules",
            Self::Split { .. } => "sheet-split-rules",
        }
    }

    fn form(&self, method: Option<Method>, look: &Look) -> Form {
        let (fields, button) = match self {
            Self::Password => {
                let new = [Field::hidden(NEW_PASSWORD), Field::hidden(AGAIN)];
                (std::iter::once(Field::hidden(CURRENT)).chain(new).collect(), "button-change")
            }
            Self::Contact(kind) => {
                let place = KINDS.iter().position(|other| other == kind).unwrap_or(0);
                let kind = Field::choice(KIND, KINDS.map(kind_label).into(), place);
                (vec![kind, Field::line(ADDRESS, ""), Field::hidden(CURRENT)], "button-change")
            }
            Self::ContactCode(_) | Self::TotpCode(_) => (vec![Field::line(CODE, "")], "button-confirm"),
            Self::Totp => (vec![Field::hidden(CURRENT)], "button-go-on"),
            Self::TotpOff => (vec![Field::hidden(CURRENT)], "button-totp-off"),
            Self::Acknowledge(_) => (vec![Field::line(COMMENT, "")], "button-acknowledge"),
            Self::Rule(rule) => (rules::fields(rule.as_deref(), look), "button-save"),
            Self::Route(route) => (notices::route_fields(route.as_deref(), look), "button-save"),
            Self::Manners(settings) => (notices::manners_fields(settings, look), "button-save"),
            Self::Setting { since, .. } => (charts::setting_fields(since), "button-save"),
            Self::Report(report, side) => (report_form::report_fields(report, *side, look), "button-make-report"),
            Self::Saved(saved, side) => (report_form::saved_fields(saved.as_deref(), *side, look), "button-save"),
            Self::Books(books) => (books.fields(), books.button()),
            Self::Ticket(ticket) => (desk::edit_fields(ticket), "button-save"),
            Self::Assign(_) => (desk::assign_fields(), "button-assign"),
            Self::Merge { likely, .. } => (desk::merge_fields(*likely), "button-merge"),
            Self::Split { .. } => (desk::split_fields(), "button-split"),
            Self::Token => {
                let scope = Field::choice(SCOPE, TokenScope::ALL.map(scope_label).into(), 0);
                let mut fields = vec![Field::line(NAME, ""), scope, Field::line(DAYS, USUAL_DAYS)];
                // A user whom the server itself knows has no password to give.
                if method != Some(Method::Peer) {
                    fields.push(Field::hidden(CURRENT));
                }
                (fields, "button-create")
            }
        };
        let mut buttons = vec![button, CANCEL];
        if matches!(self, Self::Rule(_)) {
            buttons.insert(1, PREVIEW);
        } else if matches!(self, Self::Report(..)) {
            buttons.insert(1, PREVIEW_REPORT);
        }
        let mut form = Form::new(fields, buttons);
        form.focus_on(ADDRESS);
        form.focus_on(charts::SETTING);
        form
    }
}

impl App {
    /// Opens a form, as it was left if it was left.
    pub(super) fn open_sheet(&mut self, purpose: Purpose, said: Vec<String>) -> Vec<Effect> {
        let draft = self.draft.take().filter(|draft| draft.purpose == purpose);
        let method = self.who.as_ref().map(|who| who.method);
        let form = draft.map_or_else(|| purpose.form(method, &self.look), |draft| draft.form);
        self.open = Open::Sheet(Box::new(Sheet { purpose, form, waiting: false, said }));
        vec![Effect::Roll]
    }

    /// Leaves a form: what can be seen of it stays.
    pub(super) fn leave_sheet(&mut self, mut sheet: Sheet) -> Vec<Effect> {
        for hidden in [CURRENT, NEW_PASSWORD, AGAIN, CODE] {
            sheet.form.clear(hidden);
        }
        self.draft = Some(sheet);
        Vec::new()
    }

    /// Goes on in the form: to the next field, or to the daemon.
    pub(super) fn enter_sheet(&mut self, mut sheet: Sheet) -> Vec<Effect> {
        let pressed = if sheet.waiting { None } else { sheet.form.enter() };
        if pressed == Some(CANCEL) {
            return self.leave_sheet(sheet);
        }
        let mut effects = Vec::new();
        if pressed.is_some() {
            sheet.said.clear();
            match (self.unreachable(), self.deed(&mut sheet)) {
                (_, None) => {}
                (Some(reason), Some(_)) => sheet.said.push(reason),
                (None, Some(Deed::SaveRule(_, rule))) if pressed == Some(PREVIEW) => {
                    sheet.waiting = true;
                    effects.push(Effect::Ask(Ask::Do(Deed::PreviewRule(rule, self.previewed()))));
                }
                (None, Some(Deed::MakeReport(_, report, _))) if pressed == Some(PREVIEW_REPORT) => {
                    self.draft = Some(sheet);
                    return self.open_page(*report, None);
                }
                (None, Some(deed)) => {
                    sheet.waiting = true;
                    effects.push(Effect::Ask(Ask::Do(deed)));
                }
            }
        }
        self.open = Open::Sheet(Box::new(sheet));
        effects
    }

    /// Says why nothing can be asked of the daemon now, if so.
    pub(super) fn unreachable(&self) -> Option<String> {
        match &self.link {
            Link::Up => None,
            Link::Connecting => Some(self.look.say("state-connecting")),
            Link::Down { fault, .. } => Some(fault.message(self.look.language)),
        }
    }

    /// Returns what the form asks for; `None` where something is wrong, which is said beside its field.
    fn deed(&self, sheet: &mut Sheet) -> Option<Deed> {
        let form = &mut sheet.form;
        if form.has(CURRENT) && form.secret(CURRENT).expose().is_empty() {
            form.complain(CURRENT, self.look.say("field-empty"));
            return None;
        }
        let password = form.secret(CURRENT);
        match &sheet.purpose {
            Purpose::Password => {
                let new = new_password(form, &self.look)?;
                Some(Deed::ChangePassword(PasswordChange { current: password, new }))
            }
            Purpose::Contact(_) => self.contact_deed(form),
            Purpose::ContactCode(kind) => {
                let code = self.code(form)?.into();
                Some(Deed::ConfirmContact(ContactCode { kind: *kind, code }))
            }
            Purpose::Totp => Some(Deed::BeginTotp(password)),
            Purpose::TotpCode(_) => self.code(form).map(Deed::ConfirmTotp),
            Purpose::TotpOff => Some(Deed::RemoveTotp(password)),
            Purpose::Token => self.token_deed(form),
            Purpose::Acknowledge(id) => {
                let comment = Some(form.text(COMMENT)).filter(|comment| !comment.is_empty());
                let deed = AlarmDeed { alarms: vec![*id], what: alarm::Deed::Acknowledge { comment } };
                Some(Deed::ChangeAlarms(self.dice.as_ref()?.key.clone(), deed))
            }
            Purpose::Rule(before) => self.rule_deed(form, before.as_deref()),
            Purpose::Route(before) => self.route_deed(form, before.as_deref()),
            Purpose::Manners(_) => self.manners_deed(form),
            Purpose::Setting { site, .. } => self.setting_deed(form, site),
            Purpose::Report(..) | Purpose::Saved(..) => self.report_deed(&sheet.purpose, form),
            Purpose::Books(books) => self.books_deed(books, form),
            Purpose::Ticket(_) | Purpose::Assign(_) | Purpose::Merge { .. } | Purpose::Split { .. } => {
                self.ticket_deed(&sheet.purpose, form)
            }
        }
    }

    /// Returns what the form asks for as it stands; `None` while something is missing.
    #[must_use]
    pub fn asked_by(&self, sheet: &Sheet) -> Option<Deed> {
        self.deed(&mut sheet.clone())
    }

    fn code(&self, form: &mut Form) -> Option<String> {
        let code: String = form.text(CODE).split_whitespace().collect();
        if code.is_empty() {
            form.complain(CODE, self.look.say("field-empty"));
        }
        (!code.is_empty()).then_some(code)
    }

    fn contact_deed(&self, form: &mut Form) -> Option<Deed> {
        let kind = KINDS.get(form.chosen(KIND)).copied()?;
        let text = form.text(ADDRESS);
        let address = match contact::parse(kind, &text) {
            _ if text.is_empty() => None,
            Ok(address) => Some(address),
            Err(error) => {
                let fault: Fault = Cause::BadContact { reason: error.name().to_owned() }.into();
                form.complain(ADDRESS, fault.message(self.look.language));
                return None;
            }
        };
        let key = self.dice.as_ref()?.key.clone();
        Some(Deed::SetContact(key, ContactChange { kind, address, password: form.secret(CURRENT) }))
    }

    fn token_deed(&self, form: &mut Form) -> Option<Deed> {
        let name = form.text(NAME);
        if name.is_empty() {
            form.complain(NAME, self.look.say("field-empty"));
            return None;
        }
        let days = form.text(DAYS).parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        let Some(days) = days else {
            form.complain(DAYS, self.look.tell("field-days-wrong", &[("most", MOST_DAYS.into())]));
            return None;
        };
        let dice = self.dice.as_ref()?;
        let expires_at = self.look.now.checked_add(SignedDuration::from_hours(24 * days)).ok()?;
        let token = NewToken {
            name,
            scope: TokenScope::ALL.get(form.chosen(SCOPE)).copied().unwrap_or_default(),
            expires_at,
            digest: dice.token.digest(),
            password: form.has(CURRENT).then(|| form.secret(CURRENT)),
        };
        Some(Deed::CreateToken(dice.key.clone(), token))
    }
}
