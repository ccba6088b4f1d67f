//! Cursor: a place in JSON text, moved on from value to value.

use serde::Deserialize;

/// A place in a text. Whatever is not as expected there is told by `None`, without a reason.
#[derive(Clone)]
pub(super) struct Cursor<'j> {
    text: &'j str,
    at: usize,
}

impl<'j> Cursor<'j> {
    /// The place `at` of a text, which must not lie within a letter.
    pub(super) fn new(text: &'j str, at: usize) -> Cursor<'j> {
        Cursor { text, at }
    }

    /// The next sign, where one is left. The cursor then stands before it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
        self.at += rest.iter().take_while(|byte| is_space(byte)).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes this sign.
    pub(super) fn pass(&mut self, sign: u8) -> Option<()> {
        (self.peek() == Some(sign)).then(|| self.at += 1)
    }

    /// Reads a value.
    pub(super) fn value<T: Deserialize<'j>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    /// Where it stands.
    pub(super) fn place(&self) -> usize {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::cursor::Cursor;

    #[test]
    fn values_and_signs_are_passed_one_by_one() {
        let mut cursor = Cursor::new(" [1 , \"a\"]é", 0);
        assert_eq!(cursor.peek(), Some(b'['));
        assert_eq!(cursor.pass(b'{'), None);
        assert_eq!(cursor.pass(b'['), Some(()));
        assert_eq!(cursor.value::<u8>(), Some(1));
        assert_eq!(cursor.pass(b','), Some(()));
        assert_eq!(cursor.value::<u8>(), None);
        assert_eq!(cursor.value::<&str>(), Some("a"));
        assert_eq!(cursor.pass(b']'), Some(()));
        assert_eq!(cursor.place(), 10);
    }
}
