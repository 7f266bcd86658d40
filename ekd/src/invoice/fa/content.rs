//! What a structured invoice says, out of its fields (`P_…`, as the forms name them).

use common::bank_account::BankAccount;
use common::invoice::file::{FileProblem, ProblemKind};
use common::invoice::{Days, InvoiceKind, Party};
use common::money::{Currency, Money};
use jiff::civil::Date;

use super::attached::{attached, places, remarks};
use super::document::Node;
use super::gather::Gathered;
use super::judge::judge;
use super::reader::Formed;
use super::sums::{lines, sums};
use crate::invoice::read::{Corrected, ReadInvoice};

/// Makes an invoice of a document that keeps its form.
pub(super) fn invoice(formed: &Formed) -> Result<ReadInvoice, Vec<FileProblem>> {
    let mut gathered = Gathered::default();
    let root = formed.document.node(0);
    let invoice = gathered.invoice(root, formed);
    match invoice {
        Some(mut invoice) if gathered.problems.is_empty() => {
            judge(root, &invoice, &mut gathered);
            gathered.flags.truncate(crate::invoice::MAX_PROBLEMS);
            invoice.flags = gathered.flags;
            Ok(invoice)
        }
        Some(_) | None => Err(gathered.problems),
    }
}

impl Gathered {
    fn invoice(&mut self, root: Node<'_>, formed: &Formed) -> Option<ReadInvoice> {
        let fa = root.find("Fa")?;
        let kind = kind(fa.text_at("RodzajFaktury")?)?;
        let (seller, buyer) = (root.find("Podmiot1")?, root.find("Podmiot2")?);
        let rates = sums(fa, self);
        let (mut net, mut vat): (Money, Money) =
            (rates.iter().map(|rate| rate.net).sum(), rates.iter().map(|rate| rate.vat).sum());
        let gross = self.amount(fa, "P_15")?;
        if rates.is_empty() {
            (net, vat) = (gross, Money::default());
        }
        let payable = self.payable(fa, gross);
        Some(ReadInvoice {
            number: fa.text_at("P_2")?.to_owned(),
            ksef_number: None,
            kind,
            form: formed.form.kind,
            seller_key: seller.text_at("DaneIdentyfikacyjne/NIP")?.to_owned(),
            seller: self.party(seller),
            buyer: self.party(buyer),
            customer_number: buyer.text_at("NrKlienta").map(str::to_owned),
            contract_numbers: contract_numbers(fa),
            issued_on: self.date(fa, "P_1")?,
            period: self.period(fa),
            currency: Currency::parse(fa.text_at("KodWaluty")?).ok()?,
            net,
            vat,
            gross,
            payable,
            declared_paid: self.declared_paid(fa, payable),
            due_on: self.due_on(fa),
            account: self.account(fa),
            is_split_payment: fa.text_at("Adnotacje/P_18A").and_then(|text| text.parse().ok()) == Some(1),
            corrects: self.corrects(fa),
            lines: lines(fa, self),
            rates,
            remarks: remarks(root),
            attached: attached(root),
            flags: Vec::new(),
            places: places(root),
        })
    }

    fn party(&mut self, node: Node<'_>) -> Party {
        let lines = ["AdresL1", "AdresL2", "KodKraju"].map(|name| node.text_at(&format!("Adres/{name}")));
        // The country is worth a line where it is another one.
        let address = lines.into_iter().flatten().filter(|line| *line != "PL");
        Party {
            name: node.text_at("DaneIdentyfikacyjne/Nazwa").unwrap_or_default().to_owned(),
            nip: self.nip(node, "DaneIdentyfikacyjne/NIP"),
            address: address.map(str::to_owned).collect(),
        }
    }

    fn period(&mut self, fa: Node<'_>) -> Option<Days> {
        let period = fa.find("OkresFa")?;
        let (first, last) = (self.date(period, "P_6_Od")?, self.date(period, "P_6_Do")?);
        if first > last {
            self.odd(ProblemKind::Contradicts, period.find("P_6_Do")?, &format!("≥ {first}"));
            return None;
        }
        Some(Days { first, last })
    }

    /// Returns what the document asks for after earlier balances; what it gives back is less than nothing.
    fn payable(&mut self, fa: Node<'_>, gross: Money) -> Money {
        let Some(settlement) = fa.find("Rozliczenie") else { return gross };
        if let Some(left) = self.amount(settlement, "DoZaplaty") {
            return left;
        }
        if let Some(over) = self.amount(settlement, "DoRozliczenia") {
            return -over;
        }
        let more = self.amount(settlement, "SumaObciazen").unwrap_or_default();
        gross + more - self.amount(settlement, "SumaOdliczen").unwrap_or_default()
    }

    fn declared_paid(&mut self, fa: Node<'_>, payable: Money) -> Money {
        let Some(payment) = fa.find("Platnosc") else { return Money::default() };
        let is_whole =
            |path: &str, wanted: u8| payment.text_at(path).and_then(|text| text.parse().ok()) == Some(wanted);
        // The mark of a payment in parts says in FA(3) with 2 that the last part is paid too.
        if is_whole("Zaplacono", 1) || is_whole("ZnacznikZaplatyCzesciowej", 2) {
            return payable;
        }
        self.sum(payment, "ZaplataCzesciowa", "KwotaZaplatyCzesciowej")
    }

    fn due_on(&mut self, fa: Node<'_>) -> Option<Date> {
        let payment = fa.find("Platnosc")?;
        let term = payment.all("TerminPlatnosci").find(|term| term.find("Termin").is_some())?;
        self.date(term, "Termin")
    }

    /// Returns the seller's account. Where the money has to go to a factor there is none: a remark tells where.
    fn account(&mut self, fa: Node<'_>) -> Option<BankAccount> {
        let payment = fa.find("Platnosc").filter(|payment| payment.find("RachunekBankowyFaktora").is_none())?;
        let written = payment.find("RachunekBankowy/NrRB")?;
        let account = BankAccount::parse(written.text());
        if account.is_err() {
            self.odd(ProblemKind::BadAccount, written, "");
        }
        account.ok()
    }

    fn corrects(&mut self, fa: Node<'_>) -> Vec<Corrected> {
        let corrected = |node: Node<'_>, gathered: &mut Self| {
            Some(Corrected {
                number: node.text_at("NrFaKorygowanej")?.to_owned(),
                ksef_number: node.text_at("NrKSeFFaKorygowanej").map(str::to_owned),
                issued_on: gathered.date(node, "DataWystFaKorygowanej"),
            })
        };
        fa.all("DaneFaKorygowanej").filter_map(|node| corrected(node, self)).collect()
    }
}

fn kind(name: &str) -> Option<InvoiceKind> {
    match name {
        "VAT" => Some(InvoiceKind::Basic),
        "UPR" => Some(InvoiceKind::Simplified),
        "ZAL" => Some(InvoiceKind::Advance),
        "ROZ" => Some(InvoiceKind::Final),
        "KOR" => Some(InvoiceKind::Correction),
        "KOR_ZAL" => Some(InvoiceKind::AdvanceCorrection),
        "KOR_ROZ" => Some(InvoiceKind::FinalCorrection),
        _ => None,
    }
}

fn contract_numbers(fa: Node<'_>) -> Vec<String> {
    let Some(terms) = fa.find("WarunkiTransakcji") else { return Vec::new() };
    terms.all("Umowy").filter_map(|contract| contract.text_at("NrUmowy")).map(str::to_owned).collect()
}
