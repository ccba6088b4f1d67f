//! Words: values of enumerations as they are compared, whatever their letter case and spacing.

use std::fmt;

/// A value of an enumeration without letter case, spaces and signs: `Hyper-V Backup` is
/// `hypervbackup`. What is longer than any value is cut.
#[derive(Clone, Copy)]
pub(super) struct Word {
    letters: [u8; LONGEST],
    length: usize,
}

const LONGEST: usize = 48;

impl Word {
    /// The word of a text.
    pub fn of(text: &str) -> Word {
        let mut word = Word { letters: [0; LONGEST], length: 0 };
        let letters = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        for (to, byte) in word.letters.iter_mut().zip(letters) {
            // A letter of another alphabet never fits a value; which one it is does not matter.
            *to = if byte.is_ascii() { byte.to_ascii_lowercase() } else { b'?' };
            word.length += 1;
        }
        word
    }

    /// As it is compared.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or_default()
    }

    /// Whether one of these is part of it.
    pub fn has(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.as_str().contains(part))
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::import::words::Word;

    #[test]
    fn spelling_does_not_matter() {
        #[track_caller]
        fn case(text: &str, want: &str) {
            assert_eq!(Word::of(text).as_str(), want);
        }
        case("Running", "running");
        case("Hyper-V Backup", "hypervbackup");
        case("VMware Backup Copy", "vmwarebackupcopy");
        case("läuft", "l??uft");
        case("", "");
        case(&"x".repeat(500), &"x".repeat(48));
    }
}
