//! Unpacks gzip without trusting what it promises.

use std::io::Read as _;

use common::source::{Problem, ProblemKind};
use flate2::read::MultiGzDecoder;

const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// `reliability.md` X2: 32 MiB may become 256 MiB.
const MOST_GROWTH: u64 = 8;
const MOST_RATIO: u64 = 100;
/// Small documents of equal lines may pack better than the ratio allows, and harm nobody.
const HARMLESS: u64 = 1024 * 1024;

/// Returns the document inside `packed`, or `packed` itself where it is no gzip.
///
/// # Errors
/// Larger unpacked than eight times `max_size` or a hundred times itself; damaged.
pub(super) fn unpack(packed: Vec<u8>, max_size: u64) -> Result<Vec<u8>, Problem> {
    if !packed.starts_with(&MAGIC) {
        return Ok(packed);
    }
    let by_ratio = (packed.len() as u64).saturating_mul(MOST_RATIO).max(HARMLESS);
    let limit = max_size.saturating_mul(MOST_GROWTH).min(by_ratio);
    let mut document = Vec::new();
    let damaged = |error: std::io::Error| Problem { kind: ProblemKind::Malformed, detail: format!("gzip: {error}") };
    MultiGzDecoder::new(packed.as_slice()).take(limit + 1).read_to_end(&mut document).map_err(damaged)?;
    if document.len() as u64 > limit {
        let detail = format!("{} bytes unpack to more than {limit}", packed.len());
        return Err(Problem { kind: ProblemKind::TooLarge, detail });
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(document: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(document).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packed_and_plain_documents_come_out_alike() {
        let document = b"point;at;value".repeat(50);
        assert_eq!(unpack(pack(&document), 1_000_000).unwrap(), document);
        assert_eq!(unpack(document.clone(), 1_000_000).unwrap(), document);
        let twice = [pack(b"one"), pack(b"two")].concat();
        assert_eq!(unpack(twice, 100).unwrap(), b"onetwo");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = pack(&vec![0; 8 * 1024 * 1024]);
        assert!((bomb.len() as u64) < HARMLESS / MOST_RATIO);
        let problem = unpack(bomb, 32 * 1024 * 1024).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::TooLarge);
        assert_eq!(unpack(pack(&[7; 801]), 100).unwrap_err().kind, ProblemKind::TooLarge);
        assert_eq!(unpack(pack(&[7; 800]), 100).unwrap().len(), 800);
    }

    #[test]
    fn a_torn_archive_is_malformed() {
        let packed = pack(&b"point;at;value".repeat(50));
        let torn = packed[..packed.len() - 9].to_vec();
        assert_eq!(unpack(torn, 1_000_000).unwrap_err().kind, ProblemKind::Malformed);
    }
}
