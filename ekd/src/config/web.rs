//! Addresses of servers that messages are handed to by HTTP: encrypted, but on this machine.

use std::net::IpAddr;

use reqwest::Url;

/// Returns what is wrong with an address, a sentence each.
pub(super) fn check(url: &str) -> Vec<String> {
    let url = match Url::parse(url) {
        Ok(url) => url,
        Err(error) => return vec![format!("url: {error}")],
    };
    let mut problems = Vec::new();
    if url.scheme() != "https" && !(url.scheme() == "http" && url.host_str().is_some_and(is_loopback)) {
        problems.push("url must begin with https://, or with http:// for a server on this machine".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        problems.push("url must not hold a name or password".to_owned());
    }
    problems
}

/// Tells whether this is the machine itself.
pub(super) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked_in_the_clear() {
        for right in ["https://a.example/x", "https://10.0.0.7:8443/", "http://localhost:80/x", "http://[::1]/"] {
            assert_eq!(check(right), Vec::<String>::new(), "{right}");
        }
        let wrong = [
            "http://a.example/",
            "http://10.0.0.7/",
            "http://localhost.example/",
            "ftp://localhost/",
            "x",
            "https://u:p@a/",
        ];
        for wrong in wrong {
            assert_eq!(check(wrong).len(), 1, "{wrong}");
        }
    }
}
