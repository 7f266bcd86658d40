//! Every screen as characters, in both languages and three sizes.

use common::fault::Cause;
use common::language::Language;
use jiff::SignedDuration;

use crate::app::Message;
use crate::fixture;
use crate::tests::keys::{frame, press};

const SIZES: [(u16, u16); 3] = [(80, 24), (140, 40), (60, 20)];

fn check(name: &str, keys: &str) {
    for language in Language::ALL {
        for size in SIZES {
            let mut app = fixture::app(language, size);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}_{}_{}x{}", language.code(), size.0, size.1), frame(&app));
        }
    }
}

#[test]
fn sites() {
    check("sites", "");
}

#[test]
fn day_of_a_site() {
    check("site_day", "<Enter>");
}

#[test]
fn month_of_a_site_with_a_gap() {
    check("site_month", "<Down><Down><Down><Down><Enter>mx");
}

#[test]
fn season_of_a_site() {
    check("site_season", "<Enter>o");
}

#[test]
fn week_of_temperatures() {
    check("site_temperatures", "<Enter>w<Tab><Tab>");
}

#[test]
fn table_of_a_month() {
    check("site_table", "<Enter>mv");
}

#[test]
fn system() {
    check("system", "9");
}

#[test]
fn help() {
    check("help", "<Enter>?");
}

#[test]
fn palette() {
    check("palette", ":zielona");
}

#[test]
fn sorting() {
    check("sort", "s");
}

#[test]
fn nothing_passes_the_filter() {
    check("filtered_out", "/zzz");
}

#[test]
fn without_the_daemon() {
    for language in Language::ALL {
        let mut app = fixture::app(language, (80, 24));
        let fault = Cause::ConnectionLost { endpoint: "unix:/run/ekd/ekd.sock".to_owned() }.into();
        fixture::send(&mut app, Message::LinkDown { fault, retry_in: SignedDuration::from_secs(8) });
        insta::assert_snapshot!(format!("offline_{}", language.code()), frame(&app));
    }
}

#[test]
fn too_small() {
    let app = fixture::app(Language::Polish, (40, 10));
    insta::assert_snapshot!("too_small_pl", frame(&app));
}
