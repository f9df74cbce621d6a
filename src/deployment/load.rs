//! Files in, deployment out: which dialect each file is in, and what could not be read.

use super::builder::Builder;
use super::model::Deployment;
use super::problem::Problem;
use super::{cfg, ours, recognise};
use crate::names::ObjectName;
use crate::text::{self, FileId, Limits, Sources, Syntax};

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

/// Reads every file and puts the objects together. Never fails: what is wrong is in [`Deployment::problems`].
#[must_use]
pub fn load(sources: &Sources, inputs: &[Input], limits: Limits) -> Deployment {
    let mut builder = Builder::default();
    for input in inputs {
        read(&mut builder, sources, input, limits);
    }
    builder.finish()
}

fn read(builder: &mut Builder, sources: &Sources, input: &Input, limits: Limits) {
    let source = sources.get(input.file);
    if let Syntax::Xml | Syntax::Csv = input.syntax {
        let found = "a format that is not read yet";
        builder.problems.push(Problem::NotADeploymentFile { file: input.file, found });
        return;
    }
    let encoding = source.encoding_errors().iter();
    builder
        .problems
        .extend(encoding.map(|error| Problem::Encoding { span: error.span, likely: error.likely }));
    let parsed = text::read(sources, input.file, input.syntax, limits);
    let broken = !parsed.errors.is_empty();
    builder.problems.extend(parsed.errors.into_iter().map(Problem::Syntax));
    if input.syntax == Syntax::Cfg {
        match input.object.clone().or_else(|| cfg::object_of(source.path())) {
            Some(object) => {
                builder.files.push(input.file);
                let at = ours::start_of(input.file, source.text().len());
                ours::read_options(builder, &parsed.tree, object.kind, &object.rest, at);
            }
            None => builder.problems.push(Problem::UnplacedOptions { file: input.file }),
        }
        return;
    }
    match recognise::recognises(&parsed.tree) {
        Ok(()) => {
            builder.files.push(input.file);
            ours::read(builder, &parsed.tree);
        }
        // A file too broken to be recognised has its syntax errors; that is enough.
        Err(_) if broken => {}
        Err(found) => builder.problems.push(Problem::NotADeploymentFile { file: input.file, found }),
    }
}
