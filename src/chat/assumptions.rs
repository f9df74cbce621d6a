//! Where the product's behaviour is not documented the machine follows an assumption: a named switch.

use crate::names::{Basis, nearest};

/// A switch of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Assumption {
    /// What Mark Done does while the session is alive.
    DoneOnLiveSession,
    /// What a hold does when the hold queue is empty or not there.
    HoldWithEmptyQueue,
    /// Whether agents may store chats in a workbin.
    AgentMayStore,
    /// Whether taking a held chat back needs the privilege to place on hold.
    RejoinNeedsPlaceOnHold,
    /// Whether views, storing and monitoring need no privilege.
    ViewsNeedNoPrivilege,
    /// Whether a proof may count on the workflow to route a chat that was on hold.
    WorkflowRoutesHeldChats,
    /// Whether Interaction Server takes chats back as soon as a desktop is gone.
    CrashReturnsInteraction,
    /// Whether the second of two agents who pull one chat is refused.
    SecondPullerRefused,
    /// Whether an asynchronous session outlives its customer's leaving.
    AsyncSurvivesCustomerLeaving,
    /// Whether the customer's coming back counts as activity.
    ReturnIsActivity,
    /// Whether a chat that comes back to its queue keeps its place in line.
    ReturnedChatKeepsItsPlace,
}

/// What is known about one assumption.
#[derive(Debug)]
pub struct AssumptionSpec {
    /// The switch.
    pub id: Assumption,
    /// Its name in settings: `done-on-live-session`.
    pub name: &'static str,
    /// The allowed values, the default first.
    pub values: &'static [&'static str],
    /// How the default is known.
    pub basis: Basis,
    /// What it decides, what each value means, and why the default is what it is.
    pub doc: &'static str,
}

impl AssumptionSpec {
    /// The value that holds unless somebody says otherwise.
    #[must_use]
    pub fn default_value(&self) -> &'static str {
        self.values[0]
    }
}

const TRUE: &[&str] = &["true", "false"];
const FALSE: &[&str] = &["false", "true"];

/// Every assumption, in the order of [`Assumption`].
pub static ASSUMPTIONS: [AssumptionSpec; 11] = [
    AssumptionSpec {
        id: Assumption::DoneOnLiveSession,
        name: "done-on-live-session",
        values: &["closes", "refused", "needs-release-async"],
        basis: Basis::Inferred,
        doc: "Mark Done while the session is alive: `closes` ends the session too, `refused` asks for a release \
              first, `needs-release-async` ends it only for agents who may release that chat. Documented is only \
              that agents can rejoin until the session is marked Done.",
    },
    AssumptionSpec {
        id: Assumption::HoldWithEmptyQueue,
        name: "hold-with-empty-queue",
        values: &["refused", "returns"],
        basis: Basis::Inferred,
        doc: "Place chat on hold while `chat.on-hold-queue` is empty or names no interaction queue: `refused` \
              leaves everything as it is, `returns` lets the agent leave and puts the chat back where it came from.",
    },
    AssumptionSpec {
        id: Assumption::AgentMayStore,
        name: "agent-may-store",
        values: FALSE,
        basis: Basis::Documented,
        doc: "Whether an agent may put a chat into a workbin. The description of `workbin.<media-type>.<nickname>` \
              says that agents open from such workbins but do not save into them; the hold use case speaks of \
              a queue or workbin.",
    },
    AssumptionSpec {
        id: Assumption::RejoinNeedsPlaceOnHold,
        name: "rejoin-needs-place-on-hold",
        values: FALSE,
        basis: Basis::Inferred,
        doc: "Whether taking a held chat back asks `Chat - Can Place On Hold` as well. The privilege is said to \
              allow agents to leave and rejoin; the retrieval use case names the pull privileges only.",
    },
    AssumptionSpec {
        id: Assumption::ViewsNeedNoPrivilege,
        name: "views-need-no-privilege",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "Whether My Interaction Queues, My History, Contact History, Interaction Search, storing in a workbin \
              and monitoring are open to every agent. The names of their privileges are not public.",
    },
    AssumptionSpec {
        id: Assumption::WorkflowRoutesHeldChats,
        name: "workflow-routes-held-chats",
        values: FALSE,
        basis: Basis::Inferred,
        doc: "Whether a proof counts on the workflow to route a chat after its first hold. The workflow is not \
              part of the configuration; a scripted route is carried out either way.",
    },
    AssumptionSpec {
        id: Assumption::CrashReturnsInteraction,
        name: "crash-returns-interaction",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "What becomes of the chats of a desktop that is gone: with `true` each one returns at once to where it \
              was, with `false` it waits for handling-timeout. Documented is the agent's logout, and the return \
              when the last party of a conference leaves.",
    },
    AssumptionSpec {
        id: Assumption::SecondPullerRefused,
        name: "second-puller-refused",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "Two agents pull one chat: with `true` the second is refused, with `false` one who still sees the chat \
              (in a history or a search) joins the first.",
    },
    AssumptionSpec {
        id: Assumption::AsyncSurvivesCustomerLeaving,
        name: "async-survives-customer-leaving",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "Whether an asynchronous session stays alive when the customer leaves or the client is given up. An \
              ordinary session is over.",
    },
    AssumptionSpec {
        id: Assumption::ReturnIsActivity,
        name: "return-is-activity",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "Whether the customer's coming back restarts the async idle timer and sets GCTI_Chat_AsyncStatus to 2. \
              Documented for a customer who comes back to a dormant session is the status.",
    },
    AssumptionSpec {
        id: Assumption::ReturnedChatKeepsItsPlace,
        name: "returned-chat-keeps-its-place",
        values: TRUE,
        basis: Basis::Inferred,
        doc: "Whether a chat that comes back to its queue (declined, revoked, handling-timeout, a lost desktop) \
              stands where it stood, or goes to the end.",
    },
];

impl Assumption {
    /// What is known about it.
    #[must_use]
    pub fn spec(self) -> &'static AssumptionSpec {
        &ASSUMPTIONS[self as usize]
    }
}

/// Why an assumption could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssumptionError {
    /// There is no such switch.
    #[error("`{name}` is no assumption{}", did_you_mean(*.nearest))]
    UnknownName {
        /// The name as written.
        name: String,
        /// The assumption that was probably meant.
        nearest: Option<&'static str>,
    },
    /// The switch has no such value.
    #[error("`{value}` is no value of `{name}`{}; allowed are {}", did_you_mean(*.nearest), listed(.allowed))]
    UnknownValue {
        /// The assumption.
        name: &'static str,
        /// The value as written.
        value: String,
        /// The value that was probably meant.
        nearest: Option<&'static str>,
        /// Every value it can have.
        allowed: &'static [&'static str],
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

fn listed(values: &[&str]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// What the machine assumes: one value for each assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Assumptions {
    /// The position of the value among the allowed ones; 0 is the default.
    chosen: [u8; ASSUMPTIONS.len()],
}

/// What Mark Done does while the session is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneOnLiveSession {
    /// It ends the session.
    Closes,
    /// It is refused.
    Refused,
    /// It ends the session for agents who may release the chat.
    NeedsRelease,
}

impl Assumptions {
    /// Sets an assumption by name and value.
    ///
    /// # Errors
    /// An unknown name or value, with the nearest match.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), AssumptionError> {
        let spec = ASSUMPTIONS.iter().find(|spec| spec.name == name).ok_or_else(|| {
            AssumptionError::UnknownName {
                name: name.to_owned(),
                nearest: nearest(name, ASSUMPTIONS.iter().map(|spec| spec.name)),
            }
        })?;
        let position = spec.values.iter().position(|&allowed| allowed == value).ok_or_else(|| {
            AssumptionError::UnknownValue {
                name: spec.name,
                value: value.to_owned(),
                nearest: nearest(value, spec.values.iter().copied()),
                allowed: spec.values,
            }
        })?;
        self.chosen[spec.id as usize] = position as u8;
        Ok(())
    }

    /// The value in force.
    #[must_use]
    pub fn value(&self, assumption: Assumption) -> &'static str {
        assumption.spec().values[self.position(assumption)]
    }

    /// True if a switch of `true` and `false` stands on `true`.
    #[must_use]
    pub fn holds(&self, assumption: Assumption) -> bool {
        self.value(assumption) == "true"
    }

    /// True if a hold is refused while its queue is empty or not there.
    #[must_use]
    pub fn hold_needs_queue(&self) -> bool {
        self.position(Assumption::HoldWithEmptyQueue) == 0
    }

    /// What Mark Done does while the session is alive.
    #[must_use]
    pub fn done_on_live_session(&self) -> DoneOnLiveSession {
        match self.position(Assumption::DoneOnLiveSession) {
            0 => DoneOnLiveSession::Closes,
            1 => DoneOnLiveSession::Refused,
            _ => DoneOnLiveSession::NeedsRelease,
        }
    }

    fn position(&self, assumption: Assumption) -> usize {
        usize::from(self.chosen[assumption as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_switches_and_every_value_can_be_set() {
        let mut assumptions = Assumptions::default();
        for (position, spec) in ASSUMPTIONS.iter().enumerate() {
            assert_eq!(spec.id as usize, position);
            assert!(spec.doc.ends_with('.') && spec.values.len() >= 2, "{}", spec.name);
            assert_eq!(assumptions.value(spec.id), spec.default_value());
            for value in spec.values {
                assumptions.set(spec.name, value).unwrap();
                assert_eq!(assumptions.value(spec.id), *value);
            }
        }
    }

    #[test]
    fn a_wrong_name_or_value_is_told_with_the_nearest() {
        let mut assumptions = Assumptions::default();
        let told = |error: AssumptionError| error.to_string();
        assert_eq!(
            assumptions.set("agent-may-stor", "true").map_err(told),
            Err("`agent-may-stor` is no assumption; did you mean `agent-may-store`?".to_owned())
        );
        assert_eq!(
            assumptions.set("done-on-live-session", "refuse").map_err(told),
            Err("`refuse` is no value of `done-on-live-session`; did you mean `refused`?; allowed are `closes`, \
                 `refused`, `needs-release-async`"
                .to_owned())
        );
        assert_eq!(assumptions, Assumptions::default());
    }
}
