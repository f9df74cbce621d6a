//! One step of a scenario: its verb, and the fields that belong to it.

use super::duration;
use super::fields::{Mistakes, Variables, on_one_line, put_in};
use super::read::Known;
use super::scenario::{Chat, ExpectedRefusal, Server, Step, Verb, When};
use crate::behaviour::Roster;
use crate::chat::{
    AgentAction, AgentId, ChatId, Command, CustomerAction, DesktopAction, EntryPoint, MOST, Monitoring,
    OverrideId, Owner, Place, Reason, Steps, SystemAction,
};
use crate::deployment::{Deployment, Edit, FieldKey, ObjectId};
use crate::names::{ApplicationType, ObjectKind, ObjectName, ScriptType, WORKSPACE_SECTION, nearest};
use crate::shortcut;
use crate::text::{Entry, Kind, Node, Span};

/// A verb with the fields that it needs and those that it may have.
struct Shape(&'static str, &'static [&'static str], &'static [&'static str]);

/// Every verb, by side: customer, agent, system, checks.
const SHAPES: [Shape; 33] = [
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

    fn word<'w>(&mut self, fields: Node<'_>, key: &str, words: &[&'w str]) -> Option<&'w str> {
        let (text, at) = self.field(fields, key)?;
        self.mistakes.word(at, key, &text, words)
    }

    /// The agent whom a field names, whoever it is.
    fn person(&mut self, fields: Node<'_>, key: &str) -> Option<(ObjectId, Span)> {
        let (name, at) = self.field(fields, key)?;
        match self.deployment().look_up_kind(ObjectKind::Agent, &name) {
            Ok(agent) => Some((agent, at)),
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

    fn enter(&mut self, agent: ObjectId, at: Span) -> Option<AgentId> {
        let entered = self.roster.enter_agent(agent);
        if entered.is_none() {
            self.note(at, format!("a scenario has at most {MOST} agents"));
        }
        entered
    }

    /// The agent whom something aims at: none if disabled, no agent, or of another tenant.
    fn target(&mut self, fields: Node<'_>, tenant: crate::names::Symbol) -> Option<Option<AgentId>> {
        let (agent, at) = self.person(fields, "to")?;
        let own = self.deployment().object(agent).tenant;
        let none = crate::names::Symbol::EMPTY;
        if !self.deployment().is_subject(agent) || (own != tenant && own != none && tenant != none) {
            return Some(None);
        }
        self.enter(agent, at).map(Some)
    }

    fn tenant_of(&self, agent: AgentId) -> crate::names::Symbol {
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
            self.note(at, format!("the scenario starts no chat `{name}`{hint}"));
        }
        let number = found.and_then(|found| u8::try_from(found).ok().filter(|&number| number < u8::MAX));
        if found.is_some() && number.is_none() {
            self.note(at, format!("a scenario has at most {} chats", u8::MAX));
        }
        number.map(|number| ChatId(number.into()))
    }

    /// The one script that a field names.
    fn script(&mut self, fields: Node<'_>, key: &str, kind: ScriptType) -> Option<ObjectId> {
        let (name, at) = self.field(fields, key)?;
        match self.scripts_named(&name, at, kind)?.as_slice() {
            [only] => Some(*only),
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
            Ok(id) if kinds.is_empty() || kinds.contains(&self.deployment().object(id).kind) => Some(id),
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
        let asynchronous = self.word(fields, "async", &["true", "false"]).map(|word| word == "true");
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
                let mut words = EntryPoint::ALL.map(EntryPoint::as_str).to_vec();
                words.push("queue");
                let word = self.word(fields, "from", &words)?;
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
            _ => AgentAction::Monitor(
                match self.word(fields, "mode", &["silent", "coaching", "barge-in"])? {
                    "silent" => Monitoring::Silent,
                    "coaching" => Monitoring::Coaching,
                    _ => Monitoring::BargeIn,
                },
            ),
        };
        Some(Verb::Ask(Command::Agent(agent?, chat?, action)))
    }

    fn mode(&mut self, fields: Node<'_>) -> Option<Steps> {
        let word = self.word(fields, "mode", &["one-step", "two-step"])?;
        Some(if word == "one-step" { Steps::One } else { Steps::Two })
    }

    /// Whose a workbin is; its script may say of which kind owners are.
    fn owner(&mut self, fields: Node<'_>, workbin: Option<ObjectId>) -> Option<Owner> {
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
        match deployment.look_up_kind(ObjectKind::Application, &name) {
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
            return Some(Edit::SetOption { object: object?, section, name, value, at });
        }
        let (name, at) = self.field(fields, "role")?;
        let role = self.deployment().look_up_kind(ObjectKind::Role, &name);
        let role = role.map_err(|error| self.note(at, error.to_string())).ok();
        let privilege = self.privilege(fields);
        let (role, (privilege, at)) = (role?, privilege?);
        Some(match verb {
            "grant" => Edit::Grant { role, privilege, at },
            _ => Edit::Revoke { role, privilege },
        })
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

    fn privilege(&mut self, fields: Node<'_>) -> Option<(String, Span)> {
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

    /// A text with the names of `with` put in.
    pub(super) fn put_in(&self, text: &str) -> String {
        put_in(text, self.variables)
    }
}
