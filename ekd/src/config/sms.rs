//! `[sms]`: the program or the service that sends short messages. Without the section none leaves.

use std::collections::BTreeSet;
use std::path::PathBuf;

use common::contact::CallingCode;
use serde::Deserialize;

use super::gateway::GatewayConfig;

/// How short messages leave, and to whom.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SmsConfig {
    #[serde(default)]
    pub kind: SmsKind,
    /// `OutboxPath` of gammu-smsd, `outgoing` of smstools3: messages are put there.
    #[serde(default)]
    pub outbox: Option<PathBuf>,
    /// `checked` of smstools3: they wait there for the modem.
    #[serde(default)]
    pub checked: Option<PathBuf>,
    /// `SentSMSPath`, `sent`: they move there. Looked at before a message is put in once more.
    #[serde(default)]
    pub sent: Option<PathBuf>,
    /// `ErrorSMSPath`, `failed`: those that could not be sent.
    #[serde(default)]
    pub error: Option<PathBuf>,
    #[serde(default)]
    pub gateway: Option<GatewayConfig>,
    /// Polish letters lose their marks, so that a part holds 160 letters and not 70.
    #[serde(default = "default_transliterate")]
    pub transliterate: bool,
    /// Whose numbers are written to.
    #[serde(default = "default_countries")]
    pub countries: Vec<CallingCode>,
}

/// Who sends short messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmsKind {
    /// The spool of gammu-smsd (its files backend).
    #[default]
    GammuSmsd,
    /// The spool of smsd of smstools3.
    Smstools3,
    /// A service that is asked by HTTP.
    Gateway,
}

/// The directories through which another program moves messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpoolConfig {
    pub outbox: PathBuf,
    pub checked: Option<PathBuf>,
    pub sent: PathBuf,
    pub error: PathBuf,
}

const fn default_transliterate() -> bool {
    true
}

fn default_countries() -> Vec<CallingCode> {
    vec![CallingCode::poland()]
}

impl SmsConfig {
    /// Returns the directories of the spool, if all that the kind needs are told.
    #[must_use]
    pub fn spool(&self) -> Option<SpoolConfig> {
        let (outbox, sent, error) = (self.outbox.clone()?, self.sent.clone()?, self.error.clone()?);
        Some(SpoolConfig { outbox, checked: self.checked.clone(), sent, error })
    }

    /// Returns everything that is wrong, a sentence each.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut problems = self.check_kind();
        problems.extend(self.check_directories());
        if self.countries.is_empty() {
            problems.push("countries must name one at least".to_owned());
        }
        let mut problems: Vec<String> = problems.into_iter().map(|problem| format!("sms: {problem}")).collect();
        problems.extend(self.gateway.iter().flat_map(GatewayConfig::check));
        problems
    }

    fn check_kind(&self) -> Vec<String> {
        let needed = |is_needed: bool, is_there: bool, key: &str| match (is_needed, is_there) {
            (true, false) => Some(format!("{key} is needed")),
            (false, true) => Some(format!("{key} means nothing with this kind")),
            (true, true) | (false, false) => None,
        };
        let (is_spool, has_checked) = match self.kind {
            SmsKind::GammuSmsd => (true, false),
            SmsKind::Smstools3 => (true, true),
            SmsKind::Gateway => (false, false),
        };
        let keys = [
            needed(is_spool, self.outbox.is_some(), "outbox"),
            needed(has_checked, self.checked.is_some(), "checked"),
            needed(is_spool, self.sent.is_some(), "sent"),
            needed(is_spool, self.error.is_some(), "error"),
            needed(!is_spool, self.gateway.is_some(), "[sms.gateway]"),
        ];
        keys.into_iter().flatten().collect()
    }

    fn check_directories(&self) -> Vec<String> {
        let named =
            [("outbox", &self.outbox), ("checked", &self.checked), ("sent", &self.sent), ("error", &self.error)];
        let told: Vec<_> = named.into_iter().filter_map(|(key, path)| Some((key, path.as_ref()?))).collect();
        let relative = told.iter().filter(|(_, path)| path.is_relative());
        let mut problems: Vec<String> = relative.map(|(key, _)| format!("{key} must be an absolute path")).collect();
        if told.iter().map(|(_, path)| path).collect::<BTreeSet<_>>().len() < told.len() {
            problems.push("no two of the directories may be the same".to_owned());
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        toml::from_str::<SmsConfig>(text).unwrap().check()
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let wrong = problems("outbox = 'a'\nsent = '/b'\nerror = '/b'\ncountries = []");
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert_eq!(problems("outbox = '/a'\nsent = '/b'\nerror = '/c'"), Vec::<String>::new());
    }

    #[test]
    fn each_kind_needs_its_own_keys() {
        let spool = "outbox = '/a'\nsent = '/b'\nerror = '/c'\n";
        assert_eq!(problems(""), ["outbox", "sent", "error"].map(|key| format!("sms: {key} is needed")));
        assert_eq!(problems(&format!("{spool}kind = 'smstools3'")), ["sms: checked is needed"]);
        assert_eq!(problems(&format!("{spool}kind = 'smstools3'\nchecked = '/d'")), Vec::<String>::new());
        assert_eq!(problems(&format!("{spool}kind = 'gateway'")).len(), 4);
        let gateway = "kind = 'gateway'\ngateway = { service = 'smsapi', token-file = '/t' }";
        assert_eq!(problems(gateway), Vec::<String>::new());
    }

    #[test]
    fn a_country_is_a_calling_code() {
        let config: SmsConfig = toml::from_str("countries = ['+48', '+49']").unwrap();
        assert_eq!(config.countries.len(), 2);
        for wrong in ["Polska", "48", "+048", "+48601"] {
            assert!(toml::from_str::<SmsConfig>(&format!("countries = ['{wrong}']")).is_err(), "{wrong}");
        }
    }
}
