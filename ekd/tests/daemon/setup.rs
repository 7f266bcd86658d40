//! `ekd setup`: the first administrator, and no default password.

use common::client::{Connection, Door};
use common::endpoint::Endpoint;
use common::fault::{Cause, Fault};
use common::gate::{Knock, Password, With};

use crate::harness::process::Place;

const PASSWORD: &str = "rower chmura zupa lampa";

async fn log_in(place: &Place, login: &str, password: &str) -> Result<Door, Fault> {
    let password = Password { login: login.to_owned(), password: password.into(), code: None, new_password: None };
    let knock = Knock { client: "test".to_owned(), with: With::Password(password) };
    Connection::knock(&Endpoint::Unix(place.socket.clone()), &knock).await
}

#[tokio::test]
async fn the_first_administrator_has_the_password_that_was_given() {
    let place = Place::bare();
    let made =
        place.setup(&["--admin", "Szefowa", "--name", "Ewa Nowak", "--password-stdin"], &format!("{PASSWORD}\n"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("administrator: szefowa") && !said.contains(PASSWORD), "{said}");
    let _process = place.run_alone().await;
    let door = log_in(&place, "szefowa", PASSWORD).await.unwrap();
    let Door::Open(_, admission) = door else { panic!("{door:?}") };
    assert!(admission.role.administers() && admission.previous.last_success.is_none());
    for (login, password) in
        [("root", ""), ("root", "root"), ("szefowa", ""), ("admin", "admin"), ("szefowa", "szefowa")]
    {
        let refused = log_in(&place, login, password).await.unwrap_err();
        assert_eq!(refused.cause, Cause::LogInRefused, "{login}");
    }
}

#[test]
fn a_weak_password_makes_nobody_and_the_next_setup_goes_on() {
    let place = Place::bare();
    let weak = place.setup(&["--admin", "szefowa", "--password-stdin"], "haslo\n");
    assert!(!weak.status.success());
    assert!(String::from_utf8_lossy(&weak.stderr).contains("too short"), "{weak:?}");
    let without = place.setup(&[], "");
    assert!(without.status.success() && String::from_utf8_lossy(&without.stdout).contains("no administrator yet"));
    let good = place.setup(&["--admin", "szefowa", "--password-stdin"], &format!("{PASSWORD}\n"));
    assert!(good.status.success(), "{good:?}");
    let again = place.setup(&["--admin", "inna", "--password-stdin"], &format!("{PASSWORD}\n"));
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("exists already"), "{again:?}");
}

#[test]
fn a_key_that_is_lost_is_not_made_anew_behind_anyones_back() {
    let place = Place::set_up();
    let key = place.state.join("vault.key");
    let lost = std::fs::read(&key).unwrap();
    assert!(!place.setup(&["--new-key"], "").status.success(), "there is a key");
    let archive = rusqlite::Connection::open(place.archive()).unwrap();
    archive.execute("UPDATE account SET totp = x'00'", []).unwrap();
    std::fs::remove_file(&key).unwrap();
    let (refused, _) = place.refused();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("vault.key is missing") && said.contains("--new-key"), "{said}");
    assert!(!key.exists());
    let made = place.setup(&["--new-key"], "");
    assert!(made.status.success() && String::from_utf8_lossy(&made.stdout).contains("1 second factors"), "{made:?}");
    assert_ne!(std::fs::read(&key).unwrap(), lost);
    let n_left: i64 = archive.query_row("SELECT count(totp) FROM account", [], |row| row.get(0)).unwrap();
    assert_eq!(n_left, 0);
}
