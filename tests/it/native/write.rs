//! Writes lists of objects in wdectl's own form as other tools would export them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Texts;

/// Lists in wdectl's own form, each with the names that mutagen and GAX have for its type.
const KINDS: [(&str, &str, &str, &str); 9] = [
    ("tenants", "tenants", "CfgTenant", "Tenant"),
    ("applications", "applications", "CfgApplication", "Application"),
    ("agents", "persons", "CfgPerson", "Person"),
    ("access-groups", "accessGroups", "CfgAccessGroup", "Access Group"),
    ("agent-groups", "agentGroups", "CfgAgentGroup", "Agent Group"),
    ("roles", "roles", "CfgRole", "Role"),
    ("scripts", "scripts", "CfgScript", "Script"),
    ("transactions", "transactions", "CfgTransaction", "Transaction"),
    ("business-attributes", "enumerators", "CfgEnumerator", "Business Attribute"),
];

fn objects<'v>(value: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    value[list].as_array().into_iter().flatten()
}

pub(crate) fn name(object: &Value) -> &str {
    object["name"].as_str().or(object["username"].as_str()).unwrap_or_default()
}

/// Gives every object a number, and every agent an employee id, as an export has them; a role has each privilege once.
pub(crate) fn number(lists: &mut Value) {
    for (kind, (list, ..)) in KINDS.iter().enumerate() {
        for (at, object) in lists[*list].as_array_mut().into_iter().flatten().enumerate() {
            object["dbid"] = ((kind + 1) * 1000 + at).to_string().into();
            if let Some(privileges) = object.get_mut("privileges").and_then(Value::as_array_mut) {
                let mut seen = std::collections::HashSet::new();
                privileges.retain(|privilege| seen.insert(privilege.to_string()));
            }
            if *list == "agents" && object["employee-id"].is_null() {
                object["employee-id"] = format!("E{}", 7000 + at).into();
            }
        }
    }
}

/// The object of a list that a name in `from` means.
fn find<'v>(lists: &'v Value, list: &str, from: &Value, wanted: &str) -> Option<&'v Value> {
    let of = |tenant: &Value| {
        objects(lists, list).find(|object| name(object) == wanted && object["tenant"] == *tenant)
    };
    of(&from["tenant"]).or_else(|| of(&Value::Null))
}

/// The agents, and the groups as `kind/name`, that belong to a group or role.
fn members<'v>(lists: &'v Value, list: &str, object: &Value) -> Vec<(&'static str, &'v Value)> {
    let is_in = |agent: &&Value| {
        let named = objects(agent, list).filter_map(Value::as_str);
        named.filter_map(|named| find(lists, list, agent, named)).any(|named| named == object)
    };
    let agents = objects(lists, "agents").filter(is_in).map(|agent| ("person", agent));
    let groups = objects(object, "members").filter_map(Value::as_str).filter_map(|member| {
        let (kind, name) = member.split_once('/')?;
        let word = if kind == "access-group" { "accessgroup" } else { "agentgroup" };
        Some((word, find(lists, &format!("{kind}s"), object, name)?))
    });
    agents.chain(groups).collect()
}

fn state(object: &Value) -> bool {
    object["enabled"] != false
}

/// The sections of the annex: options, privileges, what makes a group a virtual one.
fn annex(object: &Value) -> Map<String, Value> {
    let mut sections = object["options"].as_object().cloned().unwrap_or_default();
    if object["virtual"] == true {
        sections.insert("virtual".into(), json!({"script": "Skill > 1"}));
    }
    let privileges = objects(object, "privileges").filter_map(Value::as_str);
    let given: Map<_, _> = privileges.map(|privilege| (privilege.to_owned(), "true".into())).collect();
    if !given.is_empty() {
        sections.insert("Interaction Workspace Chat Access".into(), given.into());
    }
    sections
}

/// What the configuration layer calls a type.
fn type_name(list: &str, object: &Value) -> Option<String> {
    Some(match (list, object["type"].as_str()) {
        ("applications", None | Some("workspace")) => "InteractionWorkspace".into(),
        (_, Some("chat-server")) => "ChatServer".into(),
        (_, Some("interaction-server")) => "InteractionServer".into(),
        (_, Some("interaction-queue")) => "InteractionQueue".into(),
        (_, Some("interaction-workbin")) => "InteractionWorkBin".into(),
        ("transactions", Some("list")) => "TRTList".into(),
        (_, other) => other?.into(),
    })
}

/// The export of mutagen, in its JSON or its COMPACT_JSON.
pub(crate) fn mutagen(lists: &Value, compact: bool) -> String {
    let name_of_format = if compact { "COMPACT_JSON" } else { "JSON" };
    let mut export = json!({"__metadata__": {
        "date": "2024-05-06T07:08:09.000+0000", "formatName": name_of_format, "formatVersion": "1.1.1",
        "host": "config01", "mutagenVersion": "2.2.2", "user": "default",
    }});
    let mut templates: BTreeMap<String, Value> = BTreeMap::new();
    for (list, word, ..) in KINDS {
        let mut own = Vec::new();
        for object in objects(lists, list) {
            own.push(mutagen_object(lists, list, object, compact));
            if let ("applications", Some(word)) = (list, type_name(list, object)) {
                let template = json!({"name": format!("{word} template"), "type": word.to_lowercase()});
                templates.insert(word, template);
            }
            for value in objects(object, "values") {
                let value = json!({"enumerator": object["name"], "name": value, "tenant": object["tenant"], "state": "enabled"});
                let values = export.as_object_mut().unwrap().entry("enumeratorValues").or_insert(json!([]));
                values.as_array_mut().unwrap().push(value);
            }
        }
        if !own.is_empty() {
            export[word] = own.into();
        }
    }
    export["appPrototypes"] = templates.into_values().collect();
    serde_json::to_string_pretty(&export).unwrap() + "\n"
}

fn mutagen_object(lists: &Value, list: &str, object: &Value, compact: bool) -> Value {
    let state = if state(object) { "enabled" } else { "disabled" };
    let mut fields = json!({"name": name(object), "state": state});
    if list != "tenants" && list != "applications" && !object["tenant"].is_null() {
        fields["tenant"] = object["tenant"].clone();
    }
    if !object["description"].is_null() {
        fields["description"] = object["description"].clone();
    }
    let annex = annex(object);
    if !annex.is_empty() {
        let key = if list == "applications" { "options" } else { "userProperties" };
        fields[key] = annex.into();
    }
    let employees = |list| {
        let members = members(lists, list, object).into_iter();
        members.map(|(_, agent)| agent["employee-id"].clone()).collect::<Value>()
    };
    match list {
        "agents" => {
            fields.as_object_mut().unwrap().remove("name");
            fields["userName"] = name(object).into();
            for (ours, theirs) in
                [("employee-id", "employeeId"), ("first-name", "firstName"), ("last-name", "lastName")]
            {
                if !object[ours].is_null() {
                    fields[theirs] = object[ours].clone();
                }
            }
            let is_agent = object["is-agent"] != false;
            if is_agent || !compact {
                fields["agent"] = is_agent.into();
            }
        }
        "agent-groups" => fields = json!({"group": fields, "agents": employees(list)}),
        "access-groups" => {
            fields = json!({"group": fields, "members": employees(list), "type": "defaultgroup"});
        }
        "roles" => {
            let member = |(word, member): (&str, &Value)| {
                let named = if word == "person" { &member["employee-id"] } else { &member["name"] };
                format!("{word}/{}", named.as_str().unwrap())
            };
            fields["members"] = members(lists, list, object).into_iter().map(member).collect();
        }
        "applications" => {
            fields["appPrototype"] = format!("{} template", type_name(list, object).unwrap()).into();
            let all = objects(lists, "tenants").map(|tenant| tenant["name"].clone());
            fields["tenants"] = match &object["tenant"] {
                Value::Null => all.collect(),
                tenant => json!([tenant]),
            };
        }
        "scripts" | "transactions" => {
            if let Some(word) = type_name(list, object) {
                fields["type"] = word.trim_start_matches("TRT").to_lowercase().into();
            }
        }
        _ => {}
    }
    fields
}

/// What a dump of GAX holds: a file for each type.
pub(crate) fn gax(lists: &Value) -> Texts {
    let mut files = Vec::new();
    let mut values = Vec::new();
    for (list, _, word, file) in KINDS {
        let own: Vec<Value> =
            objects(lists, list).map(|object| gax_object(lists, list, word, object)).collect();
        for (object, dumped) in objects(lists, list).zip(&own) {
            for value in objects(object, "values") {
                let dbid = (90_000 + values.len()).to_string();
                values.push(json!({"dbid": dbid, "enumeratordbid": dumped["dbid"], "name": value,
                    "state": "CFGEnabled", "tenantdbid": dumped["tenantdbid"], "type": "CfgEnumeratorValue"}));
            }
        }
        files.push((file, own));
    }
    files.push(("Business Attribute Value", values));
    files.retain(|(_, objects)| !objects.is_empty());
    let text = |objects: Vec<Value>| (serde_json::to_string_pretty(&objects).unwrap() + "\n").into_bytes();
    files.into_iter().map(|(file, objects)| (format!("{file}.json"), text(objects))).collect()
}

fn gax_object(lists: &Value, list: &str, word: &str, object: &Value) -> Value {
    let state = if state(object) { "CFGEnabled" } else { "CFGDisabled" };
    let mut fields = json!({"dbid": object["dbid"], "name": name(object), "state": state, "type": word,
        "folderid": "0"});
    let tenant = objects(lists, "tenants").find(|tenant| tenant["name"] == object["tenant"]);
    if list != "tenants" && list != "applications" {
        fields["tenantdbid"] = tenant.map_or("0".into(), |tenant| tenant["dbid"].clone());
    }
    let sections = annex(object).into_iter().flat_map(|(section, options)| {
        let options = options.as_object().unwrap().clone().into_iter();
        options.map(move |(key, value)| json!({"section": section, "key": key, "value": value}))
    });
    let key = if list == "applications" { "options" } else { "userproperties" };
    fields[key] = json!({"property": sections.collect::<Value>()});
    let numbers = |members: Vec<(&str, &Value)>| {
        let one = |(word, member): (&str, &Value)| {
            let word = match word {
                "person" => "CFGPerson",
                "accessgroup" => "CFGAccessGroup",
                _ => "CFGAgentGroup",
            };
            json!({"dbid": member["dbid"], "type": word})
        };
        members.into_iter().map(one).collect::<Value>()
    };
    match list {
        "agents" => {
            fields.as_object_mut().unwrap().remove("name");
            fields["username"] = name(object).into();
            for (ours, theirs) in
                [("employee-id", "employeeid"), ("first-name", "firstname"), ("last-name", "lastname")]
            {
                fields[theirs] = object[ours].as_str().unwrap_or_default().into();
            }
            fields["isagent"] = if object["is-agent"] == false { "CFGFalse" } else { "CFGTrue" }.into();
        }
        "agent-groups" => fields["agentdbids"] = json!({"id": numbers(members(lists, list, object))}),
        "access-groups" => fields["memberids"] = json!({"idtype": numbers(members(lists, list, object))}),
        "roles" => fields["members"] = json!({"rolemember": numbers(members(lists, list, object))}),
        "applications" => {
            let own = objects(lists, "tenants")
                .filter(|tenant| object["tenant"].is_null() || object["tenant"] == tenant["name"]);
            let ids: Value = own.map(|tenant| json!({"dbid": tenant["dbid"]})).collect();
            fields["tenantdbids"] = json!({"id": ids});
            fields["version"] = object["version"].as_str().unwrap_or_default().into();
        }
        _ => {}
    }
    if let Some(word) = type_name(list, object) {
        fields["subtype"] = format!("CFG{word}").into();
    }
    fields
}

/// The agents of all lists as one CSV file, and the lists without what that says.
pub(crate) fn agents_csv(lists: &Value) -> (String, Value) {
    let columns: Vec<(&str, &str, String)> =
        [("agent-groups", "Agent Group"), ("access-groups", "Access Group")]
            .into_iter()
            .flat_map(|(list, word)| {
                let mut names: Vec<&str> = objects(lists, list).map(name).collect();
                names.sort_unstable();
                names.dedup();
                names.into_iter().map(move |name| (list, name, format!("{word}:{name}"))).collect::<Vec<_>>()
            })
            .collect();
    let mut text = String::from("Action,First Name,Last Name,Employee Id,Username,Is Agent");
    columns.iter().for_each(|(.., head)| text.push_str(&format!(",{}", quoted(head))));
    text.push_str("\r\n");
    let mut rest = lists.clone();
    for (at, agent) in objects(lists, "agents").enumerate() {
        let field = |key: &str| quoted(agent[key].as_str().unwrap_or_default());
        let is_agent = if agent["is-agent"] == false { "N" } else { "Y" };
        let fields = [field("first-name"), field("last-name"), field("employee-id"), field("username")];
        let _ = write!(text, "UPDATE,{},{is_agent}", fields.join(","));
        for (list, name, _) in &columns {
            let is_in = objects(agent, list).any(|group| group == name);
            text.push_str(if is_in { ",Y" } else { "," });
        }
        text.push_str("\r\n");
        let kept = rest["agents"][at].as_object_mut().unwrap();
        for key in ["first-name", "last-name", "employee-id", "is-agent", "agent-groups", "access-groups"] {
            kept.remove(key);
        }
    }
    (text, rest)
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
