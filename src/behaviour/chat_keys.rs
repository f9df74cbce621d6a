//! Which key combination does what on an agent's desktop.

use super::ground::Ground;
use crate::chat::AgentAction;
use crate::resolve::Step;
use crate::shortcut::{self, Shortcut};
use crate::text::Span;

/// The options whose keys do something to a chat. The first is documented, the second is an unverified name.
const FUNCTIONS: [(&str, AgentAction); 2] = [
    (ChatKeys::HOLD, AgentAction::Hold),
    ("keyboard.shortcut.interaction.chat.release", AgentAction::Release),
];

/// One key combination and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatKey {
    /// The keys.
    pub shortcut: Shortcut,
    /// What they do.
    pub action: AgentAction,
    /// The option that says so.
    pub option: &'static str,
    /// Where the option's value stands; `None` for a default.
    pub at: Option<Span>,
}

/// Every binding of one desktop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatKeys {
    bindings: Vec<ChatKey>,
}

impl ChatKeys {
    /// The option with the keys that place a chat on hold.
    pub const HOLD: &str = "keyboard.shortcut.interaction.chat.hold";

    /// The bindings of an agent. A value that is no key combination binds nothing.
    #[must_use]
    pub(super) fn of(ground: &Ground<'_, '_>, steps: &[Step]) -> Self {
        let bind = |(option, action): (&'static str, AgentAction)| {
            let answer = ground.option(steps, option);
            let shortcut = shortcut::parse(answer.value?).shortcut?;
            Some(ChatKey { shortcut, action, option, at: answer.at })
        };
        Self { bindings: FUNCTIONS.into_iter().filter_map(bind).collect() }
    }

    /// The options that say which keys do something to a chat.
    pub fn options() -> impl Iterator<Item = &'static str> {
        FUNCTIONS.into_iter().map(|(option, _)| option)
    }

    /// Every binding.
    #[must_use]
    pub fn bindings(&self) -> &[ChatKey] {
        &self.bindings
    }

    /// What a combination does. Which of two functions with the same keys counts is not documented: here the first.
    #[must_use]
    pub fn action(&self, keys: Shortcut) -> Option<AgentAction> {
        self.bindings.iter().find(|binding| binding.shortcut == keys).map(|binding| binding.action)
    }
}
