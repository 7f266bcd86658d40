//! Taking back what was done last, for ten seconds. It does so by a deed of its own; only messages wait to be sent.

use common::alarm::AlarmDeed;
use common::api::OnceKey;
use common::id::{PaymentId, RuleName, SendingId, SettingId};
use common::invoice::InvoiceOwner;
use common::notice::NoticeSettings;
use common::payment::PaymentAct;
use common::report::SavedReport;
use common::rule::Rule;
use common::ticket::deed::TicketDeed;
use common::ticket::draft::Dispatch;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::effect::{Ask, Deed, Effect, PaymentChange};

/// What was done, and what takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// What was done, as a sentence.
    words: String,
    until: Timestamp,
    reverse: Reverse,
}

/// What takes something back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reverse {
    Alarms(AlarmDeed),
    /// The rule as it was.
    Rule(Box<Rule>),
    /// A rule that was not there before.
    NewRule(RuleName),
    /// What one wanted to be told.
    NoticeSettings(Box<NoticeSettings>),
    Tickets(Box<TicketDeed>),
    /// What is held before it goes into a thread.
    Sending(SendingId),
    /// What was written and thrown away.
    Text(Box<Dispatch>),
    /// A change of settings that was written down.
    Setting(SettingId),
    /// The definition of a report as it was.
    Report(Box<SavedReport>),
    Payment(PaymentId, Box<PaymentAct>),
    /// Whose an invoice was.
    Invoice(Box<InvoiceOwner>),
}

/// How long something can be taken back.
const PATIENCE: SignedDuration = SignedDuration::from_secs(10);

impl App {
    /// Says what was done, and offers to take it back.
    pub(super) fn offer_undo(&mut self, words: String, reverse: Reverse) {
        self.toast = None;
        let until = self.look.now.checked_add(PATIENCE).unwrap_or(self.look.now);
        self.undo = Some(Undo { words, until, reverse });
    }

    /// Says what is being sent, and offers to take it back for as long as it is held.
    pub(super) fn offer_unsend(&mut self, words: String, sending: SendingId, until: Timestamp) {
        self.undo = Some(Undo { words, until, reverse: Reverse::Sending(sending) });
    }

    /// Takes back what was done last, while that is offered.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let needs_daemon = |undo: &Undo| !matches!(undo.reverse, Reverse::Text(_));
        if let Some(reason) = self.undo.as_ref().is_some_and(needs_daemon).then(|| self.unreachable()).flatten() {
            self.reply(reason);
            return Vec::new();
        }
        match self.undo.take().filter(|undo| undo.until > self.look.now).map(|undo| undo.reverse) {
            Some(Reverse::Alarms(deed)) => self.deal_with_alarms(deed),
            Some(Reverse::Rule(rule)) => self.with_key(|key| Deed::SaveRule(key, rule)),
            Some(Reverse::NewRule(name)) => self.with_key(|key| Deed::RemoveRule(key, name)),
            Some(Reverse::NoticeSettings(settings)) => self.keep_notice_settings(settings),
            Some(Reverse::Tickets(deed)) => self.deal_with_tickets(vec![*deed]),
            Some(Reverse::Sending(sending)) => Self::unsend(sending),
            Some(Reverse::Setting(id)) => vec![Effect::Ask(Ask::Do(Deed::WithdrawSetting(id)))],
            Some(Reverse::Payment(id, act)) => {
                self.with_key(|key| Deed::ChangePayment(key, id, Box::new(PaymentChange::Act(*act))))
            }
            Some(Reverse::Invoice(owner)) => self.with_key(|key| Deed::AssignInvoice(key, owner)),
            Some(Reverse::Report(report)) => self.with_key(|key| Deed::SaveReport(key, report)),
            Some(Reverse::Text(dispatch)) => self.write_again(&dispatch),
            None => {
                self.reply(self.look.say("toast-nothing-back"));
                Vec::new()
            }
        }
    }

    /// Asks for a deed by a key of its own; the next deed gets another one.
    pub(super) fn with_key(&self, deed: impl FnOnce(OnceKey) -> Deed) -> Vec<Effect> {
        let asked = self.dice.as_ref().map(|dice| Effect::Ask(Ask::Do(deed(dice.key.clone()))));
        asked.into_iter().chain([Effect::Roll]).collect()
    }

    /// Lets a second pass.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        let was_offered = self.undo.take();
        let has_left = matches!(&was_offered, Some(undo) if matches!(undo.reverse, Reverse::Sending(_)));
        self.undo = was_offered.filter(|undo| undo.until > self.look.now);
        let mut effects = self.save_what_is_written();
        if self.undo.is_some() {
            effects.push(Effect::Tick);
        } else if has_left {
            self.reply(self.look.say("toast-left"));
        }
        effects
    }

    /// Returns what can be taken back, and for how long yet.
    #[must_use]
    pub fn offered(&self) -> Option<String> {
        let undo = self.undo.as_ref()?;
        let left = undo.until.duration_since(self.look.now);
        let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
        if matches!(undo.reverse, Reverse::Sending(_)) {
            let told = [("what", undo.words.as_str().into()), ("seconds", seconds.max(1).into())];
            return Some(self.look.tell("toast-sending", &told));
        }
        let offer = self.look.tell("toast-undo", &[("seconds", seconds.max(1).into())]);
        Some(format!("{}   {offer}", undo.words))
    }
}
