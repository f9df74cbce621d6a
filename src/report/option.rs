//! What is known of an option, and new entries for a catalogue file.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::{clean, shown_value};
use crate::catalogue::{Catalogue, Fact, OptionSpec, Product, ValueKind};
use crate::names::{ApplicationType, Basis, Level, WORKSPACE_SECTION, option_label, with_article};
use crate::text::is_named_secret;

/// What `option show` tells.
#[derive(Debug, Serialize)]
pub struct OptionPage<'a> {
    name: &'a str,
    section: &'a str,
    application: ApplicationType,
    product: &'static str,
    group: &'a str,
    description: &'a str,
    kind: Option<&'static str>,
    valid: Option<String>,
    default: Option<&'a str>,
    takes_effect: Option<&'static str>,
    levels: Option<&'a [Level]>,
    routing_override: Option<bool>,
    introduced: Option<&'a str>,
    modified: &'a [String],
    depends_on: Vec<String>,
    needs_privileges: &'a [String],
    related_privileges: &'a [String],
    related_options: &'a [String],
    former_names: &'a [String],
    examples: &'a [String],
    basis: Basis,
    /// Facts that are known in another way than the entry as a whole.
    other_bases: Vec<(&'static str, Basis)>,
    sources: Vec<&'a str>,
}

impl<'a> OptionPage<'a> {
    /// The page of an option.
    #[must_use]
    pub fn new(spec: &'a OptionSpec, catalogue: &'a Catalogue) -> Self {
        let related = spec.related_privileges.as_ref();
        let mut other_bases = Vec::new();
        other_basis(&mut other_bases, "kind", spec.kind.as_ref(), spec.basis);
        other_basis(&mut other_bases, "default", spec.default.as_ref(), spec.basis);
        other_basis(&mut other_bases, "takes effect", spec.takes_effect.as_ref(), spec.basis);
        other_basis(&mut other_bases, "routing override", spec.routing_override.as_ref(), spec.basis);
        other_basis(&mut other_bases, "introduced", spec.introduced.as_ref(), spec.basis);
        other_basis(&mut other_bases, "related privileges", related, spec.basis);
        Self {
            name: &spec.name,
            section: &spec.section,
            application: spec.application,
            product: spec.product.as_str(),
            group: &spec.group,
            description: &spec.description,
            kind: spec.kind.as_ref().map(|kind| kind.value.as_str()),
            valid: spec.kind.as_ref().and_then(|kind| valid(&kind.value)),
            default: spec.default_text(),
            takes_effect: spec.takes_effect.as_ref().map(|moment| moment.value.words()),
            levels: spec.levels.as_deref(),
            routing_override: spec.routing_override.as_ref().map(|fact| fact.value),
            introduced: spec.introduced.as_ref().map(|fact| fact.value.as_str()),
            modified: &spec.modified,
            depends_on: spec
                .depends_on
                .iter()
                .map(|other| match &other.value {
                    Some(value) => format!("{} = {value}", other.option),
                    None => other.option.clone(),
                })
                .collect(),
            needs_privileges: &spec.needs_privileges,
            related_privileges: related.map(|fact| fact.value.as_slice()).unwrap_or_default(),
            related_options: &spec.related_options,
            former_names: &spec.former_names,
            examples: &spec.examples,
            basis: spec.basis,
            other_bases,
            sources: spec.sources.iter().filter_map(|source| catalogue.source(source)).collect(),
        }
    }

    fn label(&self) -> String {
        option_label(self.section, self.name)
    }

    /// The row of `option list`.
    #[must_use]
    pub fn row(&self) -> [String; 6] {
        [
            self.label(),
            self.kind.unwrap_or("not known").to_owned(),
            shown_value(self.default),
            self.takes_effect.unwrap_or("not known").to_owned(),
            match self.routing_override {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            }
            .to_owned(),
            self.basis.to_string(),
        ]
    }

    /// Writes it for people.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.label())?;
        writeln!(out, "  {}", self.description)?;
        writeln!(out)?;
        let not_known = || "not known".to_owned();
        let mut facts = vec![
            (
                "section",
                format!("{} of {} application", self.section, with_article(self.application.as_str())),
            ),
            ("kind", self.kind.map_or_else(not_known, str::to_owned)),
            ("default", shown_value(self.default)),
            ("a change counts", self.takes_effect.map_or_else(not_known, str::to_owned)),
        ];
        if self.application == ApplicationType::Workspace {
            let levels =
                self.levels.map(|levels| levels.iter().map(Level::to_string).collect::<Vec<_>>().join(", "));
            let routing = match self.routing_override {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => not_known(),
            };
            facts.push(("levels", levels.unwrap_or_else(not_known)));
            facts.push(("routing override", routing));
        }
        facts.extend(self.valid.clone().map(|valid| ("valid", valid)));
        facts.extend(self.introduced.map(|release| ("introduced", release.to_owned())));
        if self.product != Product::Application.as_str() {
            facts.push(("belongs to", self.product.replace('-', " ")));
        }
        for (title, list) in [
            ("modified", self.modified),
            ("works only while", &self.depends_on),
            ("needs", self.needs_privileges),
            ("privileges", self.related_privileges),
            ("see also", self.related_options),
            ("former names", self.former_names),
            ("examples", self.examples),
        ] {
            if !list.is_empty() {
                facts.push((title, list.join(", ")));
            }
        }
        facts.push(("basis", format!("{}: {}", self.basis, self.basis.words())));
        for (what, basis) in &self.other_bases {
            facts.push(("", format!("{what}: {basis}")));
        }
        for (at, source) in self.sources.iter().enumerate() {
            facts.push((if at == 0 { "source" } else { "" }, (*source).to_owned()));
        }
        for (title, text) in facts {
            writeln!(out, "  {title:<17} {}", clean(&text))?;
        }
        Ok(())
    }
}

fn other_basis<T>(
    bases: &mut Vec<(&'static str, Basis)>,
    what: &'static str,
    fact: Option<&Fact<T>>,
    basis: Basis,
) {
    bases.extend(fact.filter(|fact| fact.basis != basis).map(|fact| (what, fact.basis)));
}

/// Which values are valid, where the kind alone does not say.
fn valid(kind: &ValueKind) -> Option<String> {
    match kind {
        ValueKind::Enumeration { values, .. } => Some(values.join(", ")),
        ValueKind::Integer { min, max, unit } => {
            let unit = unit.map(|unit| format!(" {}", unit.as_str())).unwrap_or_default();
            match (min, max) {
                (Some(min), Some(max)) => Some(format!("{min} to {max}{unit}")),
                (Some(min), None) => Some(format!("{min} or more{unit}")),
                (None, Some(max)) => Some(format!("up to {max}{unit}")),
                (None, None) => (!unit.is_empty()).then(|| unit.trim().to_owned()),
            }
        }
        ValueKind::List { items, other_items, .. } if !items.is_empty() => {
            Some(format!("{}{}", items.join(", "), if *other_items { ", and others" } else { "" }))
        }
        ValueKind::Script(script) => Some(format!("the name of a script of type {script}")),
        _ => None,
    }
}

/// Entries of a catalogue file for options that nothing is known of.
#[must_use]
pub fn learned(object: &str, application: ApplicationType, names: &[(&str, &str)]) -> String {
    let mut text = format!(
        "# Options of {object} that the catalogue does not know. Their basis is `seen`; describe them, and say what\n\
         # kind of value they take, as you learn it.\n"
    );
    for (section, name) in names {
        let _ = write!(text, "\n[[options]]\nname = {}\n", quoted(name));
        if *section != WORKSPACE_SECTION {
            let _ = writeln!(text, "section = {}", quoted(section));
        }
        if application != ApplicationType::Workspace {
            let _ = writeln!(text, "application-type = \"{application}\"");
        }
        text.push_str("basis = \"seen\"\n");
        if is_named_secret(name) {
            text.push_str("secret = true\n");
        }
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
