//! What is told of chats that stay where they lie: how they came there, which lines are the cause, what to do.

use super::super::cause::cause;
use super::super::classes::queues;
use super::super::model::CHAT;
use super::super::property::PropertyId;
use super::super::report::Told;
use super::super::scene::Scene;
use super::super::story::{quoted, tell};
use super::report::Stranded;
use super::sides::Sides;
use crate::behaviour::{DeskOptions, Ground};
use crate::chat::{
    AgentAction, AgentId, ChatId, Command, CustomerAction, DesktopAction, EntryPoint, OverrideId, Place,
    World,
};
use crate::deployment::ObjectId;
use crate::diagnostic::Label;
use crate::names::{ObjectKind, Side, counted, nearest};

/// Chats that lie in a queue or workbin of the old deployment.
pub(super) struct Lies {
    /// Where the way is possible.
    pub(super) scene: Scene,
    /// The shortest way there.
    pub(super) commands: Vec<Command>,
    /// The queue or workbin.
    pub(super) object: ObjectId,
    /// Who puts chats there, before and after, where that is an agent of both sides.
    pub(super) agent: Option<(ObjectId, ObjectId)>,
    /// The transaction under which.
    pub(super) transaction: Option<ObjectId>,
    /// How many agents put chats there.
    pub(super) agents: usize,
}

/// The story of the old deployment.
struct Before {
    steps: Vec<Told>,
    length: usize,
    scenario: Option<(Side, String)>,
    notes: Vec<String>,
}

fn before(sides: &Sides<'_, '_, '_>, lies: &Lies, place: &str) -> Before {
    let title = format!("a chat lies in {place} when the new deployment goes live");
    let length = lies.commands.len();
    match tell(&sides.old.setting.ground, &lies.scene, &title, &lies.commands) {
        Ok(story) => Before {
            steps: story.steps,
            length,
            scenario: Some((Side::Old, story.scenario)),
            notes: Vec::new(),
        },
        Err(reason) => {
            let notes = vec![format!("the story cannot be told: {reason}")];
            Before { steps: Vec::new(), length, scenario: None, notes }
        }
    }
}

fn hold_option(ground: &Ground<'_, '_>, agent: ObjectId, transaction: Option<ObjectId>) -> Option<Label> {
    let named: Vec<ObjectId> = transaction.into_iter().collect();
    let answer = ground.option(&ground.steps(agent, &named), DeskOptions::HOLD);
    let value = answer.value.unwrap_or_default();
    let text = format!("the hold queue of {} is `{value}`", ground.deployment().display(agent));
    answer.at.map(|span| Label { span, text })
}

fn places_before(sides: &Sides<'_, '_, '_>, lies: &Lies) -> Vec<(Side, Label)> {
    let ground = &sides.old.setting.ground;
    let agent = lies.agent.map(|(old, _)| old).or_else(|| lies.scene.profiles.first().map(|one| one.first));
    let is_hold = lies.agents > 0;
    let option = agent.filter(|_| is_hold).and_then(|agent| hold_option(ground, agent, lies.transaction));
    let at = ground.deployment().object(lies.object).at;
    let what = if is_hold { "the queue" } else { "the workbin" };
    option
        .into_iter()
        .chain([Label { span: at, text: what.to_owned() }])
        .map(|label| (Side::Old, label))
        .collect()
}

/// The new deployment lacks the place.
pub(super) fn gone(sides: &Sides<'_, '_, '_>, lies: &Lies) -> Stranded {
    let (old, new) = (sides.old.deployment(), sides.new.deployment());
    let place = old.display(lies.object);
    let Before { steps, length, scenario, mut notes } = before(sides, lies, &place);
    let mut places = places_before(sides, lies);
    let ground = &sides.new.setting.ground;
    if lies.agents > 0
        && let Some((_, agent)) = lies.agent
    {
        let transaction = lies.transaction.and_then(|transaction| sides.to_new(transaction));
        places.extend(hold_option(ground, agent, transaction).map(|label| (Side::New, label)));
    }
    let object = old.object(lies.object);
    let name = old.text(object.name);
    let tenant = new.symbol(old.text(object.tenant));
    let there = tenant.and_then(|tenant| new.find(object.kind, tenant, new.symbol(name)?));
    let mut help = format!("keep {place} until nothing lies in it, or move what lies there");
    let state = match there.map(|there| (there, new.object(there))) {
        Some((there, known)) if !known.enabled => {
            places.push((
                Side::New,
                Label { span: known.at, text: format!("{} is disabled", new.display(there)) },
            ));
            "is disabled"
        }
        Some(_) if sides.to_new(lies.object).is_some() => "belongs to a tenant without agents",
        _ => "is not there any more",
    };
    let fresh: Vec<ObjectId> = tenant
        .map(|tenant| queues(ground, tenant))
        .unwrap_or_default()
        .into_iter()
        .filter(|&queue| {
            object.kind == ObjectKind::Script && lies.agents > 0 && sides.to_old(queue).is_none()
        })
        .collect();
    let text = |queue: ObjectId| new.text(new.object(queue).name);
    let near = nearest(name, fresh.iter().map(|&queue| text(queue)));
    let named = lies.agent.filter(|_| lies.agents > 0).and_then(|(_, agent)| {
        let transaction = lies.transaction.and_then(|transaction| sides.to_new(transaction));
        let steps = ground.steps(agent, transaction.as_slice());
        ground.option(&steps, DeskOptions::HOLD).value
    });
    let is_like = |&queue: &ObjectId| Some(text(queue)) == near || Some(text(queue)) == named;
    if let Some(queue) = fresh.iter().copied().find(is_like) {
        let shown = new.display(queue);
        places.push((Side::New, Label { span: new.object(queue).at, text: "only here".to_owned() }));
        notes.push(format!(
            "{shown} is only in the new deployment: a rename leaves what lies under the old name"
        ));
        help += &format!(", from {place} to {shown} for instance");
    }
    let whose = match lies.agents {
        0 => String::new(),
        count => format!(", where {} can place chats on hold,", counted(count, "agent")),
    };
    Stranded {
        message: format!("{place}{whose} {state} in the new deployment: what lies in it stays there"),
        place,
        steps,
        length,
        scenario,
        places,
        notes,
        help: Some(help),
    }
}

/// The place is there, and nobody can do with the chat what is needed. `others` are queues of which the same holds.
pub(super) fn lost(
    sides: &Sides<'_, '_, '_>,
    lies: &Lies,
    others: &[Lies],
    scene: &Scene,
    property: PropertyId,
    world: &World,
) -> Stranded {
    let place = sides.old.deployment().display(lies.object);
    let Before { steps, length, scenario, mut notes } = before(sides, lies, &place);
    let mut scene = scene.clone();
    let mut world = world.clone();
    let queue = sides.to_new(lies.object).filter(|_| world.chat(CHAT).queue().is_some());
    if let Some(queue) = queue.and_then(|queue| scene.roster.enter_queue(queue)) {
        let chat = world.chat(CHAT).clone();
        world.set_chat(CHAT, crate::chat::Chat { place: Place::Queue(queue), ..chat });
    }
    let found = cause(&sides.new.setting.ground, &scene, property, &[], &world);
    let mut places = places_before(sides, lies);
    places.extend(found.why.places.into_iter().map(|label| (Side::New, label)));
    notes.extend(found.why.notes);
    if !others.is_empty() {
        let names: Vec<String> =
            others.iter().map(|other| sides.old.deployment().display(other.object)).collect();
        notes.push(format!("the same holds of {}", names.join(", ")));
    }
    let refused = refused_pulls(sides, &scene, &world);
    Stranded {
        message: format!(
            "what lies in {place} when the new deployment goes live stays there: {}",
            found.message
        ),
        place,
        steps,
        length,
        scenario: refused.map(|text| (Side::New, text)).or(scenario),
        places,
        notes,
        help: found.why.help,
    }
}

/// How many agents of the new deployment are shown to be refused.
const ASKED: usize = 5;

/// A scenario of the new deployment in which agents are refused a chat that lies where the stranded ones lie; nothing
/// where one is not refused a chat that started there.
fn refused_pulls(sides: &Sides<'_, '_, '_>, scene: &Scene, stranded: &World) -> Option<String> {
    let deployment = sides.new.deployment();
    let bare = |object: ObjectId| quoted(&deployment.bare(object));
    let queue = stranded.chat(CHAT).queue()?;
    let (policy, roster) = (&scene.policy, &scene.roster);
    let mut world = World::new(1);
    let start = CustomerAction::Start {
        asynchronous: true,
        queue,
        overriding: OverrideId::NONE,
        handling_timeout: None,
    };
    world.step(policy, &Command::Customer(ChatId(0), start)).ok()?;
    let shown = bare(roster.queue_object(queue)?);
    let title =
        quoted(&format!("nobody can pull what lies in {}", deployment.display(roster.queue_object(queue)?)));
    let mut lines = vec![format!("start: {{chat: c1, async: true, queue: {shown}}}")];
    for agent in scene.firsts.iter().take(ASKED) {
        let who = bare(roster.agent_object(agent)?);
        world.step(policy, &Command::Desktop(agent, DesktopAction::Login)).ok()?;
        let pull = |agent: AgentId| Command::Agent(agent, CHAT, AgentAction::Pull(EntryPoint::Search));
        let refusal = world.clone().step(policy, &pull(agent)).err()?;
        lines.push(format!("login: {{agent: {who}}}"));
        lines.push(format!(
            "{{pull: {{agent: {who}, chat: c1, from: search}}, refused: {{because: {}}}}}",
            refusal.reason().as_str()
        ));
    }
    lines.push(format!("expect: {{chat: c1, interaction: queued, queue: {shown}}}"));
    let steps: String = lines.iter().map(|line| format!("      - {line}\n")).collect();
    Some(format!("scenarios:\n  - name: {title}\n    tags: [counterexample]\n    steps:\n{steps}"))
}
