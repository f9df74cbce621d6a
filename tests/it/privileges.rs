//! `wdectl privilege` in every format and with every exit status.
//!
//! Long outputs stand in `fixtures/deployments/acme.expected`. With `WDECTL_BLESS=1` in the environment the tests write
//! them; read them before you commit them.

use serde_json::{Value, json};

use super::commands::{answer, err, out, refusal, root, valid, wdectl};

const ACME: &str = "fixtures/deployments/acme";
const BROKEN: &str = "fixtures/deployments/acme-broken";
const ROLES: &str = "fixtures/rules/unknown-privilege/fires";

const USE: &str = "Chat - Can Use Chat Channel";
const HOLD: &str = "Chat - Can Place On Hold";
const LEAD: &str = "Team Lead - Agent Status Enabled Remote Actions";

fn privilege(status: i32, args: &[&str]) -> String {
    answer(status, &[&["privilege"], args].concat())
}

fn refused(args: &[&str]) -> String {
    refusal(&[&["privilege"], args].concat())
}

/// The answer as data, the same in JSON and YAML.
fn data(schema: &str, status: i32, args: &[&str]) -> Value {
    let json = privilege(status, &[args, &["--format", "json"]].concat());
    let yaml = privilege(status, &[args, &["--format", "yaml"]].concat());
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_yaml::from_str::<Value>(&yaml).unwrap(), document);
    valid(schema, &document);
    document
}

/// One document a line.
fn lines(schema: &str, text: &str) -> Vec<Value> {
    let documents: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    documents.iter().for_each(|document| valid(schema, document));
    documents
}

fn golden(name: &str, text: &str) {
    let path = root().join("fixtures/deployments/acme.expected").join(name);
    if std::env::var_os("WDECTL_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    snapbox::assert_data_eq!(text.to_owned(), snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn all_known_privileges_are_listed() {
    golden("privilege-list.txt", &privilege(0, &["list"]));
    let document = data("privilege-list", 0, &["list"]);
    let known = wdectl::catalogue::Catalogue::built_in();
    let names: Vec<&str> = known.privileges().iter().map(|spec| spec.name.as_str()).collect();
    let listed = document["privileges"].as_array().unwrap();
    assert_eq!(listed.iter().map(|entry| entry["name"].as_str().unwrap()).collect::<Vec<_>>(), names);
    assert!(listed.iter().all(|entry| entry["agents"].is_null()));
    assert!(refused(&["list", "--format", "csv"]).contains("formats human, table, json and yaml"));
}

#[test]
fn a_privilege_is_shown_with_what_it_needs_and_how_that_is_known() {
    let page = "\
Chat - Can Place On Hold
  Step out of an asynchronous chat that goes on, to come back to it later.

  depends on     Chat - Can Use Chat Channel
  introduced     8.5.128.07   (inferred)
  basis          documented: stated in the product's documentation
  source         Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition
  effective for  57 agents: alice.dubois, amina.diallo, ana.ruiz, arjun.mehta, bianca.conti, bruno.costa, carla.jimenez, chloe.martin and 49 more
";
    assert_eq!(privilege(0, &["show", HOLD, "-d", ACME]), page);
    assert_eq!(privilege(0, &["show", "chat - can place on hold", "-d", ACME]), page);
    assert_eq!(
        data("privilege-list", 0, &["show", HOLD, "-d", BROKEN]),
        json!({
            "version": 1,
            "privileges": [{
                "name": HOLD, "group": "chat",
                "description": "Step out of an asynchronous chat that goes on, to come back to it later.",
                "gate": false, "aliases": [], "depends_on": [USE], "dependents": [],
                "introduced": "8.5.128.07", "introduced_basis": "inferred", "modified": [],
                "basis": "documented", "depends_on_basis": "documented",
                "sources": [
                    "Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition"
                ],
                "agents": 61
            }]
        })
    );
}

#[test]
fn an_unknown_privilege_is_refused_with_the_nearest_name() {
    let nearest =
        "there is no privilege `Chat - Can Place On Hodl`; did you mean `Chat - Can Place On Hold`?";
    let name = "Chat - Can Place On Hodl";
    for args in [
        &["show", name, "-d", ACME][..],
        &["who-can", name, "-d", ACME],
        &["why-not", "--agent", "ana.ruiz", name, "-d", ACME],
        &["why-not", "--all", name, "-d", ACME, "--format", "jsonl"],
    ] {
        assert!(refused(args).contains(nearest), "{args:?}");
    }
    assert!(refused(&["show", "Fly", "-d", ACME]).contains("`wdectl privilege list` shows all"));
}

#[test]
fn an_alias_of_the_site_names_its_privilege() {
    let quiet = "fixtures/rules/unknown-privilege/quiet";
    let document = data("privilege-list", 0, &["show", "InteractionWorkspace.Chat.canUse", "-d", quiet]);
    let page = &document["privileges"][0];
    assert_eq!(page["name"], USE);
    assert_eq!(page["aliases"], json!(["InteractionWorkspace.Chat.canUse"]));
    assert_eq!(page["agents"], 1);
    let who = data("privilege-who-can", 0, &["who-can", "interactionworkspace.chat.canuse", "-d", quiet]);
    assert_eq!(who["privilege"], USE);
    assert_eq!(who["agents"], json!([{"agent": "ana.lopez", "via": ["role/Exported"]}]));
}

#[test]
fn what_an_agent_may_really_do_is_told_with_every_way() {
    golden("privilege-effective.txt", &privilege(0, &["effective", "--agent", "oscar.nyman", "-d", ACME]));
    let roles = format!("{BROKEN}/roles/acmebank.yaml");
    assert_eq!(
        privilege(0, &["effective", "--agent", "greta.olsen", "-d", BROKEN]),
        format!(
            "agent/greta.olsen\n  \
             Chat - Can Use Chat Channel\n      via role/Bank-Greeter   {roles}:58\n  \
             Contact - Can Edit Contact   (granted, no effect: needs `Contact - Can Use`)\n      \
             via role/Bank-Greeter   {roles}:59\n"
        )
    );
    let expected = json!({
        "version": 1, "agent": "greta.olsen", "effective": [USE],
        "inert": [{"privilege": "Contact - Can Edit Contact", "missing": ["Contact - Can Use"]}],
        "grants": [
            {"privilege": USE, "via": ["role/Bank-Greeter"]},
            {"privilege": "Contact - Can Edit Contact", "via": ["role/Bank-Greeter"]},
        ]
    });
    // By employee id too.
    for agent in ["greta.olsen", "20801"] {
        assert_eq!(data("privilege-effective", 0, &["effective", "--agent", agent, "-d", BROKEN]), expected);
    }
    let line = privilege(0, &["effective", "--agent", "greta.olsen", "-d", BROKEN, "--format", "jsonl"]);
    assert_eq!(lines("privilege-effective", &line), [expected]);
}

#[test]
fn several_agents_are_told_one_document_a_line() {
    let all = lines("privilege-effective", &privilege(0, &["effective", "--all", "-d", ACME]));
    assert_eq!(all.len(), 57);
    assert!(all.iter().all(|document| document["inert"] == json!([])));
    let group = privilege(0, &["effective", "--agent-group", "Bank-Trainees", "-d", ACME]);
    let group_documents = lines("privilege-effective", &group);
    let names: Vec<&str> =
        group_documents.iter().map(|document| document["agent"].as_str().unwrap()).collect();
    assert_eq!(names, ["lily.hart", "bruno.costa", "elin.strand", "marco.bellini", "zoe.frank"]);
    for document in &group_documents {
        assert!(all.contains(document));
    }
    let way = json!({"privilege": HOLD, "via": ["role/Bank-Trainee", "access-group/Bank Trainees"]});
    assert_eq!(group_documents[0]["grants"][0], way);
    assert_eq!(
        privilege(0, &["effective", "--agent-group", "Bank-Trainees", "-d", ACME, "--format", "json"]),
        group
    );
    let table =
        privilege(0, &["effective", "--agent-group", "Bank-Trainees", "-d", ACME, "--format", "table"]);
    assert_eq!(table.lines().filter(|line| line.starts_with("agent/")).count(), 5);
}

#[test]
fn a_person_who_is_no_enabled_agent_may_do_nothing() {
    let expected = "agent/helen.marsh\n  may do nothing: this is no enabled agent\n";
    assert_eq!(privilege(0, &["effective", "--agent", "helen.marsh", "-d", ACME]), expected);
    let document = data("privilege-why-not", 1, &["why-not", "--agent", "helen.marsh", HOLD, "-d", ACME]);
    assert_eq!(document["repairs"], json!([]));
    let text = privilege(1, &["why-not", "--agent", "helen.marsh", HOLD, "-d", ACME]);
    assert!(text.ends_with("\nthis is no enabled agent\n"), "{text}");
}

#[test]
fn a_subject_that_is_not_there_is_refused() {
    for command in [&["effective"][..], &["why-not", HOLD]] {
        let with = |more: &[&'static str]| refused(&[command, &["-d", ACME], more].concat());
        assert!(with(&["--agent", "ana.riuz"]).contains("did you mean `ana.ruiz`?"));
        assert!(with(&["--agent-group", "Bank-Trainee"]).contains("did you mean `Bank-Trainees`?"));
        assert!(with(&[]).contains("--agent"));
    }
    let empty = refused(&["effective", "--agent-group", "Gold-Certified", "-d", BROKEN]);
    assert!(empty.contains("the agent group `Gold-Certified` has no enabled agents"), "{empty}");
}

#[test]
fn who_may_do_something_is_told_with_every_way() {
    assert_eq!(
        privilege(0, &["who-can", LEAD, "-d", ACME]),
        "AGENT          VIA\n\
         carla.jimenez  role/Bank-Lead\n\
         frank.keller   role/Chat-Lead via access-group/Acme Chat Leads\n\
         isabel.moreau  role/Chat-Lead via access-group/Acme Chat Leads\n\
         magnus.vogel   role/Bank-Lead\n\
         mei.chen       role/Chat-Lead via access-group/Acme Chat Leads\n\
         oscar.nyman    role/Chat-Lead via access-group/Acme Chat Leads\n"
    );
    let via =
        |agent: &str| json!({"agent": agent, "via": ["role/Chat-Lead", "access-group/Acme Chat Leads"]});
    let own = |agent: &str| json!({"agent": agent, "via": ["role/Bank-Lead"]});
    assert_eq!(
        data("privilege-who-can", 0, &["who-can", LEAD, "-d", ACME]),
        json!({
            "version": 1, "privilege": LEAD,
            "agents": [
                own("carla.jimenez"), via("frank.keller"), via("isabel.moreau"),
                own("magnus.vogel"), via("mei.chen"), via("oscar.nyman"),
            ]
        })
    );
    // An agent has one entry for each way.
    let document =
        data("privilege-who-can", 0, &["who-can", USE, "-d", "fixtures/rules/async-release-missing/fires"]);
    let ana: Vec<&Value> =
        document["agents"].as_array().unwrap().iter().filter(|row| row["agent"] == "ana.lopez").collect();
    assert_eq!(ana.len(), 2);
}

#[test]
fn that_nobody_may_is_an_answer_and_that_it_is_not_known_is_none() {
    let nobody = "Chat - Show Silent Monitoring";
    assert_eq!(privilege(1, &["who-can", nobody, "-d", ACME]), format!("nobody has `{nobody}`\n"));
    let document = data("privilege-who-can", 1, &["who-can", nobody, "-d", ACME]);
    assert_eq!(document, json!({"version": 1, "privilege": nobody, "agents": []}));
    let output = wdectl(&["privilege", "who-can", nobody, "-d", ROLES]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(out(&output), format!("nobody has `{nobody}`\n"));
    let warning =
        "warning: of 4 more agents it is not known: their roles have keys that map to no known privilege\n";
    assert_eq!(err(&output), warning);
}

#[test]
fn why_not_offers_every_smallest_change_the_least_intrusive_first() {
    let edit = "Contact - Can Edit Contact";
    let yes = privilege(0, &["why-not", "--agent", "oscar.nyman", LEAD, "-d", ACME]);
    let place = format!("{ACME}/roles/acme.yaml");
    assert!(
        yes.starts_with(&format!("yes: agent/oscar.nyman has `{LEAD}`\n  via role/Chat-Lead via ")),
        "{yes}"
    );
    assert!(yes.contains(&place), "{yes}");
    let document = data("privilege-why-not", 0, &["why-not", "--agent", "oscar.nyman", LEAD, "-d", ACME]);
    let expected = json!({
        "version": 1, "agent": "oscar.nyman", "privilege": LEAD, "effective": true, "repairs": []
    });
    assert_eq!(document, expected);
    assert_eq!(
        privilege(1, &["why-not", "--agent", "greta.olsen", edit, "-d", BROKEN]),
        "no: `Contact - Can Edit Contact` is granted to agent/greta.olsen, no effect: `Contact - Can Use` is not granted\n\
         smallest changes that would do:\n  \
         1. make agent/greta.olsen a member of access-group/Bank Chat Users   (affects nobody else)\n  \
         2. make agent/greta.olsen a member of access-group/Bank Trainees   (affects nobody else)\n  \
         3. make agent/greta.olsen a member of role/Bank-Chat-Agent   (affects nobody else)\n  \
         4. make agent/greta.olsen a member of role/Bank-Trainee   (affects nobody else)\n  \
         5. grant `Contact - Can Use` in role/Bank-Greeter   (affects nobody else)\n"
    );
    let join = |object: &str| {
        json!({
            "changes": [{"action": "add-member", "object": object, "privilege": null, "member": "agent/lily.hart"}],
            "also_affects": 0
        })
    };
    let decline = "Chat - Can Decline";
    assert_eq!(
        data("privilege-why-not", 1, &["why-not", "--agent", "lily.hart", decline, "-d", ACME]),
        json!({
            "version": 1, "agent": "lily.hart", "privilege": decline, "effective": false,
            "repairs": [
                join("access-group/Bank Chat Users"),
                join("role/Bank-Chat-Agent"),
                {
                    "changes": [
                        {"action": "grant", "object": "role/Bank-Trainee", "privilege": decline, "member": null}
                    ],
                    "also_affects": 4
                },
            ]
        })
    );
}

#[test]
fn why_not_of_several_agents_ends_with_the_worst_status() {
    let decline = "Chat - Can Decline";
    let all = privilege(1, &["why-not", "--all", decline, "-d", ACME, "--format", "jsonl"]);
    let documents = lines("privilege-why-not", &all);
    assert_eq!(documents.len(), 57);
    assert_eq!(documents.iter().filter(|document| document["effective"] == false).count(), 5);
    privilege(0, &["why-not", "--all", HOLD, "-d", ACME, "--format", "jsonl"]);
    let group = privilege(1, &["why-not", "--agent-group", "Bank-Trainees", decline, "-d", ACME]);
    assert_eq!(group.lines().filter(|line| line.starts_with("no: ")).count(), 5);
    // Of a role with keys that map to nothing it is not known what it grants.
    let output = wdectl(&["privilege", "why-not", "--agent", "cem.aydin", USE, "-d", ROLES]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "not known: a role of agent/cem.aydin has keys that map to no known privilege\n";
    assert!(out(&output).starts_with(expected), "{}", out(&output));
    let warning = "warning: a role of agent/cem.aydin has keys that map to no known privilege: more may be granted; \
                   `wdectl check` shows them\n";
    assert_eq!(err(&output), warning);
}

#[test]
fn everything_at_a_glance() {
    golden("privilege-matrix.txt", &privilege(0, &["matrix", "-d", ACME]));
    assert!(
        refused(&["matrix", "-d", ACME, "--format", "json"])
            .contains("privilege matrix has the formats human and table")
    );
}

#[test]
fn the_dependencies_are_drawn() {
    golden("privilege-graph.txt", &privilege(0, &["graph"]));
    golden("privilege-graph.dot", &privilege(0, &["graph", "--format", "dot"]));
    golden("privilege-graph.mmd", &privilege(0, &["graph", "--format", "mermaid"]));
    let refused = refused(&["graph", "--format", "json"]);
    assert!(refused.contains("privilege graph has the formats human, table, dot and mermaid"), "{refused}");
}

#[test]
fn the_three_documented_chat_privileges_have_no_effect_without_the_chat_channel() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let documented = [HOLD, "Chat - Can Release", "Chat - Can Release Async"];
    for with in [false, true] {
        let channel = if with { format!(", {USE}") } else { String::new() };
        let roles = format!(
            "roles:\n- {{name: R, members: [ana], privileges: [{}{channel}]}}\nagents: [ana]\n",
            documented.join(", ")
        );
        std::fs::write(folder.path().join("roles.yaml"), roles).unwrap();
        let document = data("privilege-effective", 0, &["effective", "--agent", "ana", "-d", path]);
        if with {
            assert_eq!(document["effective"], json!([documented[0], documented[1], documented[2], USE]));
            assert_eq!(document["inert"], json!([]));
        } else {
            assert_eq!(document["effective"], json!([]));
            let inert = documented.map(|name| json!({"privilege": name, "missing": [USE]}));
            assert_eq!(document["inert"], json!(inert));
        }
    }
}
