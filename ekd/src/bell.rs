//! Wakes the readers of the event journal after a commit. It carries nothing: the journal says what happened.

use tokio::sync::watch;

/// A bell that anyone may ring and listen to; clones are the same bell.
#[derive(Clone, Debug)]
pub struct Bell(watch::Sender<()>);

/// A pair of ears: hears what was rung since it was made or last heard.
#[derive(Debug)]
pub struct Ear(watch::Receiver<()>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::channel(()).0)
    }
}

impl Bell {
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    #[must_use]
    pub fn ear(&self) -> Ear {
        Ear(self.0.subscribe())
    }
}

impl Ear {
    /// Waits for the next ring.
    pub async fn heard(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
