//! What travels between a client and the daemon: a greeting, then frames of `MessagePack` with field names.
//!
//! Field names make the protocol grow: new fields are ignored by old readers and defaulted by new ones; an unknown
//! method becomes an answer ([`Asked::Unknown`]) instead of a closed connection. A frame is a 4-byte big-endian length
//! and that many bytes; memory is taken for bytes that have come, never for bytes that were announced. A peer's
//! deadline is clamped here, before tarpc's timers see it: they panic beyond two years.

use std::io::ErrorKind;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use bytes::{Buf, BufMut, BytesMut};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use tarpc::{ClientMessage, Request, RequestName, Response, ServerError, context, trace};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_util::codec::{Decoder, Encoder};

/// The oldest and the newest protocol that this build speaks.
pub const PROTOCOLS: (u16, u16) = (2, 2);
/// Longest frame a client may send, in bytes.
pub const MAX_REQUEST: usize = 1 << 20;
/// Longest frame the daemon answers with, in bytes.
pub const MAX_ANSWER: usize = 4 << 20;
/// Longest time a call may take, whatever its sender wishes.
pub const MAX_WAIT: Duration = Duration::from_mins(1);
/// Longest time a greeting may take.
pub const GREETING_WAIT: Duration = Duration::from_secs(2);

const MAGIC: [u8; 4] = *b"EKD\n";

/// Why a connection or a frame is no good.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("the other side does not speak this protocol")]
    Stranger,
    #[error("the other side speaks protocols {oldest} to {newest}, this program {} to {}", PROTOCOLS.0, PROTOCOLS.1)]
    Versions { oldest: u16, newest: u16 },
    #[error("a frame of {0} bytes is longer than allowed")]
    TooLong(usize),
    #[error("a frame cannot be read: {0}")]
    Unreadable(#[from] rmp_serde::decode::Error),
    #[error("a frame cannot be written: {0}")]
    Unwritable(#[from] rmp_serde::encode::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A call as it arrives: one we know, or one of a newer client.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Asked<T> {
    Known(T),
    Unknown(IgnoredAny),
}

impl<T: RequestName> RequestName for Asked<T> {
    fn name(&self) -> &str {
        match self {
            Self::Known(call) => call.name(),
            Self::Unknown(_) => "unknown",
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Up<T> {
    Call { id: u64, wait_ms: u64, call: T },
    Cancel { id: u64 },
}

#[derive(Serialize, Deserialize)]
struct Down<T> {
    id: u64,
    answer: Result<T, Refusal>,
}

/// Why a call was not served at all; tarpc's own numbering knows too few kinds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Refusal {
    AnswerTooLong,
    Busy,
    UnknownMethod,
    Internal,
}

impl From<ErrorKind> for Refusal {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::FileTooLarge => Self::AnswerTooLong,
            ErrorKind::WouldBlock => Self::Busy,
            ErrorKind::Unsupported => Self::UnknownMethod,
            _ => Self::Internal,
        }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal {
            Refusal::AnswerTooLong => ErrorKind::FileTooLarge,
            Refusal::Busy => ErrorKind::WouldBlock,
            Refusal::UnknownMethod => ErrorKind::Unsupported,
            Refusal::Internal => ErrorKind::Other,
        };
        Self::new(kind, String::new())
    }
}

/// The daemon's side of a connection.
pub struct ServerCodec<Req, Resp>(PhantomData<fn(Req, Resp)>);

/// The client's side of a connection.
pub struct ClientCodec<Req, Resp>(PhantomData<fn(Req, Resp)>);

impl<Req, Resp> Default for ServerCodec<Req, Resp> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<Req, Resp> Default for ClientCodec<Req, Resp> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<Req: DeserializeOwned, Resp> Decoder for ServerCodec<Req, Resp> {
    type Item = ClientMessage<Asked<Req>>;
    type Error = WireError;

    fn decode(&mut self, source: &mut BytesMut) -> Result<Option<Self::Item>, WireError> {
        let Some(frame) = take_frame(source, MAX_REQUEST)? else { return Ok(None) };
        let message = match rmp_serde::from_slice::<Up<Asked<Req>>>(&frame)? {
            Up::Call { id, wait_ms, call } => {
                let mut context = context::current();
                context.deadline = Instant::now() + Duration::from_millis(wait_ms).min(MAX_WAIT);
                ClientMessage::Request(Request { context, id, message: call })
            }
            Up::Cancel { id } => ClientMessage::Cancel { trace_context: trace::Context::default(), request_id: id },
        };
        Ok(Some(message))
    }
}

impl<Req, Resp: Serialize> Encoder<Response<Resp>> for ServerCodec<Req, Resp> {
    type Error = WireError;

    fn encode(&mut self, response: Response<Resp>, target: &mut BytesMut) -> Result<(), WireError> {
        let id = response.request_id;
        let answer = response.message.map_err(|error| Refusal::from(error.kind));
        let frame = rmp_serde::to_vec_named(&Down { id, answer })?;
        if frame.len() <= MAX_ANSWER {
            return put_frame(&frame, target);
        }
        let answer: Result<Resp, _> = Err(Refusal::AnswerTooLong);
        put_frame(&rmp_serde::to_vec_named(&Down { id, answer })?, target)
    }
}

impl<Req, Resp: DeserializeOwned> Decoder for ClientCodec<Req, Resp> {
    type Item = Response<Resp>;
    type Error = WireError;

    fn decode(&mut self, source: &mut BytesMut) -> Result<Option<Self::Item>, WireError> {
        let Some(frame) = take_frame(source, MAX_ANSWER)? else { return Ok(None) };
        let Down { id, answer } = rmp_serde::from_slice(&frame)?;
        Ok(Some(Response { request_id: id, message: answer.map_err(ServerError::from) }))
    }
}

impl<Req: Serialize, Resp> Encoder<ClientMessage<Req>> for ClientCodec<Req, Resp> {
    type Error = WireError;

    fn encode(&mut self, message: ClientMessage<Req>, target: &mut BytesMut) -> Result<(), WireError> {
        let up = match message {
            ClientMessage::Request(request) => {
                let wait = request.context.deadline.saturating_duration_since(Instant::now()).min(MAX_WAIT);
                let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                Up::Call { id: request.id, wait_ms, call: request.message }
            }
            ClientMessage::Cancel { request_id, .. } => Up::Cancel { id: request_id },
            // tarpc may add kinds of messages; none of them is a call, so none needs to be sent.
            _ => return Ok(()),
        };
        let frame = rmp_serde::to_vec_named(&up)?;
        if frame.len() > MAX_REQUEST {
            return Err(WireError::TooLong(frame.len()));
        }
        put_frame(&frame, target)
    }
}

fn take_frame(source: &mut BytesMut, limit: usize) -> Result<Option<BytesMut>, WireError> {
    let Some(header) = source.first_chunk::<4>() else { return Ok(None) };
    let length = u32::from_be_bytes(*header) as usize;
    if length > limit {
        return Err(WireError::TooLong(length));
    }
    if source.len() < 4 + length {
        return Ok(None);
    }
    source.advance(4);
    Ok(Some(source.split_to(length)))
}

fn put_frame(frame: &[u8], target: &mut BytesMut) -> Result<(), WireError> {
    let length = u32::try_from(frame.len()).map_err(|_| WireError::TooLong(frame.len()))?;
    target.reserve(4 + frame.len());
    target.put_u32(length);
    target.put_slice(frame);
    Ok(())
}

/// Greets the daemon: sends the protocols that we speak and returns the one it chose.
///
/// # Errors
/// [`WireError::Stranger`] where something else listens, [`WireError::Versions`] where no protocol is common.
pub async fn greet_daemon(io: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Result<u16, WireError> {
    let mut hello = Vec::from(MAGIC);
    hello.put_u16(PROTOCOLS.0);
    hello.put_u16(PROTOCOLS.1);
    io.write_all(&hello).await?;
    let mut answer = [0; 8];
    io.read_exact(&mut answer).await?;
    let (oldest, newest) = read_greeting(answer)?;
    common_protocol(oldest, newest).ok_or(WireError::Versions { oldest, newest })
}

/// Answers a client's greeting with the protocols that we speak and returns the one both know.
///
/// # Errors
/// As [`greet_daemon`]; the caller closes the connection.
pub async fn greet_client(io: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Result<u16, WireError> {
    let mut hello = [0; 8];
    io.read_exact(&mut hello).await?;
    let (oldest, newest) = read_greeting(hello)?;
    let mut answer = Vec::from(MAGIC);
    answer.put_u16(PROTOCOLS.0);
    answer.put_u16(PROTOCOLS.1);
    io.write_all(&answer).await?;
    common_protocol(oldest, newest).ok_or(WireError::Versions { oldest, newest })
}

fn read_greeting(bytes: [u8; 8]) -> Result<(u16, u16), WireError> {
    let mut rest = bytes.strip_prefix(&MAGIC).ok_or(WireError::Stranger)?;
    Ok((rest.get_u16(), rest.get_u16()))
}

fn common_protocol(oldest: u16, newest: u16) -> Option<u16> {
    let newest = newest.min(PROTOCOLS.1);
    (newest >= oldest.max(PROTOCOLS.0)).then_some(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Call {
        Ping { text: String },
    }

    fn up(wait_ms: u64, call: &impl Serialize) -> BytesMut {
        let mut target = BytesMut::new();
        put_frame(&rmp_serde::to_vec_named(&Up::Call { id: 7, wait_ms, call }).unwrap(), &mut target).unwrap();
        target
    }

    #[test]
    fn a_deadline_of_centuries_is_clamped() {
        let mut source = up(u64::MAX, &Call::Ping { text: "x".into() });
        let Some(ClientMessage::Request(request)) = ServerCodec::<Call, ()>::default().decode(&mut source).unwrap()
        else {
            panic!("a call was sent");
        };
        assert!(request.context.deadline <= Instant::now() + MAX_WAIT);
        assert!(matches!(request.message, Asked::Known(Call::Ping { text }) if text == "x"));
    }

    #[test]
    fn an_unknown_method_is_a_call_that_can_be_answered() {
        #[derive(Serialize)]
        enum Newer {
            Pong { deep: Vec<u8> },
        }
        let mut source = up(1, &Newer::Pong { deep: vec![1, 2, 3] });
        let message = ServerCodec::<Call, ()>::default().decode(&mut source).unwrap();
        assert!(matches!(message, Some(ClientMessage::Request(Request { id: 7, message: Asked::Unknown(_), .. }))));
    }

    #[test]
    fn an_announced_giant_is_refused_before_it_comes() {
        let mut source = BytesMut::from(&u32::MAX.to_be_bytes()[..]);
        let found = ServerCodec::<Call, ()>::default().decode(&mut source);
        assert!(matches!(found, Err(WireError::TooLong(_))));
        assert!(source.capacity() < 1024);
    }

    #[test]
    fn an_overlong_answer_becomes_an_error_for_that_call_only() {
        let mut target = BytesMut::new();
        let response = Response { request_id: 3, message: Ok("x".repeat(MAX_ANSWER + 1)) };
        ServerCodec::<Call, String>::default().encode(response, &mut target).unwrap();
        let response = ClientCodec::<Call, String>::default().decode(&mut target).unwrap().unwrap();
        assert_eq!(response.request_id, 3);
        assert_eq!(response.message.unwrap_err().kind, ErrorKind::FileTooLarge);
    }

    #[test]
    fn half_a_frame_waits_for_the_rest() {
        let whole = up(1, &Call::Ping { text: "x".into() });
        for end in 0..whole.len() {
            let mut source = BytesMut::from(&whole[..end]);
            assert!(ServerCodec::<Call, ()>::default().decode(&mut source).unwrap().is_none(), "{end}");
        }
    }

    #[tokio::test]
    async fn both_sides_agree_on_a_protocol() {
        let (mut client, mut server) = tokio::io::duplex(64);
        let (client, server) = tokio::join!(greet_daemon(&mut client), greet_client(&mut server));
        assert_eq!((client.unwrap(), server.unwrap()), (PROTOCOLS.1, PROTOCOLS.1));
    }

    #[tokio::test]
    async fn a_stranger_is_told_apart_from_another_version() {
        let greet = async |hello: &[u8]| {
            let (mut client, mut server) = tokio::io::duplex(64);
            client.write_all(hello).await.unwrap();
            greet_client(&mut server).await
        };
        assert!(matches!(greet(b"GET / HTTP/1.1\r\n").await, Err(WireError::Stranger)));
        assert!(matches!(greet(b"EKD\n\0\x09\0\x0a").await, Err(WireError::Versions { oldest: 9, newest: 10 })));
    }
}
