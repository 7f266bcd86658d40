//! What the terminal around us says about itself: environment variables, read once at start.
//!
//! It must not know what follows from them: that is decided in [`crate::theme`] and [`crate::glyphs`].

use std::env;

/// The variables that matter; absent ones are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    pub term: String,
    pub colorterm: String,
    pub no_color: String,
    pub colorfgbg: String,
    pub ssh: String,
    /// The locale that rules character encoding: the first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set.
    pub encoding_locale: String,
}

impl Surroundings {
    /// Reads the process's environment.
    #[must_use]
    pub fn read() -> Self {
        let get = |name| env::var(name).unwrap_or_default();
        let locales = ["LC_ALL", "LC_CTYPE", "LANG"];
        Self {
            term: get("TERM"),
            colorterm: get("COLORTERM"),
            no_color: get("NO_COLOR"),
            colorfgbg: get("COLORFGBG"),
            ssh: get("SSH_CONNECTION"),
            encoding_locale: locales.into_iter().map(get).find(|locale| !locale.is_empty()).unwrap_or_default(),
        }
    }

    /// Tells whether the locale promises UTF-8.
    #[must_use]
    pub fn speaks_utf8(&self) -> bool {
        let locale = self.encoding_locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    }

    /// Tells whether somebody sits at the other end of an SSH connection.
    #[must_use]
    pub const fn is_remote(&self) -> bool {
        !self.ssh.is_empty()
    }
}
