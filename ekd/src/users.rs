//! The users of the server, by name and number, as `/etc/passwd` has them. Users of a directory service have numbers only.

use std::collections::BTreeMap;

/// Reads the users; none where the file cannot be read.
#[must_use]
pub fn read() -> BTreeMap<u32, String> {
    std::fs::read_to_string("/etc/passwd").map(|text| parse(&text)).unwrap_or_default()
}

fn parse(text: &str) -> BTreeMap<u32, String> {
    let user = |line: &str| {
        let mut fields = line.split(':');
        let (name, uid) = (fields.next()?, fields.nth(1)?);
        Some((uid.parse().ok()?, name.to_owned()))
    };
    // The first name of a number is the one that the system shows.
    text.lines().rev().filter_map(user).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_have_names_and_numbers() {
        let users =
            parse("root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/:\n# none\nek:x:1000:1000::/home/ek:/bin/sh\nx:y\n");
        assert_eq!(users, [(0, "root".to_owned()), (1000, "ek".to_owned())].into());
    }
}
