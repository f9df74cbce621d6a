//! One step of a scenario: its verb, and the fields that belong to it.

use super::duration;
use super::fields::on_one_line;
use super::lookup::StepReader;
use super::scenario::{ExpectedRefusal, Field, Server, Step, Verb, When};
use crate::chat::{
    AgentAction, Command, CustomerAction, DesktopAction, EntryPoint, Monitoring, OverrideId, Owner, Place,
    Reason, Steps, SystemAction,
};
use crate::deployment::Edit;
use crate::names::{ApplicationType, ObjectKind, ScriptType, nearest};
use crate::shortcut;
use crate::text::{Entry, Kind, Node, Span};

/// A verb with the fields that it needs and those that it may have.
#[derive(Clone, Copy)]
pub(super) struct Shape(
    pub(super) &'static str,
    pub(super) &'static [&'static str],
    pub(super) &'static [&'static str],
);

/// Every verb, by side: customer, agent, system, checks.
pub(super) const SHAPES: [Shape; 33] = [
    Shape("start", &["chat", "async", "queue"], &["user-data"]),
    Shape("message", &["chat"], &["text"]),
    Shape("leave", &["chat"], &[]),
    Shape("return", &["chat"], &[]),
    Shape("login", &["agent"], &[]),
    Shape("logout", &["agent"], &[]),
    Shape("accept", &["agent", "chat"], &[]),
    Shape("decline", &["agent", "chat"], &[]),
    Shape("hold", &["agent", "chat"], &[]),
    Shape("release", &["agent", "chat"], &[]),
    Shape("done", &["agent", "chat"], &[]),
    Shape("leave-conference", &["agent", "chat"], &[]),
    Shape("say", &["agent", "chat"], &["text"]),
    Shape("press", &["agent", "chat", "keys"], &[]),
    Shape("pull", &["agent", "chat", "from"], &[]),
    Shape("store", &["agent", "chat", "workbin"], &["owner"]),
    Shape("transfer", &["agent", "chat", "to", "mode"], &[]),
    Shape("conference", &["agent", "chat", "to", "mode"], &[]),
    Shape("consult", &["agent", "chat", "to"], &[]),
    Shape("monitor", &["agent", "chat", "mode"], &[]),
    Shape("disposition", &["agent", "chat", "code"], &[]),
    Shape("crash", &["agent"], &[]),
    Shape("route", &["chat", "to"], &[]),
    Shape("move", &["chat"], &["queue", "workbin", "owner"]),
    Shape("wait", &[], &[]),
    Shape("set", &["object", "option", "value"], &[]),
    Shape("restart", &["agent"], &[]),
    Shape("lose", &["server"], &[]),
    Shape("grant", &["role", "privilege"], &[]),
    Shape("revoke", &["role", "privilege"], &[]),
    Shape("expect", &[], super::expectation::FIELDS),
    Shape("never", &[], super::expectation::FIELDS),
    Shape("eventually", &[], super::expectation::FIELDS),
];

/// The words that a field of a verb can be; none where names and texts stand.
pub(super) fn words(verb: &str, field: &str) -> &'static [&'static str] {
    match (verb, field) {
        (_, "async" | "logged-in") => &["true", "false"],
        (_, "from") => {
            &["my-queues", "queue", "workbin", "group-workbin", "my-history", "contact-history", "search"]
        }
        ("monitor", "mode") => &["silent", "coaching", "barge-in"],
        (_, "mode") => &["one-step", "two-step"],
        _ => Field::ALL.into_iter().find(|known| known.as_str() == field).map_or(&[], Field::words),
    }
}

impl StepReader<'_, '_, '_> {
    /// A step; `None` where it has a mistake.
    pub(super) fn step(&mut self, node: Node<'_>) -> Option<Step> {
        let verbs = SHAPES.map(|Shape(verb, ..)| verb);
        if node.kind() != Kind::Map {
            self.note(node.span(), "a step must be a verb with its fields, such as `login: {agent: ana}`");
            return None;
        }
        let mut found = None;
        for Entry { key, value } in node.entries().filter(|entry| entry.key.text() != "refused") {
            let Some(at) = verbs.iter().position(|verb| *verb == key.text()) else {
                let hint = match nearest(key.text(), verbs) {
                    Some(near) => format!("; did you mean `{near}`?"),
                    None => format!("; the verbs are {}", verbs.join(", ")),
                };
                self.note(key.span(), format!("`{}` is no verb{hint}", key.text()));
                continue;
            };
            if found.is_some() {
                self.note(key.span(), "a step has one verb; begin another step with `-`");
                continue;
            }
            found = Some((at, key, value));
        }
        let refused = node.get("refused").map(|node| self.refused(node));
        let Some((shape, key, fields)) = found else {
            if node.entries().all(|entry| entry.key.text() == "refused") {
                self.note(node.span(), "the step has no verb");
            }
            return None;
        };
        let Shape(verb, needs, may) = SHAPES[shape];
        if verb != "wait" && !self.fields_fit(verb, fields, key.span(), needs, may) {
            return None;
        }
        let text = format!("{verb}: {}", on_one_line(fields, self.variables));
        let text = self.deployment().masked(&text).into_owned();
        let at = Span { end: fields.span().end.max(key.span().end), ..key.span() };
        let verb = self.verb(verb, fields)?;
        if let (Verb::Wait(_) | Verb::Check(..) | Verb::Change(_), Some(_), Some(node)) =
            (&verb, &refused, node.get("refused"))
        {
            self.note(node.span(), "only what is asked of the chat can be refused");
        }
        Some(Step { verb, text, at, refused: refused.flatten() })
    }

    fn fields_fit(
        &mut self,
        verb: &str,
        fields: Node<'_>,
        at: Span,
        needs: &[&'static str],
        may: &[&'static str],
    ) -> bool {
        if fields.kind() != Kind::Map {
            let example = needs.iter().map(|need| format!("{need}: ..")).collect::<Vec<_>>().join(", ");
            self.note(at, format!("`{verb}` needs fields: `{verb}: {{{example}}}`"));
            return false;
        }
        self.mistakes.keys(fields, &format!("`{verb}`"), &[needs, may].concat());
        let missing: Vec<&&str> = needs.iter().filter(|need| fields.get(need).is_none()).collect();
        for need in &missing {
            self.note(at, format!("`{verb}` needs `{need}`"));
        }
        missing.is_empty()
    }

    fn verb(&mut self, verb: &str, fields: Node<'_>) -> Option<Verb> {
        match verb {
            "wait" => self.wait(fields),
            "set" | "grant" | "revoke" => self.change(verb, fields).map(Verb::Change),
            "lose" => self.lose(fields).map(Verb::Lose),
            "restart" => self.agent(fields).map(Verb::Restart),
            "expect" => self.check(fields).map(|check| Verb::Check(When::Now, check)),
            "never" => self.check(fields).map(|check| Verb::Check(When::Never, check)),
            "eventually" => self.check(fields).map(|check| Verb::Check(When::Eventually, check)),
            "login" => self.desktop(fields, DesktopAction::Login),
            "logout" => self.desktop(fields, DesktopAction::Logout),
            "crash" => self.desktop(fields, DesktopAction::Crash),
            "start" => self.start(fields),
            "message" => self.customer(fields, CustomerAction::Message),
            "leave" => self.customer(fields, CustomerAction::Leave),
            "return" => self.customer(fields, CustomerAction::Return),
            "route" => {
                let chat = self.chat(fields);
                let tenant = chat.map(|chat| self.chats[usize::from(chat.0)].tenant).unwrap_or_default();
                let to = self.target(fields, tenant);
                Some(Verb::Ask(Command::System(chat?, SystemAction::Route(to?))))
            }
            "move" => self.moved(fields),
            _ => self.agents_verb(verb, fields),
        }
    }

    fn desktop(&mut self, fields: Node<'_>, action: DesktopAction) -> Option<Verb> {
        Some(Verb::Ask(Command::Desktop(self.agent(fields)?, action)))
    }

    fn customer(&mut self, fields: Node<'_>, action: CustomerAction) -> Option<Verb> {
        Some(Verb::Ask(Command::Customer(self.chat(fields)?, action)))
    }

    fn start(&mut self, fields: Node<'_>) -> Option<Verb> {
        let chat = self.chat(fields);
        let asynchronous = self.word(fields, "async", words("start", "async")).map(|word| word == "true");
        let queue = self.script(fields, "queue", ScriptType::InteractionQueue);
        if let Some(data) = fields.get("user-data").filter(|data| data.kind() != Kind::Map) {
            self.note(data.span(), "`user-data` must be a map of keys and texts");
        }
        let chat = chat?;
        let queue = self.roster.enter_queue(queue?)?;
        let overriding = OverrideId(u8::try_from(chat.0 + 1).ok()?);
        let action =
            CustomerAction::Start { asynchronous: asynchronous?, queue, overriding, handling_timeout: None };
        Some(Verb::Ask(Command::Customer(chat, action)))
    }

    fn agents_verb(&mut self, verb: &str, fields: Node<'_>) -> Option<Verb> {
        let (agent, chat) = (self.agent(fields), self.chat(fields));
        let tenant = agent.map(|agent| self.tenant_of(agent)).unwrap_or_default();
        let action = match verb {
            "accept" => AgentAction::Accept,
            "decline" => AgentAction::Decline,
            "hold" => AgentAction::Hold,
            "release" => AgentAction::Release,
            "done" => AgentAction::Done,
            "leave-conference" => AgentAction::Leave,
            "say" => AgentAction::Say,
            "disposition" => AgentAction::SetDisposition,
            "press" => {
                let (keys, at) = self.field(fields, "keys")?;
                let judged = shortcut::parse(&keys);
                let Some(keys) = judged.shortcut else {
                    let why =
                        judged.problems.first().map_or("it is empty", |problem| problem.message.as_str());
                    self.note(at, format!("`{keys}` is no key combination: {why}"));
                    return None;
                };
                return Some(Verb::Press(agent?, chat?, keys));
            }
            "pull" => {
                let word = self.word(fields, "from", words("pull", "from"))?;
                let word = if word == "queue" { EntryPoint::MyQueues.as_str() } else { word };
                AgentAction::Pull(EntryPoint::ALL.into_iter().find(|from| from.as_str() == word)?)
            }
            "store" => {
                let workbin = self.script(fields, "workbin", ScriptType::InteractionWorkbin);
                let owner = match fields.get("owner") {
                    Some(_) => self.owner(fields, workbin),
                    None => agent.map(Owner::Agent),
                };
                AgentAction::Store { workbin: self.roster.enter_workbin(workbin?)?, owner: owner? }
            }
            "transfer" => {
                let (to, steps) = (self.target(fields, tenant), self.mode(fields));
                AgentAction::Transfer(to?, steps?)
            }
            "conference" => {
                let (to, steps) = (self.target(fields, tenant), self.mode(fields));
                AgentAction::Conference(to?, steps?)
            }
            "consult" => AgentAction::Consult(self.target(fields, tenant)?),
            _ => AgentAction::Monitor(match self.word(fields, "mode", words("monitor", "mode"))? {
                "silent" => Monitoring::Silent,
                "coaching" => Monitoring::Coaching,
                _ => Monitoring::BargeIn,
            }),
        };
        Some(Verb::Ask(Command::Agent(agent?, chat?, action)))
    }

    fn mode(&mut self, fields: Node<'_>) -> Option<Steps> {
        let word = self.word(fields, "mode", words("transfer", "mode"))?;
        Some(if word == "one-step" { Steps::One } else { Steps::Two })
    }

    fn moved(&mut self, fields: Node<'_>) -> Option<Verb> {
        let chat = self.chat(fields);
        let place = match (fields.get("queue"), fields.get("workbin"), fields.get("owner")) {
            (Some(_), None, None) => {
                let queue = self.script(fields, "queue", ScriptType::InteractionQueue)?;
                Place::Queue(self.roster.enter_queue(queue)?)
            }
            (None, Some(_), Some(_)) => {
                let workbin = self.script(fields, "workbin", ScriptType::InteractionWorkbin);
                let owner = self.owner(fields, workbin);
                Place::Workbin(self.roster.enter_workbin(workbin?)?, owner?)
            }
            _ => {
                self.note(fields.span(), "`move` needs either `queue`, or `workbin` and `owner`");
                return None;
            }
        };
        Some(Verb::Ask(Command::System(chat?, SystemAction::Move(place))))
    }

    fn wait(&mut self, node: Node<'_>) -> Option<Verb> {
        let text = self.mistakes.text(node, "wait", self.variables)?;
        let seconds = duration::seconds(&text).and_then(|seconds| {
            self.waited = self.waited.saturating_add(seconds);
            let fits = self.waited <= duration::LONGEST;
            if fits { Ok(seconds) } else { Err("the waits of a scenario are more than ten years".to_owned()) }
        });
        seconds.map_err(|message| self.note(node.text_span(), message)).ok().map(Verb::Wait)
    }

    fn lose(&mut self, fields: Node<'_>) -> Option<Server> {
        let (name, at) = self.field(fields, "server")?;
        let deployment = self.deployment();
        let found = deployment.look_up_kind(ObjectKind::Application, &name);
        if let (Ok(id), Some(node)) = (&found, fields.get("server")) {
            self.names(node, "server", *id, false);
        }
        match found {
            Ok(id) => match deployment.application_type(id) {
                Some(ApplicationType::ChatServer) => Some(Server::Chat),
                Some(ApplicationType::InteractionServer) => Some(Server::Interaction),
                _ => {
                    self.note(at, format!("`{name}` is neither a Chat Server nor an Interaction Server"));
                    None
                }
            },
            Err(error) => {
                self.note(at, error.to_string());
                None
            }
        }
    }

    fn change(&mut self, verb: &str, fields: Node<'_>) -> Option<Edit> {
        if verb == "set" {
            let object = self.object(fields, "object", &[]);
            let option = self.option(fields);
            let (value, at) = self.field(fields, "value")?;
            let (section, name) = option?;
            let tenant = object.map(|id| match self.deployment().object(id) {
                tenant if tenant.kind == ObjectKind::Tenant => tenant.name,
                other => other.tenant,
            });
            self.value_names(fields, (&section, &name), tenant.as_slice());
            return Some(Edit::SetOption { object: object?, section, name, value, at });
        }
        let (name, at) = self.field(fields, "role")?;
        let role = self.deployment().look_up_kind(ObjectKind::Role, &name);
        let role = role.map_err(|error| self.note(at, error.to_string())).ok();
        if let (Some(role), Some(node)) = (role, fields.get("role")) {
            self.names(node, "role", role, false);
        }
        let privilege = self.privilege(fields);
        let (role, (privilege, at)) = (role?, privilege?);
        Some(match verb {
            "grant" => Edit::Grant { role, privilege, at },
            _ => Edit::Revoke { role, privilege },
        })
    }

    fn refused(&mut self, node: Node<'_>) -> Option<ExpectedRefusal> {
        if !self.fields_fit("refused", node, node.span(), &["because"], &["privilege", "option"]) {
            return None;
        }
        let word = self.word(node, "because", &Reason::ALL.map(Reason::as_str))?;
        let because = Reason::ALL.into_iter().find(|reason| reason.as_str() == word)?;
        let privilege = self.privilege(node).map(|(name, _)| name);
        let option = node.get("option").and_then(|_| self.option(node)).map(|(_, name)| name);
        for (key, wanted) in [
            ("privilege", &[Reason::MissingPrivilege][..]),
            ("option", &[Reason::MissingOption, Reason::MissingQueue]),
        ] {
            if let Some(field) = node.get(key).filter(|_| !wanted.contains(&because)) {
                self.note(field.text_span(), format!("`{word}` has no `{key}`"));
            }
        }
        Some(ExpectedRefusal { because, privilege, option, at: node.span() })
    }
}
