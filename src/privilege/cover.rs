//! All ways to cover a small set with given subsets in which none of the subsets could be left out.

use std::collections::BTreeSet;

/// The covers of `all` by exactly `size` of the given distinct, non-empty subsets, each cover minimal: without any of
/// its subsets something is uncovered. A set is a bit mask; a cover is a sorted list of positions in `subsets`.
/// `None` where more than `steps` partial covers had to be looked at; `steps` is counted down.
pub(super) fn minimal_covers(
    subsets: &[u64],
    all: u64,
    size: usize,
    steps: &mut usize,
) -> Option<Vec<Vec<usize>>> {
    let mut search = Search { subsets, all, size, steps, chosen: Vec::new(), found: BTreeSet::new() };
    search.extend(0).then(|| search.found.into_iter().collect())
}

struct Search<'s> {
    subsets: &'s [u64],
    all: u64,
    size: usize,
    steps: &'s mut usize,
    chosen: Vec<usize>,
    found: BTreeSet<Vec<usize>>,
}

impl Search<'_> {
    /// Extends the chosen subsets, which cover `covered`, by every subset that holds the first uncovered element.
    /// False where the steps are used up.
    fn extend(&mut self, covered: u64) -> bool {
        if *self.steps == 0 {
            return false;
        }
        *self.steps -= 1;
        if covered == self.all {
            if self.chosen.len() == self.size {
                let mut cover = self.chosen.clone();
                cover.sort_unstable();
                self.found.insert(cover);
            }
            return true;
        }
        if self.chosen.len() == self.size {
            return true;
        }
        let first = 1 << (self.all & !covered).trailing_zeros();
        for at in 0..self.subsets.len() {
            if self.subsets[at] & first == 0 {
                continue;
            }
            self.chosen.push(at);
            let go_on = !self.is_minimal() || self.extend(covered | self.subsets[at]);
            self.chosen.pop();
            if !go_on {
                return false;
            }
        }
        true
    }

    /// Whether each chosen subset covers something that no other chosen one does; once lost, that never comes back.
    fn is_minimal(&self) -> bool {
        let (mut once, mut twice) = (0u64, 0u64);
        for &at in &self.chosen {
            twice |= once & self.subsets[at];
            once |= self.subsets[at];
        }
        self.chosen.iter().all(|&at| self.subsets[at] & !twice != 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every set of subsets, looked at one by one.
    fn by_trying_all(subsets: &[u64], all: u64, size: usize) -> Vec<Vec<usize>> {
        let union = |chosen: &[usize]| chosen.iter().fold(0, |covered, &at| covered | subsets[at]);
        let mut covers: Vec<Vec<usize>> = (0u32..1 << subsets.len())
            .map(|bits| (0..subsets.len()).filter(|at| bits & (1 << at) != 0).collect::<Vec<_>>())
            .filter(|chosen| chosen.len() == size && union(chosen) == all)
            .filter(|chosen| {
                (0..chosen.len()).all(|left_out| {
                    let mut fewer = chosen.clone();
                    fewer.remove(left_out);
                    union(&fewer) != all
                })
            })
            .collect();
        covers.sort();
        covers
    }

    proptest! {
        #[test]
        fn the_minimal_covers_are_those_found_by_trying_all(
            subsets in prop::collection::btree_set(1u64..32, 0..9),
            size in 1usize..6,
        ) {
            let subsets: Vec<u64> = subsets.into_iter().collect();
            let found = minimal_covers(&subsets, 31, size, &mut 1_000_000).unwrap();
            prop_assert_eq!(found, by_trying_all(&subsets, 31, size));
        }
    }

    #[test]
    fn the_search_stops_when_its_steps_are_used_up() {
        let subsets: Vec<u64> = (1..64).collect();
        let mut steps = 100;
        assert_eq!(minimal_covers(&subsets, 63, 4, &mut steps), None);
        assert_eq!(steps, 0);
    }
}
