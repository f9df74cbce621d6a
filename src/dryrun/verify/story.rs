//! Commands that refute a property, played once more by the clock: a story with names, and a scenario that replays it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::CHAT;
use super::report::Told;
use super::scene::Scene;
use crate::behaviour::{Desk, Ground};
use crate::chat::{
    AgentAction, AgentId, ChatId, Command, CustomerAction, DesktopAction, Event, Monitoring, Owner, Place,
    QueueId, Reason, RowId, Steps, SystemAction, World, decide,
};
use crate::deployment::ObjectId;
use crate::dryrun::scenario::{Chat, Field};
use crate::dryrun::words::Names;
use crate::names::{ApplicationType, ObjectKind};
use crate::shortcut::{Shortcut, free};

/// The chat that lies ahead, where one has to.
const AHEAD: ChatId = ChatId(1);

/// A story that was played by the clock.
pub(super) struct Story {
    pub(super) steps: Vec<Told>,
    pub(super) scenario: String,
    /// The world at the end.
    pub(super) world: World,
    /// The rows of the machine that fired.
    pub(super) rows: BTreeSet<RowId>,
    /// Whether timers ran out at one moment that the commands let run out one without the other.
    pub(super) coincides: bool,
}

struct Teller<'a, 'g, 'd> {
    ground: &'a Ground<'g, 'd>,
    scene: &'a Scene,
    title: &'a str,
    cast: [Chat; 2],
    world: World,
    steps: Vec<Told>,
    rows: BTreeSet<RowId>,
    coincides: bool,
    /// Why the next request is to be refused.
    refused: Option<Reason>,
}

/// Plays the commands by the clock.
///
/// # Errors
///
/// What cannot be played: timers that the configured timeouts let run out in another order, or what scenarios have no
/// verb for.
pub(super) fn tell(
    ground: &Ground<'_, '_>,
    scene: &Scene,
    title: &str,
    commands: &[Command],
) -> Result<Story, String> {
    played(ground, scene, title, commands, None)
}

/// The same, and then one more that is refused.
///
/// # Errors
///
/// Those of [`tell`], and where the last one is not refused for that reason.
pub(super) fn tell_refused(
    ground: &Ground<'_, '_>,
    scene: &Scene,
    title: &str,
    commands: &[Command],
    last: (&Command, Reason),
) -> Result<Story, String> {
    played(ground, scene, title, commands, Some(last))
}

fn played(
    ground: &Ground<'_, '_>,
    scene: &Scene,
    title: &str,
    commands: &[Command],
    last: Option<(&Command, Reason)>,
) -> Result<Story, String> {
    let deployment = ground.deployment();
    let tenant = scene.profiles.first().map(|profile| deployment.object(profile.first).tenant);
    let chat = |name: &str| Chat {
        name: name.to_owned(),
        tenant: tenant.unwrap_or_default(),
        user_data: Vec::new(),
    };
    let ahead = lies_ahead(scene, commands)?;
    let cast = [chat("c1"), chat("c2")];
    let (world, steps, rows) = (World::new(2), Vec::new(), BTreeSet::new());
    let mut teller =
        Teller { ground, scene, title, cast, world, steps, rows, coincides: false, refused: None };
    for (number, command) in commands.iter().enumerate() {
        if let Some((at, queue)) = ahead
            && at == number
        {
            teller.put_ahead(queue)?;
        }
        teller.play(command)?;
    }
    if let Some((command, reason)) = last {
        teller.refused = Some(reason);
        teller.play(command)?;
    }
    let scenario = teller.written();
    let Teller { steps, world, rows, coincides, .. } = teller;
    Ok(Story { steps, scenario, world, rows, coincides })
}

/// Before which command another chat must come into which queue, so that it lies ahead when the commands say so.
fn lies_ahead(scene: &Scene, commands: &[Command]) -> Result<Option<(usize, QueueId)>, String> {
    let mut world = World::new(1);
    for agent in scene.everyone().iter() {
        let _is_in = world.step(&scene.policy, &Command::Desktop(agent, DesktopAction::Login));
    }
    let (mut came, mut found) = ((0, 0), None);
    for (number, command) in commands.iter().enumerate() {
        if let Command::Fire(_) | Command::Desktop(..) = command {
            world.forget_time();
        }
        world.step(&scene.policy, command).map_err(|refusal| format!("{command:?}: {refusal:?}"))?;
        if let Command::Desktop(agent, DesktopAction::Logout) = *command {
            let _is_in = world.step(&scene.policy, &Command::Desktop(agent, DesktopAction::Login));
        }
        let chat = world.chat(CHAT);
        if chat.queue().is_some() && chat.arrival != came.1 {
            came = (number, chat.arrival);
        }
        if matches!(command, Command::System(_, SystemAction::Crowd)) {
            if found.is_some() {
                return Err("several chats lie ahead one after the other".to_owned());
            }
            found = chat.queue().map(|queue| (came.0, queue));
        }
    }
    Ok(found)
}

impl Teller<'_, '_, '_> {
    fn names(&self) -> Names<'_> {
        Names { deployment: self.ground.deployment(), chats: &self.cast, roster: &self.scene.roster }
    }

    fn bare(&self, object: Option<ObjectId>) -> String {
        object.map_or_else(|| "?".to_owned(), |object| quoted(&self.ground.deployment().bare(object)))
    }

    fn agent(&self, agent: AgentId) -> String {
        self.bare(self.scene.roster.agent_object(agent))
    }

    fn queue(&self, queue: QueueId) -> String {
        self.bare(self.scene.roster.queue_object(queue))
    }

    fn owner(&self, owner: Owner) -> String {
        let object = self.scene.roster.owner_object(owner);
        object.map_or_else(|| "?".to_owned(), |object| quoted(&self.ground.deployment().display(object)))
    }

    fn place(&self, place: Place) -> String {
        match place {
            Place::Queue(queue) => format!("queue: {}", self.queue(queue)),
            Place::Workbin(workbin, owner) => {
                let workbin = self.bare(self.scene.roster.workbin_object(workbin));
                format!("workbin: {workbin}, owner: {}", self.owner(owner))
            }
        }
    }

    fn ask(&mut self, step: String, command: &Command) -> Result<(), String> {
        let Some(reason) = self.refused else { return self.carry_out(step, command) };
        match decide(&self.scene.policy, &self.world, command) {
            Err(refusal) if refusal.reason() == reason => {
                let step = format!("{{{step}, refused: {{because: {}}}}}", reason.as_str());
                let (events, changes, rows) = (Vec::new(), Vec::new(), Vec::new());
                self.steps.push(Told { at: self.world.now(), step, events, changes, rows });
                Ok(())
            }
            _ => Err(format!("`{step}` is not refused for that reason")),
        }
    }

    /// Asks the machine, and keeps what happened.
    fn carry_out(&mut self, step: String, command: &Command) -> Result<(), String> {
        let before = self.facts();
        let events = self
            .world
            .step(&self.scene.policy, command)
            .map_err(|refusal| format!("`{step}` is refused: {}", refusal.reason().as_str()))?;
        self.rows.extend(events.iter().map(|happened| happened.row));
        let texts = events
            .iter()
            .filter(|happened| !matches!(happened.event, Event::Passed { .. }))
            .map(|happened| self.names().event(&happened.event, &self.world))
            .collect();
        let changes = self
            .facts()
            .into_iter()
            .zip(before)
            .filter(|(after, before)| after != before && !(is_nothing(&after.1) && is_nothing(&before.1)))
            .map(|((field, after), (_, before))| match before.as_str() {
                "not-started" => format!("{field} {after}"),
                _ => format!("{field} {before} -> {after}"),
            })
            .collect();
        let of_chat = events.iter().filter(|happened| happened.event.chat() == Some(CHAT));
        let rows = of_chat.map(|happened| happened.row).collect();
        self.steps.push(Told { at: self.world.now(), step, events: texts, changes, rows });
        Ok(())
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let fact = |field: Field| (field.as_str(), self.names().actual(&self.world, CHAT, field).word);
        Field::ALL.into_iter().map(fact).collect()
    }

    fn is_there(&mut self, agent: AgentId) -> Result<(), String> {
        let stays_away = matches!(self.refused, Some(Reason::NotLoggedIn | Reason::UnknownTarget));
        if stays_away || self.world.logged_in().contains(agent) {
            return Ok(());
        }
        let step = format!("login: {{agent: {}}}", self.agent(agent));
        self.carry_out(step, &Command::Desktop(agent, DesktopAction::Login))
    }

    fn put_ahead(&mut self, queue: QueueId) -> Result<(), String> {
        let entry = self.scene.starts.first().ok_or("no chat starts")?;
        let start = CustomerAction::Start {
            asynchronous: true,
            queue: entry.queue,
            overriding: crate::chat::OverrideId::NONE,
            handling_timeout: None,
        };
        let step = format!("start: {{chat: c2, async: true, queue: {}}}", self.queue(entry.queue));
        self.ask(step, &Command::Customer(AHEAD, start))?;
        if queue != entry.queue {
            let step = format!("move: {{chat: c2, queue: {}}}", self.queue(queue));
            self.ask(step, &Command::System(AHEAD, SystemAction::Move(Place::Queue(queue))))?;
        }
        Ok(())
    }

    fn play(&mut self, command: &Command) -> Result<(), String> {
        match *command {
            Command::Customer(_, action) => self.customer(command, action),
            Command::Agent(agent, chat, action) => self.act(agent, chat, action),
            Command::Desktop(agent, action) => {
                let verb = match action {
                    DesktopAction::Login => return self.is_there(agent),
                    DesktopAction::Logout => "logout",
                    DesktopAction::Crash => "crash",
                };
                self.is_there(agent)?;
                self.ask(format!("{verb}: {{agent: {}}}", self.agent(agent)), command)
            }
            Command::System(_, action) => self.system(command, action),
            Command::Fire(timer) => {
                let next = self.world.next_timer().filter(|(_, next)| *next == timer);
                let Some((due, _)) = next else {
                    return Err(
                        "another timer runs out first, with the timeouts that are configured".to_owned()
                    );
                };
                let seconds = due.saturating_sub(self.world.now());
                self.ask(format!("wait: {seconds}s"), &Command::Tick { to: due })?;
                self.at_the_same_moment(due)
            }
            Command::LoseInteractionServer => self.lose(command, ApplicationType::InteractionServer),
            Command::Press(agent, _, action) => {
                self.is_there(agent)?;
                let keys = self.keys(agent, action).ok_or("no keys do that")?;
                let keys = quoted(&keys.to_string());
                self.ask(format!("press: {{agent: {}, chat: c1, keys: {keys}}}", self.agent(agent)), command)
            }
            Command::Tick { .. } => Err("scenarios have no verb for a step".to_owned()),
        }
    }

    /// The keys that do something on the desktop of an agent, or some that do nothing.
    fn keys(&self, agent: AgentId, action: Option<AgentAction>) -> Option<Shortcut> {
        let keymap = Desk::of(self.ground, self.scene.roster.agent_object(agent)?).keymap;
        match action {
            Some(_) => {
                keymap.bindings().iter().find(|key| Some(key.action) == action).map(|key| key.shortcut)
            }
            None => free("nothing", |keys| keymap.action(keys).is_some()).next(),
        }
    }

    /// Whatever else runs out at this moment does so within the same wait.
    fn at_the_same_moment(&mut self, to: u32) -> Result<(), String> {
        while self.world.next_timer().is_some_and(|(due, _)| due <= to) {
            self.ask(String::new(), &Command::Tick { to })?;
            if let (Some(more), Some(wait)) = (self.steps.pop(), self.steps.last_mut()) {
                wait.events.extend(more.events);
                wait.changes.extend(more.changes);
            }
            self.coincides = true;
        }
        Ok(())
    }

    fn customer(&mut self, command: &Command, action: CustomerAction) -> Result<(), String> {
        let step = match action {
            CustomerAction::Start { asynchronous, queue, overriding, .. } => {
                let data = self.user_data(usize::from(overriding.0));
                format!("start: {{chat: c1, async: {asynchronous}, queue: {}{data}}}", self.queue(queue))
            }
            CustomerAction::Message => "message: {chat: c1}".to_owned(),
            CustomerAction::Leave => "leave: {chat: c1}".to_owned(),
            CustomerAction::Return => "return: {chat: c1}".to_owned(),
            CustomerAction::Notice(_) | CustomerAction::Vanish => {
                return Err("scenarios have no verb for a step".to_owned());
            }
        };
        self.ask(step, command)
    }

    /// The user data that names a transaction under every key by which some desktop looks for one.
    fn user_data(&self, overriding: usize) -> String {
        let attached = self.scene.attached.get(overriding).map_or(&[][..], Vec::as_slice);
        if attached.is_empty() {
            return String::new();
        }
        let pairs: Vec<String> =
            attached.iter().map(|(key, name)| format!("{}: {}", quoted(key), quoted(name))).collect();
        format!(", user-data: {{{}}}", pairs.join(", "))
    }

    fn act(&mut self, agent: AgentId, chat: ChatId, action: AgentAction) -> Result<(), String> {
        self.is_there(agent)?;
        let (who, what) = (self.agent(agent), if chat == AHEAD { "c2" } else { "c1" });
        let fields = |verb: &str, more: &str| format!("{verb}: {{agent: {who}, chat: {what}{more}}}");
        let mode = |steps: Steps| if steps == Steps::One { "one-step" } else { "two-step" };
        let step = match action {
            AgentAction::Accept => fields("accept", ""),
            AgentAction::Decline => fields("decline", ""),
            AgentAction::Say => fields("say", ""),
            AgentAction::Hold => fields("hold", ""),
            AgentAction::Release => fields("release", ""),
            AgentAction::Done => fields("done", ""),
            AgentAction::Leave => fields("leave-conference", ""),
            AgentAction::SetDisposition => fields("disposition", ", code: done"),
            AgentAction::Pull(from) => fields("pull", &format!(", from: {}", from.as_str())),
            AgentAction::Store { workbin, owner } => {
                fields("store", &format!(", {}", self.place(Place::Workbin(workbin, owner))))
            }
            AgentAction::Monitor(mode) => {
                let mode = match mode {
                    Monitoring::Silent => "silent",
                    Monitoring::Coaching => "coaching",
                    Monitoring::BargeIn => "barge-in",
                };
                fields("monitor", &format!(", mode: {mode}"))
            }
            AgentAction::Transfer(Some(to), steps) | AgentAction::Conference(Some(to), steps) => {
                self.is_there(to)?;
                let verb =
                    if matches!(action, AgentAction::Transfer(..)) { "transfer" } else { "conference" };
                fields(verb, &format!(", to: {}, mode: {}", self.agent(to), mode(steps)))
            }
            AgentAction::Consult(Some(to)) => {
                self.is_there(to)?;
                fields("consult", &format!(", to: {}", self.agent(to)))
            }
            AgentAction::Notice(_)
            | AgentAction::Transfer(None, _)
            | AgentAction::Conference(None, _)
            | AgentAction::Consult(None) => return Err("scenarios have no verb for a step".to_owned()),
        };
        self.ask(step, &Command::Agent(agent, chat, action))
    }

    fn system(&mut self, command: &Command, action: SystemAction) -> Result<(), String> {
        match action {
            SystemAction::Route(Some(to)) => {
                self.is_there(to)?;
                self.ask(format!("route: {{chat: c1, to: {}}}", self.agent(to)), command)
            }
            SystemAction::Move(place) => {
                self.ask(format!("move: {{chat: c1, {}}}", self.place(place)), command)
            }
            // The other chat lies there already.
            SystemAction::Crowd => Ok(()),
            SystemAction::PullAhead(agent, from) => self.act(agent, AHEAD, AgentAction::Pull(from)),
            SystemAction::LoseChatServer => self.lose(command, ApplicationType::ChatServer),
            SystemAction::Take
            | SystemAction::Route(None)
            | SystemAction::Override(_)
            | SystemAction::BotMessage => Err("scenarios have no verb for a step".to_owned()),
        }
    }

    fn lose(&mut self, command: &Command, kind: ApplicationType) -> Result<(), String> {
        let deployment = self.ground.deployment();
        let all = deployment.of_kind(ObjectKind::Application).iter().copied();
        let server = all.into_iter().find(|&id| deployment.application_type(id) == Some(kind));
        let server = server.ok_or("the deployment names no server that could be lost")?;
        self.ask(format!("lose: {{server: {}}}", self.bare(Some(server))), command)
    }

    /// The scenario file.
    fn written(&self) -> String {
        let mut text =
            format!("scenarios:\n  - name: {}\n    tags: [counterexample]\n    steps:\n", quoted(self.title));
        for told in &self.steps {
            let _infallible = writeln!(text, "      - {}", told.step);
        }
        let mut facts = vec!["chat: c1".to_owned()];
        for field in
            [Field::Session, Field::Interaction, Field::Queue, Field::Workbin, Field::Owner, Field::Agents]
        {
            let word = self.names().actual(&self.world, CHAT, field).word;
            if is_nothing(&word) {
                continue;
            }
            let word = match field {
                Field::Agents => {
                    let chat = self.world.chat(CHAT);
                    let names: Vec<String> =
                        chat.parties.visible().iter().map(|agent| self.agent(agent)).collect();
                    format!("[{}]", names.join(", "))
                }
                _ => quoted(&word),
            };
            facts.push(format!("{}: {word}", field.as_str()));
        }
        let _infallible = writeln!(text, "      - expect: {{{}}}", facts.join(", "));
        text
    }
}

fn is_nothing(word: &str) -> bool {
    matches!(word, "none" | "[]" | "not-started")
}

/// A text as a YAML flow scalar: as it is where that is safe.
pub(super) fn quoted(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-/ ".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
