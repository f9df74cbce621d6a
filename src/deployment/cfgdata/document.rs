//! One CfgData document: every object element in it, by its id and by its number.

use rustc_hash::FxHashMap;

use super::super::native::{self, Unread};
use super::super::problem::Problem;
use crate::names::ObjectKind;
use crate::text::{Element, Node};

/// How far owners are followed: folders in folders.
const DEEPEST: usize = 32;

/// What a block says of the objects in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// They exist.
    Reference,
    /// They are described.
    Create,
    /// They change.
    Update,
    /// They go.
    Remove,
}

impl Block {
    fn of(name: &str) -> Option<Self> {
        match name {
            "CfgReference" => Some(Self::Reference),
            "CfgCreate" => Some(Self::Create),
            "CfgUpdate" => Some(Self::Update),
            "CfgRemove" => Some(Self::Remove),
            _ => None,
        }
    }

    /// What the name of an element in this block has behind the type.
    fn suffix(self) -> &'static str {
        match self {
            Self::Reference | Self::Remove => "Ref",
            Self::Create => "",
            Self::Update => "Update",
        }
    }
}

/// An object element.
#[derive(Debug)]
pub(super) struct Known<'t> {
    pub(super) block: Block,
    /// The type as the element names it: `Person`.
    pub(super) word: &'t str,
    /// The kind, for types that we read.
    pub(super) kind: Option<ObjectKind>,
    pub(super) element: Element<'t>,
    /// The name that the element gives.
    name: Option<Node<'t>>,
}

/// The objects of a document.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) known: Vec<Known<'t>>,
    ids: FxHashMap<&'t str, u32>,
    /// By kind and number in the database; an element with a name goes before one without.
    numbers: FxHashMap<(ObjectKind, &'t str), u32>,
}

impl<'t> Document<'t> {
    /// Finds every object element.
    pub(super) fn of(root: Element<'t>, unread: &mut Unread<'t>, problems: &mut Vec<Problem>) -> Self {
        let mut document =
            Self { known: Vec::new(), ids: FxHashMap::default(), numbers: FxHashMap::default() };
        for child in root.children() {
            let Some(block) = Block::of(child.name()) else {
                unread.element(child);
                continue;
            };
            for element in child.children() {
                let name = element.name();
                let word = name.strip_prefix("Cfg").and_then(|name| name.strip_suffix(block.suffix()));
                let word = word.unwrap_or(name);
                let kind = native::kind(word);
                let name = own_name(kind, element);
                document.add(Known { block, word, kind, element, name }, problems);
            }
        }
        document
    }

    fn add(&mut self, known: Known<'t>, problems: &mut Vec<Problem>) {
        let at = self.known.len() as u32;
        let element = known.element;
        if let Some(id) = element.attribute("id").filter(|_| known.block != Block::Update)
            && let Some(first) = self.ids.insert(id.text(), at)
            && let Some(first) = self.known[first as usize].element.attribute("id")
            && known.block != Block::Remove
        {
            problems.push(Problem::DuplicateKey {
                object: None,
                key: id.text().to_owned(),
                option: false,
                first: first.text_span(),
                again: id.text_span(),
                same: false,
            });
        }
        if let (Some(kind), Some(number)) = (known.kind, element.attribute("DBID")) {
            let number = self.numbers.entry((kind, number.text())).or_insert(at);
            if known.name.is_some() {
                *number = at;
            }
        }
        self.known.push(known);
    }

    /// The element with an id, else the one of the kind with that number.
    pub(super) fn find(&self, id: &str, kind: Option<ObjectKind>) -> Option<usize> {
        let by_id = self.ids.get(id).map(|&at| at as usize);
        by_id
            .filter(|&at| kind.is_none() || self.known[at].kind == kind)
            .or_else(|| self.numbers.get(&(kind?, id)).map(|&at| at as usize))
    }

    /// The name of an object; one without a name has that of the object with its number.
    pub(super) fn name(&self, at: usize) -> Option<Node<'t>> {
        let known = &self.known[at];
        known.name.or_else(|| {
            let number = known.element.attribute("DBID")?.text();
            self.known[self.find_number(known.kind?, number)?].name
        })
    }

    fn find_number(&self, kind: ObjectKind, number: &str) -> Option<usize> {
        self.numbers.get(&(kind, number)).map(|&at| at as usize)
    }

    /// The tenant that an owner is or lies in; nothing where the owner has none, an error where nothing has that id.
    pub(super) fn owning_tenant(&self, id: &str) -> Result<Option<&'t str>, ()> {
        let mut id = id;
        for _ in 0..DEEPEST {
            let at = self.find(id, None).or_else(|| self.find(id, Some(ObjectKind::Tenant))).ok_or(())?;
            if self.known[at].kind == Some(ObjectKind::Tenant) {
                return self.name(at).map(|name| Some(name.text())).ok_or(());
            }
            match self.known[at].element.attribute("ownerDBID") {
                Some(owner) => id = owner.text(),
                None => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// The name that an element gives; persons have a user name where the version of the form knows one.
fn own_name(kind: Option<ObjectKind>, element: Element<'_>) -> Option<Node<'_>> {
    let given = |attribute| element.attribute(attribute).filter(|name| !name.text().is_empty());
    let user_name = if kind == Some(ObjectKind::Agent) { given("userName") } else { None };
    user_name.or_else(|| given("name"))
}
