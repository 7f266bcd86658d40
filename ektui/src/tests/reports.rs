//! Reports, and what stands beside a chart, as people meet them.

use common::cell::Dialect;
use common::fault::{Cause, Fault, ReportCause};
use common::id::SettingId;
use common::language::Language;
use common::report::schedule::{Destination, Rhythm};
use common::report::{Form, SavedReport, Template};
use common::setting::SettingKind;
use common::time::hours::Day;

use crate::app::{App, Message, Open};
use crate::effect::{Ask, Beside, Deed, Done, Effect, ReportAsk};
use crate::fixture;
use crate::screen::{Screen, Shelf};
use crate::tests::keys::{frame, press};
use common::account::Role;

const SIZES: [(u16, u16); 3] = [(80, 24), (140, 40), (60, 20)];
/// The way to the site of the mock-up.
const MONTH: &str = "/W-0412<Enter><Enter>m";

fn check(name: &str, keys: &str) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app(language, size);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

fn polish() -> App {
    fixture::app(Language::Polish, (80, 24))
}

/// Presses a key and returns what is asked for by it, unanswered.
fn asked(app: &mut App, keys: &str) -> Vec<Ask> {
    let (last, before) = keys.split_at(keys.len() - 1);
    press(app, last);
    let key = crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::Char(before.chars().next().unwrap()),
        crossterm::event::KeyModifiers::NONE,
    );
    let message = crate::keymap::message(key, app).unwrap();
    let effects = app.update(fixture::NOW, message);
    effects.into_iter().filter_map(|effect| if let Effect::Ask(ask) = effect { Some(ask) } else { None }).collect()
}

#[test]
fn frames() {
    check("reports", "5");
    check("reports_finished", "5<Tab>");
    check("reports_schedule", "5<Tab><Tab><Down>");
    check("reports_page", "5v");
    check("reports_checked", "5<Tab><Enter>");
    check("reports_portfolio", "p<Right>");
    check("reports_refused", "5<Down><Down><Down><Down>v");
    check("reports_form", "5<Enter>");
    check("reports_saved_form", "5<Tab><Tab><Enter>");
    check("reports_drop", "5<Tab>D");
}

#[test]
fn frames_beside_charts() {
    check("chart_month", MONTH);
    check("chart_curve", &format!("{MONTH}<Tab><Tab><Tab><Tab><Tab>"));
    check("chart_power", &format!("{MONTH}<Tab>"));
    check("chart_variant", &format!("{MONTH}b"));
    check("chart_peaks", &format!("{MONTH}p"));
    check("chart_setting", &format!("{MONTH}a"));
}

#[test]
fn the_pdf_of_last_month_of_all_sites_takes_two_keys() {
    let mut app = polish();
    let asks = asked(&mut app, "5f");
    let [Ask::Do(Deed::MakeReport(_, report, written))] = asks.as_slice() else { panic!("{asks:?}") };
    assert_eq!((report.definition.template, report.definition.sites.len()), (Template::MonthlySheet, 0));
    assert_eq!(written.form, Form::Pdf);
    assert!(frame(&app).contains("robię raport…"));
    assert_eq!(asked(&mut app, "f"), [], "it is being made");
    app.reports.making = None;
    let effects = press(&mut app, "f");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(file.name, "report_7.pdf");
    fixture::send(&mut app, Message::Saved(Ok("/home/anna/report_7.pdf".to_owned())));
    assert!(frame(&app).contains("zapisano /home/anna/report_7.pdf"), "{}", frame(&app));
}

#[test]
fn the_tables_are_saved_for_excel_with_three_keys() {
    let mut app = polish();
    let effects = press(&mut app, "5<Tab>e<Down><Enter>");
    let [Effect::Save(file)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(file.name, "report_3.csv");
    press(&mut app, "e");
    assert!(!frame(&app).contains("JSON"), "there is no JSON of a document");
}

#[test]
fn a_form_says_what_is_wrong_and_its_line_of_ekctl() {
    let mut app = polish();
    press(&mut app, "5<Enter>");
    assert!(frame(&app).contains("! ekctl reports create monthly_sheet --range 2025-10"), "{}", frame(&app));
    let control_u =
        crossterm::event::KeyEvent::new(crossterm::event::KeyCode::Char('u'), crossterm::event::KeyModifiers::CONTROL);
    let message = crate::keymap::message(control_u, &app).unwrap();
    fixture::send(&mut app, message);
    press(&mut app, "2025-13<Enter>W-0412 W-9999<Enter><Enter>");
    assert!(frame(&app).contains("okres, np. 2025-10"), "{}", frame(&app));
    let message = crate::keymap::message(control_u, &app).unwrap();
    fixture::send(&mut app, message);
    press(&mut app, "2025-09<Enter><Enter><Enter>");
    assert!(frame(&app).contains("nie ma obiektu W-9999"), "{}", frame(&app));
}

#[test]
fn a_preview_leads_to_the_form_as_it_was_left_and_back() {
    let mut app = polish();
    press(&mut app, "5<Enter><Enter>W-0412<Enter><Tab><Tab><Enter>");
    assert_eq!(app.screen, Screen::Reports(Shelf::Page));
    assert!(frame(&app).contains("Arkusz miesięczny › październik 2025"), "{}", frame(&app));
    press(&mut app, "<Enter>");
    assert!(frame(&app).contains("W-0412____"), "{}", frame(&app));
    press(&mut app, "<Esc>");
    let asks = asked(&mut app, "f");
    let [Ask::Do(Deed::MakeReport(_, report, _))] = asks.as_slice() else { panic!("{asks:?}") };
    assert_eq!(report.definition.sites[0].as_str(), "W-0412");
    press(&mut app, "<Esc>");
    assert_eq!(app.screen, Screen::Reports(Shelf::Templates));
}

#[test]
fn a_dossier_asks_for_its_ticket() {
    let mut app = polish();
    for key in ["f", "v", "<Enter>"] {
        press(&mut app, &format!("5<End><Up>{key}"));
        assert!(frame(&app).contains("Zgłoszenie (numer)"), "{}", frame(&app));
        press(&mut app, "118<Enter>");
        assert!(frame(&app).contains("numer zgłoszenia, np. Z-2025-118"), "{}", frame(&app));
        press(&mut app, "<Esc>");
    }
}

#[test]
fn the_ranking_moves_its_columns_and_leads_back_to_the_sites() {
    let mut app = polish();
    press(&mut app, "p");
    assert!(frame(&app).contains("kolumny 2-5 z 9"), "{}", frame(&app));
    press(&mut app, "<Right><Right><Right><Right><Right><Right><Right><Right><Right>");
    assert!(frame(&app).contains("Koszt zł") && frame(&app).contains("W-0414 Zielona 3"), "{}", frame(&app));
    press(&mut app, "<Esc>");
    assert_eq!(app.screen, Screen::Sites);
}

fn saved(app: &mut App, keys: &str) -> Option<SavedReport> {
    press(app, keys);
    let Open::Sheet(sheet) = &app.open else { panic!("no form") };
    match app.asked_by(sheet) {
        Some(Deed::SaveReport(_, report)) => Some(*report),
        _ => None,
    }
}

#[test]
fn a_schedule_is_what_the_form_says() {
    let mut app = polish();
    let report = saved(&mut app, "5<Tab><Tab>nzarzad<Enter><Enter>W-0412<Enter><Enter>").unwrap();
    assert_eq!((report.name.as_str(), report.schedule), ("zarzad", None));
    assert_eq!(saved(&mut app, "   <Enter>32"), None, "no month has so many days");
    let report = saved(&mut app, "<Back><Back>31<Enter><Enter>  <Enter> ").unwrap();
    let schedule = report.schedule.unwrap();
    assert_eq!((schedule.rhythm, schedule.to), (Rhythm::Monthly { day: 31 }, Destination::Directory));
    assert_eq!((schedule.dialect, schedule.forms), (Dialect::ExcelPl, [Form::Csv].into()));
    assert!(frame(&app).contains("! ekctl reports save zarzad monthly_sheet"), "{}", frame(&app));
}

#[test]
fn a_definition_that_the_form_reads_and_keeps_is_the_same() {
    let mut app = polish();
    let report = saved(&mut app, "5<Tab><Tab><Enter>").unwrap();
    let before = fixture::reports::saved().remove(0);
    assert_eq!(report.schedule, before.schedule);
    assert!(matches!(report.schedule.unwrap().rhythm, Rhythm::Weekly { on: Day::Mon }));
    assert_eq!((report.name, report.definition), (before.name, before.definition));
}

#[test]
fn customers_are_not_offered_the_directory_of_the_server() {
    for (role, offered) in [(Role::Manager, false), (Role::Technician, true)] {
        let mut app = fixture::app_of(role, Language::Polish, (80, 24));
        press(&mut app, "5<Tab><Tab>n");
        let shown = frame(&app);
        assert_eq!((shown.contains("Dokąd"), shown.contains("Klient (numer)")), (offered, offered), "{shown}");
    }
}

#[test]
fn removing_a_definition_can_be_taken_back_and_a_report_is_asked_about() {
    let mut app = polish();
    press(&mut app, "5<Tab><Tab>D");
    assert!(frame(&app).contains("usunięto definicję alarmy-co-tydzień   z = cofnij"), "{}", frame(&app));
    let asks = asked(&mut app, "z");
    assert!(matches!(asks.as_slice(), [Ask::Do(Deed::SaveReport(_, report))] if report.schedule.is_some()), "{asks:?}");
    press(&mut app, "5");
    press(&mut app, "<Esc>5");
    let mut app = polish();
    press(&mut app, "5<Tab>D");
    assert!(matches!(app.open, Open::Confirm(_)), "{}", frame(&app));
    assert!(press(&mut app, "<Enter>").is_empty());
    press(&mut app, "D<Right><Enter>");
    assert!(frame(&app).contains("wyrzucono raport nr 3"), "{}", frame(&app));
}

#[test]
fn what_the_daemon_refuses_is_said_beside_its_field() {
    let mut app = polish();
    press(&mut app, "5<Tab><Tab><Enter>");
    let why = ReportCause::BadSchedule { problem: "address".to_owned() };
    let fault = Fault::from(Cause::Report { why });
    fixture::send(&mut app, Message::Done(Box::new(Done::ReportSaved(Err(fault)))));
    assert!(frame(&app).contains("! harmonogramu nie można przyjąć"), "{}", frame(&app));
}

#[test]
fn a_month_against_last_year_by_the_weather_with_its_variant_takes_eight_keys_at_most() {
    let mut app = polish();
    // The site, the month, the variant: free text is not counted.
    press(&mut app, "/W-0412<Enter><Enter>m");
    let shown = frame(&app);
    for expected in ["Sd(15) 290", "GJ/Sd 0,2", "rok temu", "Prognoza do końca miesiąca 82 GJ (76-88) · 11,7 tys. zł"]
    {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    press(&mut app, "b");
    let shown = frame(&app);
    for expected in ["-2,40 GJ (-3,80 do -0,90) · -9 %", "-265 zł (-419 zł do -99 zł) netto, taryfa A1"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    press(&mut app, "!");
    let Open::CommandLine(line) = &app.open else { panic!() };
    assert!(line.starts_with("ekctl readings compare W-0412 --before "), "{line}");
}

#[test]
fn a_setting_is_what_the_form_says_and_can_be_taken_back() {
    let mut app = polish();
    press(&mut app, &format!("{MONTH}x<Left><Left>a"));
    press(&mut app, "krzywa 1,2");
    let Open::Sheet(sheet) = &app.open else { panic!() };
    let Some(Deed::RecordSetting(_, setting)) = app.asked_by(sheet) else { panic!("{}", frame(&app)) };
    assert_eq!(
        (setting.site.as_str(), setting.kind, setting.text.as_str()),
        ("W-0412", SettingKind::Curve, "krzywa 1,2")
    );
    assert_eq!(app.look.local(setting.at).to_string(), "2025-11-21T00:00:00", "the day under the cursor");
    assert!(
        frame(&app).contains("! ekctl sites annotate W-0412 'krzywa 1,2' --at 2025-11-21T00:00 --kind curve"),
        "{}",
        frame(&app)
    );
    press(&mut app, "<Enter><Enter>");
    assert!(frame(&app).contains("zapisano nastawę z 21 XI   z = cofnij"), "{}", frame(&app));
    let asks = asked(&mut app, "z");
    assert_eq!(asks, [Ask::Do(Deed::WithdrawSetting(SettingId(3)))]);
}

#[test]
fn a_setting_without_words_or_of_tomorrow_is_not_recorded() {
    let mut app = polish();
    press(&mut app, &format!("{MONTH}a<Enter><Enter>"));
    assert!(frame(&app).contains("pole jest puste"), "{}", frame(&app));
    press(&mut app, "okna<Enter>");
    for _ in 0..16 {
        press(&mut app, "<Back>");
    }
    press(&mut app, "2027-01-01<Enter>");
    assert!(frame(&app).contains("nie później niż teraz"), "{}", frame(&app));
}

#[test]
fn without_a_setting_the_variant_says_what_to_press() {
    let mut app = polish();
    press(&mut app, MONTH);
    let site = app.detail.as_ref().unwrap().site.code.clone();
    let query = common::setting::SettingQuery { site: Some(site), period: None };
    fixture::send(&mut app, Message::Settings(query, Ok(Vec::new())));
    press(&mut app, "b");
    assert!(frame(&app).contains("nie zapisano tu jeszcze żadnej zmiany nastaw: a = zapisz"), "{}", frame(&app));
}

#[test]
fn the_pdf_of_a_chart_is_of_what_is_on_the_screen() {
    let mut app = polish();
    press(&mut app, MONTH);
    let asks = asked(&mut app, "f");
    let [Ask::Beside(Beside::Drawing(query, _))] = asks.as_slice() else { panic!("{asks:?}") };
    let common::report::drawing::DrawingOf::Series { compared, .. } = &query.of else { panic!("{query:?}") };
    assert!(compared.is_some());
    let effects = press(&mut app, "f");
    assert!(
        matches!(effects.as_slice(), [Effect::Save(file)] if file.name == "W-0412_energy_2025-11.pdf"),
        "{effects:?}"
    );
    press(&mut app, "<Tab><Tab><Tab><Tab><Tab>");
    let asks = asked(&mut app, "f");
    let [Ask::Beside(Beside::Drawing(query, _))] = asks.as_slice() else { panic!("{asks:?}") };
    assert!(matches!(query.of, common::report::drawing::DrawingOf::Scatter(_)), "{query:?}");
}

#[test]
fn what_is_live_does_not_ask_for_a_forecast_each_time() {
    let mut app = polish();
    press(&mut app, MONTH);
    let event = common::event::Happening::Readings {
        source: common::id::SourceName::parse("miasto").unwrap(),
        document: common::id::DocumentId(813),
        points: vec![app.detail.as_ref().unwrap().point.as_ref().unwrap().id],
        n_points: 1,
        tally: common::source::Tally::default(),
    };
    let event = common::event::Event { cursor: common::id::Cursor(8), at: fixture::NOW, what: event };
    let effects = app.update(fixture::NOW, Message::Happened(vec![event]));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Chart(_)))), "{effects:?}");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Beside(_)))), "{effects:?}");
}

#[test]
fn without_the_daemon_nothing_is_made_and_what_is_held_stays() {
    let mut app = polish();
    press(&mut app, "5<Tab>");
    let fault: Fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
    app.update(fixture::NOW, Message::LinkDown { fault, retry_in: jiff::SignedDuration::from_secs(8) });
    assert_eq!(asked(&mut app, "f"), []);
    assert!(frame(&app).contains("Arkusz miesięczny"), "{}", frame(&app));
    assert!(frame(&app).contains("przerwane"), "{}", frame(&app));
}

#[test]
fn an_older_daemon_without_reports_breaks_nothing_else() {
    let mut app = polish();
    press(&mut app, "5<Tab>");
    app.reports.made = crate::remote::Remote::Loading;
    let fault: Fault = Cause::UnknownMethod.into();
    app.update(fixture::NOW, Message::MadeReports(Err(fault.clone())));
    assert!(frame(&app).contains("r = spróbuj ponownie"), "{}", frame(&app));
    press(&mut app, MONTH.trim_start_matches('/'));
    let mut app = polish();
    press(&mut app, MONTH);
    let detail = app.detail.as_mut().unwrap();
    detail.margin = crate::screen::site::beside::Margin::default();
    for ask in detail.wanted_beside(fixture::NOW, &fixture::zone()) {
        let message = match ask {
            Beside::Settings(query) => Message::Settings(query, Err(fault.clone())),
            Beside::Weather(query) => Message::Weather(query, Err(fault.clone())),
            Beside::Forecast(query) => Message::Forecast(query, Box::new(Err(fault.clone()))),
            Beside::Cost(query) => Message::Cost(query, Box::new(Err(fault.clone()))),
            other => panic!("{other:?}"),
        };
        app.update(fixture::NOW, message);
    }
    assert!(frame(&app).contains("LISTOPAD 2025"), "{}", frame(&app));
}

#[test]
fn a_report_that_was_made_says_what_has_changed_since() {
    let mut app = polish();
    let asks = {
        press(&mut app, "5<Tab>");
        let message = Message::Act(crate::action::Action::OpenMade);
        app.update(fixture::NOW, message)
    };
    assert!(asks.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Report(ReportAsk::Check(_))))), "{asks:?}");
    let mut app = polish();
    press(&mut app, "5<Tab><Enter>");
    let shown = frame(&app);
    assert!(shown.contains("zmieniły się 2 liczby:") && shown.contains("W-0412, Zużycie: 58.40 › 58.42"), "{shown}");
    let mut app = polish();
    press(&mut app, "5<Tab><Down><Enter>");
    assert!(frame(&app).contains("co do cyfry"), "{}", frame(&app));
}
