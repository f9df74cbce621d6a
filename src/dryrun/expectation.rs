//! The fields of `expect`, `never` and `eventually`.

use super::lookup::StepReader;
use super::scenario::{Check, Fact, Field};
use super::steps::words;
use crate::deployment::ObjectId;
use crate::names::{ObjectKind, ScriptType};
use crate::text::{Kind, Node};

/// Every field of a check.
pub(super) const FIELDS: &[&str] = &[
    "chat",
    "session",
    "interaction",
    "queue",
    "workbin",
    "owner",
    "agents",
    "customer",
    "is-online",
    "async-status",
    "agent",
    "logged-in",
    "option",
    "value",
];

impl StepReader<'_, '_, '_> {
    /// What is checked; `None` where there is a mistake.
    pub(super) fn check(&mut self, fields: Node<'_>) -> Option<Check> {
        let of_chat: Vec<Field> =
            Field::ALL.into_iter().filter(|field| fields.get(field.as_str()).is_some()).collect();
        let of_agent = ["logged-in", "option", "value"];
        match (fields.get("chat"), fields.get("agent")) {
            (Some(_), None) => {
                for key in of_agent {
                    if let Some(node) = fields.get(key) {
                        self.note(node.span(), format!("`{key}` is checked of an `agent`, not of a `chat`"));
                    }
                }
                if of_chat.is_empty() {
                    self.note(fields.span(), "nothing is checked of the chat");
                }
                let chat = self.chat(fields);
                let facts: Option<Vec<Fact>> =
                    of_chat.into_iter().map(|field| self.fact(fields, field)).collect();
                Some(Check::Chat(chat?, facts?))
            }
            (None, Some(_)) => {
                for field in of_chat {
                    let key = field.as_str();
                    let at = fields.get(key).map_or(fields.span(), Node::span);
                    self.note(at, format!("`{key}` is checked of a `chat`, not of an `agent`"));
                }
                self.of_agent(fields)
            }
            _ => {
                self.note(fields.span(), "a check speaks of either a `chat` or an `agent`");
                None
            }
        }
    }

    fn of_agent(&mut self, fields: Node<'_>) -> Option<Check> {
        let agent = self.agent(fields);
        let logged_in = match fields.get("logged-in") {
            Some(_) => {
                let (text, at) = self.field(fields, "logged-in")?;
                let word = self.mistakes.word(at, "logged-in", &text, words("expect", "logged-in"))?;
                Some(word == "true")
            }
            None => None,
        };
        let option = match (fields.get("option"), fields.get("value")) {
            (Some(_), Some(_)) => {
                let (section, name) = self.option(fields)?;
                let value = self.field(fields, "value")?.0;
                let tenant = agent.map(|agent| self.tenant_of(agent));
                self.value_names(fields, (&section, &name), tenant.as_slice());
                Some((name, value))
            }
            (None, None) => None,
            _ => {
                self.note(fields.span(), "`option` and `value` are checked together");
                return None;
            }
        };
        if logged_in.is_none() && option.is_none() {
            self.note(fields.span(), "nothing is checked of the agent");
            return None;
        }
        Some(Check::Agent(agent?, logged_in, option))
    }

    fn fact(&mut self, fields: Node<'_>, field: Field) -> Option<Fact> {
        let key = field.as_str();
        if field == Field::Agents {
            return self.agents(fields.get(key)?);
        }
        let (text, at) = self.field(fields, key)?;
        let mut fact = Fact { field, word: text.clone(), objects: Vec::new() };
        match field {
            Field::Queue => fact.objects = self.scripts_named(&text, at, ScriptType::InteractionQueue)?,
            Field::Workbin => fact.objects = self.scripts_named(&text, at, ScriptType::InteractionWorkbin)?,
            Field::Owner => {
                fact.objects =
                    vec![self.object(fields, key, &[ObjectKind::Agent, ObjectKind::AgentGroup])?];
            }
            _ => {
                self.mistakes.word(at, key, &text, field.words())?;
            }
        }
        if matches!(field, Field::Queue | Field::Workbin) {
            for &script in &self.of_chat(fields, &fact.objects) {
                self.names(fields.get(key)?, key, script, false);
            }
        }
        Some(fact)
    }

    /// Of the scripts of one name those that a chat can lie in: of its tenant; all where there are none.
    fn of_chat(&self, fields: Node<'_>, scripts: &[ObjectId]) -> Vec<ObjectId> {
        let name = fields.get("chat").map(|name| self.put_in(name.text()));
        let chat = self.chats.iter().find(|chat| Some(&chat.name) == name.as_ref());
        let of_tenant =
            |&&id: &&ObjectId| chat.is_some_and(|chat| self.deployment().object(id).tenant == chat.tenant);
        let own: Vec<ObjectId> = scripts.iter().filter(of_tenant).copied().collect();
        if own.is_empty() { scripts.to_vec() } else { own }
    }

    fn agents(&mut self, list: Node<'_>) -> Option<Fact> {
        if list.kind() != Kind::List {
            self.note(list.span(), "`agents` must be a list of usernames, such as `[ana, ben]`");
            return None;
        }
        let mut objects = Vec::new();
        let mut right = true;
        for item in list.items() {
            let name = self.put_in(item.text());
            match self.deployment().look_up_kind(ObjectKind::Agent, &name) {
                Ok(agent) => {
                    self.names(item, "agents", agent, false);
                    objects.push(agent);
                }
                Err(error) => {
                    self.note(item.text_span(), error.to_string());
                    right = false;
                }
            }
        }
        let mut names: Vec<String> = objects.iter().map(|&agent| self.deployment().bare(agent)).collect();
        names.sort_unstable();
        right.then(|| Fact { field: Field::Agents, word: format!("[{}]", names.join(", ")), objects })
    }
}
