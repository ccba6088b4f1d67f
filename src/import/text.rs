//! Text: from the bytes of a file to its characters, whatever wrote them.

use std::borrow::Cow;

/// The characters of a file.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// Whether it was taken as Windows-1252, since it is no Unicode.
    pub ansi: bool,
}

/// Decodes a file. An error tells where it is broken, and what is wrong there.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, (String, String)> {
    let unicode = |text| Ok(Decoded { text, ansi: false });
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => wrong("UTF-32; write it as UTF-8"),
        [0xff, 0xfe, rest @ ..] => unicode(Cow::Owned(utf16(rest, u16::from_le_bytes)?)),
        [0xfe, 0xff, rest @ ..] => unicode(Cow::Owned(utf16(rest, u16::from_be_bytes)?)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [b'P', b'K', 3, 4, ..] => wrong("a ZIP archive or a workbook; save it as CSV"),
        [0x1f, 0x8b, ..] => wrong("a gzip archive; unpack it first"),
        [first, 0, _, 0, ..] if *first != 0 => {
            unicode(Cow::Owned(utf16(bytes, u16::from_le_bytes)?))
        }
        [0, first, 0, ..] if *first != 0 => unicode(Cow::Owned(utf16(bytes, u16::from_be_bytes)?)),
        _ => utf8(bytes),
    }
}

fn wrong<T>(what: &str) -> Result<T, (String, String)> {
    Err((String::new(), format!("it is {what}")))
}

fn utf8(bytes: &[u8]) -> Result<Decoded<'_>, (String, String)> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: Cow::Borrowed(text), ansi: false }),
        Err(error) => error,
    };
    // Old PowerShell and spreadsheets write tables in the code page of the machine; JSON is
    // always Unicode.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[')) && !bytes.contains(&0) {
        let text = bytes.iter().map(|byte| windows_1252(*byte)).collect();
        return Ok(Decoded { text: Cow::Owned(text), ansi: true });
    }
    let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
    Err((format!("line {line}"), "neither UTF-8 nor UTF-16 from here on; write it as UTF-8".into()))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, (String, String)> {
    let mut text = String::with_capacity(bytes.len() / 2 + 1);
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut line = 1;
    for found in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match found {
            Ok(c) => {
                line += usize::from(c == '\n');
                text.push(c);
            }
            Err(_) => return Err((format!("line {line}"), "broken UTF-16".into())),
        }
    }
    if !rest.is_empty() {
        return Err((format!("line {line}"), "UTF-16 that ends in half a character".into()));
    }
    Ok(text)
}

/// A byte of Windows-1252, the usual code page of western machines.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use crate::import::text::decode;

    #[test]
    fn text_is_read_in_every_encoding() {
        #[track_caller]
        fn case(bytes: &[u8], want: &str) {
            assert_eq!(decode(bytes).unwrap().text, want);
        }
        let units = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        case(b"", "");
        case("Zürich 🏔".as_bytes(), "Zürich 🏔");
        case("\u{feff}Zürich".as_bytes(), "Zürich");
        case(&units("\u{feff}Zürich 🏔", u16::to_le_bytes), "Zürich 🏔");
        case(&units("\u{feff}Zürich 🏔", u16::to_be_bytes), "Zürich 🏔");
        case(&units("[1]", u16::to_le_bytes), "[1]");
        case(&units("[1]", u16::to_be_bytes), "[1]");
        case(b"Name\r\nZ\xfcrich \x80\r\n", "Name\r\nZürich €\r\n");
        assert!(decode(b"Z\xfcrich").unwrap().ansi);
    }

    #[test]
    fn broken_text_is_refused_with_its_place() {
        #[track_caller]
        fn case(bytes: &[u8], place: &str, what: &str) {
            let (where_, why) = decode(bytes).unwrap_err();
            assert!(where_ == place && why.contains(what), "{where_}: {why}");
        }
        case(b"[\n\"Z\xfcrich\"]", "line 2", "UTF-8");
        case(b"\xff\xfea\0\n\0b", "line 2", "half a character");
        case(b"\xff\xfea\0\n\0\x00\xd8", "line 2", "broken");
        case(b"\xff\xfe\0\0a\0\0\0", "", "UTF-32");
        case(b"PK\x03\x04rest", "", "CSV");
        case(b"\x1f\x8brest", "", "gzip");
    }
}
