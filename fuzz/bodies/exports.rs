//! Any bytes inside of the other exported forms are read as objects; every place lies in the text.

use wdectl::text::Syntax;

use super::ground::{fixtures, objects_have_places};

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

/// Whole files, and what may follow the beginnings.
pub fn corpus() -> Vec<Vec<u8>> {
    let inside = [
        r#"{"userName":"ben","userProperties":{"interaction-workspace":{"chat.on-hold-queue":"q"}}}]}"#,
        r#""group":{"value":{"name":{"value":"L2"}}}}]}"#,
        r#"AgentGroup","name":"L2","userproperties":{"property":[{"section":"s","key":"k","value":"v"}]}}]"#,
        "UPDATE,ben,N,/d,\n",
    ];
    let whole = fixtures("native", &["json", "csv"]).into_iter().map(|(_, bytes)| bytes);
    whole.chain(inside.map(|text| text.as_bytes().to_vec())).collect()
}

pub fn run(bytes: &[u8]) {
    for (syntax, before) in BEFORE {
        objects_have_places("any", syntax, [before.as_bytes(), bytes].concat());
    }
    for syntax in [Syntax::Json, Syntax::Csv] {
        objects_have_places("any", syntax, bytes.to_vec());
    }
}
