//! How long a chat on hold lives when nothing happens to it.

use super::servers::enabled_servers;
use crate::catalogue::Catalogue;
use crate::chat::Servers;
use crate::deployment::{Deployment, ObjectId};
use crate::names::{ApplicationType, Symbol};
use crate::text::Span;

/// One of the two idle timers of Chat Server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleTimer {
    /// Its length, in seconds.
    pub seconds: u32,
    /// Where it is set; `None` for the default.
    pub at: Option<Span>,
}

/// The idle timers of a Chat Server. An asynchronous session without activity is warned after the first and closed
/// after the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// The Chat Server's application; `None` where the deployment has none, so that the documented defaults are told.
    pub application: Option<ObjectId>,
    /// `async-idle-alert`.
    pub alert: IdleTimer,
    /// `async-idle-close`.
    pub close: IdleTimer,
}

impl Lifetime {
    /// The section of both options.
    const SECTION: &str = "settings";

    /// From the last activity to the end of the session, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        u64::from(self.alert.seconds) + u64::from(self.close.seconds)
    }

    /// The timers of the enabled Chat Servers that serve some tenants: a tenant's own, else those without tenant, else
    /// the documented defaults. A value that is no number counts as not set.
    #[must_use]
    pub fn of_tenants(deployment: &Deployment, catalogue: &Catalogue, tenants: &[Symbol]) -> Vec<Self> {
        let of_tenant = |tenant| {
            let chat_servers = enabled_servers(deployment, ApplicationType::ChatServer);
            chat_servers.filter(move |&id| deployment.object(id).tenant == tenant)
        };
        let mut applications: Vec<Option<ObjectId>> = Vec::new();
        for &tenant in tenants {
            let mut own: Vec<ObjectId> = of_tenant(tenant).collect();
            if own.is_empty() {
                own.extend(of_tenant(Symbol::EMPTY));
            }
            applications.extend(own.iter().copied().map(Some));
            applications.extend(own.is_empty().then_some(None));
        }
        applications.sort_unstable();
        applications.dedup();
        applications.into_iter().map(|application| Self::of(deployment, catalogue, application)).collect()
    }

    fn of(deployment: &Deployment, catalogue: &Catalogue, application: Option<ObjectId>) -> Self {
        let documented = Servers::default();
        let timer = |name: &str, otherwise: u32| {
            let set = || {
                let symbols = (deployment.symbol(Self::SECTION)?, deployment.symbol(name)?);
                let setting = deployment.object(application?).setting(symbols.0, symbols.1)?;
                let seconds = deployment.text(setting.value).trim().parse().ok()?;
                Some(IdleTimer { seconds, at: Some(setting.at) })
            };
            let default = || {
                let option = catalogue.option(Self::SECTION, Some(ApplicationType::ChatServer), name)?;
                option.spec.default_text()?.parse().ok()
            };
            set().unwrap_or_else(|| IdleTimer { seconds: default().unwrap_or(otherwise), at: None })
        };
        Self {
            application,
            alert: timer("async-idle-alert", documented.async_idle_alert),
            close: timer("async-idle-close", documented.async_idle_close),
        }
    }
}
