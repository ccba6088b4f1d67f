//! Texts: many short texts in one piece of memory.

use std::ops::Index;

/// A list of texts that only grows.
#[derive(Clone, Default)]
pub struct Texts {
    all: String,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds one.
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }
}

impl Index<usize> for Texts {
    type Output = str;

    fn index(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.all[start..self.ends[at]]
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((0..self.len()).map(|at| &self[at])).finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::texts::Texts;

    #[test]
    fn texts_are_found_by_their_place() {
        let mut texts = Texts::default();
        for text in ["vm", "", "夜間"] {
            texts.push(text);
        }
        assert_eq!((texts.len(), &texts[0], &texts[1], &texts[2]), (3, "vm", "", "夜間"));
    }
}
