//! Puts three columns into an order in which the lines between them cross little.
//!
//! The start keeps what belongs together side by side: each challenge is followed from card to card until its whole
//! group is placed. Then every column is put, again and again, in the order of the middle of each card's neighbours,
//! and the arrangement with the fewest crossings is kept. There is no chance in it: the same columns and lines have the
//! same order.

/// How often the columns are put in order; more changes little.
const SWEEPS: usize = 16;

/// How many sweeps in a row may bring nothing.
const PATIENCE: usize = 4;

/// For each column, its places in the order from top to bottom. `lines` are between the first and the second column,
/// and between the second and the third. Cards without lines come last.
pub(super) fn order(sizes: [usize; 3], lines: &[Vec<(usize, usize)>; 2]) -> [Vec<usize>; 3] {
    let near = Neighbours::of(sizes, lines);
    let mut columns = near.by_group(sizes);
    let mut best = columns.clone();
    let mut fewest = crossings(&columns, lines);
    let mut patience = PATIENCE;
    for _ in 0..SWEEPS {
        if fewest == 0 || patience == 0 {
            break;
        }
        near.sweep(&mut columns);
        let crossed = crossings(&columns, lines);
        patience -= 1;
        if crossed < fewest {
            fewest = crossed;
            best.clone_from(&columns);
            patience = PATIENCE;
        }
    }
    best
}

/// How often lines cross.
pub(super) fn crossings(columns: &[Vec<usize>; 3], lines: &[Vec<(usize, usize)>; 2]) -> u64 {
    let [left, middle, right] = columns.each_ref().map(|column| ranks(column));
    crossed(&lines[0], &left, &middle) + crossed(&lines[1], &middle, &right)
}

/// Counts the pairs of lines whose ends are in the opposite order of their starts, with a tree of counts.
fn crossed(lines: &[(usize, usize)], starts: &[usize], ends: &[usize]) -> u64 {
    let rank = |ranks: &[usize], place: usize| ranks.get(place).copied().unwrap_or(0);
    let mut ranked: Vec<(usize, usize)> =
        lines.iter().map(|(from, to)| (rank(starts, *from), rank(ends, *to))).collect();
    ranked.sort_unstable();
    let mut tree = vec![0_u64; ends.len() + 1];
    let mut total = 0;
    for (seen, (_, end)) in (0_u64..).zip(&ranked) {
        let mut not_above = 0;
        let mut at = end + 1;
        while at > 0 {
            not_above += tree.get(at).copied().unwrap_or(0);
            at &= at - 1;
        }
        total += seen - not_above;
        let mut at = end + 1;
        while let Some(count) = tree.get_mut(at) {
            *count += 1;
            at += at & at.wrapping_neg();
        }
    }
    total
}

/// For each place of a column, its rank from the top.
fn ranks(column: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; column.len()];
    for (rank, place) in column.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(*place) {
            *slot = rank;
        }
    }
    ranks
}

/// For each card of each column, the cards at the other end of its lines: column and place.
struct Neighbours([Vec<Vec<(usize, usize)>>; 3]);

impl Neighbours {
    fn of(sizes: [usize; 3], lines: &[Vec<(usize, usize)>; 2]) -> Self {
        let mut near = sizes.map(|size| vec![Vec::new(); size]);
        for (column, lines) in lines.iter().enumerate() {
            for (from, to) in lines {
                if let Some(card) = near.get_mut(column).and_then(|column| column.get_mut(*from)) {
                    card.push((column + 1, *to));
                }
                if let Some(card) = near.get_mut(column + 1).and_then(|column| column.get_mut(*to)) {
                    card.push((column, *from));
                }
            }
        }
        Self(near)
    }

    fn near(&self, column: usize, place: usize) -> &[(usize, usize)] {
        self.0.get(column).and_then(|column| column.get(place)).map_or(&[][..], Vec::as_slice)
    }

    /// Every column with each group of connected cards together, groups in the order of their first challenge.
    fn by_group(&self, sizes: [usize; 3]) -> [Vec<usize>; 3] {
        let mut columns = sizes.map(Vec::with_capacity);
        let mut seen = sizes.map(|size| vec![false; size]);
        let linked = |column: usize, place: usize| !self.near(column, place).is_empty();
        let starts = (0..sizes[1]).filter(|place| linked(1, *place)).map(|place| (1, place));
        let alone = (0..3).flat_map(|column| (0..sizes[column]).map(move |place| (column, place)));
        let alone = alone.filter(|(column, place)| !linked(*column, *place));
        for start in starts.chain(alone) {
            let mut open = vec![start];
            while let Some((column, place)) = open.pop() {
                let Some(seen) = seen.get_mut(column).and_then(|column| column.get_mut(place)) else {
                    continue;
                };
                if std::mem::replace(seen, true) {
                    continue;
                }
                if let Some(column) = columns.get_mut(column) {
                    column.push(place);
                }
                open.extend(self.near(column, place).iter().rev());
            }
        }
        columns
    }

    /// Puts the outer columns in the order of the middle one, then the middle in the order of both.
    fn sweep(&self, columns: &mut [Vec<usize>; 3]) {
        for column in [0, 2, 1] {
            let ranks = columns.each_ref().map(|column| ranks(column));
            let middle = |place: usize| {
                let near = self.near(column, place);
                let sum: f64 = near
                    .iter()
                    .filter_map(|(column, place)| {
                        let ranks = ranks.get(*column)?;
                        // Columns differ in length, and the middle one looks at both: what counts is the height.
                        Some((*ranks.get(*place)? as f64 + 0.5) / ranks.len() as f64)
                    })
                    .sum();
                // Past every height, so that cards without lines stay last.
                if near.is_empty() { 2.0 } else { sum / near.len() as f64 }
            };
            if let Some(order) = columns.get_mut(column) {
                // Stable: equals stay as they are.
                order.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every pair of lines, one by one.
    fn crossings_by_hand(columns: &[Vec<usize>; 3], lines: &[Vec<(usize, usize)>; 2]) -> u64 {
        let ranks = columns.each_ref().map(|column| ranks(column));
        let mut total = 0;
        for (n, lines) in lines.iter().enumerate() {
            for (i, a) in lines.iter().enumerate() {
                for b in &lines[i + 1..] {
                    let starts = ranks[n][a.0].cmp(&ranks[n][b.0]);
                    let ends = ranks[n + 1][a.1].cmp(&ranks[n + 1][b.1]);
                    total += u64::from(starts != std::cmp::Ordering::Equal && starts == ends.reverse());
                }
            }
        }
        total
    }

    fn columns_and_lines() -> impl Strategy<Value = ([usize; 3], [Vec<(usize, usize)>; 2])> {
        (1..12_usize, 1..12_usize, 1..12_usize).prop_flat_map(|(a, b, c)| {
            let first = proptest::collection::vec((0..a, 0..b), 0..30);
            let second = proptest::collection::vec((0..b, 0..c), 0..30);
            (first, second).prop_map(move |(first, second)| ([a, b, c], [first, second]))
        })
    }

    #[test]
    fn crossed_pairs_are_untangled() {
        let lines = [vec![(0, 2), (1, 1), (2, 0)], vec![(0, 1), (1, 2), (2, 0)]];
        let ordered = order([3, 3, 3], &lines);
        assert_eq!(crossings(&ordered, &lines), 0, "{ordered:?}");
        let as_given = [vec![0, 1, 2], vec![0, 1, 2], vec![0, 1, 2]];
        assert_eq!(crossings(&as_given, &lines), 3 + 2);
    }

    proptest! {
        #[test]
        fn each_card_is_placed_once_and_lonely_ones_last((sizes, lines) in columns_and_lines()) {
            let ordered = order(sizes, &lines);
            let near = Neighbours::of(sizes, &lines);
            for (n, column) in ordered.iter().enumerate() {
                let mut places = column.clone();
                places.sort_unstable();
                prop_assert_eq!(places, (0..sizes[n]).collect::<Vec<_>>());
                let alone: Vec<bool> = column.iter().map(|place| near.near(n, *place).is_empty()).collect();
                prop_assert!(alone.is_sorted());
            }
        }

        #[test]
        fn crossings_are_counted_as_by_hand((sizes, lines) in columns_and_lines()) {
            let as_given = sizes.map(|size| (0..size).collect::<Vec<_>>());
            prop_assert_eq!(crossings(&as_given, &lines), crossings_by_hand(&as_given, &lines));
            let ordered = order(sizes, &lines);
            prop_assert_eq!(crossings(&ordered, &lines), crossings_by_hand(&ordered, &lines));
        }

        #[test]
        fn sweeping_never_leaves_more_crossings_than_it_found((sizes, lines) in columns_and_lines()) {
            let grouped = Neighbours::of(sizes, &lines).by_group(sizes);
            prop_assert!(crossings(&order(sizes, &lines), &lines) <= crossings(&grouped, &lines));
        }
    }
}
