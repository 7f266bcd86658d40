//! What people were told, and what they want to be told.

use common::api::EkClient;
use common::delivery::Channel;
use common::id::{AlarmId, DeliveryId, NoticeId};
use common::notice::{Notice, NoticeKind, NoticeSettings, NoticeState, NoticesOf};
use jiff::Timestamp;

use super::alarms::kind_word;
use super::outbox::delivery_row;
use crate::cli::notice_file;
use crate::cli::notifications::{NoticeSettingsVerb, NoticesArgs, NotificationsVerb};
use crate::cli::rule_file::load;
use crate::exit::Failure;
use crate::output::{Format, Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// Something that somebody was told, or is to be told later.
    pub struct NoticeRow: "notice.list" brief [at, login, kind, news, channel, alarm, ticket, state] {
        /// number of the notice
        pub number: NoticeId,
        /// when it was decided
        pub at: Timestamp,
        /// who is told; null after an erasure
        pub login: Option<String>,
        /// the kind of alarm, or `log_in_failures`, ceiling, `ticket_answered` and the like
        pub kind: Word,
        /// raised, risen, reminder, escalated, cleared
        pub news: Word,
        /// email, sms
        pub channel: Word,
        /// number of the alarm
        pub alarm: Option<AlarmId>,
        /// number of the ticket
        pub ticket: Option<String>,
        /// kept, dropped, or what became of the message: waiting, sent, failed, expired, bounced
        pub state: Word,
        /// when it is told at the latest, together with others
        pub kept_until: Option<Timestamp>,
        /// number of the message
        pub delivery: Option<DeliveryId>,
    }
}

row! {
    /// What an account wants to be told, as a file.
    pub struct NoticeSettingsRow: "notice.settings" {
        /// what `notifications settings set` reads
        pub toml: String,
    }
}

/// Does what the verb says.
///
/// # Errors
/// A slip in a file, with its line; what the daemon refuses.
pub async fn run(verb: &NotificationsVerb, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    match verb {
        NotificationsVerb::List(args) => list(session, output, args).await,
        NotificationsVerb::Settings(NoticeSettingsVerb::Show(args)) => {
            let call = async |ek: &EkClient, context| ek.notice_settings(context, args.login.clone()).await;
            let settings = session.ask(call).await?;
            show(output, &settings)
        }
        NotificationsVerb::Settings(NoticeSettingsVerb::Set(args)) => {
            let path = args.file.clone();
            let text = load(&path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
            let settings = notice_file::read(&text);
            let settings = settings.map_err(|slip| Failure::RuleFile { file: path, slip: Box::new(slip) })?;
            let call = async |ek: &EkClient, context| ek.set_notice_settings(context, settings.clone()).await;
            let settings = session.ask(call).await?;
            show(output, &settings)
        }
        NotificationsVerb::Test(args) => test(session, output, args.channel).await,
    }
}

async fn list(session: &mut Session, output: &mut Output, args: &NoticesArgs) -> Result<(), Failure> {
    let of = match (args.alarm, args.everyone) {
        (Some(alarm), _) => NoticesOf::Alarm(alarm),
        (None, true) => NoticesOf::Everybody,
        (None, false) => NoticesOf::Own,
    };
    let call = async |ek: &EkClient, context, page| ek.notices(context, of.clone(), page).await;
    list_rows(session, output, &args.list, call, notice_row).await
}

async fn test(session: &mut Session, output: &mut Output, channel: Channel) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, key| ek.test_notice(context, key, channel).await;
    let delivery = session.ask_once(call).await?;
    Ok(output.record(delivery_row(delivery))?)
}

fn show(output: &mut Output, settings: &NoticeSettings) -> Result<(), Failure> {
    let row = settings_row(settings);
    match output.look.format {
        Format::Table => Ok(output.text(&row.toml)?),
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(row)?),
    }
}

/// Returns the row of what an account wants to be told.
pub(super) fn settings_row(settings: &NoticeSettings) -> NoticeSettingsRow {
    NoticeSettingsRow { toml: notice_file::write(settings) }
}

/// Returns the row of a notice.
pub(super) fn notice_row(notice: Notice) -> NoticeRow {
    let (state, kept_until, delivery) = match notice.state {
        NoticeState::Kept { until } => (Word { group: "notice", name: "kept" }, Some(until), None),
        NoticeState::Left { delivery, state } => (Word { group: "delivery", name: state.name() }, None, Some(delivery)),
        NoticeState::Dropped => (Word { group: "notice", name: "dropped" }, None, None),
        NoticeState::Unknown => (Word { group: "notice", name: "unknown" }, None, None),
    };
    NoticeRow {
        number: notice.id,
        at: notice.at,
        login: notice.login.map(|login| login.to_string()),
        kind: match notice.kind {
            NoticeKind::Alarm(kind) => Word { group: "alarm-short", ..kind_word(kind) },
            NoticeKind::LogInFailures | NoticeKind::Ceiling | NoticeKind::Ticket(_) | NoticeKind::Billing(_) => {
                Word { group: "notice", name: notice.kind.name() }
            }
        },
        news: Word { group: "news", name: notice.news.name() },
        channel: Word { group: "channel", name: notice.channel.name() },
        alarm: notice.alarm,
        ticket: notice.ticket.map(|ticket| ticket.to_string()),
        state,
        kept_until,
        delivery,
    }
}
