//! How differences are worded, for people and for Markdown.

use rustc_hash::FxHashMap;

use super::{clean, shown_value};
use crate::deployment::{Deployment, ObjectId};
use crate::diff::{Audience, Because, Cause, Change, Difference, Noticing, Presence, What, Whole};
use crate::dryrun::verify::Rollout;
use crate::names::{ObjectKind, Review, Side, and_more, counted, option_label};
use crate::text::Sources;

/// How wide lists of names get, in bytes.
const WIDTH: usize = 110;

/// A comparison with what names its objects and places.
#[derive(Debug, Clone, Copy)]
pub struct DiffView<'a> {
    /// What was found.
    pub difference: &'a Difference,
    /// Why the answer is not sure, where a side was not read whole.
    pub unknown: &'a [String],
    /// What can happen, where that was asked.
    pub rollout: Option<RolloutView<'a>>,
    /// The old side.
    pub old: (&'a Deployment, &'a Sources),
    /// The new side.
    pub new: (&'a Deployment, &'a Sources),
}

/// What can happen on both sides, and where that was written as scenarios.
#[derive(Debug, Clone, Copy)]
pub struct RolloutView<'a> {
    /// What was found.
    pub rollout: &'a Rollout,
    /// The file of each difference of behaviour.
    pub behaviours: &'a [Option<String>],
    /// The file of each chat that does not survive.
    pub stranded: &'a [Option<String>],
}

impl RolloutView<'_> {
    pub(super) fn file(files: &[Option<String>], at: usize) -> Option<&str> {
        files.get(at).and_then(Option::as_deref)
    }
}

impl<'a> DiffView<'a> {
    pub(super) fn side(&self, side: Side) -> (&'a Deployment, &'a Sources) {
        match side {
            Side::Old => self.old,
            Side::New => self.new,
        }
    }

    /// The object that a cause speaks of, as `kind/name`.
    pub(super) fn object(&self, because: &Because) -> Option<String> {
        let object = match because.cause {
            Cause::Default => return None,
            Cause::Sets(object)
            | Cause::Present(object)
            | Cause::Lacks(object)
            | Cause::LacksMember(object) => object,
            Cause::Grants { role, .. } => role,
            Cause::Member { of, .. } => of,
        };
        Some(self.side(because.side).0.display(object))
    }

    /// What a cause says.
    pub(super) fn cause(&self, because: &Because) -> String {
        let deployment = self.side(because.side).0;
        let name = |object: ObjectId| deployment.display(object);
        let state = |object: ObjectId| {
            let object = deployment.object(object);
            if !object.enabled {
                Some("disabled")
            } else if object.kind == ObjectKind::Agent && !object.is_agent {
                Some("no agent")
            } else {
                None
            }
        };
        match &because.cause {
            Cause::Default => "the default".to_owned(),
            Cause::Sets(object) => format!("{} sets it", name(*object)),
            Cause::Member { member, of } => format!("{} belongs to {}", name(*member), name(*of)),
            Cause::Grants { role, privilege } => format!("{} grants `{privilege}`", name(*role)),
            Cause::Present(object) => match state(*object) {
                Some(state) => format!("{}, {state}", name(*object)),
                None => name(*object),
            },
            Cause::Lacks(object) => match state(*object) {
                Some(state) => format!("{}, {state}", name(*object)),
                None => format!("{} without it", name(*object)),
            },
            Cause::LacksMember(object) => format!("{} without this member", name(*object)),
        }
    }

    /// `compared: 57 agents, 62 options, 44 privileges; only new: 1 agent`.
    pub(super) fn compared(&self) -> String {
        let Difference { agents, options, privileges, added, removed, .. } = *self.difference;
        let mut text = format!(
            "compared: {}, {}, {}",
            counted(agents, "agent"),
            counted(options, "option"),
            counted(privileges, "privilege")
        );
        if added > 0 {
            text += &format!("; only new: {}", counted(added, "agent"));
        }
        if removed > 0 {
            text += &format!("; only old: {}", counted(removed, "agent"));
        }
        text
    }

    /// `57 agents notice 3 changes: 1 security, 2 behavioural`.
    pub(super) fn headline(&self) -> String {
        let difference = self.difference;
        if difference.is_empty() {
            return "no agent notices any difference".to_owned();
        }
        let classes: Vec<String> = (Review::ALL.into_iter().rev())
            .map(|review| (difference.reviews(review), review))
            .filter(|&(count, _)| count > 0)
            .map(|(count, review)| format!("{count} {review}"))
            .collect();
        let (agents, classes) = (difference.noticing.agents, classes.join(", "));
        let changes = counted(difference.changes.len(), "change");
        match agents {
            0 => format!("{changes} that no agent notices as such: {classes}"),
            1 => format!("1 agent notices {changes}: {classes}"),
            _ => format!("{agents} agents notice {changes}: {classes}"),
        }
    }

    /// `6 at once, 51 at the next interaction, 6 after a restart`; empty where nobody notices a change.
    pub(super) fn moments(&self) -> String {
        let Noticing { immediately, at_next_interaction, at_restart, .. } = self.difference.noticing;
        let moments = [
            (immediately, "at once"),
            (at_next_interaction, "at the next interaction, hold, search or conference request"),
            (at_restart, "after a restart"),
        ];
        let parts = moments.into_iter().filter(|&(count, _)| count > 0);
        parts.map(|(count, moment)| format!("{count} {moment}")).collect::<Vec<_>>().join(", ")
    }
}

/// What makes changes of privileges one paragraph: review class, who, gained or lost, why.
type Alike<'a> = (Review, &'a Audience, bool, &'a [Because]);

/// The changes in their order, save that privileges which the same agents gain or lose for the same reason stand
/// together where the first of them stands.
pub(super) fn paragraphs<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Vec<&'a Change>> {
    let mut known: FxHashMap<Alike<'a>, usize> = FxHashMap::default();
    let mut paragraphs: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        let mut at = paragraphs.len();
        if matches!(change.what, What::Privilege { .. }) {
            at = *known
                .entry((change.review, &change.audience, is_gained(change), &change.because))
                .or_insert(at);
        }
        match paragraphs.get_mut(at) {
            Some(paragraph) => paragraph.push(change),
            None => paragraphs.push(vec![change]),
        }
    }
    paragraphs
}

/// Whether a privilege comes, not goes.
pub(super) fn is_gained(change: &Change) -> bool {
    change.new.as_deref() == Some("effective")
}

/// Whom a change reaches, in short.
pub(super) fn audience(audience: &Audience) -> String {
    match &audience.whole {
        _ if audience.count == 0 => "no agent".to_owned(),
        Some(Whole::Everybody) if audience.count > 1 => format!("all {} agents", audience.count),
        Some(Whole::Of(name)) if audience.count > 1 => format!("{} ({} agents)", clean(name), audience.count),
        _ if audience.count == 1 => format!("agent/{}", clean(&audience.agents[0])),
        _ => counted(audience.count, "agent"),
    }
}

/// The agents by name, as far as they are named; nothing where the short description says it all.
pub(super) fn names(audience: &Audience) -> Option<String> {
    if audience.whole.is_some() || audience.count < 2 {
        return None;
    }
    let mut text = audience.agents.iter().map(|name| clean(name).into_owned()).collect::<Vec<_>>().join(", ");
    text += &and_more(audience.count - audience.agents.len());
    Some(text)
}

/// What a change is about: the privilege, option or object, as people type it.
pub(super) fn subject(change: &Change) -> String {
    match &change.what {
        What::Agents(Presence::Added) => "new agents".to_owned(),
        What::Agents(Presence::Removed) => "agents who are gone".to_owned(),
        What::Privilege { name } => name.clone(),
        What::Option { name, section, of } => {
            let name = option_label(section, name);
            match of {
                Some(of) => format!("{of}: {name}"),
                None => name,
            }
        }
        What::Object { object, property } => format!("{object}: {property}"),
    }
}

/// A value as people read it. Of a privilege it is how it stands.
pub(super) fn value(change: &Change, side: Side) -> String {
    let value = match side {
        Side::Old => change.old.as_deref(),
        Side::New => change.new.as_deref(),
    };
    match (&change.what, value) {
        (What::Privilege { .. }, Some("not-granted")) => "not granted".to_owned(),
        (What::Privilege { .. }, Some("inert")) => "granted without effect".to_owned(),
        (What::Object { .. }, None) => "(none)".to_owned(),
        (What::Option { of: None, .. }, None) => "(not set, default not known)".to_owned(),
        (What::Option { .. }, None) => "(not set)".to_owned(),
        (_, value) => shown_value(value),
    }
}

/// When a change counts.
pub(super) fn moment(change: &Change) -> Option<&'static str> {
    match (&change.what, change.takes_effect) {
        (What::Agents(_) | What::Object { .. }, _) => None,
        (_, Some(moment)) => Some(moment.words()),
        (What::Privilege { .. } | What::Option { .. }, None) => {
            Some("not documented; assumed: after a restart")
        }
    }
}

/// A list of names on as many lines as it needs.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.len() - 1;
        if !lines[line].is_empty() && lines[line].len() + word.len() >= WIDTH {
            lines.push(word.to_owned());
        } else {
            let space = if lines[line].is_empty() { "" } else { " " };
            lines[line] += &format!("{space}{word}");
        }
    }
    lines
}
