//! Reading a text as WPF does, and judging it by the documented grammar.

use std::ops::Range;

use super::key::KeyText;
use super::repair::{Repair, repair};
use super::{Judgement, Key, Modifiers, Problem, ProblemKind, Shortcut, Verdict};

/// Reads and judges a text. Any text has a judgement; one that is valid costs no allocation.
#[must_use]
pub fn parse(text: &str) -> Judgement {
    let mut reader = Reader { text, problems: Vec::new() };
    let shortcut = reader.read();
    reader.judge(shortcut)
}

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The combination as WPF reads it, if it does.
    fn read(&mut self) -> Option<Shortcut> {
        let whole = self.trim(0..self.text.len());
        if whole.is_empty() {
            return None;
        }
        let comma = self.bytes(whole.clone()).position(|byte| byte == b',').map(|at| whole.start + at);
        let gesture = comma.map_or_else(|| whole.clone(), |comma| self.trim(whole.start..comma));
        let plus = self.bytes(gesture.clone()).rposition(|byte| byte == b'+').map(|at| gesture.start + at);
        let key_at = self.trim(plus.map_or(gesture.start, |plus| plus + 1)..gesture.end);

        let modifiers = match plus {
            Some(plus) => self.modifiers(gesture.start, plus, key_at.is_empty()),
            None => Some(Modifiers::NONE),
        };
        if key_at.is_empty() {
            // What stands where the key should be: the comma, or the last `+`.
            let at = comma.or(plus).unwrap_or(whole.start);
            self.no_key(at..at + 1);
            return None;
        }
        let key = self.key(key_at.clone());
        let shortcut = self.combine(modifiers?, key?, key_at);
        if let Some(comma) = comma {
            let message = format!("WPF takes `{}` for a text to display", &self.text[comma..whole.end]);
            self.report(ProblemKind::DisplayText, comma..whole.end, message);
        }
        shortcut
    }

    /// The modifiers between `start` and the last `+`; none if a part is no modifier.
    fn modifiers(&mut self, start: usize, last_plus: usize, no_key: bool) -> Option<Modifiers> {
        let mut modifiers = Some(Modifiers::NONE);
        let mut next = start;
        for part in self.text[start..last_plus].split('+') {
            let at = self.trim(next..next + part.len());
            if at.is_empty() {
                // In `Ctrl++` the missing key is the whole story.
                if !no_key {
                    let message = "a part is empty, and WPF reads no modifier from there on";
                    self.report(ProblemKind::EmptyPart, next..last_plus + 1, message.to_owned());
                }
                break;
            }
            next += part.len() + 1;
            let read = self.modifier(at, modifiers);
            modifiers = modifiers.zip(read).map(|(modifiers, read)| modifiers | read);
        }
        modifiers
    }

    fn modifier(&mut self, at: Range<usize>, before: Option<Modifiers>) -> Option<Modifiers> {
        let name = &self.text[at.clone()];
        let Some(read) = Modifiers::from_name(name) else {
            let message = match Key::from_name(name) {
                Some(_) => format!("`{name}` is a key and stands where a modifier should"),
                None => format!("`{name}` is no modifier"),
            };
            self.report(ProblemKind::UnknownModifier, at, message);
            return None;
        };
        let known = read.names().next().is_some_and(|known| known.eq_ignore_ascii_case(name));
        if read == Modifiers::WINDOWS || !known {
            let message = format!("`{name}` is no documented modifier, though WPF takes it");
            self.report(ProblemKind::UndocumentedModifier, at.clone(), message);
        }
        if before.is_some_and(|before| before.contains(read)) {
            let message = format!("`{name}` repeats a modifier");
            self.report(ProblemKind::RepeatedModifier, at, message);
        }
        Some(read)
    }

    fn key(&mut self, at: Range<usize>) -> Option<Key> {
        let name = &self.text[at.clone()];
        match Key::read(name) {
            KeyText::Key(key) => Some(key),
            KeyText::Number(key) => {
                let message = format!("`{name}` is read as the number of the key `{key}`");
                self.report(ProblemKind::KeyNumber, at, message);
                Some(key)
            }
            KeyText::Nothing => {
                self.no_key(at);
                None
            }
            KeyText::Unknown => {
                let message = format!("`{name}` is the name of no key");
                self.report(ProblemKind::UnknownKey, at, message);
                None
            }
        }
    }

    fn no_key(&mut self, at: Range<usize>) {
        let message = match &self.text[at.clone()] {
            "," => "the key is missing: WPF takes `,` for the beginning of a text to display".to_owned(),
            "+" => "the key is missing: there is nothing behind the last `+`".to_owned(),
            other => format!("`{other}` means no key, so that nothing is bound"),
        };
        self.report(ProblemKind::NoKey, at, message);
    }

    fn combine(&mut self, modifiers: Modifiers, key: Key, at: Range<usize>) -> Option<Shortcut> {
        let name = &self.text[at.clone()];
        let shortcut = Shortcut::new(modifiers, key);
        let (kind, message) = match shortcut {
            None if key.is_modifier() => (
                ProblemKind::ModifierAsKey,
                format!("`{name}` stands where the key should, and WPF refuses it with `{modifiers}`"),
            ),
            None if modifiers.is_empty() => {
                (ProblemKind::NeedsModifier, format!("WPF refuses `{name}` alone: it is ordinary typing"))
            }
            None => (
                ProblemKind::NeedsModifier,
                format!("WPF refuses `{name}` with Shift only: it is ordinary typing"),
            ),
            Some(_) if key.is_modifier() => (
                ProblemKind::ModifierAlone,
                format!("`{name}` is a modifier and stands where the key should"),
            ),
            Some(_) if !modifiers.is_empty() && !key.types_character() => (
                ProblemKind::NotCharacterKey,
                format!("`{name}` is no character key; with modifiers only such are documented"),
            ),
            Some(_) => return shortcut,
        };
        self.report(kind, at, message);
        shortcut
    }

    fn bytes(&self, range: Range<usize>) -> std::str::Bytes<'_> {
        self.text[range].bytes()
    }

    /// Blanks as .NET trims them, which are Unicode's white space.
    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let part = self.text[range.clone()].trim_start();
        let start = range.end - part.len();
        start..start + part.trim_end().len()
    }

    fn report(&mut self, kind: ProblemKind, range: Range<usize>, message: String) {
        self.problems.push(Problem { kind, range, message, help: None });
    }

    /// The documented spelling of a combination, or of what was meant where its key is missing.
    fn documented(&self, shortcut: Option<Shortcut>, problems: &[Problem]) -> Option<Repair> {
        let same = shortcut.map(|shortcut| Repair { text: shortcut.to_string(), shortcut, example: false });
        let lacks_key = problems.iter().any(|problem| problem.kind == ProblemKind::ModifierAlone);
        let meant = if lacks_key { repair(self.text) } else { same };
        meant.filter(|repair| repair.shortcut.is_documented())
    }

    fn judge(mut self, shortcut: Option<Shortcut>) -> Judgement {
        let mut problems = std::mem::take(&mut self.problems);
        let verdict = problems.iter().map(|problem| problem.kind.verdict()).max().unwrap_or(Verdict::Valid);
        let repair = match verdict {
            Verdict::Valid => return Judgement { shortcut, verdict, problems, repair: None },
            Verdict::OutsideDocumentedGrammar => self.documented(shortcut, &problems),
            Verdict::Invalid => repair(self.text),
        };
        for problem in &mut problems {
            problem.help = Some(help(problem.kind, verdict, repair.as_ref()));
        }
        let repair = repair.filter(|repair| !repair.example).map(|repair| repair.text);
        Judgement { shortcut, verdict, problems, repair }
    }
}

/// The spelling that works where it is certain, otherwise advice, with an example for what makes the text as bad as
/// it is.
fn help(kind: ProblemKind, verdict: Verdict, repair: Option<&Repair>) -> String {
    let advice = kind.advice();
    match repair {
        Some(Repair { text, example: false, .. }) => format!("write `{text}`"),
        Some(Repair { text, example: true, .. }) if kind.verdict() == verdict => {
            format!("{advice}, for example `{text}`")
        }
        _ => advice.to_owned(),
    }
}
