//! Reading in parts.

use super::super::Sources;
use super::*;

/// The trees of a text that is cut after so many nodes, each with what `Debug` shows of its documents, and the errors.
fn parts(
    text: &str,
    limits: Limits,
    nodes: usize,
    mut may_cut: impl FnMut(usize) -> bool,
) -> (Vec<String>, usize) {
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let shown = |tree: &Tree<'_>| tree.roots().map(|root| format!("{root:?}")).collect::<Vec<_>>().join(" ");
    let mut trees = Vec::new();
    let mut asked = 0;
    let last = read_in_parts(
        file,
        sources.get(file).text(),
        limits,
        nodes,
        |_| {
            asked += 1;
            may_cut(asked)
        },
        |tree| {
            assert_eq!(tree.comments().count(), 0);
            trees.push(shown(&tree));
        },
    );
    trees.push(shown(&last.tree));
    (trees, last.errors.len())
}

fn always(_: usize) -> bool {
    true
}

#[test]
fn a_tree_is_cut_between_items_of_the_lists_of_the_outermost_map() {
    let text = r#"{"a": [1, [2, 3], {"x": [4, 5]}], "b": 6, "\u0063": [7, 8, 9], "d": {"e": [10, 11]}}"#;
    let expected = [
        r#"{"a": ["1"]}"#,
        r#"{"a": [["2", "3"]]}"#,
        r#"{"a": [{"x": ["4", "5"]}], "b": "6", "c": ["7"]}"#,
        r#"{"c": ["8"]}"#,
        r#"{"c": ["9"], "d": {"e": ["10", "11"]}}"#,
    ];
    assert_eq!(parts(text, Limits::default(), 1, always), (expected.map(str::to_owned).to_vec(), 0));
    // A tree has at least so many nodes, those counted with which it begins.
    let (trees, _) = parts(text, Limits::default(), 6, always);
    assert_eq!(trees[0], r#"{"a": ["1", ["2", "3"]]}"#);
    assert_eq!(parts(text, Limits::default(), 100, always).0.len(), 1);
}

#[test]
fn a_tree_is_not_cut_where_somebody_says_no_nor_ever_after() {
    let text = r#"{"a": [1, 2, 3, 4], "b": [5, 6]}"#;
    let (trees, _) = parts(text, Limits::default(), 1, |asked| asked == 1);
    assert_eq!(trees, [r#"{"a": ["1"]}"#, r#"{"a": ["2", "3", "4"], "b": ["5", "6"]}"#]);
}

#[test]
fn a_tree_is_not_cut_behind_an_error_or_a_comment() {
    for text in [r#"{"a": [1, 2 3, 4, 5]}"#, "{\"a\": [1, 2, // two\n 3, 4, 5]}"] {
        let (trees, errors) = parts(text, Limits::default(), 1, always);
        assert_eq!((trees.len(), errors), (2, 1), "{trees:?}");
        assert!(trees.last().is_some_and(|last| last.ends_with(r#""3", "4", "5"]}"#)), "{trees:?}");
    }
}

#[test]
fn no_list_at_the_top_and_no_map_is_cut() {
    for text in ["[1, 2, 3]", "[[1, 2], [3, 4]]", r#"{"a": {"b": [1, 2]}, "c": 3}"#, r#"[{"a": [1, 2]}]"#] {
        assert_eq!(parts(text, Limits::default(), 1, always).0.len(), 1, "{text}");
    }
}

#[test]
fn all_comments_are_in_the_last_tree_and_spans_are_those_of_the_file() {
    let mut sources = Sources::new();
    let mut cuts = Vec::new();
    let mut take = |tree: Tree<'_>| {
        let map = tree.roots().next().unwrap();
        let entry = map.entries().next().unwrap();
        cuts.push((map.span().range(), entry.key.span().range(), entry.value.span().range()));
    };
    let text = "{\"a\": [1, 2, 3]} // end\n";
    let file = sources.add("b.json", text.as_bytes().to_vec());
    let last = read_in_parts(file, sources.get(file).text(), Limits::default(), 1, |_| true, &mut take);
    assert_eq!(last.tree.comments().count(), 1);
    take(last.tree);
    assert_eq!(cuts, [(0..10, 1..4, 6..10), (0..13, 1..4, 6..13), (0..16, 1..4, 6..15)]);
}

#[test]
fn the_limit_of_values_is_that_of_the_file() {
    let limits = Limits { expanded_nodes: 5, ..Limits::default() };
    let text = r#"{"a": [1, 2, 3, 4, 5]}"#;
    let (trees, errors) = parts(text, limits, 1, always);
    assert_eq!((trees.concat().matches(char::is_numeric).count(), errors), (3, 1), "{trees:?}");
}
