//! What is written about invoices and payments.

use common::text::is_hidden;
use jiff::civil::date;

use super::super::{Item, Letter, brief as short, record, write};
use super::*;

fn facts() -> Facts {
    Facts {
        login: common::account::Login::parse("anna").unwrap(),
        at: "2026-11-27T09:30:00Z".parse().unwrap(),
        source: String::new(),
        zone: jiff::tz::TimeZone::get("Europe/Warsaw").unwrap(),
    }
}

fn notice(news: BillingNews, number: &str) -> BillingNotice {
    let sum = |grosze| Some(Sum { amount: Money::from_grosze(grosze), currency: Currency::PLN });
    BillingNotice {
        news,
        at: facts().at,
        customer: Some("K-00412".to_owned()),
        invoice: Some(number.to_owned()),
        payable: sum(1_234_567),
        open: sum(1_000_000),
        due_on: Some(date(2026, 11, 30)),
        days: Some(-3),
        payment: None,
        paid: None,
        booked_on: None,
        title: None,
        payer: None,
        file: None,
    }
}

fn of(notice: BillingNotice) -> Letter {
    Letter::News(vec![Item::Billing(Box::new(notice))])
}

#[test]
fn a_reminder_says_how_much_and_until_when() {
    let written = write(&of(notice(BillingNews::DueSoon, "FV/2026/11/0042")), &facts(), Language::Polish);
    assert_eq!(written.subject.as_deref(), Some("Termin płatności: faktura FV/2026/11/0042, 10 000,00 zł"));
    let expected = "Dzień dobry,\n\nza 3 dni mija termin płatności faktury:\n\n\
        Klient:      K-00412\nFaktura:     FV/2026/11/0042\nKwota:       12 345,67 zł\nDo zapłaty:  10 000,00 zł\n\
        Termin:      2026-11-30\n\nDane do przelewu i wszystko, co jest do zapłaty, pokazuje:\n\n    ekctl dues list\n\n\
        Tę wiadomość e-Klient wysłał sam, odpowiedzi nikt nie przeczyta. W jego listach\n\
        nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.\n";
    assert_eq!(written.body.expose(), expected);
    let text = short(&of(notice(BillingNews::DueSoon, "FV/2026/11/0042")), &facts(), Language::Polish);
    let expected = "e-Klient: faktura FV/2026/11/0042, do zaplaty 10 000,00 zl do 2026-11-30. ekctl dues list";
    assert_eq!(text.body.expose(), expected);
}

#[test]
fn every_letter_is_whole_in_both_languages_and_short_where_it_must_be() {
    let nasty = "x\r\nBcc: b@example.pl\u{1b}]0;t\u{7}\u{202e}{ $open }; rm -rf /".to_owned() + &"ż".repeat(200);
    let full = |news, days| BillingNotice {
        days: Some(days),
        payment: Some(12),
        paid: notice(news, "").payable,
        booked_on: Some(date(2026, 11, 26)),
        title: Some(nasty.clone()),
        payer: Some(nasty.clone()),
        file: Some(nasty.clone()),
        ..notice(news, &nasty)
    };
    for language in Language::ALL {
        for (news, days) in BillingNews::TOLD.into_iter().flat_map(|news| [-1, 0, 1, 14].map(|days| (news, days))) {
            let letter = of(full(news, days));
            let written = write(&letter, &facts(), language);
            let (subject, body) = (written.subject.unwrap(), written.body.expose().to_owned());
            assert!(!subject.is_empty() && !subject.contains(is_hidden), "{subject}");
            assert!(!body.replace('\n', "").contains(is_hidden) && !body.contains("\n\n\n"), "{body}");
            assert!(body.contains("    ekctl ") && !body.contains("news-") && !body.contains("://"), "{body}");
            assert!(!body.lines().any(|line| line.starts_with("    ekctl") && line.contains("rm")), "{body}");
            let text = short(&letter, &facts(), language).body.expose().to_owned();
            assert!(text.is_ascii() && (40..=ONE_PART).contains(&text.len()), "{} {text}", text.len());
        }
        let many: Vec<Item> =
            BillingNews::TOLD.into_iter().map(|news| Item::Billing(Box::new(full(news, 1)))).collect();
        let digest = write(&Letter::News(many), &facts(), language);
        assert!(digest.body.expose().contains("ekctl payments unmatched"), "{}", digest.body.expose());
        assert!(!digest.body.expose().contains("ekctl alarms"), "{}", digest.body.expose());
    }
    let json = record(&of(notice(BillingNews::DueOver, "FV/1")), &facts(), Language::Polish);
    let json: serde_json::Value = serde_json::from_str(json.body.expose()).unwrap();
    assert_eq!(json["told"][0]["open"]["amount"], "10000.00");
}
