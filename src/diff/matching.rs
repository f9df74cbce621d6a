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
        for (id, object) in old.objects() {
            let tenant = *tenants.entry(object.tenant).or_insert_with(|| new.symbol(old.text(object.tenant)));
            let found = tenant.zip(new.symbol(old.text(object.name))).and_then(|(tenant, name)| {
                let found = new.find(object.kind, tenant, name)?;
                (new.object(found).tenant == tenant).then_some(found)
            });
            if let Some(found) = found {
                to_new[id.index()] = Some(found);
                to_old[found.index()] = Some(id);
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
