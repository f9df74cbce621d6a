//! Suppressions as they are written: comments that begin with `wdectl:`, and entries of `wdectl-allow`.
//!
//! A comment behind something covers its line. A comment alone on its line covers the next line that holds more than a
//! comment. Where an object begins on the covered line, or has its name there, the whole object is covered. At the head
//! of a CFG file, before the first section, a comment covers the file and the object whose options it holds.

use super::builder::{Builder, Mark};
use super::model::ObjectId;
use super::ours::shape;
use super::problem::{AllowFault, Problem, Shape};
use crate::text::{Entry, FileId, Kind, Node, Source, Span, Style, Syntax, Tree};

/// What a comment that speaks to wdectl begins with.
const MARK: &str = "wdectl:";

/// A request to keep rules quiet, with its scope. Nothing is judged here: a rule may not exist, the reason be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The names of the rules as written, each with its place.
    pub rules: Vec<(String, Span)>,
    /// Why; empty where nothing is said.
    pub reason: String,
    /// The comment or the entry.
    pub at: Span,
    /// What it covers: whatever starts in one of these places ...
    pub places: Vec<Span>,
    /// ... and whatever is said of one of these objects.
    pub objects: Vec<ObjectId>,
}

/// An [`Allow`] of a file that is being read, with the positions of the objects it covers.
#[derive(Debug)]
pub(super) struct RawAllow {
    pub(super) objects: Vec<u32>,
    pub(super) allow: Allow,
}

/// Reads the entries of `wdectl-allow` on the object that is read next.
pub(super) fn entries(builder: &mut Builder, name: &str, node: Node<'_>) {
    let wrong = |node: Node<'_>, expected| Problem::WrongShape {
        span: node.span(),
        key: name.to_owned(),
        found: shape(node),
        expected,
        option: false,
    };
    let is_nothing = node.kind() == Kind::Null || node.style() == Style::Absent;
    if node.kind() != Kind::List && !is_nothing {
        builder.problems.push(wrong(node, Shape::List));
    }
    let object = builder.next();
    for item in node.items() {
        if item.kind() != Kind::Map {
            builder.problems.push(wrong(item, Shape::Map));
            continue;
        }
        let is_unknown = |entry: &Entry<'_>| !matches!(entry.key.text(), "rule" | "reason");
        if let Some(Entry { key, .. }) = item.entries().find(is_unknown) {
            let fault = AllowFault::UnknownKey(key.text().to_owned());
            builder.problems.push(Problem::MalformedAllow { span: key.span(), fault });
            continue;
        }
        let Some(rule) = item.get("rule") else {
            builder.problems.push(Problem::MalformedAllow { span: item.span(), fault: AllowFault::NoRule });
            continue;
        };
        let allow = Allow {
            rules: vec![(rule.text().to_owned(), rule.text_span())],
            reason: reason(item.get("reason").map(|reason| reason.text()).unwrap_or_default()).to_owned(),
            at: item.span(),
            places: Vec::new(),
            objects: Vec::new(),
        };
        builder.allows.push(RawAllow { objects: vec![object], allow });
    }
}

/// Reads the comments of a file, and settles what the suppressions of the file cover. `before` is how much there was
/// when the file's turn came.
pub(super) fn settle(builder: &mut Builder, source: &Source, tree: &Tree<'_>, syntax: Syntax, before: Mark) {
    let mut page: Option<Page<'_>> = None;
    for comment in tree.comments() {
        let text = source.true_text().get(comment.range()).unwrap_or_default();
        let Some(said) = said(text) else { continue };
        let read = if syntax == Syntax::Json { Err(AllowFault::Json) } else { read(said) };
        match read {
            Err(fault) => builder.problems.push(Problem::MalformedAllow { span: comment, fault }),
            Ok((rules, reason)) => {
                let page = page.get_or_insert_with(|| Page::of(builder, source, tree, syntax, before));
                let (objects, place) = page.covered(comment);
                // Parts of the comment are parts of its text.
                let start = |part: &str| part.as_ptr().addr() - text.as_ptr().addr();
                let placed =
                    |rule: &str| (rule.to_owned(), comment.part(start(rule), start(rule) + rule.len()));
                let allow = Allow {
                    rules: rules.map(placed).collect(),
                    reason: reason.to_owned(),
                    at: comment,
                    places: vec![place],
                    objects: Vec::new(),
                };
                builder.allows.push(RawAllow { objects, allow });
            }
        }
    }
    if builder.allows.len() > before.allows {
        let extents = extents(builder, before, source);
        for raw in &mut builder.allows[before.allows..] {
            let objects = raw.objects.iter().filter_map(|&at| extents.get(at as usize - before.raws));
            raw.allow.places.extend(objects);
        }
    }
}

/// What a comment says behind its mark, if it has one.
fn said(comment: &str) -> Option<&str> {
    let xml = comment.strip_prefix("<!--").and_then(|comment| comment.strip_suffix("-->"));
    let comment = xml.unwrap_or(comment).trim_start_matches(['#', ';', '/', '*']);
    comment.trim_start().strip_prefix(MARK).map(str::trim)
}

/// The rules and the reason of `allow(rule, rule) reason`.
fn read(said: &str) -> Result<(impl Iterator<Item = &str>, &str), AllowFault> {
    let word = said.find(|next: char| !next.is_ascii_alphanumeric() && next != '-').unwrap_or(said.len());
    let (word, rest) = said.split_at(word);
    if word != "allow" {
        return Err(AllowFault::NotAllow(word.to_owned()));
    }
    let list = rest.trim_start().strip_prefix('(').ok_or(AllowFault::NoRule)?;
    let (list, rest) = list.split_once(')').ok_or(AllowFault::Unclosed)?;
    let rules = || list.split(',').map(str::trim).filter(|rule| !rule.is_empty());
    if rules().next().is_none() {
        return Err(AllowFault::NoRule);
    }
    Ok((rules(), reason(rest)))
}

/// A reason without what may stand before it, as in `allow(..): reason`; a reason has a letter or a digit.
fn reason(text: &str) -> &str {
    let text = text.trim();
    if text.contains(char::is_alphanumeric) {
        text.trim_start_matches([':', '-', '–', '—', ' '])
    } else {
        ""
    }
}

/// The lines of a file, and where objects begin on them.
struct Page<'a> {
    file: FileId,
    source: &'a Source,
    /// Where comments begin, in order.
    comments: Vec<u32>,
    /// Where objects begin and where their names stand, in order, each with the object's position.
    heads: Vec<(u32, u32)>,
    /// For a CFG file: where its first section begins, and its object if it is known.
    cfg: Option<(u32, Option<u32>)>,
}

impl<'a> Page<'a> {
    fn of(builder: &Builder, source: &'a Source, tree: &Tree<'_>, syntax: Syntax, before: Mark) -> Self {
        let mut comments: Vec<u32> = tree.comments().map(|comment| comment.start).collect();
        comments.sort_unstable();
        let mut heads = Vec::new();
        let raws = builder.raws.iter().enumerate().skip(before.raws);
        for (at, raw) in raws.filter(|_| syntax != Syntax::Cfg) {
            heads.extend([(raw.text.start, at as u32), (raw.object.at.start, at as u32)]);
        }
        heads.sort_unstable();
        let first = tree.roots().next().map_or(u32::MAX, |root| root.span().start);
        let object = (builder.raws.len() > before.raws).then_some(before.raws as u32);
        let cfg = (syntax == Syntax::Cfg).then_some((first, object));
        Self { file: tree.file(), source, comments, heads, cfg }
    }

    /// The objects and the place that a comment covers.
    fn covered(&self, comment: Span) -> (Vec<u32>, Span) {
        let place = |start: u32, end: u32| Span { file: self.file, start, end };
        if let Some((_, object)) = self.cfg.filter(|&(first, _)| comment.start < first) {
            return (object.into_iter().collect(), place(0, self.end()));
        }
        let own = self.source.line_of(comment.start);
        let (start, end) = self.line(own);
        // YAML may have the dash of a list alone on a line.
        let is_alone = self.text(start, comment.start).trim_matches([' ', '\t', '-']).is_empty();
        let next =
            || (own + 1..self.source.line_starts().len()).find(|&line| self.is_more_than_comment(line));
        let Some(line) = (if is_alone { next() } else { Some(own) }) else {
            return (Vec::new(), place(start, end));
        };
        let (from, to) = self.line(line);
        let heads =
            self.heads.partition_point(|&(at, _)| at < from)..self.heads.partition_point(|&(at, _)| at < to);
        let mut objects: Vec<u32> = self.heads[heads].iter().map(|&(_, object)| object).collect();
        objects.sort_unstable();
        objects.dedup();
        (objects, place(start, to))
    }

    /// One past the last place of the file, so that its end lies inside.
    fn end(&self) -> u32 {
        self.source.true_text().len() as u32 + 1
    }

    /// Where a line starts, and where the next one does.
    fn line(&self, line: usize) -> (u32, u32) {
        let starts = self.source.line_starts();
        (starts[line], starts.get(line + 1).copied().unwrap_or_else(|| self.end()))
    }

    fn text(&self, start: u32, end: u32) -> &'a str {
        let text = self.source.true_text();
        text.get(start as usize..text.len().min(end as usize)).unwrap_or_default()
    }

    fn is_more_than_comment(&self, line: usize) -> bool {
        let (start, end) = self.line(line);
        let text = self.text(start, end);
        let content = start + (text.len() - text.trim_start().len()) as u32;
        !text.trim().is_empty() && self.comments.binary_search(&content).is_err()
    }
}

/// Where each object of a file reaches from its beginning to its end. A TOML table has only its header as its place: it
/// reaches to where the next object begins.
fn extents(builder: &Builder, before: Mark, source: &Source) -> Vec<Span> {
    let raws = &builder.raws[before.raws..];
    let mut starts: Vec<u32> = raws.iter().map(|raw| raw.text.start).collect();
    starts.sort_unstable();
    let extent = |text: Span, name: Span| {
        if (text.start..=text.end).contains(&name.start) {
            return text;
        }
        let next = starts.get(starts.partition_point(|&start| start <= text.start));
        Span { end: next.copied().unwrap_or(source.true_text().len() as u32 + 1), ..text }
    };
    raws.iter().map(|raw| extent(raw.text, raw.object.at)).collect()
}
