//! Invoices of the invented utility as its billing would send them: structured invoices, form FA(3).
//!
//! Writes what it is told; what is billed is decided elsewhere.

use std::fmt::Write as _;

use common::invoice::Days;
use common::money::Money;
use jiff::civil::{Date, date};
use quick_xml::escape::escape;

use super::{Buyer, SELLER, SELLER_NIP};
use crate::billing::percent::Percent;

/// One invoice.
#[derive(Debug)]
pub(super) struct Paper<'a> {
    pub number: &'a str,
    pub issued_on: Date,
    pub due_on: Date,
    pub days: Days,
    pub buyer: &'a Buyer,
    pub contract: &'a str,
    pub lines: &'a [Line],
    pub rate: Percent,
    /// Of a correction the difference.
    pub net: Money,
    pub vat: Money,
    pub corrects: Option<Corrects<'a>>,
}

/// What a correction corrects.
#[derive(Debug)]
pub(super) struct Corrects<'a> {
    pub number: &'a str,
    pub issued_on: Date,
    pub reason: &'a str,
}

/// One line (`FaWiersz`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub site: String,
    pub unit: String,
    pub quantity: String,
    pub price: String,
    pub net: Money,
    /// As it was before the correction.
    pub is_before: bool,
}

/// No invoice of this form may say that it was made earlier.
const FIRST_MADE: Date = date(2025, 9, 1);
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Faktura xmlns=\"http://crd.gov.pl/wzor/2025/06/25/13775/\">\n\
    <Naglowek><KodFormularza kodSystemowy=\"FA (3)\" wersjaSchemy=\"1-0E\">FA</KodFormularza>\
    <WariantFormularza>3</WariantFormularza>";
/// Nothing that an invoice for heat would have to say.
const NOTHING_SPECIAL: &str = "<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A>\
    <Zwolnienie><P_19N>1</P_19N></Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu>\
    <P_23>2</P_23><PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>\n";

/// Returns the file.
pub(super) fn write(paper: &Paper<'_>) -> Vec<u8> {
    let mut xml = HEAD.to_owned();
    let made_on = paper.issued_on.max(FIRST_MADE);
    let _ = writeln!(xml, "<DataWytworzeniaFa>{made_on}T06:00:00Z</DataWytworzeniaFa></Naglowek>");
    parties(&mut xml, paper.buyer);
    let Paper { number, issued_on, days, rate, net, vat, .. } = paper;
    let _ = writeln!(
        xml,
        "<Fa><KodWaluty>PLN</KodWaluty><P_1>{issued_on}</P_1><P_1M>Miasto</P_1M><P_2>{number}</P_2>\
         <OkresFa><P_6_Od>{}</P_6_Od><P_6_Do>{}</P_6_Do></OkresFa>",
        days.first, days.last
    );
    let place = place_of(*rate);
    let _ = writeln!(
        xml,
        "<P_13_{place}>{}</P_13_{place}><P_14_{place}>{}</P_14_{place}><P_15>{}</P_15>",
        net.plain(),
        vat.plain(),
        (*net + *vat).plain()
    );
    xml.push_str(NOTHING_SPECIAL);
    kind(&mut xml, paper.corrects.as_ref());
    for (number, line) in numbered(paper.lines) {
        add_line(&mut xml, (number, line), *rate);
    }
    let _ = write!(
        xml,
        "<Platnosc><TerminPlatnosci><Termin>{}</Termin></TerminPlatnosci><FormaPlatnosci>6</FormaPlatnosci>\
         <RachunekBankowy><NrRB>{}</NrRB></RachunekBankowy></Platnosc>\n\
         <WarunkiTransakcji><Umowy><NrUmowy>{}</NrUmowy></Umowy></WarunkiTransakcji></Fa>\n</Faktura>\n",
        paper.due_on, paper.buyer.account, paper.contract
    );
    xml.into_bytes()
}

fn parties(xml: &mut String, buyer: &Buyer) {
    let _ = write!(
        xml,
        "<Podmiot1><DaneIdentyfikacyjne><NIP>{SELLER_NIP}</NIP><Nazwa>{SELLER}</Nazwa></DaneIdentyfikacyjne>\
         <Adres><KodKraju>PL</KodKraju><AdresL1>ul. Ciepła 1</AdresL1><AdresL2>00-412 Miasto</AdresL2></Adres></Podmiot1>\n\
         <Podmiot2><DaneIdentyfikacyjne><NIP>{}</NIP><Nazwa>{}</Nazwa></DaneIdentyfikacyjne>\
         <Adres><KodKraju>PL</KodKraju><AdresL1>{}</AdresL1><AdresL2>00-412 Miasto</AdresL2></Adres>\
         <NrKlienta>{}</NrKlienta><JST>2</JST><GV>2</GV></Podmiot2>\n",
        buyer.nip,
        escape(buyer.name),
        escape(buyer.street),
        buyer.number
    );
}

fn kind(xml: &mut String, corrects: Option<&Corrects<'_>>) {
    let Some(Corrects { number, issued_on, reason }) = corrects else {
        xml.push_str("<RodzajFaktury>VAT</RodzajFaktury>\n");
        return;
    };
    let _ = writeln!(
        xml,
        "<RodzajFaktury>KOR</RodzajFaktury><PrzyczynaKorekty>{}</PrzyczynaKorekty><TypKorekty>1</TypKorekty>\
         <DaneFaKorygowanej><DataWystFaKorygowanej>{issued_on}</DataWystFaKorygowanej>\
         <NrFaKorygowanej>{number}</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>",
        escape(*reason)
    );
}

/// A line before the correction has the number of the line that takes its place.
fn numbered(lines: &[Line]) -> impl Iterator<Item = (u32, &Line)> {
    let mut number = 0;
    let mut is_second = false;
    lines.iter().map(move |line| {
        number += u32::from(!is_second);
        is_second = line.is_before;
        (number, line)
    })
}

fn add_line(xml: &mut String, (number, line): (u32, &Line), rate: Percent) {
    let Line { text, site, unit, quantity, price, net, is_before } = line;
    let before = if *is_before { "<StanPrzed>1</StanPrzed>" } else { "" };
    let _ = writeln!(
        xml,
        "<FaWiersz><NrWierszaFa>{number}</NrWierszaFa><P_7>{}</P_7><Indeks>{site}</Indeks><P_8A>{unit}</P_8A>\
         <P_8B>{quantity}</P_8B><P_9A>{price}</P_9A><P_11>{}</P_11><P_12>{rate}</P_12>{before}</FaWiersz>",
        escape(text.as_str()),
        net.plain()
    );
}

/// Returns which pair of sums a rate has on the form.
fn place_of(rate: Percent) -> u8 {
    match rate.hundredths() {
        2_200 | 2_300 => 1,
        700 | 800 => 2,
        _ => 3,
    }
}
