//! `wdectl rename`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{Global, Rename};
use super::exit::Exit;
use super::load::Loaded;
use super::mentions::{Names, Scenarios};
use super::objects::find;
use super::terminal::Terminal;
use super::{files, settings};
use crate::deployment::{self, Deployment, Naming, ObjectId};
use crate::names::{ObjectKind, Symbol, counted};
use crate::report::patch;
use crate::text::{Accepted, Change, Editor, FileId, Limits, Span, Syntax, Text, apply, read};

pub(super) fn run(global: &Global, command: &Rename, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if !global.output.is_empty() {
        bail!("rename writes no reports; --diff shows on standard output what would change");
    }
    let new = command.new.as_str();
    let mut loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let id = find(&loaded, &command.object)?;
    refuse(&loaded.deployment, id, new)?;
    let scenarios = Scenarios::find(&mut loaded)?;
    let unread = loaded.unreadable.iter().map(|unread| &unread.reason).chain(&scenarios.unreadable).next();
    if let Some(reason) = unread {
        bail!("{reason}; it may name the object, so nothing is renamed");
    }
    let plan = Plan::new(&loaded, &scenarios, id, new)?;
    let after = plan.texts(&loaded, &scenarios, new)?;
    let shown = plan.prove(&mut loaded, &scenarios, id, new, &after)?;
    let mut notes = plan.notes;
    notes.extend(entry_queue(&loaded, id, new));
    let (places, files) = (counted(plan.places.len(), "place"), counted(after.len(), "file"));
    if command.diff {
        for (file, text) in &shown {
            let source = loaded.sources.get(*file);
            let mark = if source.has_bom() { "\u{FEFF}" } else { "" };
            let (before, after) =
                (format!("{mark}{}", source.text()), format!("{mark}{}", source.show(text)));
            patch(source.path(), &before, &after, &mut *terminal.out)?;
        }
    } else {
        write(&loaded, &scenarios, &after)?;
        if !global.quiet {
            writeln!(terminal.out, "renamed {places} in {files}")?;
        }
    }
    terminal.out.flush()?;
    for note in notes {
        writeln!(terminal.err, "note: {}", crate::report::clean(&note))?;
    }
    if command.diff && !global.quiet {
        writeln!(terminal.err, "{places} in {files}; nothing is written")?;
    }
    Ok(if command.diff { Exit::No } else { Exit::Yes })
}

/// Refuses names that cannot be, or are not free.
fn refuse(deployment: &Deployment, id: ObjectId, new: &str) -> anyhow::Result<()> {
    let object = deployment.object(id);
    if new.is_empty() {
        bail!("the new name is empty");
    }
    if new.trim() != new || new.contains(char::is_control) {
        bail!("`{new}` is no name: it has blanks at an end, or control characters");
    }
    if let Some((before, name)) = new.rsplit_once('/') {
        let hint = if ObjectKind::from_word(before).is_some() {
            "kind and tenant stay as they are"
        } else {
            "`/` parts kind, tenant and name"
        };
        bail!("`{new}` is no name: {hint}; write it as `{name}`");
    }
    if new == deployment.text(object.name) {
        bail!("{} has that name already", deployment.display(id));
    }
    let is_taken = |&other: &ObjectId| {
        let known = deployment.object(other);
        let is_near =
            known.tenant == object.tenant || known.tenant == Symbol::EMPTY || object.tenant == Symbol::EMPTY;
        other != id && is_near && deployment.text(known.name).eq_ignore_ascii_case(new)
    };
    match deployment.of_kind(object.kind).iter().copied().find(is_taken) {
        Some(taken) => Err(anyhow!("there is {} already; choose another name", deployment.display(taken))),
        None => Ok(()),
    }
}

/// What is to be renamed.
struct Plan {
    /// Where the name stands, with the name as it is written there, in order.
    places: Vec<(Span, String)>,
    /// What is left for the user to do.
    notes: Vec<String>,
}

impl Plan {
    fn new(loaded: &Loaded, scenarios: &Scenarios, id: ObjectId, new: &str) -> anyhow::Result<Self> {
        let (deployment, sources) = (&loaded.deployment, &loaded.sources);
        let resolver = loaded.resolver();
        let names = Names::read(loaded, &resolver, scenarios);
        let report = names.of(id, &resolver, sources);
        let shown = deployment.display(id);
        if let Some(both) = report.references.iter().find(|reference| !reference.others.is_empty()) {
            bail!(
                "{}: this value names {} too, for agents of another tenant; set `{}` in each tenant first, then rename",
                both.place,
                both.others.join(" and "),
                both.what
            );
        }
        if let Some(pieces) = report.references.iter().find(|reference| reference.is_in_pieces) {
            bail!("{}: the name is put together from names of `with`; write it out first", pieces.place);
        }
        let name = deployment.text(deployment.object(id).name);
        let own = names.deployment.places.iter();
        let own = own.filter(|mention| mention.of == id && mention.naming == Naming::Itself);
        let is_exported = |span: Span| deployment.exported().contains(&span.file);
        let (exported, own): (Vec<Span>, Vec<Span>) =
            own.map(|mention| mention.at).partition(|&at| is_exported(at));
        let mut notes = Vec::new();
        let options_files = names.deployment.options_files.iter().filter(|&&(of, _)| of == id);
        for &(_, file) in options_files {
            let is_named = loaded.inputs.iter().any(|input| input.file == file && input.object.is_some());
            if !is_named {
                let path = Path::new(sources.get(file).path());
                let extension = path.extension().and_then(|own| own.to_str()).unwrap_or("cfg");
                let to = path.with_file_name(format!("{new}.{extension}"));
                notes.push(format!(
                    "`{}` holds options of {shown} by its file name, which stays; move it to `{}`",
                    files::shown(path),
                    files::shown(&to)
                ));
            }
        }
        if own.is_empty() {
            match (exported.first(), notes.first()) {
                (Some(&at), _) => bail!(
                    "{shown} stands in `{}`, which is exported; rename it in the configuration and export again",
                    sources.place(at)
                ),
                (None, Some(_)) => {
                    bail!("{shown} is known by the name of its CFG file only; rename the file")
                }
                (None, None) => bail!("{shown} stands in no file that can be changed"),
            }
        }
        let mut places: Vec<(Span, String)> = own.into_iter().map(|at| (at, name.to_owned())).collect();
        let mut told: BTreeMap<FileId, usize> = BTreeMap::new();
        for at in exported {
            *told.entry(at.file).or_default() += 1;
        }
        for reference in report.references {
            if is_exported(reference.at) {
                *told.entry(reference.at.file).or_default() += 1;
            } else {
                places.push((reference.at, reference.text));
            }
        }
        places.sort();
        places.dedup();
        notes.extend(told.into_iter().map(|(file, count)| {
            let (path, places) = (sources.get(file).path(), counted(count, "place"));
            format!(
                "`{path}` is exported and stays as it is; it names {shown} in {places}: rename it in the \
                 configuration and export again"
            )
        }));
        notes.extend(names.mistaken.into_iter().map(|file| {
            let path = sources.get(file).path();
            format!("`{path}` has mistakes and may name {shown} in more places; `wdectl chat run {path}` shows them")
        }));
        Ok(Self { places, notes })
    }

    /// The texts of the files as they are to be.
    fn texts(
        &self,
        loaded: &Loaded,
        scenarios: &Scenarios,
        new: &str,
    ) -> anyhow::Result<BTreeMap<FileId, String>> {
        let sources = &loaded.sources;
        let mut after = BTreeMap::new();
        for places in self.places.chunk_by(|(one, _), (other, _)| one.file == other.file) {
            let file = places[0].0.file;
            let source = sources.get(file);
            let syntax = syntax(loaded, scenarios, file);
            let parsed = syntax.map(|syntax| (syntax, read(sources, file, syntax, Limits::default())));
            let sound =
                parsed.filter(|(_, parsed)| parsed.errors.is_empty() && source.encoding_errors().is_empty());
            let Some((syntax, parsed)) = sound else {
                bail!("`{}` has errors; mend them first, so that it is sure what is meant", source.path());
            };
            let editor = Editor::new(&parsed.tree, source.true_text(), syntax);
            let mut accepted = Accepted::default();
            for (at, old) in places {
                let change = Change::Write { at: *at, old: old.clone(), new: new.to_owned() };
                let is_made = editor.edits(&change).is_some_and(|edits| accepted.take(&edits, &[]));
                if !is_made {
                    let place = sources.place(*at);
                    bail!(
                        "{place}: `{old}` cannot be changed here without changing something else (an alias?); write \
                         it out first"
                    );
                }
            }
            let edits = accepted.into_files().remove(&file).unwrap_or_default();
            after.insert(file, apply(source.true_text(), &edits));
        }
        Ok(after)
    }

    /// Reads the texts as they are to be, and finds the object under its new name wherever it had the old one. Answers
    /// with the texts.
    fn prove(
        &self,
        loaded: &mut Loaded,
        scenarios: &Scenarios,
        id: ObjectId,
        new: &str,
        after: &BTreeMap<FileId, String>,
    ) -> anyhow::Result<Vec<(FileId, Text)>> {
        let (kind, tenant) = {
            let object = loaded.deployment.object(id);
            (object.kind, loaded.deployment.text(object.tenant).to_owned())
        };
        let before: Vec<(FileId, Text)> =
            after.iter().map(|(&file, text)| (file, loaded.sources.replace(file, text.clone()))).collect();
        let changed = deployment::load(&loaded.sources, &loaded.inputs, Limits::default());
        let old = std::mem::replace(&mut loaded.deployment, changed);
        loaded.hide_secrets();
        let found = {
            let (resolver, sources) = (loaded.resolver(), &loaded.sources);
            let names = Names::read(loaded, &resolver, scenarios);
            let deployment = &loaded.deployment;
            let symbols = deployment
                .symbol(new)
                .zip(deployment.symbol(&tenant).or(tenant.is_empty().then_some(Symbol::EMPTY)));
            let renamed = symbols.and_then(|(name, tenant)| deployment.find(kind, tenant, name));
            renamed.map_or(0, |renamed| {
                let own = names.deployment.places.iter();
                let own =
                    own.filter(|mention| mention.of == renamed && mention.naming == Naming::Itself).count();
                own + names.of(renamed, &resolver, sources).references.len()
            })
        };
        loaded.deployment = old;
        let back = |(file, text)| (file, loaded.sources.replace(file, text));
        let shown: Vec<(FileId, Text)> = before.into_iter().map(back).collect();
        if found != self.places.len() {
            bail!(
                "with the name `{new}` the object would be named in {}, not {}: something else would be meant; nothing is \
                 changed",
                counted(found, "place"),
                self.places.len()
            );
        }
        Ok(shown)
    }
}

/// How a file of the deployment or of its scenarios is read.
fn syntax(loaded: &Loaded, scenarios: &Scenarios, file: FileId) -> Option<Syntax> {
    let input = loaded.inputs.iter().find(|input| input.file == file).map(|input| input.syntax);
    let scenario = || scenarios.files.iter().find(|(own, ..)| *own == file).map(|&(_, syntax, _)| syntax);
    input.or_else(scenario)
}

/// That the settings name an interaction queue as one in which chats start.
fn entry_queue(loaded: &Loaded, id: ObjectId, new: &str) -> Option<String> {
    let deployment = &loaded.deployment;
    let (object, shown) = (deployment.object(id), deployment.display(id));
    let names = [deployment.text(object.name), shown.split_once('/')?.1];
    let queues = loaded.settings.entry_queues.as_ref().filter(|_| object.kind == ObjectKind::Script)?;
    let queue = queues.iter().find(|queue| names.contains(&queue.as_str()))?;
    let file = loaded.settings.file.as_deref().map_or(settings::FILE.to_owned(), files::shown);
    Some(format!("`{file}` names `{queue}` among the `entry-queues` and stays as it is; write `{new}` there"))
}

/// Writes all files; where one cannot be written, the others are put back.
fn write(loaded: &Loaded, scenarios: &Scenarios, after: &BTreeMap<FileId, String>) -> anyhow::Result<()> {
    let mut done: Vec<(&PathBuf, Vec<u8>, Vec<u8>)> = Vec::new();
    for (&file, text) in after {
        let source = loaded.sources.get(file);
        let input = loaded.inputs.iter().position(|input| input.file == file).map(|at| &loaded.places[at]);
        let scenario = || scenarios.files.iter().find(|(own, ..)| *own == file).map(|(.., path)| path);
        let Some(path) = input.or_else(scenario) else { continue };
        let (before, after) = (source.encoded(source.true_text()), source.encoded(text));
        if let Err(error) = files::rewrite(path, &loaded.roots, &before, &after) {
            let kept = done
                .iter()
                .filter_map(|(path, before, after)| files::rewrite(path, &loaded.roots, after, before).err());
            let kept: Vec<String> = kept.map(|error| format!("{error:#}")).collect();
            let rest = if kept.is_empty() {
                "nothing is renamed".to_owned()
            } else {
                format!("what was renamed before could not be put back: {}", kept.join("; "))
            };
            bail!("{error:#}; {rest}");
        }
        done.push((path, before, after));
    }
    Ok(())
}
