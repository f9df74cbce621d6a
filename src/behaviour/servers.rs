//! The timers of Chat Server and Interaction Server.

use crate::catalogue::Catalogue;
use crate::chat::{Inactivity, Notices, Servers, StopAbandoned};
use crate::deployment::{Deployment, ObjectId};
use crate::names::{ApplicationType, ObjectKind};

/// One server's options.
struct Server<'a> {
    deployment: &'a Deployment,
    catalogue: &'a Catalogue,
    kind: ApplicationType,
    application: Option<ObjectId>,
}

/// The servers' options, in seconds: those of the first enabled application of each type, else the catalogue's
/// defaults. A value that is no number counts as not set. Sessions of a lost Chat Server are restored where there is
/// a second one and `session-restoration-mode` is set.
#[must_use]
pub fn servers(deployment: &Deployment, catalogue: &Catalogue) -> Servers {
    let server = |kind| {
        let application = enabled_servers(deployment, kind).next();
        Server { deployment, catalogue, kind, application }
    };
    let chat = server(ApplicationType::ChatServer);
    let ixn = server(ApplicationType::InteractionServer);
    let documented = Servers::default();
    let inactivity = "inactivity-control";
    Servers {
        delivering_timeout: ixn.seconds("settings", "delivering-timeout", 1, documented.delivering_timeout),
        handling_timeout: ixn.seconds("settings", "handling-timeout", 60, documented.handling_timeout),
        routing_timeout: ixn.seconds("settings", "routing-timeout", 60, documented.routing_timeout),
        async_idle_alert: chat.seconds("settings", "async-idle-alert", 1, documented.async_idle_alert),
        async_idle_close: chat.seconds("settings", "async-idle-close", 1, documented.async_idle_close),
        async_idle_notices: notices(chat.text("settings", "async-idle-notices")),
        inactivity: chat.text(inactivity, "enabled").eq_ignore_ascii_case("true").then(|| Inactivity {
            alert: chat.seconds(inactivity, "timeout-alert", 1, 255),
            close: chat.seconds(inactivity, "timeout-close", 1, 45).saturating_add(chat.seconds(
                inactivity,
                "timeout-alert2",
                1,
                0,
            )),
            notices: notices(chat.text(inactivity, "include-notices")),
        }),
        flex_disconnect_timeout: chat.seconds(
            "settings",
            "flex-disconnect-timeout",
            1,
            documented.flex_disconnect_timeout,
        ),
        stop_abandoned: match chat.text("settings", "stop-abandoned-interaction") {
            "always" => StopAbandoned::Always,
            "noagents" => StopAbandoned::NoAgents,
            "noanswer" => StopAbandoned::NoAnswer,
            _ => StopAbandoned::Never,
        },
        sessions_are_restored: enabled_servers(deployment, ApplicationType::ChatServer).count() > 1
            && !matches!(chat.text("settings", "session-restoration-mode"), "" | "none"),
    }
}

/// The enabled applications of a type, in the order of reading.
pub(super) fn enabled_servers(
    deployment: &Deployment,
    kind: ApplicationType,
) -> impl Iterator<Item = ObjectId> {
    let all = deployment.of_kind(ObjectKind::Application).iter().copied();
    all.filter(move |&id| deployment.object(id).enabled && deployment.application_type(id) == Some(kind))
}

fn notices(word: &str) -> Notices {
    match word {
        "none" => Notices::None,
        "major2" => Notices::Major2,
        "typing" => Notices::Typing,
        "all" => Notices::All,
        _ => Notices::Major,
    }
}

impl<'a> Server<'a> {
    /// The value set on the application, else the default of the catalogue, else nothing.
    fn text(&self, section: &str, name: &str) -> &'a str {
        let set = || {
            let symbols = (self.deployment.symbol(section)?, self.deployment.symbol(name)?);
            let setting = self.deployment.object(self.application?).setting(symbols.0, symbols.1)?;
            Some(self.deployment.text(setting.value))
        };
        let catalogue = self.catalogue;
        let default = || catalogue.option(section, Some(self.kind), name)?.spec.default_text();
        set().or_else(default).unwrap_or_default()
    }

    /// A number of units of so many seconds.
    fn seconds(&self, section: &str, name: &str, unit: u32, otherwise: u32) -> u32 {
        let number = self.text(section, name).trim().parse::<u32>().ok();
        number.map_or(otherwise, |number| number.saturating_mul(unit))
    }
}
