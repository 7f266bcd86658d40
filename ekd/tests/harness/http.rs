//! Another system's export on a loopback port: serves the town's days, and misbehaves as it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::civil::Date;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::paper::{self, Form, Slip};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// The truth, with validators; `304` to whoever has it.
    Fair,
    /// As fair, but the sender's slip is in it.
    Slip(Slip),
    /// The connection is closed without a word.
    Down,
    ServerError,
    LogInPage,
    /// The day is not there.
    NoSuchDay,
    /// Half the document, under the validators of the whole one. Nobody could see that of a CSV file, which has no
    /// end mark: there it is as [`Weather::BrokenOff`].
    Truncated,
    /// More bytes are promised than come.
    BrokenOff,
    /// Entities that would grow beyond all memory.
    Bomb,
    /// A byte now and then, for longer than anyone waits.
    Drip,
}

/// Decides about each request: how many there were before, and for which day.
type Forecast = Box<dyn FnMut(usize, Date) -> Weather + Send>;

/// A server of another system.
pub(crate) struct Exporter {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    served: watch::Receiver<Vec<(Date, Weather)>>,
}

struct State {
    forms: [Form; 3],
    forecast: Forecast,
    tell: watch::Sender<Vec<(Date, Weather)>>,
}

impl Exporter {
    pub(crate) async fn start(forms: [Form; 3], forecast: impl FnMut(usize, Date) -> Weather + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, served) = watch::channel(Vec::new());
        let state = Arc::new(Mutex::new(State { forms, forecast: Box::new(forecast), tell }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that goes away has seen enough.
                    let _ = serve(stream, &state).await;
                });
            }
        });
        Self { address, state, served }
    }

    /// Changes what is to come.
    pub(crate) fn forecast(&self, forecast: impl FnMut(usize, Date) -> Weather + Send + 'static) {
        self.state.lock().unwrap().forecast = Box::new(forecast);
    }

    /// Returns what was asked for so far, and what became of it.
    pub(crate) fn served(&self) -> Vec<(Date, Weather)> {
        self.served.borrow().clone()
    }
}

async fn serve(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let day: Date = path.rsplit('/').next().and_then(|day| day.parse().ok()).unwrap();
    let (weather, form) = {
        let mut state = state.lock().unwrap();
        let n_before = state.tell.borrow().len();
        let weather = (state.forecast)(n_before, day);
        state.tell.send_modify(|served| served.push((day, weather)));
        (weather, state.forms[usize::try_from(day.day()).unwrap() % 3])
    };
    answer(&mut stream, weather, form, day, &head.to_lowercase()).await?;
    stream.shutdown().await
}

async fn answer(stream: &mut TcpStream, weather: Weather, form: Form, day: Date, head: &str) -> std::io::Result<()> {
    let truth = paper::day(form, day, Slip::None);
    let etag = |slip: Slip| format!("\"{day}-{form:?}-{slip:?}\"").to_lowercase();
    let whole = |body: &str, slip| {
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\nETag: {}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            etag(slip)
        )
    };
    let bare = |status: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    };
    let text = match weather {
        Weather::Fair if head.contains(&etag(Slip::None)) => bare("304 Not Modified", ""),
        Weather::Fair => whole(&truth, Slip::None),
        Weather::Slip(slip) => whole(&paper::day(form, day, slip), slip),
        Weather::Down => return Ok(()),
        Weather::ServerError => bare("500 Internal Server Error", "the database is being repaired"),
        Weather::LogInPage => bare("200 OK", "<!DOCTYPE html><html><title>Zaloguj się</title></html>"),
        Weather::NoSuchDay => bare("404 Not Found", ""),
        Weather::Truncated if form != Form::Csv => whole(&truth[..truth.len() / 2], Slip::None),
        Weather::Truncated | Weather::BrokenOff => whole(&truth, Slip::None)[..truth.len() / 2].to_owned(),
        Weather::Bomb => whole(BOMB, Slip::None),
        Weather::Drip => return drip(stream, &whole(&truth, Slip::None)).await,
    };
    stream.write_all(text.as_bytes()).await
}

async fn drip(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    for byte in text.bytes() {
        stream.write_all(&[byte]).await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

const BOMB: &str = r#"<?xml version="1.0"?>
<!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
<document xmlns="urn:ek:document:1" version="1"><site code="&c;"/></document>
"#;
