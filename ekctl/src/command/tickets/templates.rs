//! Canned answers of the office.

use common::api::EkClient;
use common::fault::{Cause, Fault, TicketCause};
use common::id::TemplateName;
use common::ticket::canned::Template;

use super::drafts::visible_lines;
use super::entries::beginning;
use super::{body, category_word};
use crate::cli::tickets::office::{TemplateDeleteArgs, TemplateSaveArgs, TemplatesVerb};
use crate::command::list_whole;
use crate::dialogue::Dialogue;
use crate::exit::Failure;
use crate::output::{Format, Output, Word, row};
use crate::session::Session;

row! {
    /// A text that is written often.
    pub struct TemplateRow: "ticket.template" brief [name, category, first_line] {
        /// name of the canned answer
        pub name: String,
        /// for tickets of this category first; null: for all
        pub category: Option<Word>,
        /// the beginning of the text
        pub first_line: String,
        /// the text with its places, such as `{number}` and `{today}`
        pub body: String,
    }
}

/// Does what the verb says.
///
/// # Errors
/// There is no such canned answer; nobody agreed; what the daemon refuses.
pub async fn run(
    verb: &TemplatesVerb,
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
) -> Result<(), Failure> {
    match verb {
        TemplatesVerb::List(args) => {
            let templates = all(session).await?;
            list_whole(output, args, templates.into_iter().map(template_row))
        }
        TemplatesVerb::Show(args) => {
            let template = find(session, &args.name).await?;
            show(output, template)
        }
        TemplatesVerb::Save(args) => save(session, output, dialogue, args).await,
        TemplatesVerb::Delete(args) => delete(session, output, dialogue, args).await,
    }
}

fn show(output: &mut Output, template: Template) -> Result<(), Failure> {
    match output.look.format {
        Format::Table => Ok(output.text(&format!("{}\n", visible_lines(&template.body)))?),
        Format::Json | Format::Ndjson | Format::Csv(_) => Ok(output.record(template_row(template))?),
    }
}

async fn save(
    session: &mut Session,
    output: &mut Output,
    dialogue: &Dialogue,
    args: &TemplateSaveArgs,
) -> Result<(), Failure> {
    let name = args.template.name.clone();
    let before = all(session).await?.into_iter().find(|template| template.name == name);
    let begins = before.as_ref().map_or("", |template| template.body.as_str());
    let text = body::read(&args.body, *dialogue, begins)?;
    let category = args.category.or(before.as_ref().and_then(|template| template.category));
    let template = Template { name, category, body: text.body.clone() };
    let call = async |ek: &EkClient, context, key| ek.save_template(context, key, template.clone()).await;
    let saved = session.ask_once(call).await;
    let template = text.after(output, saved)?;
    let sentence = output.look.texts().format("template-saved", &[("name", template.name.to_string().into())]);
    Ok(output.told(template_row(template), &sentence)?)
}

async fn delete(
    session: &mut Session,
    output: &Output,
    dialogue: &Dialogue,
    args: &TemplateDeleteArgs,
) -> Result<(), Failure> {
    let name = find(session, &args.template.name).await?.name;
    let arguments = [("name", name.to_string().into())];
    if !args.agreed.yes {
        dialogue.agree("agree-template-delete", &arguments).await?;
    }
    session.ask(async |ek: &EkClient, context| ek.remove_template(context, name.clone()).await).await?;
    Ok(output.note(&output.look.texts().format("template-deleted", &arguments))?)
}

async fn all(session: &mut Session) -> Result<Vec<Template>, Failure> {
    session.ask(async |ek: &EkClient, context| ek.templates(context).await).await
}

/// Returns the canned answer with this name.
///
/// # Errors
/// There is none.
pub(super) async fn find(session: &mut Session, name: &TemplateName) -> Result<Template, Failure> {
    let found = all(session).await?.into_iter().find(|template| template.name == *name);
    found.ok_or_else(|| {
        Fault::from(Cause::Ticket { why: TicketCause::NoSuchTemplate { name: name.to_string() } }).into()
    })
}

fn template_row(template: Template) -> TemplateRow {
    TemplateRow {
        name: template.name.to_string(),
        category: template.category.map(category_word),
        first_line: beginning(&template.body),
        body: template.body,
    }
}
