//! Where the code of a point or a meter comes from: a column, the configuration, or the name of the file.

use serde::Deserialize;

use super::Column;

/// Where a code comes from, and what is put before it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
pub struct Origin {
    pub place: Place,
    /// Put before the code.
    pub prefix: String,
}

/// The place of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Column(Column),
    Fixed(String),
    /// The file's name without directories, and without these two where it has them.
    FileName {
        strip_prefix: String,
        strip_suffix: String,
    },
}

/// An origin as the configuration has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    column: Option<Column>,
    fixed: Option<String>,
    file_name: Option<bool>,
    strip_prefix: Option<String>,
    strip_suffix: Option<String>,
    #[serde(default)]
    prefix: String,
}

impl TryFrom<Keys> for Origin {
    type Error = &'static str;

    fn try_from(keys: Keys) -> Result<Self, Self::Error> {
        let strips = keys.strip_prefix.is_some() || keys.strip_suffix.is_some();
        let place = match (keys.column, keys.fixed, keys.file_name) {
            (Some(column), None, None) if !strips => Place::Column(column),
            (None, Some(code), None) if !strips => Place::Fixed(code),
            (None, None, Some(true)) => Place::FileName {
                strip_prefix: keys.strip_prefix.unwrap_or_default(),
                strip_suffix: keys.strip_suffix.unwrap_or_default(),
            },
            _ => return Err("exactly one of `column`, `fixed` and `file-name = true`; `strip-…` only with the last"),
        };
        Ok(Self { place, prefix: keys.prefix })
    }
}

impl Origin {
    /// Returns the code that is the same for the whole file, `None` where it stands in a column.
    pub(super) fn of_file(&self, file_name: &str) -> Option<String> {
        match &self.place {
            Place::Column(_) => None,
            Place::Fixed(code) => Some(format!("{}{code}", self.prefix)),
            Place::FileName { strip_prefix, strip_suffix } => {
                let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
                let name = name.strip_prefix(strip_prefix.as_str()).unwrap_or(name);
                let name = name.strip_suffix(strip_suffix.as_str()).unwrap_or(name);
                Some(format!("{}{name}", self.prefix))
            }
        }
    }

    /// Returns the column in which the code stands.
    pub(super) const fn column(&self) -> Option<&Column> {
        match &self.place {
            Place::Column(column) => Some(column),
            Place::Fixed(_) | Place::FileName { .. } => None,
        }
    }
}
