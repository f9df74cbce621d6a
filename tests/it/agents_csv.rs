//! The CSV files of agents as people have them: fixtures, the twin of a deployment in our own form, damaged files.

use proptest::prelude::*;
use wdectl::deployment::{Deployment, FieldKey, Problem, Relation};
use wdectl::names::ObjectKind;

use super::cfgjson::assert_places;
use super::commands::{ACME, BROKEN, answer, err, out, root, wdectl};
use super::native::{assert_alike, expect, judged, lists, load_folder, load_texts, write};

#[test]
fn fixtures_are_told_at_their_lines() {
    for (folder, status) in [("agents-csv", 0), ("agents-csv-broken", 1)] {
        let path = format!("fixtures/native/{folder}");
        let found = answer(status, &["check", &path, "--color", "never"]);
        expect(&format!("{folder}.expected"), "check.txt", &found);
    }
    let path = "fixtures/native/agents-csv";
    let shown = ["agent/ana.ruiz", "agent/bob.lee", "agent/eva.new"]
        .map(|agent| answer(0, &["show", "-d", path, agent]));
    expect("agents-csv.expected", "show.txt", &shown.join("\n"));
    assert_eq!(wdectl(&["show", "-d", path, "agent/paul.gone"]).status.code(), Some(2));
    let files = answer(0, &["check", path, "--show-files"]);
    assert!(files.contains("agents in bulk, by the column `Username`"), "{files}");
}

/// The agents of a deployment as CSV beside the rest of it in our form have the same findings at the same values.
fn twin(folder: &str) -> usize {
    let mut lists = lists(&load_folder(folder));
    write::number(&mut lists);
    let yaml = |lists| ("twin.yaml".to_owned(), serde_yaml::to_string(lists).unwrap().into_bytes());
    let ours = judged(&[yaml(&lists)]);
    let (csv, rest) = write::agents_csv(&lists);
    // A file of another name is read before or after the objects.
    for name in ["a.csv", "z.csv"] {
        let mut texts = vec![(name.to_owned(), csv.clone().into_bytes()), yaml(&rest)];
        texts.sort();
        assert_alike(&ours, &judged(&texts), |_| false);
    }
    ours.len()
}

#[test]
fn the_twins_of_acme_and_broken_acme_are_judged_alike() {
    assert!(twin(ACME) < 10);
    assert!(twin(BROKEN) > 40);
}

#[test]
fn the_agents_of_acme_beside_the_fixtures_are_in_step() {
    let mut lists = lists(&load_folder(ACME));
    write::number(&mut lists);
    let (csv, rest) = write::agents_csv(&lists);
    expect("agents-csv-acme", "agents.csv", &csv);
    expect("agents-csv-acme", "others.json", &(serde_json::to_string_pretty(&rest).unwrap() + "\n"));
    let found = answer(0, &["check", "fixtures/native/agents-csv-acme", "--color", "never"]);
    expect("agents-csv-acme.expected", "check.txt", &found);
}

fn read(texts: &[(&str, &str)]) -> Deployment {
    let texts: Vec<_> =
        texts.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    load_texts(&texts).1
}

fn groups(deployment: &Deployment, agent: &str) -> Vec<String> {
    let agent = deployment.look_up_kind(ObjectKind::Agent, agent).unwrap();
    deployment.targets(agent, Relation::AgentGroup).map(|link| deployment.bare(link.to)).collect()
}

#[test]
fn a_row_changes_what_it_names_and_nothing_else() {
    let own = "agent-groups: [{name: A}, {name: B, agents: [ana]}]\n\
               agents: [{username: ana, first-name: Ana, last-name: Ruiz, place: P1, agent-groups: [A]}]\n";
    let csv =
        "Username,First Name,Last Name,Place,Agent Group:A,Agent Group:B,Is Agent\nana,,Lopez,/d,/D,,\n";
    for (first, second) in [("a.csv", "b.yaml"), ("c.csv", "b.yaml")] {
        let mut texts = [(first, csv), (second, own)];
        texts.sort();
        let deployment = read(&texts);
        assert_eq!(deployment.problems(), [], "{first}");
        assert_eq!(groups(&deployment, "ana"), ["B"], "{first}");
        let ana = deployment.object(deployment.look_up_kind(ObjectKind::Agent, "ana").unwrap());
        let field = |key| ana.field(key).map(|field| deployment.text(field.value));
        assert_eq!(field(FieldKey::FirstName), Some("Ana"));
        assert_eq!(field(FieldKey::LastName), Some("Lopez"));
        assert_eq!(field(FieldKey::Place), None);
        assert!(ana.is_agent);
    }
}

#[test]
fn a_row_says_nothing_of_its_tenant() {
    let own = "tenants: [{name: A}, {name: B}]\nagents: [{username: ana, tenant: A}, {username: bob, tenant: A}, {username: bob, tenant: B}]\n";
    let deployment = read(&[("a.csv", "Username,Last Name\nana,Ruiz\nbob,Lee\n"), ("b.yaml", own)]);
    let [Problem::Ambiguous { span, candidates, .. }] = deployment.problems() else {
        panic!("{:?}", deployment.problems())
    };
    assert_eq!((span.range(), candidates.len()), (28..31, 2));
    let names = deployment
        .of_kind(ObjectKind::Agent)
        .iter()
        .map(|&id| deployment.object(id).field(FieldKey::LastName));
    let names: Vec<_> = names.map(|field| field.map(|field| deployment.text(field.value))).collect();
    assert_eq!(names, [Some("Ruiz"), None, None]);
}

#[test]
fn a_password_is_shown_by_nobody() {
    let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    std::fs::write(&file, "Username;Password;Agent Group:G\nana;geheim;Y\nbob;geheim;Y;more\n").unwrap();
    let path = file.path().to_str().unwrap();
    for format in ["human", "grouped", "json", "sarif", "markdown", "junit"] {
        let found = wdectl(&["check", path, "--format", format]);
        assert!(out(&found).contains("this row has 4 fields"), "{format}");
        assert!(!out(&found).contains("geheim") && !err(&found).contains("geheim"), "{format}");
    }
}

#[test]
fn a_deleted_agent_is_missed_by_nobody() {
    let export = r#"{"__metadata__":{"formatName":"JSON"},"persons":[{"userName":"ana","employeeId":"e7","tenant":"Acme"}],
        "tenants":[{"name":"Acme"}],"agentGroups":[{"group":{"name":"L2","tenant":"Acme"},"agents":["e7"]}]}"#;
    let deployment = read(&[("a.csv", "Action,Username\nDelete,ana\n"), ("b.json", export)]);
    assert_eq!(deployment.problems(), []);
    assert_eq!(deployment.of_kind(ObjectKind::Agent).len(), 0);
}

#[test]
fn encodings_of_windows_are_read() {
    let text = "Username;First Name;Agent Group:Büro\r\njörg;Jörg;Y\r\n";
    let utf16 =
        |mark: &str| format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let groups_file = ("z.yaml".to_owned(), "agent-groups: [{name: Büro}]".as_bytes().to_vec());
    for bytes in
        [utf16("\u{FEFF}"), utf16(""), format!("\u{FEFF}{text}").into_bytes(), text.as_bytes().to_vec()]
    {
        let (_, deployment) = load_texts(&[("a.csv".to_owned(), bytes), groups_file.clone()]);
        assert_eq!(deployment.problems(), []);
        assert_eq!(groups(&deployment, "jörg"), ["Büro"]);
    }
    let (_, deployment) =
        load_texts(&[("a.csv".to_owned(), b"Username;First Name\nana;J\xF6rg\nbob;B\n".to_vec())]);
    assert_eq!((deployment.object_count(), deployment.problems().len()), (2, 1));
}

#[test]
fn a_fix_leaves_the_file_as_it_is() {
    let proposed = wdectl(&["check", "fixtures/native/agents-csv-broken", "--diff"]);
    assert_eq!((proposed.status.code(), out(&proposed).as_str()), (Some(0), ""), "{}", err(&proposed));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_it_panic_and_every_place_lies_in_the_file(
        damage in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..20, "([,;\"\n\té:]|/d|Y|Username|Skill:){0,3}"), 1..8),
    ) {
        let mut bytes = std::fs::read(root().join("fixtures/native/agents-csv/agents.csv")).unwrap();
        for (at, length, insert) in damage {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + length);
            bytes.splice(at..end, insert.into_bytes());
        }
        let (sources, deployment) = load_texts(&[("a.csv".into(), bytes)]);
        assert_places(&sources, &deployment);
    }
}
