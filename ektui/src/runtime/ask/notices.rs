//! Questions about notices, and what is done with what one wants to be told.

use common::api::OnceKey;
use common::client::Connection;
use common::delivery::{Channel, Delivery};
use common::notice::{Notice, NoticeSettings, NoticesOf};
use common::page::{Page, Paged};

use crate::effect::{Answer, Done};

/// Notices and messages shown, the newest.
const N_SHOWN: u32 = 200;

const fn newest() -> Page {
    Page { after: None, limit: N_SHOWN }
}

/// Returns what the account was told, or will be.
pub(super) async fn own(connection: &Connection) -> Answer<Paged<Notice>> {
    connection.ask(async |ek, context| ek.notices(context, NoticesOf::Own, newest()).await).await
}

/// Returns what the account wants to be told.
pub(super) async fn settings(connection: &Connection) -> Answer<NoticeSettings> {
    connection.ask(async |ek, context| ek.notice_settings(context, None).await).await
}

/// Returns what left the house.
pub(super) async fn deliveries(connection: &Connection) -> Answer<Paged<Delivery>> {
    connection.ask(async |ek, context| ek.deliveries(context, newest()).await).await
}

/// Keeps what the account wants to be told.
pub(super) async fn keep(connection: &Connection, settings: &NoticeSettings) -> Done {
    let answer = connection.ask(async |ek, context| ek.set_notice_settings(context, settings.clone()).await).await;
    Done::NoticeSettingsKept(answer.map(Box::new))
}

/// Sends the account a message.
pub(super) async fn test(connection: &Connection, key: OnceKey, channel: Channel) -> Done {
    Done::NoticeTested(connection.ask(async |ek, context| ek.test_notice(context, key.clone(), channel).await).await)
}
