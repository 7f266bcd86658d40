//! Letters as they arrive.

/// Returns a letter's header by its name.
pub(crate) fn header(mail: &str, name: &str) -> String {
    let head = mail.split("\n\n").next().unwrap();
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap().to_owned()
}

/// Returns the code that stands in a letter on a line of its own.
pub(crate) fn code_in(mail: &str) -> String {
    let is_code = |line: &&str| line.len() >= 8 && line.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let found = mail.lines().map(str::trim).find(is_code);
    found.unwrap_or_else(|| panic!("no code in {mail}")).to_owned()
}
