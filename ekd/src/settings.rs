//! The journal of settings: what people write down about changes at a site's automation, and take back.
//!
//! Decides and writes in the caller's transaction. Staff who operate write about all sites; who acts for a customer, about
//! that customer's, in the time in which they are the customer's.

use common::fault::{Cause, ReportCause};
use common::id::{SettingId, SiteId};
use common::rule::RuleScope;
use common::setting::{NewSetting, Setting};
use common::text::is_hidden;
use jiff::SignedDuration;

use crate::accounts::Actor;
use crate::store;
use crate::store::log::{Logbook, Write};
use crate::turned::Turned;
use crate::vigil::deeds::{deed_of, may_rule};

const LONGEST: usize = 200;
/// How far ahead a change may be written down.
const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Writes a change down.
///
/// # Errors
/// [`Cause::NotAllowed`], [`Cause::NoSuchSite`], [`Cause::BadText`], [`Cause::BadPeriod`].
pub fn record(tx: &Write<'_>, log: &Logbook<'_>, actor: &Actor, new: &NewSetting) -> Result<Setting, Turned> {
    may_rule(tx, actor, &RuleScope::Site(new.site.clone()))?;
    let no_such_site = || Cause::NoSuchSite { text: new.site.to_string(), similar: Vec::new() };
    let site = store::site::id_of(tx, new.site.as_str())?.ok_or_else(no_such_site)?;
    let text = new.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.contains(is_hidden) {
        return Err(Cause::BadText { field: "text".to_owned() }.into());
    }
    if new.at.duration_since(actor.now) > MOST_AHEAD || new.at.as_second() < 0 {
        return Err(Cause::BadPeriod { detail: new.at.to_string() }.into());
    }
    if !actor.keeper.role.operates() {
        was_theirs(tx, site, new, actor)?;
    }
    let new = NewSetting { text: text.to_owned(), ..new.clone() };
    let id = store::setting::add(tx, site, &new, (actor.keeper.id, actor.now))?;
    store::audit::append(tx, &deed_of(actor, "setting.record", format!("{} {id}", new.site)))?;
    Ok(store::setting::find(log, id)?.map(|(setting, _)| setting).ok_or(Cause::Internal)?)
}

/// Whoever owns a site now writes nothing into the time of another owner.
fn was_theirs(tx: &Write<'_>, site: SiteId, new: &NewSetting, actor: &Actor) -> Result<(), Turned> {
    let at = new.at.min(actor.now);
    let (then, now) = (store::customer::of_site(tx, site, at)?, store::customer::of_site(tx, site, actor.now)?);
    let is_same = then.is_some() && then.map(|owner| owner.id) == now.map(|owner| owner.id);
    if is_same { Ok(()) } else { Err(Cause::NotAllowed.into()) }
}

/// Takes back what was written down by mistake: staff who operate anything, others what they wrote themselves.
///
/// # Errors
/// [`ReportCause::NoSuchSetting`], [`Cause::NotAllowed`].
pub fn withdraw(tx: &Write<'_>, log: &Logbook<'_>, actor: &Actor, id: SettingId) -> Result<(), Turned> {
    let absent = || Cause::Report { why: ReportCause::NoSuchSetting { id: id.0 } };
    let (setting, kept) = store::setting::find(log, id)?.ok_or_else(absent)?;
    may_rule(tx, actor, &RuleScope::Site(setting.site.clone()))?;
    if !actor.keeper.role.operates() && kept.set_by != Some(actor.keeper.id) {
        return Err(Cause::NotAllowed.into());
    }
    store::setting::withdraw(tx, id, actor.now)?;
    Ok(store::audit::append(tx, &deed_of(actor, "setting.withdraw", format!("{} {id}", setting.site)))?)
}
