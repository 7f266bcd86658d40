//! Questions about people: the own account, and customers.

use common::client::Connection;
use common::customer::{AccountFilter, CustomerFilter};
use common::fault::FaultCode;
use common::id::CustomerNumber;
use common::log_in::LogInQuery;
use common::page::Page;

use super::{alarms, analysis, billing, notices, reports, tickets};
use crate::app::Message;
use crate::effect::{Answer, Ask, Card, CustomerList, Deed, Done, MOST_CUSTOMERS};

/// Log-ins shown.
const N_LOG_INS: u32 = 200;
/// Accounts of one customer at most.
const N_ACCOUNTS: u32 = 100;

/// Puts a question and returns the message that carries the answer.
pub(super) async fn put(connection: &Connection, ask: Ask) -> Message {
    match ask {
        Ask::LogIns => {
            let page = Page { after: None, limit: N_LOG_INS };
            let query = LogInQuery::default();
            let answer =
                connection.ask(async |ek, context| ek.log_ins(context, query.clone(), page.clone()).await).await;
            Message::LogIns(answer.map(|paged| paged.items))
        }
        Ask::Sessions => Message::Sessions(connection.ask(async |ek, context| ek.sessions(context, None).await).await),
        Ask::Tokens => Message::Tokens(connection.ask(async |ek, context| ek.tokens(context, None).await).await),
        Ask::Customers(text) => {
            let answer = customers(connection, &text).await;
            Message::Customers(text, answer)
        }
        Ask::Customer(number) => {
            let answer = card(connection, &number).await;
            Message::Customer(number, Box::new(answer))
        }
        Ask::Do(deed) => Message::Done(Box::new(perform(connection, deed).await)),
        _ => Message::Account(Box::new(connection.ask(async |ek, context| ek.account(context).await).await)),
    }
}

async fn customers(connection: &Connection, text: &str) -> Answer<CustomerList> {
    let text = (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let filter = CustomerFilter { text };
    let (mut customers, mut page) = (Vec::new(), Page::default());
    loop {
        let paged =
            connection.ask(async |ek, context| ek.customers(context, filter.clone(), page.clone()).await).await?;
        customers.extend(paged.items);
        match paged.next {
            Some(next) if customers.len() < MOST_CUSTOMERS => page.after = Some(next),
            next => return Ok(CustomerList { customers, cut: next.is_some() }),
        }
    }
}

async fn card(connection: &Connection, number: &CustomerNumber) -> Answer<Card> {
    let file = connection.ask(async |ek, context| ek.find_customer(context, number.as_str().to_owned()).await).await?;
    let filter = AccountFilter { customer: Some(number.clone()), ..AccountFilter::default() };
    let page = Page { after: None, limit: N_ACCOUNTS };
    let accounts = connection.ask(async |ek, context| ek.accounts(context, filter.clone(), page.clone()).await).await;
    match accounts {
        Err(fault) if fault.code == FaultCode::LoginNeeded => Err(fault),
        accounts => {
            let balances = billing::balances_of(connection, number).await;
            let contracts = billing::contracts(connection, Some(number)).await;
            Ok(Card { file, accounts: accounts.map(|paged| paged.items), balances, contracts })
        }
    }
}

async fn perform(connection: &Connection, deed: Deed) -> Done {
    match deed {
        Deed::ChangePassword(change) => Done::PasswordChanged(
            connection.ask(async |ek, context| ek.change_password(context, change.clone()).await).await,
        ),
        Deed::SetContact(key, change) => Done::ContactSet(
            connection.ask(async |ek, context| ek.set_contact(context, key.clone(), change.clone()).await).await,
        ),
        Deed::ConfirmContact(code) => Done::ContactConfirmed(
            connection.ask(async |ek, context| ek.confirm_contact(context, code.clone()).await).await,
        ),
        Deed::BeginTotp(password) => {
            Done::TotpOffered(connection.ask(async |ek, context| ek.begin_totp(context, password.clone()).await).await)
        }
        Deed::ConfirmTotp(code) => {
            Done::TotpConfirmed(connection.ask(async |ek, context| ek.confirm_totp(context, code.clone()).await).await)
        }
        Deed::RemoveTotp(password) => {
            Done::TotpRemoved(connection.ask(async |ek, context| ek.remove_totp(context, password.clone()).await).await)
        }
        Deed::NotMe => Done::NotMe(connection.ask(async |ek, context| ek.not_me(context).await).await),
        Deed::EndSessions(which) => {
            Done::SessionsEnded(connection.ask(async |ek, context| ek.end_sessions(context, which).await).await)
        }
        Deed::CreateToken(key, token) => Done::TokenCreated(
            connection.ask(async |ek, context| ek.create_token(context, key.clone(), token.clone()).await).await,
        ),
        Deed::ChangeAlarms(key, deed) => alarms::change(connection, key, deed).await,
        Deed::SaveRule(key, rule) => alarms::save_rule(connection, key, &rule).await,
        Deed::PreviewRule(rule, period) => alarms::preview_rule(connection, &rule, period).await,
        Deed::RemoveRule(key, name) => alarms::remove_rule(connection, key, name).await,
        Deed::SetNoticeSettings(settings) => notices::keep(connection, &settings).await,
        Deed::TestNotice(key, channel) => notices::test(connection, key, channel).await,
        Deed::Send(key, dispatch) => Done::Sent(key.clone(), tickets::send(connection, &key, &dispatch).await),
        Deed::Unsend(id) => tickets::unsend(connection, id).await,
        Deed::ChangeTickets(key, deeds) => tickets::change(connection, &key, deeds).await,
        Deed::SaveDraft(key, dispatch) => tickets::save_draft(connection, &key, &dispatch).await,
        Deed::DropDraft(key) => tickets::drop_draft(connection, &key).await,
        Deed::RecordSetting(key, setting) => analysis::record(connection, &key, &setting).await,
        Deed::WithdrawSetting(id) => {
            let answer = connection.ask(async |ek, context| ek.withdraw_setting(context, id).await).await;
            Done::SettingWithdrawn(answer)
        }
        Deed::MakeReport(key, report, written) => reports::make(connection, &key, &report, written).await,
        Deed::DropMade(id) => {
            Done::MadeDropped(id, connection.ask(async |ek, context| ek.drop_made(context, id).await).await)
        }
        Deed::SaveReport(key, report) => reports::save(connection, &key, &report).await,
        Deed::RemoveReport(report) => reports::remove(connection, report).await,
        Deed::ChangePayment(key, id, change) => billing::change(connection, key, id, change).await,
        Deed::AssignInvoice(key, owner) => billing::assign(connection, key, owner).await,
        Deed::RevokeToken(id) => {
            Done::TokenRevoked(connection.ask(async |ek, context| ek.revoke_token(context, id).await).await)
        }
    }
}
