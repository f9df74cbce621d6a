//! `wdectl show`, `list` and `refs`.

use std::io::Write as _;

use anyhow::anyhow;
use serde::Serialize;

use super::args::{Format, Global};
use super::exit::Exit;
use super::load::Loaded;
use super::mentions::{Names, Scenarios};
use super::terminal::Terminal;
use crate::deployment::{Deployment, FieldKey, LookupError, ObjectId, Relation};
use crate::names::{ObjectKind, ObjectName, nearest};
use crate::report::{ObjectReport, table};

pub(super) fn show(global: &Global, object: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let id = find(&loaded, object)?;
    let report = ObjectReport::new(id, &loaded.deployment, &loaded.sources);
    match global.format.unwrap_or(Format::Human) {
        Format::Human | Format::Table => report.write(&mut *terminal.out)?,
        other => document(other, &report, terminal)?,
    }
    Ok(Exit::Yes)
}

pub(super) fn refs(global: &Global, object: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let id = find(&loaded, object)?;
    let scenarios = Scenarios::find(&mut loaded)?;
    for reason in &scenarios.unreadable {
        writeln!(terminal.err, "warning: {}", crate::report::clean(reason))?;
    }
    let resolver = loaded.resolver();
    let names = Names::read(&loaded, &resolver, &scenarios);
    for &file in &names.mistaken {
        let path = loaded.sources.get(file).path();
        let path = crate::report::clean(path);
        writeln!(terminal.err, "warning: `{path}` has mistakes; `wdectl chat run {path}` shows them")?;
    }
    let report = names.of(id, &resolver, &loaded.sources);
    match global.format.unwrap_or(Format::Table) {
        Format::Human | Format::Table => {
            if report.references.is_empty() {
                writeln!(terminal.out, "nothing names {}", report.object)?;
            } else {
                let rows = report.references.iter().map(|reference| {
                    let agents = reference.agents.to_string();
                    [reference.place.to_string(), reference.by.clone(), reference.what.clone(), agents]
                });
                writeln!(terminal.out, "{}", table(["place", "named by", "as", "agents"], rows))?;
            }
        }
        other => document(other, &report, terminal)?,
    }
    Ok(Exit::Yes)
}

pub(super) fn list(global: &Global, kind: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Some(kind) = ObjectKind::from_word(kind) else {
        let words = ObjectKind::ALL.map(ObjectKind::list);
        let hint = match nearest(kind, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the kinds are {}", words.join(", ")),
        };
        return Err(anyhow!("`{kind}` is no kind of object; {hint}"));
    };
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let deployment = &loaded.deployment;
    let rows: Vec<Row> = deployment.of_kind(kind).iter().map(|&id| row(&loaded, id)).collect();
    match global.format.unwrap_or(Format::Table) {
        Format::Human | Format::Table => {
            let cells = rows.iter().map(|row| {
                let options = row.options.to_string();
                let members = row.members.map(|members| members.to_string()).unwrap_or_default();
                let tenant = row.tenant.unwrap_or_default().to_owned();
                [row.name.clone(), tenant, row.notes(), members, options, row.place.clone()]
            });
            let header = ["name", "tenant", "is", "members", "options", "place"];
            writeln!(terminal.out, "{}", table(header, cells))?;
        }
        other => {
            #[derive(Serialize)]
            struct List<'a> {
                version: u32,
                kind: &'static str,
                objects: Vec<Row<'a>>,
            }
            document(other, &List { version: 1, kind: kind.as_str(), objects: rows }, terminal)?;
        }
    }
    Ok(Exit::Yes)
}

#[derive(Serialize)]
struct Row<'a> {
    name: String,
    tenant: Option<&'a str>,
    r#type: Option<&'a str>,
    enabled: bool,
    is_agent: Option<bool>,
    r#virtual: Option<bool>,
    members: Option<usize>,
    options: usize,
    place: String,
}

impl Row<'_> {
    fn notes(&self) -> String {
        let mut notes = Vec::new();
        notes.extend(self.r#type);
        notes.extend((self.r#virtual == Some(true)).then_some("virtual"));
        notes.extend((self.is_agent == Some(false)).then_some("no agent"));
        notes.extend((!self.enabled).then_some("disabled"));
        notes.join(", ")
    }
}

fn row(loaded: &Loaded, id: ObjectId) -> Row<'_> {
    let deployment = &loaded.deployment;
    let object = deployment.object(id);
    let members = match object.kind {
        ObjectKind::AgentGroup => Some(Relation::AgentGroup),
        ObjectKind::AccessGroup => Some(Relation::AccessGroup),
        ObjectKind::Role => Some(Relation::Role),
        _ => None,
    };
    Row {
        name: deployment.bare(id),
        tenant: Some(deployment.text(object.tenant)).filter(|tenant| !tenant.is_empty()),
        r#type: object.field(FieldKey::Type).map(|field| deployment.text(field.value)),
        enabled: object.enabled,
        is_agent: (object.kind == ObjectKind::Agent).then_some(object.is_agent),
        r#virtual: (object.kind == ObjectKind::AgentGroup).then_some(object.is_virtual),
        members: members.map(|relation| deployment.members(id, relation).count()),
        options: object.options.len(),
        place: loaded.sources.place(object.at),
    }
}

/// The object that a person means by `kind/name`; where no kind is given, the one object of that name.
pub(super) fn find(loaded: &Loaded, text: &str) -> anyhow::Result<ObjectId> {
    find_in(&loaded.deployment, text)
}

/// The same in any deployment.
pub(super) fn find_in(deployment: &Deployment, text: &str) -> anyhow::Result<ObjectId> {
    let error = match text.parse::<ObjectName>() {
        Ok(name) => match deployment.look_up(&name) {
            Ok(id) => return Ok(id),
            Err(error) => return Err(error.into()),
        },
        Err(error) => error,
    };
    let found: Vec<ObjectId> =
        ObjectKind::ALL.into_iter().filter_map(|kind| deployment.look_up_kind(kind, text).ok()).collect();
    match found.as_slice() {
        [id] => Ok(*id),
        [] => match nearest_of_all(deployment, text) {
            Some(near) => Err(anyhow!("there is no object `{text}`; did you mean `{near}`?")),
            None => Err(error.into()),
        },
        several => Err(LookupError::Ambiguous {
            name: text.to_owned(),
            candidates: several.iter().map(|&id| deployment.display(id)).collect(),
        }
        .into()),
    }
}

/// The object whose name is most like a name without its kind; `None` where there is none like it.
fn nearest_of_all(deployment: &Deployment, name: &str) -> Option<String> {
    let is_bare = !name.contains('/');
    let names = deployment.objects().filter(|_| is_bare).map(|(_, object)| deployment.text(object.name));
    let near = nearest(name, names)?;
    let found = deployment.objects().find(|(_, object)| deployment.text(object.name) == near);
    found.map(|(id, _)| deployment.display(id))
}

/// Writes a document in one of the formats for programs.
pub(super) fn document(
    format: Format,
    document: &impl Serialize,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *terminal.out, document)?;
            writeln!(terminal.out)?;
        }
        Format::Yaml => write!(terminal.out, "{}", serde_yaml::to_string(document)?)?,
        other => return Err(other.not_made()),
    }
    Ok(())
}
