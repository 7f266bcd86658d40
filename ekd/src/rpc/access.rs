//! Who asks, and what they may do. Rights are asked for at every call; only this module makes a [`Scope`].
//!
//! Today's principal is the user at the other end of the Unix socket, as the kernel tells it. Who can open the socket
//! may read; who may also change something is configured.

use common::fault::Cause;
use tokio::net::UnixStream;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    pub uid: u32,
}

/// Users who may change something besides root and the daemon's own user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operators {
    pub own_uid: u32,
    pub uids: Vec<u32>,
}

/// A right that was found to be there. Handlers and what they call take it as proof.
#[derive(Clone, Copy, Debug)]
pub struct Scope(());

impl Principal {
    /// Returns who is at the other end.
    ///
    /// # Errors
    /// Where the kernel does not say.
    pub fn of_peer(stream: &UnixStream) -> std::io::Result<Self> {
        Ok(Self { uid: stream.peer_cred()?.uid() })
    }

    /// Returns the right to see readings.
    ///
    /// # Errors
    /// [`Cause::NotAllowed`].
    pub const fn read(&self) -> Result<Scope, Cause> {
        Ok(Scope(()))
    }

    /// Returns the right to bring documents and to ask sources.
    ///
    /// # Errors
    /// [`Cause::NotAllowed`].
    pub fn operate(&self, operators: &Operators) -> Result<Scope, Cause> {
        let allowed = self.uid == 0 || self.uid == operators.own_uid || operators.uids.contains(&self.uid);
        if allowed { Ok(Scope(())) } else { Err(Cause::NotAllowed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_operators_change_something() {
        let operators = Operators { own_uid: 998, uids: vec![1000] };
        let check = |uid, allowed| {
            let principal = Principal { uid };
            assert!(principal.read().is_ok());
            assert_eq!(principal.operate(&operators).is_ok(), allowed, "{uid}");
        };
        check(0, true);
        check(998, true);
        check(1000, true);
        check(1001, false);
    }
}
