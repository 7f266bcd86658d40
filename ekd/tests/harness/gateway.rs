//! A server of others on a loopback port that is asked by HTTP, answers as it is told, and remembers what it was asked.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The method and the address.
    pub(crate) line: String,
    head: String,
    pub(crate) body: String,
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Whim {
    /// A status and a body.
    Answer(u16, String),
    /// The same, with a header.
    AnswerWith(u16, String, String),
    /// The line breaks after the request has been heard.
    Break,
    /// Nothing is said until the other side goes away.
    Stall,
}

/// Decides about each request.
type Script = Box<dyn FnMut(&Asked) -> Whim + Send>;

/// A server by a script.
pub(crate) struct ScriptedGateway {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    script: Script,
    asked: Vec<Asked>,
}

impl ScriptedGateway {
    pub(crate) async fn start(script: impl FnMut(&Asked) -> Whim + Send + 'static) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { script: Box::new(script), asked: Vec::new() }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // A client that goes away has heard enough.
                tokio::spawn(async move { serve(stream, &state).await.unwrap_or_default() });
            }
        });
        Self { port, state }
    }

    /// Changes what is to come.
    pub(crate) fn script(&self, script: impl FnMut(&Asked) -> Whim + Send + 'static) {
        self.state.lock().unwrap().script = Box::new(script);
    }

    /// Returns all that came.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap().asked.clone()
    }
}

impl Asked {
    /// Returns a header by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let mut lines = self.head.lines();
        lines.find_map(|line| {
            let (found, value) = line.split_once(':')?;
            (found.to_ascii_lowercase() == name).then(|| value.trim().to_owned())
        })
    }

    /// Returns a field of the form.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let fields: Vec<&str> =
            self.body.split('&').filter_map(|field| field.strip_prefix(&format!("{name}="))).collect();
        assert!(fields.len() < 2, "{name} comes once: {}", self.body);
        fields.first().map(|value| unescaped(value))
    }
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let code = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(code, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

async fn serve(stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let asked = hear(&mut stream).await?;
    let whim = {
        let mut state = state.lock().unwrap();
        let whim = (state.script)(&asked);
        state.asked.push(asked);
        whim
    };
    let (status, header, body) = match whim {
        Whim::Answer(status, body) => (status, String::new(), body),
        Whim::AnswerWith(status, header, body) => (status, header + "\r\n", body),
        Whim::Break => return Ok(()),
        Whim::Stall => {
            stream.read_u8().await?;
            return Ok(());
        }
    };
    let length = body.len();
    let text = format!("HTTP/1.1 {status} x\r\n{header}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.get_mut().write_all(text.as_bytes()).await?;
    stream.get_mut().shutdown().await
}

async fn hear(stream: &mut BufReader<TcpStream>) -> io::Result<Asked> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let mut asked = Asked { line, head, body: String::new() };
    let length = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    asked.body = String::from_utf8(body).unwrap();
    Ok(asked)
}
