//! The key combinations of a deployment for the rules about them: each distinct text is judged once.

use rustc_hash::FxHashSet;

use super::context::{Context, Written};
use super::fixes;
use crate::catalogue::{Catalogue, ValueKind};
use crate::deployment::{ObjectId, Setting};
use crate::diagnostic::{Diagnostic, Fix};
use crate::names::{ApplicationType, ObjectKind};
use crate::resolve::{OptionId, Resolver, Set};
use crate::shortcut::{
    Judgement, Problem, Shortcut, Verdict, altgr_types_character, free, parse, platform_gestures,
};

/// Every key combination that is written, and what is to be said about it.
#[derive(Debug)]
pub(super) struct Shortcuts<'a> {
    options: Vec<OptionId>,
    /// By symbol: the position in `judged`, counted from 1, of a text that is some such value.
    judged_of: Vec<u32>,
    judged: Vec<Judgement>,
    /// Which option, by its position in `options`, has which combination somewhere; each once, by option.
    uses: Vec<(usize, Shortcut)>,
    remarkable: Vec<(ObjectId, OptionId, &'a Setting)>,
    defaults: Vec<(&'a str, Shortcut)>,
    used: FxHashSet<Shortcut>,
}

impl<'a> Shortcuts<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, resolver: &Resolver<'a>) -> Self {
        let takes_keys = |(section, name): (&str, &str)| {
            let kind = catalogue.judged_kind(section, Some(ApplicationType::Workspace), name);
            matches!(kind, Some(ValueKind::KeyCombination))
        };
        let plain = catalogue.options().iter().filter(|spec| spec.template.is_none());
        let defaults: Vec<(&str, Shortcut)> = plain
            .filter(|spec| takes_keys((&spec.section, &spec.name)))
            .filter_map(|spec| Some((spec.name.as_str(), parse(spec.default_text()?).shortcut?)))
            .collect();
        let options = resolver.option_ids().filter(|&option| takes_keys(resolver.option_name(option)));
        let mut shortcuts = Self {
            options: options.collect(),
            judged_of: Vec::new(),
            judged: Vec::new(),
            uses: Vec::new(),
            remarkable: Vec::new(),
            used: defaults.iter().map(|&(_, shortcut)| shortcut).collect(),
            defaults,
        };
        if !shortcuts.options.is_empty() {
            shortcuts.judge(resolver);
        }
        shortcuts
    }

    fn judge(&mut self, resolver: &Resolver<'a>) {
        let deployment = resolver.deployment();
        // A server reads other options under the same names.
        let applications = deployment.of_kind(ObjectKind::Application).iter().copied();
        let is_other = |&id: &ObjectId| deployment.application_type(id) != Some(ApplicationType::Workspace);
        let servers: Vec<ObjectId> = applications.filter(is_other).collect();
        self.judged_of = vec![0; deployment.symbol_count()];
        let mut is_remarkable = Vec::new();
        let mut last_user = Vec::new();
        for (at, &option) in self.options.iter().enumerate() {
            let first = self.uses.len();
            for &Set { object, value, setting } in resolver.settings_of_option(option) {
                if servers.binary_search(&object).is_ok() {
                    continue;
                }
                let slot = &mut self.judged_of[value.index()];
                if *slot == 0 {
                    let judgement = parse(deployment.text(value));
                    is_remarkable.push(deserves_remark(&judgement));
                    last_user.push(usize::MAX);
                    self.used.extend(judgement.shortcut);
                    self.judged.push(judgement);
                    *slot = self.judged.len() as u32;
                }
                let text = *slot as usize - 1;
                if is_remarkable[text] {
                    self.remarkable.push((object, option, setting));
                }
                if last_user[text] != at {
                    last_user[text] = at;
                    self.uses.extend(self.judged[text].shortcut.map(|shortcut| (at, shortcut)));
                }
            }
            self.uses[first..].sort_unstable();
        }
        self.uses.dedup();
    }

    /// The options whose values are read as key combinations, in order.
    pub(super) fn options(&self) -> &[OptionId] {
        &self.options
    }

    /// Which option, by its position in [`Self::options`], has which combination somewhere, each once.
    pub(super) fn uses(&self) -> &[(usize, Shortcut)] {
        &self.uses
    }

    /// What a setting of an option that takes keys binds.
    pub(super) fn of(&self, setting: &Setting) -> Option<Shortcut> {
        let text = (self.judged_of[setting.value.index()] as usize).checked_sub(1)?;
        self.judged[text].shortcut
    }

    /// The options that bind something where nobody sets them, by the catalogue.
    pub(super) fn defaults(&self) -> &[(&'a str, Shortcut)] {
        &self.defaults
    }

    /// Every setting about whose value there is something to say.
    pub(super) fn remarkable<'s>(
        &'s self,
        context: &'s Context<'a>,
    ) -> impl Iterator<Item = (Written<'a>, &'s Judgement)> {
        self.remarkable.iter().map(move |&(id, option, setting)| {
            let text = self.judged_of[setting.value.index()] as usize - 1;
            (context.written(id, option, setting), &self.judged[text])
        })
    }

    /// What to do about a combination that should be another one, with one that is free in the whole deployment.
    pub(super) fn other_keys(&self, advice: &str, function: &str) -> String {
        match free(function, |shortcut| self.used.contains(&shortcut)).next() {
            Some(shortcut) => format!("{advice}, for example `{shortcut}`"),
            None => advice.to_owned(),
        }
    }
}

fn deserves_remark(judgement: &Judgement) -> bool {
    judgement.verdict != Verdict::Valid
        || judgement.shortcut.is_some_and(|shortcut| {
            shortcut.steals_typing()
                || altgr_types_character(shortcut)
                || platform_gestures(shortcut).next().is_some()
        })
}

/// A finding about a written key combination, with the agents who get it.
pub(super) fn about(context: &Context<'_>, written: &Written<'_>, message: String) -> Diagnostic {
    let object = context.deployment.display(written.id);
    context.with_agents(Diagnostic::new(message).object(object).option(written.label()), written)
}

/// The spelling that is meant. It is safe where the keys stay the same.
fn fix(written: &Written<'_>, judgement: &Judgement) -> Option<Fix> {
    let text = judgement.repair.as_ref()?;
    let (message, changes) = (format!("write `{text}`"), vec![fixes::set(written, text)]);
    let is_same = judgement.shortcut.is_some() && parse(text).shortcut == judgement.shortcut;
    Some(if is_same { Fix::safe(message, changes) } else { Fix::to_look_at(message, changes) })
}

/// A finding about the problems of a written key combination: the first of the worst ones, the others beside it.
pub(super) fn about_problems(
    context: &Context<'_>,
    written: &Written<'_>,
    judgement: &Judgement,
) -> Option<Diagnostic> {
    let is_worst = |problem: &&Problem| problem.kind.verdict() == judgement.verdict;
    let worst = judgement.problems.iter().find(is_worst)?;
    let finding = about(context, written, format!("`{}`: {}", written.label(), worst.message));
    let finding = Diagnostic { help: worst.help.clone(), fix: fix(written, judgement), ..finding }
        .at(written.part(worst.range.clone()), "");
    let others = judgement.problems.iter().filter(|&other| !std::ptr::eq(other, worst));
    Some(others.fold(finding, |finding, other| {
        finding.and_at(written.part(other.range.clone()), other.message.as_str())
    }))
}
