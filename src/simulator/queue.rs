//! Queue: gives what it holds from the smallest on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// So many are kept in order; a heap takes the others.
const FEW: usize = 16;

/// A priority queue that is at its best with the few entries that most tenants ever have: those
/// stand in order, which is quicker to keep than a heap.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue<T> {
    /// The smallest last.
    few: Vec<T>,
    more: BinaryHeap<Reverse<T>>,
}

impl<T: Copy + Ord> Queue<T> {
    /// Adds an entry.
    pub(super) fn push(&mut self, entry: T) {
        if self.few.len() < FEW {
            self.few.push(entry);
            let mut at = self.few.len() - 1;
            while at > 0 && self.few[at - 1] < entry {
                self.few[at] = self.few[at - 1];
                at -= 1;
            }
            self.few[at] = entry;
        } else {
            self.more.push(Reverse(entry));
        }
    }

    /// The smallest entry.
    #[inline]
    pub(super) fn peek(&self) -> Option<T> {
        let few = self.few.last().copied();
        if self.more.is_empty() {
            return few;
        }
        let more = self.more.peek().map(|Reverse(more)| *more);
        [few, more].into_iter().flatten().min()
    }

    /// Takes the smallest entry out, if it is small enough.
    pub(super) fn pop_if(&mut self, is_small: impl Fn(T) -> bool) -> Option<T> {
        if self.more.is_empty() {
            let few = self.few.last().copied().filter(|few| is_small(*few))?;
            self.few.pop();
            return Some(few);
        }
        self.peek().filter(|smallest| is_small(*smallest))?;
        self.pop()
    }

    /// Takes the smallest entry out.
    pub(super) fn pop(&mut self) -> Option<T> {
        let Some(Reverse(more)) = self.more.peek() else {
            return self.few.pop();
        };
        match self.few.last() {
            Some(few) if few <= more => self.few.pop(),
            Some(_) | None => self.more.pop().map(|Reverse(more)| more),
        }
    }

    /// How many it holds.
    pub(super) fn len(&self) -> usize {
        self.few.len() + self.more.len()
    }

    /// All entries, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = T> {
        self.few.iter().copied().chain(self.more.iter().map(|Reverse(more)| *more))
    }

    /// Takes out what is not to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(T) -> bool) {
        self.few.retain(|entry| keep(*entry));
        self.more.retain(|Reverse(entry)| keep(*entry));
    }

    /// Takes out everything.
    pub(super) fn clear(&mut self) {
        self.few.clear();
        self.more.clear();
    }

    /// Becomes a copy of another, in the memory that it has.
    pub(super) fn copy(&mut self, other: &Queue<T>) {
        self.few.clone_from(&other.few);
        self.more.clone_from(&other.more);
    }
}

#[cfg(test)]
mod tests {
    use crate::simulator::queue::Queue;

    #[test]
    fn entries_come_out_in_order_however_many_there_are() {
        for count in [1_u64, 5, 16, 17, 200] {
            let mut queue = Queue::default();
            let mut out = Vec::new();
            for entry in (0..count).map(|n| n * 7919 % 211) {
                queue.push(entry);
                queue.push(entry + 300);
                assert_eq!(queue.peek(), queue.iter().min());
                out.extend(queue.pop());
            }
            assert_eq!(queue.len() as u64, count);
            queue.retain(|entry| entry % 2 == 0);
            let mut want: Vec<u64> = queue.iter().collect();
            want.sort_unstable();
            let rest: Vec<u64> = std::iter::from_fn(|| queue.pop()).collect();
            assert_eq!(rest, want);
        }
    }
}
