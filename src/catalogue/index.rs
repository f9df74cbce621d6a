//! The catalogue itself: everything that is known, found by name.

use rustc_hash::FxHashMap;

use crate::names::{ApplicationType, WORKSPACE_SECTION, nearest};
use crate::text::{FileId, SecretNames, Sources};

use super::entries::SourceNames;
use super::option::{KEY_COMBINATIONS, is_key_combination};
use super::read::read;
use super::{CatalogueError, OptionSpec, PrivilegeSpec, ValueKind};

const BUILT_IN: [(&str, &str); 2] = [
    ("options.toml", include_str!("../../schemas/options.toml")),
    ("privileges.toml", include_str!("../../schemas/privileges.toml")),
];

/// An option found under a name.
#[derive(Debug, Clone, Copy)]
pub struct Match<'c, 'n> {
    /// What is known about it.
    pub spec: &'c OptionSpec,
    name: &'n str,
}

impl<'c, 'n> Match<'c, 'n> {
    /// What stands for each placeholder of the name, as in `("media-type", "chat")`; nothing for a plain name.
    #[must_use]
    pub fn captures(&self) -> Vec<(&'c str, &'n str)> {
        self.spec.template.as_ref().and_then(|template| template.captures(self.name)).unwrap_or_default()
    }

    /// Whether the name is one that an earlier release used; today's is [`OptionSpec::name`].
    #[must_use]
    pub fn is_former_name(&self) -> bool {
        self.spec.template.is_none() && self.spec.name != self.name
    }
}

/// The options of one section of one type of application, by index.
#[derive(Debug, Clone)]
struct Section {
    application: ApplicationType,
    name: String,
    /// Plain names, and former ones of options that have another today.
    exact: FxHashMap<Box<str>, usize>,
    templates: Vec<usize>,
}

/// Which options and privileges exist.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub(super) options: Vec<OptionSpec>,
    pub(super) privileges: Vec<PrivilegeSpec>,
    pub(super) sources: SourceNames,
    sections: Vec<Section>,
    privilege_names: FxHashMap<Box<str>, usize>,
}

impl Catalogue {
    /// The catalogue that is compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        let mut catalogue = Self::default();
        let mut sources = Sources::new();
        for (path, text) in BUILT_IN {
            let file = sources.add(path, text.into());
            let mistakes = read(&mut catalogue, &sources, file, true);
            debug_assert!(mistakes.is_empty(), "{mistakes:?}");
        }
        catalogue
    }

    /// Adds the entries of a catalogue file, and overrides fields of those that are known. The file may be in any
    /// syntax that has tables and lists. Returns everything that is wrong with it, in its order; what is right counts
    /// nevertheless.
    pub fn extend(&mut self, sources: &Sources, file: FileId) -> Vec<CatalogueError> {
        read(self, sources, file, false)
    }

    /// Every option, in the order of the files.
    #[must_use]
    pub fn options(&self) -> &[OptionSpec] {
        &self.options
    }

    /// Every privilege, in the order of the files; [`Self::privilege_index`] points into it.
    #[must_use]
    pub fn privileges(&self) -> &[PrivilegeSpec] {
        &self.privileges
    }

    /// What a short name of a source stands for.
    #[must_use]
    pub fn source(&self, short: &str) -> Option<&str> {
        self.sources.get(short).map(String::as_str)
    }

    /// Every section that has options, with the type of application that reads it.
    pub fn sections(&self) -> impl Iterator<Item = (ApplicationType, &str)> {
        self.sections.iter().map(|section| (section.application, section.name.as_str()))
    }

    /// By what names secrets are known: those of entries that say so, and names that end like one where no entry
    /// says that it is none ([`OptionSpec::is_secret`]). Sections do not count. A key combination is no secret.
    #[must_use]
    pub fn secret_names(&self) -> SecretNames {
        let entries = self.options.iter().flat_map(|spec| {
            let former = spec.former_names.iter().chain([&spec.name]);
            former.map(|name| (name.as_str(), spec.is_secret()))
        });
        SecretNames::new(entries, &KEY_COMBINATIONS)
    }

    /// The option with a name, by letter; a plain name comes before a template, today's before a former one. Without
    /// a type of application the first type that has it.
    #[must_use]
    pub fn option<'c, 'n>(
        &'c self,
        section: &str,
        application: Option<ApplicationType>,
        name: &'n str,
    ) -> Option<Match<'c, 'n>> {
        self.sections_named(section, application).find_map(|section| {
            let template = || self.template(section, name);
            let found = section.exact.get(name).copied();
            Some(Match { spec: &self.options[found.or_else(template)?], name })
        })
    }

    /// The option with a name that people type, whatever its letter case.
    #[must_use]
    pub fn find_option(
        &self,
        section: &str,
        application: Option<ApplicationType>,
        name: &str,
    ) -> Option<&OptionSpec> {
        if let Some(found) = self.option(section, application, name) {
            return Some(found.spec);
        }
        let plain = self.options.iter().find(|spec| {
            spec.section.eq_ignore_ascii_case(section)
                && application.is_none_or(|application| application == spec.application)
                && spec.name.eq_ignore_ascii_case(name)
        });
        let lower = (section.to_ascii_lowercase(), name.to_ascii_lowercase());
        plain.or_else(|| Some(self.option(&lower.0, application, &lower.1)?.spec))
    }

    /// The kind by which a value is judged: that of the option, and key combination for all names under
    /// `keyboard.shortcut` and `keyboard.hotkey` of the workspace section, known or not.
    #[must_use]
    pub fn judged_kind(
        &self,
        section: &str,
        application: Option<ApplicationType>,
        name: &str,
    ) -> Option<&ValueKind> {
        match self.option(section, application, name) {
            Some(found) => found.spec.judged_kind(),
            None if section == WORKSPACE_SECTION && is_key_combination(name) => {
                Some(&ValueKind::KeyCombination)
            }
            None => None,
        }
    }

    /// The known name that is nearest to an unknown one; for a template, the name with the template's words.
    #[must_use]
    pub fn nearest_option(
        &self,
        section: &str,
        application: Option<ApplicationType>,
        name: &str,
    ) -> Option<String> {
        let sections: Vec<&Section> = self.sections_named(section, application).collect();
        let alike: Vec<String> = sections
            .iter()
            .flat_map(|section| &section.templates)
            .filter_map(|&at| self.options[at].template.as_ref()?.alike(name))
            .collect();
        let mut plain: Vec<usize> =
            sections.iter().flat_map(|section| section.exact.values().copied()).collect();
        plain.sort_unstable();
        let plain = plain.into_iter().map(|at| self.options[at].name.as_str());
        nearest(name, plain.chain(alike.iter().map(String::as_str))).map(str::to_owned)
    }

    /// The index of the privilege with a name or alias, by letter.
    #[must_use]
    pub fn privilege_index(&self, name: &str) -> Option<usize> {
        self.privilege_names.get(name).copied()
    }

    /// The privilege with a name or alias, by letter.
    #[must_use]
    pub fn privilege(&self, name: &str) -> Option<&PrivilegeSpec> {
        self.privilege_index(name).map(|at| &self.privileges[at])
    }

    /// The privilege with a name or alias that people type, whatever its letter case.
    #[must_use]
    pub fn find_privilege(&self, name: &str) -> Option<&PrivilegeSpec> {
        self.privilege(name).or_else(|| {
            let is_it = |own: &String| own.eq_ignore_ascii_case(name);
            self.privileges.iter().find(|spec| is_it(&spec.name) || spec.aliases.iter().any(is_it))
        })
    }

    /// The name or alias that is nearest to an unknown one.
    #[must_use]
    pub fn nearest_privilege(&self, name: &str) -> Option<&str> {
        let names = self.privileges.iter().map(|spec| &spec.name);
        let aliases = self.privileges.iter().flat_map(|spec| &spec.aliases);
        nearest(name, names.chain(aliases).map(String::as_str))
    }

    fn sections_named(
        &self,
        name: &str,
        application: Option<ApplicationType>,
    ) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| {
            application.is_none_or(|application| application == section.application) && section.name == name
        })
    }

    fn template(&self, section: &Section, name: &str) -> Option<usize> {
        let fits =
            |at: &usize| self.options[*at].template.as_ref().is_some_and(|template| template.matches(name));
        section.templates.iter().copied().find(fits)
    }

    /// The index of the option with exactly this name, which may be a template.
    pub(super) fn option_index(
        &self,
        section: &str,
        application: ApplicationType,
        name: &str,
    ) -> Option<usize> {
        let section = self.sections_named(section, Some(application)).next()?;
        let is_it = |at: &usize| self.options[*at].name == name;
        section.exact.get(name).into_iter().chain(&section.templates).copied().find(is_it)
    }

    /// Puts an option in the place of the one at an index, or adds it.
    pub(super) fn put_option(&mut self, known: Option<usize>, spec: OptionSpec) {
        if let Some(at) = known {
            self.index_former(at, &spec);
            self.options[at] = spec;
            return;
        }
        let at = self.options.len();
        if self.section_of(&spec).is_none() {
            self.sections.push(Section {
                application: spec.application,
                name: spec.section.clone(),
                exact: FxHashMap::default(),
                templates: Vec::new(),
            });
        }
        self.index_former(at, &spec);
        if let Some(section) = self.section_of(&spec) {
            if spec.template.is_some() {
                section.templates.push(at);
            } else {
                section.exact.insert(spec.name.as_str().into(), at);
            }
        }
        self.options.push(spec);
    }

    fn section_of(&mut self, spec: &OptionSpec) -> Option<&mut Section> {
        self.sections
            .iter_mut()
            .find(|section| section.application == spec.application && section.name == spec.section)
    }

    fn index_former(&mut self, at: usize, spec: &OptionSpec) {
        if let Some(section) = self.section_of(spec) {
            section.exact.retain(|name, option| *option != at || **name == *spec.name);
            for name in &spec.former_names {
                section.exact.entry(name.as_str().into()).or_insert(at);
            }
        }
    }

    /// Puts a privilege in the place of the one at an index, or adds it.
    pub(super) fn put_privilege(&mut self, known: Option<usize>, spec: PrivilegeSpec) {
        if let Some(at) = known {
            self.privileges[at] = spec;
            return;
        }
        self.privilege_names.insert(spec.name.as_str().into(), self.privileges.len());
        self.privileges.push(spec);
    }

    /// Adds an alias; an error with the name of the privilege for which it stands already.
    pub(super) fn put_alias(&mut self, alias: &str, privilege: usize) -> Result<(), String> {
        match self.privilege_index(alias) {
            Some(at) if at == privilege => Ok(()),
            Some(at) => Err(self.privileges[at].name.clone()),
            None => {
                self.privilege_names.insert(alias.into(), privilege);
                self.privileges[privilege].aliases.push(alias.to_owned());
                Ok(())
            }
        }
    }
}
