//! Window: a part of a text that is read as it is needed, and forgotten once it is used.

use std::io::Read;

use crate::scenario::read::MOST;

/// So many bytes are read at once.
const STEP: usize = 1 << 20;

/// The part of a text that has been read and is not used up.
pub(super) struct Window<R> {
    from: R,
    bytes: Vec<u8>,
    /// What lies before this is used up.
    used: usize,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub(super) fn new(from: R) -> Window<R> {
        Window { from, bytes: Vec::new(), used: 0, ended: false }
    }

    /// Takes something off the text: `read` gives it and tells how many bytes it used up, or gives
    /// nothing, and then is asked again with more of the text until there is no more.
    pub(super) fn take<T>(
        &mut self,
        mut read: impl FnMut(&str, Left) -> Option<(T, usize)>,
    ) -> Option<T> {
        loop {
            let left = if self.ended { Left::Nothing } else { Left::More };
            if let Some((taken, used)) = read(self.text()?, left) {
                self.used += used;
                return Some(taken);
            }
            if self.ended {
                return None;
            }
            self.more()?;
        }
    }

    /// What is there, without the first bytes of a letter whose others are not.
    fn text(&self) -> Option<&str> {
        let bytes = &self.bytes[self.used..];
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(cut) if cut.error_len().is_none() && !self.ended => {
                std::str::from_utf8(&bytes[..cut.valid_up_to()]).ok()
            }
            Err(_) => None,
        }
    }

    /// Reads on, at least as much as is there, so that a text that is of no use is soon read.
    fn more(&mut self) -> Option<()> {
        self.bytes.drain(..self.used);
        self.used = 0;
        if self.bytes.len() > MOST {
            return None;
        }
        let wanted = STEP.max(self.bytes.len());
        let read = self.from.by_ref().take(wanted as u64).read_to_end(&mut self.bytes).ok()?;
        self.ended = read < wanted;
        Some(())
    }
}

/// Whether more of a text can come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It can.
    More,
    /// All of it is there.
    Nothing,
}

#[cfg(test)]
mod tests {
    use crate::scenario::window::{Left, Window};

    /// Gives a text a few bytes at a time.
    struct Slow<'t>(&'t [u8]);

    impl std::io::Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(to.len()).min(3);
            to[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    /// Takes a word and the space after it.
    fn word(text: &str, left: Left) -> Option<(String, usize)> {
        match (text.find(' '), left) {
            (Some(end), _) => Some((text[..end].to_owned(), end + 1)),
            (None, Left::Nothing) if !text.is_empty() => Some((text.to_owned(), text.len())),
            (None, Left::Nothing | Left::More) => None,
        }
    }

    #[test]
    fn all_of_a_text_is_taken_bit_by_bit() {
        let word_of_many = "夜間".repeat(5_000);
        let long = format!("{word_of_many} ").repeat(120) + "end";
        let mut window = Window::new(Slow(long.as_bytes()));
        let words = std::iter::from_fn(|| window.take(word));
        let lengths: Vec<usize> = words.map(|word| word.len()).collect();
        assert_eq!(lengths, [vec![word_of_many.len(); 120], vec![3]].concat());
        assert!(window.bytes.len() < 3 << 20, "what is used up is forgotten");
        assert_eq!(window.take(word), None);
    }

    #[test]
    fn what_is_no_text_is_not_taken() {
        assert_eq!(Window::new(&b"a \xff"[..]).take(word), None);
        assert_eq!(Window::new(&b"\xe5\xa4"[..]).take(word), None);
    }
}
