//! A catalogue file: sources, options, privileges, aliases.

use crate::names::{ApplicationType, WORKSPACE_SECTION};
use crate::text::{self, FileId, Kind, Limits, Node, Sources, Span, Syntax};

use super::entries::{OPTION_FIELDS, PRIVILEGE_FIELDS, application, apply_option, apply_privilege};
use super::fields::{Fields, items};
use super::{Catalogue, CatalogueError, OptionSpec, PrivilegeSpec};

/// Reads a file into the catalogue. Returns everything that is wrong, in the order of the file.
pub(super) fn read(
    catalogue: &mut Catalogue,
    sources: &Sources,
    file: FileId,
    built_in: bool,
) -> Vec<CatalogueError> {
    let source = sources.get(file);
    let syntax = Syntax::of(source.path(), source.true_text()).unwrap_or(Syntax::Toml);
    let parsed = text::read(sources, file, syntax, Limits::default());
    let mut mistakes = Vec::new();
    let mut reader = Reader { catalogue, built_in, mistakes: &mut mistakes };
    for document in parsed.tree.roots() {
        reader.document(document);
    }
    for error in parsed.errors {
        // What the reader made of the place itself is no mistake of its own.
        mistakes.retain(|mistake| mistake.span.start != error.span.start);
        mistakes.push(error.into());
    }
    mistakes.sort_by_key(|mistake| mistake.span.start);
    mistakes
}

struct Reader<'c> {
    catalogue: &'c mut Catalogue,
    built_in: bool,
    mistakes: &'c mut Vec<CatalogueError>,
}

impl Reader<'_> {
    fn document(&mut self, document: Node<'_>) {
        const LISTS: [&str; 4] = ["sources", "options", "privileges", "aliases"];
        let lists = Fields::new(document, &LISTS, self.mistakes);
        let [sources, options, privileges, aliases] = LISTS.map(|key| lists.get(key));
        for (name, text, _) in self.table("sources", sources) {
            self.catalogue.sources.insert(name.to_owned(), text.to_owned());
        }
        for table in self.entries("options", options) {
            self.option(table);
        }
        for table in self.entries("privileges", privileges) {
            self.privilege(table);
        }
        for (alias, name, at) in self.table("aliases", aliases) {
            self.alias(alias, name, at);
        }
    }

    /// The keys of a table of texts with the texts and their places.
    fn table<'t>(&mut self, key: &str, value: Option<Node<'t>>) -> Vec<(&'t str, &'t str, Span)> {
        let Some(value) = value else { return Vec::new() };
        if value.kind() != Kind::Map {
            let mistake = CatalogueError::new(value.span(), format!("`{key}` is a table"));
            self.mistakes.push(mistake.help(format!("write `[{key}]`")));
        }
        Fields::any(value, self.mistakes).all_texts()
    }

    /// The tables of a list.
    fn entries<'t>(&mut self, key: &str, value: Option<Node<'t>>) -> Vec<Node<'t>> {
        let Some(value) = value else { return Vec::new() };
        let example = format!("`[[{key}]]` above each entry");
        let mut tables = Vec::new();
        for item in items(key, value, &example, self.mistakes).into_iter().flatten() {
            if item.kind() == Kind::Map {
                tables.push(item);
            } else {
                let mistake = CatalogueError::new(item.span(), format!("an entry of `{key}` is a table"));
                self.mistakes.push(mistake.help(format!("write {example}")));
            }
        }
        tables
    }

    fn declared(&self, place: Span) -> Option<Span> {
        (!self.built_in).then_some(place)
    }

    fn option(&mut self, table: Node<'_>) {
        let mut fields = Fields::new(table, &OPTION_FIELDS, self.mistakes);
        let Some((name, place)) = name(&mut fields) else { return };
        let application = application(&mut fields).unwrap_or(ApplicationType::Workspace);
        let section = match fields.text_at("section") {
            Some((section, _)) => section,
            None if application == ApplicationType::Workspace => WORKSPACE_SECTION,
            None => {
                let place = fields.place("application-type");
                let mistake = CatalogueError::new(place, "an option of a server without `section`");
                fields.mistake(mistake.help("add `section`"));
                return;
            }
        };
        let known = self.catalogue.option_index(section, application, name);
        let mut spec = match known {
            Some(at) => self.catalogue.options[at].clone(),
            None => OptionSpec::new(application, section, name),
        };
        apply_option(&mut fields, &mut spec, &self.catalogue.sources);
        spec.declared = self.declared(place);
        self.catalogue.put_option(known, spec);
    }

    fn privilege(&mut self, table: Node<'_>) {
        let mut fields = Fields::new(table, &PRIVILEGE_FIELDS, self.mistakes);
        let Some((name, place)) = name(&mut fields) else { return };
        let known = self.catalogue.privilege_index(name);
        let mut spec = match known {
            Some(at) => self.catalogue.privileges[at].clone(),
            None => PrivilegeSpec::new(name),
        };
        apply_privilege(&mut fields, &mut spec, &self.catalogue.sources);
        let aliases = fields.texts_at("aliases").unwrap_or_default();
        spec.declared = self.declared(place);
        let name = spec.name.clone();
        self.catalogue.put_privilege(known, spec);
        for (alias, at) in aliases {
            self.alias(alias, &name, at);
        }
    }

    fn alias(&mut self, alias: &str, name: &str, at: Span) {
        if name.is_empty() {
            let mistake = CatalogueError::new(at, format!("the key `{alias}` has no privilege yet"));
            self.mistakes.push(mistake.help("write the name that the role shows"));
            return;
        }
        let Some(privilege) = self.catalogue.privilege_index(name) else {
            let mistake = CatalogueError::new(at, format!("unknown privilege `{name}`"));
            let names = self.catalogue.privileges.iter().map(|spec| spec.name.as_str());
            self.mistakes.push(mistake.near(name, names, "add it to `[[privileges]]`"));
            return;
        };
        if let Err(other) = self.catalogue.put_alias(alias, privilege) {
            let what = if alias == other {
                "is a privilege already".to_owned()
            } else {
                format!("stands for `{other}` already")
            };
            let mistake = CatalogueError::new(at, format!("the key `{alias}` {what}"));
            self.mistakes.push(mistake.help("one key stands for one privilege"));
        }
    }
}

/// The name by which an entry is known, with its place.
fn name<'t>(fields: &mut Fields<'t, '_>) -> Option<(&'t str, Span)> {
    if !fields.has("name") {
        let mistake = CatalogueError::new(fields.span, "an entry without `name`");
        fields.mistake(mistake.help("add `name`"));
        return None;
    }
    let (name, place) = fields.text_at("name")?;
    if name.is_empty() {
        fields.mistake(CatalogueError::new(place, "an empty `name`").help("write the name"));
        return None;
    }
    Some((name, place))
}
