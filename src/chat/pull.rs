//! The agent's side: the six ways back to a chat. My Interaction Queues, My History, Contact History and
//! Interaction Search are ways to see the chat; the pull right asked is that of the place where it lies.

use super::assumptions::Assumption;
use super::command::EntryPoint;
use super::decide::Decision;
use super::event::Event;
use super::ids::{AgentId, ChatId};
use super::policy::{Kinship, Right};
use super::refusal::{Refusal, Wrong};
use super::rows::RowId;
use super::world::{Chat, Phase, Place, Role};

impl Decision<'_> {
    pub(super) fn pull(&mut self, agent: AgentId, id: ChatId, from: EntryPoint) -> Result<(), Refusal> {
        let chat = self.world.chat(id);
        if !self.sees(agent, chat, from) {
            return Err(Refusal::NotVisible(from));
        }
        let lies = chat.phase == Phase::Lying;
        if chat.phase == Phase::Stopped {
            return Err(Wrong::MarkedDone.into());
        }
        if !lies {
            self.second_puller(agent, chat)?;
        }
        let right = self.pull_right(agent, chat.place);
        self.may_pull(agent, from, right)?;
        if chat.was_held && self.policy.assumptions.holds(Assumption::RejoinNeedsPlaceOnHold) {
            self.need(agent, Right::PlaceOnHold)?;
        }
        if let (EntryPoint::MyQueues, Place::Queue(queue)) = (from, chat.place)
            && !self.world.is_first(id)
        {
            return Err(Refusal::NotFirstInQueue(queue));
        }
        if lies {
            self.handle(agent, id, pull_row(right));
        } else {
            let event = Event::Joined { chat: id, agent, role: Role::Handling, by: agent };
            self.push(RowId::SecondPullerJoins, event);
            self.agent_joined(id);
        }
        Ok(())
    }

    /// True if the chat lies where the agent looks.
    fn sees(&self, agent: AgentId, chat: &Chat, from: EntryPoint) -> bool {
        let in_workbin = |kinship: Kinship| {
            let policy = self.policy.agent(agent);
            chat.workbin().is_some_and(|(workbin, owner)| {
                policy.workbins.contains(workbin) && policy.kinship(agent, owner) == kinship
            })
        };
        match from {
            EntryPoint::Workbin => in_workbin(Kinship::Own),
            EntryPoint::GroupWorkbin => in_workbin(Kinship::Shared),
            EntryPoint::MyQueues => chat.queue().is_some(),
            EntryPoint::MyHistory => chat.handled.contains(agent),
            EntryPoint::ContactHistory | EntryPoint::Search => chat.phase != Phase::Absent,
        }
    }

    /// Whether an agent may pull a chat that somebody has already.
    fn second_puller(&self, agent: AgentId, chat: &Chat) -> Result<(), Refusal> {
        if chat.phase != Phase::Handling || self.policy.assumptions.holds(Assumption::SecondPullerRefused) {
            Err(Wrong::TakenByAnother.into())
        } else if chat.parties.of(agent).is_some() {
            Err(Wrong::AlreadyParty.into())
        } else if chat.parties.is_full() {
            Err(Wrong::TooManyParties.into())
        } else {
            Ok(())
        }
    }

    /// The right that pulling from that place needs.
    fn pull_right(&self, agent: AgentId, place: Place) -> Right {
        match place {
            Place::Queue(_) => Right::PullFromQueue,
            Place::Workbin(_, owner) => match self.policy.agent(agent).kinship(agent, owner) {
                Kinship::Own => Right::PullFromWorkbin,
                Kinship::Shared => Right::PullFromSharedWorkbin,
                Kinship::Others => Right::PullFromOthersWorkbin,
            },
        }
    }

    fn may_pull(&self, agent: AgentId, from: EntryPoint, right: Right) -> Result<(), Refusal> {
        self.need(agent, Right::UseChat)?;
        match from {
            EntryPoint::Workbin | EntryPoint::GroupWorkbin => {}
            EntryPoint::MyQueues => self.need(agent, Right::ViewMyQueues)?,
            EntryPoint::MyHistory => self.need(agent, Right::ViewMyHistory)?,
            EntryPoint::ContactHistory => self.need(agent, Right::ViewContactHistory)?,
            EntryPoint::Search => self.need(agent, Right::ViewSearch)?,
        }
        self.need(agent, right)
    }

    /// An agent pulls the unnamed chat that lies ahead of this one. Whether the agent has handled that chat is
    /// not known, so that My History does not show it.
    pub(super) fn pull_ahead(&mut self, agent: AgentId, id: ChatId, from: EntryPoint) -> Result<(), Refusal> {
        self.logged_in(agent)?;
        if !matches!(from, EntryPoint::MyQueues | EntryPoint::ContactHistory | EntryPoint::Search) {
            return Err(Refusal::NotVisible(from));
        }
        if !self.world.chat(id).behind {
            return Err(Wrong::NothingAhead.into());
        }
        self.may_pull(agent, from, Right::PullFromQueue)?;
        self.push(RowId::AheadPulled, Event::Crowded(id, false));
        Ok(())
    }
}

fn pull_row(right: Right) -> RowId {
    match right {
        Right::PullFromWorkbin => RowId::PullFromWorkbin,
        Right::PullFromSharedWorkbin => RowId::PullFromSharedWorkbin,
        Right::PullFromOthersWorkbin => RowId::PullFromOthersWorkbin,
        _ => RowId::PullFromQueue,
    }
}
