//! The objects of a deployment and the links between them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::allow::Allow;
use super::fields::FieldKey;
use super::problem::Problem;
use super::secrets::Secrets;
use crate::names::{ApplicationType, Interner, Level, ObjectKind, ScriptType, Symbol, WORKSPACE_SECTION};
use crate::text::{FileId, Span};

/// An object of one [`Deployment`], in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub(super) u32);

impl ObjectId {
    /// The position of the object in [`Deployment::objects`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One option as it is written on an object. An object has each option once; of duplicates the last stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The section.
    pub section: Symbol,
    /// The option's name, without the `#` of a disabled one.
    pub name: Symbol,
    /// The value, as text.
    pub value: Symbol,
    /// Whether the name is written with a leading `#`: kept, never in force.
    pub disabled: bool,
    /// Where the name stands.
    pub key: Span,
    /// Where the value stands, without quotes.
    pub at: Span,
    /// Whether the value stands letter by letter at `at`, so that offsets into it are offsets into the file.
    pub verbatim: bool,
}

/// A scalar field of an object, or one item of a list field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Which field.
    pub key: FieldKey,
    /// Its text.
    pub value: Symbol,
    /// Where the text stands.
    pub at: Span,
}

/// One configuration object.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its name; for a person the username.
    pub name: Symbol,
    /// The tenant it belongs to, [`Symbol::EMPTY`] where it belongs to none.
    pub tenant: Symbol,
    /// Where its name stands (where it is written more than once, the first place).
    pub at: Span,
    /// False where the configuration disables it.
    pub enabled: bool,
    /// For a person: whether it is an agent.
    pub is_agent: bool,
    /// For an agent group: whether it is a virtual one.
    pub is_virtual: bool,
    /// Whether files only name it: what it is made of is not known.
    pub is_mentioned: bool,
    /// All other fields.
    pub fields: Vec<Field>,
    /// Its options.
    pub options: Vec<Setting>,
}

impl Object {
    /// The first text of a field.
    #[must_use]
    pub fn field(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// All texts of a list field.
    pub fn list(&self, key: FieldKey) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.key == key)
    }

    /// The setting of an option, if it is there and not disabled.
    #[must_use]
    pub fn setting(&self, section: Symbol, name: Symbol) -> Option<&Setting> {
        self.options
            .iter()
            .find(|setting| setting.name == name && setting.section == section && !setting.disabled)
    }
}

/// How two objects belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// An agent is in an agent group.
    AgentGroup,
    /// An agent is in an access group.
    AccessGroup,
    /// An agent, access group or agent group is a member of a role.
    Role,
    /// An agent uses an application.
    Application,
}

/// A link that was written on either of its two objects; each pair is linked once, at the first place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The member: the agent, or the access group or agent group that is a member of a role.
    pub from: ObjectId,
    /// What it is a member of.
    pub to: ObjectId,
    /// How.
    pub relation: Relation,
    /// Where that is written.
    pub at: Span,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Deployment {
    pub(super) names: Interner,
    pub(super) objects: Vec<Object>,
    pub(super) by_kind: [Vec<ObjectId>; ObjectKind::ALL.len()],
    pub(super) by_name: FxHashMap<(ObjectKind, Symbol, Symbol), ObjectId>,
    /// Names that objects of one kind have in several tenants.
    pub(super) ambiguous: FxHashSet<(ObjectKind, Symbol)>,
    /// Sorted by member, relation, target.
    pub(super) links: Vec<Link>,
    /// Where the links of an object start in `links`; one more than objects.
    pub(super) links_from: Vec<u32>,
    /// Positions in `links`, sorted by target, relation, member.
    pub(super) links_to: Vec<u32>,
    /// Where the links to an object start in `links_to`; one more than objects.
    pub(super) links_to_start: Vec<u32>,
    pub(super) allows: Vec<Allow>,
    pub(super) problems: Vec<Problem>,
    pub(super) files: Vec<FileId>,
    pub(super) forms: Vec<(FileId, String)>,
    pub(super) exported: Vec<FileId>,
    pub(super) secrets: Secrets,
}

impl Deployment {
    /// The text of a name or value of this deployment.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        self.names.text(symbol)
    }

    /// The symbol of a text, if it occurs anywhere in this deployment.
    #[must_use]
    pub fn symbol(&self, text: &str) -> Option<Symbol> {
        self.names.find(text)
    }

    /// Number of distinct texts; symbols are smaller, so that they can index a table of this size.
    #[must_use]
    pub fn symbol_count(&self) -> usize {
        self.names.len()
    }

    /// Every object, in the order of reading.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.objects.iter().enumerate().map(|(at, object)| (ObjectId(at as u32), object))
    }

    /// The object that comes next after this one in the order of reading, the first one after none.
    #[must_use]
    pub fn next_object(&self, id: Option<ObjectId>) -> Option<(ObjectId, &Object)> {
        let next = id.map_or(0, |id| id.0 + 1);
        self.objects.get(next as usize).map(|object| (ObjectId(next), object))
    }

    /// Number of objects.
    #[must_use]
    pub fn object_count(&self) -> usize {
        self.objects.len()
    }

    /// One object.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.index()]
    }

    /// The objects of one kind, in the order of reading.
    #[must_use]
    pub fn of_kind(&self, kind: ObjectKind) -> &[ObjectId] {
        &self.by_kind[kind as usize]
    }

    /// The persons that count: enabled agents.
    pub fn agents(&self) -> impl Iterator<Item = ObjectId> + '_ {
        self.of_kind(ObjectKind::Agent).iter().copied().filter(|&id| self.is_subject(id))
    }

    /// The enabled agents of an agent group or access group, in the order of reading.
    pub fn agents_in(&self, group: ObjectId) -> impl Iterator<Item = ObjectId> + '_ {
        let relation = match self.object(group).kind {
            ObjectKind::AccessGroup => Relation::AccessGroup,
            _ => Relation::AgentGroup,
        };
        self.members(group, relation).map(|link| link.from).filter(|&agent| self.is_subject(agent))
    }

    /// Whether an object is an enabled agent.
    #[must_use]
    pub fn is_subject(&self, id: ObjectId) -> bool {
        let object = self.object(id);
        object.kind == ObjectKind::Agent && object.enabled && object.is_agent
    }

    /// The object of a kind and name that a reference from `tenant` means: in that tenant, else without tenant.
    #[must_use]
    pub fn find(&self, kind: ObjectKind, tenant: Symbol, name: Symbol) -> Option<ObjectId> {
        let of = |tenant| self.by_name.get(&(kind, tenant, name)).copied();
        of(tenant).or_else(|| of(Symbol::EMPTY))
    }

    /// The tenant object of an object.
    #[must_use]
    pub fn tenant_of(&self, id: ObjectId) -> Option<ObjectId> {
        let tenant = self.object(id).tenant;
        self.by_name.get(&(ObjectKind::Tenant, Symbol::EMPTY, tenant)).copied()
    }

    /// Every link, sorted by member, relation and target.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of a member, sorted by relation and target.
    #[must_use]
    pub fn links_from(&self, id: ObjectId) -> &[Link] {
        &self.links[self.links_from[id.index()] as usize..self.links_from[id.index() + 1] as usize]
    }

    /// The links of a member by one relation.
    pub fn targets(&self, id: ObjectId, relation: Relation) -> impl Iterator<Item = &Link> {
        self.links_from(id).iter().filter(move |link| link.relation == relation)
    }

    /// The links to an object by one relation, sorted by member.
    pub fn members(&self, id: ObjectId, relation: Relation) -> impl Iterator<Item = &Link> {
        let range = self.links_to_start[id.index()] as usize..self.links_to_start[id.index() + 1] as usize;
        self.links_to[range]
            .iter()
            .map(|&at| &self.links[at as usize])
            .filter(move |link| link.relation == relation)
    }

    /// The workspace application of an agent: the one it names, else the only one of its tenant, else the only one
    /// without tenant. `None` where that leaves no or several candidates.
    #[must_use]
    pub fn application_of(&self, agent: ObjectId) -> Option<ObjectId> {
        if let Some(link) = self.targets(agent, Relation::Application).next() {
            return Some(link.to);
        }
        self.only_workspace_application(self.object(agent).tenant)
    }

    /// The only workspace application of a tenant, else the only one without tenant.
    #[must_use]
    pub fn only_workspace_application(&self, tenant: Symbol) -> Option<ObjectId> {
        let of = |tenant| {
            let mut found = self.of_kind(ObjectKind::Application).iter().copied().filter(|&id| {
                let application = self.object(id);
                application.enabled
                    && application.tenant == tenant
                    && self.application_type(id) == Some(ApplicationType::Workspace)
            });
            (found.next(), found.next())
        };
        match of(tenant) {
            (Some(only), None) => Some(only),
            (None, _) if tenant != Symbol::EMPTY => match of(Symbol::EMPTY) {
                (Some(only), None) => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    /// What an application is; `None` for types of which nothing is known.
    #[must_use]
    pub fn application_type(&self, id: ObjectId) -> Option<ApplicationType> {
        let Some(field) = self.object(id).field(FieldKey::Type) else {
            return Some(ApplicationType::Workspace);
        };
        let word = self.text(field.value);
        ApplicationType::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What a script is; `None` for types that no option names.
    #[must_use]
    pub fn script_type(&self, id: ObjectId) -> Option<ScriptType> {
        let word = self.text(self.object(id).field(FieldKey::Type)?.value);
        ScriptType::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The level at which an object's options of the workspace section count, `None` where they never do (a
    /// person who is no agent still has the level of an agent).
    #[must_use]
    pub fn level_of(&self, id: ObjectId) -> Option<Level> {
        let object = self.object(id);
        match object.kind {
            ObjectKind::Application => {
                (self.application_type(id) == Some(ApplicationType::Workspace)).then_some(Level::Application)
            }
            ObjectKind::Tenant => Some(Level::Tenant),
            ObjectKind::AgentGroup if object.is_virtual => Some(Level::VirtualAgentGroup),
            ObjectKind::AgentGroup => Some(Level::AgentGroup),
            ObjectKind::Agent => Some(Level::Agent),
            ObjectKind::Transaction => Some(Level::Transaction),
            ObjectKind::AccessGroup
            | ObjectKind::Role
            | ObjectKind::Script
            | ObjectKind::BusinessAttribute => None,
        }
    }

    /// The symbol of the workspace section, if any object has it.
    #[must_use]
    pub fn workspace_section(&self) -> Option<Symbol> {
        self.symbol(WORKSPACE_SECTION)
    }

    /// Requests to keep rules quiet.
    #[must_use]
    pub fn allows(&self) -> &[Allow] {
        &self.allows
    }

    /// What went wrong while reading, in the order of reading.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The files that hold parts of this deployment.
    #[must_use]
    pub fn files(&self) -> &[FileId] {
        &self.files
    }

    /// The files that other tools export and import again: no fix writes into them.
    #[must_use]
    pub fn exported(&self) -> &[FileId] {
        &self.exported
    }

    /// What each file was taken for, and by what that was seen.
    #[must_use]
    pub fn form(&self, file: FileId) -> Option<&str> {
        let at = self.forms.binary_search_by_key(&file, |&(known, _)| known).ok()?;
        Some(&self.forms[at].1)
    }

    /// Whether objects of its kind have its name in several tenants.
    #[must_use]
    pub fn is_ambiguous(&self, id: ObjectId) -> bool {
        let object = self.object(id);
        self.ambiguous.contains(&(object.kind, object.name))
    }

    /// How the object is written for people: `kind/name`, with its tenant where the name alone is ambiguous.
    #[must_use]
    pub fn display(&self, id: ObjectId) -> String {
        format!("{}/{}", self.object(id).kind, self.bare(id))
    }

    /// The object's name, with its tenant where the name alone is ambiguous.
    #[must_use]
    pub fn bare(&self, id: ObjectId) -> String {
        let object = self.object(id);
        let name = self.text(object.name);
        if object.tenant != Symbol::EMPTY && self.is_ambiguous(id) {
            format!("{}/{name}", self.text(object.tenant))
        } else {
            name.to_owned()
        }
    }
}
