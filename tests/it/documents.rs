//! Documents that cannot go stale: pages made from what the code says, and examples that are run.
//!
//! With `WDECTL_BLESS=1` in the environment the tests write what they compare; read it before you commit it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use wdectl::chat::ASSUMPTIONS;
use wdectl::lint::RULES;
use wdectl::report::rule_page;

use super::commands::{answer, root};

/// Compares a document with what it should be, or writes it.
fn is_fresh(path: &Path, expected: &str) {
    if std::env::var_os("WDECTL_BLESS").is_some() {
        std::fs::write(path, expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is stale; WDECTL_BLESS=1 writes it", path.display());
}

#[test]
fn every_rule_has_its_page_and_stands_in_the_index() {
    let folder = root().join("docs/rules");
    let mut index = String::from(
        "# Rules\n\nWhat `wdectl check` finds. `wdectl rule show RULE` shows the same pages. `fix` says whether `--fix` can make \
         it good.\n\n| rule | severity | fix | finds |\n|---|---|---|---|\n",
    );
    let mut names = BTreeSet::from(["README.md".to_owned()]);
    for rule in RULES {
        let name = format!("{}.md", rule.name);
        is_fresh(&folder.join(&name), &rule_page(rule));
        let summary = rule.summary.replace('|', "\\|");
        let fix = rule.fix.as_str();
        index += &format!("| [{}]({name}) | {} | {fix} | {summary} |\n", rule.name, rule.severity);
        names.insert(name);
    }
    is_fresh(&folder.join("README.md"), &index);
    let there: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, names);
}

#[test]
fn every_assumption_is_explained() {
    let mut page = String::from(
        "# Assumptions\n\nWhere the product's behaviour is not documented, wdectl follows an assumption. Each is a switch under \
         `[assumptions]` in `wdectl.toml`; the first value is in force where nothing is said. `wdectl chat model` lists them, and \
         every verdict of `wdectl chat verify` names those it rests on.\n",
    );
    for spec in &ASSUMPTIONS {
        let values: Vec<String> = spec.values.iter().map(|value| format!("`{value}`")).collect();
        page += &format!(
            "\n## {}\n\n{}\n\nValues: {}. Basis of the first: {}.\n",
            spec.name,
            spec.doc,
            values.join(", "),
            spec.basis.as_str()
        );
    }
    is_fresh(&root().join("docs/assumptions.md"), &page);
}

#[test]
fn every_setting_stands_in_the_reference() {
    let page = std::fs::read_to_string(root().join("docs/settings.md")).unwrap();
    let schema: Value = serde_json::from_str(&answer(0, &["schema", "settings"])).unwrap();
    let properties = &schema["properties"];
    for (key, about) in properties.as_object().unwrap() {
        let is_told = [format!("`{key}`"), format!("`[{key}]`"), format!("`[[{key}]]`")]
            .iter()
            .any(|written| page.contains(&format!("| {written} |")));
        assert!(is_told, "`{key}` is missing: {about}");
    }
    for table in [&properties["paths"]["items"], &properties["verify"]] {
        for key in table["properties"].as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{key}`")), "`{key}` is missing");
        }
    }
    for (right, spec) in properties["rights"]["properties"].as_object().unwrap() {
        let privilege = spec["default"].as_str().unwrap();
        let shown = if privilege.is_empty() { "none".to_owned() } else { format!("`{privilege}`") };
        assert!(page.contains(&format!("| `{right}` | {shown} |\n")), "{right}: {shown}");
    }
    // The example is one that is read.
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&toml::from_str(example).unwrap()));
}

/// The words of a command as a shell splits them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words
}

/// A document with the answers of its examples (blocks that begin with `$ wdectl`) as they are in a folder now.
fn played(text: &str, folder: &Path) -> (String, usize) {
    let (mut page, mut count) = (String::new(), 0);
    let (mut inside, mut answers) = (false, false);
    for line in text.lines() {
        if line.starts_with("```") {
            (inside, answers) = (!inside, false);
        } else if let Some(command) = line.strip_prefix("$ wdectl ").filter(|_| inside) {
            answers = true;
            count += 1;
            let output = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
                .current_dir(folder)
                .args(words(command))
                .output()
                .unwrap();
            assert!(output.stderr.is_empty(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
            page += &format!("{line}\n{}", String::from_utf8(output.stdout).unwrap());
            continue;
        }
        if !answers {
            page += &format!("{line}\n");
        }
    }
    (page, count)
}

#[test]
fn examples_answer_what_the_documents_say() {
    let started = tempfile::tempdir().unwrap();
    for (name, folder, least) in
        [("README.md", root().as_path(), 1), ("docs/getting-started.md", started.path(), 5)]
    {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        let (page, count) = played(&text, folder);
        assert!(count >= least, "{name} has {count} examples");
        is_fresh(&path, &page);
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut pages = vec![root().join("README.md")];
    pages.extend(std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let mut count = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|end| end == "md")) {
        let text = std::fs::read_to_string(page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !target.is_empty() && !target.contains("://") {
                count += 1;
                assert!(page.parent().unwrap().join(target).exists(), "{}: {target}", page.display());
            }
        }
    }
    assert!(count > 20, "{count}");
}
