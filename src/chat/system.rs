//! The system's side: workflow, servers, desktops and the clock.

use super::assumptions::Assumption;
use super::command::{DesktopAction, SystemAction};
use super::consequences::Going;
use super::decide::Decision;
use super::event::Event;
use super::ids::{AgentId, ChatId};
use super::policy::Right;
use super::refusal::{Refusal, Wrong};
use super::rows::RowId;
use super::timers::{Timer, TimerKind};
use super::world::{Phase, Place};

/// For how long a chat whose Chat Server was lost routes again after Mark Done: "up to an hour" (Composer Help,
/// "Chat Messages in Queue").
const ORPHAN_SECONDS: u32 = 3600;

impl Decision<'_> {
    pub(super) fn system(&mut self, id: ChatId, action: SystemAction) -> Result<(), Refusal> {
        match action {
            SystemAction::Take => {
                self.started(id)?.queue().ok_or(Wrong::NotInQueue)?;
                self.push(RowId::Take, Event::Taken(id, self.policy.servers.routing_timeout));
            }
            SystemAction::Route(to) => {
                self.in_workflow(id)?;
                let to = self.target(to)?;
                self.push(RowId::Route, Event::Offered(id, to, self.policy.servers.delivering_timeout));
                let options = self.policy.agent(to).options(self.world.chat(id).overriding);
                if options.auto_answer && self.policy.allows(to, Right::UseChat) {
                    self.handle(to, id, RowId::AutoAnswer);
                }
            }
            SystemAction::Override(overriding) => {
                if self.started(id)?.phase == Phase::Stopped {
                    return Err(Wrong::MarkedDone.into());
                }
                self.push(RowId::Override, Event::Overridden(id, overriding));
            }
            SystemAction::Move(place) => {
                self.in_workflow(id)?;
                let row = match place {
                    Place::Queue(_) => RowId::MoveToQueue,
                    Place::Workbin(..) => RowId::MoveToWorkbin,
                };
                self.push(row, Event::Moved(id, place));
            }
            SystemAction::BotMessage => {
                self.online(id)?;
                self.push(RowId::BotMessage, Event::BotSpoke(id));
            }
            SystemAction::LoseChatServer => {
                self.online(id)?;
                if self.policy.servers.sessions_are_restored {
                    self.push(RowId::SessionRestored, Event::Restored(id));
                } else {
                    self.push(RowId::SessionLost, Event::Orphaned(id, ORPHAN_SECONDS));
                }
            }
            SystemAction::Crowd => {
                self.started(id)?.queue().ok_or(Wrong::NotInQueue)?;
                self.push(RowId::AheadArrives, Event::Crowded(id, true));
            }
            SystemAction::PullAhead(agent, from) => self.pull_ahead(agent, id, from)?,
        }
        Ok(())
    }

    /// The chat lies in a queue, or a strategy has it.
    fn in_workflow(&self, id: ChatId) -> Result<(), Refusal> {
        let chat = self.started(id)?;
        if chat.queue().is_some() || chat.phase == Phase::Routing {
            Ok(())
        } else {
            Err(Wrong::NotInQueue.into())
        }
    }

    pub(super) fn desktop(&mut self, agent: AgentId, action: DesktopAction) -> Result<(), Refusal> {
        if action != DesktopAction::Login {
            self.logged_in(agent)?;
        }
        match action {
            DesktopAction::Login if self.world.logged_in().contains(agent) => {
                return Err(Wrong::AlreadyLoggedIn.into());
            }
            DesktopAction::Login => self.push(RowId::Login, Event::LoggedIn(agent)),
            DesktopAction::Logout => self.disconnect(agent, RowId::Logout),
            DesktopAction::Crash => self.disconnect(agent, RowId::Crash),
        }
        Ok(())
    }

    fn disconnect(&mut self, agent: AgentId, row: RowId) {
        self.push(row, Event::LoggedOut(agent));
        let rows = Going { others_stay: RowId::PartyLost, last: RowId::LastPartyLost };
        for (chat, number) in self.world.chats().iter().zip(0..) {
            let id = ChatId(number);
            if chat.phase == Phase::Offered(agent) {
                self.return_to_place(id, RowId::OfferedAgentLost);
            }
            if chat.invitation.is_some_and(|invitation| invitation.to == agent) {
                self.push(RowId::InvitedAgentLost, Event::Uninvited(id));
            }
            match chat.parties.of(agent) {
                None => {}
                Some(party) if !party.role.visible() => {
                    self.push(RowId::HiddenPartyLost, Event::Left(id, agent))
                }
                Some(_) if self.policy.assumptions.holds(Assumption::CrashReturnsInteraction) => {
                    self.go(agent, id, &rows);
                }
                Some(_) => {}
            }
        }
    }

    /// Fires the first timer on the way, or lets the time pass.
    pub(super) fn tick(&mut self, to: u32) -> Result<(), Refusal> {
        let now = self.world.now();
        if to < now {
            return Err(Wrong::MomentPassed.into());
        }
        let next = self.world.next_timer().filter(|&(due, _)| due <= to);
        let until = next.map_or(to, |(due, _)| due);
        if until > now {
            self.push(RowId::TimePasses, Event::Passed { to: until });
        }
        if let Some((_, timer)) = next {
            self.expire(timer);
        }
        Ok(())
    }

    pub(super) fn fire(&mut self, timer: Timer) -> Result<(), Refusal> {
        if !self.world.chat(timer.chat).timers().any(|(kind, _)| kind == timer.kind) {
            return Err(Wrong::TimerNotRunning.into());
        }
        self.expire(timer);
        Ok(())
    }

    fn expire(&mut self, timer: Timer) {
        let id = timer.chat;
        let chat = self.world.chat(id);
        let ordinary = self.policy.servers.inactivity.filter(|_| !chat.asynchronous);
        match timer.kind {
            TimerKind::Delivering => self.return_to_place(id, RowId::DeliveringTimeout),
            TimerKind::Invitation => self.push(RowId::InvitationTimeout, Event::Uninvited(id)),
            TimerKind::Routing => self.return_to_place(id, RowId::RoutingTimeout),
            TimerKind::Handling(agent) => {
                let rows =
                    Going { others_stay: RowId::HandlingTimeoutInConference, last: RowId::HandlingTimeout };
                self.go(agent, id, &rows);
            }
            TimerKind::IdleAlert if chat.asynchronous => {
                self.push(RowId::IdleAlert, Event::Alerted(id, self.policy.servers.async_idle_close));
            }
            TimerKind::IdleAlert => {
                let close = ordinary.map_or(0, |inactivity| inactivity.close);
                self.push(RowId::InactivityAlert, Event::Alerted(id, close));
            }
            TimerKind::IdleClose => {
                let row = if chat.asynchronous { RowId::IdleClose } else { RowId::InactivityClose };
                self.close(id, row, !chat.parties.visible().is_empty());
            }
            TimerKind::FlexDisconnect => self.customer_gone(id, RowId::FlexDisconnect),
            TimerKind::Orphan => self.push(RowId::OrphanEnds, Event::OrphanEnded(id)),
        }
    }
}
