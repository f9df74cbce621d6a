//! Which syntax a file is in, and the one door to all readers.

use super::{FileId, Limits, Parsed, Sources, Tree, cfg, csv, json, toml, xml, yaml};

/// The form of a file, whatever it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// CFG (its name on Windows) or CONF (on UNIX): `[section]` and `option=value`.
    Cfg,
    /// XML.
    Xml,
    /// Comma-separated values.
    Csv,
}

impl Syntax {
    /// The syntax as people call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Toml => "TOML",
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Cfg => "CFG",
            Self::Xml => "XML",
            Self::Csv => "CSV",
        }
    }

    /// The syntax of a file: by the extension of its path, in any case of letters; by its text where the extension says
    /// nothing. Nothing where the text, too, has no form that we know.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("toml") => Some(Self::Toml),
            Some("yaml" | "yml") => Some(Self::Yaml),
            Some("json") => Some(Self::Json),
            Some("cfg" | "conf") => Some(Self::Cfg),
            Some("xml") => Some(Self::Xml),
            Some("csv") => Some(Self::Csv),
            _ => Self::of_text(text),
        }
    }

    /// The syntax that a text shows.
    fn of_text(text: &str) -> Option<Self> {
        let first = significant_lines(text).next()?;
        let next = first.chars().skip(1).chain(['\n']).find(|c| !matches!(c, ' ' | '\t'));
        match first.as_bytes()[0] {
            b'<' => Some(Self::Xml),
            b'{' => Some(Self::Json),
            b'[' if matches!(next, Some('"' | '{' | ']' | '\n' | '-' | '0'..='9')) => Some(Self::Json),
            b'[' => Some(pairs_of(text)),
            b'%' => Some(Self::Yaml),
            _ if first.starts_with("---") || first == "-" || first.starts_with("- ") => Some(Self::Yaml),
            _ => {
                let at = first.find(['=', ':', ',', ';'])?;
                match first.as_bytes()[at] {
                    b'=' => Some(pairs_of(text)),
                    b':' => Some(Self::Yaml),
                    _ => Some(Self::Csv),
                }
            }
        }
    }
}

fn significant_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']))
}

/// TOML or CFG: in CFG a value stands without quotes.
fn pairs_of(text: &str) -> Syntax {
    let is_toml = |value: &str| {
        value.starts_with(['"', '\'', '[', '{'])
            || matches!(value, "true" | "false")
            || value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'))
                && !value.contains(',')
    };
    let lines = significant_lines(text).filter(|line| !line.starts_with('['));
    let mut values = lines.filter_map(|line| line.split_once('=')).map(|(_, value)| value.trim());
    let toml = significant_lines(text).any(|line| line.starts_with("[[")) || values.all(is_toml);
    if toml { Syntax::Toml } else { Syntax::Cfg }
}

/// Reads a file in the given syntax. Every text gives a tree, with all of its syntax errors in the order of the file.
#[must_use]
pub fn read<'s>(sources: &'s Sources, file: FileId, syntax: Syntax, limits: Limits) -> Parsed<'s> {
    let text = sources.get(file).true_text();
    match syntax {
        Syntax::Json => json::read(file, text, limits),
        Syntax::Cfg => cfg::read(file, text, limits),
        Syntax::Toml => toml::read(file, text, limits),
        Syntax::Yaml => yaml::read(file, text, limits),
        Syntax::Xml => xml::read(file, text, sources.get(file).encoding(), limits),
        Syntax::Csv => csv::read(file, text, limits),
    }
}

/// Reads a file as [`read`] does. A long one in JSON is taken in parts, each a tree of more than `nodes` keys and values,
/// so that somebody may look at one while the next is read, and nobody needs memory for all.
///
/// A tree is cut between two items of a list that is a value of the outermost map, unless `may_cut` says no of what
/// stands in it; then the file is not cut any more. Every tree but the first begins with that map, with the key of
/// the list and with the list once more, of which it has the next items. The last one, which is returned, has all
/// comments.
pub fn read_in_parts<'s>(
    sources: &'s Sources,
    file: FileId,
    syntax: Syntax,
    limits: Limits,
    nodes: usize,
    may_cut: impl FnMut(&Tree<'s>) -> bool,
    take: impl FnMut(Tree<'s>),
) -> Parsed<'s> {
    match syntax {
        Syntax::Json => {
            json::read_in_parts(file, sources.get(file).true_text(), limits, nodes, may_cut, take)
        }
        _ => read(sources, file, syntax, limits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_whatever_the_case() {
        for (path, syntax) in [
            ("a/agents.TOML", Syntax::Toml),
            ("a.yaml", Syntax::Yaml),
            ("a.b.yml", Syntax::Yaml),
            ("A.JSON", Syntax::Json),
            ("application/WDE_Main.cfg", Syntax::Cfg),
            ("x.Conf", Syntax::Cfg),
            ("x.xml", Syntax::Xml),
            ("x.csv", Syntax::Csv),
        ] {
            assert_eq!(Syntax::of(path, "{}"), Some(syntax), "{path}");
        }
    }

    #[test]
    fn without_a_telling_extension_the_text_decides() {
        for (text, syntax) in [
            ("{\"agents\": []}", Some(Syntax::Json)),
            (" [\n {}]", Some(Syntax::Json)),
            ("[]", Some(Syntax::Json)),
            ("\u{FC}ber: alles", Some(Syntax::Yaml)),
            ("[\"a\"]", Some(Syntax::Json)),
            ("<?xml version=\"1.0\"?><CfgData/>", Some(Syntax::Xml)),
            ("# note\n---\na: 1", Some(Syntax::Yaml)),
            ("%YAML 1.2\n---\n", Some(Syntax::Yaml)),
            ("agents:\n  - a=b", Some(Syntax::Yaml)),
            ("- agent01\n", Some(Syntax::Yaml)),
            ("[[agents]]\nusername = \"a\"", Some(Syntax::Toml)),
            ("[options.interaction-workspace]\n\"a.b\" = \"1\"\nc = true\nd = 3", Some(Syntax::Toml)),
            ("tenant = \"Acme\"", Some(Syntax::Toml)),
            ("[interaction-workspace]\nchat.timer=30\nchat.on-hold-queue=q", Some(Syntax::Cfg)),
            ("; exported\n[a]\nx=\n", Some(Syntax::Cfg)),
            ("[a]\ncolours=30,50", Some(Syntax::Cfg)),
            ("Action,First Name,Last Name\nADD,Ana,Ruiz", Some(Syntax::Csv)),
            ("", None),
            ("\n# only a note\n", None),
            ("hello there", None),
        ] {
            assert_eq!(Syntax::of("-", text), syntax, "{text:?}");
            assert_eq!(Syntax::of("some.d/export", text), syntax, "{text:?}");
            assert_eq!(Syntax::of("export.txt", text), syntax, "{text:?}");
        }
    }

    #[test]
    fn one_door_leads_to_every_reader() {
        let mut sources = Sources::new();
        let file = sources.add("a", b"[\"a\"]\n".to_vec());
        let count = |syntax| {
            let parsed = read(&sources, file, syntax, Limits::default());
            (parsed.tree.roots().count(), parsed.errors.len())
        };
        assert_eq!(count(Syntax::Json), (1, 0));
        assert_eq!(count(Syntax::Yaml), (1, 0));
        assert_eq!(count(Syntax::Toml), (1, 0));
        assert_eq!(count(Syntax::Cfg), (1, 0));
        assert_eq!(count(Syntax::Xml), (0, 1), "text outside of all elements");
        assert_eq!(count(Syntax::Csv), (1, 0));
    }
}
