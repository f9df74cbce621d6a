//! From a text that WPF does not take to the spelling that was meant.

use super::{Key, Modifiers, Shortcut, platform_gestures};

/// A spelling that WPF accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    /// The spelling.
    pub(super) text: String,
    /// What it reads as.
    pub(super) shortcut: Shortcut,
    /// Whether a modifier or the key was chosen freely, so that the spelling is only an example.
    pub(super) example: bool,
}

/// Characters of a US keyboard's punctuation keys, and the key's name.
const PUNCTUATION: [(char, &str); 22] = [
    ('+', "Plus"),
    ('=', "Plus"),
    (',', "Comma"),
    ('<', "Comma"),
    ('-', "Minus"),
    ('_', "Minus"),
    ('.', "Period"),
    ('>', "Period"),
    (';', "Semicolon"),
    (':', "Semicolon"),
    ('/', "Question"),
    ('?', "Question"),
    ('`', "Tilde"),
    ('~', "Tilde"),
    ('[', "OpenBrackets"),
    ('{', "OpenBrackets"),
    (']', "CloseBrackets"),
    ('}', "CloseBrackets"),
    ('\\', "Pipe"),
    ('|', "Pipe"),
    ('\'', "Quotes"),
    ('"', "Quotes"),
];

/// What modifiers are called on other keyboards and in other programs.
const OTHER_MODIFIERS: [(&str, Modifiers); 5] = [
    ("ctl", Modifiers::CTRL),
    ("strg", Modifiers::CTRL),
    ("opt", Modifiers::ALT),
    ("option", Modifiers::ALT),
    ("altgr", Modifiers::CTRL.with(Modifiers::ALT)),
];

/// What people put where a `+` belongs.
const SEPARATORS: [char; 8] = ['+', '-', '_', '/', ',', '.', ':', ' '];

/// Longer texts are no slips of a combination.
const LONGEST: usize = 64;

/// The spelling of what `text` was probably meant to be, if anything can be made of it.
pub(super) fn repair(text: &str) -> Option<Repair> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let mut parts = Parts::default();
    let mut rest = text;
    if let Some((before, name)) = trailing_punctuation(text) {
        parts.key(name);
        rest = before;
    }
    let mut others = rest.split('+').rev();
    if let Some(last) = others.next() {
        parts.read(last, parts.keys == 0);
    }
    others.for_each(|part| parts.read(part, false));
    parts.spell()
}

/// The text before, and the key's name, where a text ends with the bare character of a punctuation key: `Ctrl++`.
fn trailing_punctuation(text: &str) -> Option<(&str, &'static str)> {
    let last = text.chars().next_back()?;
    let before = text[..text.len() - last.len_utf8()].trim_end();
    (before.is_empty() || before.ends_with(SEPARATORS)).then_some(())?;
    Some((before, punctuation(last)?))
}

fn punctuation(character: char) -> Option<&'static str> {
    PUNCTUATION.iter().find(|&&(known, _)| known == character).map(|&(_, word)| word)
}

/// What the parts of a text were read as.
#[derive(Default)]
struct Parts {
    modifiers: Modifiers,
    key: Option<&'static str>,
    keys: usize,
    unknown: usize,
}

impl Parts {
    fn key(&mut self, name: &'static str) {
        self.key = Some(name);
        self.keys += 1;
    }

    /// Reads what stands between two `+`; `last` if the key is expected at its end.
    fn read(&mut self, part: &str, last: bool) {
        let part = part.trim();
        let joined: String = part.chars().filter(|character| !SEPARATORS.contains(character)).collect();
        if self.exact(part) || self.exact(&joined) {
            return;
        }
        for (at, word) in part.rsplit(SEPARATORS).filter(|word| !word.is_empty()).enumerate() {
            if !self.exact(word) && !self.near(word, last && at == 0) {
                self.unknown += 1;
            }
        }
    }

    fn exact(&mut self, word: &str) -> bool {
        let mut characters = word.chars();
        let single = characters.next().filter(|_| characters.next().is_none());
        if let Some(modifiers) = modifiers_named(word) {
            self.modifiers = self.modifiers | modifiers;
        } else if let Some(name) = key_named(word).or_else(|| punctuation(single?)) {
            self.key(name);
        } else {
            return false;
        }
        true
    }

    fn near(&mut self, word: &str, key_too: bool) -> bool {
        let modifiers = ["Ctrl", "Shift", "Alt", "Control", "Windows"];
        let names = Key::all().filter(|_| key_too).flat_map(|key| key.names().iter().copied());
        match nearest(word, modifiers.into_iter().chain(names.filter(|name| name.len() > 2))) {
            Some(name) => self.exact(name),
            None => false,
        }
    }

    fn spell(&self) -> Option<Repair> {
        let (name, key, chosen) = match (self.keys, self.key) {
            (1, Some(name)) => (name, Key::from_name(name)?, false),
            (0, None) if !self.modifiers.is_empty() => ("V", Key::letter(b'V'), true),
            _ => return None,
        };
        let asked = Shortcut::new(self.modifiers, key).filter(|_| !chosen && self.unknown == 0);
        let shortcut = asked.or_else(|| comfortable(self.modifiers, key))?;
        let text = match shortcut.modifiers() {
            Modifiers::NONE => name.to_owned(),
            modifiers => format!("{modifiers}+{name}"),
        };
        Some(Repair { text, shortcut, example: asked.is_none() })
    }
}

/// The first documented combination of the key with at least these modifiers that nobody else uses.
fn comfortable(modifiers: Modifiers, key: Key) -> Option<Shortcut> {
    const MORE: [Modifiers; 4] = [
        Modifiers::NONE,
        Modifiers::CTRL,
        Modifiers::CTRL.with(Modifiers::SHIFT),
        Modifiers::CTRL.with(Modifiers::SHIFT).with(Modifiers::ALT),
    ];
    MORE.into_iter()
        .filter_map(|more| Shortcut::new(modifiers.without(Modifiers::WINDOWS) | more, key))
        .find(|&shortcut| shortcut.is_documented() && platform_gestures(shortcut).next().is_none())
}

/// The modifiers that a word stands for: `Ctrl`, `Strg`, `LeftCtrl`, `LWin`.
fn modifiers_named(word: &str) -> Option<Modifiers> {
    let lower = word.to_ascii_lowercase();
    let bare = ["left", "right", "l", "r"].into_iter().find_map(|side| lower.strip_prefix(side));
    let other = || OTHER_MODIFIERS.iter().find(|&&(name, _)| name == lower).map(|&(_, modifiers)| modifiers);
    Modifiers::from_name(word).or_else(other).or_else(|| Modifiers::from_name(bare?))
}

/// The key's name as its table spells it.
fn key_named(word: &str) -> Option<&'static str> {
    let names = Key::from_name(word)?.names();
    names.iter().copied().find(|name| name.eq_ignore_ascii_case(word))
}

/// The candidate nearest to `word`, at most a third of its length away and with the same digits (neighbours swapped
/// count once, letter case not at all); of equally near ones the first.
fn nearest(word: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    let most = length / 3;
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let own = digits(word);
    candidates
        .filter(|candidate| candidate.len().abs_diff(length) <= most && digits(candidate) == own)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
