//! Any bytes inside of the other exported forms are read as objects; every place lies in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wdectl::deployment::{Input, load};
use wdectl::text::{Limits, Sources, Syntax};

/// How a file of each form begins.
const BEFORE: [(Syntax, &str); 4] = [
    (
        Syntax::Json,
        r#"{"__metadata__":{"formatName":"JSON"},"tenants":[{"name":"Acme"}],"persons":[{"userName":"ana","employeeId":"1"},"#,
    ),
    (Syntax::Json, r#"{"CFGTenant":[{"DBID":{"value":1},"name":{"value":"Acme"}}],"CFGAgentGroup":[{"#),
    (Syntax::Json, r#"[{"type":"CfgPerson","dbid":"7","username":"ana"},{"dbid":"8","type":"Cfg"#),
    (Syntax::Csv, "Action,Username,Is Agent,Skill:Chat,Agent Group:L2\nADD,ana,Y,5,Y\n"),
];

fuzz_target!(|bytes: &[u8]| {
    for (syntax, before) in BEFORE {
        let mut sources = Sources::new();
        let file = sources.add("any", [before.as_bytes(), bytes].concat());
        let deployment = load(&sources, &[Input { file, syntax, object: None }], Limits::default());
        let text = sources.get(file).text();
        for (_, object) in deployment.objects() {
            assert!(text.get(object.at.range()).is_some());
            for setting in &object.options {
                assert!(text.get(setting.key.range()).is_some());
                let place = text.get(setting.at.range());
                assert!(place.is_some_and(|place| !setting.verbatim || place == deployment.text(setting.value)));
            }
        }
    }
});
