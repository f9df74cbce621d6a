//! A small model of asynchronous chats, the one other model checkers were measured on.
//!
//! Shared by the benchmark and the tests: each includes it beside its own `Model`.

use super::Model;

/// A few agents and a few chats. Any agent accepts a new chat or one on hold while below the capacity, and puts an
/// accepted one on hold or marks it done.
pub(super) struct Chats {
    pub(super) agents: u8,
    /// At most 16.
    pub(super) chats: u8,
    /// Chats an agent has at once.
    pub(super) capacity: u8,
    /// What the last agent puts on hold, nobody can retrieve.
    pub(super) trap: bool,
    /// Treat the chats as interchangeable.
    pub(super) folded: bool,
}

/// What an agent does to the chat with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Command {
    Accept { chat: u8, agent: u8 },
    Hold { chat: u8 },
    Done { chat: u8 },
}

pub(super) const NEW: u8 = 0;

impl Chats {
    pub(super) const fn on_hold(&self) -> u8 {
        self.agents + 1
    }

    pub(super) const fn done(&self) -> u8 {
        self.agents + 2
    }

    pub(super) const fn trapped(&self) -> u8 {
        self.agents + 3
    }

    /// One chat after another: [`NEW`], the agent who has it (from 1), on hold, done or trapped.
    pub(super) fn chats(&self, state: u64) -> impl Iterator<Item = u8> + use<> {
        (0..self.chats).map(move |chat| (state >> (4 * chat)) as u8 & 15)
    }

    pub(super) fn all_done(&self, state: u64) -> bool {
        self.chats(state).all(|chat| chat == self.done())
    }

    /// Something can happen, or everything is done.
    pub(super) fn no_dead_end(&self, state: u64) -> bool {
        let mut steps = Vec::new();
        self.successors(&state, &mut steps);
        !steps.is_empty() || self.all_done(state)
    }
}

impl Model for Chats {
    /// Four bits for each chat.
    type State = u64;
    type Command = Command;

    fn initial(&self) -> Vec<u64> {
        vec![0]
    }

    fn successors(&self, &state: &u64, steps: &mut Vec<(Command, u64)>) {
        let mut busy = [0; 16];
        for now in self.chats(state) {
            busy[now as usize] += 1;
        }
        for (chat, now) in (0..).zip(self.chats(state)) {
            let then = |next: u8| state ^ (u64::from(now ^ next) << (4 * chat));
            if now == NEW || now == self.on_hold() {
                let free = (1..=self.agents).filter(|&agent| busy[agent as usize] < self.capacity);
                steps.extend(free.map(|agent| (Command::Accept { chat, agent }, then(agent))));
            } else if now <= self.agents {
                let hold = if self.trap && now == self.agents { self.trapped() } else { self.on_hold() };
                steps.push((Command::Hold { chat }, then(hold)));
                steps.push((Command::Done { chat }, then(self.done())));
            }
        }
    }

    fn canonical(&self, state: u64) -> u64 {
        if !self.folded {
            return state;
        }
        let mut chats = [0; 16];
        for (place, chat) in chats.iter_mut().zip(self.chats(state)) {
            *place = chat;
        }
        let chats = &mut chats[..self.chats as usize];
        chats.sort_unstable();
        chats.iter().rev().fold(0, |state, &chat| state << 4 | u64::from(chat))
    }
}
