//! Files in, deployment out: which dialect each file is in, and what could not be read.

mod site;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};

use site::{Part, Site};

use super::builder::Builder;
use super::cfgjson::{self, Dialect};
use super::lookup::LookupError;
use super::model::Deployment;
use super::problem::Problem;
use super::recognise::{self, Form};
use super::{allow, cfg, cfgdata, csv, ours};
use crate::names::{ObjectKind, ObjectName};
use crate::text::{self, FileId, Limits, Parsed, Source, Sources, Span, Syntax, SyntaxError, Tree};
use crate::threads::beside;

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

/// So many keys and values of a long file are read before objects are made of them: enough to be worth the way to
/// another thread, few enough to stay in a processor's cache.
const PART: usize = 1 << 12;

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
    load_in_parts(sources, inputs, limits, threads, PART, None)
}

/// As [`load_on`], for those who ask about one agent, as [`Deployment::look_up_kind`] finds it: of the others only names
/// and tenants are read where a file is in our form. All files are read as a whole if nobody has that name.
#[must_use]
pub fn load_for_agent(
    sources: &Sources,
    inputs: &[Input],
    limits: Limits,
    threads: usize,
    agent: &str,
) -> Deployment {
    let deployment = load_in_parts(sources, inputs, limits, threads, PART, Some(agent));
    match deployment.look_up_kind(ObjectKind::Agent, agent) {
        Err(LookupError::Unknown { .. }) => load_on(sources, inputs, limits, threads),
        _ => deployment,
    }
}

fn load_in_parts(
    sources: &Sources,
    inputs: &[Input],
    limits: Limits,
    threads: usize,
    nodes: usize,
    agent: Option<&str>,
) -> Deployment {
    let bytes: usize = inputs.iter().map(|input| sources.get(input.file).true_text().len()).sum();
    // While one thread reads the last file, another one builds; mere names are built in less time than it takes to tell.
    let most = inputs.len() + usize::from(agent.is_none());
    let threads = if bytes >= WORTH_THREADS { threads.clamp(1, most) } else { 1 };
    let site = Site::new(sources, inputs, limits, agent);
    let next = AtomicUsize::new(0);
    let work = || {
        let _presence = site.enter();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return site.build_the_rest() };
            let syntax = recognise::syntax(input.syntax, sources.get(input.file).text());
            let mut part = 0;
            let last = text::read_in_parts(
                sources,
                input.file,
                syntax,
                limits,
                nodes,
                recognise::is_of_lists,
                |tree| {
                    site.bring((at, part), Part::More(tree));
                    part += 1;
                },
            );
            site.bring((at, part), Part::Last(last));
        }
    };
    beside(threads - 1, work, work);
    site.finish()
}

/// The nodes of a file.
pub(super) fn parse<'s>(sources: &'s Sources, input: &Input, limits: Limits) -> Parsed<'s> {
    let syntax = recognise::syntax(input.syntax, sources.get(input.file).text());
    text::read(sources, input.file, syntax, limits)
}

/// Takes the objects and suppressions of a file in.
pub(super) fn build(builder: &mut Builder, sources: &Sources, input: &Input, parsed: Parsed<'_>) {
    let source = sources.get(input.file);
    let syntax = begin(builder, source, input);
    let broken = !parsed.errors.is_empty();
    builder.problems.extend(parsed.errors.into_iter().map(Problem::Syntax));
    let before = builder.mark();
    let input = Input { syntax, ..input.clone() };
    objects(builder, source, &input, &parsed.tree, broken);
    allow::settle(builder, source, &parsed.tree, syntax, before);
}

/// What is to be said of a file before it is read; its true syntax.
fn begin(builder: &mut Builder, source: &Source, input: &Input) -> Syntax {
    let syntax = recognise::syntax(input.syntax, source.text());
    let encoding = source.encoding_errors().iter();
    builder
        .problems
        .extend(encoding.map(|error| Problem::Encoding { span: error.span, likely: error.likely }));
    if syntax != input.syntax {
        builder.problems.push(Problem::Syntax(mislabelled(source, input, syntax)));
    }
    syntax
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
