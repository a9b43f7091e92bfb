//! The order of the parts after a merge: the side that moved parts decides, and the other's new parts follow theirs.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Merges three orders. Everything that stands in `mine` or `theirs` is in the answer, once.
///
/// Where both sides moved parts, mine holds.
pub(super) fn merged<K: Eq + Hash + Clone>(base: &[K], mine: &[K], theirs: &[K]) -> Vec<K> {
    let (skeleton, other) = if moved(base, mine) { (mine, theirs) } else { (theirs, mine) };
    let known: HashSet<&K> = skeleton.iter().collect();
    // What follows each part of the skeleton; `None` is the start of the file.
    let mut after: HashMap<Option<&K>, Vec<&K>> = HashMap::new();
    let mut anchor = None;
    for key in other {
        if known.contains(key) {
            anchor = Some(key);
        } else {
            after.entry(anchor).or_default().push(key);
        }
    }
    let mut order = Vec::with_capacity(skeleton.len());
    for anchor in std::iter::once(None).chain(skeleton.iter().map(Some)) {
        order.extend(anchor.into_iter().chain(after.remove(&anchor).into_iter().flatten()).cloned());
    }
    order
}

/// Whether the parts that both lists hold stand in another order.
fn moved<K: Eq + Hash>(base: &[K], side: &[K]) -> bool {
    let in_base: HashSet<&K> = base.iter().collect();
    let in_side: HashSet<&K> = side.iter().collect();
    let kept = base.iter().filter(|key| in_side.contains(key));
    !kept.eq(side.iter().filter(|key| in_base.contains(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(base: &str, mine: &str, theirs: &str) -> String {
        let list = |text: &str| text.chars().collect::<Vec<_>>();
        merged(&list(base), &list(mine), &list(theirs)).into_iter().collect()
    }

    #[test]
    fn new_parts_follow_the_part_they_were_written_after() {
        assert_eq!(order("abc", "abxc", "abcy"), "abxcy");
        assert_eq!(order("ab", "xab", "aby"), "xaby");
        assert_eq!(order("ab", "abx", "aby"), "abxy", "mine first");
    }

    #[test]
    fn a_move_on_one_side_holds() {
        assert_eq!(order("abc", "cab", "abcx"), "cxab");
        assert_eq!(order("abc", "abxc", "cab"), "cabx");
        assert_eq!(order("abc", "bac", "cba"), "bac");
    }

    #[test]
    fn a_part_that_one_side_removed_still_has_a_place() {
        assert_eq!(order("abc", "ac", "abc"), "abc");
        assert_eq!(order("abc", "abc", "ac"), "abc");
    }
}
