//! What a planter is.

use super::model::Deployment;
use super::random::Random;

/// Plants the mistake of one rule.
pub(super) struct Planter {
    pub(super) rule: &'static str,
    /// Which of the rule's mistakes.
    pub(super) name: &'static str,
    pub(super) plant: Plant,
    /// Whether it takes several tenants.
    pub(super) several: bool,
    /// Rules that fire along, at least now and then, by the nature of the mistake.
    pub(super) also: &'static [&'static str],
}

/// Changes a clean deployment at a random place, and marks the place.
pub(super) enum Plant {
    Objects(fn(&mut Deployment)),
    /// Path and text of each file.
    Texts(fn(&mut Vec<(String, String)>, &mut Random)),
}

pub(super) const fn objects(rule: &'static str, name: &'static str, plant: fn(&mut Deployment)) -> Planter {
    Planter { rule, name, plant: Plant::Objects(plant), several: false, also: &[] }
}

pub(super) const fn texts(
    rule: &'static str,
    name: &'static str,
    plant: fn(&mut Vec<(String, String)>, &mut Random),
) -> Planter {
    Planter { rule, name, plant: Plant::Texts(plant), several: false, also: &[] }
}

impl Planter {
    pub(super) const fn among_tenants(self) -> Self {
        Self { several: true, ..self }
    }

    pub(super) const fn with(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}
