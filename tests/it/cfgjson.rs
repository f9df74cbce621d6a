//! Exports of mutagen and dumps of GAX as people have them: fixtures, twins of deployments in our own form, damaged
//! files.

use proptest::prelude::*;
use serde_json::Value;
use wdectl::deployment::{Deployment, Problem, Relation};
use wdectl::names::ObjectKind;
use wdectl::text::{Sources, Span};

use super::commands::{ACME, BROKEN, answer, err, out, root, wdectl};
use super::native::{Texts, assert_alike, expect, judged, lists, load_folder, load_texts, write};

#[test]
fn fixtures_are_told_at_their_lines() {
    for (folder, status) in
        [("mutagen", 0), ("mutagen-broken", 1), ("mutagen-raw", 0), ("gax", 0), ("gax-broken", 1)]
    {
        let path = format!("fixtures/native/{folder}");
        let found = answer(status, &["check", &path, "--color", "never"]);
        expect(&format!("{folder}.expected"), "check.txt", &found);
    }
}

#[test]
fn objects_are_what_the_files_say() {
    let objects = [
        "application/WDE_Main",
        "application/ChatServer_Main",
        "tenant/Acme",
        "agent/ana.ruiz",
        "agent/bob.lee",
        "agent/kim.boss",
        "agent-group/Chat-L2",
        "agent-group/Chat-Virtual",
        "access-group/Chat Agents",
        "role/Chat",
        "script/my-chats",
        "transaction/Retention",
        "business-attribute/AcmeCaseData",
    ];
    for folder in ["mutagen", "mutagen-raw", "gax"] {
        let path = format!("fixtures/native/{folder}");
        let shown: Vec<String> =
            objects.into_iter().map(|object| answer(0, &["show", "-d", &path, object])).collect();
        expect(&format!("{folder}.expected"), "show.txt", &shown.join("\n"));
    }
}

#[test]
fn the_form_of_each_file_is_shown_with_its_reason() {
    let shown = |folder: &str| answer(0, &["check", &format!("fixtures/native/{folder}"), "--show-files"]);
    assert!(shown("mutagen").ends_with("mutagen JSON, by its `__metadata__`\n"));
    assert!(shown("mutagen-raw").ends_with("mutagen RAW, by its types of objects\n"));
    let dump = shown("gax");
    assert!(dump.lines().count() > 5, "{dump}");
    assert!(dump.lines().all(|line| line.ends_with("objects of GAX, by their `type`")), "{dump}");
}

/// A deployment with numbers and employee ids, in our form.
fn numbered(folder: &str) -> Value {
    let mut lists = lists(&load_folder(folder));
    write::number(&mut lists);
    lists
}

fn ours(lists: &Value) -> Texts {
    vec![("twin.yaml".into(), serde_yaml::to_string(lists).unwrap().into_bytes())]
}

/// The same content in our form, as mutagen exports it, and as GAX answers it, has the same findings at the same values.
fn twins(folder: &str) -> usize {
    let mut lists = numbered(folder);
    let employees: Vec<String> =
        lists["agents"].as_array().unwrap().iter().map(|agent| agent["employee-id"].to_string()).collect();
    let is_number = |place: &str| place.len() >= 4 && place.bytes().all(|byte| byte.is_ascii_digit());
    let is_employee = |place: &str| employees.iter().any(|id| id.trim_matches('"') == place);
    let own = judged(&ours(&lists));
    assert_alike(&own, &judged(&write::gax(&lists)), is_number);
    // mutagen knows no version of an application.
    for application in lists["applications"].as_array_mut().unwrap() {
        application.as_object_mut().unwrap().remove("version");
    }
    let own = judged(&ours(&lists));
    for compact in [false, true] {
        let export = write::mutagen(&lists, compact).into_bytes();
        assert_alike(&own, &judged(&[("export.json".into(), export)]), is_employee);
    }
    own.len()
}

#[test]
fn the_twins_of_acme_are_judged_alike() {
    assert!(twins(ACME) < 10);
}

#[test]
fn the_twins_of_broken_acme_are_judged_alike() {
    assert!(twins(BROKEN) > 40);
}

#[test]
fn the_exports_of_acme_beside_the_fixtures_are_in_step() {
    let lists = numbered(ACME);
    expect("mutagen-acme", "export.json", &write::mutagen(&lists, false));
    for (file, text) in write::gax(&lists) {
        expect("gax-acme", &file, &String::from_utf8(text).unwrap());
    }
    for folder in ["mutagen-acme", "gax-acme"] {
        let path = format!("fixtures/native/{folder}");
        let found = answer(0, &["check", &path, "--color", "never"]);
        expect(&format!("{folder}.expected"), "check.txt", &found);
        let value = |folder: &str| {
            let shown = answer(0, &["resolve", "-d", folder, "--agent", "ana.ruiz", "chat.on-hold-queue"]);
            shown.split("   ").next().unwrap().to_owned()
        };
        assert_eq!(value(&path), value(ACME));
    }
}

fn text(path: &str, text: &str) -> (String, Vec<u8>) {
    (path.to_owned(), text.as_bytes().to_vec())
}

fn members(deployment: &Deployment, kind: ObjectKind, name: &str, relation: Relation) -> Vec<String> {
    let of = deployment.look_up_kind(kind, name).unwrap();
    deployment.members(of, relation).map(|link| deployment.display(link.from)).collect()
}

#[test]
fn numbers_and_employee_ids_lead_to_objects_of_other_files_and_forms() {
    let (_, deployment) = load_texts(&[
        text(
            "a.json",
            r#"[{"type":"CfgAgentGroup","dbid":"5","name":"L2","tenantdbid":"1","agentdbids":{"id":[{"dbid":"7"},{"dbid":"8"}]}},
                {"type":"CfgRole","dbid":"6","name":"Chat","tenantdbid":"1","members":{"m":{"objectdbid":"9","objecttype":"21"}}}]"#,
        ),
        text(
            "b.yaml",
            "tenants: [{name: Acme, dbid: 1}]\nagents: [{username: ana, dbid: 7, employee-id: e7}, {username: bob, dbid: 8}]\n\
             access-groups: [{name: All, dbid: 9}]\n",
        ),
        text(
            "c.json",
            r#"{"__metadata__":{"formatName":"JSON"},
                "accessGroups":[{"group":{"name":"Some","tenant":"Acme"},"members":["e7"]}],
                "roles":[{"name":"Base","tenant":"Acme","members":["person/e7","accessgroup/All"]}]}"#,
        ),
    ]);
    assert_eq!(deployment.problems(), []);
    assert_eq!(
        members(&deployment, ObjectKind::AgentGroup, "L2", Relation::AgentGroup),
        ["agent/ana", "agent/bob"]
    );
    assert_eq!(members(&deployment, ObjectKind::Role, "Chat", Relation::Role), ["access-group/All"]);
    assert_eq!(members(&deployment, ObjectKind::AccessGroup, "Some", Relation::AccessGroup), ["agent/ana"]);
    assert_eq!(
        members(&deployment, ObjectKind::Role, "Base", Relation::Role),
        ["agent/ana", "access-group/All"]
    );
}

#[test]
fn an_object_may_keep_rules_quiet() {
    let export = r#"{"__metadata__":{"formatName":"JSON"},"persons":[
        {"userName":"ana","employeeId":"e1","wdectl-allow":[{"rule":"agent-without-role","reason":"she only reads"}]},
        {"wdectl-allow":[{"rule":"agent-without-role","reason":"nobody"}]}]}"#;
    let (_, deployment) = load_texts(&[text("a.json", export)]);
    let [allow] = deployment.allows() else { panic!("{:?}", deployment.allows()) };
    assert_eq!((allow.reason.as_str(), allow.objects.len()), ("she only reads", 1));
    assert_eq!(deployment.problems().len(), 1, "the second person has no name");
}

#[test]
fn many_names_that_lead_nowhere_are_told_as_fast_as_few() {
    // Each of them looked for among all that there are would be ten billion comparisons.
    const MANY: usize = 100_000;
    let agents: Vec<String> = (0..MANY).map(|at| format!(r#"{{"userName":"u{at}"}}"#)).collect();
    let members: Vec<String> = (0..MANY).map(|at| format!(r#""x{at}""#)).collect();
    let export = format!(
        r#"{{"__metadata__":{{"formatName":"JSON"}},"persons":[{}],
            "agentGroups":[{{"group":{{"name":"G"}},"agents":[{}]}}]}}"#,
        agents.join(","),
        members.join(",")
    );
    let csv =
        (0..MANY).fold(String::from("Username,Agent Group:Nobody\n"), |csv, at| csv + &format!("u{at},Y\n"));
    let (_, deployment) = load_texts(&[text("a.json", &export), text("b.csv", &csv)]);
    let dangling = deployment.problems().iter().filter(|problem| matches!(problem, Problem::Dangling { .. }));
    assert_eq!((dangling.count(), deployment.object_count()), (2 * MANY, MANY + 1));
}

#[test]
fn compact_json_leaves_out_what_is_false() {
    let person = |format: &str, agent: &str| {
        let export = format!(
            r#"{{"__metadata__":{{"formatName":"{format}"}},"persons":[{{"userName":"ana","employeeId":"e"{agent}}}]}}"#
        );
        let (_, deployment) = load_texts(&[text("a.json", &export)]);
        deployment.object(deployment.look_up_kind(ObjectKind::Agent, "ana").unwrap()).is_agent
    };
    assert!(!person("COMPACT_JSON", "") && person("COMPACT_JSON", r#","agent":true"#));
    assert!(person("JSON", "") && !person("JSON", r#","agent":false"#));
}

#[test]
fn fixes_and_renames_leave_exports_as_they_are() {
    for folder in ["mutagen-broken", "gax-broken"] {
        let path = format!("fixtures/native/{folder}");
        let proposed = wdectl(&["check", &path, "--diff"]);
        assert_eq!((proposed.status.code(), out(&proposed).as_str()), (Some(0), ""), "{}", err(&proposed));
    }
    for folder in ["mutagen", "gax"] {
        let path = format!("fixtures/native/{folder}");
        let refused = wdectl(&["rename", "-d", &path, "agent/ana.ruiz", "eva", "--diff"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            err(&refused).contains("which is exported; rename it in the configuration"),
            "{}",
            err(&refused)
        );
        let used = answer(0, &["refs", "-d", &path, "script/chat-hold", "--color", "never"]);
        expect(&format!("{folder}.expected"), "refs.txt", &used);
    }
}

#[test]
fn a_file_cut_short_anywhere_is_read_up_to_there() {
    for file in ["mutagen/export.json", "gax/Person.json", "mutagen-raw/export.json"] {
        let bytes = std::fs::read(root().join("fixtures/native").join(file)).unwrap();
        let name = bytes.windows(9).position(|part| part == b"formatNam").unwrap_or(80) + 40;
        let mut before = 0;
        for length in name..=bytes.len() {
            let (_, deployment) = load_texts(&[("a.json".to_owned(), bytes[..length].to_vec())]);
            // The object in which the file ends may lack its name.
            let count = deployment.object_count();
            assert!(count + 1 >= before, "{file} {length}: {count} objects, {before} before");
            before = count.max(before);
        }
    }
}

#[test]
fn a_file_whose_name_says_something_else_is_told_and_read() {
    let object = r#"[{"type":"CfgScript","dbid":"5","name":"q","state":"CFGEnabled"}]"#;
    let persons = "Action;Username\nADD;ana\n";
    let xml = "<CfgData><CfgCreate><CfgScript id='S' name='q'/></CfgCreate></CfgData>";
    for (path, content, says) in [
        ("a.csv", object, "this is JSON, and not CSV as the name of the file says"),
        ("a.xml", object, "this is JSON, and not XML as the name of the file says"),
        ("a.json", persons, "this is CSV, and not JSON as the name of the file says"),
        ("a.xml", persons, "this is CSV, and not XML as the name of the file says"),
        ("a.csv", xml, "this is XML, and not CSV as the name of the file says"),
        ("a.json", xml, "this is XML, and not JSON as the name of the file says"),
    ] {
        let (_, deployment) = load_texts(&[text(path, content)]);
        assert_eq!(deployment.object_count(), 1, "{path} {says}");
        let [Problem::Syntax(error)] = deployment.problems() else { panic!("{:?}", deployment.problems()) };
        assert_eq!(error.message, says);
    }
}

/// Panics unless every place that a deployment knows lies in its file.
pub(crate) fn assert_places(sources: &Sources, deployment: &Deployment) {
    let lies = |span: Span| sources.get(span.file).text().get(span.range()).is_some();
    for (_, object) in deployment.objects() {
        assert!(lies(object.at));
        assert!(object.fields.iter().all(|field| lies(field.at)));
        for option in &object.options {
            assert!(lies(option.key) && lies(option.at));
            assert!(!option.verbatim || sources.slice(option.at) == deployment.text(option.value));
        }
    }
    assert!(deployment.links().iter().all(|link| lies(link.at)));
    for problem in deployment.problems() {
        let spans = match problem {
            Problem::Syntax(error) => vec![error.span],
            Problem::Encoding { span, .. }
            | Problem::UnknownKey { span, .. }
            | Problem::WrongShape { span, .. }
            | Problem::UnknownWord { span, .. }
            | Problem::MissingName { span, .. }
            | Problem::MalformedAllow { span, .. }
            | Problem::Ambiguous { span, .. }
            | Problem::Dangling { span, .. } => vec![*span],
            Problem::DuplicateKey { first, again, .. } | Problem::DuplicateObject { first, again, .. } => {
                vec![*first, *again]
            }
            Problem::NotRead { first, .. } | Problem::Variables { first, .. } => vec![*first],
            Problem::NotADeploymentFile { .. }
            | Problem::UnplacedOptions { .. }
            | Problem::TenantMissing { .. } => vec![],
        };
        assert!(spans.into_iter().all(lies), "{problem:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_it_panic_and_every_place_lies_in_the_file(
        which in 0usize..5,
        damage in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..40, "([\\[\\]{}:,\"0é]|null|\"value\":|\"dbid\":|\"type\":){0,3}"), 1..6),
    ) {
        let file = ["mutagen/export.json", "mutagen-raw/export.json", "gax/Person.json", "gax/Role.json",
            "mutagen-broken/export.json"][which];
        let mut bytes = std::fs::read(root().join("fixtures/native").join(file)).unwrap();
        for (at, length, insert) in damage {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + length);
            bytes.splice(at..end, insert.into_bytes());
        }
        let (sources, deployment) = load_texts(&[("a.json".into(), bytes)]);
        assert_places(&sources, &deployment);
    }
}
