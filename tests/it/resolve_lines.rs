//! `resolve` for many subjects: what is copied from one to the next is what each alone would get.

use serde_json::Value;
use wdectl::report::{RESOLUTION_COLUMNS, ResolutionLines, ResolutionReport};
use wdectl::resolve::{Resolver, Subject};

use super::chat_verify::{Site, acme};
use super::commands::{answer, root};

/// Values that CSV puts in quotes, an option outside of the workspace section, and options without effect.
const ODD: &str = r##"tenant: "T, one"
tenants: [{name: "T, one", options: {interaction-workspace: {chat.nickname: 'say "hi"', "#chat.typing-timeout": "5"}}}]
applications: [{name: W, options: {log: {verbose: "a, b"}, interaction-workspace: {chat.new-message-bell: "one\ntwo"}}}]
agent-groups: [{name: G, options: {interaction-workspace: {chat.typing-timeout: "7"}}}]
agents:
  - {username: ana, agent-groups: [G], options: {interaction-workspace: {chat.nickname: Ana}}}
  - {username: ben, agent-groups: [G], options: {log: {verbose: own}}}
"##;

/// The lines of all agents and what each agent alone gives, as JSON.
fn both(resolver: &Resolver<'_>, site: &Site) -> (String, String) {
    let (mut together, mut alone) = (Vec::new(), String::new());
    let mut lines = ResolutionLines::new(&site.deployment, &site.sources);
    for agent in site.deployment.agents() {
        let resolution = resolver.resolve(&resolver.steps(Subject::Agent(agent)));
        let (subject, bare) = (site.deployment.display(agent), site.deployment.bare(agent));
        lines.json(&subject, Some(&bare), &resolution, &mut together).unwrap();
        let report =
            ResolutionReport::new(&subject, Some(&bare), &resolution, &site.deployment, &site.sources);
        alone += &serde_json::to_string(&report).unwrap();
        alone.push('\n');
    }
    (String::from_utf8(together).unwrap(), alone)
}

#[test]
fn lines_are_the_reports_to_the_byte() {
    for site in [acme(), Site::new(&[("odd.yaml".to_owned(), ODD.to_owned())])] {
        let (together, alone) = site.ask(|setting| both(setting.ground.resolver, &site));
        assert!(
            alone.lines().count() > 1 && alone.contains("\"overridden\""),
            "the example shares something"
        );
        assert_eq!(together, alone);
    }
}

#[test]
fn rows_are_quoted_where_they_must_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.yaml");
    std::fs::write(&path, ODD).unwrap();
    let path = path.to_str().unwrap();
    let rows = answer(0, &["resolve", "-d", path, "--all", "--format", "csv"]).replace(path, "odd.yaml");
    let workspace = "interaction-workspace";
    let expected = [
        format!(
            "agent/ana,{workspace},chat.new-message-bell,\"one\ntwo\",application,application/W,odd.yaml,3"
        ),
        format!("agent/ana,{workspace},chat.nickname,Ana,agent,agent/ana,odd.yaml,6"),
        format!("agent/ana,{workspace},chat.typing-timeout,7,agent-group,agent-group/G,odd.yaml,4"),
        "agent/ana,log,verbose,\"a, b\",application,application/W,odd.yaml,3".to_owned(),
        format!(
            "agent/ben,{workspace},chat.new-message-bell,\"one\ntwo\",application,application/W,odd.yaml,3"
        ),
        format!("agent/ben,{workspace},chat.nickname,\"say \"\"hi\"\"\",tenant,\"tenant/T, one\",odd.yaml,2"),
        format!("agent/ben,{workspace},chat.typing-timeout,7,agent-group,agent-group/G,odd.yaml,4"),
        "agent/ben,log,verbose,\"a, b\",application,application/W,odd.yaml,3".to_owned(),
    ];
    assert_eq!(rows, format!("{RESOLUTION_COLUMNS}{}\n", expected.join("\n")));
}

#[test]
fn any_number_of_threads_writes_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.yaml");
    let agents: String = (0..200).map(|n| format!("  - {{username: a{n}, agent-groups: [G]}}\n")).collect();
    let (start, _) = ODD.split_once("  - {username").unwrap();
    std::fs::write(&path, format!("{start}{agents}")).unwrap();
    for format in ["csv", "jsonl"] {
        let with = |jobs| {
            answer(0, &["resolve", "-d", path.to_str().unwrap(), "--all", "--format", format, "--jobs", jobs])
        };
        let alone = with("1");
        assert_eq!(alone.matches("agent/a199").count(), if format == "csv" { 4 } else { 1 });
        assert!(with("2") == alone && with("7") == alone, "{format}");
    }
}

#[test]
fn one_agent_alone_is_told_what_he_is_told_among_all() {
    let mut asked = 0;
    for folder in
        ["deployments/acme", "deployments/acme-broken", "deployments/two-servers", "native/gax-acme"]
    {
        let path = root().join("fixtures").join(folder);
        let path = path.to_str().unwrap();
        for line in answer(0, &["resolve", "-d", path, "--all"]).lines() {
            let among_all: Value = serde_json::from_str(line).unwrap();
            let subject = among_all["subject"].as_str().unwrap();
            let name = subject.strip_prefix("agent/").unwrap();
            let alone = answer(0, &["resolve", "-d", path, "--agent", name, "--format", "json"]);
            assert_eq!(serde_json::from_str::<Value>(&alone).unwrap(), among_all, "{folder}: {subject}");
            asked += 1;
        }
    }
    assert!(asked > 10, "{asked} agents");
}

#[test]
fn of_two_groups_the_one_that_the_settings_say_counts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let path = folder.path().to_str().unwrap();
    // `b` is later than `C` by code point.
    write(
        "a.yaml",
        "agents: [{username: ana, agent-groups: [b, C, A]}]\n\
         agent-groups: [{name: b, options: {interaction-workspace: {chat.nickname: of b}}}, {name: C, options: \
         {interaction-workspace: {chat.nickname: of C}}}, {name: A}]\n",
    );
    for (settings, expected, severity) in [
        ("", "of b\n", "warning"),
        ("group-conflict = \"last-name\"\n", "of b\n", "warning"),
        ("group-conflict = \"first-name\"\n", "of C\n", "warning"),
        ("group-conflict = \"error\"\n", "of b\n", "error"),
    ] {
        write("wdectl.toml", settings);
        let found = answer(0, &["resolve", "-d", path, "--agent", "ana", "chat.nickname"]);
        assert_eq!(found, expected, "{settings}");
        let args = ["check", path, "--select", "conflicting-group-options", "--format", "concise"];
        let told = answer(i32::from(severity == "error"), &args);
        assert!(told.contains(&format!("{severity}[conflicting-group-options]")), "{settings}: {told}");
    }
}
