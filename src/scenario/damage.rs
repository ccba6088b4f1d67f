//! Damage: what happens to texts on their way, at random, for tests.

use crate::scenario::random::Draw;

/// Pieces that files get in the wrong place.
pub const PIECES: [&[u8]; 24] = [
    b"null",
    b"\"\"",
    b"{}",
    b"[]",
    b"[[[[[[[[[[[[",
    b"{\"data\":",
    b"-1",
    b"1e308",
    b"1e999",
    b"99999999999999999999",
    b"0.0000001",
    b"true",
    b",",
    b";",
    b"\"",
    b"\\ud800",
    b"\\u0000",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"0001-01-01T00:00:00",
    b"9999-12-31T23:59:59.9999999+14:00",
    b"/Date(-1)/",
    b"Running",
];

/// One of some texts, damaged in one to three ways.
pub fn damaged(draw: &mut Draw, seeds: &[Vec<u8>], pieces: &[&[u8]]) -> Vec<u8> {
    let at = |draw: &mut Draw, length: usize| -> usize {
        usize::try_from(draw.below(i64::try_from(length + 1).unwrap())).unwrap()
    };
    let which = at(draw, seeds.len() - 1);
    let mut bytes = seeds[which].clone();
    for _ in 0..=draw.below(3) {
        let (from, length) = (at(draw, bytes.len()), bytes.len());
        let to = (from + at(draw, 40)).min(length);
        match draw.below(8) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let copy = bytes[from..to].to_vec();
                bytes.splice(from..from, copy);
            }
            3 if from < length => bytes[from] ^= 1 << draw.below(8),
            4 | 5 => {
                let piece = pieces[at(draw, pieces.len() - 1)];
                bytes.splice(from..to, piece.iter().copied());
            }
            6 => {
                let other = &seeds[at(draw, seeds.len() - 1)];
                let cut = at(draw, other.len());
                bytes.splice(from..to, other[cut..].iter().take(300).copied());
            }
            _ => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            }
        }
    }
    bytes
}
