//! Loading, whole and in parts, on one thread and on several.

use std::fmt::Write as _;

use proptest::prelude::*;
use regex::{Captures, Regex};

use super::*;

#[test]
fn any_number_of_threads_puts_the_same_deployment_together() {
    let mut sources = Sources::new();
    let mut inputs = Vec::new();
    for file in 0..24 {
        // Short and long files by turns, so that they are read out of their order; some agents stand twice.
        let mut text = String::from("agents:\n");
        for agent in 0..if file % 3 == 0 { 900 } else { 40 } {
            let _ = writeln!(text, "  - username: a{}\n    roles: [r{file}]", file / 2 * 1000 + agent);
        }
        let file = sources.add(format!("{file}.yaml"), text.into_bytes());
        inputs.push(Input { file, syntax: Syntax::Yaml, object: None });
    }
    let alone = format!("{:?}", load(&sources, &inputs, Limits::default()));
    assert!(alone.contains("DuplicateObject") && alone.contains("Dangling"), "the example has mistakes");
    for threads in [2, 3, 8] {
        let together = format!("{:?}", load_on(&sources, &inputs, Limits::default(), threads));
        assert!(together == alone, "{threads} threads");
    }
}

/// A file of JSON that is long enough to be read by two threads, with mistakes in it.
fn long_json() -> String {
    let mut text = String::from("{\"agents\": [");
    for agent in 0..6000 {
        let name = agent / 7 * 7 + agent % 5;
        let _ = write!(
            text,
            "{{\"username\": \"a{name}\", \"tenant\": \"T\", \"roles\": [\"r{}\"]}},",
            agent % 3
        );
    }
    text.push_str("{}], \"roles\": [{\"name\": \"r1\"}], \"tenants\": [{\"name\": \"T\"}]}");
    text
}

#[test]
fn a_long_file_is_the_same_deployment_for_any_number_of_threads() {
    let (sources, inputs) = one_file(&long_json());
    assert!(sources.get(inputs[0].file).text().len() > WORTH_THREADS);
    let alone = format!("{:?}", load(&sources, &inputs, Limits::default()));
    assert!(alone.contains("DuplicateObject") && alone.contains("Dangling") && alone.contains("MissingName"));
    for threads in [2, 3, 8] {
        let together = format!("{:?}", load_on(&sources, &inputs, Limits::default(), threads));
        assert!(together == alone, "{threads} threads");
    }
    assert!(shown(&load(&sources, &inputs, Limits::default())) == in_parts(&sources, &inputs, usize::MAX));
}

fn one_file(text: &str) -> (Sources, Vec<Input>) {
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    (sources, vec![Input { file, syntax: Syntax::Json, object: None }])
}

fn in_parts(sources: &Sources, inputs: &[Input], nodes: usize) -> String {
    shown(&load_in_parts(sources, inputs, Limits::default(), 1, nodes, None))
}

/// Everything of a deployment, its symbols numbered in the order in which they stand here: in which order they were
/// met does not matter.
fn shown(deployment: &Deployment) -> String {
    let Deployment { objects, by_kind, links, links_from, links_to, links_to_start, .. } = deployment;
    let Deployment { allows, problems, files, forms, exported, ambiguous, .. } = deployment;
    let mut problems: Vec<String> =
        problems.iter().map(|problem| without_symbols(&format!("{problem:?}"))).collect();
    problems.sort();
    let mut ambiguous: Vec<_> = ambiguous.iter().map(|(kind, name)| (kind, deployment.text(*name))).collect();
    ambiguous.sort();
    without_symbols(&format!(
        "{objects:?} {by_kind:?} {links:?} {links_from:?} {links_to:?} {links_to_start:?} {allows:?} {files:?} \
         {forms:?} {exported:?} {ambiguous:?} {problems:?}"
    ))
}

fn without_symbols(text: &str) -> String {
    let symbol = Regex::new(r"Symbol\((\d+)\)").unwrap();
    let mut known: Vec<String> = Vec::new();
    let number = |found: &Captures<'_>| {
        let at = known.iter().position(|known| *known == found[1]).unwrap_or_else(|| {
            known.push(found[1].to_owned());
            known.len() - 1
        });
        format!("symbol {at}")
    };
    symbol.replace_all(text, number).into_owned()
}

#[test]
fn what_stands_behind_a_long_list_counts_for_its_beginning() {
    for (text, says) in [
        // The tenant, a second list of the same name, a form that shows only at the end.
        (
            r#"{"agents":[{"username":"a"},{"username":"b","tenant":"U"},{"username":"c"}],"tenant":"T"}"#,
            "symbol",
        ),
        (r#"{"tenant":"S","agents":[{"username":"a"},{"username":"b"}],"tenant":"T"}"#, "DuplicateKey"),
        (
            r#"{"agents":[{"username":"a"},{"username":"b"}],"agents":[{"username":"c"},{"x":1}]}"#,
            "DuplicateKey",
        ),
        (r#"{"agnets":[{"username":"a"},{"username":"b"},{"username":"c"}],"roles":[]}"#, "UnknownKey"),
        (r#"{"agents":[{"username":"a"},{"username":"b"}],"__metadata__":{"formatName":"JSON"}}"#, "mutagen"),
        (r#"{"agents":[{"username":"a"},{"username":"b"}],"dbid":1,"type":"CfgPerson"}"#, "GAX"),
        (r#"{"dbid":1,"agents":[{"username":"a"},{"username":"b"}],"type":"CfgPerson"}"#, "GAX"),
        (
            r#"{"agents":[{"username":"a","roles":["r"],"wdectl-allow":[{"rule":"x","reason":"y"}]},{"x":1}],"CFGPerson":[]}"#,
            "RAW",
        ),
        (r#"{"agents":[{"username":"a"},{"username":"b"}]} {"tenant":"T","agents":["c","d","e"]}"#, "Syntax"),
        (
            "{\"agents\":[\"a\", // wdectl: allow(x)\n\"b\",\"c\"], \"roles\": [{\"name\":\"r\"},4,5]}",
            "MalformedAllow",
        ),
        (r#"{"agents":["a","b" "c","d"],"roles":["e","f"]"#, "Syntax"),
    ] {
        let (sources, inputs) = one_file(text);
        let whole = in_parts(&sources, &inputs, usize::MAX);
        assert!(whole.contains(says), "{text}: {whole}");
        for nodes in 1..8 {
            assert_eq!(in_parts(&sources, &inputs, nodes), whole, "{text} in parts of {nodes}");
        }
    }
}

/// A list of the top of a file, with values that belong there and others.
fn entry() -> impl Strategy<Value = String> {
    let agent = prop_oneof![
        6 => ("[a-d]", "[T-V]?", "[rs]?", 0..3u8).prop_map(|(name, tenant, role, more)| {
            let tenant = if tenant.is_empty() { String::new() } else { format!(r#","tenant":"{tenant}""#) };
            let role = if role.is_empty() { String::new() } else { format!(r#","roles":["{role}"]"#) };
            let more = match more {
                0 => r#","options":{"interaction-workspace":{"chat.nickname":"N"}}"#,
                1 => r#","wdectl-allow":[{"rule":"x","reason":"y"}]"#,
                _ => "",
            };
            format!(r#"{{"username":"{name}"{tenant}{role}{more}}}"#)
        }),
        1 => Just(r#"{"name":"\u0041"}"#.to_owned()),
        1 => Just("\"e\"".to_owned()),
        1 => Just("7".to_owned()),
        1 => Just("{}".to_owned()),
    ];
    let list = prop::collection::vec(agent, 0..6).prop_map(|items| format!("[{}]", items.join(",")));
    let key = prop::sample::select(vec![
        "agents",
        "agents",
        "agents",
        "roles",
        "scripts",
        "agnets",
        "foo",
        "agent\\u0073",
    ]);
    let mark = prop::sample::select(vec![
        r#""tenant":"T""#,
        r#""tenant":["T"]"#,
        r#""$schema":"x""#,
        r#""type":"CfgPerson""#,
        r#""dbid":"1""#,
        r#""__metadata__":{"formatName":"COMPACT_JSON"}"#,
        r#""__metadata__":"x""#,
        r#""CFGRole":[{"name":"r"}]"#,
        r#""tenants":[{"name":"T"},{"name":"U"}]"#,
    ]);
    prop_oneof![
        4 => (key, list).prop_map(|(key, list)| format!("\"{key}\":{list}")),
        1 => mark.prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn a_file_in_parts_is_the_same_as_in_one(
        entries in prop::collection::vec(entry(), 0..6),
        nodes in 1..40usize,
        damage in prop::option::of((any::<prop::sample::Index>(), "[]\\[{},:\"/\n x]?")),
    ) {
        let mut text = format!("{{{}}}", entries.join(","));
        if let Some((at, with)) = damage {
            let at = at.index(text.len());
            text.replace_range(at..=at, &with);
        }
        let (sources, inputs) = one_file(&text);
        prop_assert_eq!(in_parts(&sources, &inputs, nodes), in_parts(&sources, &inputs, usize::MAX), "{}", text);
    }
}

#[test]
fn of_agents_nobody_asks_for_only_the_names_are_read() {
    let text = r#"{"tenants": [{"name": "T"}, {"name": "U"}], "roles": [{"name": "r", "tenant": "T"},
        {"name": "r", "tenant": "U"}], "agents": [
        {"username": "ana", "tenant": "T", "roles": ["r"], "employee-id": "7", "typo": 1},
        {"username": "Ana", "tenant": "U", "roles": ["r"]},
        {"username": "ben", "tenant": "T", "roles": ["gone"], "options": {"interaction-workspace": {"o": "1"}}}
    ]}"#;
    let (sources, inputs) = one_file(text);
    let of = |agent| load_for_agent(&sources, &inputs, Limits::default(), 1, agent);
    let read = |deployment: &Deployment| {
        let agents = deployment.of_kind(ObjectKind::Agent).iter();
        let links = |id: &_| deployment.links_from(*id).len() + deployment.object(*id).options.len();
        (agents.map(links).collect::<Vec<_>>(), deployment.problems().len())
    };
    assert_eq!(read(&of("ana")), (vec![1, 1, 0], 1));
    assert_eq!(read(&of("U/ANA")), (vec![1, 1, 0], 1));
    assert_eq!(read(&of("T/ben")), (vec![0, 0, 1], 1));
    // By the employee id, or by no name at all: everybody is read.
    assert_eq!(read(&of("7")), (vec![1, 1, 1], 2));
    assert_eq!(read(&of("bem")), (vec![1, 1, 1], 2));
}

#[test]
fn who_waits_for_parts_goes_home_when_another_thread_panics() {
    let (sources, inputs) = one_file("{}");
    let site = Site::new(&sources, &inputs, Limits::default(), None);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            let _presence = site.enter();
            site.build_the_rest();
        });
        let panics = scope.spawn(|| {
            let _presence = site.enter();
            assert!(inputs.is_empty(), "on purpose");
        });
        assert!(panics.join().is_err());
        assert!(waits.join().is_ok());
    });
}
