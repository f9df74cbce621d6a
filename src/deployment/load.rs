//! Files in, deployment out: which dialect each file is in, and what could not be read.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::builder::Builder;
use super::cfgjson::{self, Dialect};
use super::model::Deployment;
use super::problem::Problem;
use super::recognise::{self, Form};
use super::{allow, cfg, cfgdata, csv, ours};
use crate::names::ObjectName;
use crate::text::{self, FileId, Limits, Parsed, Source, Sources, Span, Syntax, SyntaxError, Tree};

/// A file to read.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file, already among the sources.
    pub file: FileId,
    /// Its syntax.
    pub syntax: Syntax,
    /// For a CFG file whose place does not tell: the object whose options it holds.
    pub object: Option<ObjectName>,
}

/// Fewer bytes than this are read sooner than a thread is started.
const WORTH_THREADS: usize = 256 * 1024;

/// Reads every file and puts the objects together, on this thread. Never fails: what is wrong is in
/// [`Deployment::problems`].
#[must_use]
pub fn load(sources: &Sources, inputs: &[Input], limits: Limits) -> Deployment {
    load_on(sources, inputs, limits, 1)
}

/// As [`load`], read by several threads; the deployment is the same for any number of them, for files are put
/// together in their order.
#[must_use]
pub fn load_on(sources: &Sources, inputs: &[Input], limits: Limits, threads: usize) -> Deployment {
    let bytes: usize = inputs.iter().map(|input| sources.get(input.file).true_text().len()).sum();
    let threads = if bytes >= WORTH_THREADS { threads.clamp(1, inputs.len()) } else { 1 };
    let site = Mutex::new(Site { read: BTreeMap::new(), due: 0, builder: Some(Builder::default()) });
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return };
            put_together(&site, sources, inputs, at, parse(sources, input, limits));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let site = site.into_inner().unwrap_or_else(PoisonError::into_inner);
    site.builder.unwrap_or_default().finish()
}

/// Where threads bring what they have read.
struct Site<'s> {
    /// Files read before their turn, by position.
    read: BTreeMap<usize, Parsed<'s>>,
    /// The file whose turn it is.
    due: usize,
    /// Absent while a thread builds.
    builder: Option<Builder>,
}

/// Hands a file in. Whoever finds the builder free builds all files whose turn has come; the others go on reading.
fn put_together<'s>(
    site: &Mutex<Site<'s>>,
    sources: &Sources,
    inputs: &[Input],
    at: usize,
    parsed: Parsed<'s>,
) {
    let lock = || site.lock().unwrap_or_else(PoisonError::into_inner);
    let mut open = lock();
    open.read.insert(at, parsed);
    let Some(mut builder) = open.builder.take() else { return };
    loop {
        let due = open.due;
        let Some(parsed) = open.read.remove(&due) else { break };
        open.due += 1;
        drop(open);
        build(&mut builder, sources, &inputs[due], parsed);
        open = lock();
    }
    open.builder = Some(builder);
}

/// The nodes of a file.
pub(super) fn parse<'s>(sources: &'s Sources, input: &Input, limits: Limits) -> Parsed<'s> {
    let syntax = recognise::syntax(input.syntax, sources.get(input.file).text());
    text::read(sources, input.file, syntax, limits)
}

/// Takes the objects and suppressions of a file in.
pub(super) fn build(builder: &mut Builder, sources: &Sources, input: &Input, parsed: Parsed<'_>) {
    let source = sources.get(input.file);
    let syntax = recognise::syntax(input.syntax, source.text());
    let encoding = source.encoding_errors().iter();
    builder
        .problems
        .extend(encoding.map(|error| Problem::Encoding { span: error.span, likely: error.likely }));
    let broken = !parsed.errors.is_empty();
    if syntax != input.syntax {
        builder.problems.push(Problem::Syntax(mislabelled(source, input, syntax)));
    }
    builder.problems.extend(parsed.errors.into_iter().map(Problem::Syntax));
    let before = allow::Before::of(builder);
    let input = Input { syntax, ..input.clone() };
    objects(builder, source, &input, &parsed.tree, broken);
    allow::settle(builder, source, &parsed.tree, syntax, before);
}

/// That a file is in another syntax than its name says.
fn mislabelled(source: &Source, input: &Input, syntax: Syntax) -> SyntaxError {
    let text = source.text().trim_start();
    let blank = source.text().len() - text.len();
    let first = text.chars().next().map_or(0, char::len_utf8);
    SyntaxError {
        span: Span::new(input.file, blank, blank + first),
        message: format!(
            "this is {}, and not {} as the name of the file says",
            syntax.as_str(),
            input.syntax.as_str()
        ),
        help: Some(format!("name it `.{}`; it is read as what it is", syntax.as_str().to_ascii_lowercase())),
    }
}

fn objects(builder: &mut Builder, source: &Source, input: &Input, tree: &Tree<'_>, broken: bool) {
    if input.syntax == Syntax::Cfg {
        let placed = match &input.object {
            Some(object) => Some((object.clone(), None)),
            None => cfg::object_of(source.path()),
        };
        match placed {
            Some((object, near)) => {
                builder.files.push(input.file);
                let why = if input.object.is_some() { "as was said" } else { "by its folder and name" };
                builder.forms.push((input.file, format!("options of {object}, {why}")));
                let at = ours::start_of(input.file, source.true_text().len());
                ours::read_options(builder, tree, &object, near, at);
            }
            None => {
                builder.forms.push((input.file, "options of an object that is not named".into()));
                builder.problems.push(Problem::UnplacedOptions { file: input.file });
            }
        }
        return;
    }
    let form = recognise::form(tree, input.syntax);
    let words = match form {
        Ok(form) => form.words().to_owned(),
        Err(found) => format!("skipped: it holds {found}"),
    };
    builder.forms.push((input.file, words));
    match form {
        Ok(form) => {
            builder.files.push(input.file);
            match form {
                Form::Lists => ours::read(builder, tree),
                Form::CfgData => {
                    builder.exported.push(input.file);
                    cfgdata::read(builder, input.file, tree);
                }
                Form::CfgJson(dialect) => {
                    builder.exported.push(input.file);
                    builder.problems.extend(match dialect {
                        Dialect::Mutagen | Dialect::Compact => cfgjson::variables(input.file, source.text()),
                        Dialect::Raw | Dialect::Gax => None,
                    });
                    cfgjson::read(builder, input.file, tree, dialect);
                }
                Form::Agents => {
                    builder.exported.push(input.file);
                    csv::read(builder, input.file, tree);
                }
            }
        }
        // A file too broken to be recognised has its syntax errors; that is enough.
        Err(_) if broken => {}
        Err(found) => builder.problems.push(Problem::NotADeploymentFile { file: input.file, found }),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn any_number_of_threads_puts_the_same_deployment_together() {
        let mut sources = Sources::new();
        let mut inputs = Vec::new();
        for file in 0..24 {
            // Short and long files by turns, so that they are read out of their order; some agents stand twice.
            let mut text = String::from("agents:\n");
            for agent in 0..if file % 3 == 0 { 900 } else { 40 } {
                let _ = writeln!(text, "  - username: a{}\n    roles: [r{file}]", file / 2 * 1000 + agent);
            }
            let file = sources.add(format!("{file}.yaml"), text.into_bytes());
            inputs.push(Input { file, syntax: Syntax::Yaml, object: None });
        }
        let alone = format!("{:?}", load(&sources, &inputs, Limits::default()));
        assert!(alone.contains("DuplicateObject") && alone.contains("Dangling"), "the example has mistakes");
        for threads in [2, 3, 8] {
            let together = format!("{:?}", load_on(&sources, &inputs, Limits::default(), threads));
            assert!(together == alone, "{threads} threads");
        }
    }
}
