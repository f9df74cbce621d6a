//! A layered drawing: nodes in columns, lines only between neighbouring columns, few of which cross.

/// Lines between two neighbouring columns, by positions in them.
type Lines = Vec<(usize, usize)>;

/// How often orders are improved, forth and back.
const SWEEPS: usize = 8;

/// The order of the nodes of each column, from the top. `lines[i]` leads from column `i` to column `i + 1`. The order is
/// the best of those that moving each node to the middle of its neighbours comes to, and never worse than the one given.
pub(super) fn ordered(sizes: &[usize], lines: &[Lines]) -> Vec<Vec<usize>> {
    let mut orders: Vec<Vec<usize>> = sizes.iter().map(|&size| (0..size).collect()).collect();
    let mut best = (crossings(&orders, lines), orders.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let columns: Vec<usize> = match sweep % 2 {
            0 => (1..sizes.len()).collect(),
            _ => (0..sizes.len().saturating_sub(1)).rev().collect(),
        };
        for column in columns {
            let (other, neighbours) = match sweep % 2 {
                0 => (column - 1, flipped(&lines[column - 1])),
                _ => (column + 1, lines[column].clone()),
            };
            let place = places(&orders[other]);
            let middle = |node: usize| {
                let near: Vec<usize> =
                    neighbours.iter().filter(|(from, _)| *from == node).map(|&(_, to)| place[to]).collect();
                // As a fraction, so that no rounding decides.
                (near.iter().sum::<usize>(), near.len())
            };
            // Nodes without neighbours stay where they are: they can be compared with none.
            let order = &mut orders[column];
            let slots: Vec<usize> = (0..order.len()).filter(|&at| middle(order[at]).1 > 0).collect();
            let mut moved: Vec<usize> = slots.iter().map(|&at| order[at]).collect();
            moved.sort_by(|&left, &right| {
                let (one, other) = (middle(left), middle(right));
                (one.0 * other.1).cmp(&(other.0 * one.1))
            });
            for (slot, node) in slots.into_iter().zip(moved) {
                order[slot] = node;
            }
        }
        let found = crossings(&orders, lines);
        if found < best.0 {
            best = (found, orders.clone());
        }
    }
    best.1
}

fn flipped(lines: &Lines) -> Lines {
    lines.iter().map(|&(from, to)| (to, from)).collect()
}

/// Of each node its position.
fn places(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (at, &node) in order.iter().enumerate() {
        places[node] = at;
    }
    places
}

/// How many pairs of lines cross.
fn crossings(orders: &[Vec<usize>], lines: &[Lines]) -> usize {
    let mut count = 0;
    for (column, lines) in lines.iter().enumerate() {
        let (left, right) = (places(&orders[column]), places(&orders[column + 1]));
        for (at, one) in lines.iter().enumerate() {
            for other in &lines[..at] {
                let (from, to) = (left[one.0].cmp(&left[other.0]), right[one.1].cmp(&right[other.1]));
                count += usize::from(from.is_lt() && to.is_gt() || from.is_gt() && to.is_lt());
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lines, crossings, ordered};

    fn given(sizes: &[usize]) -> Vec<Vec<usize>> {
        sizes.iter().map(|&size| (0..size).collect()).collect()
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let lines = vec![vec![(0, 2), (1, 1), (2, 0)], vec![(0, 0), (1, 1), (2, 2)]];
        let orders = ordered(&[3, 3, 3], &lines);
        assert_eq!(crossings(&given(&[3, 3, 3]), &lines), 3);
        assert_eq!(crossings(&orders, &lines), 0, "{orders:?}");
    }

    /// A node without lines between others that want to change places, and far more of them than are sorted by insertion.
    #[test]
    fn nodes_without_lines_are_in_nobodys_way() {
        let lines = vec![vec![(2, 3), (2, 1), (3, 0), (0, 1)]];
        assert_eq!(crossings(&ordered(&[4, 4], &lines), &lines), 0);
        let many: Lines = (0..90).filter(|node| node % 3 > 0).map(|node| (node, 89 - node)).collect();
        let lines = vec![many];
        assert_eq!(crossings(&ordered(&[90, 90], &lines), &lines), 0);
    }

    fn lines(left: usize, right: usize) -> impl Strategy<Value = Lines> {
        prop::collection::vec((0..left, 0..right), 0..8)
    }

    /// The fewest crossings of two columns of which the first stays as it is.
    fn fewest(size: usize, lines: &Lines, right: usize) -> usize {
        let mut best = usize::MAX;
        let mut order: Vec<usize> = (0..right).collect();
        permute(&mut order, 0, &mut |order| {
            best = best.min(crossings(&[(0..size).collect(), order.to_vec()], std::slice::from_ref(lines)));
        });
        best
    }

    fn permute(order: &mut Vec<usize>, from: usize, see: &mut impl FnMut(&[usize])) {
        if from == order.len() {
            return see(order);
        }
        for at in from..order.len() {
            order.swap(from, at);
            permute(order, from + 1, see);
            order.swap(from, at);
        }
    }

    proptest! {
        #[test]
        fn orders_are_orders_and_not_worse_than_before(first in lines(4, 5), second in lines(5, 3)) {
            let (sizes, lines) = ([4, 5, 3], vec![first, second]);
            let orders = ordered(&sizes, &lines);
            for (order, size) in orders.iter().zip(sizes) {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                prop_assert_eq!(sorted, (0..size).collect::<Vec<_>>());
            }
            prop_assert!(crossings(&orders, &lines) <= crossings(&given(&sizes), &lines));
            prop_assert_eq!(orders, ordered(&sizes, &lines));
        }

        #[test]
        fn no_line_crosses_where_moving_one_column_is_enough(lines in lines(4, 4)) {
            if fewest(4, &lines, 4) == 0 {
                let orders = ordered(&[4, 4], std::slice::from_ref(&lines));
                prop_assert_eq!(crossings(&orders, std::slice::from_ref(&lines)), 0);
            }
        }
    }
}
