//! Names of folders as servers want them: modified UTF-7 (RFC 3501 §5.1.3). Knows no server.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// Returns a name as it is sent.
#[must_use]
pub(super) fn encode(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    let mut shifted: Vec<u8> = Vec::new();
    for character in name.chars() {
        if (' '..='~').contains(&character) {
            unshift(&mut encoded, &mut shifted);
            encoded.push(character);
            if character == '&' {
                encoded.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shifted.extend(unit.to_be_bytes());
            }
        }
    }
    unshift(&mut encoded, &mut shifted);
    encoded
}

/// Ends a run of characters that are not plain.
fn unshift(encoded: &mut String, shifted: &mut Vec<u8>) {
    if shifted.is_empty() {
        return;
    }
    encoded.push('&');
    for three in shifted.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        // As many letters as there are bits for; nothing is padded.
        for letter in 0..=three.len() {
            let index = (bits >> (18 - 6 * letter)) & 0x3f;
            encoded.push(char::from(LETTERS[index as usize]));
        }
    }
    encoded.push('-');
    shifted.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_sent_in_modified_utf_7() {
        let check = |name: &str, expected: &str| assert_eq!(encode(name), expected, "{name}");
        check("INBOX", "INBOX");
        check("INBOX.BOK & Co", "INBOX.BOK &- Co");
        check("Zgłoszenia", "Zg&AUI-oszenia");
        check("Odebrane/Łącza", "Odebrane/&AUEBBQ-cza");
        // The examples of RFC 3501.
        check("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        check("😀", "&2D3eAA-");
    }
}
