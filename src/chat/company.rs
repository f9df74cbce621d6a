//! The agent's side: bringing others in, and joining as a supervisor.

use super::command::{Monitoring, Steps};
use super::decide::Decision;
use super::event::Event;
use super::ids::{AgentId, ChatId};
use super::policy::Right;
use super::refusal::{Refusal, Target, Wrong};
use super::rows::RowId;
use super::world::{Phase, Purpose, Role};

impl Decision<'_> {
    pub(super) fn transfer(
        &mut self,
        agent: AgentId,
        id: ChatId,
        to: Option<AgentId>,
        steps: Steps,
    ) -> Result<(), Refusal> {
        match steps {
            Steps::One => self.invite(
                agent,
                id,
                to,
                Purpose::Transfer,
                RowId::OneStepTransfer,
                Some(Right::OneStepTransfer),
            ),
            Steps::Two => {
                let to = self.consulted(agent, id, to, Right::TwoStepTransfer)?;
                self.hand_over(agent, id, to, RowId::TwoStepTransfer);
                Ok(())
            }
        }
    }

    pub(super) fn conference(
        &mut self,
        agent: AgentId,
        id: ChatId,
        to: Option<AgentId>,
        steps: Steps,
    ) -> Result<(), Refusal> {
        match steps {
            Steps::One => self.invite(
                agent,
                id,
                to,
                Purpose::Conference,
                RowId::OneStepConference,
                Some(Right::OneStepConference),
            ),
            Steps::Two => {
                let to = self.consulted(agent, id, to, Right::TwoStepConference)?;
                let event = Event::Joined { chat: id, agent: to, role: Role::Handling, by: to };
                self.push(RowId::TwoStepConference, event);
                self.agent_joined(id);
                self.request(agent, id);
                Ok(())
            }
        }
    }

    /// Starts a consultation, for which either two-step privilege will do.
    pub(super) fn consult(&mut self, agent: AgentId, id: ChatId, to: Option<AgentId>) -> Result<(), Refusal> {
        let either = self.policy.allows(agent, Right::TwoStepConference);
        let right = (!either).then_some(Right::TwoStepTransfer);
        self.invite(agent, id, to, Purpose::Consult, RowId::Consult, right)
    }

    fn invite(
        &mut self,
        agent: AgentId,
        id: ChatId,
        to: Option<AgentId>,
        purpose: Purpose,
        row: RowId,
        right: Option<Right>,
    ) -> Result<(), Refusal> {
        let chat = self.mine(agent, id)?;
        self.running(chat)?;
        if chat.invitation.is_some() {
            return Err(Wrong::InvitationPending.into());
        }
        if to.is_some_and(|to| chat.parties.of(to).is_some()) {
            return Err(Wrong::AlreadyParty.into());
        }
        if chat.parties.is_full() && purpose != Purpose::Transfer {
            return Err(Wrong::TooManyParties.into());
        }
        self.need(agent, Right::UseChat)?;
        right.map_or(Ok(()), |right| self.need(agent, right))?;
        let to = self.target(to)?;
        let timeout = self.policy.servers.delivering_timeout;
        self.push(row, Event::Invited { chat: id, by: agent, to, purpose, timeout });
        self.request(agent, id);
        Ok(())
    }

    /// An agent who can be offered something.
    pub(super) fn target(&self, to: Option<AgentId>) -> Result<AgentId, Refusal> {
        to.filter(|&to| self.world.logged_in().contains(to)).ok_or(Refusal::UnknownTarget(Target::Agent))
    }

    /// The agent whom `agent` consults, if `agent` may complete that.
    fn consulted(
        &self,
        agent: AgentId,
        id: ChatId,
        to: Option<AgentId>,
        right: Right,
    ) -> Result<AgentId, Refusal> {
        let chat = self.mine(agent, id)?;
        self.running(chat)?;
        let consulted = to
            .and_then(|to| chat.parties.of(to))
            .filter(|party| party.role == Role::Consulting && party.by == agent)
            .ok_or(Wrong::NoConsultation)?;
        self.need(agent, Right::UseChat)?;
        self.need(agent, right)?;
        Ok(consulted.agent)
    }

    fn hand_over(&mut self, from: AgentId, id: ChatId, to: AgentId, row: RowId) {
        self.push(row, Event::Transferred { chat: id, from, to });
        self.drop_guests(from, id, Some(to));
        self.agent_joined(id);
    }

    pub(super) fn accept_invitation(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.world.chat(id);
        let invitation =
            chat.invitation.filter(|invitation| invitation.to == agent).ok_or(Refusal::NotOffered)?;
        let newcomer = chat.parties.of(agent).is_none();
        if chat.parties.is_full() && newcomer && invitation.purpose != Purpose::Transfer {
            return Err(Wrong::TooManyParties.into());
        }
        self.need(agent, Right::UseChat)?;
        match invitation.purpose {
            Purpose::Transfer => self.hand_over(invitation.by, id, agent, RowId::TransferAccepted),
            Purpose::Conference => {
                let event = Event::Joined { chat: id, agent, role: Role::Handling, by: agent };
                self.push(RowId::ConferenceAccepted, event);
                self.agent_joined(id);
            }
            Purpose::Consult => {
                let event = Event::Joined { chat: id, agent, role: Role::Consulting, by: invitation.by };
                self.push(RowId::ConsultAccepted, event);
            }
        }
        Ok(())
    }

    /// From silent to coaching, from either to barge-in, from either of these back to silent.
    pub(super) fn monitor(&mut self, agent: AgentId, id: ChatId, mode: Monitoring) -> Result<(), Refusal> {
        let chat = self.online(id)?;
        if chat.phase != Phase::Handling {
            return Err(Wrong::NotHandled.into());
        }
        let part = chat.parties.of(agent).map(|party| party.role);
        let (row, role) = match (part, mode) {
            (None, _) if chat.parties.is_full() => return Err(Wrong::TooManyParties.into()),
            (None, Monitoring::Silent) => (RowId::MonitorSilently, Role::Silent),
            (None, Monitoring::Coaching) => (RowId::MonitorCoaching, Role::Coaching),
            (None, Monitoring::BargeIn) => (RowId::MonitorBargingIn, Role::BargedIn),
            (Some(Role::Silent), Monitoring::Coaching) => (RowId::StartCoaching, Role::Coaching),
            (Some(Role::Silent | Role::Coaching), Monitoring::BargeIn) => (RowId::BargeIn, Role::BargedIn),
            (Some(Role::Coaching), Monitoring::Silent) => (RowId::BackToSilent, Role::Silent),
            (Some(Role::BargedIn), Monitoring::Silent) if chat.parties.visible().len() > 1 => {
                (RowId::BackToSilent, Role::Silent)
            }
            (Some(Role::BargedIn), Monitoring::Silent) => return Err(Wrong::NotInConference.into()),
            (Some(Role::Handling | Role::Consulting), _) => return Err(Wrong::AlreadyParty.into()),
            (Some(_), _) => return Err(Wrong::NoSuchMove.into()),
        };
        self.need(agent, Right::UseChat)?;
        self.need(agent, Right::MonitorChat)?;
        self.push(row, Event::Joined { chat: id, agent, role, by: agent });
        if role == Role::BargedIn {
            self.agent_joined(id);
        } else if part == Some(Role::BargedIn) {
            self.drop_guests(agent, id, None);
            self.agent_left(id, true);
        }
        Ok(())
    }
}
