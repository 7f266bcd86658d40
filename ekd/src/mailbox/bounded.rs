//! A stream of which no answer takes more than it may: a server that promises or sends too much is left.
//!
//! The IMAP library makes room for whatever a server promises in a literal (`{500000000}`) before it comes. Here such a
//! promise is read first, and ends the connection. Knows no command: whoever asks says how much the answer may be.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream with an allowance.
#[derive(Debug)]
pub(super) struct Bounded<S> {
    inner: S,
    left: usize,
    scanner: Scanner,
}

/// Why a server is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer is longer than it may be")]
pub(super) struct TooLong;

/// Finds promises of literals (RFC 3501 §4.3) in what comes, whatever pieces it comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Scanner {
    /// Bytes of a literal that are still to come; they hold no promises.
    literal: usize,
    seen: Seen,
}

/// How much of `{n}`, CR and LF was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Seen {
    #[default]
    Nothing,
    Digits(usize),
    Brace(usize),
    Return(usize),
}

impl<S> Bounded<S> {
    pub(super) const fn new(inner: S, allowance: usize) -> Self {
        Self { inner, left: allowance, scanner: Scanner { literal: 0, seen: Seen::Nothing } }
    }

    /// Allows so many bytes from now on.
    pub(super) const fn allow(&mut self, allowance: usize) {
        self.left = allowance;
    }

    /// Returns the stream without bounds.
    pub(super) fn into_inner(self) -> S {
        self.inner
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(TooLong)?;
        self.scanner.scan(bytes, self.left)
    }
}

impl Scanner {
    /// Reads on; `left` is what may still come after these bytes.
    fn scan(&mut self, bytes: &[u8], left: usize) -> Result<(), TooLong> {
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first() {
            if self.literal > 0 {
                let n_skipped = self.literal.min(rest.len());
                self.literal -= n_skipped;
                rest = &rest[n_skipped..];
                continue;
            }
            rest = after;
            self.step(*byte);
            if self.literal > left.saturating_add(rest.len()) {
                return Err(TooLong);
            }
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) {
        self.seen = match (self.seen, byte) {
            (_, b'{') => Seen::Digits(0),
            (Seen::Digits(n), b'0'..=b'9') => {
                Seen::Digits(n.saturating_mul(10).saturating_add(usize::from(byte - b'0')))
            }
            // Literals that are sent without waiting (RFC 7888) have a plus.
            (Seen::Digits(n), b'+') => Seen::Digits(n),
            (Seen::Digits(n), b'}') => Seen::Brace(n),
            (Seen::Brace(n), b'\r') => Seen::Return(n),
            (Seen::Return(n) | Seen::Brace(n), b'\n') => {
                self.literal = n;
                Seen::Nothing
            }
            (Seen::Nothing | Seen::Digits(_) | Seen::Brace(_) | Seen::Return(_), _) => Seen::Nothing,
        };
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
        Poll::Ready(
            self.take(&buffer.filled()[before..]).map_err(|error| io::Error::new(io::ErrorKind::FileTooLarge, error)),
        )
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads an answer in pieces of every size; tells whether all sizes agree that it may be.
    fn passes(answer: &[u8], allowance: usize) -> bool {
        let by = |size: usize| {
            let mut bounded = Bounded::new((), allowance);
            answer.chunks(size).all(|piece| bounded.take(piece).is_ok())
        };
        let one = by(1);
        assert!((2..=answer.len()).all(|size| by(size) == one), "{}", String::from_utf8_lossy(answer));
        one
    }

    #[test]
    fn a_promise_that_is_too_large_ends_it_before_anything_of_it_comes() {
        assert!(passes(b"* 1 FETCH (BODY[] {5}\r\nabcde)\r\n", 100));
        assert!(!passes(b"* 1 FETCH (BODY[] {500000000}\r\n", 100));
        assert!(!passes(b"* 1 FETCH (BODY[] {99999999999999999999999999}\r\n", 100));
        assert!(!passes(b"* 1 FETCH (BODY[] {500+}\r\n", 100));
    }

    #[test]
    fn what_a_mail_says_is_no_promise() {
        assert!(passes(b"* 1 FETCH (BODY[] {12}\r\n{500000000}\r)\r\nA1 OK\r\n", 100));
        assert!(passes(b"* OK [ALERT] {500000000} letters\r\n", 100));
        assert!(passes(b"* OK {x}\r\n* OK {5\r\n", 100));
    }

    #[test]
    fn an_answer_that_never_ends_is_ended() {
        assert!(passes(&[b'x'; 100], 100));
        assert!(!passes(&[b'x'; 101], 100));
    }
}
