//! Booleans and enumerations: one of a few words.

use crate::diagnostic::Severity;
use crate::names::nearest;

use super::ValueError;
use super::error::around;

/// `true` or `false`. Only lower case is documented; whether other letter case is read is not.
pub(in crate::catalogue) fn boolean(value: &str) -> Vec<ValueError> {
    if matches!(value, "true" | "false") {
        return Vec::new();
    }
    around(value, |bare| match bare {
        "true" | "false" => Vec::new(),
        _ => vec![no_boolean(bare)],
    })
}

fn no_boolean(value: &str) -> ValueError {
    let all = 0..value.len();
    let lower = value.to_ascii_lowercase();
    let meant = match lower.as_str() {
        "" => return ValueError::new(all, "a boolean cannot be empty").help("write `true` or `false`"),
        "true" | "false" => return letter_case(value, &lower),
        "yes" | "on" | "1" | "y" | "t" | "enabled" => "true",
        "no" | "off" | "0" | "n" | "f" | "disabled" => "false",
        _ => {
            let error = ValueError::new(all, format!("`{value}` is not a boolean"));
            return error.help(match nearest(&lower, ["true", "false"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `true` or `false`".to_owned(),
            });
        }
    };
    ValueError::new(all.clone(), format!("`{value}` is not a boolean")).write(all, meant)
}

/// One of `values`; words of earlier releases are told with today's.
pub(in crate::catalogue) fn enumeration(
    value: &str,
    values: &[String],
    legacy: &[(String, String)],
) -> Vec<ValueError> {
    if values.iter().any(|word| word == value) {
        return Vec::new();
    }
    around(value, |bare| {
        if values.iter().any(|word| word == bare) { Vec::new() } else { vec![no_word(bare, values, legacy)] }
    })
}

fn no_word(value: &str, values: &[String], legacy: &[(String, String)]) -> ValueError {
    let all = 0..value.len();
    if let Some((_, today)) = legacy.iter().find(|(old, _)| old == value) {
        let error = ValueError::new(all.clone(), format!("`{value}` is the word of an earlier release"));
        return ValueError { severity: Severity::Info, ..error.write(all, today) };
    }
    if let Some(word) = values.iter().find(|word| word.eq_ignore_ascii_case(value)) {
        return letter_case(value, word);
    }
    if value.is_empty() {
        return ValueError::new(all, "the value cannot be empty").help(format!("write {}", words(values)));
    }
    let error = ValueError::new(all, format!("`{value}` is none of the words of this option"));
    error.help(match nearest(value, values.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`? The words are {}", list_of(values)),
        None => format!("write {}", words(values)),
    })
}

/// A word in letter case that is not documented.
pub(super) fn letter_case(value: &str, word: &str) -> ValueError {
    let all = 0..value.len();
    ValueError::new(all.clone(), format!("only the spelling `{word}` is documented"))
        .warning()
        .write(all, word)
}

/// "`a`, `b` or `c`".
pub(super) fn words(values: &[String]) -> String {
    joined(values, "or")
}

/// "`a`, `b` and `c`".
pub(super) fn list_of(values: &[String]) -> String {
    joined(values, "and")
}

fn joined(values: &[String], last_word: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {last_word} {last}", rest.join(", ")),
        None => String::new(),
    }
}
