//! A catalogue file: sources, options, privileges, aliases.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::names::{ApplicationType, WORKSPACE_SECTION};
use crate::text::{FileId, Span};

use super::Catalogue;
use super::entries::{OPTION_FIELDS, PRIVILEGE_FIELDS, application, apply_option, apply_privilege};
use super::fields::{Fields, Mistake};
use super::{OptionSpec, PrivilegeSpec};

/// Reads `text` into the catalogue. `file` is known for the files of users only.
pub(super) fn read(catalogue: &mut Catalogue, text: &str, file: Option<FileId>) -> Vec<Mistake> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut mistakes = Vec::new();
    Reader { catalogue, file, mistakes: &mut mistakes }.document(document.get_ref());
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        // What the parser made of the place itself is no mistake of its own.
        mistakes.retain(|mistake| mistake.range.start != range.start);
        mistakes.push(Mistake::new(range, error.message().replace('\n', ", ")));
    }
    mistakes.sort_by_key(|mistake| mistake.range.start);
    mistakes
}

struct Reader<'c> {
    catalogue: &'c mut Catalogue,
    file: Option<FileId>,
    mistakes: &'c mut Vec<Mistake>,
}

impl Reader<'_> {
    fn document(&mut self, document: &DeTable<'_>) {
        const LISTS: [&str; 4] = ["sources", "options", "privileges", "aliases"];
        Fields::new(document, 0..0, &LISTS, self.mistakes);
        for (name, text, _) in self.table(document, "sources") {
            self.catalogue.sources.insert(name.to_owned(), text.to_owned());
        }
        for (table, at) in self.entries(document, "options") {
            self.option(table, at);
        }
        for (table, at) in self.entries(document, "privileges") {
            self.privilege(table, at);
        }
        for (alias, name, at) in self.table(document, "aliases") {
            self.alias(alias, name, at);
        }
    }

    /// The entries of a table of texts, each text with its place.
    fn table<'t>(&mut self, document: &'t DeTable<'t>, key: &str) -> Vec<(&'t str, &'t str, Range<usize>)> {
        let Some(value) = document.get(key) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            self.mistakes.push(
                Mistake::new(value.span(), format!("`{key}` is a table")).help(format!("write `[{key}]`")),
            );
            return Vec::new();
        };
        let known: Vec<&str> = table.keys().map(|key| key.get_ref().as_ref()).collect();
        let mut fields = Fields::new(table, value.span(), &known, self.mistakes);
        let text = |key: &'t str| fields.text_at(key).map(|(text, at)| (key, text, at));
        known.into_iter().filter_map(text).collect()
    }

    /// The tables of a list, each with its place.
    fn entries<'t>(&mut self, document: &'t DeTable<'t>, key: &str) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
        let Some(value) = document.get(key) else { return Vec::new() };
        let items = value.get_ref().as_array().map_or(&[][..], |items| items);
        if !value.get_ref().is_array() {
            let mistake = Mistake::new(value.span(), format!("`{key}` is a list of tables"));
            self.mistakes.push(mistake.help(format!("write `[[{key}]]` above each entry")));
        }
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, item.span())),
                _ => self.mistakes.push(Mistake::new(item.span(), format!("an entry of `{key}` is a table"))),
            }
        }
        tables
    }

    fn declared(&self, range: &Range<usize>) -> Option<Span> {
        self.file.map(|file| Span { file, start: range.start as u32, end: range.end as u32 })
    }

    fn option(&mut self, table: &DeTable<'_>, at: Range<usize>) {
        let mut fields = Fields::new(table, at, &OPTION_FIELDS, self.mistakes);
        let Some(name) = name(&mut fields) else { return };
        let application = application(&mut fields).unwrap_or(ApplicationType::Workspace);
        let section = match fields.text("section") {
            Some(section) => section,
            None if application == ApplicationType::Workspace => WORKSPACE_SECTION.to_owned(),
            None => {
                let range = fields.place("application-type");
                fields.mistake(
                    Mistake::new(range, "an option of a server without `section`").help("add `section`"),
                );
                return;
            }
        };
        let place = fields.place("name");
        let mut spec = match self.catalogue.option_index(&section, application, &name) {
            Some(at) => self.catalogue.options[at].clone(),
            None => OptionSpec::new(application, &section, &name),
        };
        apply_option(&mut fields, &mut spec, &self.catalogue.sources);
        spec.declared = self.declared(&place);
        self.catalogue.put_option(spec);
    }

    fn privilege(&mut self, table: &DeTable<'_>, at: Range<usize>) {
        let mut fields = Fields::new(table, at, &PRIVILEGE_FIELDS, self.mistakes);
        let Some(name) = name(&mut fields) else { return };
        let place = fields.place("name");
        let mut spec = match self.catalogue.privilege_index(&name) {
            Some(at) => self.catalogue.privileges[at].clone(),
            None => PrivilegeSpec::new(&name),
        };
        let before = std::mem::take(&mut spec.aliases);
        apply_privilege(&mut fields, &mut spec, &self.catalogue.sources);
        spec.declared = self.declared(&place);
        let new = std::mem::replace(&mut spec.aliases, before);
        let canonical = spec.name.clone();
        self.catalogue.put_privilege(spec);
        let range = self.alias_place(table).unwrap_or(place);
        for alias in new {
            self.alias(&alias, &canonical, range.clone());
        }
    }

    fn alias_place(&self, table: &DeTable<'_>) -> Option<Range<usize>> {
        table.get("aliases").map(Spanned::span)
    }

    fn alias(&mut self, alias: &str, name: &str, at: Range<usize>) {
        if name.is_empty() {
            let mistake = Mistake::new(at, format!("the key `{alias}` has no privilege yet"));
            self.mistakes.push(mistake.help("write the name that the role shows"));
            return;
        }
        let Some(privilege) = self.catalogue.privilege_index(name) else {
            let mistake = Mistake::new(at, format!("unknown privilege `{name}`"));
            let names: Vec<&str> = self.catalogue.privileges.iter().map(|spec| spec.name.as_str()).collect();
            self.mistakes.push(mistake.near(name, names, "add it to `[[privileges]]`"));
            return;
        };
        if let Err(other) = self.catalogue.put_alias(alias, privilege) {
            let what =
                if alias == other { "is a privilege".to_owned() } else { format!("stands for `{other}`") };
            let mistake = Mistake::new(at, format!("the key `{alias}` {what} already"));
            self.mistakes.push(mistake.help("one key stands for one privilege"));
        }
    }
}

/// The name by which an entry is known.
fn name(fields: &mut Fields<'_, '_>) -> Option<String> {
    let name = fields.text("name");
    if !fields.has("name") {
        let range = fields.range.clone();
        fields.mistake(Mistake::new(range, "an entry without `name`").help("add `name`"));
    }
    let empty = name.as_deref().is_some_and(str::is_empty);
    if empty {
        let range = fields.place("name");
        fields.mistake(Mistake::new(range, "an empty `name`").help("write the name"));
    }
    name.filter(|_| !empty)
}
