//! Rules: what counts as wrong. They leave as the files that they can come back from.

pub mod apply;
pub mod create;
pub mod edit;
pub mod preview;

use common::api::EkClient;
use common::fault::{Cause, Fault};
use common::id::RuleName;
use common::rule::{Rule, RuleScope};
use jiff::SignedDuration;

use super::alarms::severity_word;
use super::list_whole;
use crate::cli::global::CallArgs;
use crate::cli::rule_file;
use crate::cli::rules::{RuleDeleteArgs, RulesVerb, ScopeArgs};
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Format, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// A rule: what raises alarms of one kind, and where.
    pub struct RuleRow: "rule.list" brief [name, kind, area, of, severity, enabled] {
        /// name of the rule
        pub name: String,
        /// what it finds, as the catalogue calls it
        pub kind: Word,
        /// false: it does not count
        pub enabled: bool,
        /// installation, customer, site, point
        pub area: Word,
        /// number of the customer, or code of the site or the point
        pub of: Option<String>,
        /// notice, warning, alarm
        pub severity: Word,
        /// how often who was told is told again, in seconds
        pub remind_every_s: Option<SignedDuration>,
        /// after what time without an acknowledgement others are told, in seconds
        pub escalate_after_s: Option<SignedDuration>,
        /// who they are
        pub escalate_to: Vec<String>,
    }
}

row! {
    /// A whole rule, as a file.
    pub struct RuleShowRow: "rule.show" {
        /// name of the rule
        pub name: String,
        /// what `rules apply` and `rules create --file` read
        pub toml: String,
    }
}

/// Does what the verb says.
///
/// # Errors
/// A slip in a file, with its line; nobody agreed; what the daemon refuses.
pub async fn run(verb: &RulesVerb, call: &CallArgs, session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let dialogue = Dialogue::new(call, None, output.look.language);
    match verb {
        RulesVerb::List(args) => {
            let rules = all(session).await?;
            list_whole(output, args, rules.iter().map(rule_row))
        }
        RulesVerb::Show(args) => {
            let rule = find(session, &args.name).await?;
            files(output, &[rule])
        }
        RulesVerb::Create(args) => create::run(session, output, args).await,
        RulesVerb::Edit(args) => edit::run(session, output, &dialogue, &args.name).await,
        RulesVerb::Delete(args) => delete(session, output, &dialogue, args).await,
        RulesVerb::Enable(args) => switch(session, output, &args.name, |rule| rule.enabled = true).await,
        RulesVerb::Disable(args) => switch(session, output, &args.name, |rule| rule.enabled = false).await,
        RulesVerb::Preview(args) => preview::run(session, output, args).await,
        RulesVerb::Export => {
            let rules = all(session).await?;
            files(output, &rules)
        }
        RulesVerb::Apply(args) => apply::run(session, output, &dialogue, args).await,
    }
}

async fn all(session: &mut Session) -> Result<Vec<Rule>, Failure> {
    session.ask(async |ek, context| ek.rules(context).await).await
}

/// Returns the rule with this name.
///
/// # Errors
/// There is none.
async fn find(session: &mut Session, name: &RuleName) -> Result<Rule, Failure> {
    let found = all(session).await?.into_iter().find(|rule| rule.name == *name);
    found.ok_or_else(|| Fault::from(Cause::NoSuchRule { name: name.to_string() }).into())
}

async fn delete(
    session: &mut Session,
    output: &Output,
    dialogue: &Dialogue,
    args: &RuleDeleteArgs,
) -> Result<(), Failure> {
    let name = find(session, &args.rule.name).await?.name;
    let arguments = [("name", name.to_string().into())];
    if !args.agreed.yes {
        dialogue.agree("agree-rule-delete", &arguments).await?;
    }
    session.ask_once(async |ek: &EkClient, context, key| ek.remove_rule(context, key, name.clone()).await).await?;
    Ok(output.note(&output.look.texts().format("rule-deleted", &arguments))?)
}

async fn switch(
    session: &mut Session,
    output: &mut Output,
    name: &RuleName,
    turn: impl Fn(&mut Rule),
) -> Result<(), Failure> {
    let mut rule = find(session, name).await?;
    turn(&mut rule);
    save(session, output, &rule).await
}

/// Saves a rule and shows what changed.
///
/// # Errors
/// What the daemon refuses.
async fn save(session: &mut Session, output: &mut Output, rule: &Rule) -> Result<(), Failure> {
    let call = async |ek: &EkClient, context, key| ek.save_rule(context, key, rule.clone()).await;
    let change = session.ask_once(call).await?;
    apply::tell(output, &[change])
}

/// Writes rules as a file for people, as rows for programs.
fn files(output: &mut Output, rules: &[Rule]) -> Result<(), Failure> {
    if output.look.format == Format::Table {
        return Ok(output.text(&rule_file::write_all(rules))?);
    }
    let mut listing = output.list::<RuleShowRow>(&Pick::default())?;
    for rule in rules {
        listing.push(RuleShowRow { name: rule.name.to_string(), toml: rule_file::write(rule) })?;
    }
    Ok(listing.finish(None)?)
}

/// Returns where something is to count.
///
/// # Errors
/// No site or no point fits.
pub(super) async fn scope(session: &mut Session, args: &ScopeArgs) -> Result<RuleScope, Failure> {
    if let Some(text) = &args.site {
        let site = session.ask(async |ek, context| ek.find_site(context, text.clone()).await).await?;
        return Ok(RuleScope::Site(site.code));
    }
    if let Some(text) = &args.point {
        return Ok(RuleScope::Point(session.point(text).await?.code));
    }
    Ok(args.customer.clone().map_or(RuleScope::Installation, RuleScope::Customer))
}

/// Returns where something counts: the kind of place, and which one.
pub(super) fn scope_cells(scope: &RuleScope) -> (Word, Option<String>) {
    let (name, of) = match scope {
        RuleScope::Installation => ("installation", None),
        RuleScope::Customer(number) => ("customer", Some(number.to_string())),
        RuleScope::Site(site) => ("site", Some(site.to_string())),
        RuleScope::Point(point) => ("point", Some(point.to_string())),
    };
    (Word { group: "area", name }, of)
}

fn rule_row(rule: &Rule) -> RuleRow {
    let (area, of) = scope_cells(&rule.scope);
    let escalate = rule.escalate.as_ref();
    RuleRow {
        name: rule.name.to_string(),
        kind: Word { group: "alarm-short", name: rule.condition.kind().name() },
        enabled: rule.enabled,
        area,
        of,
        severity: severity_word(rule.severity),
        remind_every_s: rule.remind_every,
        escalate_after_s: escalate.map(|escalate| escalate.after),
        escalate_to: escalate.map(|one| one.to.iter().map(ToString::to_string).collect()).unwrap_or_default(),
    }
}
