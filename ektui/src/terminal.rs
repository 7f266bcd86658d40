//! The terminal: taken over and always given back, and sent only what has changed.
//!
//! It must not know what is drawn: it compares two pictures and writes the difference as one synchronized update.

use std::io::{self, Stdout, Write};
use std::panic;

use crossterm::cursor::{Hide, Show};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::app::{App, view};
use crate::widget::fit;

/// Raw mode and the alternate screen, for as long as this lives; a panic gives them back too.
pub struct Guard(());

/// Writes pictures.
pub struct Painter<W: Write> {
    backend: CrosstermBackend<W>,
    /// What the terminal shows; `None` when that is unknown.
    shown: Option<Buffer>,
}

impl Guard {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Standard output is no terminal.
    pub fn take() -> io::Result<Self> {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
        enter()?;
        Ok(Self(()))
    }

    /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again afterwards.
    ///
    /// # Errors
    /// The terminal has gone meanwhile.
    pub fn suspend(&self) -> io::Result<()> {
        give_back();
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        enter()
    }
}

impl Guard {
    /// Gives the terminal to another program for as long as it runs.
    ///
    /// # Errors
    /// The terminal has gone meanwhile.
    pub fn lend<T>(&self, program: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = program();
        enter()?;
        Ok(result)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, Hide)
}

/// Failures are not told: there is nobody left to tell.
fn give_back() {
    // Emptied first: some terminals put rows of the alternate screen above the prompt if their size has changed.
    let shown = execute!(io::stdout(), EndSynchronizedUpdate, Clear(ClearType::All), Show, LeaveAlternateScreen);
    let cooked = disable_raw_mode();
    drop((shown, cooked));
}

/// Returns columns and rows; 80 × 24 where the terminal does not tell.
#[must_use]
pub fn dimensions() -> (u16, u16) {
    size().unwrap_or((80, 24))
}

impl Painter<Stdout> {
    /// Returns a painter for standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::new(io::stdout())
    }
}

impl<W: Write> Painter<W> {
    #[must_use]
    pub const fn new(writer: W) -> Self {
        Self { backend: CrosstermBackend::new(writer), shown: None }
    }

    /// Forgets what the terminal shows, so that everything is drawn again.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Shows the state; writes nothing if it looks as before.
    ///
    /// # Errors
    /// The terminal does not take the bytes.
    pub fn paint(&mut self, app: &App) -> io::Result<()> {
        let area = Rect::new(0, 0, app.size.0, app.size.1);
        let mut picture = Buffer::empty(area);
        view::draw(app, area, &mut picture);
        let before = self.shown.take().filter(|shown| shown.area == area);
        if before.as_ref() == Some(&picture) {
            self.shown = before;
            return Ok(());
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        let before = if let Some(before) = before {
            before
        } else {
            queue!(self.backend, Clear(ClearType::All))?;
            Buffer::empty(area)
        };
        self.backend.draw(bridged(&before.diff(&picture), &picture).into_iter())?;
        queue!(self.backend, EndSynchronizedUpdate)?;
        Backend::flush(&mut self.backend)?;
        self.shown = Some(picture);
        Ok(())
    }

    /// Puts text on the clipboard of the terminal's user (OSC 52), wherever that terminal is.
    ///
    /// # Errors
    /// The terminal does not take the bytes.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        write!(self.backend, "\x1b]52;c;{}\x07", base64(text.as_bytes()))?;
        Backend::flush(&mut self.backend)
    }
}

/// What is drawn: a place and what stands there.
type Update<'a> = (u16, u16, &'a Cell);

/// Moving the cursor takes up to eight bytes, so short unchanged stretches between changes are written again.
const BRIDGE: u16 = 6;

/// Returns the updates with short gaps on a row filled by what stands there anyway.
fn bridged<'a>(updates: &[Update<'a>], picture: &'a Buffer) -> Vec<Update<'a>> {
    let mut filled: Vec<Update<'a>> = Vec::with_capacity(updates.len() * 5 / 4);
    for (x, y, cell) in updates.iter().copied() {
        if let Some((last_x, last_y, last)) = filled.last().copied()
            && last_y == y
            && x > last_x + 1
            && x - last_x - 1 <= BRIDGE
        {
            let gap: Vec<Update<'a>> = (last_x + 1..x).map(|between| (between, y, &picture[(between, y)])).collect();
            // Other attributes or letters of several bytes would cost more than the jump.
            let cheap = |(_, _, cell): &Update<'a>| cell.symbol().len() == 1 && cell.style() == last.style();
            if last.symbol().len() <= 3 && fit::width(last.symbol()) == 1 && gap.iter().all(cheap) {
                filled.extend(gap);
            }
        }
        filled.push((x, y, cell));
    }
    filled
}

/// Base64 as RFC 4648, section 4 has it.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[number >> (18 - 6 * place) & 63];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clipboard_gets_base64() {
        let check = |text: &str, expected| assert_eq!(base64(text.as_bytes()), expected);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("Łąkowa 12", "xYHEhWtvd2EgMTI=");
    }
}
