//! How people and their programs quote.

use super::*;

fn check(text: &str, expected: [&str; 3]) {
    let body = split(text);
    assert_eq!([body.text.as_str(), &body.quoted, &body.signature], expected, "{text}");
}

#[test]
fn text_without_quotation_is_all_text() {
    check("Dzień dobry,\n\nnie ma ciepła.\n", ["Dzień dobry,\n\nnie ma ciepła.", "", ""]);
    check("", ["", "", ""]);
    check("On Monday she wrote:\nnothing came.\n", ["On Monday she wrote:\nnothing came.", "", ""]);
    check("Od: 1 do 5 jest zimno.\nProszę.\n", ["Od: 1 do 5 jest zimno.\nProszę.", "", ""]);
    check("a\n--\n> b\nc\n", ["a\n--\n> b\nc", "", ""]);
}

#[test]
fn a_quotation_below_or_above_is_folded_away() {
    check(
        "Tak, działa.\n\nW dniu 14.11.2025 o 08:15, BOK pisze:\n> Czy już ciepło?\n>\n> BOK\n",
        ["Tak, działa.", "W dniu 14.11.2025 o 08:15, BOK pisze:\n> Czy już ciepło?\n>\n> BOK", ""],
    );
    check(
        "Tak.\n\npt., 14 lis 2025 o 08:15 BOK\n<bok+abc@example.pl> napisał(a):\n\n> Czy?\n",
        ["Tak.\n\npt., 14 lis 2025 o 08:15 BOK\n<bok+abc@example.pl> napisał(a):", "> Czy?", ""],
    );
    check(
        "Yes.\n\nOn Fri, Nov 14, 2025 at 8:15 AM Customer Service Office\n<bok@example.pl> wrote:\n\n> Warm?\n\n",
        ["Yes.", "On Fri, Nov 14, 2025 at 8:15 AM Customer Service Office\n<bok@example.pl> wrote:\n\n> Warm?", ""],
    );
    check(
        "W dniu 14.11 BOK napisał(a):\n> Czy już ciepło?\n\nTak, działa.\n",
        ["Tak, działa.", "W dniu 14.11 BOK napisał(a):\n> Czy już ciepło?", ""],
    );
    check("> Czy?\nTak.\n", ["Tak.", "> Czy?", ""]);
}

#[test]
fn mails_quoted_whole_are_folded_away() {
    check(
        "Dziękuję.\n\n-----Wiadomość oryginalna-----\nOd: BOK\nTemat: x\n\nTreść\n",
        ["Dziękuję.", "-----Wiadomość oryginalna-----\nOd: BOK\nTemat: x\n\nTreść", ""],
    );
    check("Thanks.\n---- Original Message ----\nText\n", ["Thanks.", "---- Original Message ----\nText", ""]);
    check(
        "Dziękuję.\n\nOd: BOK <bok@example.pl>\nWysłano: piątek, 14 listopada 2025 08:15\nDo: Anna\nTemat: RE: zimno\n\nx\n",
        [
            "Dziękuję.",
            "Od: BOK <bok@example.pl>\nWysłano: piątek, 14 listopada 2025 08:15\nDo: Anna\nTemat: RE: zimno\n\nx",
            "",
        ],
    );
    check(
        "Thanks.\n*From:* BOK\n*Sent:* Friday\n*To:* Anna\nx\n",
        ["Thanks.", "*From:* BOK\n*Sent:* Friday\n*To:* Anna\nx", ""],
    );
    check(
        "Tak.\n\nW dniu 14.11.2025 o 08:15 BOK napisał(a):\nCzy już ciepło?\nBOK\n",
        ["Tak.", "W dniu 14.11.2025 o 08:15 BOK napisał(a):\nCzy już ciepło?\nBOK", ""],
    );
}

#[test]
fn answers_between_quoted_lines_stay_where_they_are() {
    let between = "W dniu 14.11 BOK pisze:\n> Czy ciepło?\nTak.\n> Od kiedy?\nOd rana.";
    check(between, [between, "", ""]);
    let between = "Cześć,\n> Czy ciepło?\nTak.";
    check(between, [between, "", ""]);
}

#[test]
fn the_signature_is_kept_apart() {
    check("Zimno.\n-- \nAnna Nowak\ntel. 601234567\n", ["Zimno.", "", "Anna Nowak\ntel. 601234567"]);
    check("Zimno.\n-- \nAnna\n\n> Czy ciepło?\n", ["Zimno.", "> Czy ciepło?", "Anna"]);
    check("Zimno.\n\n> Czy ciepło?\n\n-- \nAnna\n", ["Zimno.", "> Czy ciepło?", "Anna"]);
    check("> Czy?\n> -- \n> BOK\nNie.\n-- \nAnna\n", ["Nie.", "> Czy?\n> --\n> BOK", "Anna"]);
    check("-- \nAnna\n", ["", "", "Anna"]);
}

#[test]
fn nothing_is_lost_however_lines_are_mixed() {
    const LINES: [&str; 12] = [
        "",
        "Zimno.",
        "> Czy?",
        ">> Tak",
        "-- ",
        "W dniu 14.11 BOK napisał(a):",
        "On 1/2 x@y.pl",
        "wrote:",
        "-----Original Message-----",
        "From: a",
        "Sent: b",
        "Anna",
    ];
    let mut seed = 7_usize;
    for _ in 0..20_000 {
        let mut lines = Vec::new();
        for _ in 0..9 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            lines.push(LINES[(seed >> 33) % LINES.len()]);
        }
        let text = lines.join("\n");
        let body = split(&text);
        let words = |text: &str| {
            let mut words: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
            words.retain(|line| !line.is_empty());
            words.sort();
            words
        };
        let mut all = words(&format!("{}\n{}\n{}", body.text, body.quoted, body.signature));
        let mut expected = words(&text);
        if !body.signature.is_empty() || all.len() < expected.len() {
            // The separator of a signature says nothing more than where it begins.
            let at = expected.iter().position(|line| line == "--");
            expected.remove(at.unwrap_or_else(|| panic!("{text}\n{body:?}")));
        }
        all.sort();
        assert_eq!(all, expected, "{text}\n{body:?}");
    }
}
