//! Text with field codes, and directories, in which they may stand too.

use crate::names::nearest;

use super::ValueError;
use super::error::around;

/// The field codes that are documented anywhere; those of `Env` take the name of an environment variable (Workspace
/// Desktop Edition 8.5.1 Deployment Guide, Interaction options; Configuring the appearance and content of the user
/// interface).
const DOCUMENTED: [&str; 12] = [
    "Agent.UserName",
    "Agent.LastName",
    "Agent.FirstName",
    "Agent.EmployeeId",
    "Contact.FirstName",
    "Contact.LastName",
    "Interaction.MainParty",
    "Interaction.Type",
    "Window.Title",
    "Application.Title",
    "Application.Name",
    ENVIRONMENT,
];

const PAIR: &str = "a field code stands between two `$`, as in `$Agent.UserName$`";

/// How the codes of environment variables stand in a list of codes.
const ENVIRONMENT: &str = "Env.<variable>";

/// Text in which every `$...$` is a field code.
pub(in crate::catalogue) fn field_code_text(value: &str, codes: &[String]) -> Vec<ValueError> {
    unknown_codes(value, codes, true)
}

/// A directory; `$` alone is a character of share names.
pub(in crate::catalogue) fn directory(value: &str, codes: &[String]) -> Vec<ValueError> {
    around(value, |bare| {
        let mut errors = unknown_codes(bare, codes, false);
        errors.extend(forbidden(bare));
        errors.sort_by_key(|error| error.range.start);
        errors
    })
}

/// Characters that no path of Windows has; a colon only stands behind the letter of a drive.
pub(super) fn forbidden(path: &str) -> impl Iterator<Item = ValueError> {
    let is_drive = path.starts_with(|first: char| first.is_ascii_alphabetic());
    path.char_indices()
        .filter(move |&(at, character)| match character {
            '<' | '>' | '"' | '|' | '?' | '*' => true,
            ':' => at != 1 || !is_drive,
            other => other.is_control(),
        })
        .map(|(at, character)| {
            let range = at..at + character.len_utf8();
            ValueError::new(range, format!("`{}` cannot stand in a path", character.escape_default()))
                .help("write a path of Windows")
        })
}

/// Every `$...$` that is none of `codes`; where they are not known, that is none of the documented ones, which is no
/// more than suspicious. `alone` says whether a `$` without a partner is wrong.
pub(super) fn unknown_codes(text: &str, codes: &[String], alone: bool) -> Vec<ValueError> {
    let mut errors = Vec::new();
    let mut next = 0;
    while let Some(found) = text[next..].find('$') {
        let start = next + found;
        let rest = &text[start + 1..];
        let environment = rest.starts_with("Env.");
        let belongs = |character: char| {
            character.is_alphanumeric()
                || matches!(character, '.' | '_' | '-')
                || (environment && matches!(character, '(' | ')'))
        };
        let code = &rest[..rest.find(|character| !belongs(character)).unwrap_or(rest.len())];
        let end = start + 1 + code.len();
        if text[end..].starts_with('$') && !code.is_empty() {
            next = end + 1;
            if !is_one(code, codes) {
                errors.push(unknown(code, codes).shifted(start));
            }
        } else if alone && rest.starts_with('$') {
            next = start + 2;
            errors.push(empty().shifted(start));
        } else {
            next = start + 1;
            if alone {
                errors.push(unpaired(code, codes).shifted(start));
            }
        }
    }
    errors
}

/// The codes that count: the option's own, else all that are documented.
fn known(codes: &[String]) -> impl Iterator<Item = &str> {
    let documented = if codes.is_empty() { DOCUMENTED.as_slice() } else { &[] };
    codes.iter().map(String::as_str).chain(documented.iter().copied())
}

fn is_one(code: &str, codes: &[String]) -> bool {
    let variable = code.strip_prefix("Env.").is_some_and(|name| !name.is_empty());
    known(codes).any(|known| known == code || (variable && known == ENVIRONMENT))
}

fn unknown(code: &str, codes: &[String]) -> ValueError {
    let range = 0..code.len() + 2;
    let error = ValueError::new(range.clone(), format!("`${code}$` is not a field code of this option"));
    let error = if codes.is_empty() {
        ValueError { message: format!("`${code}$` is not a documented field code"), ..error.warning() }
    } else {
        error
    };
    match nearest(code, known(codes).filter(|&known| known != ENVIRONMENT)) {
        Some(near) if near.eq_ignore_ascii_case(code) => error.write(range, format!("${near}$")),
        Some(near) => error.help(format!("did you mean `${near}$`?")),
        None => error.help(format!("write one of {}", shown(codes))),
    }
}

fn empty() -> ValueError {
    ValueError::new(0..2, "nothing stands between two `$`").help(PAIR)
}

/// A `$` at which no code begins, or one that does not end.
fn unpaired(code: &str, codes: &[String]) -> ValueError {
    let error = ValueError::new(0..1, "a `$` without a partner");
    if !code.is_empty() && is_one(code, codes) {
        let end = code.len() + 1;
        return error.write(end..end, "$").help(format!("write `${code}$`"));
    }
    error.help(PAIR)
}

fn shown(codes: &[String]) -> String {
    let quoted: Vec<String> = known(codes).map(|code| format!("`${code}$`")).collect();
    quoted.join(", ")
}
