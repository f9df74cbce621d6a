//! The options of Chat Server and Interaction Server that a step of a scenario can make the machine ask.

use crate::chat::{Inactivity, Notices, Servers, StopAbandoned};
use crate::names::ApplicationType;

/// One option of a server.
pub(super) struct ServerOption {
    pub(super) kind: ApplicationType,
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    /// Gives the machine another answer.
    pub(super) another: fn(&mut Servers),
}

impl ServerOption {
    const fn new(
        kind: ApplicationType,
        section: &'static str,
        name: &'static str,
        another: fn(&mut Servers),
    ) -> Self {
        Self { kind, section, name, another }
    }
}

const CHAT: ApplicationType = ApplicationType::ChatServer;
const IXN: ApplicationType = ApplicationType::InteractionServer;

/// Every such option. No step makes a strategy take a chat or a client stop polling, and none sends a notice, so that
/// `routing-timeout`, `flex-disconnect-timeout` and the kinds of notices are never asked.
pub(super) static SERVER_OPTIONS: [ServerOption; 10] = [
    ServerOption::new(IXN, "settings", "delivering-timeout", |servers| servers.delivering_timeout ^= 1),
    ServerOption::new(IXN, "settings", "handling-timeout", |servers| servers.handling_timeout ^= 1),
    ServerOption::new(CHAT, "settings", "async-idle-alert", |servers| servers.async_idle_alert ^= 1),
    ServerOption::new(CHAT, "settings", "async-idle-close", |servers| servers.async_idle_close ^= 1),
    ServerOption::new(CHAT, "settings", "stop-abandoned-interaction", |servers| {
        servers.stop_abandoned = match servers.stop_abandoned {
            StopAbandoned::Never => StopAbandoned::Always,
            _ => StopAbandoned::Never,
        };
    }),
    ServerOption::new(CHAT, "settings", "session-restoration-mode", |servers| {
        servers.sessions_are_restored ^= true;
    }),
    ServerOption::new(CHAT, "inactivity-control", "enabled", |servers| {
        servers.inactivity = match servers.inactivity {
            None => Some(Inactivity { alert: 1, close: 1, notices: Notices::None }),
            Some(_) => None,
        };
    }),
    ServerOption::new(CHAT, "inactivity-control", "timeout-alert", |servers| {
        servers.inactivity.iter_mut().for_each(|inactivity| inactivity.alert ^= 1);
    }),
    ServerOption::new(CHAT, "inactivity-control", "timeout-close", |servers| {
        servers.inactivity.iter_mut().for_each(|inactivity| inactivity.close ^= 1);
    }),
    ServerOption::new(CHAT, "inactivity-control", "timeout-alert2", |servers| {
        servers.inactivity.iter_mut().for_each(|inactivity| inactivity.close ^= 1);
    }),
];
