//! Which schemas there are.

use serde_json::Value;

use super::{deployment, scenario, settings};
use crate::catalogue::Catalogue;

/// The name of each schema, and what it describes: files that people write first, then files and answers of wdectl.
pub const SCHEMAS: [(&str, &str); 29] = [
    ("deployment", "a file of a deployment, with the options and privileges of the catalogue"),
    ("scenario", "a scenario file"),
    ("settings", "wdectl.toml"),
    ("baseline", "findings that are known (check --write-baseline)"),
    ("catalogue", "options and privileges of your own (`catalogues` in wdectl.toml)"),
    ("chat-model", "the answer of chat model"),
    ("chat-mutate", "the answer of chat mutate"),
    ("chat-ready", "the answer of chat ready"),
    ("chat-run", "the answer of chat run"),
    ("chat-session", "the answer of chat session"),
    ("chat-transcript", "a line of a transcript (chat run --transcript)"),
    ("chat-verify", "the answer of chat verify"),
    ("check", "the answer of check"),
    ("check-gitlab", "the answer of check as GitLab reads it (--format gitlab)"),
    ("check-line", "a line of the answer of check (--format jsonl)"),
    ("diff", "the answer of diff"),
    ("list", "the answer of list"),
    ("options", "the answer of option list and option show"),
    ("privilege-effective", "the answer of privilege effective"),
    ("privilege-list", "the answer of privilege list and privilege show"),
    ("privilege-who-can", "the answer of privilege who-can"),
    ("privilege-why-not", "the answer of privilege why-not"),
    ("refs", "the answer of refs"),
    ("resolve", "the answer of resolve"),
    ("rules", "the answer of rule list and rule show"),
    ("shortcut", "the answer of shortcut parse"),
    ("shortcut-free", "the answer of shortcut free"),
    ("shortcut-list", "the answer of shortcut list"),
    ("show", "the answer of show"),
];

/// The schema of this name as text; `None` where there is none. The catalogue's options and privileges are in those
/// that speak of them.
#[must_use]
pub fn schema(name: &str, catalogue: &Catalogue) -> Option<String> {
    let written = match name {
        "deployment" => return Some(pretty(&deployment::schema(catalogue))),
        "scenario" => return Some(pretty(&scenario::schema(catalogue))),
        "settings" => return Some(pretty(&settings::schema(catalogue))),
        "baseline" => include_str!("../../../schemas/baseline.schema.json"),
        "catalogue" => include_str!("../../../schemas/catalogue.schema.json"),
        "chat-model" => include_str!("../../../schemas/chat-model.schema.json"),
        "chat-mutate" => include_str!("../../../schemas/chat-mutate.schema.json"),
        "chat-ready" => include_str!("../../../schemas/chat-ready.schema.json"),
        "chat-run" => include_str!("../../../schemas/chat-run.schema.json"),
        "chat-session" => include_str!("../../../schemas/chat-session.schema.json"),
        "chat-transcript" => include_str!("../../../schemas/chat-transcript.schema.json"),
        "chat-verify" => include_str!("../../../schemas/chat-verify.schema.json"),
        "check" => include_str!("../../../schemas/check.schema.json"),
        "check-gitlab" => include_str!("../../../schemas/check-gitlab.schema.json"),
        "check-line" => include_str!("../../../schemas/check-line.schema.json"),
        "diff" => include_str!("../../../schemas/diff.schema.json"),
        "list" => include_str!("../../../schemas/list.schema.json"),
        "options" => include_str!("../../../schemas/options.schema.json"),
        "privilege-effective" => include_str!("../../../schemas/privilege-effective.schema.json"),
        "privilege-list" => include_str!("../../../schemas/privilege-list.schema.json"),
        "privilege-who-can" => include_str!("../../../schemas/privilege-who-can.schema.json"),
        "privilege-why-not" => include_str!("../../../schemas/privilege-why-not.schema.json"),
        "refs" => include_str!("../../../schemas/refs.schema.json"),
        "resolve" => include_str!("../../../schemas/resolve.schema.json"),
        "rules" => include_str!("../../../schemas/rules.schema.json"),
        "shortcut" => include_str!("../../../schemas/shortcut.schema.json"),
        "shortcut-free" => include_str!("../../../schemas/shortcut-free.schema.json"),
        "shortcut-list" => include_str!("../../../schemas/shortcut-list.schema.json"),
        "show" => include_str!("../../../schemas/show.schema.json"),
        _ => return None,
    };
    Some(written.to_owned())
}

fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}
