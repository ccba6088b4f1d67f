//! Text of a file: Unicode in any form that exporters write, else Windows-1252.

use std::borrow::Cow;

use crate::import::decode::Problem;

#[derive(Debug)]
pub struct DecodedText<'a> {
    /// Without a byte order mark.
    pub text: Cow<'a, str>,
    /// The file is not Unicode, so Windows-1252 was assumed.
    pub is_windows_1252: bool,
}

pub fn decode(bytes: &[u8]) -> Result<DecodedText<'_>, Problem> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            Err(Problem::of_file("the file is UTF-32; save it as UTF-8"))
        }
        [b'P', b'K', 3, 4, ..] => {
            Err(Problem::of_file("the file is a ZIP archive or a workbook; save it as CSV"))
        }
        [0x1f, 0x8b, ..] => Err(Problem::of_file("the file is a gzip archive; unpack it first")),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8_or_windows_1252(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Without a byte order mark: exports begin with two ASCII characters.
        [first, 0, _, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes),
        [0, first, 0, ..] if *first != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8_or_windows_1252(bytes),
    }
}

fn utf8_or_windows_1252(bytes: &[u8]) -> Result<DecodedText<'_>, Problem> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(DecodedText { text: text.into(), is_windows_1252: false }),
        Err(error) => error,
    };
    // Old PowerShell and spreadsheets write tables in the code page of the computer. JSON is
    // always Unicode.
    let is_json = matches!(bytes.trim_ascii_start(), [b'{' | b'[', ..]);
    if !is_json && !bytes.contains(&0) {
        let text: String = bytes.iter().copied().map(windows_1252).collect();
        return Ok(DecodedText { text: text.into(), is_windows_1252: true });
    }
    let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
    Err(Problem {
        place: format!("line {line}"),
        what: "neither UTF-8 nor UTF-16 from here on; save the file as UTF-8".into(),
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<DecodedText<'_>, Problem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let mut line = 1;
    for decoded in char::decode_utf16(pairs.iter().copied().map(unit)) {
        let Ok(character) = decoded else {
            return Err(Problem { place: format!("line {line}"), what: "broken UTF-16".into() });
        };
        line += usize::from(character == '\n');
        text.push(character);
    }
    if !rest.is_empty() {
        let what = "the UTF-16 text ends in half a character".into();
        return Err(Problem { place: format!("line {line}"), what });
    }
    Ok(DecodedText { text: text.into(), is_windows_1252: false })
}

fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_0X80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use crate::import::decode::text::decode;

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
        assert!(decode(b"Z\xfcrich").unwrap().is_windows_1252);
    }

    #[test]
    fn broken_text_is_refused_with_its_place() {
        #[track_caller]
        fn case(bytes: &[u8], place: &str, what: &str) {
            let problem = decode(bytes).unwrap_err();
            assert!(problem.place == place && problem.what.contains(what), "{problem:?}");
        }
        case(b"[\n\"Z\xfcrich\"]", "line 2", "UTF-8");
        case(b"\xff\xfea\0\n\0b", "line 2", "half a character");
        case(b"\xff\xfea\0\n\0\x00\xd8", "line 2", "broken");
        case(b"\xff\xfe\0\0a\0\0\0", "", "UTF-32");
        case(b"PK\x03\x04rest", "", "CSV");
        case(b"\x1f\x8brest", "", "gzip");
    }
}
