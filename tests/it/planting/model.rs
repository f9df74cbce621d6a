//! A deployment as its writer thinks of it, and the hands that change it.

use wdectl::names::{ObjectKind, WORKSPACE_SECTION};

use super::random::Random;

/// Stands in a text right before what a rule should point at; it is taken out before the text is read.
pub(super) const MARK: char = '⚑';
/// Stands for a byte that is not UTF-8.
pub(super) const NOT_TEXT: char = '\u{F8FF}';

/// The name of an extra file that is a catalogue.
pub(super) const CATALOGUE: &str = "site-catalogue.toml";

/// What stands behind a key.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(String),
    /// Written as it is, in every dialect.
    Raw(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Json,
    Yaml,
    Toml,
}

#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) dialect: Dialect,
    /// The tenant of all its objects, written at its top.
    pub(super) tenant: Option<String>,
    /// More keys at its top.
    pub(super) top: Vec<(String, Node)>,
}

#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
    pub(super) tenant: Option<String>,
    /// Whether the tenant is written on the object, too, where it need not be.
    pub(super) says_tenant: bool,
    pub(super) fields: Vec<(String, Node)>,
    /// Section, name and value.
    pub(super) options: Vec<(String, String, Node)>,
    /// The options stand in a CFG file.
    pub(super) in_cfg: bool,
    pub(super) file: usize,
    /// Its place among those of its kind in the file.
    pub(super) order: usize,
}

/// What planters need to know of a tenant.
#[derive(Debug, Clone, Default)]
pub(super) struct Tenant {
    pub(super) name: String,
    /// The application of its agents.
    pub(super) application: String,
    /// Groups with a hold queue; each agent is in one of them.
    pub(super) groups: Vec<String>,
    /// The roles that every agent has.
    pub(super) roles: Vec<String>,
    /// Positions of the enabled agents.
    pub(super) agents: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Deployment {
    pub(super) objects: Vec<Object>,
    pub(super) files: Vec<File>,
    /// Files that are written as they are: path and text.
    pub(super) extra: Vec<(String, String)>,
    pub(super) tenants: Vec<Tenant>,
    pub(super) random: Random,
}

/// A text without marks.
pub(super) fn plain(text: &str) -> String {
    text.replace(MARK, "")
}

impl Deployment {
    /// Adds an object to a random file that may hold it; its position.
    pub(super) fn add(&mut self, kind: ObjectKind, name: &str, tenant: Option<&str>) -> usize {
        let fits = |file: &File| {
            kind == ObjectKind::Tenant || file.tenant.as_deref().is_none_or(|own| tenant == Some(own))
        };
        let files: Vec<usize> = (0..self.files.len()).filter(|&at| fits(&self.files[at])).collect();
        let file = self.random.pick(&files);
        let says_tenant = self.random.flip();
        let order = self.random.below(1000);
        self.objects.push(Object {
            kind,
            name: name.to_owned(),
            tenant: tenant.map(str::to_owned),
            says_tenant,
            fields: Vec::new(),
            options: Vec::new(),
            in_cfg: false,
            file,
            order,
        });
        self.objects.len() - 1
    }

    pub(super) fn field(&mut self, at: usize, key: &str, value: impl Into<Node>) {
        self.objects[at].fields.push((key.to_owned(), value.into()));
    }

    /// Adds an item to a list of an object, as its last one.
    pub(super) fn push(&mut self, at: usize, key: &str, item: &str) {
        let fields = &mut self.objects[at].fields;
        match fields.iter_mut().find(|(known, _)| known == key) {
            Some((_, Node::List(items))) => items.push(item.into()),
            _ => fields.push((key.to_owned(), Node::List(vec![item.into()]))),
        }
    }

    /// Sets an option of the desktop.
    pub(super) fn set(&mut self, at: usize, option: &str, value: impl Into<Node>) {
        self.set_in(at, WORKSPACE_SECTION, option, value);
    }

    pub(super) fn set_in(&mut self, at: usize, section: &str, option: &str, value: impl Into<Node>) {
        self.objects[at].options.push((section.to_owned(), option.to_owned(), value.into()));
    }

    /// Takes an option away wherever it stands.
    pub(super) fn unset_everywhere(&mut self, option: &str) {
        for object in &mut self.objects {
            object.options.retain(|(_, name, _)| name != option);
        }
    }

    /// Positions of all objects of a kind.
    pub(super) fn of(&self, kind: ObjectKind) -> Vec<usize> {
        (0..self.objects.len()).filter(|&at| self.objects[at].kind == kind).collect()
    }

    pub(super) fn any(&mut self, kind: ObjectKind) -> usize {
        let all = self.of(kind);
        self.random.pick(&all)
    }

    pub(super) fn find(&self, kind: ObjectKind, tenant: Option<&str>, name: &str) -> usize {
        let is_it = |object: &Object| {
            object.kind == kind && plain(&object.name) == plain(name) && object.tenant.as_deref() == tenant
        };
        self.objects.iter().position(is_it).unwrap()
    }

    /// Servers of a type.
    pub(super) fn servers(&self, kind: &str) -> Vec<usize> {
        let is_it = |object: &Object| {
            object
                .fields
                .iter()
                .any(|(key, value)| key == "type" && matches!(value, Node::Text(word) if word == kind))
        };
        (0..self.objects.len()).filter(|&at| is_it(&self.objects[at])).collect()
    }

    pub(super) fn any_tenant(&mut self) -> Tenant {
        let tenants = self.tenants.clone();
        self.random.pick(&tenants)
    }

    /// Puts an agent into a group or role, written on either side.
    pub(super) fn join(&mut self, agent: usize, kind: ObjectKind, name: &str) {
        let of_agent = match kind {
            ObjectKind::AgentGroup => "agent-groups",
            ObjectKind::AccessGroup => "access-groups",
            _ => "roles",
        };
        if self.random.flip() {
            self.push(agent, of_agent, name);
            return;
        }
        let Object { name: agent, tenant, .. } = self.objects[agent].clone();
        let other = self.find(kind, tenant.as_deref(), name);
        let agent = plain(&agent);
        match kind {
            ObjectKind::Role if self.random.flip() => self.push(other, "members", &format!("agent/{agent}")),
            ObjectKind::Role => self.push(other, "members", &agent),
            _ => self.push(other, "agents", &agent),
        }
    }

    /// An agent of a tenant, in no group and with no role.
    pub(super) fn newcomer(&mut self, tenant: &Tenant, name: &str) -> usize {
        let agent = self.add(ObjectKind::Agent, name, Some(&tenant.name));
        if self.random.flip() || self.workspaces_of(tenant) > 1 {
            self.field(agent, "application", tenant.application.as_str());
        }
        agent
    }

    /// An agent like all others of the tenant.
    pub(super) fn colleague(&mut self, tenant: &Tenant, name: &str) -> usize {
        let agent = self.newcomer(tenant, name);
        self.seat_in_a_group(agent, tenant);
        for role in &tenant.roles {
            self.join(agent, ObjectKind::Role, role);
        }
        agent
    }

    /// Puts an agent into one of the groups with a hold queue.
    pub(super) fn seat_in_a_group(&mut self, agent: usize, tenant: &Tenant) {
        let group = self.random.pick(&tenant.groups);
        self.join(agent, ObjectKind::AgentGroup, &group);
    }

    /// A new role with these privileges.
    pub(super) fn role(&mut self, tenant: &Tenant, name: &str, privileges: &[&str]) -> usize {
        let role = self.add(ObjectKind::Role, name, Some(&tenant.name));
        let privileges = privileges.iter().map(|&privilege| privilege.into()).collect();
        self.field(role, "privileges", Node::List(privileges));
        role
    }

    /// The number of workspace applications that a tenant's agents may mean.
    fn workspaces_of(&self, tenant: &Tenant) -> usize {
        let is_one = |at: &&usize| {
            let object = &self.objects[**at];
            object.tenant.as_deref().is_none_or(|own| own == tenant.name)
        };
        self.workspaces().iter().filter(is_one).count()
    }

    pub(super) fn workspaces(&self) -> Vec<usize> {
        let servers = [self.servers("chat-server"), self.servers("interaction-server")].concat();
        self.of(ObjectKind::Application).into_iter().filter(|at| !servers.contains(at)).collect()
    }

    /// An object whose options reach some agent, of a random level, with its tenant.
    pub(super) fn holder(&mut self) -> usize {
        let tenant = self.any_tenant();
        match self.random.below(4) {
            0 => {
                let all = self.workspaces();
                self.random.pick(&all)
            }
            1 => self.find(ObjectKind::Tenant, None, &tenant.name),
            2 => {
                let group = self.random.pick(&tenant.groups);
                self.find(ObjectKind::AgentGroup, Some(&tenant.name), &group)
            }
            _ => self.random.pick(&tenant.agents),
        }
    }

    /// Such an object that belongs to one tenant, and the tenant's name.
    pub(super) fn holder_of_tenant(&mut self) -> (usize, String) {
        loop {
            let at = self.holder();
            let object = &self.objects[at];
            match (object.kind, &object.tenant) {
                (ObjectKind::Tenant, _) => return (at, object.name.clone()),
                (_, Some(tenant)) => return (at, tenant.clone()),
                (_, None) => {}
            }
        }
    }

    /// Puts a mark before a privilege that some role of a tenant grants.
    pub(super) fn mark_grant(&mut self, tenant: &str, privilege: &str) {
        self.each_grant(tenant, |grants| {
            for grant in grants {
                if matches!(grant, Node::Text(text) if text == privilege) {
                    *grant = format!("{MARK}{privilege}").into();
                }
            }
        });
    }

    /// Takes a privilege out of all roles of a tenant.
    pub(super) fn revoke(&mut self, tenant: &str, privilege: &str) {
        self.each_grant(tenant, |grants| {
            grants.retain(|grant| !matches!(grant, Node::Text(text) if text == privilege));
        });
    }

    fn each_grant(&mut self, tenant: &str, change: impl Fn(&mut Vec<Node>)) {
        for object in &mut self.objects {
            if object.kind == ObjectKind::Role && object.tenant.as_deref() == Some(tenant) {
                for (key, value) in &mut object.fields {
                    if let ("privileges", Node::List(grants)) = (key.as_str(), value) {
                        change(grants);
                    }
                }
            }
        }
    }

    /// Says of every agent which application it uses, so that another application may come.
    pub(super) fn name_applications(&mut self) {
        for at in self.of(ObjectKind::Agent) {
            let object = &self.objects[at];
            let tenant = self.tenants.iter().find(|tenant| Some(&tenant.name) == object.tenant.as_ref());
            let application = tenant.unwrap().application.clone();
            if !object.fields.iter().any(|(key, _)| key == "application") {
                self.field(at, "application", application);
            }
        }
    }
}
