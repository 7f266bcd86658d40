//! A mail server that misbehaves as it is told, on a loopback port, and remembers what it was given.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where in a conversation something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Hello,
    Sender,
    Recipient,
    Data,
    /// In the midst of the letter.
    Text,
    /// After the whole letter, before the word about it.
    End,
}

/// What becomes of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whim {
    Accept,
    /// A reply with this code.
    Reply(Step, u16),
    /// The line breaks.
    Break(Step),
    /// The letter is taken, and the line breaks before a word is said.
    TakeAndBreak,
    /// Nothing more is said.
    Stall(Step),
    /// Words that are no SMTP.
    Babble,
}

impl Step {
    pub(crate) const ALL: [Self; 7] =
        [Self::Greeting, Self::Hello, Self::Sender, Self::Recipient, Self::Data, Self::Text, Self::End];
}

/// Decides about each conversation: how many there were before.
type Script = Box<dyn FnMut(usize) -> Whim + Send>;

/// A server by a script.
pub(crate) struct ScriptedSmtp {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
    reached: watch::Receiver<Option<Step>>,
}

struct State {
    script: Script,
    n_conversations: usize,
    taken: Vec<String>,
    seen: Vec<String>,
    log_ins: Vec<String>,
    recipients: BTreeSet<String>,
    reached: watch::Sender<Option<Step>>,
}

impl ScriptedSmtp {
    pub(crate) async fn start(script: impl FnMut(usize) -> Whim + Send + 'static) -> Self {
        Self::start_at(0, script).await
    }

    /// Starts on a port that was free a moment ago.
    pub(crate) async fn start_at(port: u16, script: impl FnMut(usize) -> Whim + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, reached) = watch::channel(None);
        let state = State {
            script: Box::new(script),
            n_conversations: 0,
            taken: Vec::new(),
            seen: Vec::new(),
            log_ins: Vec::new(),
            recipients: BTreeSet::new(),
            reached: tell,
        };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // A client that goes away has heard enough.
                tokio::spawn(async move { converse(stream, &state).await.unwrap_or_default() });
            }
        });
        Self { port, state, reached }
    }

    /// Changes what is to come.
    pub(crate) fn script(&self, script: impl FnMut(usize) -> Whim + Send + 'static) {
        self.state.lock().unwrap().script = Box::new(script);
    }

    /// Returns the letters that were taken, told or not.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.state.lock().unwrap().taken.clone()
    }

    /// Returns all letters that came in whole, taken or not.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.state.lock().unwrap().seen.clone()
    }

    /// Returns what was said to log in.
    pub(crate) fn log_ins(&self) -> Vec<String> {
        self.state.lock().unwrap().log_ins.clone()
    }

    /// Returns what was said to name recipients, in the order of the alphabet.
    pub(crate) fn recipients(&self) -> Vec<String> {
        self.state.lock().unwrap().recipients.iter().cloned().collect()
    }

    pub(crate) fn n_conversations(&self) -> usize {
        self.state.lock().unwrap().n_conversations
    }

    /// Waits until a conversation has stalled at this step.
    pub(crate) async fn stalled_at(&self, step: Step) {
        let mut reached = self.reached.clone();
        reached.wait_for(|reached| *reached == Some(step)).await.unwrap();
    }
}

/// What a conversation does next.
enum Turn {
    On,
    Over,
}

/// One conversation.
struct Talk<'a> {
    stream: BufReader<TcpStream>,
    whim: Whim,
    state: &'a Mutex<State>,
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let whim = {
        let mut state = state.lock().unwrap();
        let n_before = state.n_conversations;
        state.n_conversations += 1;
        state.reached.send_replace(None);
        (state.script)(n_before)
    };
    let mut talk = Talk { stream: BufReader::new(stream), whim, state };
    let greeting = if whim == Whim::Babble { "HTTP/1.1 400 Bad Request" } else { "220 scripted.test" };
    if let Turn::Over = talk.answer(Step::Greeting, greeting).await? {
        return Ok(());
    }
    while let Some(line) = talk.line().await? {
        if let Turn::Over = talk.hear(&line).await? {
            return Ok(());
        }
    }
    Ok(())
}

impl Talk<'_> {
    async fn hear(&mut self, line: &str) -> io::Result<Turn> {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => self.answer(Step::Hello, "250-scripted.test\r\n250 AUTH PLAIN LOGIN").await,
            "AUTH" => {
                self.state.lock().unwrap().log_ins.push(line.to_owned());
                self.say("235 2.7.0 welcome").await
            }
            "MAIL" => self.answer(Step::Sender, "250 2.1.0 ok").await,
            "RCPT" => {
                self.state.lock().unwrap().recipients.insert(line.to_owned());
                self.answer(Step::Recipient, "250 2.1.5 ok").await
            }
            "DATA" => match (self.answer(Step::Data, "354 go on").await?, self.whim) {
                (Turn::Over, _) => Ok(Turn::Over),
                (Turn::On, Whim::Reply(Step::Data, _)) => Ok(Turn::On),
                (Turn::On, _) => self.letter().await,
            },
            "QUIT" => self.say("221 2.0.0 farewell").await.map(|_| Turn::Over),
            _ => self.say("502 5.5.2 what").await,
        }
    }

    /// Hears a letter to its end and says what is said about it.
    async fn letter(&mut self) -> io::Result<Turn> {
        let mut text = String::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(Turn::Over) };
            if line == "." {
                break;
            }
            text += &line;
            text.push('\n');
            if matches!(self.whim, Whim::Break(Step::Text) | Whim::Stall(Step::Text)) {
                return self.answer(Step::Text, "").await;
            }
        }
        let is_refused = matches!(self.whim, Whim::Reply(Step::End, _) | Whim::Break(Step::End));
        {
            let mut state = self.state.lock().unwrap();
            state.seen.push(text.clone());
            if !is_refused {
                state.taken.push(text);
            }
        }
        if self.whim == Whim::TakeAndBreak {
            return Ok(Turn::Over);
        }
        self.answer(Step::End, "250 2.0.0 taken").await
    }

    async fn answer(&mut self, step: Step, usual: &str) -> io::Result<Turn> {
        match self.whim {
            Whim::Break(at) if at == step => Ok(Turn::Over),
            Whim::Reply(at, code) if at == step => self.say(&format!("{code} as told")).await,
            Whim::Stall(at) if at == step => {
                self.state.lock().unwrap().reached.send_replace(Some(step));
                // Until the other side goes away.
                while self.line().await?.is_some() {}
                Ok(Turn::Over)
            }
            _ => self.say(usual).await,
        }
    }

    async fn say(&mut self, reply: &str) -> io::Result<Turn> {
        self.stream.get_mut().write_all(format!("{reply}\r\n").as_bytes()).await?;
        Ok(Turn::On)
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let n_read = self.stream.read_line(&mut line).await?;
        Ok((n_read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }
}
