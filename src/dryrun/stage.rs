//! The configuration while a scenario runs: it may change, and each desktop sees a change when the catalogue says.

use super::scenario::Chat;
use crate::behaviour::{Desk, DeskOptions, Ground, Roster, servers};
use crate::chat::{AgentId, Assumptions, ChatId, Policy, Servers, Small};
use crate::deployment::{Deployment, Edit};
use crate::names::TakesEffect;

/// What a scenario is played against.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'g, 'd> {
    /// The configuration.
    pub ground: Ground<'g, 'd>,
    /// What is assumed where nothing is documented.
    pub assumptions: Assumptions,
}

impl Setting<'_, '_> {
    /// Asks something of another deployment under the same assumptions: of this one after a change.
    pub(super) fn on<R>(&self, changed: &Deployment, ask: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
        self.ground.on(changed, |ground| ask(&Setting { ground: *ground, assumptions: self.assumptions }))
    }
}

/// The configuration between two changes.
#[derive(Debug)]
struct Version {
    /// The changed deployment; none while it is as it was read.
    changed: Option<Box<Deployment>>,
    servers: Servers,
    /// By number of the agent.
    desks: Vec<Seat>,
}

/// One agent under one version.
#[derive(Debug)]
struct Seat {
    desk: Desk,
    options: DeskOptions,
    /// By number of the chat: the options for it where its attached data names transactions.
    of_chat: Vec<Option<DeskOptions>>,
}

/// Since when an agent's desktop runs: under which version it was started, and the agent logged in.
#[derive(Debug, Clone, Copy, Default)]
struct Since {
    application: Option<usize>,
    session: Option<usize>,
}

/// The moments at which what the machine asks takes effect.
#[derive(Debug)]
struct Moments {
    hold: TakesEffect,
    disposition: TakesEffect,
    auto_answer: TakesEffect,
    workbins: TakesEffect,
}

/// All versions, and who sees which.
#[derive(Debug)]
pub(super) struct Stage<'s, 'g, 'd> {
    setting: &'s Setting<'g, 'd>,
    /// Who takes part, and the hold queues.
    pub(super) roster: Roster,
    /// The chats, by number.
    pub(super) chats: Vec<Chat>,
    versions: Vec<Version>,
    since: Vec<Since>,
    /// By number of the chat: the version under which it started.
    started: Vec<usize>,
    moments: Moments,
    pub(super) policy: Policy,
}

impl<'s, 'g, 'd> Stage<'s, 'g, 'd> {
    /// Nobody takes part yet.
    pub(super) fn new(setting: &'s Setting<'g, 'd>) -> Self {
        let ground = &setting.ground;
        let servers = servers(ground.deployment(), ground.catalogue);
        Self {
            setting,
            roster: Roster::default(),
            chats: Vec::new(),
            versions: vec![Version { servers, desks: Vec::new(), changed: None }],
            since: Vec::new(),
            started: Vec::new(),
            moments: Moments {
                hold: ground.takes_effect(DeskOptions::HOLD),
                disposition: ground.takes_effect(DeskOptions::DISPOSITION),
                auto_answer: ground.takes_effect(DeskOptions::AUTO_ANSWER),
                workbins: ground.takes_effect(&format!("{}nickname", Desk::WORKBIN)),
            },
            policy: Policy { agents: Vec::new(), servers, assumptions: setting.assumptions },
        }
    }

    /// Lets more agents and chats take part. Those who do already keep their numbers, and what happened to them.
    pub(super) fn admit(&mut self, roster: &Roster, chats: &[Chat]) {
        if self.roster == *roster && self.chats.len() == chats.len() {
            return;
        }
        self.roster.clone_from(roster);
        self.chats.extend_from_slice(chats.get(self.chats.len()..).unwrap_or_default());
        for number in 0..self.versions.len() {
            let desks = std::mem::take(&mut self.versions[number].desks);
            self.versions[number].desks = self.at(number, |ground| self.seats(ground, desks));
        }
        self.since.resize(self.roster.agents().len(), Since::default());
        self.started.resize(self.chats.len(), 0);
        self.renew();
    }

    /// The seats of all who take part under one version; `desks` are those that are known.
    fn seats(&self, ground: &Ground<'_, '_>, mut desks: Vec<Seat>) -> Vec<Seat> {
        let new = &self.roster.agents()[desks.len()..];
        desks.extend(new.iter().map(|&agent| Seat {
            options: DeskOptions::of(ground, agent, &ground.steps(agent, &[])),
            of_chat: Vec::new(),
            desk: Desk::of(ground, agent),
        }));
        for (seat, &agent) in desks.iter_mut().zip(self.roster.agents()) {
            let of_chat = |chat: &Chat| {
                let named = attached(ground, agent, &seat.desk.override_key, &chat.user_data);
                (!named.is_empty()).then(|| DeskOptions::of(ground, agent, &ground.steps(agent, &named)))
            };
            let known = seat.of_chat.len();
            seat.of_chat.extend(self.chats[known..].iter().map(of_chat));
        }
        desks
    }

    fn now(&self) -> usize {
        self.versions.len() - 1
    }

    /// The configuration changes.
    pub(super) fn change(&mut self, edit: &Edit) {
        let edits = std::slice::from_ref(edit);
        let changed = self.versions[self.now()].changed.as_deref();
        let changed = changed.unwrap_or(self.setting.ground.deployment()).apply(edits);
        let (servers, desks) = self.setting.ground.on(&changed, |ground| {
            (servers(ground.deployment(), ground.catalogue), self.seats(ground, Vec::new()))
        });
        self.versions.push(Version { servers, desks, changed: Some(Box::new(changed)) });
        self.renew();
    }

    /// The agent logs in: a desktop that is not running starts.
    pub(super) fn logs_in(&mut self, agent: AgentId) {
        let now = self.now();
        let since = &mut self.since[agent.index()];
        since.session = Some(now);
        since.application.get_or_insert(now);
        self.renew();
    }

    /// The desktop is closed, or gone.
    pub(super) fn closes(&mut self, agent: AgentId) {
        self.since[agent.index()] = Since::default();
        self.renew();
    }

    /// The chat starts.
    pub(super) fn starts(&mut self, chat: ChatId) {
        self.started[usize::from(chat.0)] = self.now();
        self.renew();
    }

    /// The version that counts for an agent, and for a chat that the agent has, by when a change takes effect.
    fn seen(&self, moment: TakesEffect, agent: usize, chat: Option<usize>) -> usize {
        let since = self.since[agent];
        match moment {
            TakesEffect::AppRestart | TakesEffect::ServerRestart => since.application.unwrap_or(self.now()),
            TakesEffect::SessionRestart => since.session.unwrap_or(self.now()),
            TakesEffect::NextInteraction => chat.map_or(self.now(), |chat| self.started[chat]),
            _ => self.now(),
        }
    }

    /// The desk that an agent sits at, keys included.
    pub(super) fn desk(&self, agent: AgentId) -> &Desk {
        let seen = self.seen(TakesEffect::AppRestart, agent.index(), None);
        &self.versions[seen].desks[agent.index()].desk
    }

    fn renew(&mut self) {
        let mut roster = std::mem::take(&mut self.roster);
        let agents = (0..self.since.len())
            .map(|agent| {
                let mut desk = self.seat(TakesEffect::SessionRestart, agent).desk.clone();
                desk.workbins.clone_from(&self.seat(self.moments.workbins, agent).desk.workbins);
                let options = self.options(agent, None).for_machine(&mut roster);
                let mut policy = desk.for_machine(&roster, options);
                let chats = 0..self.chats.len();
                policy.overridden =
                    chats.map(|chat| self.options(agent, Some(chat)).for_machine(&mut roster)).collect();
                policy
            })
            .collect();
        let servers = self.versions[self.now()].servers;
        self.policy = Policy { agents, servers, assumptions: self.setting.assumptions };
        self.roster = roster;
    }

    fn seat(&self, moment: TakesEffect, agent: usize) -> &Seat {
        &self.versions[self.seen(moment, agent, None)].desks[agent]
    }

    /// The options of an agent, each as of its moment; of a chat, with its transactions.
    fn options(&self, agent: usize, chat: Option<usize>) -> DeskOptions {
        let as_of = |moment| {
            let seat = &self.versions[self.seen(moment, agent, chat)].desks[agent];
            chat.and_then(|chat| seat.of_chat[chat]).unwrap_or(seat.options)
        };
        DeskOptions {
            hold: as_of(self.moments.hold).hold,
            disposition_mandatory: as_of(self.moments.disposition).disposition_mandatory,
            auto_answer: as_of(self.moments.auto_answer).auto_answer,
        }
    }

    /// Asks the configuration as the agent sees an option of it.
    pub(super) fn as_seen<R>(
        &self,
        agent: AgentId,
        option: &str,
        ask: impl FnOnce(&Ground<'_, '_>) -> R,
    ) -> R {
        let moment = self.setting.ground.takes_effect(option);
        self.at(self.seen(moment, agent.index(), None), ask)
    }

    /// Asks the configuration as of the agent's login, when privileges are read.
    pub(super) fn at_login<R>(&self, agent: AgentId, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
        self.at(self.seen(TakesEffect::SessionRestart, agent.index(), None), ask)
    }

    /// Asks the configuration as it is now.
    pub(super) fn as_it_is<R>(&self, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
        self.at(self.now(), ask)
    }

    fn at<R>(&self, version: usize, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
        match self.versions[version].changed.as_deref() {
            None => ask(&self.setting.ground),
            Some(changed) => self.setting.ground.on(changed, ask),
        }
    }

    /// The transactions that count for an agent in a chat.
    pub(super) fn transactions(
        &self,
        ground: &Ground<'_, '_>,
        agent: AgentId,
        chat: ChatId,
    ) -> Vec<crate::deployment::ObjectId> {
        let Some(object) = self.roster.agent_object(agent) else { return Vec::new() };
        let data = &self.chats[usize::from(chat.0)].user_data;
        attached(ground, object, &self.desk(agent).override_key, data)
    }
}

/// The transactions that attached data names.
fn attached(
    ground: &Ground<'_, '_>,
    agent: crate::deployment::ObjectId,
    key: &str,
    data: &[(String, String)],
) -> Vec<crate::deployment::ObjectId> {
    let text = data.iter().rfind(|(name, _)| name == key).map(|(_, text)| text.as_str());
    text.map(|text| ground.transactions(agent, text)).unwrap_or_default()
}
