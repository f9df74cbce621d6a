//! A deployment with everything that answers questions about it.

use super::rights::RightsMap;
use crate::catalogue::Catalogue;
use crate::deployment::{Deployment, ObjectId};
use crate::names::{ApplicationType, Level, ObjectKind, ScriptType, TakesEffect, WORKSPACE_SECTION};
use crate::privilege::Privileges;
use crate::resolve::{Resolver, Step, Subject};
use crate::text::Span;

/// What answers are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g, 'd> {
    /// Which options exist.
    pub catalogue: &'d Catalogue,
    /// Which value wins; it knows the deployment.
    pub resolver: &'g Resolver<'d>,
    /// What agents may really do.
    pub privileges: &'g Privileges<'d>,
    /// Which privilege stands behind each right.
    pub rights: &'g RightsMap,
}

/// The value of an option of the section `interaction-workspace`, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'d> {
    /// The value; `None` where nothing is set and no default is known.
    pub value: Option<&'d str>,
    /// The object that sets it; `None` for a default.
    pub object: Option<ObjectId>,
    /// Where the value stands; `None` for a default.
    pub at: Option<Span>,
}

impl Answer<'_> {
    /// Whether the value is `true`, in any letter case.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

impl<'d> Ground<'_, 'd> {
    /// The deployment.
    #[must_use]
    pub fn deployment(&self) -> &'d Deployment {
        self.resolver.deployment()
    }

    /// What reaches an agent, lowest precedence first; the transactions that an interaction names come last, a later
    /// one counts more.
    #[must_use]
    pub fn steps(&self, agent: ObjectId, transactions: &[ObjectId]) -> Vec<Step> {
        let mut steps = self.resolver.steps(Subject::Agent(agent));
        steps.extend(transactions.iter().map(|&transaction| (Level::Transaction, transaction)));
        steps
    }

    /// The value in force of an option of the section `interaction-workspace`.
    #[must_use]
    pub fn option(&self, steps: &[Step], name: &str) -> Answer<'d> {
        let set =
            self.resolver.option_id(WORKSPACE_SECTION, name).and_then(|id| self.resolver.winner(steps, id));
        let object = set.map(|((_, object), _)| object);
        let at = set.map(|(_, setting)| setting.at);
        Answer { value: self.resolver.value(steps, name), object, at }
    }

    /// Asks something of another deployment under the same catalogue, rights and policy: of this one after a change.
    pub fn on<R>(&self, changed: &Deployment, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
        let resolver = Resolver::new(self.catalogue, changed, self.resolver.policy());
        let privileges = Privileges::new(self.privileges.graph(), changed);
        let (catalogue, rights) = (self.catalogue, self.rights);
        ask(&Ground { catalogue, resolver: &resolver, privileges: &privileges, rights })
    }

    /// When a change of an option counts. Of an option about which that is not known it is assumed that the desktop
    /// reads it when it starts.
    #[must_use]
    pub fn takes_effect(&self, name: &str) -> TakesEffect {
        let found = self.catalogue.option(WORKSPACE_SECTION, Some(ApplicationType::Workspace), name);
        let known = found.and_then(|found| found.spec.takes_effect.as_ref());
        known.map_or(TakesEffect::AppRestart, |fact| fact.value)
    }

    /// The enabled script of a type that a name means to an agent: in the agent's tenant, else without tenant.
    #[must_use]
    pub fn script(&self, agent: ObjectId, name: &str, kind: ScriptType) -> Option<ObjectId> {
        let deployment = self.deployment();
        let symbol = deployment.symbol(name)?;
        let id = deployment.find(ObjectKind::Script, deployment.object(agent).tenant, symbol)?;
        (deployment.object(id).enabled && deployment.script_type(id) == Some(kind)).then_some(id)
    }

    /// The transactions that a text of attached data names, in its order: enabled ones of the agent's tenant.
    #[must_use]
    pub fn transactions(&self, agent: ObjectId, text: &str) -> Vec<ObjectId> {
        let deployment = self.deployment();
        let tenant = deployment.object(agent).tenant;
        let named = |name: &str| {
            let id = deployment.find(ObjectKind::Transaction, tenant, deployment.symbol(name)?)?;
            deployment.object(id).enabled.then_some(id)
        };
        text.split(',').filter_map(|name| named(name.trim())).collect()
    }
}
