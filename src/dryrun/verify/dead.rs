//! What is granted or configured and never comes to anything: refuted without a story.

use super::classes::Class;
use super::driver::{Driver, Explorable, hold_queues, too_large};
use super::judge::Findings;
use super::property::PropertyId;
use super::repair::Repairs;
use super::report::Counterexample;
use crate::behaviour::DeskOptions;
use crate::chat::Rights;
use crate::deployment::ObjectId;
use crate::diagnostic::Label;
use crate::names::{Symbol, counted_as};

impl Driver<'_, '_, '_> {
    pub(super) fn dead_privileges(&mut self, tenant: Symbol, explorable: &Explorable, found: &[Findings]) {
        let (ground, name) = (&self.setting.ground, self.tenant_name(tenant));
        let classes = self.classes;
        let Some(report) =
            self.properties.iter_mut().find(|report| report.property == PropertyId::NoDeadPrivilege)
        else {
            return;
        };
        let (mut granted, mut used) = (Rights::NONE, Rights::NONE);
        for (scene, findings) in explorable.scenes.iter().zip(found) {
            granted = scene.granted(ground).iter().fold(granted, Rights::with);
            match (&findings.used, &findings.unfinished) {
                (Some(rights), _) => used = rights.iter().fold(used, Rights::with),
                (None, Some(reason)) => report.unknown.push(too_large(&name, reason)),
                (None, None) => {}
            }
        }
        if !report.unknown.is_empty() {
            return;
        }
        let graph = ground.privileges.graph();
        for right in granted.iter().filter(|&right| !used.contains(right)) {
            let Some(id) = ground.rights.id(right, graph) else { continue };
            let holders: Vec<&Class> = explorable
                .of_tenant
                .iter()
                .map(|&at| &classes.list[at])
                .filter(|class| class.traits.rights.contains(right))
                .collect();
            let agents: usize = holders.iter().map(|class| class.agents).sum();
            let ways =
                holders.first().map(|class| ground.privileges.ways(class.first, id)).unwrap_or_default();
            let mut places: Vec<Label> = Vec::new();
            for way in ways {
                if !places.iter().any(|known| known.span == way.grant) {
                    places.push(Label { span: way.grant, text: "granted here".to_owned() });
                }
            }
            let whom = counted_as(agents, "agent has it", "agents have it");
            report.counterexamples.push(without_steps(
                tenant,
                format!("`{}` never lets anybody do anything: {whom}", graph.name(id)),
                places,
                needs(right),
            ));
        }
    }

    pub(super) fn dead_queues(&mut self, tenant: Symbol, explorable: &Explorable, found: &[Findings]) {
        let (ground, name) = (&self.setting.ground, self.tenant_name(tenant));
        let classes = self.classes;
        let Some(report) =
            self.properties.iter_mut().find(|report| report.property == PropertyId::NoDeadQueue)
        else {
            return;
        };
        let mut alive: Vec<ObjectId> = Vec::new();
        for (scene, findings) in explorable.scenes.iter().zip(found) {
            match (&findings.holds, &findings.unfinished) {
                (Some(holds), _) => {
                    let profiles = holds.iter().filter_map(|&(agent, _)| scene.profile_of(agent));
                    let able =
                        profiles.flat_map(|profile| profile.classes.iter().map(|&at| &classes.list[at]));
                    alive.extend(able.flat_map(hold_queues));
                }
                (None, Some(reason)) => report.unknown.push(too_large(&name, reason)),
                (None, None) => {}
            }
        }
        if !report.unknown.is_empty() {
            return;
        }
        let deployment = ground.deployment();
        for &queue in explorable.hold_queues.iter().filter(|queue| !alive.contains(queue)) {
            let of = |&&at: &&usize| hold_queues(&classes.list[at]).any(|named| named == queue);
            let of_queue: Vec<usize> = explorable.of_tenant.iter().filter(of).copied().collect();
            let agents: usize = of_queue.iter().map(|&at| classes.list[at].agents).sum();
            let mut places = Vec::new();
            if let Some(class) = of_queue.first().map(|&at| &classes.list[at]) {
                let answer = ground.option(&ground.steps(class.first, &[]), DeskOptions::HOLD);
                let text = format!("{} gets its hold queue here", deployment.display(class.first));
                places.extend(answer.at.map(|span| Label { span, text }));
            }
            places.push(Label { span: deployment.object(queue).at, text: "the queue".to_owned() });
            let nobody = match agents {
                1 => "the one agent whose hold queue it is may not place chats on hold".to_owned(),
                _ => format!("none of the {agents} agents whose hold queue it is may place chats on hold"),
            };
            report.counterexamples.push(without_steps(
                tenant,
                format!("no chat can come into {}: {nobody}", deployment.display(queue)),
                places,
                Some("grant `Chat - Can Place On Hold`, or take the option away"),
            ));
        }
    }
}

fn without_steps(
    tenant: Symbol,
    message: String,
    places: Vec<Label>,
    help: Option<&'static str>,
) -> Counterexample {
    Counterexample {
        tenant,
        message,
        steps: Vec::new(),
        length: 0,
        scenario: None,
        commands: Vec::new(),
        places,
        notes: Vec::new(),
        help: help.map(str::to_owned),
        repairs: Repairs::NotAsked,
    }
}

/// What has to be there for a right to be of use.
fn needs(right: crate::chat::Right) -> Option<&'static str> {
    use crate::chat::Right;
    Some(match right {
        Right::PlaceOnHold => "set `chat.on-hold-queue` for these agents, or take the grant away",
        Right::PullFromWorkbin | Right::PullFromSharedWorkbin | Right::PullFromOthersWorkbin => {
            "show a workbin with an option `workbin.chat.<nickname>`, or take the grant away"
        }
        Right::OneStepTransfer
        | Right::TwoStepTransfer
        | Right::OneStepConference
        | Right::TwoStepConference => "it needs a second agent with the chat channel in the tenant",
        _ => "configure what it is for, or take the grant away",
    })
}
