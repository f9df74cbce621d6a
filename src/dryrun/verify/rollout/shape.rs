//! What of two scenes a comparison asks: casts of one shape differ in nothing but names, and are compared once.

use super::super::scene::{Scene, kind};
use crate::chat::{AgentId, Kinship, Place, Rights, Servers};

/// How a place looks to each agent: whether an option shows the workbin, and whose it is.
type Look = Vec<(bool, Kinship)>;

/// What one side asks of an agent: rights, and under each start the kind of the options.
type Seated = (Rights, Vec<(u8, bool, bool)>);

/// One side.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Half {
    servers: Servers,
    agents: Vec<Seated>,
    /// The workbins into which a chat can come.
    places: Vec<Look>,
}

/// Both sides, workbins in one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    old: Half,
    new: Half,
    starts: Vec<bool>,
}

impl Shape {
    /// Takes workbins that are the same to every agent on both sides as one, and says what is left to compare.
    pub(super) fn fold(old: &mut Scene, new: &mut Scene) -> Self {
        let mut kept: Vec<((Look, Look), Place)> = Vec::new();
        for &place in old.places.iter().chain(&new.places) {
            let looks = (look(old, place), look(new, place));
            if !kept.iter().any(|(known, _)| *known == looks) {
                kept.push((looks, place));
            }
        }
        for scene in [&mut *old, &mut *new] {
            let stands = |place: Place| kept.iter().any(|&(_, known)| known == place);
            scene.places.retain(|&place| stands(place));
            scene.stores.retain(|&(_, workbin, owner)| stands(Place::Workbin(workbin, owner)));
        }
        kept.sort_unstable();
        let (left, right) = kept.into_iter().map(|(looks, _)| looks).unzip();
        let starts = old.starts.iter().map(|start| start.asynchronous).collect();
        Self { old: half(old, left), new: half(new, right), starts }
    }

    /// Whether nothing that happens can differ.
    pub(super) fn is_equal(&self) -> bool {
        self.old == self.new
    }
}

fn half(scene: &Scene, places: Vec<Look>) -> Half {
    let seated = |agent: AgentId| {
        let policy = scene.policy.agent(agent);
        let kinds = scene.starts.iter().map(|start| kind(policy.options(start.overriding)));
        (policy.rights, kinds.collect())
    };
    let servers = scene.policy.servers.without_moments();
    Half { servers, agents: scene.everyone().iter().map(seated).collect(), places }
}

fn look(scene: &Scene, place: Place) -> Look {
    let Place::Workbin(workbin, owner) = place else { return Vec::new() };
    let of = |agent: AgentId| {
        let policy = scene.policy.agent(agent);
        (policy.workbins.contains(workbin), policy.kinship(agent, owner))
    };
    scene.everyone().iter().map(of).collect()
}
