//! Names: finds what is known by a name, without keeping the name a second time.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Indices into some list, found by the key of what stands there. The list itself is handed in
/// each time, as a function from an index to its key.
#[derive(Default)]
pub(super) struct Names {
    hasher: DefaultHashBuilder,
    table: HashTable<u32>,
}

impl Names {
    /// Makes room for so many more, so that the table need not grow on the way.
    pub(super) fn reserve<K: Hash>(&mut self, more: usize, key_of: impl Fn(u32) -> K) {
        let Names { hasher, table } = self;
        table.reserve(more, |at| hasher.hash_one(key_of(*at)));
    }

    /// Where `key` stands, if it does.
    pub(super) fn find<K: Hash + Eq + Copy>(
        &self,
        key: K,
        key_of: impl Fn(u32) -> K,
    ) -> Option<u32> {
        self.table.find(self.hasher.hash_one(key), |at| key_of(*at) == key).copied()
    }

    /// Where `key` stands already; if nowhere, it is noted to stand at `next`.
    pub(super) fn find_or_note<K: Hash + Eq + Copy>(
        &mut self,
        key: K,
        next: u32,
        key_of: impl Fn(u32) -> K,
    ) -> Option<u32> {
        use hashbrown::hash_table::Entry;
        let Names { hasher, table } = self;
        let hash = hasher.hash_one(key);
        match table.entry(hash, |at| key_of(*at) == key, |at| hasher.hash_one(key_of(*at))) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(free) => {
                free.insert(next);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

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
