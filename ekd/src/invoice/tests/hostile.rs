//! Damaged and hostile documents: no panic, no long work, nothing half read.

use std::time::{Duration, Instant};

use common::invoice::file::{FileProblem, ProblemKind};

use super::collected;
use crate::damage::{Dice, damaged};
use crate::invoice::{MAX_BYTES, fa, sniff};

const N_MUTATIONS: u64 = 10_000;

/// Pieces that hurt readers.
const PIECES: [&[u8]; 20] = [
    b"<",
    b">",
    b"</Fa>",
    b"<Fa>",
    b"<FaWiersz>",
    b"<P_15>",
    b"</",
    b"&",
    b"&#x0;",
    b"&#1114112;",
    b"&amp;",
    b"&x;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"xmlns=\"\"",
    b"\xff",
    b"\xef\xbb\xbf",
    b"-99999999999999999999",
    b";\";\"\n",
];

/// A whole invoice of FA(3), as short as it can be; `@` is where more of `Fa` can stand.
const SHORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/">
<Naglowek><KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>
<WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>2028-02-01T00:00:00Z</DataWytworzeniaFa></Naglowek>
<Podmiot1><DaneIdentyfikacyjne><NIP>9999999999</NIP><Nazwa>Ciepło &amp; Spółka</Nazwa></DaneIdentyfikacyjne>
<Adres><KodKraju>PL</KodKraju><AdresL1>Zielona 3</AdresL1></Adres></Podmiot1>
<Podmiot2><DaneIdentyfikacyjne><BrakID>1</BrakID></DaneIdentyfikacyjne><JST>2</JST><GV>2</GV></Podmiot2>
<Fa><KodWaluty>PLN</KodWaluty><P_1>2028-02-01</P_1><P_2>FV/1</P_2><P_15>0</P_15>
<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie><P_19N>1</P_19N></Zwolnienie>
<NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>2</P_23><PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>
<RodzajFaktury>VAT</RodzajFaktury>@</Fa></Faktura>"#;

fn short(more: &str) -> String {
    SHORT.replace('@', more)
}

fn first(text: &str) -> FileProblem {
    fa::read(text.as_bytes()).unwrap_err().swap_remove(0)
}

/// Optimised code only: the limit is one of the program that people run.
fn assert_quick(began: Instant, what: &str) {
    let most = Duration::from_millis(if cfg!(debug_assertions) { 2000 } else { 100 });
    assert!(began.elapsed() <= most, "{what} took {:?}", began.elapsed());
}

#[test]
fn the_namespace_decides_whatever_its_prefix() {
    let plain = fa::read(short("").as_bytes()).unwrap();
    let prefixed = short("").replace('<', "<tns:").replace("<tns:/", "</tns:").replace("<tns:?", "<?");
    let prefixed = prefixed.replace(" xmlns=", " xmlns:tns=");
    assert_eq!(fa::read(prefixed.as_bytes()).unwrap(), plain);
    let mixed = short("").replace("<P_2>FV/1</P_2>", &format!("<a:P_2 xmlns:a='{}'>FV/1</a:P_2>", fa::FA3));
    assert_eq!(fa::read(mixed.as_bytes()).unwrap(), plain);
    assert_eq!(plain.seller.name, "Ciepło & Spółka");
    for (from, to) in [(fa::FA3, fa::FA2), (fa::FA3, "urn:other"), ("Faktura", "Rachunek"), (" xmlns=", " xmlns:a=")] {
        let text = short("").replace(from, to);
        let problem = first(&text);
        let expected = if to == fa::FA2 { ProblemKind::BadValue } else { ProblemKind::UnknownFormat };
        assert_eq!((problem.kind, problem.line.is_some()), (expected, true), "{to}");
    }
    let strange = short("").replace("<P_2>FV/1</P_2>", "<P_2 xmlns='urn:other'>FV/1</P_2>");
    assert_eq!((first(&strange).kind, first(&strange).field.as_str()), (ProblemKind::Unexpected, "Fa/P_2"));
}

#[test]
fn a_leap_day_is_a_day_of_payment_in_leap_years_only() {
    let due =
        |day: &str| short(&format!("<Platnosc><TerminPlatnosci><Termin>{day}</Termin></TerminPlatnosci></Platnosc>"));
    let invoice = fa::read(due("2028-02-29").as_bytes()).unwrap();
    assert_eq!(invoice.due_on.map(|day| day.to_string()).as_deref(), Some("2028-02-29"));
    let problem = first(&due("2027-02-29"));
    assert_eq!(problem.kind, ProblemKind::BadValue);
    assert_eq!((problem.field.as_str(), problem.line), ("Fa/Platnosc/TerminPlatnosci[1]/Termin", Some(11)));
}

#[test]
fn what_is_no_text_of_xml_is_refused() {
    let kind = |text: &str| first(text).kind;
    let doctype = short("").replacen("<Faktura", "<!DOCTYPE a [<!ENTITY b \"c\">]><Faktura", 1);
    assert_eq!(kind(&doctype), ProblemKind::Unexpected);
    for piece in ["&b;", "&#0;", "&#xFFFE;", "\u{1}", "]]>", "<!-- -- -->", "<a b='1' b='2'/>", "<a b=1/>", "<a b/>"] {
        let text = short("").replace("Zielona 3", piece);
        let problems = fa::read(text.as_bytes()).unwrap_err();
        assert!(problems.iter().any(|problem| problem.kind != ProblemKind::BadValue), "{piece}: {problems:?}");
    }
    assert_eq!(kind(&format!("{}<Faktura/>", short(""))), ProblemKind::Malformed);
    assert_eq!(kind(&format!("{}x", short(""))), ProblemKind::Malformed);
    assert_eq!(kind(&format!(" {}", short(""))), ProblemKind::Malformed);
    assert_eq!(kind(""), ProblemKind::Malformed);
    let bytes = short("").replace("Zielona", "Z\u{0}").into_bytes();
    let cut: Vec<u8> = bytes.iter().map(|byte| if *byte == 0 { 0xff } else { *byte }).collect();
    let problem = fa::read(&cut).unwrap_err().swap_remove(0);
    assert_eq!((problem.kind, problem.line, problem.found.as_str()), (ProblemKind::Malformed, Some(6), "0xff"));
}

#[test]
fn other_encodings_are_read_as_they_say() {
    let text = short("").replace("UTF-8", "windows-1250");
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(&text);
    assert_eq!(fa::read(&bytes).unwrap().seller.name, "Ciepło & Spółka");
    let marked = format!("\u{feff}{}", short(""));
    assert_eq!(fa::read(marked.as_bytes()).unwrap().number, "FV/1");
}

#[test]
fn bombs_do_no_harm() {
    let began = Instant::now();
    assert_eq!(first(&short(&"<a>".repeat(1_000_000))).kind, ProblemKind::Unexpected);
    let deep = fa::read(short(&"<a>".repeat(1_000_000)).as_bytes()).unwrap_err();
    assert_eq!(deep.last().unwrap().kind, ProblemKind::TooLarge);
    let many =
        |begin: &str, end: &str| (0..100_000).map(|at| [begin, &at.to_string(), end].concat()).collect::<String>();
    let attributes = many(" a", "='1'");
    assert!(fa::read(short("").replace("<P_2>", &format!("<P_2{attributes}>")).as_bytes()).is_err());
    let spaces = many(" xmlns:a", "='u'");
    assert!(fa::read(short("").replace("<P_2>", &format!("<P_2{spaces}>")).as_bytes()).is_err());
    let long = short("").replace("FV/1", &"9".repeat(1 << 20));
    assert_eq!(first(&long).kind, ProblemKind::TooLarge);
    let broken = fa::read(short(&"<FaWiersz/>".repeat(20_000)).as_bytes()).unwrap_err();
    assert_eq!(broken.len(), crate::invoice::MAX_PROBLEMS);
    let many = short(&"<FaWiersz><NrWierszaFa>1</NrWierszaFa></FaWiersz>".repeat(10_001));
    assert_eq!((first(&many).kind, first(&many).field.as_str()), (ProblemKind::Unexpected, "Fa/FaWiersz[10001]"));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let bytes = vec![b' '; 100 << 20];
    let began = Instant::now();
    let problems = fa::read(&bytes).unwrap_err();
    assert_eq!((problems.len(), problems[0].kind), (1, ProblemKind::TooLarge));
    assert_quick(began, "a hundred megabytes");
    assert_eq!(sniff(&bytes, "a.xml"), common::invoice::file::FileKind::Unknown);
    const { assert!(MAX_BYTES < 100 << 20) };
}

#[test]
fn a_document_cut_anywhere_is_refused() {
    let text = short("");
    let whole = text.len();
    for length in 0..whole {
        let problems = fa::read(&text.as_bytes()[..length]).unwrap_err();
        assert!(problems.iter().all(|problem| problem.line.is_some()), "{length}");
    }
    assert!(fa::read(&text.as_bytes()[..whole]).is_ok());
}

/// Damages a file many times.
fn mutate(original: &[u8], read: impl Fn(&[u8])) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for number in 0..N_MUTATIONS {
        let bytes = damaged(original, (&PIECES, 8), &mut dice);
        let began = Instant::now();
        read(&bytes);
        assert_quick(began, &format!("mutation {number}"));
    }
}

#[test]
fn damaged_documents_never_panic() {
    let more = "<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_11>1.00</P_11><P_12>23</P_12></FaWiersz>";
    mutate(short(more).as_bytes(), |bytes| drop((fa::read(bytes), sniff(bytes, ""))));
    if let Some(bytes) = collected("fa3-official/FA_3_Przyklad_24.xml") {
        mutate(&bytes, |bytes| drop(fa::read(bytes)));
    }
}
