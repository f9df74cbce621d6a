//! Writes a deployment in its dialects, one entry a line.

use wdectl::names::ObjectKind;

use super::model::{Deployment, Dialect, File, Node, Object, plain};
use super::random::Random;

/// The files of a random clean deployment, each with its text.
pub(crate) fn clean_files(seed: u64, several: bool) -> Vec<(String, String)> {
    files(&super::clean::deployment(seed, several))
}

/// Every file of the deployment with its text; marks are still in it.
pub(super) fn files(deployment: &Deployment) -> Vec<(String, String)> {
    let mut random = deployment.random.clone();
    let mut written = deployment.extra.clone();
    for (at, file) in deployment.files.iter().enumerate() {
        let mut objects: Vec<&Object> =
            deployment.objects.iter().filter(|object| object.file == at).collect();
        objects.sort_by_key(|object| object.order);
        let lists: Vec<(ObjectKind, Vec<Node>)> = ObjectKind::ALL
            .into_iter()
            .map(|kind| {
                let of_kind = objects.iter().filter(|object| object.kind == kind);
                (kind, of_kind.map(|object| node(object, file, deployment.tenants.len())).collect())
            })
            .filter(|(_, objects): &(_, Vec<Node>)| !objects.is_empty())
            .collect();
        if lists.is_empty() && file.top.is_empty() {
            continue;
        }
        let mut top: Vec<(String, Node)> = Vec::new();
        if let Some(tenant) = &file.tenant {
            top.push(("tenant".to_owned(), tenant.as_str().into()));
        }
        let text = if file.dialect == Dialect::Toml {
            top.extend(file.top.iter().cloned());
            toml(&top, &lists, &mut random)
        } else {
            top.extend(
                lists.into_iter().map(|(kind, objects)| (kind.list().to_owned(), Node::List(objects))),
            );
            top.extend(file.top.iter().cloned());
            let mut text = String::new();
            if file.dialect == Dialect::Json {
                json(&Node::Map(top), 0, &mut random, &mut text);
                text.push('\n');
            } else {
                yaml_map(&top, 0, &mut random, &mut text);
            }
            text
        };
        written.push((file.path.clone(), text));
    }
    for object in deployment.objects.iter().filter(|object| object.in_cfg) {
        written.push((format!("{}/{}.cfg", object.kind, plain(&object.name)), cfg(object)));
    }
    written.sort();
    written
}

fn node(object: &Object, file: &File, tenants: usize) -> Node {
    let key = if object.kind == ObjectKind::Agent { "username" } else { "name" };
    let mut entries = Vec::new();
    if !object.name.is_empty() {
        entries.push((key.to_owned(), object.name.as_str().into()));
    }
    if let Some(tenant) = &object.tenant {
        let by_itself = file.tenant.as_ref() == Some(tenant) || tenants == 1;
        if !by_itself || object.says_tenant {
            entries.push(("tenant".to_owned(), tenant.as_str().into()));
        }
    }
    entries.extend(object.fields.iter().cloned());
    if !object.options.is_empty() && !object.in_cfg {
        let sections = sections(object).into_iter().map(|(name, options)| (name, Node::Map(options)));
        entries.push(("options".to_owned(), Node::Map(sections.collect())));
    }
    Node::Map(entries)
}

fn sections(object: &Object) -> Vec<(String, Vec<(String, Node)>)> {
    let mut sections: Vec<(String, Vec<(String, Node)>)> = Vec::new();
    for (section, name, value) in &object.options {
        let option = (name.clone(), value.clone());
        match sections.iter_mut().find(|(known, _)| known == section) {
            Some((_, options)) => options.push(option),
            None => sections.push((section.clone(), vec![option])),
        }
    }
    sections
}

fn cfg(object: &Object) -> String {
    let mut text = String::new();
    for (section, options) in sections(object) {
        text += &format!("[{section}]\n");
        for (name, value) in options {
            let (Node::Text(value) | Node::Raw(value)) = value else { panic!("CFG holds texts only") };
            text += &format!("{name}={value}\n");
        }
    }
    text
}

/// Whether a text may stand without quotes as a number or boolean.
fn is_literal(text: &str) -> bool {
    let text = plain(text);
    text == "true" || text == "false" || (text.parse::<u32>().is_ok_and(|number| number.to_string() == text))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn json(node: &Node, indent: usize, random: &mut Random, out: &mut String) {
    let pad = " ".repeat(indent + 2);
    let (open, close, parts) = match node {
        Node::Text(text) if is_literal(text) && random.flip() => return out.push_str(text),
        Node::Text(text) => return out.push_str(&quoted(text)),
        Node::Raw(text) => return out.push_str(text),
        Node::List(items) => ('[', ']', items.iter().map(|item| (String::new(), item)).collect::<Vec<_>>()),
        Node::Map(entries) => {
            ('{', '}', entries.iter().map(|(key, value)| (format!("{}: ", quoted(key)), value)).collect())
        }
    };
    out.push(open);
    for (at, (key, value)) in parts.iter().enumerate() {
        *out += if at == 0 { "\n" } else { ",\n" };
        *out += &pad;
        *out += key;
        json(value, indent + 2, random, out);
    }
    if !parts.is_empty() {
        *out += "\n";
        *out += &pad[2..];
    }
    out.push(close);
}

fn yaml_text(text: &str, random: &mut Random) -> String {
    let bare = plain(text);
    let is_plain = bare.starts_with(|first: char| first.is_ascii_alphanumeric())
        && bare.chars().all(|letter| letter.is_ascii_alphanumeric() || " ._/-".contains(letter))
        && !bare.ends_with(' ');
    match random.below(3) {
        0 | 1 if is_plain => text.to_owned(),
        0 => format!("'{}'", text.replace('\'', "''")),
        _ => quoted(text),
    }
}

fn yaml_map(entries: &[(String, Node)], indent: usize, random: &mut Random, out: &mut String) {
    for (at, (key, value)) in entries.iter().enumerate() {
        // The first entry of an item stands behind its dash.
        if at > 0 || !out.ends_with("- ") {
            *out += &" ".repeat(indent);
        }
        *out += &yaml_text(key, random);
        out.push(':');
        yaml_value(value, indent, random, out);
    }
}

fn yaml_value(value: &Node, indent: usize, random: &mut Random, out: &mut String) {
    match value {
        Node::Text(text) => *out += &format!(" {}\n", yaml_text(text, random)),
        Node::Raw(text) => *out += &format!(" {text}\n"),
        Node::List(items) if items.is_empty() => *out += " []\n",
        Node::Map(entries) if entries.is_empty() => *out += " {}\n",
        Node::List(items) if items.iter().all(|item| matches!(item, Node::Text(_))) && random.once_in(3) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, random)).collect();
            *out += &format!(" [{}]\n", items.join(", "));
        }
        Node::List(items) => {
            *out += "\n";
            for item in items {
                *out += &" ".repeat(indent);
                match item {
                    Node::Map(entries) => {
                        *out += "- ";
                        yaml_map(entries, indent + 2, random, out);
                    }
                    item => {
                        out.push('-');
                        yaml_value(item, indent + 2, random, out);
                    }
                }
            }
        }
        Node::Map(entries) => {
            *out += "\n";
            yaml_map(entries, indent + 2, random, out);
        }
    }
}

fn flow(item: &Node, random: &mut Random) -> String {
    let Node::Text(text) = item else { return String::new() };
    yaml_text(text, random)
}

fn toml_text(text: &str, random: &mut Random) -> String {
    if is_literal(text) && random.flip() {
        text.to_owned()
    } else if !text.contains('\'') && random.flip() {
        format!("'{text}'")
    } else {
        quoted(text)
    }
}

fn toml_key(key: &str, random: &mut Random) -> String {
    let is_bare = key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    let is_dotted = !key.starts_with('.')
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter));
    if is_bare || is_dotted && random.flip() { key.to_owned() } else { quoted(key) }
}

fn toml_entry(key: &str, value: &Node, random: &mut Random, out: &mut String) {
    *out += &format!("{} = ", toml_key(key, random));
    match value {
        Node::Text(text) => *out += &toml_text(text, random),
        Node::Raw(text) => *out += text,
        Node::List(items) => {
            *out += "[\n";
            for item in items {
                let Node::Text(text) = item else { continue };
                *out += &format!("  {},\n", toml_text(text, random));
            }
            *out += "]";
        }
        Node::Map(_) => panic!("no inline tables"),
    }
    *out += "\n";
}

fn toml(top: &[(String, Node)], lists: &[(ObjectKind, Vec<Node>)], random: &mut Random) -> String {
    let mut out = String::new();
    for (key, value) in top {
        toml_entry(key, value, random, &mut out);
    }
    for (kind, objects) in lists {
        for object in objects {
            let Node::Map(entries) = object else { continue };
            out += &format!("[[{}]]\n", kind.list());
            let (tables, fields): (Vec<_>, Vec<_>) =
                entries.iter().partition(|(_, value)| matches!(value, Node::Map(_)));
            for (key, value) in fields {
                toml_entry(key, value, random, &mut out);
            }
            for (key, table) in tables {
                let Node::Map(sections) = table else { continue };
                for (section, options) in sections {
                    let Node::Map(options) = options else { continue };
                    out += &format!("[{}.{key}.{}]\n", kind.list(), toml_key(section, random));
                    for (name, value) in options {
                        toml_entry(name, value, random, &mut out);
                    }
                }
            }
        }
    }
    out
}
