//! Addresses and resets: a code comes to who has the address, once and for a while, and everybody concerned is told.

use std::time::{Duration, Instant};

use common::account::{ContactChange, ContactCode};
use common::client::Connection;
use common::contact::{Contact, ContactKind};
use common::fault::{Cause, SessionEnd, Weakness};
use common::gate::{Opened, With};
use common::log_in::{LogInOutcome, Method};
use jiff::SignedDuration;

use crate::caller::{House, OTHER, PASSWORD, account, all_history, asked, by_password, log_in, outcomes, refused};
use crate::harness::client::once;
use crate::letters::{code_in, header};
use crate::peer::wait_for;
use crate::smtp::{ScriptedSmtp, Whim};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// A house and the server that takes its letters.
struct Post {
    house: House,
    server: ScriptedSmtp,
    n_read: usize,
}

impl Post {
    async fn start() -> Self {
        let server = ScriptedSmtp::start(|_| Whim::Accept).await;
        let section = format!(
            "[smtp]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nfrom = 'e-klient@example.pl'\n",
            server.port
        );
        Self { house: House::start(&section).await, server, n_read: 0 }
    }

    /// Waits for so many letters more and returns them by recipient.
    async fn letters(&mut self, n_letters: usize) -> Vec<(String, String)> {
        let wanted = self.n_read + n_letters;
        let all = wait_for("letters", || Some(self.server.taken()).filter(|taken| taken.len() >= wanted)).await;
        assert_eq!(all.len(), wanted, "no letter too many");
        let mut new: Vec<_> = all[self.n_read..].iter().map(|mail| (header(mail, "To"), mail.clone())).collect();
        self.n_read = wanted;
        new.sort();
        new
    }
}

async fn set(connection: &Connection, address: Option<&str>) -> Result<Contact, Cause> {
    let address = address.map(str::to_owned);
    let change = ContactChange { kind: ContactKind::Email, address, password: PASSWORD.into() };
    let ask = connection.ask(async |ek, context| ek.set_contact(context, once(), change).await);
    ask.await.map_err(|fault| fault.cause)
}

async fn confirm(connection: &Connection, code: &str) -> Result<Contact, Cause> {
    let code = ContactCode { kind: ContactKind::Email, code: code.into() };
    let ask = connection.ask(async |ek, context| ek.confirm_contact(context, code).await);
    ask.await.map_err(|fault| fault.cause)
}

/// Gives anna an address that counts.
async fn with_address(post: &mut Post, address: &str) -> Connection {
    let (anna, _) = log_in(&post.house.remote, by_password("anna", PASSWORD)).await;
    set(&anna, Some(address)).await.unwrap();
    let code = code_in(&post.letters(1).await[0].1);
    confirm(&anna, &code).await.unwrap();
    assert_eq!(post.letters(1).await[0].0, address);
    anna
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_counts_after_its_code_and_both_the_old_and_the_new_are_told() {
    let mut post = Post::start().await;
    let anna = with_address(&mut post, "old@example.pl").await;
    let (other, _) = log_in(&post.house.remote, by_password("anna", PASSWORD)).await;
    let pending = set(&anna, Some("new@example.pl")).await.unwrap();
    assert_eq!(pending.address.as_deref(), Some("old@example.pl"), "the old one counts");
    account(&other).await.unwrap();
    let letters = post.letters(2).await;
    assert_eq!((letters[0].0.as_str(), letters[1].0.as_str()), ("new@example.pl", "old@example.pl"));
    let code = code_in(&letters[0].1);
    assert!(!letters[1].1.contains(&code), "the old address gets no code");
    assert!(!letters[1].1.contains("new@example.pl") && letters[1].1.contains("@example.pl"), "only its beginning");
    let confirmed = confirm(&anna, &code).await.unwrap();
    assert_eq!((confirmed.address.as_deref(), confirmed.pending), (Some("new@example.pl"), None));
    let ended = Cause::SessionEnded { why: SessionEnd::Ended };
    assert_eq!(account(&other).await, Err(ended));
    assert_eq!(post.letters(2).await.len(), 2, "both are told");
    assert_eq!(confirm(&anna, &code).await, Err(Cause::NothingPending));
    set(&anna, None).await.unwrap();
    assert_eq!(post.letters(1).await[0].0, "new@example.pl");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_an_address_cannot_be_guessed_gets_old_and_is_not_sent_without_end() {
    let mut post = Post::start().await;
    let (anna, _) = log_in(&post.house.remote, by_password("anna", PASSWORD)).await;
    set(&anna, Some("anna@example.pl")).await.unwrap();
    let code = code_in(&post.letters(1).await[0].1);
    assert_eq!(code.len(), 8);
    for number in 0..5 {
        assert_eq!(confirm(&anna, &format!("{number:08}")).await, Err(Cause::WrongCode));
    }
    assert_eq!(confirm(&anna, &code).await, Err(Cause::WrongCode), "five tries, whatever the sixth brings");
    set(&anna, Some("anna@example.pl")).await.unwrap();
    let code = code_in(&post.letters(1).await[0].1);
    post.house.later(15 * MINUTE);
    assert_eq!(confirm(&anna, &code).await, Err(Cause::WrongCode), "a quarter of an hour");
    set(&anna, Some("anna@example.pl")).await.unwrap();
    post.letters(1).await;
    assert!(matches!(set(&anna, Some("else@example.pl")).await, Err(Cause::TooManyCodes { .. })), "three an hour");
    assert!(account(&anna).await.unwrap().account.contacts.iter().all(|contact| contact.address.is_none()));
}

fn forgotten(login: &str) -> With {
    With::Forgotten { login: login.to_owned() }
}

fn reset(login: &str, code: &str, new: &str) -> With {
    With::Reset { login: login.to_owned(), code: code.into(), new_password: new.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_takes_a_code_of_128_bits_that_works_once() {
    let mut post = Post::start().await;
    let anna = with_address(&mut post, "anna@example.pl").await;
    let remote = post.house.remote.clone();
    assert_eq!(asked(&remote, forgotten("anna")).await, Opened::CodeSent);
    let code = code_in(&post.letters(1).await[0].1);
    assert_eq!(code.replace('-', "").len(), 32);
    assert_eq!(refused(&remote, reset("anna", &code.replace(&code[..4], "ffff"), OTHER)).await, Cause::WrongCode);
    assert_eq!(refused(&remote, reset("tomek", &code, OTHER)).await, Cause::WrongCode);
    let weak = Cause::WeakPassword { weakness: Weakness::Short };
    assert_eq!(refused(&remote, reset("anna", &code, "krótkie")).await, weak);
    account(&anna).await.unwrap();
    assert_eq!(asked(&remote, reset("anna", &code, OTHER)).await, Opened::PasswordSet);
    assert_eq!(refused(&remote, reset("anna", &code, PASSWORD)).await, Cause::WrongCode);
    assert_eq!(account(&anna).await, Err(Cause::SessionEnded { why: SessionEnd::Ended }));
    assert_eq!(post.letters(1).await[0].0, "anna@example.pl", "the change is told");
    assert_eq!(refused(&remote, by_password("anna", PASSWORD)).await, Cause::LogInRefused);
    log_in(&remote, by_password("anna", OTHER)).await;
    let lines = outcomes(&all_history(&post.house).await);
    let by_reset = |outcome| lines.iter().filter(|line| **line == (Method::Reset, outcome)).count();
    assert_eq!((by_reset(LogInOutcome::Success), by_reset(LogInOutcome::WrongCode)), (1, 3), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_a_reset_gets_old_the_next_one_replaces_it_and_there_are_three_an_hour() {
    let mut post = Post::start().await;
    with_address(&mut post, "anna@example.pl").await;
    post.house.later(60 * MINUTE);
    let remote = post.house.remote.clone();
    let mut codes = Vec::new();
    for _ in 0..3 {
        asked(&remote, forgotten("anna")).await;
        codes.push(code_in(&post.letters(1).await[0].1));
    }
    assert_eq!(refused(&remote, reset("anna", &codes[1], OTHER)).await, Cause::WrongCode);
    post.house.later(15 * MINUTE);
    assert_eq!(refused(&remote, reset("anna", &codes[2], OTHER)).await, Cause::WrongCode);
    assert_eq!(asked(&remote, forgotten("anna")).await, Opened::CodeSent, "the same is said, and nothing sent");
    post.house.later(45 * MINUTE);
    asked(&remote, forgotten("anna")).await;
    let code = code_in(&post.letters(1).await[0].1);
    assert_eq!(asked(&remote, reset("anna", &code, OTHER)).await, Opened::PasswordSet);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_the_way_out_of_an_attack_for_a_stranger_too() {
    let mut post = Post::start().await;
    with_address(&mut post, "anna@example.pl").await;
    let remote = post.house.remote.clone();
    for _ in 0..6 {
        refused(&remote, by_password("anna", OTHER)).await;
    }
    let (to, warning) = post.letters(1).await.remove(0);
    assert!(
        to.contains("anna@example.pl") && warning.contains("log-ins"),
        "whose account it is hears of it: {warning}"
    );
    let archive = rusqlite::Connection::open(post.house.daemon.paths.archive()).unwrap();
    archive.execute("UPDATE guess SET n_failures = 100 WHERE source = ''", []).unwrap();
    asked(&remote, forgotten("anna")).await;
    let code = code_in(&post.letters(1).await[0].1);
    assert_eq!(asked(&remote, reset("anna", &code, OTHER)).await, Opened::PasswordSet);
    log_in(&remote, by_password("anna", OTHER)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_start_a_reset_and_see_no_code() {
    let mut post = Post::start().await;
    with_address(&mut post, "anna@example.pl").await;
    let root = post.house.root().await;
    let anna = crate::caller::login("anna");
    let started = root.ask(async |ek, context| ek.reset_account(context, anna).await).await.unwrap();
    assert_eq!(started.channels, [ContactKind::Email]);
    let code = code_in(&post.letters(1).await[0].1);
    assert!(!format!("{started:?}").contains(&code));
    assert_eq!(asked(&post.house.remote, reset("anna", &code, OTHER)).await, Opened::PasswordSet);
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_reset_tells_nobody_which_names_there_are() {
    let mut post = Post::start().await;
    with_address(&mut post, "anna@example.pl").await;
    let remote = post.house.remote.clone();
    let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..3 {
        // Known with an address, known without one, unknown, no name at all.
        for (place, name) in ["anna", "tomek", "nobody", "no name"].into_iter().enumerate() {
            let started = Instant::now();
            assert_eq!(asked(&remote, forgotten(name)).await, Opened::CodeSent);
            let (sent, started) = (started.elapsed(), Instant::now());
            assert_eq!(refused(&remote, reset(name, "0000-0000", OTHER)).await, Cause::WrongCode);
            times[place].extend([sent, started.elapsed()]);
        }
        post.house.later(11 * MINUTE);
    }
    // What is least is the work itself: a busy machine adds to it.
    let least = times.map(|times| times.into_iter().min().unwrap());
    println!("a reset by name with address, without, unknown, none: {least:?}");
    let (shortest, longest) = (least.iter().min().unwrap(), least.iter().max().unwrap());
    assert!(longest.saturating_sub(*shortest) < Duration::from_millis(40), "{least:?}");
}
