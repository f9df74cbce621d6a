use proptest::prelude::*;

use super::super::{DependencyGraph, PrivilegeEntry, PrivilegeId, PrivilegeSet};
use super::support::{CHANNEL, HOLD, RELEASE, RELEASE_ASYNC, chat, graph, names, set_names};
use crate::catalogue::Catalogue;

fn granted(graph: &DependencyGraph, names: &[&str]) -> PrivilegeSet {
    let mut set = PrivilegeSet::empty(graph.len());
    for name in names {
        set.insert(graph.find(name).unwrap());
    }
    set
}

#[test]
fn the_three_documented_privileges_need_the_chat_channel() {
    let graph = chat();
    for name in [HOLD, RELEASE, RELEASE_ASYNC] {
        let alone = granted(&graph, &[name]);
        assert!(graph.effective(&alone).is_empty(), "{name}");
        let with_gate = granted(&graph, &[name, CHANNEL]);
        assert_eq!(graph.effective(&with_gate), with_gate, "{name}");
    }
    let channel = graph.find(CHANNEL).unwrap();
    assert_eq!(names(&graph, graph.dependents(channel).iter().copied()), [HOLD, RELEASE, RELEASE_ASYNC]);
    let edges: Vec<_> = graph.edges().map(|(from, to)| (graph.name(from), graph.name(to))).collect();
    assert_eq!(edges, [(HOLD, CHANNEL), (RELEASE, CHANNEL), (RELEASE_ASYNC, CHANNEL)]);
}

#[test]
fn the_built_in_catalogue_gives_the_documented_dependencies() {
    let graph = DependencyGraph::of(&Catalogue::built_in());
    for name in [HOLD, RELEASE, RELEASE_ASYNC] {
        let id = graph.find(name).unwrap();
        assert_eq!(names(&graph, graph.dependencies(id).iter().copied()), [CHANNEL], "{name}");
    }
    assert_eq!(graph.ids().find(|&id| graph.is_never_effective(id)), None);
    assert!(!graph.is_empty() && DependencyGraph::new([]).is_empty());
}

#[test]
fn a_name_in_other_letters_or_an_alias_is_found_and_a_wrong_one_is_told_with_the_nearest() {
    let entry =
        PrivilegeEntry { name: "Chat - Can Release", aliases: vec!["Chat.canRelease"], depends_on: vec![] };
    let other = PrivilegeEntry {
        name: "Other",
        aliases: vec!["Chat.canRelease", "Chat - Can Release"],
        depends_on: vec![],
    };
    let graph = DependencyGraph::new([entry, other]);
    let release = graph.find("Chat - Can Release");
    assert_eq!(
        graph.find("Chat.canRelease"),
        release,
        "of equal aliases the first counts, a name before all"
    );
    assert_eq!(graph.find("chat - can release"), None);
    assert_eq!(graph.look_up("chat - can release").ok(), release);
    assert_eq!(graph.look_up("CHAT.CANRELEASE").ok(), release);
    let error = graph.look_up("Chat - Can Relaese").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no privilege `Chat - Can Relaese`; did you mean `Chat - Can Release`?"
    );
    let error = graph.look_up("Chat.canRelaese").unwrap_err();
    assert_eq!(error.nearest.as_deref(), Some("Chat.canRelease"));
    let error = graph.look_up("fly").unwrap_err();
    assert_eq!(error.to_string(), "there is no privilege `fly`; `wdectl privilege list` shows all");
}

#[test]
fn what_is_on_a_cycle_or_depends_on_one_is_never_effective() {
    let graph = graph(&[
        ("a", &["c"]),
        ("b", &["a"]),
        ("c", &["b", "d"]),
        ("d", &[]),
        ("e", &["e", "d"]),
        ("on a", &["a"]),
        ("on d", &["d"]),
    ]);
    let all = granted(&graph, &["a", "b", "c", "d", "e", "on a", "on d"]);
    assert_eq!(set_names(&graph, &graph.effective(&all)), ["d", "on d"]);
    let never = graph.ids().filter(|&id| graph.is_never_effective(id));
    assert_eq!(names(&graph, never), ["a", "b", "c", "e", "on a"]);
    let of_a = graph.needs(graph.find("a").unwrap());
    assert_eq!(set_names(&graph, of_a), ["a", "b", "c", "d"], "on a cycle a privilege waits for itself");
}

#[test]
fn a_name_known_only_as_a_dependency_can_be_granted() {
    let graph = graph(&[("x", &["nowhere"])]);
    assert!(graph.effective(&granted(&graph, &["x"])).is_empty());
    assert_eq!(graph.effective(&granted(&graph, &["x", "nowhere"])).len(), 2);
}

/// The definition read aloud: granted, and everything it depends on is effective. Who waits for itself waits forever.
fn is_effective(
    graph: &DependencyGraph,
    granted: &PrivilegeSet,
    id: PrivilegeId,
    waiting: &mut Vec<PrivilegeId>,
) -> bool {
    if !granted.contains(id) || waiting.contains(&id) {
        return false;
    }
    waiting.push(id);
    let effective = graph.dependencies(id).iter().all(|&other| is_effective(graph, granted, other, waiting));
    waiting.pop();
    effective
}

/// The least set that is closed under the definition, by adding until nothing changes.
fn by_fixpoint(graph: &DependencyGraph, granted: &PrivilegeSet) -> PrivilegeSet {
    let mut effective = PrivilegeSet::empty(graph.len());
    loop {
        let ready = |&id: &PrivilegeId| graph.dependencies(id).iter().all(|&other| effective.contains(other));
        let next: Vec<_> = granted.iter().filter(ready).collect();
        if next.len() == effective.len() {
            return effective;
        }
        for id in next {
            effective.insert(id);
        }
    }
}

proptest! {
    #[test]
    fn closure_fixpoint_and_recursive_reading_agree(
        edges in prop::collection::vec((0usize..9, 0usize..9), 0..16),
        bits in 0u32..512,
    ) {
        let all = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let on = |at: usize| edges.iter().filter(move |&&(from, _)| from == at).map(|&(_, to)| all[to]).collect();
        let entry = |at: usize| PrivilegeEntry { name: all[at], aliases: vec![], depends_on: on(at) };
        let graph = DependencyGraph::new((0..9).map(entry));
        let names: Vec<_> = (0..9).filter(|at| bits & (1 << at) != 0).map(|at| all[at]).collect();
        let granted = granted(&graph, &names);
        let effective = graph.effective(&granted);
        prop_assert_eq!(&effective, &by_fixpoint(&graph, &granted));
        for id in graph.ids() {
            prop_assert_eq!(effective.contains(id), is_effective(&graph, &granted, id, &mut Vec::new()));
        }
    }
}
