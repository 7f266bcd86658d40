//! The audit log: each look of staff at somebody's data is a line, and whoever meddles with the lines is found out.

use std::path::Path;

use common::account::Login;
use common::api::EkRequest;
use common::audit::{AuditLine, AuditQuery, AuditVerified, Flaw};
use common::customer::{AccountFilter, CustomerFilter};
use common::log_in::LogInQuery;
use common::page::{Page, Paged};

use crate::caller::Caller;
use crate::town::{Town, login, number};

async fn lines(town: &Town) -> Vec<AuditLine> {
    let request = EkRequest::Audit { query: AuditQuery::default(), page: Page::default() };
    let page: Paged<AuditLine> = town.root().await.get(request).await.unwrap();
    page.items
}

/// What a look is written down as: the deed, whose account, whose data.
type Line = (&'static str, Option<&'static str>, Option<char>);

fn looks() -> Vec<(&'static str, EkRequest, Line)> {
    let page = Page::default;
    let customers = |text: Option<&str>| CustomerFilter { text: text.map(str::to_owned) };
    let accounts = |text: &str| AccountFilter { text: Some(text.to_owned()), ..AccountFilter::default() };
    let log_ins = |of: Option<Login>| LogInQuery { everyone: of.is_none(), login: of, only_failures: false };
    let boss = || Some(login("a-boss"));
    vec![
        ("clerk", EkRequest::Customers { filter: customers(None), page: page() }, ("customer.list", None, None)),
        (
            "clerk",
            EkRequest::Customers { filter: customers(Some("MARKA")), page: page() },
            ("customer.read", None, Some('A')),
        ),
        ("clerk", EkRequest::FindCustomer { text: "W-MARKB".to_owned() }, ("customer.read", None, Some('B'))),
        ("clerk reads", EkRequest::FindCustomer { text: "K-MARKA".to_owned() }, ("customer.read", None, Some('A'))),
        ("clerk", EkRequest::ExportCustomer { number: number('B') }, ("customer.export", None, Some('B'))),
        ("chief", EkRequest::Accounts { filter: accounts("who"), page: page() }, ("account.list", None, None)),
        (
            "chief",
            EkRequest::Accounts { filter: accounts("a-boss"), page: page() },
            ("account.read", Some("a-boss"), None),
        ),
        ("chief", EkRequest::FindAccount { login: "b-boss".to_owned() }, ("account.read", Some("b-boss"), None)),
        (
            "chief",
            EkRequest::LogIns { query: log_ins(boss()), page: page() },
            ("account.log_ins", Some("a-boss"), None),
        ),
        ("chief", EkRequest::LogIns { query: log_ins(None), page: page() }, ("account.log_ins", None, None)),
        ("chief", EkRequest::Sessions { of: boss() }, ("account.sessions", Some("a-boss"), None)),
        ("chief", EkRequest::Tokens { of: boss() }, ("account.tokens", Some("a-boss"), None)),
        ("chief", EkRequest::Deliveries { page: page() }, ("delivery.list", None, None)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_look_of_staff_at_somebodys_data_is_one_line() {
    // Letters are only queued where there is a way out.
    let town =
        Town::start_with("[smtp]\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\nfrom = \"bok@example.pl\"")
            .await;
    let mut n_lines = lines(&town).await.len();
    for (who, request, (deed, account, customer)) in looks() {
        let asked = format!("{request:?}");
        let answer = town.of(who).ask(request).await;
        assert!(answer.fault.is_none(), "{asked}: {answer:?}");
        let lines = lines(&town).await;
        assert_eq!(lines.len(), n_lines + 1, "{asked}");
        n_lines += 1;
        let line = &lines[0];
        let actor = who.split(' ').next();
        assert_eq!(line.actor.as_ref().map(Login::as_str), actor, "{asked}");
        let told = (line.deed.as_str(), line.login.as_ref().map(Login::as_str), line.customer.clone());
        assert_eq!(told, (deed, account, customer.map(number)), "{asked}");
    }
    // What concerns oneself is nobody's look, and a refusal shows nothing.
    for (who, request) in [
        ("chief", EkRequest::Sessions { of: None }),
        ("chief", EkRequest::LogIns { query: LogInQuery::default(), page: Page::default() }),
        ("a-boss", EkRequest::Account {}),
        ("a-boss", EkRequest::FindCustomer { text: "K-MARKB".to_owned() }),
        ("clerk", EkRequest::FindCustomer { text: "nikt".to_owned() }),
    ] {
        town.of(who).ask(request).await;
    }
    assert_eq!(lines(&town).await.len(), n_lines);
    let verified: AuditVerified = town.of("chief").get(EkRequest::VerifyAudit {}).await.unwrap();
    assert_eq!((verified.n_lines, verified.broken), (n_lines as u64, None));
}

fn meddle(archive: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(archive).unwrap();
    conn.execute_batch("DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_is_whole;").unwrap();
    conn.execute_batch(sql).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_line_that_was_edited_deleted_swapped_or_cut_off_is_named() {
    let Town { mut daemon, .. } = Town::start().await;
    let verify = async |socket: &Path| {
        let root = Caller::knock(socket, common::gate::With::Peer).await.unwrap();
        root.get::<AuditVerified>(EkRequest::VerifyAudit {}).await.unwrap()
    };
    let sound = verify(&daemon.paths.socket).await;
    assert_eq!(sound.broken, None);
    let last = i64::try_from(sound.n_lines).unwrap();
    // Each before the one that went before, so that it is the first again.
    let tampered = [
        (format!("DELETE FROM audit WHERE number = {last}"), (last, Flaw::Missing)),
        (
            "UPDATE audit SET number = -1 WHERE number = 15; UPDATE audit SET number = 15 WHERE number = 16;
             UPDATE audit SET number = 16 WHERE number = -1"
                .to_owned(),
            (15, Flaw::Altered),
        ),
        ("DELETE FROM audit WHERE number = 9".to_owned(), (9, Flaw::Missing)),
        ("UPDATE audit SET detail = 'nic' WHERE number = 4".to_owned(), (4, Flaw::Altered)),
        ("UPDATE audit SET actor_id = 1 + coalesce(actor_id, 0) WHERE number = 2".to_owned(), (2, Flaw::Altered)),
    ];
    for (sql, expected) in tampered {
        daemon = daemon.restart_after("", |archive| meddle(archive, &sql)).await.unwrap();
        let broken = verify(&daemon.paths.socket).await.broken.unwrap();
        assert_eq!((broken.number, broken.flaw), expected, "{sql}");
    }
}
