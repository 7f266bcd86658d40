//! Tables of info codes: which bit of which meter means what.
//!
//! A table counts for the models that it lists. Of a meter whose model no table lists, and of a bit that its table does
//! not name, nothing is said: both stay raw. Knows neither files nor readings; texts come in.

use common::alarm::Severity;
use common::info_code::{InfoBit, InfoKind, bits};
use common::quantity::amount::Code;
use common::text::is_hidden;
use serde::Deserialize;

use crate::pattern;

/// What one maker's bits mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of its file, without `.toml`.
    pub name: String,
    models: Vec<String>,
    /// By bit.
    bits: Vec<InfoBit>,
}

/// All tables, in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables(Vec<Table>);

/// What a code means as far as its table tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    pub known: Vec<InfoBit>,
    pub unknown: Vec<u8>,
}

/// The tables that come with the program.
const BUNDLED: [(&str, &str); 2] = [
    ("en13757", include_str!("../info-codes/en13757.toml")),
    ("kamstrup-32", include_str!("../info-codes/kamstrup-32.toml")),
];

/// Longest text of a table, in characters.
const LONGEST: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    models: Vec<String>,
    bits: Vec<WrittenBit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBit {
    bit: u8,
    kind: String,
    severity: String,
    name: Words,
    advice: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    pl: String,
    en: String,
}

impl Table {
    /// Reads the text of a table.
    ///
    /// # Errors
    /// Everything that is wrong, a sentence each.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<String>> {
        let here = |problem: String| format!("info codes {name}: {problem}");
        let written: Written = toml::from_str(text).map_err(|error| vec![here(error.to_string())])?;
        let mut problems = Vec::new();
        if written.models.iter().any(|model| !is_text(model)) {
            problems.push("a model is empty, too long, or holds what cannot be shown".to_owned());
        }
        let mut found: Vec<InfoBit> = Vec::new();
        for written in written.bits {
            let bit = written.bit;
            match known(written) {
                Ok(_) if found.iter().any(|earlier| earlier.bit == bit) => {
                    problems.push(format!("bit {bit} is there twice"));
                }
                Ok(known) => found.push(known),
                Err(problem) => problems.push(format!("bit {bit}: {problem}")),
            }
        }
        found.sort_by_key(|known| known.bit);
        if problems.is_empty() {
            Ok(Self { name: name.to_owned(), models: written.models, bits: found })
        } else {
            Err(problems.into_iter().map(here).collect())
        }
    }

    /// Tells whether the table lists the model.
    fn lists(&self, model: &str) -> bool {
        self.models.iter().any(|pattern| pattern::fits_file(pattern, model))
    }
}

fn known(written: WrittenBit) -> Result<InfoBit, String> {
    let WrittenBit { bit, kind, severity, name, advice } = written;
    if u32::from(bit) >= u32::BITS {
        return Err("bits are counted from 0 to 31".to_owned());
    }
    let kinds = InfoKind::ALL.map(InfoKind::name).join(", ");
    let severities = Severity::ALL.map(Severity::name).join(", ");
    let known = InfoBit {
        bit,
        kind: InfoKind::parse(&kind).ok_or_else(|| format!("kind `{kind}` is none of {kinds}"))?,
        severity: Severity::parse(&severity).ok_or_else(|| format!("severity `{severity}` is none of {severities}"))?,
        name_pl: name.pl,
        name_en: name.en,
        advice_pl: advice.pl,
        advice_en: advice.en,
    };
    let texts = [&known.name_pl, &known.name_en, &known.advice_pl, &known.advice_en];
    if texts.into_iter().all(|text| is_text(text)) {
        Ok(known)
    } else {
        Err("a text is empty, too long, or holds what cannot be shown".to_owned())
    }
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.contains(is_hidden)
}

impl Tables {
    /// Returns the tables of the administrator, by name, and then those that come with the program and that none of the
    /// administrator's has the name of.
    ///
    /// # Errors
    /// Everything that is wrong, a sentence each.
    pub fn new(own: &[(String, String)]) -> Result<Self, Vec<String>> {
        let mut own: Vec<(&str, &str)> = own.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        own.sort_unstable();
        let is_replaced = |name: &str| own.iter().any(|(own, _)| *own == name);
        let bundled = BUNDLED.into_iter().filter(|(name, _)| !is_replaced(name));
        let (mut tables, mut problems) = (Vec::new(), Vec::new());
        for (name, text) in own.iter().copied().chain(bundled) {
            match Table::parse(name, text) {
                Ok(table) => tables.push(table),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() { Ok(Self(tables)) } else { Err(problems) }
    }

    /// Returns the first table that lists the model; a model that nobody told has none.
    #[must_use]
    pub fn of_model(&self, model: &str) -> Option<&Table> {
        let model = Some(model.trim()).filter(|model| !model.is_empty())?;
        self.0.iter().find(|table| table.lists(model))
    }
}

/// Returns what the bits of a code mean; without a table, none of them is known.
#[must_use]
pub fn decode(table: Option<&Table>, code: Code) -> Decoded {
    let mut decoded = Decoded::default();
    for bit in bits(code) {
        match table.and_then(|table| table.bits.iter().find(|known| known.bit == bit)) {
            Some(known) => decoded.known.push(known.clone()),
            None => decoded.unknown.push(bit),
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled() -> Tables {
        Tables::new(&[]).unwrap()
    }

    #[test]
    fn a_meter_of_a_known_model_is_understood() {
        let tables = bundled();
        let table = tables.of_model("Kamstrup MULTICAL 603").unwrap();
        assert_eq!((table.name.as_str(), table.bits.len()), ("kamstrup-32", 30));
        let decoded = decode(Some(table), Code::from_base(0x0400_0104));
        let names: Vec<_> = decoded.known.iter().map(|known| (known.bit, known.kind)).collect();
        assert_eq!(names, [(2, InfoKind::Sensor), (8, InfoKind::Air)]);
        assert_eq!(decoded.unknown, [26], "a reserved bit stays raw");
        assert_eq!(decode(Some(table), Code::default()), Decoded::default());
    }

    #[test]
    fn of_a_meter_that_no_table_lists_nothing_is_said() {
        let tables = bundled();
        for model in ["", " ", "Kamstrup MULTICAL 602", "Kamstrup", "Sharky 775", "Diehl"] {
            assert_eq!(tables.of_model(model), None, "{model}");
        }
        assert!(tables.of_model("multical 403-w").is_some());
        let decoded = decode(None, Code::from_base(0x8000_0001));
        assert_eq!((decoded.known.len(), decoded.unknown), (0, vec![0, 31]));
    }

    const OWN: &str = "models = ['Sharky*']\n[[bits]]\nbit = 3\nkind = 'leak'\nseverity = 'alarm'\n\
        name = { pl = 'wyciek', en = 'leak' }\nadvice = { pl = 'Szukaj.', en = 'Look.' }\n";

    #[test]
    fn a_table_of_the_administrator_takes_the_place_of_the_one_with_its_name() {
        let tables = Tables::new(&[("kamstrup-32".to_owned(), OWN.to_owned())]).unwrap();
        assert_eq!(tables.of_model("Kamstrup MULTICAL 603"), None);
        assert_eq!(tables.of_model("SHARKY 775").unwrap().bits[0].kind, InfoKind::Leak);
        let own = OWN.replace("Sharky*", "*603");
        let tables = Tables::new(&[("our".to_owned(), own)]).unwrap();
        assert_eq!(tables.of_model("Kamstrup MULTICAL 603").unwrap().name, "our");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let twice = format!("{OWN}{}", OWN.split_once('\n').unwrap().1);
        for (text, problem) in [
            (OWN.replace("bit = 3", "bit = 32"), "counted from 0 to 31"),
            (OWN.replace("'leak'\ns", "'leek'\ns"), "kind `leek`"),
            (OWN.replace("'alarm'", "'loud'"), "severity `loud`"),
            (OWN.replace("'Szukaj.'", "' '"), "a text is empty"),
            (OWN.replace("Sharky*", ""), "a model is empty"),
            (OWN.replace("bit = 3", "bat = 3"), "bat"),
            (twice, "there twice"),
        ] {
            let problems = Tables::new(&[("our".to_owned(), text)]).unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].starts_with("info codes our: ") && problems[0].contains(problem), "{problems:?}");
        }
        let broken = |name: &str| (name.to_owned(), "models = 1".to_owned());
        assert_eq!(Tables::new(&[broken("a"), broken("b")]).unwrap_err().len(), 2);
    }

    #[test]
    fn a_name_fits_a_line() {
        for known in bundled().0.iter().flat_map(|table| &table.bits) {
            assert!(known.name_pl.chars().count() <= 50 && known.name_en.chars().count() <= 50, "{}", known.name_en);
            for advice in [&known.advice_pl, &known.advice_en] {
                assert!(advice.ends_with('.') && !advice.starts_with(char::is_lowercase), "{advice}");
            }
        }
    }
}
