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
