//! Chance that comes out the same in every run: the same corpus gives the same queries.

/// A small generator of even quality (`SplitMix64`), seeded by hand.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Begins a sequence; each use of its own has a seed of its own.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Picks a number below `end`, or 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % (end.max(1) as u64)) as usize
    }

    /// Picks one of a list.
    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_gives_the_same_sequence_within_bounds() {
        let draw = |seed| {
            let mut chance = Chance::seeded(seed);
            (0..50).map(|_| chance.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!((0..7).all(|number| draw(1).contains(&number)));
        assert_eq!(Chance::seeded(3).below(0), 0);
    }
}
