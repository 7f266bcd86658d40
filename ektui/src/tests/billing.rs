//! What is owed and paid, as people meet it.

use common::account::Role;
use common::due::{Interest, TransferOf};
use common::event::{Event, Happening};
use common::fault::{BillingCause, Cause};
use common::id::{Cursor, CustomerNumber, InvoiceId, PaymentId};
use common::language::Language;
use common::money::Money;
use common::notice::BillingNews;
use common::payment::PaymentAct;
use jiff::SignedDuration;
use jiff::civil::date;

use crate::app::{App, BillingAnswer, Message, Open};
use crate::effect::{Ask, BillingAsk, Deed, Done, Effect, Listed, PaymentChange};
use crate::fixture;
use crate::screen::{Ledger, Part, Screen};
use crate::tests::keys::{frame, press};

const SIZES: [(u16, u16); 3] = [(80, 24), (140, 40), (60, 20)];

fn check_as(role: Role, name: &str, keys: &str) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app_of(role, language, size);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

fn manager() -> App {
    fixture::app_of(Role::Manager, Language::Polish, (80, 24))
}

fn clerk() -> App {
    let mut app = fixture::app_of(Role::Clerk, Language::Polish, (80, 24));
    press(&mut app, "4");
    app
}

fn lost() -> Message {
    let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) }
}

#[test]
fn frames_of_who_pays() {
    check_as(Role::Manager, "dues", "4");
    check_as(Role::Manager, "dues_sites", "4v");
    check_as(Role::Manager, "invoices", "4<Tab>");
    check_as(Role::Manager, "payments", "4<Tab><Tab>");
    check_as(Role::Manager, "invoice", "4<Enter>");
    check_as(Role::Manager, "invoice_check", "4<Enter><PgDn>");
    check_as(Role::Manager, "payment", "4<Tab><Tab><Enter>");
    check_as(Role::Manager, "code", "4p");
    check_as(Role::Manager, "code_high", "4<Down><Down><Down>p");
    check_as(Role::Manager, "code_split", "4<End>p");
    check_as(Role::Manager, "billing_ticket", "4<Enter>n");
    check_as(Role::Manager, "account_contracts", "7");
}

#[test]
fn frames_of_the_office() {
    check_as(Role::Clerk, "office_dues", "4");
    check_as(Role::Clerk, "office_invoices", "4<Tab>");
    check_as(Role::Clerk, "office_balances", "4<Tab><Tab><Tab>");
    check_as(Role::Clerk, "office_unmatched", "4<Tab><Tab><Tab><Tab>");
    check_as(Role::Clerk, "office_files", "4<Tab><Tab><Tab><Tab><Tab><Down><Down>");
    check_as(Role::Clerk, "office_payment", "4<Tab><Tab><Tab><Tab><Enter>");
    check_as(Role::Clerk, "office_allocate", "4<Tab><Tab><Tab><Tab><Enter>a");
}

#[test]
fn what_do_i_owe_and_the_account_of_it_take_two_keys() {
    let mut app = manager();
    let effects = press(&mut app, "4y");
    assert_eq!(effects, [Effect::Copy("46114010100000579009004001".to_owned())]);
    assert!(frame(&app).contains("wysłano rachunek"), "{}", frame(&app));
    assert_eq!(press(&mut app, "y"), [Effect::Copy("FV/2025/10/0042 K-1001".to_owned())]);
    assert_eq!(press(&mut app, "y"), [Effect::Copy("3210,00".to_owned())]);
    assert_eq!(press(&mut app, "y"), [Effect::Copy("46114010100000579009004001".to_owned())]);
    assert_eq!(press(&mut app, "jy"), [Effect::Copy("46114010100000579009004001".to_owned())], "of another row");
}

#[test]
fn an_account_that_is_not_known_yet_is_copied_when_it_comes() {
    let mut app = manager();
    press(&mut app, "4");
    app.update(fixture::NOW, Message::Act(crate::action::Action::Down));
    let effects = app.update(fixture::NOW, Message::Act(crate::action::Action::Copy));
    let [Effect::Ask(Ask::Billing(ask @ BillingAsk::Transfer(_)))] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = app.update(fixture::NOW, fixture::billing::answer(ask.clone()));
    assert!(matches!(effects.as_slice(), [Effect::Copy(_)]), "{effects:?}");
}

#[test]
fn the_code_takes_two_keys_and_covers_nothing_with_its_words() {
    let mut app = manager();
    press(&mut app, "4p");
    let shown = frame(&app);
    let rows: Vec<&str> = shown.lines().collect();
    assert_eq!(rows.len(), 24);
    // The margin of the picture is white to its last column, whatever is said beside it.
    press(&mut app, "y");
    let said = frame(&app);
    let left =
        |text: &str| -> Vec<String> { text.lines().take(23).map(|row| row.chars().take(42).collect()).collect() };
    assert_eq!(left(&shown), left(&said));
    assert!(said.contains("wysłano rachunek"), "{said}");
    press(&mut app, "i");
    assert_eq!(left(&frame(&app)), left(&said), "the other way round is a matter of colours");
    assert_eq!(app.billing.code.as_ref().unwrap().ink, crate::widget::qr::Ink::Inverted);
}

#[test]
fn the_code_goes_on_to_all_that_is_owed_and_back_to_where_it_came_from() {
    let mut app = manager();
    press(&mut app, "4<Enter>p");
    assert!(frame(&app).contains("za FV/2025/10/0042"), "{}", frame(&app));
    press(&mut app, "<Tab>");
    assert!(frame(&app).contains("całość K-1001"), "{}", frame(&app));
    assert!(matches!(app.billing.code.as_ref().unwrap().wanted(), Some(TransferOf::Total(_))));
    press(&mut app, "!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert_eq!(line, "ekctl dues qr --customer K-1001");
    press(&mut app, "<Esc><Esc>");
    assert_eq!(app.screen, Screen::Billing(Ledger::Invoice));
    press(&mut app, "<Esc>");
    assert_eq!(app.screen, Screen::Billing(Ledger::Dues));
}

#[test]
fn what_is_settled_or_split_has_no_code_and_says_so() {
    let mut app = manager();
    press(&mut app, "4<Tab><End>p");
    assert_eq!(app.screen, Screen::Billing(Ledger::Invoices));
    assert!(frame(&app).contains("nie ma nic do zapłaty"), "{}", frame(&app));
    let mut app = manager();
    press(&mut app, "4<End>p");
    assert!(frame(&app).contains("Podzielona płatność"), "{}", frame(&app));
    assert!(!frame(&app).contains('▀'), "there is no picture");
}

#[test]
fn the_exclamation_mark_tells_the_line_of_every_part() {
    let check = |app: &mut App, keys: &str, expected: &str| {
        press(app, keys);
        press(app, "!");
        let Open::CommandLine(line) = &app.open else { panic!("{keys}") };
        assert_eq!(line, expected);
        press(app, "<Esc>");
    };
    let mut app = clerk();
    check(&mut app, "", "ekctl dues list");
    check(&mut app, "<Enter>", "ekctl invoices check FV/2025/10/0042");
    check(&mut app, "p", "ekctl dues qr FV/2025/10/0042");
    check(&mut app, "<Esc><Esc><Tab>", "ekctl invoices list --since 2024-11-23");
    check(&mut app, "<Enter>", "ekctl invoices show FV/2025/11/0019");
    check(&mut app, "<Esc><Tab>", "ekctl payments list --since 2025-05-23");
    check(&mut app, "<Enter>", "ekctl payments show 12");
    check(&mut app, "<Esc><Tab>", "ekctl dues balances");
    check(&mut app, "<Enter>", "ekctl dues list --customer K-1001");
    check(&mut app, "<Esc><Tab>", "ekctl payments unmatched");
    check(&mut app, "<Tab>", "ekctl invoices files");
}

#[test]
fn a_customer_is_looked_at_alone_and_left_again() {
    let mut app = clerk();
    assert!(frame(&app).contains("FV/2025/11/0003"), "all customers");
    press(&mut app, "<Tab><Tab><Tab><Enter>");
    let shown = frame(&app);
    assert!(shown.contains("K-1001") && !shown.contains("FV/2025/11/0003"), "{shown}");
    assert!(shown.contains("Do zapłaty 38 891,34 zł"), "{shown}");
    press(&mut app, "<Esc>");
    assert_eq!((app.screen, app.billing.customer.clone()), (Screen::Billing(Ledger::Balances), None));
}

#[test]
fn a_suggestion_is_taken_with_enter_and_given_back() {
    let mut app = clerk();
    press(&mut app, "<Tab><Tab><Tab><Tab><Enter>");
    press(&mut app, "<Enter>");
    assert!(frame(&app).contains("Rozliczono wpłatę nr 31."), "{}", frame(&app));
    let effects = app.update(fixture::NOW, Message::Act(crate::action::Action::Undo));
    let [Effect::Ask(Ask::Do(Deed::ChangePayment(_, id, change))), ..] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(*id, PaymentId(31));
    assert!(matches!(change.as_ref(), PaymentChange::Act(PaymentAct::Unassign { .. })), "{change:?}");
}

#[test]
fn an_allocation_is_released_for_a_reason_only_and_can_be_made_again() {
    let mut app = clerk();
    press(&mut app, "<Tab><Tab><Enter>D");
    assert!(frame(&app).contains("wskaż rozliczenie, które obowiązuje"), "{}", frame(&app));
    press(&mut app, "<Down>D<Enter><Enter>");
    assert!(frame(&app).contains("pole jest puste"), "{}", frame(&app));
    press(&mut app, "pomyłka");
    assert!(frame(&app).contains("! ekctl payments release 12 2 --reason 'pomyłka'"), "{}", frame(&app));
    press(&mut app, "<Enter>");
    assert!(frame(&app).contains("Wycofano rozliczenie wpłaty nr 12."), "{}", frame(&app));
    let effects = app.update(fixture::NOW, Message::Act(crate::action::Action::Undo));
    let [Effect::Ask(Ask::Do(Deed::ChangePayment(_, _, change))), ..] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    let PaymentChange::Act(PaymentAct::Allocate { invoice, amount }) = change.as_ref() else { panic!("{change:?}") };
    assert_eq!((*invoice, amount.map(Money::grosze)), (InvoiceId(2), Some(100_000)));
}

#[test]
fn a_refusal_is_said_beside_its_field() {
    let mut app = clerk();
    press(&mut app, "<Tab><Tab><Tab><Tab><Enter>a<Enter>12,3x<Enter><Enter>");
    assert!(frame(&app).contains("kwota, np. 1234,56"), "{}", frame(&app));
    let why = BillingCause::NoSuchInvoice { text: "FV/9".to_owned(), similar: Vec::new() };
    let change = PaymentChange::AllocateTo { number: "FV/9".to_owned(), amount: None };
    let refused = Done::PaymentChanged(PaymentId(31), Box::new(change), Err(Cause::Billing { why }.into()));
    fixture::send(&mut app, Message::Done(Box::new(refused)));
    assert!(frame(&app).contains("nie ma faktury „FV/9”"), "{}", frame(&app));
}

#[test]
fn whose_an_invoice_is_can_be_said_and_taken_back() {
    let mut app = clerk();
    press(&mut app, "c");
    assert!(frame(&app).contains("! ekctl invoices assign FV/2025/10/0042 --customer K-1001"), "{}", frame(&app));
    press(&mut app, "<Enter>");
    assert!(frame(&app).contains("Faktura FV/2025/10/0042: K-1001."), "{}", frame(&app));
}

#[test]
fn customers_are_not_offered_the_books() {
    let mut app = manager();
    press(&mut app, "4<Tab><Tab><Enter>?");
    let help = frame(&app);
    assert!(!help.contains("Czyja wpłata") && !help.contains("Wycofaj"), "{help}");
    press(&mut app, "<Esc><Esc><Tab>");
    assert_eq!(app.screen, Screen::Billing(Ledger::Dues), "there are three parts");
    let mut app = fixture::app_of(Role::Technician, Language::Polish, (80, 24));
    press(&mut app, "4");
    assert_eq!(app.screen, Screen::Sites);
    assert!(!frame(&app).contains("Rozl"), "{}", frame(&app));
}

#[test]
fn the_list_reaches_further_back_with_a_key() {
    let mut app = manager();
    press(&mut app, "4<Tab>");
    assert!(frame(&app).contains("ostatnie 12 mies."), "{}", frame(&app));
    let effects = app.update(fixture::NOW, Message::Act(crate::action::Action::Widen));
    let asked = effects.iter().find_map(|effect| match effect {
        Effect::Ask(Ask::Billing(BillingAsk::Invoices(filter))) => filter.issued,
        _ => None,
    });
    assert_eq!(asked.map(|days| days.first.to_string()).as_deref(), Some("2023-11-23"));
    press(&mut app, "---");
    assert!(frame(&app).contains("wszystkie"), "{}", frame(&app));
    press(&mut app, "<Tab>");
    assert!(frame(&app).contains("ostatnie 6 mies."), "{}", frame(&app));
}

#[test]
fn the_last_invoice_of_a_customer_is_found_by_a_fragment() {
    let mut app = clerk();
    press(&mut app, "<Tab>/lakowa<Enter>");
    let shown = frame(&app);
    assert!(shown.contains("FV/2025/11/0003"), "{shown}");
    assert!(shown.contains("filtr: lakowa"), "{shown}");
    assert_eq!(app.billing.invoice_filter(app.look.today()).text.as_deref(), Some("lakowa"));
    press(&mut app, "<Esc>");
    assert_eq!(app.billing.invoices.filter, "");
}

#[test]
fn an_invoice_becomes_a_ticket_with_what_the_check_found() {
    let mut app = manager();
    press(&mut app, "4<Enter>n");
    let shown = frame(&app);
    assert!(shown.contains("FV/2025/10/0042") && shown.contains("z odczytów wychodzi 5,1 GJ"), "{shown}");
    press(&mut app, "<Esc><Esc>jn");
    assert!(!frame(&app).contains("z odczytów wychodzi"), "{}", frame(&app));
    assert!(frame(&app).contains("FV/2025/11/0003"), "another invoice is another draft: {}", frame(&app));
}

#[test]
fn a_list_is_saved_with_the_headings_of_ekctl_and_its_money_exact() {
    let mut app = clerk();
    let effects = press(&mut app, "<Tab>e<Down><Down><Enter>");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(file.name, "invoices_2025-11-23_1432.json");
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let row = &value["items"][0];
    assert_eq!((&row["invoice_number"], &row["unpaid"]), (&"FV/2025/11/0019".into(), &"16200.00".into()));
    let effects = press(&mut app, "<Tab><Tab><Tab><Tab><Tab>e<Down><Enter>");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains("FV/2025/10/0042") && text.contains(";3210,00;"), "{text}");
}

#[test]
fn documents_are_saved_as_files() {
    let mut app = manager();
    for (keys, name) in [("4f", "faktura_1.pdf"), ("<Enter>e", "faktura_1.xml"), ("pf", "przelew.pdf")] {
        let effects = press(&mut app, keys);
        let [Effect::Save(file)] = effects.as_slice() else { panic!("{keys}: {effects:?}") };
        assert_eq!(file.name, name);
    }
}

#[test]
fn without_the_daemon_what_is_held_stays_and_deeds_are_refused() {
    let mut app = clerk();
    press(&mut app, "<Tab><Tab><Tab><Tab><Enter>");
    fixture::send(&mut app, lost());
    assert!(frame(&app).contains("ROZŁĄCZONO"), "{}", frame(&app));
    let effects = app.update(fixture::NOW, Message::Act(crate::action::Action::TakeSuggestion));
    assert_eq!(effects, []);
    assert!(frame(&app).contains("połączenie z ekd"), "{}", frame(&app));
    let mut app = manager();
    press(&mut app, "4");
    fixture::send(&mut app, lost());
    assert!(frame(&app).contains("FV/2025/10/0042"), "{}", frame(&app));
    assert_eq!(press(&mut app, "f"), []);
    insta::assert_snapshot!("dues_offline_pl", frame(&app));
    press(&mut app, "<Tab>");
    assert!(frame(&app).contains("r = spróbuj ponownie"), "what was never held: {}", frame(&app));
}

#[test]
fn nothing_to_pay_says_so_and_what_helps() {
    let mut app = manager();
    press(&mut app, "4");
    let filter = app.billing.due_filter();
    let none = BillingAnswer::Dues(filter, Ok(Listed { items: Vec::new(), cut: false }));
    app.update(fixture::NOW, Message::Billing(Box::new(none)));
    assert!(frame(&app).contains("Nie ma nic do zapłaty."), "{}", frame(&app));
    assert!(frame(&app).contains("prawo „finanse”"), "{}", frame(&app));
    press(&mut app, "<Tab>/zzz");
    let filter = app.billing.invoice_filter(app.look.today());
    let none = BillingAnswer::Invoices(filter, Ok(Listed { items: Vec::new(), cut: false }));
    app.update(fixture::NOW, Message::Billing(Box::new(none)));
    assert!(frame(&app).contains("Nic nie pasuje do „zzz”"), "{}", frame(&app));
}

#[test]
fn news_of_an_invoice_is_told_and_looked_at_again() {
    let mut app = manager();
    let told = |news| {
        let what = Happening::Billing { news, customer: None, invoice: None, payment: None, file: None, days: None };
        Message::Happened(vec![Event { cursor: Cursor(8), at: fixture::NOW, what }])
    };
    let effects = app.update(fixture::NOW, told(BillingNews::InvoiceArrived));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Billing(BillingAsk::Head(_))))),
        "{effects:?}"
    );
    assert!(frame(&app).contains("nowa faktura"), "{}", frame(&app));
    press(&mut app, "4");
    let effects = app.update(fixture::NOW, told(BillingNews::Changed));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Billing(BillingAsk::Dues(_))))),
        "{effects:?}"
    );
}

#[test]
fn who_pays_for_several_has_a_line_for_each() {
    let mut app = manager();
    press(&mut app, "4");
    let items = fixture::billing::balances();
    let filter = app.billing.head_filter();
    let several = BillingAnswer::Head(filter, Ok(Listed { items, cut: false }));
    app.update(fixture::NOW, Message::Billing(Box::new(several)));
    let shown = frame(&app);
    assert!(
        shown.contains(" K-1001 · Razem 38 891,34 zł · po terminie 3 210,00 (1) · do 8 XII: 19 481,34 "),
        "{shown}"
    );
    assert!(shown.contains(" K-1003 · Do zapłaty 0,00 zł · Szkoła Podstawowa nr 7"), "{shown}");
}

#[test]
fn what_is_owed_late_and_next_is_never_left_out() {
    let told = |language, size, total: i64| {
        let mut app = fixture::app_of(Role::Manager, language, size);
        press(&mut app, "4");
        let mut items = fixture::billing::balances();
        items[0].customer = CustomerNumber::parse("K-00412").unwrap();
        items[0].total_due = Money::from_grosze(total);
        items[0].overdue = Money::from_grosze(931_650);
        items[0].next_due.as_mut().unwrap().amount = Money::from_grosze(total - 931_650);
        let filter = app.billing.head_filter();
        let several = BillingAnswer::Head(filter, Ok(Listed { items, cut: false }));
        app.update(fixture::NOW, Message::Billing(Box::new(several)));
        frame(&app)
    };
    let shown = told(Language::Polish, (80, 24), 19_222_177);
    assert!(shown.contains(" K-00412 · Razem 192 221,77 zł · po terminie 9 316,50 · do 8 XII: 182 905,27 "), "{shown}");
    let shown = told(Language::English, (80, 24), 19_222_177);
    let line = " K-00412 · Total PLN 192,221.77 · overdue 9,316.50 (1) · due 8 Dec: 182,905.27 ";
    assert!(shown.contains(line), "{shown}");
    let shown = told(Language::Polish, (140, 40), 19_222_177);
    let line = " K-00412 · Do zapłaty 192 221,77 zł · po terminie 9 316,50 zł (1) · do 8 XII: 182 905,27 zł · nadpłata";
    assert!(shown.contains(line), "{shown}");
    let shown = told(Language::Polish, (60, 20), 19_222_177);
    assert!(shown.contains(" K-00412 · Razem 192 221,77 zł · po terminie 9 316,50 "), "{shown}");
    assert!(shown.contains("   do 8 XII: 182 905,27 "), "{shown}");
}

#[test]
fn why_interest_is_not_known_stands_below_the_list() {
    let told = |language, interest| {
        let mut app = fixture::app_of(Role::Manager, language, (80, 24));
        press(&mut app, "4");
        let mut items = fixture::billing::dues();
        items[0].interest = interest;
        let filter = app.billing.due_filter();
        let dues = BillingAnswer::Dues(filter, Ok(Listed { items, cut: false }));
        app.update(fixture::NOW, Message::Billing(Box::new(dues)));
        let on = frame(&app);
        press(&mut app, "j");
        (on, frame(&app))
    };
    let (on, beyond) = told(Language::Polish, Interest::NoRate(Some(date(2024, 8, 31))));
    let line = "Odsetki   stopy są do 31 VIII 2024; nowe dodaje administrator w [interest] ";
    assert!(on.contains(line) && on.contains("Odbiorca"), "{on}");
    assert!(!beyond.contains("stopy są"), "of another row: {beyond}");
    let (on, _) = told(Language::Polish, Interest::NoRate(None));
    assert!(on.contains("Odsetki   brak stopy na ten czas; dodaje ją administrator w [interest]"), "{on}");
    let (on, _) = told(Language::English, Interest::NoRate(Some(date(2024, 12, 31))));
    assert!(on.contains("Interest rates end on 31 Dec 2024; administrators add more in [interest] "), "{on}");
}

#[test]
fn why_there_is_no_transfer_is_told_to_the_end() {
    let mut app = manager();
    press(&mut app, "4");
    app.update(fixture::NOW, Message::Act(crate::action::Action::Down));
    app.update(fixture::NOW, Message::Rested);
    let why =
        BillingCause::NoSuchInvoice { text: "bardzo długi powód ".repeat(5) + "do końca", similar: Vec::new() };
    let refused = || {
        let of = TransferOf::Invoices(vec![InvoiceId(5)]);
        Message::Billing(Box::new(BillingAnswer::Transfer(of, Err(Cause::Billing { why: why.clone() }.into()))))
    };
    let check = |app: &App| {
        let shown = frame(app);
        assert!(shown.contains("nie ma faktury „bardzo długi powód") && shown.contains("do końca”"), "{shown}");
    };
    app.update(fixture::NOW, refused());
    check(&app);
    app.update(fixture::NOW, Message::Act(crate::action::Action::ShowCode));
    app.update(fixture::NOW, refused());
    check(&app);
}

#[test]
fn the_state_of_an_invoice_and_the_number_of_its_customer_are_whole_at_every_width() {
    for language in Language::ALL {
        for width in [60, 80, 93, 94, 100, 120, 140] {
            let mut app = fixture::app_of(Role::Clerk, language, (width, 24));
            press(&mut app, "4<Tab>");
            let shown = frame(&app);
            let states = match language {
                Language::Polish => ["do zapłaty", "po terminie", "nadpłata !", "rozliczona"],
                Language::English => ["to pay", "overdue", "credit !", "settled"],
            };
            for state in states {
                assert!(shown.contains(&format!(" {state} ")), "{width}: {state}: {shown}");
            }
            let n_named = shown.lines().filter(|row| row.contains(" K-100")).count();
            assert!(n_named >= 15, "{width}: {n_named}: {shown}");
        }
    }
}

#[test]
fn how_many_are_late_stands_on_the_tab() {
    assert!(
        frame(&manager()).contains("4 Rozliczenia 1") || frame(&manager()).contains("4 Rozl. 1"),
        "{}",
        frame(&manager())
    );
    let mut app = manager();
    press(&mut app, "3");
    assert_eq!(app.screen, Screen::Tickets(Part::Open));
}

/// Returns what a reader sees in the upper left corner of a frame, eight pixels a module.
fn photograph(shown: &str, (columns, rows): (usize, usize)) -> Vec<u8> {
    const SIDE: usize = 8;
    let cell = |character: char| match character {
        '█' => [true, true],
        '▀' => [true, false],
        '▄' => [false, true],
        _ => [false, false],
    };
    let mut picture = format!("P5 {} {} 255\n", columns * SIDE, 2 * rows * SIDE).into_bytes();
    // The first character of a line is the quotation mark of the backend.
    for line in shown.lines().take(rows) {
        let cells: Vec<[bool; 2]> = line.chars().skip(1).take(columns).map(cell).collect();
        for half in 0..2 {
            let row: Vec<u8> = cells.iter().flat_map(|halves| [if halves[half] { 0 } else { 255 }; SIDE]).collect();
            (0..SIDE).for_each(|_| picture.extend_from_slice(&row));
        }
    }
    picture
}

/// Returns what `zbarimg` reads; `None` where it is not installed, which is a failure where everything has to be.
fn read_by_zbar(picture: &[u8]) -> Option<String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("code.pgm");
    std::fs::write(&path, picture).unwrap();
    let output = std::process::Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&path).output();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap().trim_end().to_owned()),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "zbarimg: {error}");
            println!("skipped: zbarimg: {error}");
            None
        }
    }
}

#[test]
fn the_code_on_the_screen_is_read_by_a_scanner() {
    for (keys, size) in [("4p", (80, 24)), ("4<Down><Down><Down>p", (80, 24)), ("4p<Tab>", (140, 40)), ("4p", (60, 20))]
    {
        let mut app = fixture::app_of(Role::Manager, Language::Polish, size);
        press(&mut app, keys);
        let of = app.billing.code.as_ref().unwrap().wanted().unwrap().clone();
        let text = app.billing.order(&of).unwrap().transfer.code().unwrap().text;
        let picture = crate::widget::qr::Picture::fitting(&text, size.0 - 14, size.1 - 1).unwrap();
        assert!(picture.rows() < size.1 && picture.columns() <= 45, "a row is left for the hints");
        let corner = (usize::from(picture.columns()), usize::from(picture.rows()));
        if let Some(read) = read_by_zbar(&photograph(&frame(&app), corner)) {
            assert_eq!(read, text, "{keys}");
        }
    }
}

/// The longest text that a code can have: version 5, 45 columns and 23 rows.
#[test]
fn the_longest_code_fits_80_columns_and_24_rows_with_its_margin() {
    let text = format!("5260250274|PL|46114010100000579009004001|999999|{}|{}|||", "x".repeat(20), "Y".repeat(32));
    let picture = crate::widget::qr::Picture::fitting(&text, 80 - 14, 23).unwrap();
    assert_eq!((picture.columns(), picture.rows()), (45, 23));
}
