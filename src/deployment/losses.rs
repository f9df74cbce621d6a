//! What a form that is written cannot hold.

use std::collections::BTreeMap;

/// Why something is not in what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// An option, a name or another text with characters that the form has no way to write.
    Characters,
    /// Options of an object of a kind that has none in this form.
    Options,
    /// A reference that leads nowhere where it stands, and would lead somewhere where it would be written.
    Reference,
    /// A request to keep rules quiet that stands at neither an object nor an entry of one.
    Comment,
    /// That an agent group is a virtual one: its condition is not known.
    Condition,
    /// A type that is no number of the form and no word that stands for one.
    Type,
    /// Another application of an agent, who has one in the form.
    Second,
    /// A member that the form does not find by its name: it belongs to another tenant than what it is in.
    Member,
    /// A number of the database that is none, or would have to change.
    Number,
    /// A skill that is not written as a name and a level.
    Skill,
    /// A file's name that does not lead back to the object by itself. Nothing else is lost.
    FileName,
    /// A change that the form cannot make to an object that is there.
    Change,
    /// A field that the form has no place for.
    Field,
    /// A membership that the form has no place for.
    Membership,
    /// An object that the form has no place for.
    Object,
}

impl Loss {
    /// Whether that lies in what the form is, whatever stands in the deployment.
    #[must_use]
    pub fn is_by_nature(self) -> bool {
        matches!(self, Self::Field | Self::Membership | Self::Object)
    }
}

/// What was not written for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// How much it is.
    pub count: usize,
    /// The first of it, as people name it.
    pub first: Vec<String>,
}

/// What was not written, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<Loss, Lost>);

impl Losses {
    /// How many are named for each reason.
    pub const NAMED: usize = 10;

    /// Notes one; `what` names it.
    pub fn note(&mut self, why: Loss, what: impl FnOnce() -> String) {
        let lost = self.0.entry(why).or_default();
        lost.count += 1;
        if lost.first.len() < Self::NAMED {
            lost.first.push(what());
        }
    }

    /// Every reason with what it is the reason for.
    pub fn iter(&self) -> impl Iterator<Item = (Loss, &Lost)> {
        self.0.iter().map(|(why, lost)| (*why, lost))
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
