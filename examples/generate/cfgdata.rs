//! Writes lists of objects in wdectl's own form as a CfgData document. What the form has no room for is left out: the
//! application of an agent, the media and the owner of a script.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde_json::Value;

/// The list of each kind, the word in the names of its elements, and the letter of its ids.
const KINDS: [(&str, &str, char); 9] = [
    ("tenants", "Tenant", 'T'),
    ("applications", "Application", 'A'),
    ("agents", "Person", 'P'),
    ("access-groups", "AccessGroup", 'X'),
    ("agent-groups", "AgentGroup", 'G'),
    ("roles", "Role", 'R'),
    ("scripts", "Script", 'S'),
    ("transactions", "Transaction", 'N'),
    ("business-attributes", "Enumerator", 'E'),
];

/// The fields that are attributes, with the names of these.
const ATTRIBUTES: [(&str, &str); 9] = [
    ("dbid", "DBID"),
    ("version", "version"),
    ("employee-id", "employeeID"),
    ("first-name", "firstName"),
    ("last-name", "lastName"),
    ("email", "emailAddress"),
    ("external-id", "externalID"),
    ("folder", "folderDBID"),
    ("description", "description"),
];

type Ids = HashMap<(usize, String, String), String>;

/// A document that creates the objects of `own`; those of `elsewhere` are named where something refers to them.
pub(crate) fn document(own: &Value, elsewhere: &Value, namespace: bool) -> String {
    let mut ids = Ids::new();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CfgData");
    text.push_str(if namespace { " xmlns=\"http://www.genesyslab.com/cs\">\n" } else { ">\n" });
    name_all(&mut ids, own);
    let created = ids.len();
    name_all(&mut ids, elsewhere);
    if ids.len() > created {
        text.push_str("  <CfgReference>\n");
        for (kind, (list, word, _)) in KINDS.iter().enumerate() {
            for object in objects(elsewhere, list) {
                let id = &ids[&identity(kind, object)];
                let _ = write!(text, "    <Cfg{word}Ref id=\"{id}\" name=\"{}\"", escaped(name(object)));
                owner(&mut text, &ids, object);
                text.push_str("/>\n");
            }
        }
        text.push_str("  </CfgReference>\n");
    }
    let mut members = members(&ids, own);
    text.push_str("  <CfgCreate>\n");
    for (kind, (list, word, _)) in KINDS.iter().enumerate() {
        for object in objects(own, list) {
            let id = &ids[&identity(kind, object)];
            let inside = inside(list, object, members.remove(id));
            element(&mut text, list, word, id, &ids, object, &inside);
        }
    }
    text.push_str("  </CfgCreate>\n");
    if !members.is_empty() {
        text.push_str("  <CfgUpdate>\n");
        for (id, list) in &members {
            let (_, word, _) =
                KINDS.iter().find(|(_, _, letter)| id.starts_with(*letter)).expect("an id of ours");
            let _ = write!(
                text,
                "    <Cfg{word}Update DBIDref=\"{id}\">\n{}",
                links(word, list, " action=\"add\"")
            );
            let _ = writeln!(text, "    </Cfg{word}Update>");
        }
        text.push_str("  </CfgUpdate>\n");
    }
    text.push_str("</CfgData>\n");
    text
}

fn objects<'v>(value: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    value[list].as_array().into_iter().flatten()
}

fn name(object: &Value) -> &str {
    object["name"].as_str().or(object["username"].as_str()).unwrap_or_default()
}

fn tenant(object: &Value) -> &str {
    object["tenant"].as_str().unwrap_or_default()
}

fn identity(kind: usize, object: &Value) -> (usize, String, String) {
    (kind, tenant(object).to_owned(), name(object).to_owned())
}

fn name_all(ids: &mut Ids, value: &Value) {
    for (kind, (list, _, letter)) in KINDS.iter().enumerate() {
        for object in objects(value, list) {
            let id = format!("{letter}{}", ids.len() + 1);
            ids.entry(identity(kind, object)).or_insert(id);
        }
    }
}

fn find<'i>(ids: &'i Ids, list: &str, tenant: &str, name: &str) -> Option<&'i String> {
    let kind = KINDS.iter().position(|(own, _, _)| *own == list)?;
    ids.get(&(kind, tenant.to_owned(), name.to_owned()))
        .or_else(|| ids.get(&(kind, String::new(), name.to_owned())))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn owner(text: &mut String, ids: &Ids, object: &Value) {
    if let Some(id) = find(ids, "tenants", "", tenant(object)) {
        let _ = write!(text, " ownerDBID=\"{id}\"");
    }
}

/// The members of each group and role, by id, whichever side names them.
fn members(ids: &Ids, own: &Value) -> BTreeMap<String, Vec<String>> {
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |group: Option<&String>, member: Option<&String>| {
        if let (Some(group), Some(member)) = (group, member) {
            members.entry(group.clone()).or_default().push(member.clone());
        }
    };
    for (kind, (list, _, _)) in KINDS.iter().enumerate() {
        for object in objects(own, list) {
            let id = ids.get(&identity(kind, object));
            for named in ["agent-groups", "access-groups", "roles"] {
                for group in objects(object, named).filter_map(Value::as_str) {
                    add(find(ids, named, tenant(object), group), id);
                }
            }
            for agent in objects(object, "agents").filter_map(Value::as_str) {
                add(id, find(ids, "agents", tenant(object), agent));
            }
            for member in objects(object, "members").filter_map(Value::as_str) {
                let (kind, name) = member.split_once('/').unwrap_or(("agent", member));
                add(id, find(ids, &format!("{kind}s"), tenant(object), name));
            }
        }
    }
    members
}

fn links(word: &str, members: &[String], action: &str) -> String {
    let (list, link, attribute) = match word {
        "AgentGroup" => ("agentDBIDs", "CfgGroupAgent", "linkDBID"),
        "AccessGroup" => ("memberIDs", "CfgID", "linkDBID"),
        _ => ("members", "CfgRoleMember", "objectDBID"),
    };
    let mut text = format!("      <{list}{action}>\n");
    for member in members {
        let kind = match (word, member.as_bytes()[0]) {
            ("Role", b'X') => " objectType=\"21\"",
            ("Role", b'G') => " objectType=\"5\"",
            ("Role", _) => " objectType=\"3\"",
            _ => "",
        };
        let _ = writeln!(text, "        <{link} {attribute}=\"{member}\"{kind}/>");
    }
    let _ = writeln!(text, "      </{list}>");
    text
}

/// The child elements of an object.
fn inside(list: &str, object: &Value, members: Option<Vec<String>>) -> String {
    let (_, word, _) = KINDS.iter().find(|(own, _, _)| *own == list).expect("a kind of ours");
    let mut text = members.map(|members| links(word, &members, "")).unwrap_or_default();
    let container = if list == "applications" { "options" } else { "userProperties" };
    let mut sections = String::new();
    for (section, options) in object["options"].as_object().into_iter().flatten() {
        let _ = writeln!(sections, "        <list_pair key=\"{}\">", escaped(section));
        for (key, value) in options.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let (key, value) = (escaped(key), escaped(&value));
            let _ = writeln!(sections, "          <str_pair key=\"{key}\" value=\"{value}\"/>");
        }
        sections.push_str("        </list_pair>\n");
    }
    if object["virtual"] == true {
        sections.push_str("        <list_pair key=\"virtual\">\n          <str_pair key=\"script\" value=\"Skill &gt; 1\"/>\n        </list_pair>\n");
    }
    let privileges: Vec<&str> = objects(object, "privileges").filter_map(Value::as_str).collect();
    if !privileges.is_empty() {
        sections.push_str("        <list_pair key=\"interaction-workspace\">\n");
        for privilege in privileges {
            let _ = writeln!(sections, "          <str_pair key=\"{}\" value=\"true\"/>", escaped(privilege));
        }
        sections.push_str("        </list_pair>\n");
    }
    if !sections.is_empty() {
        let _ = write!(text, "      <{container}>\n{sections}      </{container}>\n");
    }
    text
}

fn element(text: &mut String, list: &str, word: &str, id: &str, ids: &Ids, object: &Value, inside: &str) {
    let _ = write!(text, "    <Cfg{word} id=\"{id}\" name=\"{}\"", escaped(name(object)));
    for (field, attribute) in ATTRIBUTES {
        if let Some(value) = object[field].as_str() {
            let _ = write!(text, " {attribute}=\"{}\"", escaped(value));
        }
    }
    let number = match (list, object["type"].as_str()) {
        ("applications", None | Some("workspace")) => Some("157"),
        (_, Some("chat-server")) => Some("59"),
        (_, Some("interaction-server")) => Some("111"),
        (_, Some("interaction-queue")) => Some("23"),
        (_, Some("interaction-workbin")) => Some("25"),
        ("transactions", Some("list")) => Some("21"),
        (_, other) => other,
    };
    if let Some(number) = number {
        let _ = write!(text, " type=\"{}\"", escaped(number));
    }
    if list == "agents" {
        let flag = if object["is-agent"] == false { 1 } else { 2 };
        let _ = write!(text, " isAgent=\"{flag}\"");
    }
    let _ = write!(text, " state=\"{}\"", if object["enabled"] == false { 2 } else { 1 });
    if list != "tenants" {
        owner(text, ids, object);
    }
    if inside.is_empty() {
        text.push_str("/>\n");
    } else {
        let _ = write!(text, ">\n{inside}    </Cfg{word}>\n");
    }
    for (at, value) in objects(object, "values").filter_map(Value::as_str).enumerate() {
        let value = escaped(value);
        let _ = writeln!(
            text,
            "    <CfgEnumeratorValue id=\"{id}V{at}\" name=\"{value}\" enumeratorDBID=\"{id}\"/>"
        );
    }
}
