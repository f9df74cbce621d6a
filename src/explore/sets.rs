//! All smallest sets of edits for which a test holds.

/// All sets of at most `largest` of the numbers `0..count` that pass `test` while no smaller part of them does.
///
/// Fewest first, then in order of their numbers, each set ascending. `test` may be any function of the set: it is
/// asked about every set, fewest first, that contains no set found before. That is up to `count` choose `largest`
/// questions; where more edits never hurt, [`smallest_sets_monotone`] needs far fewer.
pub fn smallest_sets(count: usize, largest: usize, test: impl FnMut(&[usize]) -> bool) -> Vec<Vec<usize>> {
    Search::new(count, test, false).all(largest)
}

/// The same sets as [`smallest_sets`] for a `test` that, once it holds for a set, holds for every larger one, as with
/// grants that only add rights.
///
/// A set that fails is enlarged until any further edit would make it pass: every set that passes needs an edit that
/// was left out, so sets without one are never asked about. The questions are about `count` for each such largest
/// failing set, and two when all edits together fail.
pub fn smallest_sets_monotone(
    count: usize,
    largest: usize,
    test: impl FnMut(&[usize]) -> bool,
) -> Vec<Vec<usize>> {
    Search::new(count, test, true).all(largest)
}

struct Search<T> {
    count: usize,
    test: T,
    /// Sets that pass, none within another.
    found: Vec<Vec<usize>>,
    /// Every set that passes has a member of each of these; known only of a monotone test.
    needs: Vec<Vec<usize>>,
    /// The set being put together, ascending.
    chosen: Vec<usize>,
    monotone: bool,
}

impl<T: FnMut(&[usize]) -> bool> Search<T> {
    fn new(count: usize, test: T, monotone: bool) -> Self {
        Self { count, test, found: Vec::new(), needs: Vec::new(), chosen: Vec::new(), monotone }
    }

    fn all(mut self, largest: usize) -> Vec<Vec<usize>> {
        for size in 0..=largest.min(self.count) {
            self.extend(size);
        }
        self.found
    }

    /// Adds `more` numbers, each above the last one chosen, in every way that is still worth asking about.
    fn extend(&mut self, more: usize) {
        let next = self.chosen.last().map_or(0, |&last| last + 1);
        if self.found.iter().any(|found| is_within(found, &self.chosen)) {
            return;
        }
        let out_of_reach = |need: &Vec<usize>| {
            let can_follow = more > 0 && need.last().is_some_and(|&last| last >= next);
            !can_follow && !meets(need, &self.chosen)
        };
        if self.needs.iter().any(out_of_reach) {
            return;
        }
        if more == 0 {
            return self.ask();
        }
        for number in next..=self.count - more {
            self.chosen.push(number);
            self.extend(more - 1);
            self.chosen.pop();
        }
    }

    fn ask(&mut self) {
        if (self.test)(&self.chosen) {
            self.found.push(self.chosen.clone());
        } else if self.monotone {
            let need = self.left_out();
            self.needs.push(need);
        }
    }

    /// What is missing from a largest failing set around the failing one that is chosen, ascending.
    fn left_out(&mut self) -> Vec<usize> {
        let everything: Vec<usize> = (0..self.count).collect();
        if self.needs.is_empty() && !(self.test)(&everything) {
            return Vec::new();
        }
        let mut failing = self.chosen.clone();
        let mut left_out = Vec::new();
        for number in everything {
            let Err(at) = failing.binary_search(&number) else { continue };
            failing.insert(at, number);
            if (self.test)(&failing) {
                failing.remove(at);
                left_out.push(number);
            }
        }
        left_out
    }
}

/// Whether every number of `part` is in `whole`; both ascend.
fn is_within(part: &[usize], whole: &[usize]) -> bool {
    part.iter().all(|number| whole.binary_search(number).is_ok())
}

/// Whether the two have a number in common; the second ascends.
fn meets(some: &[usize], others: &[usize]) -> bool {
    some.iter().any(|number| others.binary_search(number).is_ok())
}
