//! What the office's own server found out about a sender (RFC 8601). Shown to clerks; decides nothing.

use super::fields::Fields;

/// The results that people ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authentication {
    pub dmarc: Verdict,
    pub dkim: Verdict,
    pub spf: Verdict,
}

/// What a method found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Fail,
    /// Not asked, not signed, or no answer.
    None,
}

impl Verdict {
    /// Returns the name used in machine output and in the archive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::None => "none",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Pass, Self::Fail, Self::None].into_iter().find(|verdict| verdict.name() == name)
    }

    /// Returns what the word of a result means (RFC 8601 §2.7).
    fn of(result: &str) -> Self {
        match result {
            "pass" => Self::Pass,
            "fail" | "softfail" | "hardfail" | "policy" | "permerror" => Self::Fail,
            _ => Self::None,
        }
    }
}

/// Reads the topmost results of that server: whatever stands below came with the mail, in the server's name or not.
pub(super) fn read(fields: &Fields<'_>, server: &str) -> Option<Authentication> {
    fields.all("Authentication-Results").find_map(|value| {
        let value = without_comments(&value);
        let mut pieces = value.split(';');
        let named = pieces.next()?.split_ascii_whitespace().next()?;
        let pieces: Vec<&str> = pieces.collect();
        named.eq_ignore_ascii_case(server.trim()).then(|| Authentication {
            dmarc: verdict(&pieces, "dmarc"),
            dkim: verdict(&pieces, "dkim"),
            spf: verdict(&pieces, "spf"),
        })
    })
}

/// Returns what a method found. Of several signatures one that holds is enough.
fn verdict(pieces: &[&str], method: &str) -> Verdict {
    let results = pieces.iter().filter_map(|piece| {
        let (name, rest) = piece.split_once('=')?;
        // A version may stand behind the method's name (RFC 8601 §2.2).
        let name = name.split('/').next()?.trim();
        let result = rest.split_ascii_whitespace().next()?.to_ascii_lowercase();
        name.eq_ignore_ascii_case(method).then(|| Verdict::of(&result))
    });
    let results: Vec<Verdict> = results.collect();
    [Verdict::Pass, Verdict::Fail].into_iter().find(|verdict| results.contains(verdict)).unwrap_or(Verdict::None)
}

/// Returns the value without comments and without what stands in quotes: senders choose what is in both.
fn without_comments(value: &str) -> String {
    let (mut kept, mut depth, mut is_quoted) = (String::new(), 0_u32, false);
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            '\r' | '\n' => {}
            other if depth == 0 && !is_quoted => kept.push(other),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::super::limits::{Allowance, Limits};
    use super::*;

    fn check(header: &str, expected: Option<[&str; 3]>) {
        let (fields, _) = fields::split(header.as_bytes(), &mut Allowance::of(&Limits::PROMISED)).unwrap();
        let found = read(&fields, "mx.example.pl");
        let names = found.map(|found| [found.dmarc, found.dkim, found.spf].map(Verdict::name));
        assert_eq!(names, expected, "{header}");
    }

    #[test]
    fn only_the_topmost_results_of_the_own_server_count() {
        check(
            "Authentication-Results: MX.example.pl 1;\r\n dkim=fail (bad; spf=pass) header.d=a.pl;\r\n\tdkim=pass\
             \r\n header.d=b.pl; spf=softfail smtp.mailfrom=x@b.pl; dmarc=PASS (p=none)\r\n",
            Some(["pass", "pass", "fail"]),
        );
        check("Authentication-Results: mx.example.pl; none\n", Some(["none", "none", "none"]));
        check("Authentication-Results: mx.example.com; dmarc=pass\n", None);
        check("Authentication-Results: \"mx.example.pl; dmarc=pass\"\n", None);
        check("Authentication-Results: (mx.example.pl) zly.pl; dmarc=pass\n", None);
        check("Subject: mx.example.pl; dmarc=pass\n", None);
        let forged = "Authentication-Results: mx.example.pl; dmarc=fail\nReceived: x\n\
                      Authentication-Results: mx.example.pl; dmarc=pass\n";
        check(forged, Some(["fail", "none", "none"]));
        let foreign = "Authentication-Results: out.example.com; dkim=pass\n\
                       Authentication-Results: mx.example.pl; dmarc/1 = pass; spf=temperror\n";
        check(foreign, Some(["pass", "none", "none"]));
        check(
            "Authentication-Results: mx.example.pl; spf=fail smtp.mailfrom=\"a; dmarc=pass\"@b.pl (\\) dkim=pass)\n",
            Some(["none", "none", "fail"]),
        );
    }
}
