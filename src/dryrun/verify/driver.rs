//! From a deployment to the answer: tenant by tenant, scenes that are the same but for names once.

use super::cause::cause;
use super::classes::{Class, Classes, queues};
use super::judge::{Findings, Found, judge};
use super::property::PropertyId;
use super::repair::repairs;
use super::report::{Counterexample, Outcome, PropertyReport, Report};
use super::scene::{Common, Scene, TooMany, scenes};
use super::story::tell;
use crate::behaviour::{Ground, Hold, Lifetime};
use crate::chat::{Assumption, Command, Rights};
use crate::deployment::{Deployment, ObjectId};
use crate::dryrun::Setting;
use crate::explore::{Limit, Unfinished};
use crate::names::Symbol;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The properties, in any order.
    pub properties: Vec<PropertyId>,
    /// How far to explore before giving up.
    pub limit: Limit,
    /// The interaction queues in which chats start, by name or `tenant/name`; without, those that no hold option names.
    pub entry_queues: Option<Vec<String>>,
    /// The most changes of a repair that is looked for; 0 looks for none.
    pub repairs: usize,
}

impl Default for Question {
    /// Every property, a million states.
    fn default() -> Self {
        Self {
            properties: PropertyId::all().collect(),
            limit: Limit { states: 1_000_000, ..Limit::default() },
            entry_queues: None,
            repairs: 0,
        }
    }
}

/// Answers a question about a deployment. The same arguments always give the same answer.
#[must_use]
pub fn verify(setting: &Setting<'_, '_>, question: &Question) -> Report {
    let classes = Classes::of(&setting.ground);
    let mut driver = Driver::new(setting, question, &classes);
    for (tenant, transactions) in &classes.tenants {
        driver.tenant(*tenant, transactions);
    }
    driver.report()
}

/// The scenes of one tenant, with what else is known of it.
pub(super) struct Explorable {
    pub(super) scenes: Vec<Scene>,
    pub(super) of_tenant: Vec<usize>,
    pub(super) hold_queues: Vec<ObjectId>,
}

/// Why there is nothing to explore in a tenant.
pub(super) enum Nothing {
    NoEntry,
    TooMany(TooMany),
}

/// What of a tenant is explored.
pub(super) fn explorable(
    setting: &Setting<'_, '_>,
    question: &Question,
    classes: &Classes,
    tenant: Symbol,
    transactions: &[ObjectId],
) -> Result<Explorable, Nothing> {
    let ground = &setting.ground;
    let of_tenant: Vec<usize> =
        (0..classes.list.len()).filter(|&at| classes.list[at].tenant == tenant).collect();
    let mut hold_queues: Vec<ObjectId> =
        of_tenant.iter().flat_map(|&at| hold_queues(&classes.list[at])).collect();
    hold_queues.sort_unstable();
    hold_queues.dedup();
    let is_entry = |&queue: &ObjectId| match &question.entry_queues {
        None => !hold_queues.contains(&queue),
        Some(named) => named.iter().any(|name| is_named(ground, queue, name)),
    };
    let entry = queues(ground, tenant).into_iter().find(is_entry).ok_or(Nothing::NoEntry)?;
    let common = Common::new(ground, setting.assumptions, entry, transactions);
    let scenes = scenes(ground, &common, classes, &of_tenant).map_err(Nothing::TooMany)?;
    Ok(Explorable { scenes, of_tenant, hold_queues })
}

/// The queues that a class's hold options name, under whatever transaction.
pub(super) fn hold_queues(class: &Class) -> impl Iterator<Item = ObjectId> {
    let options = std::iter::once(&class.traits.options).chain(&class.traits.overridden);
    options.filter_map(|options| match options.hold {
        Hold::Queue(queue) => Some(queue),
        Hold::Unset | Hold::Missing => None,
    })
}

pub(super) fn is_named(ground: &Ground<'_, '_>, queue: ObjectId, name: &str) -> bool {
    let deployment = ground.deployment();
    let object = deployment.object(queue);
    let (own, tenant) = (deployment.text(object.name), deployment.text(object.tenant));
    own == name || name.strip_prefix(tenant).and_then(|rest| rest.strip_prefix('/')) == Some(own)
}

/// A tenant as what is not known is told of it.
pub(super) fn tenant_name(deployment: &Deployment, tenant: Symbol) -> String {
    let name = deployment.text(tenant);
    if name.is_empty() { "the agents without tenant".to_owned() } else { format!("tenant `{name}`") }
}

pub(super) struct Driver<'a, 'g, 'd> {
    pub(super) setting: &'a Setting<'g, 'd>,
    question: &'a Question,
    pub(super) classes: &'a Classes,
    pub(super) properties: Vec<PropertyReport>,
    /// Scenes that were explored.
    known: Vec<(Scene, Rights, Findings)>,
    states: usize,
    transitions: u64,
    tenants: usize,
    notes: Vec<String>,
}

impl<'a, 'g, 'd> Driver<'a, 'g, 'd> {
    fn new(setting: &'a Setting<'g, 'd>, question: &'a Question, classes: &'a Classes) -> Self {
        let mut wanted = question.properties.clone();
        wanted.sort_unstable();
        wanted.dedup();
        let proved = |property| PropertyReport {
            property,
            outcome: Outcome::Proved,
            states: 0,
            transitions: 0,
            counterexamples: Vec::new(),
            unknown: Vec::new(),
        };
        Self {
            setting,
            question,
            classes,
            properties: wanted.into_iter().map(proved).collect(),
            known: Vec::new(),
            states: 0,
            transitions: 0,
            tenants: 0,
            notes: Vec::new(),
        }
    }

    pub(super) fn tenant_name(&self, tenant: Symbol) -> String {
        tenant_name(self.setting.ground.deployment(), tenant)
    }

    fn all_unknown(&mut self, reason: &str) {
        for report in &mut self.properties {
            report.unknown.push(reason.to_owned());
        }
    }

    fn tenant(&mut self, tenant: Symbol, transactions: &[ObjectId]) {
        let name = self.tenant_name(tenant);
        match explorable(self.setting, self.question, self.classes, tenant, transactions) {
            Ok(explorable) => {
                self.tenants += 1;
                self.explore(tenant, &explorable);
            }
            Err(Nothing::NoEntry) if self.question.entry_queues.is_some() => {
                self.notes.push(format!("{name}: none of the entry queues is there, so no chat starts"));
            }
            Err(Nothing::NoEntry) => self.all_unknown(&format!(
                "{name}: no chat can start, because every interaction queue is a hold queue or there is none; name \
                 those in which chats start in `wdectl.toml`: [verify] entry-queues = [\"..\"]"
            )),
            Err(Nothing::TooMany(TooMany { what, count, most })) => self.all_unknown(&format!(
                "{name}: {count} {what}, and at most {most} can be told apart; give agents more of their rights and \
                 options by common roles and groups"
            )),
        }
    }

    fn explore(&mut self, tenant: Symbol, explorable: &Explorable) {
        let wanted: Vec<PropertyId> = self.properties.iter().map(|report| report.property).collect();
        let mut found: Vec<Findings> = Vec::new();
        for scene in &explorable.scenes {
            let granted = scene.granted(&self.setting.ground);
            let like =
                |(known, rights, _): &&(Scene, Rights, Findings)| *rights == granted && known.is_like(scene);
            if let Some((.., findings)) = self.known.iter().find(like) {
                found.push(findings.clone());
                continue;
            }
            let findings = judge(scene, &wanted, granted, &self.question.limit);
            self.states += findings.states;
            self.transitions += findings.transitions;
            for judged in &findings.judged {
                if let Some(report) = self.report_of(judged.property) {
                    report.states += judged.states;
                    report.transitions += judged.transitions;
                }
            }
            self.known.push((scene.clone(), granted, findings.clone()));
            found.push(findings);
        }
        self.states_of_all(tenant, explorable, &found);
        self.dead_privileges(tenant, explorable, &found);
        self.dead_queues(tenant, explorable, &found);
    }

    fn report_of(&mut self, property: PropertyId) -> Option<&mut PropertyReport> {
        self.properties.iter_mut().find(|report| report.property == property)
    }

    /// The properties of states: of each the shortest counterexample of the tenant.
    fn states_of_all(&mut self, tenant: Symbol, explorable: &Explorable, found: &[Findings]) {
        let name = self.tenant_name(tenant);
        for at in 0..self.properties.len() {
            let property = self.properties[at].property;
            let mut shortest: Option<(&Scene, PropertyId, &[Command])> = None;
            for (scene, findings) in explorable.scenes.iter().zip(found) {
                let judged = findings.judged.iter().filter(|judged| judged.property == property);
                for judged in judged {
                    match &judged.found {
                        Found::Proved => {}
                        Found::Refuted(which, commands) => {
                            if shortest.is_none_or(|(.., known)| commands.len() < known.len()) {
                                shortest = Some((scene, *which, commands));
                            }
                        }
                        Found::Unknown(reason) => {
                            self.properties[at].unknown.push(too_large(&name, reason));
                        }
                    }
                }
            }
            let Some((scene, which, commands)) = shortest else { continue };
            match self.counterexample(tenant, scene, property, which, commands) {
                Ok(counterexample) => self.properties[at].counterexamples.push(counterexample),
                Err(reason) => self.properties[at].unknown.push(format!(
                    "{name}: a counterexample of {} steps cannot be replayed: {reason}",
                    commands.len()
                )),
            }
        }
    }

    fn counterexample(
        &self,
        tenant: Symbol,
        scene: &Scene,
        property: PropertyId,
        which: PropertyId,
        commands: &[Command],
    ) -> Result<Counterexample, String> {
        let ground = &self.setting.ground;
        let place = ground.deployment().text(tenant);
        let place = if place.is_empty() { String::new() } else { format!(" in {place}") };
        let story = tell(ground, scene, &format!("{} does not hold{place}", property.spec().name), commands)?;
        if story.coincides {
            return Err("timers run out at the same moment, with the timeouts that are configured".to_owned());
        }
        let cause = cause(ground, scene, which, commands, &story.world);
        let after = if which == property {
            String::new()
        } else {
            format!("after a failure {} does not hold: ", which.spec().name)
        };
        Ok(Counterexample {
            tenant,
            message: format!("{after}{}", cause.message),
            length: commands.len(),
            steps: story.steps,
            scenario: Some(story.scenario),
            commands: commands.to_vec(),
            places: cause.why.places,
            notes: cause.why.notes,
            help: cause.why.help,
            repairs: repairs(self.setting, self.question, property, tenant),
        })
    }

    fn report(self) -> Report {
        let Self { setting, classes, mut properties, states, transitions, tenants, mut notes, .. } = self;
        if tenants == 0 {
            let reason = if classes.list.is_empty() {
                "the deployment has no enabled agents".to_owned()
            } else {
                "there is no queue in which a chat can start".to_owned()
            };
            for report in properties.iter_mut().filter(|report| report.unknown.is_empty()) {
                report.unknown.push(reason.clone());
            }
            notes.clear();
        }
        let mut assumptions: Vec<Assumption> = Vec::new();
        for report in &mut properties {
            report.outcome = Outcome::of(!report.counterexamples.is_empty(), !report.unknown.is_empty());
            assumptions.extend(report.property.spec().assumes);
        }
        assumptions.sort_unstable();
        assumptions.dedup();
        let named: Vec<Symbol> = classes.tenants.iter().map(|(tenant, _)| *tenant).collect();
        let (deployment, catalogue) = (setting.ground.deployment(), setting.ground.catalogue);
        Report {
            properties,
            tenants,
            agents: classes.list.iter().map(|class| class.agents).sum(),
            classes: classes.list.len(),
            states,
            transitions,
            assumptions: assumptions.into_iter().map(|one| (one, setting.assumptions.value(one))).collect(),
            lifetimes: Lifetime::of_tenants(deployment, catalogue, &named),
            notes,
        }
    }
}

pub(super) fn too_large(tenant: &str, reason: &Unfinished) -> String {
    format!(
        "{tenant}: {reason}; raise `--max-states`, ask for one property, or give agents their rights and options by \
         common roles and groups"
    )
}
