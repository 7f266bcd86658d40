//! The whole source against a server that has holes and goes down.

use std::sync::{Arc, Mutex};

use common::source::Outcome;

use super::fixture::{Answer, Server, choose_provider, response};
use super::*;
use crate::source::rehearsal::House;

/// What the server has: days and what it says of them.
type Shelf = Arc<Mutex<Vec<(&'static str, String)>>>;

fn document(day: &str) -> String {
    format!("#ek-document 1\npoint,meter,quantity,at,value,unit\nP-1,67120414,supply,{day}T06:00:00Z,84.2,°C\n")
}

async fn serve(shelf: &Shelf) -> Server {
    let shelf = Arc::clone(shelf);
    Server::start(move |head| answer(&shelf.lock().unwrap(), &head.to_lowercase())).await
}

fn answer(shelf: &[(&'static str, String)], head: &str) -> Answer {
    let Some((day, body)) = shelf.iter().find(|(day, _)| head.contains(&format!("d={day}"))) else {
        return response("404 Not Found", b"");
    };
    if head.contains(&format!("if-none-match: \"{day}\"")) {
        return response("304 Not Modified", b"");
    }
    response(&format!("200 OK\r\nETag: \"{day}\""), body.as_bytes())
}

fn source(server: &Server, lines: &str) -> ExportSource {
    choose_provider();
    let config = format!("url = \"{}/heat?d={{day}}&key=s3cret\"\nrefetch-window = \"2d\"\n{lines}", server.url);
    ExportSource::with_credentials(toml::from_str(&config).unwrap(), String::new(), None).unwrap()
}

#[tokio::test]
async fn a_late_day_replaces_the_hole_and_a_restart_asks_for_nothing_twice() {
    let shelf: Shelf = Arc::default();
    shelf.lock().unwrap().extend([("2026-03-08", document("2026-03-08")), ("2026-03-10", document("2026-03-10"))]);
    let server = serve(&shelf).await;
    let house = House::new("2026-03-10T12:00:00Z").await;

    let running = house.run(source(&server, ""));
    house.until_documents(2).await;
    shelf.lock().unwrap().push(("2026-03-09", document("2026-03-09")));
    house.nudge.notify_one();
    house.until_documents(3).await;
    running.stop().await;

    let documents = house.documents().await;
    let days: Vec<&str> = documents.iter().map(|document| document.name.rsplit(' ').next().unwrap()).collect();
    assert_eq!(days, ["(2026-03-08)", "(2026-03-10)", "(2026-03-09)"]);
    assert!(documents.iter().all(|document| document.outcome == Outcome::Taken && document.tally.received == 1));
    assert!(documents.iter().all(|document| !document.name.contains("s3cret")));

    let n_requests = server.requests().len();
    let running = house.run(source(&server, ""));
    server.until_requests(n_requests + 3).await;
    running.stop().await;
    let after_restart = server.requests().split_off(n_requests);
    assert!(after_restart.iter().all(|head| head.contains("if-none-match")), "{after_restart:?}");
    assert_eq!(house.documents().await.len(), 3);
}

#[tokio::test]
async fn a_server_that_is_down_is_told_and_then_forgiven() {
    let shelf: Shelf = Arc::default();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let house = House::new("2026-03-10T12:00:00Z").await;
    choose_provider();
    let config = format!("url = \"http://127.0.0.1:{port}/heat?d={{day}}&key=s3cret\"");
    let source = ExportSource::with_credentials(toml::from_str(&config).unwrap(), String::new(), None).unwrap();

    let running = house.run(source);
    house.until(async |house| house.kept().await.failing.is_some()).await;
    let kept = house.kept().await;
    let problem = kept.failing.unwrap().problem;
    assert_eq!(problem.kind, ProblemKind::Unreachable);
    assert!(!problem.detail.contains("s3cret"), "{problem:?}");
    let wait = kept.next_at.unwrap().duration_since("2026-03-10T12:00:00Z".parse().unwrap());
    assert!(wait.as_secs() <= 5, "{wait}");

    shelf.lock().unwrap().push(("2026-03-10", document("2026-03-10")));
    let _server = Server::start_at(port, {
        let shelf = Arc::clone(&shelf);
        move |head: &str| answer(&shelf.lock().unwrap(), &head.to_lowercase())
    })
    .await;
    house.nudge.notify_one();
    house.until(async |house| house.kept().await.failing.is_none()).await;
    house.until_documents(1).await;
    running.stop().await;
}

#[tokio::test]
async fn a_log_in_page_is_told_and_is_no_document() {
    let server = Server::start(|_| response("200 OK", b"<!DOCTYPE html><title>Log in</title>")).await;
    let house = House::new("2026-03-10T12:00:00Z").await;
    let running = house.run(source(&server, ""));
    house.until(async |house| house.kept().await.failing.is_some()).await;
    running.stop().await;
    assert_eq!(house.kept().await.failing.unwrap().problem.kind, ProblemKind::WebPage);
    assert_eq!(house.documents().await, []);
}
