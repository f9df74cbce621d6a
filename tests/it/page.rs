//! `report`: the page says what the other commands say, is one file, and holds whatever names do to it.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::commands::{ACME, BROKEN, answer, err, json, out, refusal, root, wdectl};

mod change;
mod hostile;
mod tree;

use tree::Element;

/// The page of a deployment, as it is read.
fn page(args: &[&str]) -> Element {
    tree::read(&answer(0, &[&["report", "-o", "-"], args].concat()))
}

/// The answer of another command.
fn said(args: &[&str]) -> Value {
    json(&out(&wdectl(&[args, &["--format", "json"][..]].concat())))
}

/// A number as the page writes it.
fn number(text: &str) -> u64 {
    let digits: String = text.chars().filter(|c| *c != ',').take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

#[test]
fn findings_are_those_of_check() {
    for deployment in [ACME, BROKEN] {
        let page = page(&["-d", deployment]);
        let check = said(&["check", deployment]);
        let mut rules: BTreeMap<(String, String), u64> = BTreeMap::new();
        for finding in check["diagnostics"].as_array().unwrap() {
            let word = |key: &str| finding[key].as_str().unwrap().to_owned();
            *rules.entry((word("severity"), word("rule"))).or_default() += 1;
        }
        let mut shown: BTreeMap<(String, String), u64> = BTreeMap::new();
        for table in page.classed("findings") {
            for row in table.rows() {
                let rule = row[2].named("code")[0].text();
                shown.insert((row[0].text(), rule), number(&row[1].text()));
            }
        }
        assert_eq!(shown, rules);
        let figures = page.classed("figures")[0].text();
        let summary = &check["summary"];
        let (errors, warnings) = (&summary["errors"], &summary["warnings"]);
        assert!(figures.contains(&format!("errors {errors} {warnings} warning")), "{figures}");
    }
}

#[test]
fn verdicts_are_those_of_chat_verify() {
    for deployment in [ACME, BROKEN] {
        let page = page(&["-d", deployment]);
        let verified = said(&["chat", "verify", "-d", deployment]);
        let table =
            page.all().into_iter().find(|one| one.attribute("aria-label") == Some("Properties")).unwrap();
        let shown: Vec<(String, String, u64, u64)> = table
            .rows()
            .iter()
            .map(|row| {
                let name = row[1].named("code")[0].text();
                (row[0].text(), name, number(&row[2].text()), number(&row[3].text()))
            })
            .collect();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let of = |property: &Value| {
            let numbers = ["states", "transitions"].map(|key| property[key].as_u64().unwrap());
            (word(&property["verdict"]), word(&property["name"]), numbers[0], numbers[1])
        };
        let expected: Vec<_> = verified["properties"].as_array().unwrap().iter().map(of).collect();
        assert_eq!(shown, expected);
        let told = page.id("summary").text();
        for property in verified["properties"].as_array().unwrap() {
            if let Some(message) = property["message"].as_str() {
                assert!(told.contains(&message.replace('`', "")), "{message}");
            }
        }
        let assumed: Vec<String> =
            page.classed("assumed")[0].named("dt").iter().map(|term| term.text()).collect();
        let of = |one: &Value| format!("{} = {}", word(&one["name"]), word(&one["value"]));
        let expected: Vec<String> = verified["assumptions"].as_array().unwrap().iter().map(of).collect();
        assert_eq!(assumed, expected);
    }
}

#[test]
fn each_group_is_as_ready_as_chat_ready_says() {
    for deployment in [ACME, BROKEN] {
        let page = page(&["-d", deployment]);
        let matrix = page.classed("matrix")[0];
        let mut groups = 0;
        for row in matrix.rows() {
            let group = row[0].text();
            if group == "in no agent group" {
                continue;
            }
            groups += 1;
            let ready = said(&["chat", "ready", "-d", deployment, "--agent-group", &group]);
            let count = |counts: &Value| {
                let of = |key: &str| counts[key].as_u64().unwrap();
                (of("yes"), of("yes") + of("no") + of("unknown"))
            };
            let (yes, all) = count(&ready["agents"]);
            assert_eq!(row[1].text(), format!("{yes} of {all}"));
            let lines = ready["lines"].as_array().unwrap();
            assert_eq!(lines.len(), row.len() - 2);
            for (line, cell) in lines.iter().zip(&row[2..]) {
                let share = match count(&line["agents"]) {
                    (yes, all) if yes == all => "all".to_owned(),
                    (0, _) => "none".to_owned(),
                    (yes, all) => format!("{yes}/{all}"),
                };
                let shown =
                    cell.named("summary").first().map_or_else(|| cell.text(), |summary| summary.text());
                assert_eq!(shown, share, "{group}: {line}");
                assert_eq!(cell.named("details").is_empty(), share == "all", "{group}: {line}");
                let panel = cell.text();
                for answered in line["answers"].as_array().unwrap().iter().take(4).filter(|_| all > 1) {
                    let message = answered["message"].as_str().unwrap().replace('`', "");
                    assert!(panel.contains(&message), "{message}: {panel}");
                }
            }
        }
        assert_eq!(groups, 8);
    }
}

#[test]
fn every_option_has_the_values_that_resolve_gives_to_each_agent() {
    for deployment in [ACME, BROKEN] {
        let page = page(&["-d", deployment]);
        let all = out(&wdectl(&["resolve", "--all", "--defaults", "-d", deployment]));
        let agents = all.lines().count() as u64;
        let mut expected: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for line in all.lines() {
            for option in json(line)["options"].as_array().unwrap() {
                let text = |key: &str| option[key].as_str();
                let name = match text("section").unwrap() {
                    "interaction-workspace" => text("name").unwrap().to_owned(),
                    section => format!("{section}/{}", text("name").unwrap()),
                };
                let value = match text("value") {
                    None => "default not known",
                    Some("") => "empty",
                    Some(value) => value,
                };
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                *expected.entry(name).or_default().entry(value).or_default() += 1;
            }
        }
        let table = page.classed("options")[0];
        let mut seen = 0;
        for row in table.rows() {
            let heading = row[0];
            let section =
                heading.classed("section").first().map(|section| section.text()).unwrap_or_default();
            let name = format!("{section}{}", heading.named("code")[0].text());
            let values = row[1].classed("values")[0];
            if values.text() == "no option of agents" {
                assert!(!expected.contains_key(&name), "{name}");
                continue;
            }
            let mut shown: BTreeMap<String, u64> = BTreeMap::new();
            for item in values.named("li").iter().filter(|item| !item.classed("n").is_empty()) {
                let count = item.classed("n")[0].text();
                let value = item.text().strip_prefix(&count).unwrap().trim().to_owned();
                shown.insert(value, number(&count));
            }
            // Of names that only a template covers, `resolve` does not tell that they are not set.
            let mut expected = expected[&name].clone();
            let told: u64 = expected.values().sum();
            if told < agents {
                let known = out(&wdectl(&["option", "show", &name, "--format", "json"]));
                let known: Value = serde_json::from_str(&known).unwrap_or_default();
                let default = match known["options"][0]["default"].as_str() {
                    None => "default not known",
                    Some("") => "empty",
                    Some(default) => default,
                };
                *expected.entry(default.to_owned()).or_default() += agents - told;
            }
            for (value, count) in &shown {
                assert_eq!(expected.get(value), Some(count), "{name}");
            }
            assert!(shown.len() == expected.len().min(8), "{name}: {shown:?} {expected:?}");
            seen += 1;
        }
        assert!(seen > 50, "{seen}");
    }
}

#[test]
fn the_sums_are_those_of_the_files() {
    let page = page(&["-d", ACME]);
    let sums = page.named("pre").iter().find(|pre| pre.attribute("class") == Some("sums")).unwrap().text();
    let words: Vec<&str> = sums.split(' ').collect();
    assert_eq!(words.len() % 2, 0);
    for pair in words.chunks(2) {
        let bytes = std::fs::read(root().join(pair[1])).unwrap();
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, pair[0], "{}", pair[1]);
    }
    assert!(words.contains(&"fixtures/deployments/acme/tenants.toml"), "{sums}");
}

#[test]
fn a_page_is_the_same_whatever_the_number_of_threads_and_wherever_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let to = file.to_str().unwrap();
    assert_eq!(answer(0, &["report", "-d", BROKEN, "-o", to, "--jobs", "1"]), "");
    let page = answer(0, &["report", "-d", BROKEN, "-o", "-", "--jobs", "4"]);
    assert_eq!(std::fs::read_to_string(file).unwrap(), page);
}

#[test]
fn a_page_is_written_only_where_it_is_asked_for() {
    assert!(refusal(&["report", "-d", ACME]).contains("--out"));
    assert!(refusal(&["report", "-d", ACME, "-o", "/nowhere/page.html"]).contains("/nowhere/page.html"));
    assert!(refusal(&["report", "-d", "nowhere", "-o", "-"]).contains("nowhere"));
    assert!(refusal(&["report", "-d", ACME, "-o", "-", "--format", "json"]).contains("one form only"));
}

/// One file cannot be read: reading a process's own memory from its start fails for everybody.
#[test]
fn what_cannot_be_read_stands_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "agents: [{username: ana.ruiz}]\nroles: [\n").unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("b.yaml")).unwrap();
    let output = wdectl(&["report", "-d", folder.path().to_str().unwrap(), "-o", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("b.yaml"), "{}", err(&output));
    let page = tree::read(&out(&output));
    let notices = page.classed("notice");
    assert!(notices[0].text().contains("b.yaml"), "{}", notices[0].text());
    assert!(notices[1].text().contains("1 mistake met while reading"), "{}", notices[1].text());
    assert!(page.text().contains("1 file could not be read"));
}

/// Who may do something, by tenant: of each agent the tenant, the hold queue and the effective privileges.
fn people(deployment: &str) -> Vec<(String, String, Vec<String>)> {
    let tenant = |agent: &str| {
        let shown = said(&["show", &format!("agent/{agent}"), "-d", deployment]);
        shown["tenant"].as_str().unwrap_or_default().to_owned()
    };
    let resolved = out(&wdectl(&["resolve", "--all", "-d", deployment, "chat.on-hold-queue"]));
    let effective = out(&wdectl(&["privilege", "effective", "--all", "--format", "jsonl", "-d", deployment]));
    let mut holds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in effective.lines().map(json) {
        let names =
            line["effective"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
        holds.insert(line["agent"].as_str().unwrap().to_owned(), names.collect());
    }
    let of = |line: Value| {
        let agent = line["agent"].as_str().unwrap().to_owned();
        let queue = line["options"][0]["value"].as_str().unwrap_or_default().to_owned();
        (tenant(&agent), queue, holds[&agent].clone())
    };
    resolved.lines().map(json).map(of).collect()
}

#[test]
fn the_hold_map_counts_who_may_place_and_who_may_pull() {
    let page = page(&["-d", ACME]);
    let people = people(ACME);
    let may = |held: &[String], what: &[&str]| what.iter().all(|name| held.iter().any(|one| one == name));
    let mut seen = 0;
    for row in page.classed("spots")[0].rows() {
        let queue = row[0].named("bdi")[0].text();
        if !row[0].text().contains("interaction queue") {
            continue;
        }
        // The tenant of a queue is that of the agents who name it.
        let name = queue.rsplit('/').next().unwrap();
        let place = row[0].classed("place")[0].text();
        let tenant = if place.contains("acmebank") { "AcmeBank" } else { "Acme" };
        let of_tenant = || people.iter().filter(|(its, ..)| its == tenant);
        let placing = of_tenant().filter(|(_, hold, held)| {
            hold == name && may(held, &["Chat - Can Use Chat Channel", "Chat - Can Place On Hold"])
        });
        let plain = row[1].named("li").into_iter().find(|item| item.classed("under").is_empty());
        let plain = plain.map_or(0, |item| number(&item.named("strong")[0].text()));
        assert_eq!(plain, placing.count() as u64, "{queue}");
        let pulling = of_tenant().filter(|(.., held)| {
            may(held, &["Chat - Can Use Chat Channel", "Contact - Can Pull From Queue"])
        });
        let taking: u64 = row[2].named("strong").iter().map(|one| number(&one.text())).sum();
        assert_eq!(taking, pulling.count() as u64, "{queue}");
        seen += 1;
    }
    assert!(seen >= 5, "{seen}");
    assert!(!page.classed("map").is_empty());
}

#[test]
fn a_queue_from_which_nobody_can_pull_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("a.yaml"),
        "tenants: [{name: T}]\napplications: [{name: W, options: {interaction-workspace: {chat.on-hold-queue: held}}}]\n\
         scripts: [{name: entry, type: interaction-queue, tenant: T}, {name: held, type: interaction-queue, tenant: T}]\n\
         agents: [{username: ana, tenant: T, roles: [Chat]}]\n\
         roles: [{name: Chat, tenant: T, privileges: [Chat - Can Use Chat Channel, Chat - Can Place On Hold, Chat - Can Release Async]}]\n",
    )
    .unwrap();
    let page = page(&["-d", folder.path().to_str().unwrap()]);
    let rows = page.classed("spots")[0].rows();
    assert_eq!(rows.len(), 1);
    assert!(
        rows[0][0].text().contains("held interaction queue") && rows[0][0].text().contains("only receives")
    );
    assert_eq!((rows[0][1].text().as_str(), rows[0][2].text().as_str()), ("1 agent: ana", "nobody"));
    assert_eq!(page.classed("stuck").len(), 1);
    // The story of the refutation stands beside its picture.
    let stories = page.classed("story");
    assert!(!stories.is_empty());
    let steps = stories[0].classed("steps")[0].named("li").len();
    assert!(stories[0].text().contains("hold: {agent: ana, chat: c1}"), "{}", stories[0].text());
    let marked: Vec<String> = stories[0]
        .classed("mark-at")
        .iter()
        .map(|mark| mark.text())
        .filter(|text| text.contains("step "))
        .collect();
    assert!(!marked.is_empty() && steps >= marked.len(), "{marked:?}");
    assert!(
        marked
            .iter()
            .any(|text| text.contains("handling → queued: ") && text.ends_with(&format!("step {steps}")))
    );
}

#[test]
fn the_matrix_is_that_of_privilege_matrix() {
    let page = page(&["-d", BROKEN]);
    let text = answer(0, &["privilege", "matrix", "-d", BROKEN]);
    let tables = page.classed("grid");
    let mut cells: Vec<Vec<String>> = Vec::new();
    for table in &tables {
        for row in table.rows() {
            let words = row[2..].iter().map(|cell| match cell.text().as_str() {
                "has effect" => "yes",
                "granted, no effect" => "no effect",
                "not known" => "?",
                _ => "-",
            });
            cells.push(words.map(str::to_owned).collect());
        }
    }
    let columns = cells[0].len();
    let split = regex::Regex::new(" {2,}").unwrap();
    let expected: Vec<Vec<String>> = text
        .lines()
        .map(|line| split.split(line.trim()).map(str::to_owned).collect::<Vec<String>>())
        .filter(|row| row.len() == columns + 2 && row[2] != "1")
        .map(|row| row[2..].to_vec())
        .collect();
    assert!(expected.len() > 20);
    assert_eq!(cells, expected);
}

#[test]
fn the_picture_has_every_transition_of_the_machine() {
    let page = page(&["-d", ACME]);
    let model = said(&["chat", "model"]);
    let machine = page.id("machine");
    let listed = machine
        .all()
        .into_iter()
        .find(|one| one.attribute("aria-label") == Some("Transitions of the chat machine"));
    let shown: Vec<String> = listed.unwrap().rows().iter().map(|row| row[0].text()).collect();
    let rows = model["rows"].as_array().unwrap();
    let expected: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(shown, expected);
    let arrows = machine
        .all()
        .into_iter()
        .find(|one| one.attribute("aria-label") == Some("Arrows of the chat machine"));
    let drawn: usize = machine.classed("planes")[0].classed("arc").len();
    assert_eq!(arrows.unwrap().rows().len(), drawn);
    assert!(machine.classed("story").is_empty(), "nothing of Acme is refuted");
}

#[test]
fn many_groups_that_answer_alike_are_one_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from(
        "tenants: [{name: T}]\nscripts: [{name: held, type: interaction-queue, tenant: T}]\n\
         applications: [{name: W, options: {interaction-workspace: {chat.on-hold-queue: held}}}]\n\
         roles: [{name: R, tenant: T, members: [agent/a007, agent/b007], privileges: [Chat - Can Use Chat Channel]}]\nagent-groups:\n",
    );
    for number in 0..100 {
        text += &format!("- {{name: G{number:03}, tenant: T, agents: [a{number:03}, b{number:03}]}}\n");
    }
    text += "agents:\n";
    for number in 0..100 {
        text +=
            &format!("- {{username: a{number:03}, tenant: T}}\n- {{username: b{number:03}, tenant: T}}\n");
    }
    std::fs::write(folder.path().join("a.yaml"), text).unwrap();
    let page = page(&["-d", folder.path().to_str().unwrap()]);
    let rows = page.classed("matrix")[0].rows();
    let heads: Vec<String> = rows.iter().map(|row| row[0].text()).collect();
    assert_eq!(heads, ["G000 and 98 groups alike", "G007"]);
    assert_eq!(rows[0][1].text(), "0 of 198");
    assert_eq!(rows[1][2].text(), "all");
}
