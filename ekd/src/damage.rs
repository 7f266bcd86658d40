//! Damage for tests of decoders: chance that can be repeated, and bytes that are cut, doubled and mixed with what hurts.

/// A small generator with a seed, so that a failure can be repeated.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 1).unwrap() % sides.max(1)
    }
}

/// Returns the bytes after up to `most` hits; `pieces` hurt readers of their kind.
pub(crate) fn damaged(original: &[u8], (pieces, most): (&[&[u8]], usize), dice: &mut Dice) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..=dice.roll(most) {
        let from = dice.roll(bytes.len());
        let until = (from + dice.roll(40)).min(bytes.len());
        match dice.roll(6) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..until)),
            2 => drop(bytes.splice(from..from, pieces[dice.roll(pieces.len())].iter().copied())),
            3 => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte = u8::try_from(dice.roll(256)).unwrap();
                }
            }
            4 => {
                let copy = bytes[from..until].to_vec();
                let to = dice.roll(bytes.len());
                drop(bytes.splice(to..to, copy));
            }
            _ => drop(bytes.splice(from..until, pieces[dice.roll(pieces.len())].iter().copied())),
        }
    }
    bytes
}
