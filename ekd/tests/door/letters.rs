//! Letters as they arrive.

/// Returns a letter's header by its name.
pub(crate) fn header(mail: &str, name: &str) -> String {
    let head = mail.split("\n\n").next().unwrap();
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap().to_owned()
}

/// Returns the code that stands in a letter on a line of its own.
pub(crate) fn code_in(mail: &str) -> String {
    let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|byte| byte.is_ascii_digit());
    let found = mail.lines().map(str::trim).find(is_code).map(str::to_owned);
    found.or_else(|| grouped_in(mail)).unwrap_or_else(|| panic!("no code in {mail}"))
}

/// Returns the code for a new password, if a letter brings one.
pub(crate) fn grouped_in(mail: &str) -> Option<String> {
    let is_code = |line: &&str| line.len() == 39 && line.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    mail.lines().map(str::trim).find(is_code).map(str::to_owned)
}
