//! Every place where a file of a deployment names an object: a deployment itself keeps each link once.

use rustc_hash::FxHashSet;

use super::builder::{Builder, Part, Raw, Reference, repeated};
use super::load::{Input, build, parse};
use super::model::{Deployment, ObjectId, Setting};
use super::settle::Finder;
use crate::names::{ObjectKind, Symbol};
use crate::text::{FileId, Limits, Sources, Span};

/// As what an object is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// As the object itself.
    Itself,
    /// As what the one that names it is a member of, or uses.
    Member,
    /// As a member of the one that names it.
    BelongsTo,
    /// As the tenant of the one that names it; a tenant that counts for a whole file is named by its first object.
    Tenant,
}

/// One place that names an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where the name stands, without quotes and without a kind before it.
    pub at: Span,
    /// The object that is named.
    pub of: ObjectId,
    /// The object whose text it is.
    pub by: ObjectId,
    /// As what it is named.
    pub naming: Naming,
}

/// What a deployment does not keep: each place of a name, and the values that later ones replace.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Every place of a name, in order; the values of options are not looked at.
    pub places: Vec<Mention>,
    /// Settings that another one of the same option on the same object replaces.
    pub replaced: Vec<(ObjectId, Setting)>,
    /// Files that hold options of an object, and name it by their own name or as they are said to.
    pub options_files: Vec<(ObjectId, FileId)>,
}

/// Reads a deployment once more, on this thread, and keeps every place of a name. The objects have the same ids.
#[must_use]
pub fn mentions(sources: &Sources, inputs: &[Input], limits: Limits) -> Mentions {
    let mut builder = Builder::default();
    for input in inputs {
        build(&mut builder, sources, input, parse(sources, input, limits));
    }
    let mut mentions = Mentions::default();
    builder.finish_with(Some(&mut mentions));
    mentions
}

/// What an object's text says of itself.
#[derive(Debug)]
pub(super) struct Own {
    at: Span,
    tenant: Option<(Symbol, Span)>,
    is_options_file: bool,
}

impl Own {
    pub(super) fn of(raws: &[Raw]) -> Vec<Self> {
        let own = |raw: &Raw| Self {
            at: raw.object.at,
            tenant: raw.tenant,
            is_options_file: matches!(raw.part, Part::Options { .. }),
        };
        raws.iter().map(own).collect()
    }
}

impl Mentions {
    /// Gathers them, before each option is left once on an object.
    pub(super) fn of(
        deployment: &Deployment,
        texts: &[Own],
        place: &[Option<ObjectId>],
        references: &[Reference],
        finder: &Finder,
    ) -> Self {
        let mut mentions = Self::default();
        for (own, by) in texts.iter().zip(place).filter_map(|(own, place)| Some((own, (*place)?))) {
            if own.is_options_file {
                mentions.options_files.push((by, own.at.file));
            } else {
                mentions.places.push(Mention { at: own.at, of: by, by, naming: Naming::Itself });
            }
            let tenant = own
                .tenant
                .and_then(|(name, at)| Some((deployment.find(ObjectKind::Tenant, Symbol::EMPTY, name)?, at)));
            if let Some((of, at)) = tenant {
                mentions.places.push(Mention { at, of, by, naming: Naming::Tenant });
            }
        }
        for reference in references {
            let Some(by) = place[reference.object as usize] else { continue };
            let tenant = deployment.object(by).tenant;
            let Some(of) = finder.find(deployment, tenant, reference) else { continue };
            let naming = if reference.member { Naming::BelongsTo } else { Naming::Member };
            mentions.places.push(Mention { at: reference.at, of, by, naming });
        }
        mentions.places.sort();
        let mut seen = FxHashSet::default();
        mentions.places.retain(|mention| seen.insert((mention.at, mention.of)));
        for (id, object) in deployment.objects() {
            let replaced = repeated(&object.options).into_iter();
            mentions.replaced.extend(replaced.map(|(first, _)| (id, object.options[first])));
        }
        mentions
    }
}
