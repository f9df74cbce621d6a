//! Damage to texts, for the readers' tests.

/// The text with some characters replaced: each mutation is a place (counted round), how many characters go, and what
/// comes instead.
pub(super) fn mutate(text: &str, mutations: Vec<(usize, usize, String)>) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (at, length, insert) in mutations {
        let at = at % (text.len() + 1);
        let end = text.len().min(at + length);
        text.splice(at..end, insert.chars());
    }
    text.into_iter().collect()
}
