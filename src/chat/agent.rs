//! The agent's side: what an agent does with a chat that is offered to them, or that they are in.

use super::assumptions::{Assumption, DoneOnLiveSession};
use super::command::AgentAction;
use super::consequences::Going;
use super::decide::Decision;
use super::event::Event;
use super::ids::{AgentId, ChatId, WorkbinId};
use super::policy::{HoldQueue, Kinship, Right};
use super::refusal::{OptionKey, Refusal, Target, Wrong};
use super::rows::RowId;
use super::world::{Chat, Owner, Party, Phase, Role};

impl<'a> Decision<'a> {
    pub(super) fn agent(&mut self, agent: AgentId, id: ChatId, action: AgentAction) -> Result<(), Refusal> {
        self.logged_in(agent)?;
        match action {
            AgentAction::Accept => self.accept(agent, id),
            AgentAction::Decline => self.decline(agent, id),
            AgentAction::Say => self.say(agent, id),
            AgentAction::Notice(notice) => {
                let chat = self.mine(agent, id)?;
                self.running(chat)?;
                self.need(agent, Right::UseChat)?;
                self.push(RowId::AgentNotice, Event::AgentSpoke(id, agent));
                self.notice_counts(id, chat, notice);
                Ok(())
            }
            AgentAction::Hold => self.hold(agent, id),
            AgentAction::Release => self.release(agent, id),
            AgentAction::Done => self.done(agent, id),
            AgentAction::Leave => self.leave(agent, id),
            AgentAction::Pull(from) => self.pull(agent, id, from),
            AgentAction::Store { workbin, owner } => self.store(agent, id, workbin, owner),
            AgentAction::Transfer(to, steps) => self.transfer(agent, id, to, steps),
            AgentAction::Conference(to, steps) => self.conference(agent, id, to, steps),
            AgentAction::Consult(to) => self.consult(agent, id, to),
            AgentAction::Monitor(mode) => self.monitor(agent, id, mode),
            AgentAction::SetDisposition => {
                self.mine(agent, id)?;
                self.need(agent, Right::UseChat)?;
                self.push(RowId::DispositionSet, Event::DispositionSet(id));
                self.request(agent, id);
                Ok(())
            }
        }
    }

    /// The agent's part in the chat, whatever it is.
    pub(super) fn part(&self, agent: AgentId, id: ChatId) -> Result<(&'a Chat, &'a Party), Refusal> {
        let chat = self.world.chat(id);
        chat.parties.of(agent).map(|party| (chat, party)).ok_or(Refusal::NotYours)
    }

    /// The chat, if the agent is one of those who handle it.
    pub(super) fn mine(&self, agent: AgentId, id: ChatId) -> Result<&'a Chat, Refusal> {
        let (chat, party) = self.part(agent, id)?;
        if party.role.visible() { Ok(chat) } else { Err(Wrong::Hidden.into()) }
    }

    pub(super) fn running(&self, chat: &Chat) -> Result<(), Refusal> {
        if chat.is_online() { Ok(()) } else { Err(Wrong::SessionOver.into()) }
    }

    /// A request of an agent to Interaction Server, after which the agent goes on handling the chat.
    pub(super) fn request(&mut self, agent: AgentId, id: ChatId) {
        self.push(RowId::RequestRestartsHandling, Event::HandlingRestarted(id, agent));
    }

    fn accept(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.world.chat(id);
        if chat.phase != Phase::Offered(agent) {
            return self.accept_invitation(agent, id);
        }
        self.need(agent, Right::UseChat)?;
        self.handle(agent, id, RowId::Accept);
        Ok(())
    }

    fn decline(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.world.chat(id);
        if !chat.is_offered_to(agent) {
            return Err(Refusal::NotOffered);
        }
        self.need(agent, Right::UseChat)?;
        self.need(agent, Right::Decline)?;
        if chat.phase == Phase::Offered(agent) {
            self.return_to_place(id, RowId::Decline);
        } else {
            self.push(RowId::InvitationDeclined, Event::Uninvited(id));
        }
        Ok(())
    }

    fn say(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let (chat, party) = self.part(agent, id)?;
        self.running(chat)?;
        if party.role == Role::Silent {
            return Err(Wrong::SilentCannotSpeak.into());
        }
        self.need(agent, Right::UseChat)?;
        if party.role.visible() {
            self.push(RowId::AgentMessage, Event::AgentSpoke(id, agent));
            self.activity(id);
        } else {
            self.push(RowId::HiddenMessage, Event::AgentSpoke(id, agent));
        }
        Ok(())
    }

    /// Leaves with KeepAlive, and puts the chat into the hold queue if nobody else handles it.
    fn hold(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.mine(agent, id)?;
        self.running(chat)?;
        if !chat.asynchronous {
            return Err(Wrong::NotAsynchronous.into());
        }
        self.need(agent, Right::UseChat)?;
        self.need(agent, Right::PlaceOnHold)?;
        let needed = self.policy.assumptions.hold_needs_queue();
        let queue = match self.policy.agent(agent).options(chat.overriding).hold_queue {
            HoldQueue::Queue(queue) => Some(queue),
            HoldQueue::Unset if needed => return Err(Refusal::MissingOption(OptionKey::OnHoldQueue)),
            HoldQueue::Missing if needed => return Err(Refusal::MissingQueue(OptionKey::OnHoldQueue)),
            HoldQueue::Unset | HoldQueue::Missing => None,
        };
        match queue {
            Some(queue) if chat.parties.visible().len() == 1 => {
                self.push(RowId::Hold, Event::Held(id, agent, queue));
                self.agent_left(id, false);
            }
            _ => {
                let rows = Going { others_stay: RowId::HoldInConference, last: RowId::HoldReturns };
                self.go(agent, id, &rows);
            }
        }
        Ok(())
    }

    fn store(&mut self, agent: AgentId, id: ChatId, workbin: WorkbinId, owner: Owner) -> Result<(), Refusal> {
        let chat = self.mine(agent, id)?;
        self.running(chat)?;
        if !chat.asynchronous {
            return Err(Wrong::NotAsynchronous.into());
        }
        if chat.parties.visible().len() > 1 {
            return Err(Wrong::InConference.into());
        }
        if !self.policy.assumptions.holds(Assumption::AgentMayStore) {
            return Err(Wrong::StoringNotOffered.into());
        }
        self.need(agent, Right::UseChat)?;
        self.need(agent, Right::StoreInWorkbin)?;
        let policy = self.policy.agent(agent);
        if !policy.workbins.contains(workbin) || policy.kinship(agent, owner) == Kinship::Others {
            return Err(Refusal::UnknownTarget(Target::Workbin));
        }
        self.push(RowId::Store, Event::Stored(id, agent, workbin, owner));
        self.agent_left(id, false);
        Ok(())
    }

    /// Ends an asynchronous session for everyone (ForceClose), an ordinary one unless a conference goes on
    /// (CloseIfNoAgents). The interaction stays with the agent until Mark Done.
    fn release(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.mine(agent, id)?;
        self.running(chat)?;
        self.need(agent, Right::UseChat)?;
        self.need(agent, release_right(chat))?;
        if chat.asynchronous {
            self.close(id, RowId::ReleaseAsync, true);
        } else if chat.parties.visible().len() > 1 {
            self.push(RowId::ReleaseInConference, Event::Left(id, agent));
            self.drop_guests(agent, id, None);
            self.agent_left(id, true);
        } else {
            self.close(id, RowId::ReleaseOrdinary, true);
        }
        Ok(())
    }

    fn done(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let chat = self.mine(agent, id)?;
        if chat.parties.visible().len() > 1 {
            return Err(Wrong::InConference.into());
        }
        let on_live = self.policy.assumptions.done_on_live_session();
        if chat.is_online() && on_live == DoneOnLiveSession::Refused {
            return Err(Wrong::SessionAlive.into());
        }
        self.need(agent, Right::UseChat)?;
        if chat.is_online() && on_live == DoneOnLiveSession::NeedsRelease {
            self.need(agent, release_right(chat))?;
        }
        let options = self.policy.agent(agent).options(chat.overriding);
        if options.disposition_mandatory && !chat.disposition {
            return Err(Refusal::MissingDisposition);
        }
        if chat.is_orphan() {
            self.return_to_place(id, RowId::DoneOnOrphan);
            return Ok(());
        }
        if chat.is_online() {
            self.push(RowId::DoneClosesSession, Event::Closed(id));
        }
        self.push(RowId::Done, Event::Stopped(id));
        Ok(())
    }

    fn leave(&mut self, agent: AgentId, id: ChatId) -> Result<(), Refusal> {
        let (chat, party) = self.part(agent, id)?;
        if party.role.visible() && chat.parties.visible().len() == 1 {
            return Err(Wrong::NotInConference.into());
        }
        self.need(agent, Right::UseChat)?;
        match party.role {
            Role::Handling | Role::BargedIn => {
                self.push(RowId::LeaveConference, Event::Left(id, agent));
                self.drop_guests(agent, id, None);
                self.agent_left(id, true);
            }
            Role::Consulting => self.push(RowId::LeaveConsultation, Event::Left(id, agent)),
            Role::Silent | Role::Coaching => self.push(RowId::LeaveMonitoring, Event::Left(id, agent)),
        }
        Ok(())
    }
}

/// The right to end that chat's session.
fn release_right(chat: &Chat) -> Right {
    if chat.asynchronous { Right::ReleaseAsync } else { Right::Release }
}
