//! `held-chat-survives-change`: every chat that can lie on hold or in a workbin under the old deployment can still be
//! retrieved and brought to Done under the new one.

use super::super::driver::{Explorable, Nothing, explorable, hold_queues, tenant_name, too_large};
use super::super::judge::alone;
use super::super::model::{CHAT, ChatModel, Move, Scope, State};
use super::super::property::PropertyId;
use super::super::questions::is_handled;
use super::super::report::Outcome;
use super::super::scene::{MOST_AGENTS, Scene, TooMany};
use super::report::{Stranded, Survival};
use super::sides::Sides;
use super::strand::{Lies, gone, lost};
use super::way::{lone, way};
use crate::behaviour::Hold;
use crate::chat::{AgentId, Chat, OverrideId, Owner, Phase, Place, QueueId, Set, Small as _, World};
use crate::deployment::ObjectId;
use crate::explore::{CanStillReach, Explored, Model, Property, Verdict};
use crate::names::Symbol;

/// Judges it tenant by tenant.
pub(super) fn survival(sides: &Sides<'_, '_, '_>) -> Survival {
    let mut judge =
        Judge { sides, stranded: Vec::new(), unknown: Vec::new(), places: 0, starts: 0, states: 0 };
    for (tenant, transactions) in &sides.old.classes.tenants {
        judge.tenant(*tenant, transactions);
    }
    let Judge { stranded, unknown, places, starts, states, .. } = judge;
    let outcome = Outcome::of(!stranded.is_empty(), !unknown.is_empty());
    Survival { outcome, stranded, places, starts, states, unknown }
}

struct Judge<'s, 'a, 'g, 'd> {
    sides: &'s Sides<'a, 'g, 'd>,
    stranded: Vec<Stranded>,
    unknown: Vec<String>,
    places: usize,
    starts: usize,
    states: usize,
}

/// A chat as it can lie under the old deployment, and the scene in which it does.
struct Lying {
    scene: usize,
    chat: Chat,
}

/// The machine of the new deployment, started in the middle.
struct Continued<'s> {
    model: ChatModel<'s>,
    starts: &'s [State],
}

impl Model for Continued<'_> {
    type State = State;
    type Command = Move;

    fn initial(&self) -> Vec<State> {
        self.starts.to_vec()
    }

    fn successors(&self, state: &State, steps: &mut Vec<(Move, State)>) {
        self.model.successors(state, steps);
    }

    fn canonical(&self, state: State) -> State {
        self.model.canonical(state)
    }
}

/// What lies where the new deployment goes live: which chats share a verdict.
type Spot = Option<ObjectId>;

/// The starts in one scene of the new deployment, each with the place in which the chat lies: of workbins the object of
/// the old side, of all queues nothing, because no decision depends on which queue it is.
struct Starts {
    scene: Scene,
    list: Vec<(State, Spot)>,
}

impl Judge<'_, '_, '_, '_> {
    fn tenant_name(&self, tenant: Symbol) -> String {
        tenant_name(self.sides.old.deployment(), tenant)
    }

    fn is_explorable(
        &mut self,
        tenant: Symbol,
        side: &str,
        found: Result<Explorable, Nothing>,
    ) -> Option<Explorable> {
        let name = self.tenant_name(tenant);
        match found {
            Ok(explorable) => return Some(explorable),
            Err(Nothing::NoEntry) => self.unknown.push(format!(
                "{name}: no chat can start in the {side} deployment; name the queues in which chats start in \
                 `wdectl.toml`: [verify] entry-queues = [\"..\"]"
            )),
            Err(Nothing::TooMany(TooMany { what, count, most })) => self.unknown.push(format!(
                "{name}, {side} deployment: {count} {what}, and at most {most} can be told apart"
            )),
        }
        None
    }

    fn tenant(&mut self, tenant: Symbol, transactions: &[ObjectId]) {
        let (sides, question) = (self.sides, self.sides.question);
        let found = explorable(sides.old.setting, question, &sides.old.classes, tenant, transactions);
        let Some(before) = self.is_explorable(tenant, "old", found) else { return };
        let lying = self.lying(tenant, &before);
        let queues = self.queues(transactions, &before);
        let (mut kept, mut workbins): (Vec<Lies>, Vec<(Lies, bool)>) = (Vec::new(), Vec::new());
        for lies in queues {
            self.places += 1;
            match sides.to_new(lies.object) {
                Some(_) => kept.push(lies),
                None => self.stranded.push(gone(sides, &lies)),
            }
        }
        for Lying { scene, chat } in &lying {
            let scene = &before.scenes[*scene];
            let Some((id, _)) = chat.workbin() else { continue };
            let Some(object) = scene.roster.workbin_object(id) else { continue };
            if workbins.iter().any(|(known, _)| known.object == object) {
                continue;
            }
            self.places += 1;
            let here = |chat: &Chat| chat.workbin().is_some_and(|(other, _)| other == id);
            let commands = way(scene, &question.limit, here).unwrap_or_default();
            let lies =
                Lies { scene: scene.clone(), commands, object, agent: None, transaction: None, agents: 0 };
            let is_there = sides.to_new(object).is_some();
            if !is_there {
                self.stranded.push(gone(sides, &lies));
            }
            workbins.push((lies, is_there));
        }
        workbins.retain(|(_, is_there)| *is_there);
        if kept.is_empty() && workbins.is_empty() {
            return;
        }
        let workbins: Vec<Lies> = workbins.into_iter().map(|(lies, _)| lies).collect();
        self.after(tenant, &before, &lying, &kept, &workbins);
    }

    /// Every chat that can lie on hold or in a workbin.
    fn lying(&mut self, tenant: Symbol, before: &Explorable) -> Vec<Lying> {
        let mut found = Vec::new();
        for (number, scene) in before.scenes.iter().enumerate() {
            let model = ChatModel { scene, scope: alone(scene) };
            let explored = Explored::visit(&model, &self.sides.question.limit);
            self.states += explored.states().len();
            if let Some(reason) = explored.unfinished() {
                self.unknown.push(too_large(&self.tenant_name(tenant), &reason));
            }
            for state in explored.states() {
                let world = state.unpacked();
                let chat = world.chat(CHAT);
                if chat.workbin().is_some() || chat.was_held && chat.queue().is_some() {
                    found.push(Lying { scene: number, chat: chat.clone() });
                }
            }
        }
        found
    }

    /// Every queue into which some agent can place a chat on hold, with the shortest way there.
    fn queues(&self, transactions: &[ObjectId], before: &Explorable) -> Vec<Lies> {
        let (sides, limit) = (self.sides, &self.sides.question.limit);
        let entry = before.scenes.first().and_then(|scene| scene.roster.queue_object(QueueId(0)));
        let mut found: Vec<Lies> = Vec::new();
        let Some(entry) = entry else { return found };
        for &at in &before.of_tenant {
            let class = &sides.old.classes.list[at];
            let agents = sides.pairs.iter().find(|pair| pair.classes.0 == at).map(|pair| pair.agents[0]);
            let agent = agents.map_or(class.first, |(old, _)| old);
            let base = std::iter::once((class.traits.options.hold, None));
            let named = class.traits.overridden.iter().zip(transactions).enumerate();
            let named =
                named.map(|(number, (options, &transaction))| (options.hold, Some((number, transaction))));
            for (hold, transaction) in base.chain(named) {
                let Hold::Queue(queue) = hold else { continue };
                if found.iter().any(|lies| lies.object == queue) {
                    continue;
                }
                let scene = lone(sides.old.setting, entry, class, agent, transaction);
                let on_hold = |chat: &Chat| chat.was_held && chat.queue().is_some();
                let Some((scene, commands)) =
                    scene.and_then(|scene| way(&scene, limit, on_hold).map(|commands| (scene, commands)))
                else {
                    continue;
                };
                let holders = before.of_tenant.iter().map(|&at| &sides.old.classes.list[at]);
                let holders = holders.filter(|class| hold_queues(class).any(|named| named == queue));
                found.push(Lies {
                    scene,
                    commands,
                    object: queue,
                    agent: agents,
                    transaction: transaction.map(|(_, object)| object),
                    agents: holders.map(|class| class.agents).sum(),
                });
            }
        }
        found
    }

    /// What becomes of them under the new deployment.
    fn after(
        &mut self,
        tenant: Symbol,
        before: &Explorable,
        lying: &[Lying],
        kept: &[Lies],
        workbins: &[Lies],
    ) {
        let (sides, question) = (self.sides, self.sides.question);
        let name = self.tenant_name(tenant);
        let symbol = sides.new.deployment().symbol(sides.old.deployment().text(tenant));
        let listed = sides.new.classes.tenants.iter().find(|(known, _)| Some(*known) == symbol);
        let Some((symbol, transactions)) = listed else {
            for lies in kept.iter().chain(workbins) {
                self.stranded.push(gone(sides, lies));
            }
            return;
        };
        let found = explorable(sides.new.setting, question, &sides.new.classes, *symbol, transactions);
        let Some(now) = self.is_explorable(tenant, "new", found) else { return };
        let mut settled: Vec<Spot> = Vec::new();
        for (number, scene) in now.scenes.iter().enumerate() {
            let Some(starts) = self.starts(before, lying, !kept.is_empty(), scene, number == 0) else {
                self.unknown.push(format!("{name}: more workbins or groups than can be told apart"));
                continue;
            };
            self.starts += starts.list.len();
            let spots = kept.iter().take(1).map(|lies| (None, lies));
            for (spot, lies) in spots.chain(workbins.iter().map(|lies| (Some(lies.object), lies))) {
                if settled.contains(&spot) {
                    continue;
                }
                match self.judge(&starts, spot) {
                    Ok(None) => {}
                    Ok(Some((property, world))) => {
                        settled.push(spot);
                        let others = if spot.is_none() { &kept[1..] } else { &[] };
                        self.stranded.push(lost(sides, lies, others, &starts.scene, property, &world));
                    }
                    Err(reason) => self.unknown.push(too_large(&name, &reason)),
                }
            }
        }
    }

    /// The chats as the new deployment sees them; nothing where there are more workbins or groups than numbers.
    fn starts(
        &self,
        before: &Explorable,
        lying: &[Lying],
        with_queues: bool,
        scene: &Scene,
        is_first: bool,
    ) -> Option<Starts> {
        let mut starts = Starts { scene: scene.clone(), list: Vec::new() };
        let mut known = rustc_hash::FxHashSet::default();
        for Lying { scene: number, chat } in lying {
            let old = &before.scenes[*number];
            let (places, spot): (Vec<Place>, Spot) = match chat.place {
                Place::Queue(_) if is_first && with_queues => (vec![Place::Queue(QueueId(0))], None),
                Place::Queue(_) => continue,
                Place::Workbin(id, owner) => {
                    let object = old.roster.workbin_object(id)?;
                    let Some(found) = self.sides.to_new(object) else { continue };
                    let workbin = starts.scene.roster.enter_workbin(found)?;
                    let owners = self.owners(old, owner, &mut starts.scene, is_first)?;
                    let places = owners.into_iter().map(|owner| Place::Workbin(workbin, owner));
                    (places.collect(), Some(object))
                }
            };
            for place in places {
                let mut overrides: Vec<OverrideId> =
                    starts.scene.starts.iter().map(|start| start.overriding).collect();
                overrides.sort_unstable();
                overrides.dedup();
                for overriding in overrides {
                    let state = crossed(&starts.scene, chat, place, overriding);
                    if known.insert(state) {
                        starts.list.push((state, spot));
                    }
                }
            }
        }
        Some(starts)
    }

    /// Who may own under the new deployment what an agent or a group owned under the old one.
    fn owners(&self, old: &Scene, owner: Owner, new: &mut Scene, is_first: bool) -> Option<Vec<Owner>> {
        let sides = self.sides;
        let nobody = Owner::Agent(AgentId::new(MOST_AGENTS)?);
        Some(match owner {
            Owner::Group(_) if !is_first => Vec::new(),
            Owner::Group(_) => match old.roster.owner_object(owner).and_then(|group| sides.to_new(group)) {
                Some(group) => vec![Owner::Group(new.roster.enter_group(group)?)],
                None => vec![nobody],
            },
            Owner::Agent(agent) => {
                let classes = old.profile_of(agent).map_or(&[][..], |profile| &profile.classes);
                let mut found: Vec<Owner> = Vec::new();
                for pair in sides.pairs.iter().filter(|pair| classes.contains(&pair.classes.0)) {
                    let seat =
                        new.profiles.iter().position(|profile| profile.classes.contains(&pair.classes.1));
                    let owner = seat.and_then(AgentId::new).map(Owner::Agent);
                    found.extend(owner.filter(|owner| !found.contains(owner)));
                }
                if is_first && sides.gone.iter().any(|(_, class)| classes.contains(class)) {
                    found.push(nobody);
                }
                found
            }
        })
    }

    /// Which property such a chat loses, and how it lies there.
    fn judge(
        &mut self,
        starts: &Starts,
        spot: Spot,
    ) -> Result<Option<(PropertyId, World)>, crate::explore::Unfinished> {
        let list: Vec<State> =
            starts.list.iter().filter(|(_, other)| *other == spot).map(|(state, _)| *state).collect();
        let scene = &starts.scene;
        let retrieved = match spot {
            None => PropertyId::HeldChatCanBeRetrieved,
            Some(_) => PropertyId::WorkbinChatCanBeRetrieved,
        };
        let together = Scope { company: 2, hubs: scene.able, ..alone(scene) };
        for (property, scopes) in
            [(retrieved, vec![alone(scene)]), (PropertyId::ChatCanBeDone, vec![alone(scene), together])]
        {
            let mut refuted = None;
            for scope in scopes {
                refuted = self.refuted(scene, scope, &list, property)?;
                if refuted.is_none() {
                    break;
                }
            }
            if let Some(state) = refuted {
                return Ok(Some((property, state.unpacked())));
            }
        }
        Ok(None)
    }

    fn refuted(
        &mut self,
        scene: &Scene,
        scope: Scope,
        starts: &[State],
        property: PropertyId,
    ) -> Result<Option<State>, crate::explore::Unfinished> {
        let model = Continued { model: ChatModel { scene, scope }, starts };
        let explored = Explored::visit(&model, &self.sides.question.limit);
        self.states += explored.states().len();
        let first: rustc_hash::FxHashSet<State> =
            starts.iter().map(|&state| model.canonical(state)).collect();
        let is_done = property == PropertyId::ChatCanBeDone;
        let goal = move |state: &State| {
            let world = state.unpacked();
            if is_done { world.chat(CHAT).phase == Phase::Stopped } else { is_handled(scene, &world) }
        };
        let question: Property<'_, Continued<'_>> = CanStillReach::new(goal)
            .from(|state| first.contains(state))
            .counting_on(|step: &Move| step.counts)
            .into();
        match explored.judge(&question) {
            Verdict::Proved => Ok(None),
            Verdict::Refuted { trace } => Ok(Some(trace.start)),
            Verdict::Unknown { reason } => Err(reason),
        }
    }
}

/// A chat of the old deployment as a state of the new one. Whether My History still shows it is not counted on; its
/// user data may name any transaction that counts under the new one.
fn crossed(scene: &Scene, chat: &Chat, place: Place, overriding: OverrideId) -> State {
    let handled = if chat.was_held { scene.folding.somebody } else { None };
    let handled = handled.into_iter().fold(Set::EMPTY, Set::with);
    let mut world = World::new(1);
    world.set_chat(CHAT, Chat { place, overriding, handled, holder: None, ..chat.clone() });
    world.forget_unasked(&scene.folding);
    State { world: world.pack(), failed: false }
}
