//! `[info-codes]`: where the administrator's own tables of info codes lie.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::info_code::Tables;

/// Tables besides those that come with the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct InfoCodesConfig {
    /// Holds tables, each a file `NAME.toml`; one with the name of a table of the program takes its place.
    pub directory: Option<PathBuf>,
}

/// Why there are no tables.
#[derive(Debug, thiserror::Error)]
pub enum InfoCodesError {
    #[error("{path} cannot be read: the tables of [info-codes] lie there")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("tables of info codes have problems:\n  {}", .0.join("\n  "))]
    Wrong(Vec<String>),
}

/// Longest file of a table, in bytes.
const LONGEST: u64 = 1 << 20;

impl InfoCodesConfig {
    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let relative = self.directory.iter().filter(|path| path.is_relative());
        relative.map(|_| "info-codes: directory must be an absolute path".to_owned()).collect()
    }

    /// Reads the tables: at a start, and where the configuration is checked.
    ///
    /// # Errors
    /// A file that cannot be read or is wrong.
    pub fn tables(&self) -> Result<Tables, InfoCodesError> {
        let own = self.directory.as_deref().map(read).transpose()?.unwrap_or_default();
        Tables::new(&own).map_err(InfoCodesError::Wrong)
    }
}

fn read(directory: &Path) -> Result<Vec<(String, String)>, InfoCodesError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| InfoCodesError::Unreadable { path, source }
    };
    let mut own = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed(directory))? {
        let path = entry.map_err(failed(directory))?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.'));
        let (Some(name), Some("toml")) = (name, path.extension().and_then(|end| end.to_str())) else { continue };
        if path.metadata().map_err(failed(&path))?.len() > LONGEST {
            return Err(InfoCodesError::Wrong(vec![format!(
                "info codes {name}: the file is longer than {LONGEST} bytes"
            )]));
        }
        own.push((name.to_owned(), std::fs::read_to_string(&path).map_err(failed(&path))?));
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_from_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        let config = InfoCodesConfig { directory: Some(directory.path().to_owned()) };
        assert!(config.check().is_empty());
        std::fs::write(directory.path().join("README"), "not a table").unwrap();
        assert_eq!(config.tables().unwrap(), InfoCodesConfig::default().tables().unwrap());
        std::fs::write(directory.path().join("kamstrup-32.toml"), "models = []\nbits = []\n").unwrap();
        assert_eq!(config.tables().unwrap().of_model("Kamstrup MULTICAL 603"), None);
        std::fs::write(directory.path().join("our.toml"), "models = 1").unwrap();
        assert!(config.tables().unwrap_err().to_string().contains("info codes our: "));
        assert!(InfoCodesConfig { directory: Some("/nowhere/at/all".into()) }.tables().is_err());
        assert_eq!(InfoCodesConfig { directory: Some("tables".into()) }.check().len(), 1);
    }
}
