//! Smallest sets, against all subsets there are.

use std::cell::Cell;

use proptest::prelude::*;

use super::{smallest_sets, smallest_sets_monotone};

fn bits(set: &[usize]) -> usize {
    set.iter().map(|number| 1 << number).sum()
}

/// By trying every subset: those that pass, of which no proper part passes, in the promised order.
fn by_force(count: usize, largest: usize, passes: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let minimal = (0..1_usize << count).filter(|&set| {
        let part_passes = (0..set).any(|part| part & set == part && passes(part));
        passes(set) && !part_passes && set.count_ones() as usize <= largest
    });
    let mut sets: Vec<Vec<usize>> =
        minimal.map(|set| (0..count).filter(|number| set >> number & 1 == 1).collect()).collect();
    sets.sort_by_key(|set: &Vec<usize>| (set.len(), set.clone()));
    sets
}

#[test]
fn smallest_first_and_nothing_twice() {
    let passes = |set: &[usize]| set.contains(&3) || (set.contains(&0) && set.contains(&2));
    let expected = [vec![3], vec![0, 2]];
    assert_eq!(smallest_sets(4, 4, passes), expected);
    assert_eq!(smallest_sets_monotone(4, 4, passes), expected);
    assert_eq!(smallest_sets(4, 1, passes), [vec![3]]);
}

#[test]
fn nothing_to_mend_is_the_empty_set() {
    assert_eq!(smallest_sets(5, 2, |_| true), [Vec::<usize>::new()]);
    assert_eq!(smallest_sets_monotone(0, 0, |_| true), [Vec::<usize>::new()]);
    assert_eq!(smallest_sets(0, 3, |_| false), Vec::<Vec<usize>>::new());
}

#[test]
fn an_edit_that_spoils_another_is_seen() {
    // 0 alone passes, 0 with 1 does not, 1 with 2 does.
    let passes = |set: &[usize]| set == [0] || set == [1, 2];
    assert_eq!(smallest_sets(3, 3, passes), [vec![0], vec![1, 2]]);
}

#[test]
fn few_questions_where_more_edits_never_hurt() {
    let asked = Cell::new(0);
    let count = |answer: bool| {
        asked.set(asked.get() + 1);
        answer
    };
    assert!(smallest_sets_monotone(1000, 5, |_| count(false)).is_empty());
    assert_eq!(asked.replace(0), 2, "the empty set and all edits");

    let wanted = |set: &[usize]| set.contains(&7) && (set.contains(&41) || set.contains(&77));
    assert_eq!(smallest_sets_monotone(100, 3, |set| count(wanted(set))), [[7, 41], [7, 77]]);
    assert!(asked.get() < 210, "{}", asked.get());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_test_against_all_subsets(count in 0..7_usize, largest in 0..8_usize, table in any::<u128>(), rare in any::<u128>()) {
        let passes = |set: usize| (table & rare) >> set & 1 == 1;
        let found = smallest_sets(count, largest, |set| passes(bits(set)));
        prop_assert_eq!(found, by_force(count, largest, passes));
    }

    #[test]
    fn monotone_tests_against_all_subsets(
        count in 0..9_usize,
        largest in 0..9_usize,
        enough in prop::collection::vec(0..512_usize, 0..6),
    ) {
        let passes = |set: usize| enough.iter().any(|needed| set | needed == set);
        let found = smallest_sets_monotone(count, largest, |set| passes(bits(set)));
        prop_assert_eq!(&found, &by_force(count, largest, passes));
        prop_assert_eq!(found, smallest_sets(count, largest, |set| passes(bits(set))));
    }
}
