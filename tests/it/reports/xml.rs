//! JUnit's and Checkstyle's XML, read by another reader.

use roxmltree::{Document, Node};
use wdectl::lint::RULES;

use super::super::commands::{ACME, BROKEN, answer, out, wdectl};
use super::{broken, findings};

/// The elements below a node.
fn elements<'a, 'd>(node: Node<'a, 'd>) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(Node::is_element)
}

fn number(node: Node<'_, '_>, attribute: &str) -> usize {
    node.attribute(attribute).unwrap().parse().unwrap()
}

/// Panics unless the document is JUnit's XML whose counts are right; gives the numbers of cases, failures and errors.
pub(super) fn junit(text: &str) -> (usize, usize, usize) {
    let document = Document::parse(text).unwrap();
    let top = document.root_element();
    assert_eq!(top.tag_name().name(), "testsuites");
    let mut all = (0, 0, 0);
    for suite in elements(top) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        assert!(!suite.attribute("name").unwrap().is_empty());
        let mut counts = (0, 0, 0);
        for case in elements(suite) {
            assert_eq!(case.tag_name().name(), "testcase");
            assert_eq!(case.attribute("classname"), suite.attribute("name"));
            assert!(!case.attribute("name").unwrap().is_empty());
            counts.0 += 1;
            let inside: Vec<&str> = elements(case).map(|node| node.tag_name().name()).collect();
            counts.1 += inside.iter().filter(|name| **name == "failure").count();
            counts.2 += inside.iter().filter(|name| **name == "error").count();
            assert!(
                matches!(
                    inside.as_slice(),
                    [] | ["failure"] | ["failure", "system-out"] | ["system-out"] | ["error"]
                ),
                "{inside:?}"
            );
        }
        let told = (number(suite, "tests"), number(suite, "failures"), number(suite, "errors"));
        assert_eq!(told, counts);
        all = (all.0 + counts.0, all.1 + counts.1, all.2 + counts.2);
    }
    assert_eq!((number(top, "tests"), number(top, "failures"), number(top, "errors")), all);
    all
}

/// Panics unless the document is Checkstyle's XML; gives the numbers of errors and exceptions.
pub(super) fn checkstyle(text: &str) -> (usize, usize) {
    let document = Document::parse(text).unwrap();
    let top = document.root_element();
    assert_eq!((top.tag_name().name(), top.attribute("version")), ("checkstyle", Some("4.3")));
    let (mut errors, mut exceptions) = (0, 0);
    for file in elements(top) {
        assert_eq!(file.tag_name().name(), "file");
        assert!(!file.attribute("name").unwrap().is_empty());
        assert!(elements(file).next().is_some(), "a file without findings");
        for node in elements(file) {
            if node.tag_name().name() == "exception" {
                exceptions += 1;
                continue;
            }
            assert_eq!(node.tag_name().name(), "error");
            errors += 1;
            for attribute in node.attributes() {
                let value = attribute.value();
                assert!(
                    match attribute.name() {
                        "line" | "column" => value.parse::<u32>().unwrap() > 0,
                        "severity" => ["error", "warning", "info"].contains(&value),
                        "message" => true,
                        "source" => value.starts_with("wdectl."),
                        _ => false,
                    },
                    "{attribute:?}"
                );
            }
            for needed in ["severity", "message", "source"] {
                assert!(node.has_attribute(needed));
            }
        }
    }
    (errors, exceptions)
}

#[test]
fn junit_has_a_case_for_each_file_and_rule() {
    let files = answer(0, &["check", ACME, "--show-files"]).lines().count();
    assert_eq!(junit(&answer(0, &["check", ACME, "--format", "junit"])), (files * RULES.len(), 0, 0));
    let (cases, failures, errors) = junit(&broken("junit"));
    let files = answer(0, &["check", BROKEN, "--show-files"]).lines().count();
    // `--fail-on never`: nothing counts as failed.
    assert_eq!((cases, failures, errors), (files * RULES.len(), 0, 0));
    let (cases, failures, errors) = junit(&answer(1, &["check", BROKEN, "--format", "junit"]));
    let failed = findings().iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(cases, files * RULES.len());
    // Some cases join several findings.
    assert!((failed - 5..=failed).contains(&failures), "{failures} of {failed}");
    assert_eq!(errors, 0);
    let one_rule = answer(1, &["check", BROKEN, "--format", "junit", "--select", "unknown-reference"]);
    assert_eq!(junit(&one_rule).0, files);
}

#[test]
fn every_finding_stands_in_the_text_of_its_case() {
    let text = answer(1, &["check", BROKEN, "--format", "junit"]);
    let document = Document::parse(&text).unwrap();
    for finding in findings() {
        let (file, rule) = (finding["location"]["file"].as_str(), finding["rule"].as_str());
        let case = document
            .descendants()
            .find(|node| node.attribute("classname") == file && node.attribute("name") == rule)
            .unwrap();
        let word = if finding["severity"] == "error" { "failure" } else { "system-out" };
        let text = elements(case).find(|node| node.tag_name().name() == word).unwrap().text().unwrap();
        assert!(text.contains(finding["message"].as_str().unwrap()), "{text}");
    }
}

#[test]
fn checkstyle_has_each_finding() {
    assert_eq!(checkstyle(&broken("checkstyle")), (findings().len(), 0));
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_an_exception() {
    let said = |format| {
        let output = wdectl(&["check", ACME, "LICENSE-MIT", "--format", format]);
        assert_eq!(output.status.code(), Some(2));
        out(&output)
    };
    let (_, failures, errors) = junit(&said("junit"));
    assert_eq!((failures, errors), (0, 1));
    assert_eq!(checkstyle(&said("checkstyle")), (0, 1));
    super::valid("check-gitlab", &super::json(&said("gitlab")));
    assert!(said("gitlab").contains("blocker"));
    assert!(said("github").starts_with("::error file=LICENSE-MIT,title=wdectl::cannot tell the format"));
    assert!(said("markdown").contains("**Not read:** cannot tell the format of `LICENSE-MIT`"));
}
