//! Which keys call what for whom.

use crate::catalogue::{Catalogue, ValueKind};
use crate::names::ApplicationType;
use crate::resolve::{Candidate, Resolver, Subject};
use crate::shortcut::{Judgement, Shortcut, parse};

/// A key combination that a subject's options give to a function.
#[derive(Debug, Clone)]
pub struct Binding<'a> {
    /// The option, which stands for the function.
    pub option: &'a str,
    /// The value as it is written; never empty.
    pub value: &'a str,
    /// Where the value comes from.
    pub winner: Candidate<'a>,
    /// What is to be said about the value; one that is invalid binds nothing.
    pub judgement: Judgement,
}

/// All key combinations of one subject, by option.
#[derive(Debug, Clone, Default)]
pub struct Keymap<'a> {
    bindings: Vec<Binding<'a>>,
}

impl<'a> Keymap<'a> {
    /// What the keys do for a subject: values in force of options that are read as key combinations, defaults among
    /// them.
    #[must_use]
    pub fn new(resolver: &Resolver<'a>, catalogue: &'a Catalogue, subject: Subject) -> Self {
        let takes_keys = |section: &str, name: &str| {
            let kind = catalogue.judged_kind(section, Some(ApplicationType::Workspace), name);
            matches!(kind, Some(ValueKind::KeyCombination))
        };
        let mut resolution = resolver.resolve(&resolver.steps(subject));
        resolution.retain(takes_keys);
        let with_default: Vec<(&str, &str)> = catalogue
            .options()
            .iter()
            .filter(|spec| {
                spec.template.is_none() && spec.default_text().is_some_and(|text| !text.is_empty())
            })
            .map(|spec| (spec.section.as_str(), spec.name.as_str()))
            .filter(|&(section, name)| takes_keys(section, name))
            .collect();
        resolver.add_defaults(&mut resolution, Some(&with_default));
        let binding = |option| {
            let winner = resolution.winner(option);
            let value = winner.value.filter(|value| !value.trim().is_empty())?;
            Some(Binding { option: option.name, value, winner, judgement: parse(value) })
        };
        Self { bindings: resolution.options().iter().filter_map(binding).collect() }
    }

    /// The bindings, by option.
    #[must_use]
    pub fn bindings(&self) -> &[Binding<'a>] {
        &self.bindings
    }

    /// The combinations that call something; one that two functions share comes twice.
    pub fn shortcuts(&self) -> impl Iterator<Item = Shortcut> {
        self.bindings.iter().filter_map(|binding| binding.judgement.shortcut)
    }
}
