//! Which names stand for secrets, and where in a text their values are: nothing shows those.
//!
//! A secret that was read has its exact place. What was not read (a line with a fault, a comment, a field that nothing
//! is known of) is searched by name; too much may be hidden there, never too little on purpose.

mod value;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxBuildHasher;

/// Names end so whose values are secrets, in any letter case, where nothing better is known.
pub const SECRET_ENDINGS: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "api-key",
    "api_key",
    "apikey",
    "private-key",
    "credentials",
];

/// Whether a name ends as those of secrets do.
#[must_use]
pub fn is_named_secret(name: &str) -> bool {
    let ends = |ending: &str| {
        let start = name.len().checked_sub(ending.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    SECRET_ENDINGS.iter().any(|ending| ends(ending))
}

/// Says of names whether their values are secrets.
#[derive(Debug)]
pub struct SecretNames {
    /// Names, in small letters, of which it is known.
    known: HashMap<Box<str>, bool, FxBuildHasher>,
    /// What names of secrets begin and end with that have a placeholder between.
    around: Vec<(Box<str>, Box<str>)>,
    /// What names begin with that are no secrets, whatever they end in.
    open: Vec<Box<str>>,
    search: OnceLock<Option<Regex>>,
}

impl SecretNames {
    /// Of names in `known` it is known whether they are secrets; `<` to `>` stands for anything. Names that begin with
    /// one of `open` are none. All others are by how they end, [`SECRET_ENDINGS`].
    pub fn new<'n>(known: impl IntoIterator<Item = (&'n str, bool)>, open: &[&str]) -> Self {
        let mut names = Self {
            known: HashMap::default(),
            around: Vec::new(),
            open: open.iter().map(|&open| open.into()).collect(),
            search: OnceLock::new(),
        };
        for (name, is_secret) in known {
            let name = name.to_ascii_lowercase();
            match (name.find('<'), name.rfind('>')) {
                (Some(start), Some(end)) if start < end => {
                    if is_secret {
                        names.around.push((name[..start].into(), name[end + 1..].into()));
                        // Brackets that do not match make no placeholder: then it is a name like any other.
                        names.known.insert(name.into(), true);
                    }
                }
                _ => *names.known.entry(name.into()).or_insert(false) |= is_secret,
            }
        }
        names
    }

    /// Whether the value of a name is a secret. Letter case does not count, nor a section before a `/`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let name = name.trim_start_matches('#');
        let lower: Cow<'_, str> = match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => name.to_ascii_lowercase().into(),
            false => name.into(),
        };
        // A name may hold a `/` of its own, so that all of it is looked for before what stands behind one.
        let ends = lower.match_indices('/').map(|(at, _)| lower[at + 1..].trim_start_matches('#'));
        let mut names = std::iter::once(lower.as_ref()).chain(ends);
        if let Some(&is_secret) = names.find_map(|name| self.known.get(name)) {
            return is_secret;
        }
        let lower = lower.rsplit('/').next().unwrap_or(&lower).trim_start_matches('#');
        let is_around = |(before, after): &(Box<str>, Box<str>)| {
            lower.len() > before.len() + after.len()
                && lower.starts_with(before.as_ref())
                && lower.ends_with(after.as_ref())
        };
        let mut open = self.open.iter();
        self.around.iter().any(is_around)
            || !open.any(|open| lower.starts_with(open.as_ref())) && is_named_secret(lower)
    }

    /// A text with its secrets hidden; as long as before, in bytes and in characters.
    #[must_use]
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match masked(text, self.places(text)) {
            Some(masked) => masked.into(),
            None => text.into(),
        }
    }

    /// A line of words with its secrets hidden: also all that follows the name of one, as in `set OBJECT NAME VALUE`.
    #[must_use]
    pub fn mask_words<'t>(&self, line: &'t str) -> Cow<'t, str> {
        let mut places = self.places(line);
        let mut end = 0;
        for word in line.split([' ', '\t', '=']) {
            end += word.len() + 1;
            if self.has(word) {
                places.push(end.min(line.len())..line.len());
                break;
            }
        }
        masked(line, places).map_or(line.into(), Cow::from)
    }

    /// Where in a text the values of secret names stand.
    pub(super) fn places(&self, text: &str) -> Vec<Range<usize>> {
        let Some(search) = self.search.get_or_init(|| self.search()) else { return Vec::new() };
        let mut places = Vec::new();
        let mut seen = 0;
        for found in search.find_iter(text) {
            let name = value::name_around(text, found.range());
            if name.end > seen && self.has(&text[name.clone()]) {
                places.extend(value::of_name(text, &name));
            }
            seen = name.end;
        }
        places
    }

    /// Finds whatever could be part of a secret's name.
    fn search(&self) -> Option<Regex> {
        let known = self.known.iter().filter(|&(_, &is_secret)| is_secret).map(|(name, _)| name.as_ref());
        let around = self.around.iter().map(|(before, after)| if after.is_empty() { before } else { after });
        let all = SECRET_ENDINGS.into_iter().chain(known).chain(around.map(Box::as_ref));
        let words: Vec<String> = all.filter(|word| !word.is_empty()).map(regex::escape).collect();
        Regex::new(&format!("(?i:{})", words.join("|"))).ok()
    }
}

/// The places of secrets in a table with a heading: all cells below such a name.
pub(super) fn columns(names: &SecretNames, text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut secret: Option<Vec<bool>> = None;
    let mut row = Vec::new();
    let mut rest = 0;
    while rest < text.len() {
        rest = value::row(text, rest, &mut row);
        match &secret {
            None => {
                let is_secret = |cell: &Range<usize>| names.has(text[cell.clone()].trim());
                secret = Some(row.iter().map(is_secret).collect());
            }
            Some(secret) => {
                let cells = row.iter().zip(secret).filter(|&(_, &is_secret)| is_secret);
                places.extend(cells.map(|(cell, _)| cell.clone()));
            }
        }
    }
    places
}

/// The text with these places hidden, if there is anything in them: each character becomes one that takes as many
/// bytes, line ends stay.
pub(super) fn masked(text: &str, mut places: Vec<Range<usize>>) -> Option<String> {
    places.retain(|place| text.get(place.clone()).is_some_and(|hidden| !hidden.is_empty()));
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut out = String::new();
    let mut done = 0;
    for place in places {
        let start = place.start.max(done);
        if start >= place.end {
            continue;
        }
        out.push_str(&text[done..start]);
        out.extend(text[start..place.end].chars().map(hidden));
        done = place.end;
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// Words about a part of a text, with what they quote in backticks of its secrets hidden.
pub(super) fn told(whole: &str, shown: &str, words: &str) -> String {
    let shortest = 3;
    let mut hidden = Vec::new();
    let mut open = None;
    for ((at, one), other) in whole.char_indices().zip(shown.chars()) {
        match (one != other && one.is_alphanumeric(), open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                hidden.push(&whole[start..at]);
                open = None;
            }
            _ => {}
        }
    }
    hidden.extend(open.map(|start| &whole[start..]));
    let quotes = |piece: &str| hidden.iter().any(|word| word.len() >= shortest && piece.contains(word));
    let piece = |(number, piece): (usize, &str)| {
        if number % 2 == 0 {
            return piece.to_owned();
        }
        let cut = piece.strip_suffix("...").unwrap_or(piece);
        match whole.find(cut) {
            Some(at) if whole.get(at..at + cut.len()) != shown.get(at..at + cut.len()) => {
                format!("{}{}", &shown[at..at + cut.len()], &piece[cut.len()..])
            }
            _ if quotes(piece) => "...".to_owned(),
            _ => piece.to_owned(),
        }
    };
    words.split('`').enumerate().map(piece).collect::<Vec<_>>().join("`")
}

fn hidden(letter: char) -> char {
    match letter.len_utf8() {
        1 if matches!(letter, '\n' | '\r') => letter,
        1 => '*',
        2 => '\u{D7}',
        3 => '\u{2217}',
        _ => '\u{1F7B6}',
    }
}

#[cfg(test)]
#[path = "secrets/tests.rs"]
mod tests;
