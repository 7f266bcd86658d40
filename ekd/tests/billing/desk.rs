//! What a clerk has: a directory into which files are put, and questions.

use std::path::{Path, PathBuf};

use common::api::{EkClient, UploadPart};
use common::bank_account::BankAccount;
use common::contract::{Contract, ContractSite, InterestKind};
use common::customer::{CustomerCard, NewCustomer};
use common::due::{Balance, BalanceFilter};
use common::fault::Fault;
use common::id::{ContractNumber, CustomerNumber, SiteCode};
use common::invoice::file::{BillingFile, BillingFileFilter, ImportMode, NewBillingFile};
use common::invoice::{Invoice, InvoiceFilter};
use common::money::Currency;
use common::page::Page;
use common::payment::{Payment, PaymentFilter};
use jiff::civil::date;
use serde_bytes::ByteBuf;
use tempfile::TempDir;

use crate::harness::client::{Client, once};
use crate::harness::daemon::TestDaemon;

/// Virtual accounts whose figures check.
pub(crate) const ACCOUNTS: [&str; 3] =
    ["PL43102011110000000000000001", "PL16102011110000000000000002", "PL86102011110000000000000003"];

/// A daemon with a directory for billing files.
pub(crate) struct Desk {
    pub(crate) daemon: TestDaemon,
    pub(crate) client: Client,
    drop: TempDir,
}

/// The section of the configuration that watches a directory.
pub(crate) fn section(directory: &Path) -> String {
    format!("[billing]\ndirectory = '{}'\ninterval = '1s'\nsettle = '0s'\n", directory.display())
}

impl Desk {
    /// Starts on a day, with three customers that have a site each.
    pub(crate) async fn start(now: &str) -> Self {
        let drop = tempfile::tempdir().unwrap();
        let daemon = TestDaemon::start(now, &section(drop.path())).await;
        let client = daemon.client().await;
        let desk = Self { daemon, client, drop };
        desk.furnish().await;
        desk
    }

    async fn furnish(&self) {
        furnish(&self.client).await;
    }

    pub(crate) fn inbox(&self) -> PathBuf {
        self.drop.path().join("inbox")
    }

    pub(crate) fn parked(&self) -> PathBuf {
        self.drop.path().join("parked")
    }

    /// Puts a file into the directory as others do, by renaming, and returns what became of it.
    pub(crate) async fn put(&self, name: &str, bytes: &[u8]) -> BillingFile {
        let newest = self.files().await.first().map(|file| file.id);
        put(&self.inbox(), name, bytes);
        let came = async || {
            let files = self.files().await;
            files.into_iter().find(|file| file.name == name && newest.is_none_or(|newest| file.id > newest))
        };
        self.client.wait_until("the file is taken", async |_| came().await.is_some()).await;
        came().await.unwrap()
    }

    pub(crate) async fn files(&self) -> Vec<BillingFile> {
        let filter = BillingFileFilter::default();
        self.ask(async |ek, context| ek.billing_files(context, filter.clone(), Page::default()).await).await.items
    }

    pub(crate) async fn ask<T>(
        &self,
        call: impl AsyncFn(&EkClient, tarpc::context::Context) -> Result<Result<T, Fault>, tarpc::client::RpcError>,
    ) -> T {
        self.client.connection.ask(call).await.unwrap()
    }

    pub(crate) async fn balance(&self, customer: &str) -> Balance {
        let filter = BalanceFilter { customer: Some(number(customer)), ..BalanceFilter::default() };
        let all = self.ask(async |ek, context| ek.balances(context, filter.clone(), Page::default()).await).await.items;
        all.into_iter().find(|balance| balance.currency == Currency::PLN).unwrap()
    }

    pub(crate) async fn invoices(&self, filter: InvoiceFilter) -> Vec<Invoice> {
        self.ask(async |ek, context| ek.invoices(context, filter.clone(), Page::default()).await).await.items
    }

    pub(crate) async fn payments(&self) -> Vec<Payment> {
        let filter = PaymentFilter::default();
        self.ask(async |ek, context| ek.payments(context, filter.clone(), Page::default()).await).await.items
    }
}

/// Puts a file into a directory by renaming.
pub(crate) fn put(inbox: &Path, name: &str, bytes: &[u8]) {
    let aside = inbox.parent().unwrap().join(format!("aside-{name}"));
    std::fs::write(&aside, bytes).unwrap();
    std::fs::rename(aside, inbox.join(name)).unwrap();
}

pub(crate) fn number(text: &str) -> CustomerNumber {
    CustomerNumber::parse(text).unwrap()
}

/// Makes three customers with a site and a contract each: `K-1` at `W-1` and so on.
pub(crate) async fn furnish(client: &Client) {
    let site = |n| {
        format!(
            "<site code=\"W-{n}\" name=\"Ciepła {n}\"><point code=\"P-{n}\" name=\"węzeł\" cadence=\"PT1H\">\
             <meter serial=\"S-{n}\" model=\"x\" from=\"2024-01-01T00:00:00Z\"/></point></site>"
        )
    };
    let sites = [1, 2, 3].map(site).concat();
    let registry = format!("<document xmlns=\"urn:ek:document:1\" version=\"1\">{sites}</document>");
    client.import("registry.xml", None, registry.as_bytes()).await;
    for (n, account) in (1..=3).zip(ACCOUNTS) {
        let card = CustomerCard { name: format!("Wspólnota Ciepła {n}"), ..CustomerCard::default() };
        let customer = NewCustomer { number: number(&format!("K-{n}")), card };
        let saved =
            client.connection.ask(async |ek, context| ek.save_customer(context, once(), customer.clone()).await);
        saved.await.unwrap();
        let contract = Contract {
            number: ContractNumber::parse(&format!("U/{n}")).unwrap(),
            customer: number(&format!("K-{n}")),
            from: date(2025, 1, 1),
            until: None,
            tariff: None,
            sites: vec![ContractSite { site: SiteCode::parse(&format!("W-{n}")).unwrap(), power: None }],
            account: Some(BankAccount::parse(account).unwrap()),
            interest: InterestKind::Civil,
        };
        let saved =
            client.connection.ask(async |ek, context| ek.save_contract(context, once(), contract.clone()).await);
        saved.await.unwrap();
    }
}

/// Hands a file in over the service.
pub(crate) async fn import(client: &Client, name: &str, bytes: &[u8], mode: ImportMode) -> Result<BillingFile, Fault> {
    let key = once();
    for (at, piece) in bytes.chunks(common::api::MAX_UPLOAD_PART).enumerate() {
        let offset = (at * common::api::MAX_UPLOAD_PART) as u64;
        let part = UploadPart { key: key.clone(), offset, bytes: ByteBuf::from(piece) };
        client.connection.ask(async |ek, context| ek.upload_billing(context, part.clone()).await).await?;
    }
    let file = NewBillingFile {
        name: name.to_owned(),
        mapping: None,
        size: bytes.len() as u64,
        digest: ekd::reception::digest(bytes),
        ksef_number: None,
        told: None,
        mode,
    };
    client.connection.ask(async |ek, context| ek.import_billing(context, key.clone(), file.clone()).await).await
}
