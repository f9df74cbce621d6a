//! What follows from a transition: idle timers, sessions that close, chats that return, invitations that end.

use super::assumptions::Assumption;
use super::decide::Decision;
use super::event::Event;
use super::ids::{AgentId, ChatId};
use super::policy::StopAbandoned;
use super::rows::RowId;
use super::world::{Chat, Role};

/// The rows of a visible agent's going: with others staying, and as the last one.
pub(super) struct Going {
    pub(super) others_stay: RowId,
    pub(super) last: RowId,
}

impl Decision<'_> {
    /// How long the session may be idle, if anything watches it: an asynchronous one always, an ordinary one by
    /// inactivity control while an agent is in it.
    fn idle(&self, chat: &Chat, attended: bool) -> Option<u32> {
        let servers = &self.policy.servers;
        match servers.inactivity {
            _ if !chat.is_online() => None,
            _ if chat.asynchronous => Some(servers.async_idle_alert),
            Some(inactivity) if attended => Some(inactivity.alert),
            _ => None,
        }
    }

    fn restart_idle(&mut self, id: ChatId, attended: bool, row: RowId) {
        if let Some(timeout) = self.idle(self.world.chat(id), attended) {
            self.push(row, Event::IdleRestarted(id, timeout));
        }
    }

    /// An agent whom the customer sees came in.
    pub(super) fn agent_joined(&mut self, id: ChatId) {
        self.restart_idle(id, true, RowId::JoinRestartsIdle);
    }

    /// An agent whom the customer saw left; `attended` if another one stays.
    pub(super) fn agent_left(&mut self, id: ChatId, attended: bool) {
        self.restart_idle(id, attended, RowId::LeaveRestartsIdle);
    }

    /// A message or notice that everybody sees, or what counts as such.
    pub(super) fn activity(&mut self, id: ChatId) {
        let chat = self.world.chat(id);
        let Some(timeout) = self.idle(chat, !chat.parties.visible().is_empty()) else { return };
        if chat.asynchronous {
            self.push(RowId::ActivityRestartsIdle, Event::Activity(id, timeout));
        } else {
            self.push(RowId::ActivityRestartsInactivity, Event::IdleRestarted(id, timeout));
        }
    }

    /// The session ends. True if the interaction is stopped with it.
    pub(super) fn close(&mut self, id: ChatId, row: RowId, attended: bool) -> bool {
        self.push(row, Event::Closed(id));
        let stops = match self.policy.servers.stop_abandoned {
            StopAbandoned::Never => false,
            StopAbandoned::Always => true,
            StopAbandoned::NoAgents => !attended,
            StopAbandoned::NoAnswer => self.world.chat(id).handled.is_empty(),
        };
        if stops {
            self.push(RowId::StopAbandoned, Event::Stopped(id));
        }
        stops
    }

    /// The customer is gone: an ordinary session is over.
    pub(super) fn customer_gone(&mut self, id: ChatId, row: RowId) {
        self.push(row, Event::CustomerLeft(id));
        let chat = self.world.chat(id);
        let attended = !chat.parties.visible().is_empty();
        if !chat.asynchronous {
            self.close(id, RowId::CustomerLeavingClosesOrdinary, attended);
        } else if !self.policy.assumptions.holds(Assumption::AsyncSurvivesCustomerLeaving) {
            self.close(id, RowId::CustomerLeavingClosesAsync, attended);
        }
    }

    /// The chat lies again where it lay before.
    pub(super) fn return_to_place(&mut self, id: ChatId, row: RowId) {
        let keeps_place = self.policy.assumptions.holds(Assumption::ReturnedChatKeepsItsPlace);
        self.push(row, Event::Returned { chat: id, keeps_place });
    }

    /// A visible agent goes. If others stay, it is a conference that goes on; else the chat returns to where it
    /// was, an asynchronous session stays alive and an ordinary one is over.
    pub(super) fn go(&mut self, agent: AgentId, id: ChatId, rows: &Going) {
        let chat = self.world.chat(id);
        if !chat.parties.visible().without(agent).is_empty() {
            self.push(rows.others_stay, Event::Left(id, agent));
            self.drop_guests(agent, id, None);
            self.agent_left(id, true);
            return;
        }
        if chat.is_online() && !chat.asynchronous && self.close(id, RowId::LastAgentLeavingCloses, false) {
            return;
        }
        self.return_to_place(id, rows.last);
        if chat.asynchronous {
            self.agent_left(id, false);
        }
    }

    /// Whom a leaving agent asked in goes too, save `but`: the consulted, and the invited.
    pub(super) fn drop_guests(&mut self, agent: AgentId, id: ChatId, but: Option<AgentId>) {
        let chat = self.world.chat(id);
        if chat.invitation.is_some_and(|invitation| invitation.by == agent && Some(invitation.to) != but) {
            self.push(RowId::InvitationWithdrawn, Event::Uninvited(id));
        }
        for party in &chat.parties {
            if party.role == Role::Consulting && party.by == agent && Some(party.agent) != but {
                self.push(RowId::ConsultationEnds, Event::Left(id, party.agent));
            }
        }
    }

    /// An agent handles a chat that nobody handled.
    pub(super) fn handle(&mut self, agent: AgentId, id: ChatId, row: RowId) {
        let chat = self.world.chat(id);
        let timeout = if chat.own_handling { chat.handling } else { self.policy.servers.handling_timeout };
        self.push(row, Event::Handled(id, agent, timeout));
        self.agent_joined(id);
    }
}
