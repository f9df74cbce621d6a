//! CFG and CONF files, as the vendor's administration tool exports the options of one object.
//!
//! A section is `[name]` on a line of its own; the lines below it are `option=value`, split at the first `=`. Blanks
//! around section and option names do not count. The value is everything from the `=` to the end of the line, blanks,
//! quotes and further `=` included, without the line end (`\n`, `\r\n` or a lone `\r`); nothing there is the empty
//! value. `#option=value`, without blanks in the option, is an option that somebody has disabled: its key keeps the
//! `#`. Lines that begin with `;`, and other lines that begin with `#`, are comments. That the names, the brackets
//! and the `=` are so is documented (help of GAX, "File Formats"); comments are what administrators write.

use super::errors::{Errors, excerpt};
use super::tree::NodeId;
use super::{FileId, Limits, Parsed, Style, Tree};

/// A usual length of the text behind one key or value.
const BYTES_PER_NODE: usize = 16;

/// Reads a CFG or CONF text into a map of sections, each a map of options; a section that comes again is one more entry
/// of the same name. A file without a section has no root.
pub(super) fn read<'s>(file: FileId, text: &'s str, limits: Limits) -> Parsed<'s> {
    let tree = Tree::with_room(file, text, text.len() / BYTES_PER_NODE);
    let mut reader =
        Reader { text, tree, errors: Errors::new(file), place: Place::Top, root: None, limits, values: 0 };
    let mut start = 0;
    while start < text.len() {
        let rest = &text.as_bytes()[start..];
        let end = start + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        if reader.line(start, end).is_none() {
            break;
        }
        start = end + 1;
    }
    Parsed { tree: reader.tree, errors: reader.errors.sorted() }
}

/// Where a line stands.
#[derive(Clone, Copy)]
enum Place {
    /// Before the first section.
    Top,
    /// Before the first section, below an option that has been reported.
    Reported,
    /// In this section.
    Section(NodeId),
}

struct Reader<'s> {
    text: &'s str,
    tree: Tree<'s>,
    errors: Errors,
    place: Place,
    root: Option<NodeId>,
    limits: Limits,
    values: u64,
}

impl Reader<'_> {
    /// Reads one line, without its line end; nothing where the file has too many values.
    fn line(&mut self, start: usize, end: usize) -> Option<()> {
        let (from, to) = self.trimmed(start, end);
        let line = &self.text[from..to];
        match line.as_bytes().first() {
            None => {}
            Some(b';') => self.tree.add_comment(from, to),
            Some(b'[') => self.section(from, to)?,
            Some(&first) => match line.split_once('=') {
                Some((name, _)) if first != b'#' || is_disabled_option(name) => {
                    self.option(from, from + name.len(), end)?;
                }
                _ if first == b'#' => self.tree.add_comment(from, to),
                _ => {
                    let message = format!("`{}` is neither a section nor an option", excerpt(line));
                    self.error(
                        from,
                        to,
                        message,
                        "an option is written `option=value`, a section `[section]`",
                    );
                }
            },
        }
        Some(())
    }

    /// A section's line, its blanks taken off.
    fn section(&mut self, from: usize, to: usize) -> Option<()> {
        let line = &self.text[from..to];
        let close = line.rfind(']');
        let (start, end) = self.trimmed(from + 1, from + close.unwrap_or(line.len()));
        match close.map(|close| from + close + 1) {
            None => self.error(from, to, "`]` is missing".into(), "a section is written `[section]`"),
            Some(rest) if rest < to => {
                let (rest, to) = self.trimmed(rest, to);
                let message = format!("`{}` behind the section's name", excerpt(&self.text[rest..to]));
                self.error(rest, to, message, "begin a new line");
            }
            Some(_) if start == end => {
                self.error(
                    from,
                    to,
                    "a section without a name".into(),
                    "write its name between the brackets",
                );
            }
            Some(_) => {}
        }
        let root = match self.root {
            Some(root) => root,
            None => {
                self.count(from)?;
                let root = self.tree.add_map(from);
                self.tree.add_root(root);
                *self.root.insert(root)
            }
        };
        self.count(from)?;
        let section = self.tree.add_map(from);
        self.tree.add_entry(root, (start, end), Style::Plain, None, section);
        self.place = Place::Section(section);
        self.extend(section, to);
        Some(())
    }

    /// An option's line; its name ends before the `=` at `equals`, its value at `end`.
    fn option(&mut self, from: usize, equals: usize, end: usize) -> Option<()> {
        let (start, name_end) = self.trimmed(from, equals);
        if start == name_end {
            self.error(from, equals + 1, "an option without a name".into(), "write its name before the `=`");
            return Some(());
        }
        let Place::Section(section) = self.place else {
            if let Place::Top = self.place {
                let message =
                    format!("option `{}` stands in no section", excerpt(&self.text[start..name_end]));
                self.error(
                    start,
                    name_end,
                    message,
                    "write its section, such as `[interaction-workspace]`, above it",
                );
            }
            self.place = Place::Reported;
            return Some(());
        };
        self.count(from)?;
        let value = self.tree.add_scalar(equals + 1, end, Style::Plain, None);
        self.tree.add_entry(section, (start, name_end), Style::Plain, None, value);
        self.extend(section, end);
        Some(())
    }

    /// A section and the root reach to the end of their last line.
    fn extend(&mut self, section: NodeId, end: usize) {
        self.tree.set_end(section, end);
        if let Some(root) = self.root {
            self.tree.set_end(root, end);
        }
    }

    /// Counts one more value; nothing where it is one too many.
    fn count(&mut self, at: usize) -> Option<()> {
        if self.values == self.limits.expanded_nodes {
            let message = format!("more than {} values in one file", self.limits.expanded_nodes);
            self.error(at, at, message, "what follows was not read");
            return None;
        }
        self.values += 1;
        Some(())
    }

    /// The range without blanks at its ends.
    fn trimmed(&self, start: usize, end: usize) -> (usize, usize) {
        let text = &self.text.as_bytes()[start..end];
        let start = end - text.trim_ascii_start().len();
        (start, start + text.trim_ascii().len())
    }

    fn error(&mut self, start: usize, end: usize, message: String, help: &str) {
        self.errors.note(start..end, message, Some(help.to_owned()));
    }
}

/// Whether the name before the `=` is `#` and an option's name, and not the words of a comment.
fn is_disabled_option(name: &str) -> bool {
    let name = name[1..].trim_ascii_end();
    !name.is_empty() && !name.contains([' ', '\t', '#'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Sources;
    use super::*;

    /// Section, option and value of each line, and the errors as `[covered text] message`.
    fn read_text(text: &str) -> (Vec<String>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("a.cfg", text.as_bytes().to_vec());
        let parsed = read(file, text, Limits::default());
        let shown = parsed
            .tree
            .roots()
            .flat_map(|root| root.entries())
            .map(|e| format!("{} {:?}", e.key.text(), e.value));
        let errors = parsed.errors.iter().map(|e| format!("[{}] {}", sources.slice(e.span), e.message));
        (shown.collect(), errors.collect())
    }

    #[test]
    fn every_section_option_and_value_has_its_bytes() {
        let text = "; head\r\n[interaction-workspace]\r\n chat.on-hold-queue =hold-q \r\nf=a='b' AND c<1;\r\nempty=\r\n\r\n#off=1\r\n# a note: x=1\r\n#\r\n[web page]\nlabel=\"T\"";
        let mut sources = Sources::new();
        let file = sources.add("a.cfg", text.as_bytes().to_vec());
        let parsed = read(file, text, Limits::default());
        assert_eq!(parsed.errors, []);
        let comments: Vec<_> = parsed.tree.comments().map(|span| &text[span.range()]).collect();
        assert_eq!(comments, ["; head", "# a note: x=1", "#"]);
        let root = parsed.tree.roots().next().unwrap();
        assert_eq!(&text[root.span().range()], &text[8..]);
        let sections: Vec<_> =
            root.entries().map(|e| (&text[e.key.span().range()], &text[e.value.span().range()])).collect();
        let first = text.find("#off=1").unwrap() + 6;
        assert_eq!(
            sections,
            [("interaction-workspace", &text[8..first]), ("web page", "[web page]\nlabel=\"T\"")]
        );
        let options = root.entries().flat_map(|section| section.value.entries());
        let found: Vec<_> = options
            .map(|e| (e.key.text(), e.key.span().range(), e.value.text(), e.value.span().range()))
            .collect();
        let place = |part: &str| text.find(part).map(|at| at..at + part.len()).unwrap();
        let empty = text.find("empty=").unwrap() + 6;
        assert_eq!(
            found,
            [
                ("chat.on-hold-queue", place("chat.on-hold-queue"), "hold-q ", place("hold-q ")),
                ("f", place("f"), "a='b' AND c<1;", place("a='b' AND c<1;")),
                ("empty", place("empty"), "", empty..empty),
                ("#off", place("#off"), "1", place("1\r\n#").start..place("1\r\n#").start + 1),
                ("label", place("label"), "\"T\"", place("\"T\"")),
            ]
        );
    }

    #[test]
    fn what_is_wrong_in_one_line_costs_that_line() {
        let (tree, errors) =
            read_text("=0\na=1\nb=2\n[one\nc=3\nword\n=4\n[two] x\nd=5\n[]\ne=6\n[one]\nf=7\rg=8\r\nf=9\n");
        assert_eq!(
            tree,
            [
                r#"one {"c": "3"}"#,
                r#"two {"d": "5"}"#,
                r#" {"e": "6"}"#,
                r#"one {"f": "7", "g": "8", "f": "9"}"#
            ]
        );
        assert_eq!(
            errors,
            [
                "[=] an option without a name",
                "[a] option `a` stands in no section",
                "[[one] `]` is missing",
                "[word] `word` is neither a section nor an option",
                "[=] an option without a name",
                "[x] `x` behind the section's name",
                "[[]] a section without a name",
            ]
        );
    }

    #[test]
    fn a_file_without_a_section_has_no_root() {
        for text in ["", "\r\n \n", "; only\n# words\n"] {
            assert_eq!(read_text(text), (vec![], vec![]));
        }
    }

    #[test]
    fn too_many_values_are_one_error() {
        let limits = Limits { expanded_nodes: 4, ..Limits::default() };
        let mut sources = Sources::new();
        let file = sources.add("a.cfg", b"[a]\nb=1\nc=2\nd=3\ne=4\n".to_vec());
        let parsed = read(file, sources.get(file).text(), limits);
        assert_eq!(format!("{:?}", parsed.tree.roots().next().unwrap()), r#"{"a": {"b": "1", "c": "2"}}"#);
        let [error] = parsed.errors.as_slice() else { panic!("{:?}", parsed.errors) };
        assert_eq!((error.span.start, error.message.as_str()), (12, "more than 4 values in one file"));
    }

    #[test]
    fn a_million_lines() {
        let mut text = String::new();
        for line in 0..1_000_000 {
            match line % 100 {
                0 => text.push_str(&format!("[section-{line}]\n")),
                _ => text.push_str(&format!("option-{line}=value {line}\n")),
            }
        }
        let mut sources = Sources::new();
        let file = sources.add("a.cfg", text.into_bytes());
        let parsed = read(file, sources.get(file).text(), Limits::default());
        assert_eq!((parsed.errors.len(), parsed.tree.added()), (0, 1 + 2 * 1_000_000));
        let root = parsed.tree.roots().next().unwrap();
        let last = root.entries().last().unwrap().value.entries().last().unwrap();
        assert_eq!((last.value.text(), sources.locate(last.key.span()).line), ("value 999999", 1_000_000));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            sections in prop::collection::vec(
                ("[a-z][a-z .-]{0,8}[a-z]", prop::collection::vec(("#?[a-zé.]{1,9}", "[^\r\n]{0,12}"), 0..6)), 0..6),
            ending in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        ) {
            let mut text = String::new();
            for (section, options) in &sections {
                text.push_str(&format!("[{section}]{ending}"));
                options.iter().for_each(|(key, value)| text.push_str(&format!("{key}={value}{ending}")));
            }
            let mut sources = Sources::new();
            let file = sources.add("a.cfg", Vec::new());
            let parsed = read(file, &text, Limits::default());
            prop_assert_eq!(&parsed.errors, &[]);
            let found: Vec<(String, Vec<(String, String)>)> = parsed
                .tree
                .roots()
                .flat_map(|root| root.entries())
                .map(|section| {
                    let pair = |e: super::super::Entry<'_>| (e.key.text().to_owned(), e.value.text().to_owned());
                    (section.key.text().to_owned(), section.value.entries().map(pair).collect())
                })
                .collect();
            prop_assert_eq!(found, sections);
        }

        #[test]
        fn no_text_makes_it_panic(text in "([\\[\\]=;# \r\n\ta]|.){0,60}") {
            let mut sources = Sources::new();
            let file = sources.add("a.cfg", Vec::new());
            let parsed = read(file, &text, Limits::default());
            for error in &parsed.errors {
                prop_assert!(text.get(error.span.range()).is_some_and(|covered| !covered.is_empty()));
            }
            for section in parsed.tree.roots().flat_map(|root| root.entries()) {
                prop_assert!(text.get(section.value.span().range()).is_some());
                prop_assert_eq!(&text[section.key.span().range()], section.key.text());
                for entry in section.value.entries() {
                    prop_assert_eq!(&text[entry.key.span().range()], entry.key.text());
                    prop_assert_eq!(&text[entry.value.span().range()], entry.value.text());
                }
            }
        }
    }
}
