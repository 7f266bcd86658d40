//! Making a file of rules true, after showing what that changes.

use common::api::EkClient;
use common::rule::{Application, Rule, RuleChange, RuleChanges};
use common::text::visible;

use crate::cli::rule_file;
use crate::cli::rules::RulesApplyArgs;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Format, Output, Pick, Word, row};
use crate::session::Session;

row! {
    /// What became of a rule; of a changed one, a row for each changed key.
    pub struct RuleChangeRow: "rule.change" {
        /// added, changed, removed, same
        pub change: Word,
        /// name of the rule
        pub name: String,
        /// the key that was changed
        pub key: Option<String>,
        /// what stood there, as in a file; null where nothing did
        pub before: Option<String>,
        /// what stands there now
        pub after: Option<String>,
    }
}

/// Makes the rules of a file all there are, or shows what would change.
///
/// # Errors
/// A slip in the file, with its line; nobody agreed to a removal; what the daemon refuses.
pub async fn run(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &RulesApplyArgs,
) -> Result<(), Failure> {
    let path = &args.file;
    let text = rule_file::load(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
    let rules =
        rule_file::read(&text).map_err(|slip| Failure::RuleFile { file: path.clone(), slip: Box::new(slip) })?;
    let planned = apply(session, &rules, Application::DryRun).await?;
    if args.dry_run {
        tell(output, &planned.changes)?;
        let line = output.look.texts().get("dry-run");
        return Ok(output.footer(&line)?);
    }
    let gone = removed(&planned.changes);
    if !gone.is_empty() && !args.agreed.yes {
        // What is asked about must be seen before, wherever the answer goes.
        for change in planned.changes.iter().filter(|_| dialogue.has_patience()) {
            lines(change).iter().try_for_each(|line| dialogue.line(line))?;
        }
        dialogue.agree("agree-rules-remove", &[("names", gone.join(", ").into())]).await?;
    }
    let done = apply(session, &rules, Application::Write).await?;
    tell(output, &done.changes)
}

async fn apply(session: &mut Session, rules: &[Rule], how: Application) -> Result<RuleChanges, Failure> {
    let call = async |ek: &EkClient, context, key| ek.apply_rules(context, key, rules.to_vec(), how).await;
    session.ask_once(call).await
}

fn removed(changes: &[RuleChange]) -> Vec<String> {
    let gone = changes.iter().filter_map(|change| match change {
        RuleChange::Removed { rule } => Some(rule.name.to_string()),
        RuleChange::Added { .. } | RuleChange::Changed { .. } | RuleChange::Same { .. } => None,
    });
    gone.collect()
}

/// Writes what changed: for people as signs and keys, for programs as rows.
///
/// # Errors
/// Those of the writer.
pub(super) fn tell(output: &mut Output, changes: &[RuleChange]) -> Result<(), Failure> {
    if output.look.format != Format::Table {
        let mut listing = output.list::<RuleChangeRow>(&Pick::default())?;
        for row in changes.iter().flat_map(rows) {
            listing.push(row)?;
        }
        return Ok(listing.finish(None)?);
    }
    let lines: Vec<_> = changes.iter().flat_map(lines).collect();
    if lines.is_empty() {
        let line = output.look.texts().get("rules-same");
        return Ok(output.footer(&line)?);
    }
    for line in lines {
        output.footer(&line)?;
    }
    Ok(())
}

/// Returns the lines of a change: its sign and the rule's name, below them what is now otherwise.
fn lines(change: &RuleChange) -> Vec<String> {
    let rows = rows(change);
    let sign = match change {
        RuleChange::Added { .. } => "+",
        RuleChange::Changed { .. } => "~",
        RuleChange::Removed { .. } => "-",
        RuleChange::Same { .. } => return Vec::new(),
    };
    let head = rows.first().map(|row| format!("{sign} {}", visible(&row.name)));
    let below = rows.iter().filter_map(|row| {
        let side = |text: &Option<String>| text.as_deref().map_or_else(|| "-".to_owned(), |text| visible(text).into());
        row.key.as_ref().map(|key| format!("    {key}: {} → {}", side(&row.before), side(&row.after)))
    });
    head.into_iter().chain(below).collect()
}

fn rows(change: &RuleChange) -> Vec<RuleChangeRow> {
    let whole = |change, name: String| {
        let change = Word { group: "rule-change", name: change };
        vec![RuleChangeRow { change, name, key: None, before: None, after: None }]
    };
    match change {
        RuleChange::Added { rule } => whole("added", rule.name.to_string()),
        RuleChange::Removed { rule } => whole("removed", rule.name.to_string()),
        RuleChange::Same { name } => whole("same", name.to_string()),
        RuleChange::Changed { from, to } => changed_keys(from, to),
    }
}

fn changed_keys(from: &Rule, to: &Rule) -> Vec<RuleChangeRow> {
    let (before, after) = (rule_file::figures(from), rule_file::figures(to));
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let changed = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
    let row = |key: &String| RuleChangeRow {
        change: Word { group: "rule-change", name: "changed" },
        name: to.name.to_string(),
        key: Some(key.clone()),
        before: before.get(key).map(ToString::to_string),
        after: after.get(key).map(ToString::to_string),
    };
    changed.map(row).collect()
}
