//! What is secret stays nowhere: recognisable passwords, codes, tokens and second factors are used, and then looked for in
//! everything that the real daemon has written, on its command line and in its environment.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use common::account::{ContactChange, ContactCode, NewToken, Role, TokenScope, TotpOffer};
use common::api::UploadPart;
use common::client::Connection;
use common::contact::ContactKind;
use common::endpoint::Endpoint;
use common::gate::{Opened, With};
use common::pass::TokenSecret;
use common::secret::Secret;
use ekd::config::paths::Paths;
use ekd::founding::{self, Founder};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection as Archive;
use rusqlite::OpenFlags;

use crate::authority::Authority;
use crate::caller::{asked, by_password, code_of, from_base32, log_in, login, refused, with_code};
use crate::gammu::Gammu;
use crate::harness::client::once;
use crate::harness::process::Place;
use crate::letters::{code_in, grouped_in};
use crate::postfix::Postfix;

const FIRST: &str = "pierwsze-hasło-Żyrafa-7219";
const WRONG: &str = "błędne-hasło-Hipopotam-5510";
const AS_NAME: &str = "haslo-wpisane-jako-nazwa-8841";
const SECOND: &str = "drugie-hasło-Nosorożec-3307";
const MOBILE: &str = "+48601234567";

/// Where the daemon runs, and who takes what it sends.
struct Town {
    place: Place,
    authority: Authority,
    postfix: Postfix,
    gammu: Gammu,
    /// Everything that must not be found, with its name.
    planted: Vec<(&'static str, Vec<u8>)>,
}

impl Town {
    fn plant(&mut self, what: &'static str, secret: impl AsRef<[u8]>) {
        self.planted.push((what, secret.as_ref().to_vec()));
    }

    fn plant_code(&mut self, what: &'static str, code: &str) {
        self.plant(what, code);
        self.plant(what, code.replace('-', ""));
    }

    fn configure(&self) {
        let mail = format!(
            "[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'starttls'\nca-file = '{}'\n\
             from = 'e-klient@example.pl'\nhello = 'ek.test'\n",
            self.postfix.port(),
            self.postfix.ca_file().display()
        );
        let text = format!("{}{mail}{}[log]\nfilter = 'trace'\n", self.authority.section(), self.gammu.section());
        OpenOptions::new().append(true).open(&self.place.config).unwrap().write_all(text.as_bytes()).unwrap();
    }

    fn log(&self) -> std::path::PathBuf {
        self.place.home.path().join("log")
    }

    fn found(&self) {
        let paths = Paths { state: self.place.state.clone(), socket: self.place.socket.clone() };
        let (login, password) = (login("anna"), Some(FIRST.into()));
        let founder = Founder { login, name: "Anna".to_owned(), role: Role::Technician, password };
        founding::found(&paths, &founder, Timestamp::now()).unwrap();
    }

    /// Gives the account a mobile number and an address that count.
    async fn confirm_contacts(&mut self, anna: &Connection) {
        set(anna, ContactKind::Email, "anna@example.pl").await;
        let code = code_in(&self.postfix.wait_for_mail("anna", 1).await[0]);
        confirm(anna, ContactKind::Email, &code).await;
        self.plant("contact code by mail", &code);
        self.postfix.wait_for_mail("anna", 2).await;
        set(anna, ContactKind::Mobile, MOBILE).await;
        let text = self.gammu.wait_for(1).await.remove(0).1;
        let code: String = digits_of(&text);
        confirm(anna, ContactKind::Mobile, &code).await;
        self.plant("contact code by SMS", &code);
        self.postfix.wait_for_mail("anna", 4).await;
        self.gammu.wait_for(2).await;
    }

    async fn make_token(&mut self, anna: &Connection, remote: &Endpoint) {
        let token = TokenSecret::new([0xc7; 32]);
        let new = NewToken {
            name: "nightly".to_owned(),
            scope: TokenScope::Operate,
            expires_at: Timestamp::now() + SignedDuration::from_hours(24),
            digest: token.digest(),
            password: Some(FIRST.into()),
        };
        anna.ask(async |ek, context| ek.create_token(context, once(), new).await).await.unwrap();
        let (script, _) = log_in(remote, With::Token(token.secret().clone())).await;
        let part = UploadPart { key: once(), offset: 0, bytes: b"half a document".to_vec().into() };
        script.ask(async |ek, context| ek.upload(context, part).await).await.unwrap();
        self.plant("token", token.secret().expose());
        self.plant("token without its prefix", "c7".repeat(32));
    }

    /// Sets another password by a code, which comes by mail and by SMS.
    async fn reset(&mut self, remote: &Endpoint) {
        asked(remote, With::Forgotten { login: "anna".to_owned() }).await;
        let mails = self.postfix.wait_for_mail("anna", 5).await;
        let code = mails.iter().find_map(|mail| grouped_in(mail)).expect("a letter brings the code");
        let texts = self.gammu.wait_for(3).await;
        assert!(texts.iter().any(|(_, text)| text.contains(&code)), "the same by SMS");
        self.plant_code("reset code", &code);
        let reset = With::Reset { login: "anna".to_owned(), code: code.into(), new_password: SECOND.into() };
        assert_eq!(asked(remote, reset).await, Opened::PasswordSet);
        self.postfix.wait_for_mail("anna", 6).await;
        self.gammu.wait_for(4).await;
    }

    /// Looks for everything that was planted.
    fn search(&self, what: &str, bytes: &[u8]) {
        for (name, needle) in &self.planted {
            assert!(!holds(bytes, needle), "{what} holds a {name}");
        }
    }

    fn search_all(&self, directory: &Path) -> usize {
        let mut n_files = 0;
        for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                n_files += self.search_all(&path);
            } else if entry.file_type().unwrap().is_file() {
                self.search(&path.display().to_string(), &fs::read(&path).unwrap());
                n_files += 1;
            }
        }
        n_files
    }
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn digits_of(text: &str) -> String {
    let words = text.split(|character: char| !character.is_ascii_digit());
    words.into_iter().find(|word| word.len() == 8).expect("a code of eight digits").to_owned()
}

async fn set(anna: &Connection, kind: ContactKind, address: &str) {
    let change = ContactChange { kind, address: Some(address.to_owned()), password: FIRST.into() };
    anna.ask(async |ek, context| ek.set_contact(context, once(), change).await).await.unwrap();
}

async fn confirm(anna: &Connection, kind: ContactKind, code: &str) {
    let code = ContactCode { kind, code: code.into() };
    anna.ask(async |ek, context| ek.confirm_contact(context, code).await).await.unwrap();
}

/// Enrols a second factor over the network, which staff must have there, and returns it with the open connection.
async fn enrol(town: &mut Town, remote: &Endpoint) -> (TotpOffer, Connection) {
    let Opened::EnrolmentWanted(offer) = asked(remote, by_password("anna", FIRST)).await else {
        panic!("no enrolment")
    };
    let code = code_of(&offer, Timestamp::now());
    let (anna, admission) = log_in(remote, with_code("anna", FIRST, &code)).await;
    town.plant("TOTP secret as it is typed", offer.secret.expose());
    town.plant("TOTP secret as it is", from_base32(&offer.secret));
    town.plant("session", admission.session.as_ref().map_or("", Secret::expose));
    log_in(remote, With::Session(admission.session.unwrap())).await;
    (offer, anna)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_secret_is_found_in_anything_that_is_written() {
    let (Some(postfix), Some(gammu)) = (Postfix::start(), Gammu::start()) else { return };
    let (place, authority) = (Place::set_up(), Authority::new());
    let mut town = Town { place, authority, postfix, gammu, planted: Vec::new() };
    for (what, password) in [("password", FIRST), ("wrong password", WRONG), ("new password", SECOND)] {
        town.plant(what, password);
    }
    town.plant("password that was typed as a name", AS_NAME);
    town.configure();
    town.found();
    let port = free_port();
    let config = fs::read_to_string(&town.place.config).unwrap().replace("0.0.0.0:0", &format!("127.0.0.1:{port}"));
    fs::write(&town.place.config, config).unwrap();
    let (mut process, root) = town.place.run_noting(Stdio::from(File::create(town.log()).unwrap())).await;
    let remote = town.authority.endpoint(([127, 0, 0, 1], port).into());

    let (_, anna) = enrol(&mut town, &remote).await;
    refused(&remote, by_password("anna", WRONG)).await;
    refused(&remote, by_password(AS_NAME, FIRST)).await;
    refused(&remote, With::Session(FIRST.into())).await;
    refused(&remote, With::Token(FIRST.into())).await;
    refused(&remote, with_code("anna", FIRST, WRONG)).await;
    town.confirm_contacts(&anna).await;
    town.make_token(&anna, &remote).await;
    town.reset(&remote).await;
    assert_eq!(asked(&remote, by_password("anna", SECOND)).await, Opened::CodeWanted);

    let sent = "sent";
    root.wait_until("everything is delivered", async |root| {
        let page = common::page::Page::default();
        let all = root.connection.ask(async |ek, context| ek.deliveries(context, page).await).await.unwrap().items;
        all.len() == 10 && all.iter().all(|one| one.state.name() == sent)
    })
    .await;
    let pid = process.0.id();
    for file in ["cmdline", "environ"] {
        town.search(file, &fs::read(format!("/proc/{pid}/{file}")).unwrap());
    }
    let archive = town.place.archive();
    assert!(town.place.state.join("archive.db-wal").exists(), "the log of changes is searched too");
    let looked = Archive::open_with_flags(&archive, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let n_letters: i64 = looked.query_row("SELECT count(letter) FROM outbox", [], |row| row.get(0)).unwrap();
    assert_eq!(n_letters, 0, "what is delivered is wiped");
    let copy = town.place.home.path().join("copy.db");
    looked.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let n_files = town.search_all(town.place.home.path());
    println!(
        "{} secrets in none of {n_files} files, nor on the command line or in the environment",
        town.planted.len()
    );
    // That something is found shows that the search finds.
    let log = fs::read(town.log()).unwrap();
    assert!(holds(&fs::read(&copy).unwrap(), b"anna@example.pl") && holds(&log, b"a message was sent"));
    assert!(!holds(&log, b"anna@example.pl") && !holds(&log, b"48601234567"), "nor an address in the log");
    assert!(process.terminate().0.success());
    town.search_all(town.place.home.path());
}

/// Returns a port that nobody listens at now.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
