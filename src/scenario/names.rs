//! Names: finds what is known by a name, without keeping the name a second time.

use std::hash::{BuildHasher, Hash};

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Indices into some list, found by the key of what stands there. The list itself is handed in
/// each time, as a function from an index to its key.
#[derive(Default)]
pub(super) struct Names {
    hasher: DefaultHashBuilder,
    /// Each with a part of its key's hash, so that the list is not looked at without need.
    table: HashTable<(u32, u32)>,
}

/// A whole hash made of its part.
fn spread(part: u32) -> u64 {
    u64::from(part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Names {
    /// Makes room for so many more, so that the table need not grow on the way.
    pub(super) fn reserve(&mut self, more: usize) {
        self.table.reserve(more, |(part, _)| spread(*part));
    }

    /// Where `key` stands, if it does.
    pub(super) fn find<K: Hash + Eq + Copy>(
        &self,
        key: K,
        key_of: impl Fn(u32) -> K,
    ) -> Option<u32> {
        let part = self.part(key);
        let found = self.table.find(spread(part), |(of, at)| *of == part && key_of(*at) == key);
        found.map(|(_, at)| *at)
    }

    /// Where `key` stands already; if nowhere, it is noted to stand at `next`.
    pub(super) fn find_or_note<K: Hash + Eq + Copy>(
        &mut self,
        key: K,
        next: u32,
        key_of: impl Fn(u32) -> K,
    ) -> Option<u32> {
        let part = self.part(key);
        let same = |(of, at): &(u32, u32)| *of == part && key_of(*at) == key;
        match self.table.entry(spread(part), same, |(part, _)| spread(*part)) {
            Entry::Occupied(known) => Some(known.get().1),
            Entry::Vacant(free) => {
                free.insert((part, next));
                None
            }
        }
    }

    fn part<K: Hash>(&self, key: K) -> u32 {
        u32::try_from(self.hasher.hash_one(key) >> 32).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::names::Names;

    #[test]
    fn what_was_noted_is_found_and_nothing_else() {
        let list: Vec<String> = (0..1000).map(|n| format!("vm-{n}")).collect();
        let key_of = |at: u32| &*list[at as usize];
        let mut names = Names::default();
        for (at, name) in (0..).zip(&list) {
            assert_eq!(names.find_or_note(&**name, at, key_of), None);
        }
        assert_eq!(names.find_or_note("vm-7", 1000, key_of), Some(7));
        assert_eq!(names.find("vm-999", key_of), Some(999));
        assert_eq!(names.find("vm-1000", key_of), None);
    }
}
