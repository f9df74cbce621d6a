//! Privileges as small numbers, and sets of them.

use fixedbitset::FixedBitSet;

/// A privilege of one [`super::DependencyGraph`]; ordered as the names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrivilegeId(u32);

impl PrivilegeId {
    pub(super) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The position of the privilege in its graph.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of privileges of one graph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PrivilegeSet(FixedBitSet);

impl PrivilegeSet {
    /// The empty set, for a graph of `size` privileges.
    pub(super) fn empty(size: usize) -> Self {
        Self(FixedBitSet::with_capacity(size))
    }

    /// Adds a privilege; false where it was there already.
    pub(super) fn insert(&mut self, privilege: PrivilegeId) -> bool {
        !self.0.put(privilege.index())
    }

    pub(super) fn remove(&mut self, privilege: PrivilegeId) {
        self.0.set(privilege.index(), false);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn add_all(&mut self, others: &Self) {
        self.0.union_with(&others.0);
    }

    /// The privileges that are here and not in `others`.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let mut left = self.0.clone();
        left.difference_with(&others.0);
        Self(left)
    }

    /// Whether a privilege is in the set.
    #[must_use]
    pub fn contains(&self, privilege: PrivilegeId) -> bool {
        self.0.contains(privilege.index())
    }

    /// Whether every privilege of the set is in `others` too.
    #[must_use]
    pub fn is_subset(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// The privileges, by name.
    pub fn iter(&self) -> impl Iterator<Item = PrivilegeId> + '_ {
        self.0.ones().map(PrivilegeId::new)
    }

    /// Number of privileges.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }
}
