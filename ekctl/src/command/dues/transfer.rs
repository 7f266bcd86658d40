//! The transfer that pays: its fields to be copied, its code to be scanned, its slip to be printed.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use common::api::EkClient;
use common::bank_account::BankAccount;
use common::due::{BalanceFilter, TransferOf, TransferOrder, TransferSheetQuery};
use common::id::{CustomerNumber, InvoiceId};
use common::money::{Currency, Money};
use common::page::Page;
use common::text::visible;
use common::transfer::TransferCode;
use common::wire::MAX_WAIT;
use qrcode::{EcLevel, QrCode};

use crate::cli::dues::{PaidArgs, QrArgs, TransferArgs};
use crate::cli::usage::Usage;
use crate::command::invoices::find;
use crate::command::paper;
use crate::exit::Failure;
use crate::output::code::{Ground, QUIET, draw};
use crate::output::look::Glyphs;
use crate::output::{Format, Look, Output, row};
use crate::session::Session;

row! {
    /// A transfer that pays something.
    pub struct TransferRow: "due.transfer" {
        /// account to which it goes
        pub to_account: BankAccount,
        /// how much
        pub amount_pln: Money,
        /// title, with the numbers by which it will be known whose it is
        pub transfer_title: String,
        /// to whom it goes
        pub payee: String,
        /// tax number of the payee
        pub payee_nip: Option<String>,
        /// the VAT goes apart
        pub is_split_payment: bool,
        /// ids of the invoices that it pays, the oldest due first
        pub invoices: Vec<String>,
        /// the account is the customer's virtual one
        pub is_virtual: bool,
        /// text of the code that banking apps scan; null where there is none
        pub qr_text: Option<String>,
        /// too high for the code: the payer types the amount
        pub is_amount_open: bool,
    }
}

/// Columns between a code and the texts beside it.
const GAP: usize = 2;
/// Columns of a terminal whose width nobody tells.
const USUAL_WIDTH: usize = 80;

/// Shows the fields of a transfer, or writes its slip.
///
/// # Errors
/// There is nothing to pay, no account; a file that cannot be written.
pub async fn show(session: &mut Session, output: &mut Output, args: &TransferArgs) -> Result<(), Failure> {
    let of = of(session, &args.paid).await?;
    if let Some(pdf) = &args.pdf {
        return slip(session, output, of, pdf).await;
    }
    let order = ask(session, &of).await?;
    Ok(output.record(transfer_row(&order))?)
}

/// Shows the code of a transfer with its fields beside it, or writes its slip.
///
/// # Errors
/// As [`show`]; the transfer has no code: its fields are shown all the same.
pub async fn qr(session: &mut Session, output: &mut Output, args: &QrArgs) -> Result<(), Failure> {
    let of = of(session, &args.paid).await?;
    if let Some(pdf) = &args.pdf {
        return slip(session, output, of, pdf).await;
    }
    let order = ask(session, &of).await?;
    let code = order.transfer.code();
    if output.look.format == Format::Table {
        let ground = if args.invert { Ground::Black } else { Ground::White };
        let picture = picture(&output.look, &order, code.as_ref().ok(), ground, width());
        output.text(&picture)?;
    } else {
        output.record(transfer_row(&order))?;
    }
    match code {
        Ok(_) => Ok(()),
        Err(reason) => Err(Failure::NoTransferCode { reason }),
    }
}

async fn ask(session: &mut Session, of: &TransferOf) -> Result<TransferOrder, Failure> {
    session.ask(async |ek: &EkClient, context| ek.transfer(context, of.clone()).await).await
}

async fn slip(session: &mut Session, output: &mut Output, of: TransferOf, pdf: &PathBuf) -> Result<(), Failure> {
    let places = paper::places(output, &[("--pdf -", Some(pdf))])?;
    let query = TransferSheetQuery { of, language: output.look.language };
    let call = async |ek: &EkClient, context| ek.transfer_sheet(context, query.clone()).await;
    let drawing = session.ask_within(MAX_WAIT, call).await?;
    for place in places.iter().flatten() {
        paper::keep(output, place, &drawing)?;
    }
    Ok(())
}

/// Returns what is to be paid: invoices that are named, or what a customer owes.
///
/// # Errors
/// None or several invoices fit; whose dues are meant is not told, and there are several customers.
async fn of(session: &mut Session, args: &PaidArgs) -> Result<TransferOf, Failure> {
    if !args.invoices.is_empty() {
        let mut ids: Vec<InvoiceId> = Vec::new();
        for text in &args.invoices {
            let id = find(session, text).await?.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        return Ok(TransferOf::Invoices(ids));
    }
    let customer = if let Some(number) = &args.customer { number.clone() } else { only_customer(session).await? };
    Ok(if args.overdue { TransferOf::Overdue(customer) } else { TransferOf::Total(customer) })
}

/// Returns the only customer whose dues whoever asks can see.
///
/// # Errors
/// There are several, or none.
async fn only_customer(session: &mut Session) -> Result<CustomerNumber, Failure> {
    // A customer may have balances in several currencies; two customers are enough to be too many.
    let filter = BalanceFilter::default();
    let mut found: Option<CustomerNumber> = None;
    let mut page = Page { after: None, limit: 2 };
    loop {
        let call = async |ek: &EkClient, context| ek.balances(context, filter.clone(), page.clone()).await;
        let balances = session.ask(call).await?;
        for balance in balances.items {
            if found.as_ref().is_some_and(|number| *number != balance.customer) {
                return Err(Usage::whose_dues().into());
            }
            found = Some(balance.customer);
        }
        match balances.next {
            Some(next) => page.after = Some(next),
            None => return found.ok_or_else(|| Usage::whose_dues().into()),
        }
    }
}

/// Returns the columns of the terminal.
fn width() -> usize {
    let standard = io::stdout();
    let size = standard.is_terminal().then(|| rustix::termios::tcgetwinsize(&standard).ok()).flatten();
    size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(USUAL_WIDTH)
}

/// Returns the code with the texts of the transfer beside it, or below it where there is no room.
fn picture(look: &Look, order: &TransferOrder, code: Option<&TransferCode>, ground: Ground, width: usize) -> String {
    let drawn = match (code, look.glyphs) {
        (Some(code), Glyphs::Wgl4 | Glyphs::Unicode) => {
            QrCode::with_error_correction_level(&code.text, EcLevel::L).ok()
        }
        (Some(_) | None, _) => None,
    };
    let Some(drawn) = drawn else {
        // As colours of blanks it would be too large for any terminal.
        let mut lines = fields(look, order, code, width);
        lines.extend(code.map(|_| look.texts().get("transfer-no-blocks")));
        return lines.join("\n") + "\n";
    };
    let side = drawn.width() + 2 * QUIET;
    let code_lines = draw(&drawn, look.glyphs, ground);
    let room = width.saturating_sub(side + GAP);
    let account = order.transfer.account.grouped();
    if room < account.chars().count() {
        let below = fields(look, order, code, width);
        return code_lines.into_iter().chain(below).collect::<Vec<_>>().join("\n") + "\n";
    }
    let texts = fields(look, order, code, room);
    let n_lines = code_lines.len().max(texts.len());
    let line = |at: usize| {
        let code = code_lines.get(at).cloned().unwrap_or_else(|| " ".repeat(side));
        let text = texts.get(at).map_or("", String::as_str);
        format!("{code}{}{text}", " ".repeat(GAP)).trim_end().to_owned()
    };
    (0..n_lines).map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns the texts of a transfer, each below its name, in at most so many columns.
fn fields(look: &Look, order: &TransferOrder, code: Option<&TransferCode>, columns: usize) -> Vec<String> {
    let transfer = &order.transfer;
    let values = [
        ("transfer-account", transfer.account.grouped()),
        ("transfer-amount", look.sum(transfer.amount, Currency::PLN)),
        ("transfer-title", visible(&transfer.title).into_owned()),
        ("transfer-payee", visible(&transfer.payee).into_owned()),
    ];
    let mut lines = Vec::new();
    for (id, value) in values {
        lines.push(look.emphasis.strong(&look.texts().get(id)));
        lines.extend(wrapped(&value, columns));
        lines.push(String::new());
    }
    if code.is_some_and(|code| code.is_amount_open) {
        lines.extend(wrapped(&look.texts().get("transfer-amount-open"), columns));
    }
    lines
}

/// Returns the text in lines of at most so many characters, broken between words where it can be.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always a last line");
        let (n_last, n_word) = (last.chars().count(), word.chars().count());
        if n_last == 0 {
            last.push_str(word);
        } else if n_last + 1 + n_word <= columns {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    let cut = |line: String| -> Vec<String> {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(columns.max(1)).map(|piece| piece.iter().collect()).collect()
    };
    lines.into_iter().flat_map(cut).collect()
}

fn transfer_row(order: &TransferOrder) -> TransferRow {
    let TransferOrder { transfer, invoices, virtual_account } = order.clone();
    let code = transfer.code().ok();
    TransferRow {
        to_account: transfer.account,
        amount_pln: transfer.amount,
        transfer_title: transfer.title,
        payee: transfer.payee,
        payee_nip: transfer.nip.map(String::from),
        is_split_payment: transfer.is_split_payment,
        invoices: invoices.iter().map(|id| format!("#{id}")).collect(),
        is_virtual: virtual_account.is_some(),
        is_amount_open: code.as_ref().is_some_and(|code| code.is_amount_open),
        qr_text: code.map(|code| code.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_between_words() {
        assert_eq!(wrapped("FV/2026/10/0042 K-00412", 33), ["FV/2026/10/0042 K-00412"]);
        assert_eq!(wrapped("FV/2026/10/0042 K-00412", 18), ["FV/2026/10/0042", "K-00412"]);
        assert_eq!(wrapped("ABCDEFGH", 5), ["ABCDE", "FGH"]);
    }
}
