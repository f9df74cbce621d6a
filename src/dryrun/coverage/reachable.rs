//! What there is to use in a deployment.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::facts::Facts;
use super::servers::SERVER_OPTIONS;
use crate::behaviour::{Desk, DeskOptions, Ground, Hold, Roster, line_of_server, servers};
use crate::chat::{HoldQueue, QueueId, Reason, Right, RowId, Set, Small as _, WorkbinId, rows};
use crate::deployment::ObjectId;
use crate::dryrun::stage::Setting;
use crate::names::{ApplicationType, ObjectKind, ScriptType, Symbol};
use crate::text::Span;

/// What scenarios could use of the machine and of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reachable {
    /// The transitions.
    pub rows: BTreeSet<RowId>,
    /// Those of them of which it is not known whether they can happen; none before [`Self::explored`].
    pub open: BTreeSet<RowId>,
    /// The reasons of refusals.
    pub reasons: BTreeSet<Reason>,
    /// The privileges behind rights that are effective for somebody.
    pub privileges: BTreeSet<String>,
    /// The options that the machine asks and that something sets for somebody, named as in
    /// [`Usage::options`](super::Usage::options).
    pub options: BTreeSet<String>,
    /// The lines that give the machine an answer: grants, memberships, options.
    pub lines: BTreeSet<Span>,
}

impl Reachable {
    /// An upper bound, found without exploring: nothing that a scenario can reach without changing the configuration
    /// is missing. A transition is left out where nobody has the right for it, where no option, script or server that
    /// it needs is there, where an assumption rules it out, or where no step of a scenario asks for it; one whose
    /// conditions each hold for somebody, and never together for one chat, is in it. Privileges, options and lines are
    /// those that count for some enabled agent, whether or not a chat comes to where they are asked.
    #[must_use]
    pub fn upper_bound(setting: &Setting<'_, '_>) -> Self {
        let ground = &setting.ground;
        let mut found = Self::default();
        let mut facts = facts(setting);
        let deployment = ground.deployment();
        let mut of_tenants: FxHashMap<Symbol, ObjectId> = FxHashMap::default();
        for agent in deployment.agents() {
            found.add_agent(ground, agent, &mut facts);
            of_tenants.entry(deployment.object(agent).tenant).or_insert(agent);
        }
        for (transaction, name, value, line) in ground.lines_of_transactions() {
            found.add_option(name, line);
            match name {
                DeskOptions::HOLD if value.is_empty() => facts.add_hold_queue(HoldQueue::Unset),
                // Whether it is a queue depends on the tenant of the agent.
                DeskOptions::HOLD => {
                    let own = deployment.object(transaction).tenant;
                    let reached = |tenant: Symbol| own == tenant || own == Symbol::EMPTY;
                    for (_, &agent) in of_tenants.iter().filter(|(tenant, _)| reached(**tenant)) {
                        let queue = ground.script(agent, value, ScriptType::InteractionQueue);
                        let queue = queue.map_or(HoldQueue::Missing, |_| HoldQueue::Queue(QueueId(0)));
                        facts.add_hold_queue(queue);
                    }
                }
                DeskOptions::DISPOSITION => facts.disposition_mandatory |= value.eq_ignore_ascii_case("true"),
                _ => {
                    let is_true = value.eq_ignore_ascii_case("true");
                    facts.add_auto_answer(is_true && facts.some_have.contains(Right::UseChat));
                }
            }
        }
        found.add_servers(ground, &facts);
        found.rows = rows().map(|row| row.id).filter(|&row| facts.allow(row)).collect();
        found.reasons = Reason::ALL.into_iter().filter(|&reason| facts.refuse(reason)).collect();
        found
    }

    fn add_option(&mut self, name: &str, line: Span) {
        if !self.options.contains(name) {
            self.options.insert(name.to_owned());
        }
        self.lines.insert(line);
    }

    fn add_agent(&mut self, ground: &Ground<'_, '_>, agent: ObjectId, facts: &mut Facts) {
        for (right, lines) in ground.lines_of_rights(agent) {
            if let Some(name) = ground.rights.privilege(right).filter(|name| !self.privileges.contains(*name))
            {
                self.privileges.insert(name.to_owned());
            }
            self.lines.extend(lines);
        }
        let steps = ground.steps(agent, &[]);
        for (name, line) in ground.lines_of_options(&steps) {
            self.add_option(name, line);
        }
        let (desk, options) = (Desk::of(ground, agent), DeskOptions::of(ground, agent, &steps));
        let mut policy = desk.for_machine(&Roster::default(), options.for_machine(&mut Roster::default()));
        if !desk.workbins.is_empty() {
            policy.workbins = WorkbinId::new(0).into_iter().collect::<Set<_>>();
        }
        debug_assert_eq!(options.hold == Hold::Unset, policy.options.hold_queue == HoldQueue::Unset);
        facts.add(&policy);
    }

    fn add_servers(&mut self, ground: &Ground<'_, '_>, facts: &Facts) {
        for option in &SERVER_OPTIONS {
            let of_restoration = option.name == "session-restoration-mode";
            let of_inactivity = option.name.starts_with("timeout-");
            let idle = of_inactivity && facts.servers.inactivity.is_none()
                || of_restoration && applications(ground, ApplicationType::ChatServer) < 2;
            let line = line_of_server(ground.deployment(), option.kind, option.section, option.name);
            if let Some(line) = line.filter(|_| !idle) {
                self.add_option(&format!("{}/{}", option.section, option.name), line);
            }
        }
    }
}

/// How many applications of a type there are, enabled or not: any of them can be lost.
fn applications(ground: &Ground<'_, '_>, kind: ApplicationType) -> usize {
    let deployment = ground.deployment();
    let all = deployment.of_kind(ObjectKind::Application).iter();
    all.filter(|&&id| deployment.application_type(id) == Some(kind)).count()
}

/// What is known before anything is known of the agents.
fn facts(setting: &Setting<'_, '_>) -> Facts {
    let ground = &setting.ground;
    let deployment = ground.deployment();
    let mut facts = Facts::new(setting.assumptions, servers(deployment, ground.catalogue));
    let script = |kind| {
        let mut all = deployment.of_kind(ObjectKind::Script).iter();
        all.any(|&id| deployment.object(id).enabled && deployment.script_type(id) == Some(kind))
    };
    facts.queue = script(ScriptType::InteractionQueue);
    facts.workbin = script(ScriptType::InteractionWorkbin);
    facts.group = !deployment.of_kind(ObjectKind::AgentGroup).is_empty();
    facts.chat_server = applications(ground, ApplicationType::ChatServer) > 0;
    facts.interaction_server = applications(ground, ApplicationType::InteractionServer) > 0;
    facts
}
