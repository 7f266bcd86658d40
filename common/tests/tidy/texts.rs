//! The texts of people: Polish and English say the same, and every name in the code has its text.

use std::collections::{BTreeMap, BTreeSet};

use common::quantity::Quantity;
use common::reading::Suspicion;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use crate::sources::{PACKAGES, Source, files_under, top};

/// A message's own text and each of its attributes, with the variables that stand in it.
type Messages = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The key of a message's own text among its attributes.
const OWN: &str = "";

/// Files that are Polish only: their English are the doc comments beside the arguments.
const POLISH_ONLY: &str = "help.ftl";

fn messages(source: &str) -> Messages {
    let resource = parse(source).expect("a text is Fluent");
    let mut messages = Messages::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let own = message.value.iter().map(|pattern| (OWN.to_owned(), variables(pattern)));
        let attributes = message.attributes.iter().map(|one| (one.id.name.to_owned(), variables(&one.value)));
        messages.insert(message.id.name.to_owned(), own.chain(attributes).collect());
    }
    messages
}

fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (selector, variants) = match expression {
            Expression::Inline(inline) => (inline, &[][..]),
            Expression::Select { selector, variants } => (selector, variants.as_slice()),
        };
        if let InlineExpression::VariableReference { id } = selector {
            found.insert(id.name.to_owned());
        }
        found.extend(variants.iter().flat_map(|variant| variables(&variant.value)));
    }
    found
}

/// Names every message, attribute and variable that one of two texts has and the other has not.
fn differences(polish: &Messages, english: &Messages) -> Vec<String> {
    let mut complaints = Vec::new();
    for id in polish.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
        match (polish.get(id), english.get(id)) {
            (Some(one), Some(other)) if one == other => {}
            (Some(_), Some(_)) => complaints.push(format!("{id}: attributes or variables differ")),
            (Some(_), None) => complaints.push(format!("{id}: no English")),
            (None, _) => complaints.push(format!("{id}: no Polish")),
        }
    }
    complaints
}

/// Returns the names of an enum's variants, in words with this between them.
fn variants(source: &Source, name: &str, between: char) -> Vec<String> {
    let head = format!("pub enum {name} {{");
    let (_, body) = source.parts.code.split_once(&head).expect("the enum is there");
    let (mut depth, mut names) = (0, Vec::new());
    for line in body.lines().map(str::trim) {
        let first = line.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        if depth == 0 && first.starts_with(char::is_uppercase) {
            names.push(in_words(first, between));
        }
        depth += line.matches('{').count();
        match depth.checked_sub(line.matches('}').count()) {
            Some(left) => depth = left,
            None => break,
        }
    }
    names
}

fn in_words(name: &str, between: char) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(between);
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// Returns the messages that code asks for by a literal: `texts.get("id")`, `look.say("id")`.
fn asked(source: &Source) -> Vec<(usize, String)> {
    let code = &source.parts.code;
    let quotes: Vec<usize> = code.match_indices('"').map(|(at, _)| at).collect();
    let opening = quotes.iter().step_by(2).map(|at| &code[..*at]);
    let literals = opening.zip(&source.parts.strings);
    literals.filter(|(before, _)| asks(before)).map(|(_, (line, text))| (*line, text.clone())).collect()
}

/// Tells whether code that ends here is about to name a message.
fn asks(before: &str) -> bool {
    let before = before.trim_end();
    let Some((before, method)) = before.strip_suffix('(').and_then(|call| call.rsplit_once('.')) else { return false };
    let receiver = before.trim_end().trim_end_matches("()");
    let receiver =
        receiver.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
    match method {
        "get" | "has" => ["text", "texts", "words", "common"].contains(&receiver),
        "format" | "attribute" | "say" | "tell" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{example, workspace};

    const CLEAN: Vec<String> = Vec::new();

    fn texts(path: &str) -> Messages {
        messages(&std::fs::read_to_string(top().join(path)).unwrap())
    }

    fn file<'a>(sources: &'a [Source], path: &str) -> &'a Source {
        sources.iter().find(|source| source.path == path).unwrap()
    }

    #[test]
    fn polish_and_english_say_the_same() {
        let mut n_compared = 0;
        for package in PACKAGES {
            let polish = files_under(&format!("{package}/text/pl"), "ftl");
            for path in polish.iter().filter(|path| !path.ends_with(POLISH_ONLY)) {
                assert_eq!(differences(&texts(path), &texts(&path.replace("/pl/", "/en/"))), CLEAN, "{path}");
                n_compared += 1;
            }
            for path in files_under(&format!("{package}/text/en"), "ftl") {
                assert!(polish.contains(&path.replace("/en/", "/pl/")), "{path} has no Polish");
            }
        }
        assert!(n_compared > 0);
    }

    #[test]
    fn every_cause_has_its_message_and_a_hint() {
        let sources = workspace();
        let texts = texts("common/text/pl/common.ftl");
        let causes = variants(file(&sources, "common/src/fault.rs"), "Cause", '-');
        assert!(causes.len() > 20, "{causes:?}");
        let of_tickets = variants(file(&sources, "common/src/fault/ticket.rs"), "TicketCause", '-');
        let of_reports = variants(file(&sources, "common/src/fault/report.rs"), "ReportCause", '-');
        let of_billing = variants(file(&sources, "common/src/fault/billing.rs"), "BillingCause", '-');
        // Those three only say that others tell it.
        let causes = causes.into_iter().filter(|cause| !["ticket", "report", "billing"].contains(&cause.as_str()));
        for cause in causes.chain(of_tickets).chain(of_reports).chain(of_billing) {
            let parts = texts.get(&format!("fault-{cause}")).unwrap_or_else(|| panic!("{cause}: no message"));
            assert!(parts.contains_key(OWN) && parts.contains_key("hint"), "{cause}: {parts:?}");
        }
        let files =
            ["words", "ticket", "report", "billing"].map(|name| file(&sources, &format!("common/src/fault/{name}.rs")));
        let ids = files.iter().flat_map(|file| file.plain_strings().map(|(_, text)| text));
        let missing: Vec<&str> = ids.filter(|id| id.starts_with("fault-") && !texts.contains_key(*id)).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn every_name_that_people_read_has_its_text() {
        let sources = workspace();
        let texts = texts("common/text/pl/common.ftl");
        let source = file(&sources, "common/src/source.rs");
        let quantities = Quantity::ALL.map(|quantity| format!("quantity-{}", quantity.name()));
        let suspicions = Suspicion::ALL.map(|suspicion| format!("suspicion-{}", suspicion.name()));
        let problems = variants(source, "ProblemKind", '_').into_iter().map(|name| format!("problem-{name}"));
        let health = variants(source, "Health", '_').into_iter().map(|name| format!("health-{name}"));
        let names: Vec<String> = quantities.into_iter().chain(suspicions).chain(problems).chain(health).collect();
        assert!(names.len() > 45, "{names:?}");
        let missing: Vec<&String> = names.iter().filter(|name| !texts.contains_key(*name)).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn every_letter_has_its_texts() {
        let sources = workspace();
        let texts = texts("ekd/text/pl/ekd.ftl");
        let files = ["letter", "letter/billing", "letter/news", "letter/report", "letter/ticket"]
            .map(|name| file(&sources, &format!("ekd/src/{name}.rs")));
        let asked: BTreeSet<&str> = files.iter().flat_map(|file| file.plain_strings()).map(|(_, text)| text).collect();
        let is_letter = |parts: &BTreeMap<String, BTreeSet<String>>| parts.contains_key("subject");
        let letters = texts.iter().filter(|(_, parts)| is_letter(parts)).map(|(id, _)| id.as_str());
        let letters: BTreeSet<&str> = letters.collect();
        assert!(letters.len() >= 10 && letters.is_subset(&asked), "{letters:?}");
        for id in asked.iter().filter(|id| id.starts_with("letter-")) {
            let parts = texts.get(*id).unwrap_or_else(|| panic!("there is no message `{id}`"));
            let names = ["subject", "body", "alarm", "sms"];
            assert!(!is_letter(parts) || names.iter().all(|name| parts.contains_key(*name)), "{id}: {parts:?}");
        }
    }

    #[test]
    fn every_message_that_code_asks_for_exists() {
        let shared = texts("common/text/pl/common.ftl");
        let mut n_asked = 0;
        for package in PACKAGES {
            let own: Vec<Messages> =
                files_under(&format!("{package}/text/pl"), "ftl").iter().map(|path| texts(path)).collect();
            for source in workspace().iter().filter(|source| source.package() == package && !source.is_test()) {
                for (line, id) in asked(source) {
                    let exists = own.iter().chain([&shared]).any(|texts| texts.contains_key(&id));
                    assert!(exists, "{}:{line}: there is no message `{id}`", source.path);
                    n_asked += 1;
                }
            }
        }
        assert!(n_asked > 80, "only {n_asked} are found");
    }

    #[test]
    fn a_missing_message_attribute_or_variable_is_found() {
        let check = |polish, english| differences(&messages(polish), &messages(english));
        assert_eq!(check("a = x\nb = { $n }\n", "b = { $n } y\na = z\n"), CLEAN);
        assert_eq!(check("a = x\n", "b = x\n"), ["a: no English", "b: no Polish"]);
        assert_eq!(check("a = { $n }\n", "a = { $m }\n").len(), 1);
        assert_eq!(check("a = x\n    .hint = y\n", "a = x\n").len(), 1);
        let plural = "a = { $n ->\n    [one] { $what }\n   *[other] x\n }\n";
        assert_eq!(check(plural, "a = { $n }\n").len(), 1);
    }

    #[test]
    fn variants_are_named() {
        let sources =
            example("a/src/a.rs", "pub enum Bad {\n    /// Why.\n    TooLarge { Size: u8 },\n    #[x]\n    Gone,\n}\n");
        assert_eq!(variants(&sources[0], "Bad", '-'), ["too-large", "gone"]);
    }

    #[test]
    fn messages_that_code_asks_for_are_found() {
        let text = "fn f() {\n    texts.get(\"a-b\"); map.get(\"c\"); look.texts().format(\n        \"d\", &[(\"n\", x)]);\n}\n";
        assert_eq!(asked(&example("a/src/a.rs", text)[0]), [(2, "a-b".to_owned()), (3, "d".to_owned())]);
    }
}
