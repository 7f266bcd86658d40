//! The fields of an MT940 file. A line that only looks like a field, the rest of a time inside a text, is none.

/// A field with all its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// Such as `61` or `60F`; [`END`] where a message ends.
    pub(super) tag: &'a str,
    /// The first one without the tag; at least one.
    pub(super) lines: Vec<&'a str>,
    /// The line of the file.
    pub(super) line: u64,
}

/// What is no field: `-` alone, or `-}` of the envelope.
pub(super) const END: &str = "-";

/// All that may stand in a statement, and what tells the report of a day.
const TAGS: [&str; 22] = [
    "20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "65", "86", "NS", "940", "13", "13D",
    "34F", "90C", "90D", "12",
];

/// What may follow inside an entry; all else that looks like a field there is text.
const INSIDE: [&str; 10] = ["61", "62F", "62M", "86", "NS", "90C", "90D", "20", "34F", "13D"];

/// Where a reader of fields stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Head,
    Entries,
    Foot,
}

/// Returns the fields of the text. What stands before the first one, the envelope, is left out.
pub(super) fn fields(text: &str) -> Vec<Field<'_>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut fields, mut place) = (Vec::<Field<'_>>::new(), Place::Outside);
    for (at, line) in lines.iter().enumerate() {
        let number = u64::try_from(at + 1).unwrap_or(u64::MAX);
        if let Some((tag, rest)) = tag_of(line).filter(|(tag, _)| may_begin(tag, place, &lines[at + 1..])) {
            place = after(tag, place);
            fields.push(Field { tag, lines: vec![rest], line: number });
        } else if is_end(line, place) {
            place = Place::Outside;
            fields.push(Field { tag: END, lines: vec![""], line: number });
        } else if place != Place::Outside
            && let Some(field) = fields.last_mut()
        {
            field.lines.push(line);
        }
    }
    fields.retain(|field| field.tag != END);
    fields
}

fn tag_of(line: &str) -> Option<(&str, &str)> {
    // Banks put a control character before the first field, and an envelope.
    let line = line.trim_start_matches(|character: char| character.is_control());
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, rest))
}

fn may_begin(tag: &str, place: Place, following: &[&str]) -> bool {
    match place {
        Place::Entries if tag == "20" => {
            following.iter().take(2).any(|line| matches!(tag_of(line), Some(("21" | "25" | "25P" | "28" | "28C", _))))
        }
        Place::Entries => INSIDE.contains(&tag),
        Place::Outside | Place::Head | Place::Foot => true,
    }
}

fn after(tag: &str, place: Place) -> Place {
    match tag {
        "61" => Place::Entries,
        "62F" | "62M" => Place::Foot,
        "86" | "NS" if place != Place::Outside => place,
        _ => match place {
            Place::Entries if tag != "20" => Place::Entries,
            Place::Foot if tag != "20" => Place::Foot,
            Place::Outside | Place::Head | Place::Entries | Place::Foot => Place::Head,
        },
    }
}

/// Tells whether a message ends there: in a text a line of its own, below the balances whatever comes behind it.
fn is_end(line: &str, place: Place) -> bool {
    let line = line.trim_end();
    line == "-" || line.starts_with("-}") || (place == Place::Foot && line.starts_with('-'))
}
