//! Suppressions on their way into a new text: those of objects as entries of `wdectl-allow`, those of lines as comments
//! above what stood there.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::super::allow::Allow;
use super::super::losses::{Loss, Losses};
use super::super::model::{Deployment, ObjectId};
use crate::text::{Draft, FileId, Noted, Sources, Span, Syntax};

/// The suppressions of a deployment.
#[derive(Debug)]
pub(super) struct Quiet<'d> {
    allows: &'d [Allow],
    objects: FxHashMap<ObjectId, Vec<usize>>,
    /// Places that a suppression covers which covers no object, in order.
    places: FxHashMap<FileId, Vec<(u32, u32, usize)>>,
    /// Whether each has been written.
    written: RefCell<Vec<bool>>,
}

impl<'d> Quiet<'d> {
    pub(super) fn of(deployment: &'d Deployment, syntax: Syntax) -> Self {
        let allows = deployment.allows();
        let mut objects: FxHashMap<ObjectId, Vec<usize>> = FxHashMap::default();
        let mut places: FxHashMap<FileId, Vec<(u32, u32, usize)>> = FxHashMap::default();
        for (at, allow) in allows.iter().enumerate() {
            for &object in &allow.objects {
                objects.entry(object).or_default().push(at);
            }
            // JSON has no comments.
            if allow.objects.is_empty() && syntax != Syntax::Json {
                for place in &allow.places {
                    places.entry(place.file).or_default().push((place.start, place.end, at));
                }
            }
        }
        places.values_mut().for_each(|places| places.sort_unstable());
        Self { allows, objects, places, written: RefCell::new(vec![false; allows.len()]) }
    }

    /// The entries of `wdectl-allow` for an object.
    pub(super) fn on_object(&self, id: ObjectId) -> Vec<Noted> {
        let of_object = self.objects.get(&id).into_iter().flatten();
        of_object
            .flat_map(|&at| {
                self.written.borrow_mut()[at] = true;
                let allow = &self.allows[at];
                allow.rules.iter().map(|(rule, _)| {
                    let rule = ("rule".to_owned(), rule.as_str().into());
                    Draft::Map(vec![rule, ("reason".to_owned(), allow.reason.as_str().into())]).into()
                })
            })
            .collect()
    }

    /// The comments for what stood at a place.
    pub(super) fn at(&self, place: Span) -> Vec<String> {
        let Some(places) = self.places.get(&place.file) else { return Vec::new() };
        // Lines do not overlap, save where a comment stands behind a line and another one alone above it.
        let before = places.partition_point(|&(start, ..)| start <= place.start);
        let covering = places[..before].iter().rev().take(4).filter(|&&(_, end, _)| place.start < end);
        let mut covering: Vec<usize> = covering.map(|&(_, _, at)| at).collect();
        covering.sort_unstable();
        covering
            .into_iter()
            .map(|at| {
                self.written.borrow_mut()[at] = true;
                let Allow { rules, reason, .. } = &self.allows[at];
                let rules: Vec<&str> = rules.iter().map(|(rule, _)| rule.as_str()).collect();
                format!("wdectl: allow({}) {reason}", rules.join(", "))
            })
            .collect()
    }

    /// Notes what found no place.
    pub(super) fn unwritten(&self, sources: Option<&Sources>, losses: &mut Losses) {
        let written = self.written.borrow();
        for (allow, _) in self.allows.iter().zip(written.iter()).filter(|&(_, &written)| !written) {
            losses.note(Loss::Comment, || sources.map(|sources| sources.place(allow.at)).unwrap_or_default());
        }
    }
}
