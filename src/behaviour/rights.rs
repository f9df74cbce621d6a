//! Which privilege stands behind each right.

use crate::chat::{Right, Rights};
use crate::names::nearest;
use crate::privilege::{DependencyGraph, PrivilegeId, PrivilegeSet};

/// The privilege behind each right; a right without one is everybody's.
///
/// The chat privileges are documented. The documentation speaks of privileges to pull interactions from queues,
/// workbins and shared workbins without naming them; the names here are unverified, and `[rights]` in
/// `wdectl.toml` replaces them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightsMap {
    privileges: [Option<String>; Right::ALL.len()],
}

/// A word that is no right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no right{}", nearest.map_or_else(
    || format!("; the rights are {}", Right::ALL.map(Right::as_str).join(", ")),
    |near| format!("; did you mean `{near}`?"),
))]
pub struct UnknownRight {
    /// The word.
    pub word: String,
    /// What was probably meant.
    pub nearest: Option<&'static str>,
}

impl Default for RightsMap {
    fn default() -> Self {
        let privileges = Right::ALL.map(|right| {
            let name = match right {
                Right::UseChat => "Chat - Can Use Chat Channel",
                Right::Decline => "Chat - Can Decline",
                Right::PlaceOnHold => "Chat - Can Place On Hold",
                Right::Release => "Chat - Can Release",
                Right::ReleaseAsync => "Chat - Can Release Async",
                Right::OneStepTransfer => "Chat - Can One Step Transfer",
                Right::TwoStepTransfer => "Chat - Can Two Step Transfer",
                Right::OneStepConference => "Chat - Can One Step Conference",
                Right::TwoStepConference => "Chat - Can Two Step Conference",
                Right::PullFromQueue => "Contact - Can Pull From Queue",
                Right::PullFromWorkbin => "Workbins - Can Use Workbins",
                Right::PullFromSharedWorkbin => "Contact - Can Pull Interactions In Shared Workbins",
                Right::PullFromOthersWorkbin => {
                    "Contact - Can Pull Interactions In Workbins Not Owned By The User"
                }
                Right::ViewMyQueues
                | Right::ViewMyHistory
                | Right::ViewContactHistory
                | Right::ViewSearch
                | Right::StoreInWorkbin
                | Right::MonitorChat => return None,
            };
            Some(name.to_owned())
        });
        Self { privileges }
    }
}

impl RightsMap {
    /// Puts a privilege behind a right; the empty text makes the right everybody's.
    ///
    /// # Errors
    ///
    /// When the word is no right.
    pub fn set(&mut self, word: &str, privilege: &str) -> Result<(), UnknownRight> {
        let right = Right::ALL.into_iter().find(|right| right.as_str() == word).ok_or_else(|| {
            UnknownRight { word: word.to_owned(), nearest: nearest(word, Right::ALL.map(Right::as_str)) }
        })?;
        self.privileges[right as usize] = (!privilege.is_empty()).then(|| privilege.to_owned());
        Ok(())
    }

    /// The privilege behind a right.
    #[must_use]
    pub fn privilege(&self, right: Right) -> Option<&str> {
        self.privileges[right as usize].as_deref()
    }

    /// The rights that a privilege stands behind.
    pub fn rights_of(&self, privilege: &str) -> impl Iterator<Item = Right> {
        Right::ALL.into_iter().filter(move |&right| self.privilege(right) == Some(privilege))
    }

    /// The privilege behind a right, as one of the graph; `None` where there is none, or no such privilege.
    #[must_use]
    pub fn id(&self, right: Right, graph: &DependencyGraph) -> Option<PrivilegeId> {
        graph.find(self.privilege(right)?)
    }

    /// The rights that effective privileges give.
    #[must_use]
    pub fn of(&self, effective: &PrivilegeSet, graph: &DependencyGraph) -> Rights {
        Right::ALL
            .into_iter()
            .filter(|&right| match self.privilege(right) {
                None => true,
                Some(name) => graph.find(name).is_some_and(|id| effective.contains(id)),
            })
            .fold(Rights::NONE, Rights::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_privileges_that_are_documented_stand_behind_the_rights_of_a_chat() {
        let map = RightsMap::default();
        assert_eq!(map.privilege(Right::PlaceOnHold), Some("Chat - Can Place On Hold"));
        assert_eq!(map.privilege(Right::ViewSearch), None);
        assert_eq!(map.rights_of("Chat - Can Release").collect::<Vec<_>>(), [Right::Release]);
    }

    #[test]
    fn a_site_puts_its_own_privileges_behind_rights() {
        let mut map = RightsMap::default();
        map.set("pull-from-queue", "Queues - Can Pull").unwrap();
        map.set("pull-from-workbin", "").unwrap();
        assert_eq!(map.privilege(Right::PullFromQueue), Some("Queues - Can Pull"));
        assert_eq!(map.privilege(Right::PullFromWorkbin), None);
        let error = map.set("pull-from-que", "x").unwrap_err();
        assert_eq!(error.to_string(), "`pull-from-que` is no right; did you mean `pull-from-queue`?");
    }
}
