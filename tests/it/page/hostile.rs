//! Whatever names hold, the page stays a page of text that needs nothing else.

use serde_json::Value;

use super::super::commands::{ACME, BROKEN, answer};
use super::tree::Element;
use super::{page, tree};

/// Whether nothing on the page can run or fetch anything that is not written by the tool.
pub(super) fn is_alone(page: &Element) {
    let scripts = page.named("script");
    assert_eq!(scripts.len(), 1);
    assert!(scripts[0].text().starts_with("\"use strict\";"));
    for element in page.all() {
        assert!(
            !["img", "iframe", "object", "embed", "link", "form", "base"].contains(&element.name.as_str())
        );
        for (key, value) in &element.attributes {
            assert!(!key.starts_with("on") && key != "src" && key != "style", "{key}={value}");
            assert!(key != "href" || value.starts_with('#'), "{key}={value}");
        }
    }
}

#[test]
fn names_that_are_html_stay_names() {
    const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u{202e}`";
    let folder = tempfile::tempdir().unwrap();
    let name = serde_json::to_string(HOSTILE).unwrap();
    let text = format!(
        r#"{{"tenants": [{{"name": {name}}}],
        "applications": [{{"name": {name}, "options": {{"interaction-workspace": {{{name}: {name}, "chat.on-hold-queue": {name}}}}}}}],
        "agent-groups": [{{"name": {name}, "tenant": {name}, "agents": [{name}, "ana"],
          "options": {{"interaction-workspace": {{"chat.on-hold-queue": "</section></style>"}}, {name}: {{{name}: 1}}}}}}],
        "agents": [{{"username": {name}, "tenant": {name}}}, {{"username": "ana", "tenant": {name}}}],
        "roles": [{{"name": {name}, "tenant": {name}, "members": ["agent-group/{HOSTILE_KEY}", {name}],
          "privileges": ["Chat - Can Use Chat Channel", "Chat - Can Place On Hold", {name}]}}],
        "scripts": [{{"name": {name}, "type": "interaction-queue", "tenant": {name}}}, {{"name": "entry", "type": "interaction-queue", "tenant": {name}}}]}}"#,
        HOSTILE_KEY = name.trim_matches('"'),
    );
    serde_json::from_str::<Value>(&text).unwrap();
    let below = folder.path().join("<b onclick=x>&lt;");
    std::fs::create_dir(&below).unwrap();
    std::fs::write(below.join("<i>.json"), text).unwrap();
    let written = answer(0, &["report", "-d", below.to_str().unwrap(), "-o", "-"]);
    let page = tree::read(&written);
    is_alone(&page);
    let shown = HOSTILE.replace('\u{202e}', "\\u{202e}");
    assert!(page.text().contains(shown.trim_end_matches('`')), "{}", page.text());
    assert!(!written.contains('\u{202e}') && !written.contains("<b onclick"));
}

#[test]
fn a_page_needs_nothing_else() {
    for deployment in [ACME, BROKEN] {
        is_alone(&page(&["-d", deployment]));
    }
}
