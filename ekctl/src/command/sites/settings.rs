//! The journal of settings: what was changed at a site, when and by whom.

use common::api::EkClient;
use common::id::SettingId;
use common::setting::{NewSetting, Setting, SettingQuery};
use jiff::Timestamp;

use crate::cli::sites::{AnnotateArgs, SettingsArgs, WithdrawArgs};
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::{Session, list as list_rows};

row! {
    /// A change of settings at a site.
    pub struct SettingRow: "site.setting" brief [number, site, at, kind, text, set_by] {
        /// number of the change; null: a heating curve, which `weather curves` sets
        pub number: Option<SettingId>,
        /// code of the site
        pub site: String,
        /// since when it counts
        pub at: Timestamp,
        /// curve, `set_back`, `heating_limit`, `hot_water`, hydraulics, building, other
        pub kind: Word,
        /// what was changed
        pub text: String,
        /// when it was written down
        pub set_at: Timestamp,
        /// who wrote it down; null where that is not told
        pub set_by: Option<String>,
    }
}

/// Lists changes of settings.
///
/// # Errors
/// No site fits; a period that cannot be read.
pub async fn list(session: &mut Session, output: &mut Output, args: &SettingsArgs) -> Result<(), Failure> {
    let period = match args.range.text() {
        Some(_) => Some(session.period(&args.range, "")?),
        None => None,
    };
    let query = SettingQuery { site: session.site_code(args.site.as_deref()).await?, period };
    let call = async |ek: &EkClient, context, page| ek.settings(context, query.clone(), page).await;
    list_rows(session, output, &args.list, call, setting_row).await
}

/// Writes a change down.
///
/// # Errors
/// No site fits; an instant that cannot be read; what the daemon refuses.
pub async fn annotate(session: &mut Session, output: &mut Output, args: &AnnotateArgs) -> Result<(), Failure> {
    let at = match &args.at {
        Some(at) => session.instant("--at", at)?,
        None => session.now(),
    };
    let site = super::code(session, &args.site.id).await?;
    let new = NewSetting { site, at, kind: args.kind, text: args.text.clone() };
    let call = async |ek: &EkClient, context, key| ek.record_setting(context, key, new.clone()).await;
    let setting = session.ask_once(call).await?;
    let number = setting.id.map(|id| id.to_string()).unwrap_or_default();
    let arguments = [("number", number.into()), ("site", setting.site.to_string().into())];
    let sentence = output.look.texts().format("setting-recorded", &arguments);
    Ok(output.told(setting_row(setting), &sentence)?)
}

/// Takes a change back.
///
/// # Errors
/// There is no such change, or it is a heating curve.
pub async fn withdraw(session: &mut Session, output: &Output, args: &WithdrawArgs) -> Result<(), Failure> {
    let number = args.number;
    session.ask(async |ek: &EkClient, context| ek.withdraw_setting(context, number).await).await?;
    Ok(output.note(&output.look.texts().format("setting-withdrawn", &[("number", number.to_string().into())]))?)
}

fn setting_row(setting: Setting) -> SettingRow {
    SettingRow {
        number: setting.id,
        site: setting.site.into(),
        at: setting.at,
        kind: Word { group: "setting", name: setting.kind.name() },
        text: setting.text,
        set_at: setting.set_at,
        set_by: setting.set_by.map(|login| login.to_string()),
    }
}
