//! One agent's desktop: all that the machine asks about the agent.

use super::chat_keys::ChatKeys;
use super::ground::Ground;
use super::roster::Roster;
use crate::chat::{AgentPolicy, HoldQueue, InteractionOptions, Rights};
use crate::deployment::{ObjectId, Relation};
use crate::names::{ScriptType, WORKSPACE_SECTION};
use crate::resolve::Step;

/// What `chat.on-hold-queue` comes to for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Hold {
    /// It is empty.
    #[default]
    Unset,
    /// It names no enabled interaction queue of the agent's tenant.
    Missing,
    /// It names this script.
    Queue(ObjectId),
}

/// The options that a routing strategy may override for one interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DeskOptions {
    /// `chat.on-hold-queue`.
    pub hold: Hold,
    /// `interaction.disposition.is-mandatory`.
    pub disposition_mandatory: bool,
    /// `chat.auto-answer`.
    pub auto_answer: bool,
}

impl DeskOptions {
    /// `chat.on-hold-queue`.
    pub const HOLD: &str = "chat.on-hold-queue";
    /// `interaction.disposition.is-mandatory`.
    pub const DISPOSITION: &str = "interaction.disposition.is-mandatory";
    /// `chat.auto-answer`.
    pub const AUTO_ANSWER: &str = "chat.auto-answer";

    /// The names of all three.
    pub const NAMES: [&str; 3] = [Self::HOLD, Self::DISPOSITION, Self::AUTO_ANSWER];

    /// The options of an agent on these steps.
    #[must_use]
    pub fn of(ground: &Ground<'_, '_>, agent: ObjectId, steps: &[Step]) -> Self {
        let hold = match ground.option(steps, Self::HOLD).value {
            None | Some("") => Hold::Unset,
            Some(name) => {
                ground.script(agent, name, ScriptType::InteractionQueue).map_or(Hold::Missing, Hold::Queue)
            }
        };
        Self {
            hold,
            disposition_mandatory: ground.option(steps, Self::DISPOSITION).is_true(),
            auto_answer: ground.option(steps, Self::AUTO_ANSWER).is_true(),
        }
    }

    /// The options as the machine asks them.
    #[must_use]
    pub fn for_machine(&self, roster: &mut Roster) -> InteractionOptions {
        let hold_queue = match self.hold {
            Hold::Unset => HoldQueue::Unset,
            Hold::Missing => HoldQueue::Missing,
            Hold::Queue(queue) => roster.enter_queue(queue).map_or(HoldQueue::Missing, HoldQueue::Queue),
        };
        InteractionOptions {
            hold_queue,
            disposition_mandatory: self.disposition_mandatory,
            auto_answer: self.auto_answer,
        }
    }
}

/// What an agent may do and see, whatever the interaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// The rights that effective privileges give.
    pub rights: Rights,
    /// The workbins that an option `workbin.chat.<nickname>` shows.
    pub workbins: Vec<ObjectId>,
    /// The enabled agent groups of the agent.
    pub groups: Vec<ObjectId>,
    /// Which keys do what.
    pub keymap: ChatKeys,
    /// The attached-data key under which strategies name transactions: `interaction.override-option-key`.
    pub override_key: String,
}

impl Desk {
    /// The options that show workbins for chats begin so; a nickname follows.
    pub const WORKBIN: &str = "workbin.chat.";
    /// `interaction.override-option-key`.
    pub const OVERRIDE_KEY: &str = "interaction.override-option-key";

    /// Whether the machine asks an option of an agent.
    #[must_use]
    pub fn asks(section: &str, name: &str) -> bool {
        section == WORKSPACE_SECTION
            && (DeskOptions::NAMES.contains(&name)
                || name == Self::OVERRIDE_KEY
                || name.starts_with(Self::WORKBIN)
                || ChatKeys::options().any(|option| option == name))
    }

    /// The options of a deployment that show workbins for chats.
    pub(super) fn workbin_options<'d>(ground: &Ground<'_, 'd>) -> impl Iterator<Item = &'d str> {
        let shows =
            |&(section, name): &(&str, &str)| section == WORKSPACE_SECTION && name.starts_with(Self::WORKBIN);
        ground.resolver.options().filter(shows).map(|(_, name)| name)
    }

    /// The desk of an agent.
    #[must_use]
    pub fn of(ground: &Ground<'_, '_>, agent: ObjectId) -> Self {
        let steps = ground.steps(agent, &[]);
        let deployment = ground.deployment();
        let workbin = |name: &str| {
            let value = ground.option(&steps, name).value?;
            ground.script(agent, value, ScriptType::InteractionWorkbin)
        };
        let groups = deployment.targets(agent, Relation::AgentGroup).map(|link| link.to);
        Self {
            rights: ground.rights.of(ground.privileges.effective_set(agent), ground.privileges.graph()),
            workbins: Self::workbin_options(ground).filter_map(workbin).collect(),
            groups: groups.filter(|&group| deployment.object(group).enabled).collect(),
            keymap: ChatKeys::of(ground, &steps),
            override_key: ground.option(&steps, Self::OVERRIDE_KEY).value.unwrap_or_default().to_owned(),
        }
    }

    /// The desk as the machine asks it; of workbins and groups, those that take part.
    #[must_use]
    pub fn for_machine(&self, roster: &Roster, options: InteractionOptions) -> AgentPolicy {
        AgentPolicy {
            rights: self.rights,
            workbins: self.workbins.iter().filter_map(|&workbin| roster.workbin(workbin)).collect(),
            groups: self.groups.iter().filter_map(|&group| roster.group(group)).collect(),
            options,
            overridden: Vec::new(),
        }
    }
}
