//! What lies beside a file in the directory: the figures of a document that only people read, and the receipt of the national
//! system.

use common::invoice::told::ToldFile;

use crate::invoice::ksef;

/// Reads the figures of a document, and the number of the national system if it has one.
///
/// # Errors
/// What is wrong with them, in a sentence.
pub(super) fn read(bytes: &[u8]) -> Result<ToldFile, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    ToldFile::read(text).map_err(|error| error.to_string())
}

/// Finds the number of the national system in its receipt (UPO), if it tells one and no other.
#[must_use]
pub(super) fn number_of_receipt(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
    let mut numbers: Vec<&str> = words.filter(|word| ksef::is_number(word)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if let [one] = numbers.as_slice() { Some((*one).to_owned()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_tell_nothing() {
        assert!(read(&[0xff]).is_err());
        assert!(read(b"number = 1").is_err());
    }

    #[test]
    fn a_receipt_tells_one_number_or_none() {
        let number = "5265877635-20250826-0100001AF629-AF";
        let receipt = format!("<D><NumerKSeFDokumentu>{number}</NumerKSeFDokumentu><X>{number}</X></D>");
        assert_eq!(number_of_receipt(receipt.as_bytes()).as_deref(), Some(number));
        let two = format!("{receipt}<N>5265877635-20250826-0100001AF630-AF</N>");
        assert_eq!(number_of_receipt(two.as_bytes()), None);
    }
}
