//! CfgData XML as people have it: fixtures in both dialects, twins of deployments in our own form, damaged files.

use serde_json::Value;
use wdectl::names::ObjectKind;

use super::commands::{answer, out, root, wdectl};
use super::native::{assert_alike, expect, judged, lists, load_folder, load_texts};

#[path = "../../examples/generate/cfgdata.rs"]
pub(crate) mod writer;

#[test]
fn fixtures_are_told_at_their_lines() {
    for (folder, status) in [("cfgdata-wizard", 1), ("cfgdata-broken", 1), ("cfgdata-latin", 0)] {
        let path = format!("fixtures/native/{folder}");
        let found = answer(status, &["check", &path, "--color", "never"]);
        expect(&format!("{folder}.expected"), "check.txt", &found);
    }
}

#[test]
fn created_changed_and_removed_objects_are_what_the_files_say() {
    let show = |object: &str| answer(0, &["show", "-d", "fixtures/native/cfgdata-wizard", object]);
    let objects = [
        "application/WDE_Main",
        "application/ChatServer_Main",
        "tenant/Acme",
        "agent/ana.ruiz",
        "agent/bob.lee",
        "agent/kim.boss",
        "agent-group/Chat-L2",
        "access-group/Chat Agents",
        "role/Chat",
        "script/my-chats",
        "transaction/Retention",
        "business-attribute/AcmeCaseData",
    ];
    let shown: Vec<String> = objects.into_iter().map(show).collect();
    expect("cfgdata-wizard.expected", "show.txt", &shown.join("\n"));
    let gone = wdectl(&["show", "-d", "fixtures/native/cfgdata-wizard", "agent/paul.gone"]);
    assert_eq!(gone.status.code(), Some(2));
    let text = answer(0, &["list", "-d", "fixtures/native/cfgdata-latin", "agents"]);
    assert!(text.contains("jörg") && text.contains("Müller"), "{text}");
}

#[test]
fn the_form_of_each_file_is_shown_with_its_reason() {
    let text = answer(0, &["check", "fixtures/native/cfgdata-latin", "--show-files"]);
    assert_eq!(text, "XML   fixtures/native/cfgdata-latin/export.xml  CfgData, by its root element\n");
}

#[test]
fn a_file_that_is_too_large_is_told_and_not_read() {
    let args = ["check", "fixtures/native/cfgdata-wizard", "--max-file-size", "4KiB", "--format", "concise"];
    let output = wdectl(&args);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    let path = "fixtures/native/cfgdata-wizard/1-create.xml";
    assert_eq!(
        told,
        format!("error: `{path}` is larger than 4096 bytes and was not read (--max-file-size)\n")
    );
    assert!(!out(&output).contains("1-create.xml"));
    let output = wdectl(&["check", "fixtures/native/cfgdata-wizard", "--max-file-size", "2GiB"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_comment_keeps_a_finding_quiet() {
    let text = "<CfgData><CfgCreate>\n<CfgTenant id='T' name='Acme'/>\n\
                <!-- wdectl: allow(not-read) the host is no matter of desktops -->\n<CfgHost id='H'/>\n\
                </CfgCreate></CfgData>";
    let (_, deployment) = load_texts(&[("a.xml".into(), text.as_bytes().to_vec())]);
    let [allow] = deployment.allows() else { panic!("{:?}", deployment.allows()) };
    assert_eq!(allow.rules[0].0, "not-read");
    assert_eq!(allow.reason, "the host is no matter of desktops");
    let covered = |at: usize| allow.places.iter().any(|place| place.range().contains(&at));
    assert!(covered(text.find("CfgHost").unwrap()) && !covered(text.find("CfgTenant").unwrap()));
}

/// The same content in our form and as CfgData, in both dialects, has the same findings at the same values.
fn twins(folder: &str) -> usize {
    let lists = lists(&load_folder(folder));
    let ours = judged(&[("twin.yaml".into(), serde_yaml::to_string(&lists).unwrap().into_bytes())]);
    for namespace in [true, false] {
        let xml = writer::document(&lists, &Value::Null, namespace);
        assert!(roxmltree::Document::parse(&xml).is_ok());
        // A membership stands at an id.
        assert_alike(&ours, &judged(&[("twin.xml".into(), xml.into_bytes())]), |place| {
            (2..6).contains(&place.len()) && place[1..].bytes().all(|byte| byte.is_ascii_digit())
        });
    }
    ours.len()
}

#[test]
fn the_twin_of_acme_is_judged_alike() {
    assert!(twins("fixtures/deployments/acme") < 10);
}

#[test]
fn the_twin_of_broken_acme_is_judged_alike() {
    assert!(twins("fixtures/deployments/acme-broken") > 40);
}

#[test]
fn a_file_cut_short_anywhere_is_read_up_to_there() {
    let text = std::fs::read(root().join("fixtures/native/cfgdata-wizard/1-create.xml")).unwrap();
    let mut before = 0;
    for length in 0..=text.len() {
        let (_, deployment) = load_texts(&[("a.xml".to_owned(), text[..length].to_vec())]);
        let count = deployment.object_count();
        assert!(count >= before, "{length}: {count} objects, {before} before");
        before = count;
    }
    assert_eq!(before, 16);
}

#[test]
fn a_number_names_an_object_where_no_id_does() {
    let text = "<CfgData><CfgCreate><CfgTenant id='T' name='Acme' DBID='101'/>\
                <CfgPerson id='P' name='ana' DBID='7' tenantDBID='101'/>\
                <CfgAgentGroup id='G' name='L2' tenantDBID='101'><agentDBIDs><CfgGroupAgent linkDBID='7'/></agentDBIDs>\
                </CfgAgentGroup></CfgCreate></CfgData>";
    let person = "<CfgData><CfgCreate><CfgPerson id='P' name='bob' tenantDBID='101'/>\
                  <CfgPerson id='Q' name='eve' tenantDBID='999'/></CfgCreate></CfgData>";
    let (_, deployment) = load_texts(&[
        ("a.xml".into(), person.as_bytes().to_vec()),
        ("b.xml".into(), text.as_bytes().to_vec()),
    ]);
    let group = deployment.look_up_kind(ObjectKind::AgentGroup, "L2").unwrap();
    assert_eq!(
        deployment.agents_in(group).map(|agent| deployment.display(agent)).collect::<Vec<_>>(),
        ["agent/ana"]
    );
    let bob = deployment.look_up_kind(ObjectKind::Agent, "bob").unwrap();
    assert_eq!(deployment.text(deployment.object(bob).tenant), "Acme");
    let problems: Vec<String> = deployment.problems().iter().map(|problem| format!("{problem:?}")).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("Dangling") && problems[0].contains("Tenant"), "{problems:?}");
}
