//! What the names in a step mean in the deployment and in the scenario; a name that means nothing is a mistake.

use super::fields::{Mistakes, Variables, put_in};
use super::read::Known;
use super::scenario::Chat;
use crate::behaviour::Roster;
use crate::chat::{AgentId, ChatId, MOST, Owner};
use crate::deployment::{Deployment, FieldKey, ObjectId};
use crate::names::{ObjectKind, ObjectName, ScriptType, Symbol, WORKSPACE_SECTION, nearest};
use crate::text::{Node, Span};

/// The scripts of a type that `name` or `tenant/name` means, whatever their tenant.
pub(super) fn scripts(deployment: &Deployment, kind: ScriptType, name: &str) -> Vec<ObjectId> {
    let is_named = |id: ObjectId| {
        let script = deployment.object(id);
        let (own, tenant) = (deployment.text(script.name), deployment.text(script.tenant));
        own == name || name.strip_prefix(tenant).and_then(|rest| rest.strip_prefix('/')) == Some(own)
    };
    let all = deployment.of_kind(ObjectKind::Script).iter().copied();
    all.filter(|&id| {
        deployment.script_type(id) == Some(kind) && deployment.object(id).enabled && is_named(id)
    })
    .collect()
}

/// Reads the steps of one scenario.
pub(super) struct StepReader<'r, 'g, 'd> {
    pub(super) known: &'r Known<'g, 'd>,
    /// Its name, for places that name objects.
    pub(super) scenario: &'r str,
    pub(super) variables: &'r Variables,
    pub(super) roster: Roster,
    pub(super) chats: Vec<Chat>,
    /// Seconds of all waits so far.
    pub(super) waited: u32,
    pub(super) mistakes: &'r mut Mistakes,
}

impl<'d> StepReader<'_, '_, 'd> {
    pub(super) fn note(&mut self, at: Span, message: impl Into<String>) {
        self.mistakes.note(at, message);
    }

    pub(super) fn deployment(&self) -> &'d Deployment {
        self.known.deployment()
    }

    /// The text of a field that is there, with its place.
    pub(super) fn field(&mut self, fields: Node<'_>, key: &str) -> Option<(String, Span)> {
        let node = fields.get(key)?;
        let text = self.mistakes.text(node, key, self.variables)?;
        if let Some(name) = text.strip_prefix('$').filter(|_| !matches!(key, "text" | "code" | "value")) {
            self.note(node.text_span(), format!("`with` does not say what `${name}` stands for"));
            return None;
        }
        Some((text, node.text_span()))
    }

    pub(super) fn word<'w>(&mut self, fields: Node<'_>, key: &str, words: &[&'w str]) -> Option<&'w str> {
        let (text, at) = self.field(fields, key)?;
        self.mistakes.word(at, key, &text, words)
    }

    /// The agent whom a field names, whoever it is.
    pub(super) fn person(&mut self, fields: Node<'_>, key: &str) -> Option<(ObjectId, Span)> {
        let (name, at) = self.field(fields, key)?;
        match self.deployment().look_up_kind(ObjectKind::Agent, &name) {
            Ok(agent) => {
                self.names(fields.get(key)?, key, agent, false);
                Some((agent, at))
            }
            Err(error) => {
                self.note(at, error.to_string());
                None
            }
        }
    }

    /// The enabled agent whom a field names.
    pub(super) fn agent(&mut self, fields: Node<'_>) -> Option<AgentId> {
        let (agent, at) = self.person(fields, "agent")?;
        if !self.deployment().is_subject(agent) {
            let name = self.deployment().display(agent);
            self.note(at, format!("{name} is disabled or no agent, and never logs in"));
            return None;
        }
        self.enter(agent, at)
    }

    pub(super) fn enter(&mut self, agent: ObjectId, at: Span) -> Option<AgentId> {
        let entered = self.roster.enter_agent(agent);
        if entered.is_none() {
            self.note(at, format!("a scenario has at most {MOST} agents"));
        }
        entered
    }

    /// The agent whom something aims at: none if disabled, no agent, or of another tenant.
    pub(super) fn target(&mut self, fields: Node<'_>, tenant: Symbol) -> Option<Option<AgentId>> {
        let (agent, at) = self.person(fields, "to")?;
        let own = self.deployment().object(agent).tenant;
        let none = Symbol::EMPTY;
        if !self.deployment().is_subject(agent) || (own != tenant && own != none && tenant != none) {
            return Some(None);
        }
        self.enter(agent, at).map(Some)
    }

    pub(super) fn tenant_of(&self, agent: AgentId) -> Symbol {
        let object = self.roster.agent_object(agent);
        object.map(|object| self.deployment().object(object).tenant).unwrap_or_default()
    }

    pub(super) fn chat(&mut self, fields: Node<'_>) -> Option<ChatId> {
        let (name, at) = self.field(fields, "chat")?;
        let found = self.chats.iter().position(|chat| chat.name == name);
        if found.is_none() {
            let hint = match nearest(&name, self.chats.iter().map(|chat| chat.name.as_str())) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => "; `start` begins one".to_owned(),
            };
            self.note(at, format!("no chat `{name}` is started{hint}"));
        }
        let number = found.and_then(|found| u8::try_from(found).ok().filter(|&number| number < u8::MAX));
        if found.is_some() && number.is_none() {
            self.note(at, format!("a scenario has at most {} chats", u8::MAX));
        }
        number.map(|number| ChatId(number.into()))
    }

    /// The one script that a field names.
    pub(super) fn script(&mut self, fields: Node<'_>, key: &str, kind: ScriptType) -> Option<ObjectId> {
        let (name, at) = self.field(fields, key)?;
        match self.scripts_named(&name, at, kind)?.as_slice() {
            [only] => {
                self.names(fields.get(key)?, key, *only, false);
                Some(*only)
            }
            several => {
                let deployment = self.deployment();
                let written: Vec<String> =
                    several.iter().map(|&id| format!("`{}`", deployment.bare(id))).collect();
                self.note(at, format!("`{name}` is in several tenants; write {}", written.join(" or ")));
                None
            }
        }
    }

    /// The scripts of a name; a mistake where there is none.
    pub(super) fn scripts_named(&mut self, name: &str, at: Span, kind: ScriptType) -> Option<Vec<ObjectId>> {
        let deployment = self.deployment();
        let found = scripts(deployment, kind, name);
        if found.is_empty() {
            let all = deployment.of_kind(ObjectKind::Script).iter().copied();
            let alike = all.filter(|&id| deployment.script_type(id) == Some(kind));
            let names = alike.map(|id| deployment.text(deployment.object(id).name));
            let hint = nearest(name, names).map(|near| format!("; did you mean `{near}`?"));
            let what = kind.as_str().replace('-', " ");
            self.note(at, format!("there is no {what} `{name}`{}", hint.unwrap_or_default()));
            return None;
        }
        Some(found)
    }

    /// The object that a field names, of one of these kinds.
    pub(super) fn object(&mut self, fields: Node<'_>, key: &str, kinds: &[ObjectKind]) -> Option<ObjectId> {
        let (text, at) = self.field(fields, key)?;
        let found = text
            .parse::<ObjectName>()
            .map_err(|error| error.to_string())
            .and_then(|name| self.deployment().look_up(&name).map_err(|error| error.to_string()));
        match found {
            Ok(id) if kinds.is_empty() || kinds.contains(&self.deployment().object(id).kind) => {
                self.names(fields.get(key)?, key, id, true);
                Some(id)
            }
            Ok(_) => {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
                self.note(at, format!("`{key}` must be an {}", kinds.join(" or ")));
                None
            }
            Err(message) => {
                self.note(at, message);
                None
            }
        }
    }

    /// Whose a workbin is; its script may say of which kind owners are.
    pub(super) fn owner(&mut self, fields: Node<'_>, workbin: Option<ObjectId>) -> Option<Owner> {
        let owner = self.object(fields, "owner", &[ObjectKind::Agent, ObjectKind::AgentGroup])?;
        let deployment = self.deployment();
        let kind = deployment.object(owner).kind.as_str();
        let at = fields.get("owner")?.text_span();
        let owners = workbin.and_then(|workbin| deployment.object(workbin).field(FieldKey::Owner));
        if let Some(owners) =
            owners.map(|owners| deployment.text(owners.value)).filter(|owners| *owners != kind)
        {
            self.note(at, format!("the workbin belongs to an `{owners}`, not to an `{kind}`"));
            return None;
        }
        let entered = self.roster.enter_owner(deployment, owner);
        if entered.is_none() {
            self.note(at, format!("a scenario has at most {MOST} owners of workbins"));
        }
        entered
    }

    /// Section and name of the option that the field `option` names.
    pub(super) fn option(&mut self, fields: Node<'_>) -> Option<(String, String)> {
        let (text, at) = self.field(fields, "option")?;
        let (section, name) = text.split_once('/').unwrap_or((WORKSPACE_SECTION, &text));
        let catalogue = self.known.catalogue;
        let known = catalogue.option(section, None, name).is_some()
            || self.known.resolver.option_id(section, name).is_some();
        if !known {
            let near = catalogue.nearest_option(section, None, name);
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            self.note(
                at,
                format!("no option `{name}` of section `{section}` is known, and nothing sets it{hint}"),
            );
            return None;
        }
        Some((section.to_owned(), name.to_owned()))
    }

    pub(super) fn privilege(&mut self, fields: Node<'_>) -> Option<(String, Span)> {
        let (name, at) = self.field(fields, "privilege")?;
        let graph = self.known.privileges.graph();
        match graph.look_up(&name) {
            Ok(id) => Some((graph.name(id).to_owned(), at)),
            Err(error) => {
                self.note(at, error.to_string());
                None
            }
        }
    }

    /// A text with the names of `with` put in.
    pub(super) fn put_in(&self, text: &str) -> String {
        put_in(text, self.variables)
    }
}
