//! Items grouped by the index that they belong to, in one flat array.

/// Items of several groups, each in the order in which its items came.
pub(super) struct Groups<T> {
    bounds: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Groups<T> {
    /// Groups `items` by their indices, which are below `n`.
    pub(super) fn new(n: usize, items: &[(u32, T)]) -> Groups<T> {
        let mut bounds = vec![0_u32; n + 1];
        for (group, _) in items {
            bounds[*group as usize + 1] += 1;
        }
        for at in 0..n {
            bounds[at + 1] += bounds[at];
        }
        let mut free = bounds.clone();
        let mut grouped: Vec<T> = items.iter().map(|(_, item)| *item).collect();
        for (group, item) in items {
            let place = &mut free[*group as usize];
            grouped[*place as usize] = *item;
            *place += 1;
        }
        Groups { bounds, items: grouped }
    }

    /// All items, group after group.
    pub(super) fn all(&self) -> &[T] {
        &self.items
    }

    /// The items of one group.
    pub(super) fn of(&self, group: u32) -> &[T] {
        let at = group as usize;
        &self.items[self.bounds[at] as usize..self.bounds[at + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use crate::simulator::groups::Groups;

    #[test]
    fn items_keep_their_order_within_their_group() {
        let groups = Groups::new(3, &[(2, 'a'), (0, 'b'), (2, 'c')]);
        assert_eq!(
            (groups.of(0), groups.of(1), groups.of(2)),
            (&['b'][..], &[][..], &['a', 'c'][..])
        );
    }
}
