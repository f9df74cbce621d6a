//! Which timers run, which one is next, and how an explorer forgets the clock.

use super::ids::{AgentId, ChatId};
use super::world::{Chat, Customer, NEVER, Phase, Session, World};

/// Which timer of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimerKind {
    /// `delivering-timeout` of an offer.
    Delivering,
    /// `delivering-timeout` of an invitation.
    Invitation,
    /// `routing-timeout`.
    Routing,
    /// `handling-timeout` of one agent.
    Handling(AgentId),
    /// `async-idle-alert`, or `timeout-alert` of an ordinary chat.
    IdleAlert,
    /// `async-idle-close`, or `timeout-close` of an ordinary chat.
    IdleClose,
    /// `flex-disconnect-timeout`.
    FlexDisconnect,
    /// The hour for which a chat whose Chat Server was lost routes again.
    Orphan,
}

/// One timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// Of which chat.
    pub chat: ChatId,
    /// Which one.
    pub kind: TimerKind,
}

impl Chat {
    /// The timers that run, each with the moment when it runs out, in the order of [`TimerKind`].
    pub fn timers(&self) -> impl Iterator<Item = (TimerKind, u32)> {
        let offer = match self.phase {
            Phase::Offered(_) => Some((TimerKind::Delivering, self.offer_due)),
            _ => None,
        };
        let routing = (self.phase == Phase::Routing).then_some((TimerKind::Routing, self.offer_due));
        let invitation = self.invitation.map(|invitation| (TimerKind::Invitation, invitation.due));
        let visible = self.parties.iter().filter(|party| party.role.visible());
        let handling = visible.map(|party| (TimerKind::Handling(party.agent), party.due));
        let idle = match self.session {
            Session::Alive => Some((TimerKind::IdleAlert, self.idle_due)),
            Session::Alerted => Some((TimerKind::IdleClose, self.idle_due)),
            Session::Over => None,
        };
        let flex =
            (self.customer == Customer::Silent).then_some((TimerKind::FlexDisconnect, self.customer_due));
        let orphan = self.is_orphan().then_some((TimerKind::Orphan, self.orphan_due));
        let before = [offer, invitation, routing].into_iter().flatten();
        let after = [idle, flex, orphan].into_iter().flatten();
        before.chain(handling).chain(after).filter(|&(_, due)| due != NEVER)
    }
}

impl World {
    /// The timer that runs out first, and when. Of several at one moment the one of the chat with the lowest
    /// number comes first, and of one chat's timers the first in the order of [`TimerKind`].
    #[must_use]
    pub fn next_timer(&self) -> Option<(u32, Timer)> {
        let all = self.chats.iter().zip(0..).flat_map(|(chat, id)| {
            chat.timers().map(move |(kind, due)| (due, Timer { chat: ChatId(id), kind }))
        });
        all.min_by_key(|&(due, _)| due)
    }

    /// Forgets every moment, and keeps which timers run and who stands before whom: worlds that differ in nothing
    /// but the clock become equal, and so do all lines of one order. From then on only [`Command::Fire`] makes
    /// timers run out.
    ///
    /// [`Command::Fire`]: super::Command::Fire
    pub fn forget_time(&mut self) {
        self.now = 0;
        self.close_ranks();
        for chat in &mut self.chats {
            chat.check_at = 0;
            (chat.handling, chat.own_handling) = (0, false);
            let parties = chat.parties.iter_mut().map(|party| &mut party.due);
            let invitation = chat.invitation.iter_mut().map(|invitation| &mut invitation.due);
            let own = [&mut chat.offer_due, &mut chat.idle_due, &mut chat.customer_due, &mut chat.orphan_due];
            for due in parties.chain(invitation).chain(own).filter(|due| **due != NEVER) {
                *due = 0;
            }
        }
    }

    /// Numbers the positions in line anew: 1, 2, 3 ... for the chats whose position still matters, 0 for others.
    fn close_ranks(&mut self) {
        for chat in self.chats.iter_mut().filter(|chat| !chat.is_ranked()) {
            chat.arrival = 0;
        }
        let (mut last, mut rank) = (0, 0);
        while let Some(next) = self.chats.iter().map(|chat| chat.arrival).filter(|&at| at > last).min() {
            rank += 1;
            self.chats.iter_mut().filter(|chat| chat.arrival == next).for_each(|chat| chat.arrival = rank);
            last = next;
        }
        self.line = rank;
    }
}
