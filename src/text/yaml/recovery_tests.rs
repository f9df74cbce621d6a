//! What is said, and what survives, when a file is broken.

use super::super::{Limits, Sources};
use super::read;

/// Reads `text` and compares its documents and its errors, each `line "text": message`.
fn check(text: &str, documents: &[&str], errors: &[&str]) {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    let roots: Vec<_> = parsed.tree.roots().map(|root| format!("{root:?}")).collect();
    assert_eq!(roots, documents, "{text}");
    let told = parsed.errors.iter().map(|error| {
        format!("{} `{}`: {}", sources.locate(error.span).line, sources.slice(error.span), error.message)
    });
    assert_eq!(told.collect::<Vec<_>>(), errors, "{text}");
}

#[test]
fn quotes() {
    check(
        "agents:\n  - name: \"foo\n    role: \"bar\"\n  - name: x",
        &[r#"{"agents": [{"name": "foo", "role": "bar"}, {"name": "x"}]}"#],
        &["2 `\"`: this quote is never closed"],
    );
    check(
        "- \"foo\n- 'bar' baz\n- 'it's'\n- \"C:\\dir\"\n- \"\\u12\"\n- y",
        &[r#"["foo", "bar' baz", "it's", "C:\\dir", "\\u12", "y"]"#],
        &[
            "1 `\"`: this quote is never closed",
            "2 `'`: text follows the value in these quotes",
            "3 `'`: text follows the value in these quotes",
            "4 `\\d`: `\\d` means nothing inside double quotes",
            "5 `\\u`: `\\u` means nothing inside double quotes",
        ],
    );
    check(
        "a: {b: [1, \"x, c: d\ne: f",
        &[r#"{"a": {"b": ["1"]}, "e": "f"}"#],
        &["1 `\"`: this quote is never closed"],
    );
}

#[test]
fn brackets() {
    check(
        "a: [1, 2\nb: 3\nc:\n  d: {x: 1, y: 2\n  e: 4\nf: [[5, {z: 6",
        &[
            r#"{"a": ["1", "2"], "b": "3", "c": {"d": {"x": "1", "y": "2"}, "e": "4"}, "f": [["5", {"z": "6"}]]}"#,
        ],
        &[
            "1 `[`: this bracket is never closed",
            "4 `{`: this bracket is never closed",
            "6 `{`: this bracket is never closed",
        ],
    );
    check(
        "a: {b: 1, c: ]\nd: [1, , 2]\ne: {f: 1} g\nh: 1]\ni: 2",
        &[r#"{"a": {"b": "1"}, "d": ["1"], "e": {"f": "1"}, "h": "1]", "i": "2"}"#],
        &[
            "1 `{`: this bracket is closed by one of the other kind",
            "2 `,`: items in brackets are not separated",
            "3 `g`: `g` stands at an indentation that belongs to nothing above",
        ],
    );
    check(
        "a: {b\n  c: 2}\nd: 3",
        &[r#"{"a": {}, "d": "3"}"#],
        &["1 `b`: a key cannot go over several lines"],
    );
    check(
        "a: {b: 1\n  c: 2}\nd: 3",
        &[r#"{"a": {}, "d": "3"}"#],
        &["2 `:`: items in brackets are not separated"],
    );
}

#[test]
fn indentation() {
    check(
        "agents:\n- name: x\n   role: y\n- name: z\n",
        &[r#"{"agents": [{"name": "x"}, {"name": "z"}]}"#],
        &["3 `:`: a `:` stands where no key can be"],
    );
    check(
        "a:\n    b: 1\n  c: 2\n    d: 3\ne: 4\n",
        &[r#"{"a": {"b": "1"}, "e": "4"}"#],
        &["3 `c:`: `c` stands at an indentation that belongs to nothing above"],
    );
    check(
        "a: 1\n\tb: 2\nc:\n\td: 3\ne: 4\n",
        &[r#"{"a": "1", "e": "4"}"#],
        &["2 `\t`: a tab stands where YAML wants spaces", "4 `\t`: a tab stands where YAML wants spaces"],
    );
    check(
        "a: |\n  text\n bad\nb: 1",
        &[r#"{"a": "text\n", "b": "1"}"#],
        &["3 `bad`: `bad` stands at an indentation that belongs to nothing above"],
    );
    check(
        "  - a\n  - b\nk: 1\n",
        &[r#"["a", "b"]"#, r#"{"k": "1"}"#],
        &["3 `k:`: `k` stands after the end of the document"],
    );
}

#[test]
fn values_and_keys() {
    check(
        "a: @b\nc: d: e # x\nf: %g\nh: - i\ngarbage\n# kept\nj: *k\nl:m\nn: `o`\np: 1",
        &[r#"{"a": "@b", "c": "d: e", "f": "%g", "h": "- i", "j": "", "n": "`o`", "p": "1"}"#],
        &[
            "1 `@`: a value cannot begin with `@`",
            "2 `:`: a `:` stands where no key can be",
            "3 `%`: a value cannot begin with `%`",
            "4 `-`: a list cannot begin in the line of its key",
            "5 `garbage`: `garbage` is neither a key nor a value here",
            "7 `*k`: there is no anchor `&k` above",
            "8 `l:m`: `l:m` is neither a key nor a value here",
            "9 ```: a value cannot begin with ```",
        ],
    );
    check("garbage text\nname: x", &[r#"{"name": "x"}"#], &["2 `:`: a `:` stands where no key can be"]);
    check(
        "\"a\":1\nb: \"x\":2",
        &[r#"{"b": "x"}"#],
        &[
            "1 `:1`: a `:` without a space after it separates nothing",
            "2 `:2`: a `:` without a space after it separates nothing",
        ],
    );
    check(
        "a: 1\n\0\nb: 2\u{1}\nc: 3",
        &["{\"a\": \"1\", \"b\": \"2\\u{1}\", \"c\": \"3\"}"],
        &[
            "2 `\0`: an invisible control character (U+0000)",
            "3 `\u{1}`: an invisible control character (U+0001)",
        ],
    );
}

#[test]
fn a_list_at_the_indentation_of_its_key_goes_on() {
    check(
        "roles:\n- name: a\n  note: [old\n  tenant: T\n- name: b\nscripts:\n- name: c\n",
        &[
            r#"{"roles": [{"name": "a", "note": ["old"], "tenant": "T"}, {"name": "b"}], "scripts": [{"name": "c"}]}"#,
        ],
        &["3 `[`: this bracket is never closed"],
    );
}

#[test]
fn one_of_a_hundred_agents_is_broken() {
    let mut text = String::from("agents:\n");
    for n in 0..100 {
        let line = if n == 50 { "    options: {a: [1\n" } else { "    options: {a: [1]}\n" };
        text.push_str(&format!("  - name: agent{n}\n{line}    roles: [x]\n"));
    }
    text.push_str("roles: []\n---\nagents: [\n---\n- last\n");
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.into_bytes());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    let roots: Vec<_> = parsed.tree.roots().collect();
    assert_eq!((roots.len(), parsed.errors.len()), (3, 2));
    let agents: Vec<_> = roots[0].get("agents").unwrap().items().collect();
    assert_eq!(agents.len(), 100);
    for (n, agent) in agents.iter().enumerate() {
        assert_eq!(
            format!("{agent:?}"),
            format!(r#"{{"name": "agent{n}", "options": {{"a": ["1"]}}, "roles": ["x"]}}"#)
        );
    }
    assert!(roots[0].get("roles").is_some());
    assert_eq!(format!("{:?} {:?}", roots[1], roots[2]), r#"{"agents": []} ["last"]"#);
}

#[test]
fn a_file_of_nothing_but_faults_is_not_read_to_its_end() {
    for (faults, is_read) in [(5_000, true), (12_000, false)] {
        let text = format!("- a # seen\n{}- last\n", "- \"\\q\"\n".repeat(faults));
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text.into_bytes());
        let parsed = read(file, sources.get(file).text(), Limits::default());
        assert_eq!((parsed.errors.len(), parsed.tree.comments().count()), (1001, 1), "{faults}");
        let list = format!("{:?}", parsed.tree.roots().next().unwrap());
        assert_eq!(list.ends_with("\"\\\\q\", \"last\"]"), is_read, "{faults}: {}", &list[list.len() - 40..]);
    }
}

#[test]
fn comments_behind_a_fault_are_found() {
    let text = "- \"\\q\"\n- x\n- \"\\q\"\n- y # seen\n- \"\\q\"\n- z\n";
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    assert_eq!(parsed.errors.len(), 3);
    assert_eq!(parsed.tree.comments().map(|comment| &text[comment.range()]).collect::<Vec<_>>(), ["# seen"]);
}
