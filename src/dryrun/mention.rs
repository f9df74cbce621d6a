//! Where scenarios name objects of the deployment.

use super::fields::{Mistakes, Variable};
use super::lookup::StepReader;
use super::read::{Known, read_into};
use crate::catalogue::OptionSpec;
use crate::deployment::ObjectId;
use crate::names::Symbol;
use crate::text::{self, FileId, Limits, Node, Sources, Span, Syntax};

/// One place in a scenario file that names an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where the name stands, without a kind or tenant before it; the whole text where that has escapes.
    pub at: Span,
    /// The object that is named.
    pub of: ObjectId,
    /// The name as it is written there, in whatever letter case.
    pub text: String,
    /// The field whose name or value it is.
    pub field: String,
    /// The scenario, the first one of several by the same steps.
    pub scenario: String,
    /// Whether the name stands nowhere in one piece: it is put together from names of `with`.
    pub is_in_pieces: bool,
}

/// Every place in a scenario file that names an object of the deployment, in order, and whether the file has mistakes:
/// then there may be more.
#[must_use]
pub fn mentions(
    known: &Known<'_, '_>,
    sources: &Sources,
    file: FileId,
    syntax: Syntax,
) -> (Vec<Mention>, bool) {
    let mut mistakes = Mistakes { mentions: Some(Vec::new()), ..Mistakes::default() };
    let parsed = text::read(sources, file, syntax, Limits::default());
    let has_mistakes = read_into(known, &parsed, &mut mistakes).is_err();
    let mut mentions = mistakes.mentions.unwrap_or_default();
    mentions.sort_by_key(|mention| (mention.at, mention.of));
    mentions.dedup_by_key(|mention| (mention.at, mention.of));
    (mentions, has_mistakes)
}

impl StepReader<'_, '_, '_> {
    /// Notes that a node names an object: as `name`, `tenant/name` or, `with_kind`, the same behind a kind.
    pub(super) fn names(&mut self, node: Node<'_>, field: &str, object: ObjectId, with_kind: bool) {
        if self.mistakes.mentions.is_none() {
            return;
        }
        let deployment = self.deployment();
        let text = self.put_in(node.text());
        let start = if with_kind { text.find('/').map_or(0, |slash| slash + 1) } else { 0 };
        let named = deployment.object(object);
        let (name, tenant) = (deployment.text(named.name), deployment.text(named.tenant));
        // A person may be named by employee id: that is no name.
        let Some(before) = before_last(&text[start..], name) else { return };
        self.mention(node, field, object, (&text, start + before.len(), text.len()));
        let of_tenant = before.strip_suffix('/').filter(|before| before.eq_ignore_ascii_case(tenant));
        if let (Some(before), Some(tenant)) = (of_tenant, deployment.tenant_of(object)) {
            self.mention(node, field, tenant, (&text, start, start + before.len()));
        }
    }

    /// Notes that the value of an option names an object, if values of that option do.
    pub(super) fn value_names(&mut self, fields: Node<'_>, option: (&str, &str), tenants: &[Symbol]) {
        let (Some(node), true) = (fields.get("value"), self.mistakes.mentions.is_some()) else { return };
        let kind =
            self.known.catalogue.find_option(option.0, None, option.1).and_then(OptionSpec::named_kind);
        let deployment = self.deployment();
        let name = deployment.symbol(&self.put_in(node.text()));
        let Some(((kind, _), name)) = kind.zip(name) else { return };
        let mut objects: Vec<ObjectId> =
            tenants.iter().filter_map(|&tenant| deployment.find(kind, tenant, name)).collect();
        if tenants == [Symbol::EMPTY] && objects.is_empty() {
            let all = deployment.of_kind(kind).iter().copied();
            objects = all.filter(|&id| deployment.object(id).name == name).collect();
        }
        for object in objects {
            self.names(node, "value", object, false);
        }
    }

    /// Notes that a part of a node's text, names put in, is the name of an object.
    fn mention(
        &mut self,
        node: Node<'_>,
        field: &str,
        of: ObjectId,
        (text, start, end): (&str, usize, usize),
    ) {
        let written = self.written(node, (text, start, end));
        let whole = (node.text_span(), text[start..end].to_owned());
        let is_in_pieces = written.is_none();
        let (at, text) = written.unwrap_or(whole);
        let (field, scenario) = (field.to_owned(), self.scenario.to_owned());
        if let Some(mentions) = &mut self.mistakes.mentions {
            mentions.push(Mention { at, of, text, field, scenario, is_in_pieces });
        }
    }

    /// Where a part of a node's text stands in the file: in the node, or in what one of its names stands for.
    fn written(&self, node: Node<'_>, (text, start, end): (&str, usize, usize)) -> Option<(Span, String)> {
        let raw = node.text();
        let pieces = pieces(raw, self.variables);
        let spelled: String = pieces.iter().map(|piece| piece.text).collect();
        if spelled != text {
            return None;
        }
        let mut before = 0;
        for piece in pieces {
            let after = before + piece.text.len();
            if before <= start && end <= after {
                let (from, to) = (start - before, end - before);
                let at = match piece.variable {
                    Some(of) => place(of.at, of.is_verbatim, (from, to, of.value.len())),
                    None => place(
                        node.text_span(),
                        node.is_verbatim(),
                        (piece.start + from, piece.start + to, raw.len()),
                    ),
                };
                return at.map(|at| (at, text[start..end].to_owned()));
            }
            before = after;
        }
        None
    }
}

/// A part of a text that is written there, or that a name of `with` stands for.
struct Piece<'t> {
    text: &'t str,
    /// Where it begins in the text as it is written.
    start: usize,
    variable: Option<&'t Variable>,
}

/// A text in pieces, with the names of `with` put in.
fn pieces<'t>(raw: &'t str, variables: &'t [Variable]) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in raw.match_indices('$') {
        let known = variables.iter().find(|variable| raw[at + 1..].starts_with(variable.name.as_str()));
        if let Some(variable) = known.filter(|_| at >= start) {
            pieces.push(Piece { text: &raw[start..at], start, variable: None });
            pieces.push(Piece { text: &variable.value, start: at, variable: Some(variable) });
            start = at + 1 + variable.name.len();
        }
    }
    pieces.push(Piece { text: &raw[start..], start, variable: None });
    pieces
}

/// Where a part of a text of `len` bytes stands; where it has escapes, only its end can be said.
fn place(at: Span, is_verbatim: bool, (start, end, len): (usize, usize, usize)) -> Option<Span> {
    if is_verbatim { Some(at.part(start, end)) } else { (end == len).then_some(at) }
}

/// What stands before the name at the end of a text, in any letter case: nothing, or something up to a slash.
fn before_last<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (before, end) = text.split_at_checked(text.len().checked_sub(name.len())?)?;
    let is_whole = before.is_empty() || before.ends_with('/');
    (is_whole && end.eq_ignore_ascii_case(name)).then_some(before)
}
