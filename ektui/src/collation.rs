//! The order of names: Polish letters in their places, numbers by their size (`Zielona 2` before `Zielona 10`).

/// The Polish alphabet; letters of other languages follow by code point.
const LETTERS: &str = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż";

/// What a name is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Sign(u32),
    Number(u128),
    Letter(u32),
}

/// Returns what `name` is sorted by.
#[must_use]
pub fn key(name: &str) -> Key {
    let mut pieces = Vec::new();
    for character in name.chars().flat_map(char::to_lowercase) {
        let piece = piece(character);
        match (pieces.last_mut(), character.to_digit(10)) {
            (Some(Piece::Number(number)), Some(digit)) => {
                *number = number.saturating_mul(10).saturating_add(u128::from(digit));
            }
            _ => pieces.push(piece),
        }
    }
    Key(pieces)
}

fn piece(character: char) -> Piece {
    if let Some(digit) = character.to_digit(10) {
        return Piece::Number(u128::from(digit));
    }
    match LETTERS.chars().zip(0..).find(|(letter, _)| *letter == character) {
        Some((_, place)) => Piece::Letter(place),
        None if character.is_alphabetic() => Piece::Letter(1000 + u32::from(character)),
        None => Piece::Sign(u32::from(character)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_polish_directory() {
        let sorted =
            ["Cicha 1", "Ćwikowa 1", "Lipowa 3", "Łąkowa 2", "Łąkowa 10", "Zielona 1", "Źródlana 1", "Żeromskiego 5"];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| key(name));
        assert_eq!(names, sorted);
    }
}
