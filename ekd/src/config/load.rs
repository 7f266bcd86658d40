//! Reading `ekd.toml` from its file.

use std::path::{Path, PathBuf};

use super::Config;

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path} cannot be read; `ekd setup` writes a commented sample")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path}: {message}")]
    Malformed { path: PathBuf, message: String },
    #[error("{path} has problems:\n  {}", .problems.join("\n  "))]
    Wrong { path: PathBuf, problems: Vec<String> },
}

/// Reads and checks a file.
///
/// # Errors
/// Unreadable, not TOML, an unknown key (line, column and the known ones are told), or anything that the checks find.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.into(), source })?;
    parse(path, &text)
}

/// Reads and checks the text of a file.
///
/// # Errors
/// As [`load`].
pub fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
    let config: Config = toml::from_str(text)
        .map_err(|error| ConfigError::Malformed { path: path.into(), message: error.to_string() })?;
    let problems = config.check();
    if problems.is_empty() { Ok(config) } else { Err(ConfigError::Wrong { path: path.into(), problems }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_parses() {
        parse(Path::new("ekd.toml"), super::super::SAMPLE).unwrap();
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line_and_the_known_ones() {
        let error = parse(Path::new("ekd.toml"), "[daemon]\nzoen = 'x'\n").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("zoen") && error.contains("zone"), "{error}");
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let text = "[daemon]\nzone = 'Europe/Warszawa'\nstate-directory = 'here'\n\
                    [drop.import]\ndirectory = '/srv/x'\nmapping = 'none'\n";
        let error = parse(Path::new("ekd.toml"), text).unwrap_err();
        let ConfigError::Wrong { problems, .. } = error else { panic!("{error}") };
        assert_eq!(problems.len(), 4, "{problems:#?}");
    }
}
