//! Which object of one side is which of the other.

use rustc_hash::FxHashMap;

use crate::deployment::{Deployment, ObjectId};
use crate::names::{Side, Symbol};

/// The counterpart of each object: the one of the same kind, tenant and name.
#[derive(Debug)]
pub(super) struct Matching {
    to_new: Vec<Option<ObjectId>>,
    to_old: Vec<Option<ObjectId>>,
}

impl Matching {
    pub(super) fn new(old: &Deployment, new: &Deployment) -> Self {
        let mut to_new = vec![None; old.object_count()];
        let mut to_old = vec![None; new.object_count()];
        let mut tenants: FxHashMap<Symbol, Option<Symbol>> = FxHashMap::default();
        let mut last = None;
        for (id, object) in old.objects() {
            let tenant = *tenants.entry(object.tenant).or_insert_with(|| new.symbol(old.text(object.tenant)));
            let Some(tenant) = tenant else { continue };
            let name = old.text(object.name);
            // Most objects come after the same one on both sides.
            let next = new.next_object(last).filter(|(_, next)| {
                next.kind == object.kind && next.tenant == tenant && new.text(next.name) == name
            });
            let found = next.map(|(next, _)| next).or_else(|| {
                let found = new.find(object.kind, tenant, new.symbol(name)?)?;
                (new.object(found).tenant == tenant).then_some(found)
            });
            if let Some(found) = found {
                to_new[id.index()] = Some(found);
                to_old[found.index()] = Some(id);
                last = Some(found);
            }
        }
        Self { to_new, to_old }
    }

    /// The object on the other side that is the same as one of this side.
    pub(super) fn counterpart(&self, side: Side, id: ObjectId) -> Option<ObjectId> {
        match side {
            Side::Old => self.to_new[id.index()],
            Side::New => self.to_old[id.index()],
        }
    }
}
