//! Making a rule: from a file, or one for a limit from flags.

use common::id::RuleName;
use common::language::Language;
use common::quantity::{Quantity, Value, written};
use common::rule::{Beyond, Condition, Limit, Rule};

use super::{all, save, scope};
use crate::cli::rule_file;
use crate::cli::rules::RuleCreateArgs;
use crate::cli::usage::Usage;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;

/// Makes a rule.
///
/// # Errors
/// A slip, or a rule of this name is there already.
pub async fn run(session: &mut Session, output: &mut Output, args: &RuleCreateArgs) -> Result<(), Failure> {
    let rule = match (&args.file, &args.name, args.quantity) {
        (None, Some(name), Some(quantity)) => of_flags(session, output.look.language, args, (name, quantity)).await?,
        (None, _, _) => return Err(Usage::nothing_to_change().into()),
        (Some(path), _, _) => {
            let text = rule_file::load(path).map_err(|cause| Failure::Unreadable { path: path.clone(), cause })?;
            let read = rule_file::read_single(&text);
            read.map_err(|slip| Failure::RuleFile { file: path.clone(), slip: Box::new(slip) })?
        }
    };
    if all(session).await?.iter().any(|known| known.name == rule.name) {
        return Err(Failure::RuleExists { name: rule.name.to_string() });
    }
    save(session, output, &rule).await
}

async fn of_flags(
    session: &mut Session,
    language: Language,
    args: &RuleCreateArgs,
    (name, quantity): (&RuleName, Quantity),
) -> Result<Rule, Failure> {
    let raise = amount("--raise", args.raise.as_deref().unwrap_or_default(), quantity, language)?;
    let clear = match &args.clear {
        Some(text) => amount("--clear", text, quantity, language)?,
        None => raise,
    };
    Ok(Rule {
        name: name.clone(),
        enabled: true,
        scope: scope(session, &args.scope).await?,
        severity: args.severity,
        rises: Vec::new(),
        remind_every: None,
        escalate: None,
        condition: Condition::Limit(Limit {
            quantity,
            beyond: if args.below { Beyond::Below } else { Beyond::Above },
            raise,
            clear,
            raise_after: args.after,
            clear_after: args.clear_after,
        }),
    })
}

/// Reads a limit; the comma is a decimal separator only where the reader's language writes it so.
fn amount(argument: &str, text: &str, quantity: Quantity, language: Language) -> Result<Value, Usage> {
    let number = match language {
        Language::Polish => text.replace(',', "."),
        Language::English => text.to_owned(),
    };
    let base = written::read(&number, quantity.dimension());
    base.map(|base| Value::new(quantity, base)).map_err(|_| Usage::no_limit(argument, text, quantity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_with_their_units() {
        let check = |text, language, expected| {
            let read = amount("--raise", text, Quantity::Outdoor, language).ok().map(Value::base);
            assert_eq!(read, expected, "{text}");
        };
        check("-12.5 °C", Language::English, Some(-12_500));
        check("-12,5 °C", Language::Polish, Some(-12_500));
        check("-12,5 °C", Language::English, None);
        check("12", Language::Polish, None);
        check("12 K", Language::Polish, None);
    }
}
