//! `man/ekd.toml.5` names every key of the configuration and no other, and every sample is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ekd::config::{Config, MailboxConfig, SAMPLE, SmsConfig, SmtpConfig, WebhookConfig, parse};
use ekd::document::mapping::Mapping;
use ekd::invoice::mapping::InvoiceMapping;

use super::{read, top};

/// A key that no section knows; the error that refuses it names those that it knows.
const STRANGE: &str = "strange-key";

/// Every section: how the manual calls it, and a configuration with the strange key in it.
const SECTIONS: [(&str, &str); 43] = [
    ("[daemon]", "[daemon]\n?"),
    ("[archive]", "[archive]\n?"),
    ("[rpc]", "[rpc]\n?"),
    ("[[rpc.peers]]", "[[rpc.peers]]\n?"),
    ("[tls]", "[tls]\n?"),
    ("[accounts]", "[accounts]\n?"),
    ("[log]", "[log]\n?"),
    ("[smtp]", "[smtp]\n?"),
    ("[[smtp.fallback]]", "[[smtp.fallback]]\n?"),
    ("[mailbox]", "[mailbox]\n?"),
    ("[sms]", "[sms]\n?"),
    ("[sms.gateway]", "[sms.gateway]\n?"),
    ("[sms.gateway.answer]", "[sms.gateway.answer]\n?"),
    ("[webhook.NAME]", "[webhook.x]\n?"),
    ("[export.NAME]", "[export.x]\n?"),
    ("[drop.NAME]", "[drop.x]\n?"),
    ("[[drop.NAME.mappings]]", "[[drop.x.mappings]]\n?"),
    ("[sim.NAME]", "[sim.x]\n?"),
    ("[info-codes]", "[info-codes]\n?"),
    ("[tickets]", "[tickets]\n?"),
    ("[reports]", "[reports]\n?"),
    ("[billing]", "[billing]\n?"),
    ("[[billing.mappings]]", "[[billing.mappings]]\n?"),
    ("[tariff.NAME]", "[tariff.x]\n?"),
    ("[[tariff.NAME.prices]]", "[[tariff.x.prices]]\n?"),
    ("[interest.KIND]", "[interest.civil]\n?"),
    ("[[interest.KIND.rates]]", "[[interest.civil.rates]]\n?"),
    ("[vat]", "[vat]\n?"),
    ("[[vat.rates]]", "[[vat.rates]]\n?"),
    ("[climate]", "[climate]\n?"),
    ("[retention.NAME]", "[retention.x]\n?"),
    ("[mapping.NAME]", "[mapping.x]\n?"),
    ("[mapping.NAME.time]", "[mapping.x.time]\n?"),
    ("[mapping.NAME.point]", "[mapping.x.point]\n?"),
    ("[mapping.NAME.layout]", "[mapping.x.layout]\n?"),
    ("[[mapping.NAME.layout.wide]]", "[[mapping.x.layout.wide]]\n?"),
    ("[mapping.NAME.layout.long]", "[mapping.x.layout.long]\n?"),
    ("[mapping.NAME.layout.long.names.TEXT]", "[mapping.x.layout.long.names.y]\n?"),
    ("[mapping.NAME.estimated]", "[mapping.x.estimated]\n?"),
    ("[invoice-mapping.NAME]", "[invoice-mapping.x]\n?"),
    ("[invoice-mapping.NAME.seller]", "[invoice-mapping.x.seller]\n?"),
    ("[invoice-mapping.NAME.columns]", "[invoice-mapping.x.columns]\n?"),
    ("[invoice-mapping.NAME.lines]", "[invoice-mapping.x.lines]\n?"),
];

/// Returns the keys that stand in a section, as the daemon tells them when it refuses a strange one.
fn known(section: &str) -> BTreeSet<String> {
    let text = section.replace('?', &format!("{STRANGE} = {{}}"));
    let error = toml::from_str::<Config>(&text).expect_err("no section knows the key").message().to_owned();
    let (_, expected) = error.split_once(&format!("`{STRANGE}`, expected ")).unwrap_or_else(|| panic!("{text}{error}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the keys that a manual describes, by section.
fn described(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut sections = BTreeMap::new();
    let mut section = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix(".SS ") {
            section = Some(heading.to_owned());
            sections.entry(heading.to_owned()).or_insert_with(BTreeSet::new);
        } else if line.starts_with(".SH ") {
            section = None;
        } else if let (".TP", Some(section)) = (line, &section) {
            let key = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a .TP has its key in the next line");
            sections.get_mut(section).expect("made with its heading").insert(key.to_owned());
        }
    }
    sections
}

/// Returns the sample with every commented line in force that is no prose.
fn in_force(sample: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with("  {") || !rest.starts_with([' ', '#']) => rest.to_owned(),
        _ => line.to_owned(),
    };
    sample.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// As [`in_force`], without what excludes something else: of two ways to log in the second, of the ways by which short
/// messages leave the service.
fn consistent(sample: &str) -> String {
    let is_excluded = |line: &str| line == "token-file = \"etis.token\"" || line.starts_with("gateway = ");
    in_force(sample).lines().filter(|line| !is_excluded(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_manual_describes_every_key_and_no_other() {
    let described = described(&read("man/ekd.toml.5"));
    let known: BTreeMap<String, BTreeSet<String>> =
        SECTIONS.map(|(name, section)| (name.to_owned(), known(section))).into_iter().collect();
    assert_eq!(described, known);
}

#[test]
fn every_section_of_the_file_is_looked_at() {
    let roots = SECTIONS.map(|(name, _)| name.trim_matches(['[', ']']).split('.').next().unwrap().to_owned());
    assert_eq!(known("?"), BTreeSet::from(roots));
}

#[test]
fn a_missing_and_an_outdated_key_are_found() {
    let page = ".SH SECTIONS\n.TP\n.B no\n.SS [log]\n.TP\n.B old\nIt was.\n.TP\n.BR new \" x\"\n.SS [rpc]\n";
    let keys = described(page);
    assert_eq!(keys["[log]"], BTreeSet::from(["old".to_owned(), "new".to_owned()]));
    assert_eq!((keys["[rpc]"].len(), keys.len()), (0, 2));
    assert_eq!(known("[log]\n?"), BTreeSet::from(["filter".to_owned()]));
}

#[test]
fn the_sample_is_read_with_all_its_examples_in_force() {
    let config = parse(Path::new("ekd.toml"), &consistent(SAMPLE)).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<&str> = config.source_names().chain(config.mapping.keys().map(String::as_str)).collect();
    assert_eq!(names, ["etis", "sftp", "town", "etis", "office"]);
    assert_eq!(config.invoice_mapping.keys().collect::<Vec<_>>(), ["erp"]);
}

#[test]
fn the_sample_shows_every_key_of_the_daemon_and_its_sources() {
    let sample: toml::Table = in_force(SAMPLE).parse().unwrap();
    for section in [
        "daemon",
        "archive",
        "rpc",
        "log",
        "smtp",
        "mailbox",
        "sms",
        "webhook",
        "info-codes",
        "tickets",
        "tariff",
        "vat",
        "climate",
        "export",
        "drop",
        "sim",
        "retention",
        "invoice-mapping",
    ] {
        let table = sample[section].as_table().unwrap();
        let is_named =
            matches!(section, "webhook" | "tariff" | "export" | "drop" | "sim" | "retention" | "invoice-mapping");
        let table = if is_named { table.values().next().unwrap().as_table().unwrap() } else { table };
        let path = if is_named { format!("[{section}.x]\n?") } else { format!("[{section}]\n?") };
        assert_eq!(table.keys().cloned().collect::<BTreeSet<_>>(), known(&path), "{section}");
    }
}

#[test]
fn the_sample_shows_the_defaults() {
    let shown = parse(Path::new("ekd.toml"), &consistent(SAMPLE)).unwrap();
    let plain: Config =
        toml::from_str("export.x.url = \"https://a/{day}\"\ndrop.x.directory = \"/a\"\nsim.x = {}").unwrap();
    let (etis, export) = (&shown.export["etis"], &plain.export["x"]);
    assert_eq!((etis.interval, etis.timeout), (export.interval, export.timeout));
    assert_eq!((etis.connect_timeout, etis.max_size), (export.connect_timeout, export.max_size));
    assert_eq!(etis.refetch_window.fieldwise(), export.refetch_window.fieldwise());
    let (sftp, drop) = (&shown.drop["sftp"], &plain.drop["x"]);
    assert_eq!((sftp.interval, sftp.settle, sftp.max_size), (drop.interval, drop.settle, drop.max_size));
    let mail: SmtpConfig = toml::from_str("host = 'localhost'\nfrom = 'ek@example.pl'").unwrap();
    let server = shown.smtp.unwrap();
    assert_eq!((server.port(), server.security, server.timeout), (mail.port(), mail.security, mail.timeout));
    let mailbox: MailboxConfig =
        toml::from_str("host = 'localhost'\nuser = 'bok'\npassword-file = 'p'\naddress = 'bok@example.pl'").unwrap();
    let office = shown.mailbox.unwrap();
    assert_eq!((office.port(), office.security, office.timeout), (mailbox.port(), mailbox.security, mailbox.timeout));
    assert_eq!(office.folder, mailbox.folder);
    let hook: WebhookConfig = toml::from_str("url = 'https://a/'\nsecret-file = 's'").unwrap();
    assert_eq!(shown.webhook["scada"].timeout, hook.timeout);
    let (sms, plain_sms) = (shown.sms.unwrap(), toml::from_str::<SmsConfig>("").unwrap());
    assert_eq!((sms.transliterate, sms.countries), (plain_sms.transliterate, plain_sms.countries));
    let (office, plain_office) = (&shown.tickets, &plain.tickets);
    assert_eq!((&office.office_hours, office.first_answer), (&plain_office.office_hours, plain_office.first_answer));
    assert_eq!((office.grace(), office.hold), (plain_office.grace(), plain_office.hold));
    assert_eq!((shown.climate, shown.vat.rounding), (plain.climate, plain.vat.rounding));
    assert_eq!((&shown.sim["town"], &shown.daemon.zone, &shown.log), (&plain.sim["x"], &plain.daemon.zone, &plain.log));
}

#[test]
fn every_sample_of_a_mapping_can_be_used() {
    let mut n_samples = 0;
    for entry in std::fs::read_dir(top("ekd/samples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("invoice-mapping-") {
            let mapping: InvoiceMapping = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(mapping.check(), Vec::<String>::new(), "{name}");
        } else if name.starts_with("mapping-") {
            let mapping: Mapping = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(mapping.check(), Vec::<String>::new(), "{name}");
            n_samples += 1;
        }
    }
    assert!(n_samples > 3);
}

#[test]
fn the_example_of_the_manual_is_read() {
    let page = read("man/ekd.toml.5");
    let example = page.split(".SH EXAMPLE\n.nf\n").nth(1).and_then(|rest| rest.split("\n.fi").next()).unwrap();
    parse(Path::new("ekd.toml"), example).unwrap_or_else(|error| panic!("{error}"));
}
