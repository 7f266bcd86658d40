//! An invoice, a payment and a contract of each customer, and what is asked of them.

use std::collections::BTreeMap;

use common::api::{EkRequest, UploadPart};
use common::contract::{Contract, ContractFilter, ContractSite, InterestKind};
use common::due::{BalanceFilter, DueFilter, TransferOf, TransferSheetQuery};
use common::id::{AllocationId, ContractNumber, InvoiceId, PaymentId};
use common::invoice::check::{BillCheckQuery, CostQuery};
use common::invoice::file::{BillingFile, BillingFileFilter, FileOutcome, ImportMode, NewBillingFile};
use common::invoice::{Invoice, InvoiceFileQuery, InvoiceFilter, InvoiceOwner, InvoiceSheetQuery};
use common::language::Language;
use common::page::{Page, Paged};
use common::payment::{Payment, PaymentAct, PaymentDeed, PaymentFilter};
use jiff::civil::date;
use serde_bytes::ByteBuf;

use crate::caller::Caller;
use crate::cases::{self, Target, Whose, site_code};
use crate::harness::client::once;
use crate::papers::{Fa, Incoming, mt940};
use crate::town::TENANTS;

/// What a customer has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seeds {
    pub(crate) invoice: InvoiceId,
    pub(crate) payment: PaymentId,
}

impl Seeds {
    /// Nobody's.
    pub(crate) fn nobody() -> Self {
        Self { invoice: InvoiceId(1 << 40), payment: PaymentId(1 << 40) }
    }
}

/// The mark in the money of a target.
pub(crate) fn money(target: &Target) -> String {
    target.mark.replace("MARK", "MONEY")
}

/// The number of a target's invoice.
pub(crate) fn number(target: &Target) -> String {
    format!("FV/{}/1", money(target))
}

/// Virtual accounts whose figures check, of each customer.
const ACCOUNTS: [(char, &str); 3] = [
    ('A', "PL43102011110000000000000001"),
    ('B', "PL16102011110000000000000002"),
    ('C', "PL86102011110000000000000003"),
];

fn invoice(letter: char) -> Fa {
    Fa {
        number: format!("FV/MONEY{letter}/1"),
        customer: format!("K-MARK{letter}"),
        buyer: format!("Nabywca MONEY{letter}"),
        issued: "2026-03-10".to_owned(),
        due: "2026-03-24".to_owned(),
        period: ("2026-02-01".to_owned(), "2026-02-28".to_owned()),
        lines: vec![(format!("ciepło MONEY{letter} W-MARK{letter}"), 100_000)],
        corrects: None,
        account: None,
    }
}

/// Imports a file and returns what became of it.
pub(crate) async fn import(root: &Caller, name: &str, bytes: &[u8]) -> BillingFile {
    let key = once();
    let part = UploadPart { key: key.clone(), offset: 0, bytes: ByteBuf::from(bytes) };
    let _: u64 = root.get(EkRequest::UploadBilling { part }).await.unwrap();
    let file = NewBillingFile {
        name: name.to_owned(),
        mapping: None,
        size: bytes.len() as u64,
        digest: ekd::reception::digest(bytes),
        ksef_number: None,
        told: None,
        mode: ImportMode::Usual,
    };
    root.get(EkRequest::ImportBilling { key, file }).await.unwrap()
}

fn contract(letter: char) -> Contract {
    let account = ACCOUNTS.iter().find(|(of, _)| *of == letter).map(|(_, account)| *account);
    Contract {
        number: ContractNumber::parse(&format!("U/MONEY{letter}")).unwrap(),
        customer: crate::town::number(letter),
        from: date(2026, 1, 1),
        until: None,
        tariff: None,
        sites: vec![ContractSite {
            site: common::id::SiteCode::parse(&format!("W-MARK{letter}")).unwrap(),
            power: None,
        }],
        account: account.map(|account| common::bank_account::BankAccount::parse(account).unwrap()),
        interest: InterestKind::Civil,
    }
}

/// Gives each customer a contract, an invoice, and a payment of half of it.
pub(crate) async fn seed_all(root: &Caller) -> BTreeMap<char, Seeds> {
    let mut seeds = BTreeMap::new();
    for (letter, _) in TENANTS {
        let _: Contract = root.get(EkRequest::SaveContract { key: once(), contract: contract(letter) }).await.unwrap();
        let file = import(root, &format!("faktura-{letter}.xml"), invoice(letter).xml().as_bytes()).await;
        assert_eq!(file.outcome, FileOutcome::Taken, "{file:?}");
    }
    let incoming = TENANTS.map(|(letter, _)| Incoming {
        grosze: 61_500,
        payer: format!("PŁATNIK MONEY{letter}"),
        title: format!("FV/MONEY{letter}/1 część"),
        virtual_account: None,
    });
    let (statement, _) = mt940(1, "260320", 0, &incoming);
    let file = import(root, "PAPER-bank.sta", statement.as_bytes()).await;
    assert_eq!(file.outcome, FileOutcome::Taken, "{file:?}");
    let (filter, page) = (PaymentFilter::default(), Page::default());
    let payments: Paged<Payment> = root.get(EkRequest::Payments { filter, page }).await.unwrap();
    for (letter, _) in TENANTS {
        let text = format!("FV/MONEY{letter}/1");
        let invoice: Invoice = root.get(EkRequest::FindInvoice { text: text.clone() }).await.unwrap();
        let payment = payments.items.iter().find(|payment| payment.title.contains(&text)).unwrap();
        assert_eq!(payment.allocated.grosze(), 61_500, "{payment:?}");
        seeds.insert(letter, Seeds { invoice: invoice.id, payment: payment.id });
    }
    seeds
}

/// Returns what is asked about a target's money.
pub(crate) fn requests(target: &Target) -> Vec<EkRequest> {
    let mut all = lists(target);
    all.extend(ones(target));
    all.extend(books(target));
    all
}

fn lists(target: &Target) -> Vec<EkRequest> {
    let customer = || Some(cases::number(target));
    let site = || Some(site_code(target));
    let text = || Some(money(target).to_lowercase());
    let mut invoices = vec![
        InvoiceFilter { customer: customer(), ..InvoiceFilter::default() },
        InvoiceFilter { site: site(), ..InvoiceFilter::default() },
        InvoiceFilter { text: text(), ..InvoiceFilter::default() },
    ];
    let mut dues = vec![
        DueFilter { customer: customer(), ..DueFilter::default() },
        DueFilter { site: site(), only_overdue: true, ..DueFilter::default() },
    ];
    let mut balances = vec![
        BalanceFilter { customer: customer(), ..BalanceFilter::default() },
        BalanceFilter { text: text(), ..BalanceFilter::default() },
    ];
    let mut payments = vec![
        PaymentFilter { customer: customer(), ..PaymentFilter::default() },
        PaymentFilter { text: text(), ..PaymentFilter::default() },
    ];
    let mut contracts = vec![
        ContractFilter { customer: customer(), ..ContractFilter::default() },
        ContractFilter { site: site(), ..ContractFilter::default() },
    ];
    if target.whose == Whose::Own {
        invoices
            .extend([InvoiceFilter::default(), InvoiceFilter { only_unassigned: true, ..InvoiceFilter::default() }]);
        dues.push(DueFilter::default());
        balances.push(BalanceFilter::default());
        payments.push(PaymentFilter::default());
        contracts.push(ContractFilter { all_versions: true, ..ContractFilter::default() });
    }
    let mut all = Vec::new();
    for limit in [0, 1] {
        let page = || Page { after: None, limit };
        all.extend(invoices.iter().cloned().map(|filter| EkRequest::Invoices { filter, page: page() }));
        all.extend(dues.iter().cloned().map(|filter| EkRequest::Dues { filter, page: page() }));
        all.extend(balances.iter().cloned().map(|filter| EkRequest::Balances { filter, page: page() }));
        all.extend(payments.iter().cloned().map(|filter| EkRequest::Payments { filter, page: page() }));
        all.extend(contracts.iter().cloned().map(|filter| EkRequest::Contracts { filter, page: page() }));
    }
    all
}

fn ones(target: &Target) -> Vec<EkRequest> {
    let Seeds { invoice: id, payment } = target.billing;
    let language = Language::Polish;
    let transfers = [
        TransferOf::Invoices(vec![id]),
        TransferOf::Total(cases::number(target)),
        TransferOf::Overdue(cases::number(target)),
    ];
    let mut all = vec![
        EkRequest::FindInvoice { text: number(target) },
        EkRequest::FindInvoice { text: money(target) },
        EkRequest::FindInvoice { text: format!("#{id}") },
        EkRequest::Invoice { id },
        EkRequest::InvoiceFile { query: InvoiceFileQuery { id, offset: 0 } },
        EkRequest::InvoiceSheet { query: InvoiceSheetQuery { id, language } },
        EkRequest::CheckBill { query: BillCheckQuery { id, language } },
        EkRequest::Payment { id: payment },
        EkRequest::CostSoFar { query: CostQuery { site: site_code(target), on: None } },
        EkRequest::CostSoFar { query: CostQuery { site: site_code(target), on: Some(date(2026, 3, 15)) } },
    ];
    for of in transfers {
        all.push(EkRequest::Transfer { of: of.clone() });
        all.push(EkRequest::TransferSheet { query: TransferSheetQuery { of, language } });
    }
    all
}

/// What changes nothing where it is allowed.
fn books(target: &Target) -> Vec<EkRequest> {
    let nobody = Seeds::nobody();
    let owner = InvoiceOwner { invoice: nobody.invoice, customer: Some(cases::number(target)), sites: Vec::new() };
    let what = PaymentAct::Release { allocation: AllocationId(1 << 40), reason: "pomyłka".to_owned() };
    let deed = PaymentDeed { payment: nobody.payment, what };
    let file = NewBillingFile {
        name: "x.xml".to_owned(),
        mapping: None,
        size: 4,
        digest: String::new(),
        ksef_number: None,
        told: None,
        mode: ImportMode::Usual,
    };
    let nowhere = Contract { sites: Vec::new(), customer: cases::number(target), ..contract('A') };
    vec![
        EkRequest::AssignInvoice { key: once(), owner },
        EkRequest::ChangePayment { key: once(), deed },
        EkRequest::UploadBilling { part: UploadPart { key: once(), offset: 7, bytes: ByteBuf::from(b"x") } },
        EkRequest::ImportBilling { key: once(), file },
        EkRequest::BillingFiles { filter: BillingFileFilter::default(), page: Page::default() },
        EkRequest::Statements { page: Page::default() },
        EkRequest::SaveContract { key: once(), contract: nowhere },
        EkRequest::Tariffs {},
    ]
}
