//! Sounds.

use super::ValueError;
use super::codes::forbidden;
use super::error::around;
use super::integer::integer;
use crate::catalogue::Unit;

const FORM: &str =
    "write `file|priority|duration` or `file|priority|duration|device`, as in `Sounds\\bell.mp3|7|0|primary`";

/// `file|priority|duration[|device]`, as the desktop reads it (Genesys option database, Workspace Desktop Edition,
/// accessibility.agent-state-change-bell). The web client's form of the same name is told apart.
pub(in crate::catalogue) fn sound(value: &str) -> Vec<ValueError> {
    around(value, |bare| {
        if bare.is_empty() {
            return Vec::new();
        }
        let mut parts = bare.split('|');
        match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(file), Some(priority), Some(duration), device, None) => {
                if let Some(sign) = web_client(file, duration, device) {
                    let message = format!("{sign} belongs to the sounds of the web client");
                    return vec![ValueError::new(0..bare.len(), message).warning().help(FORM)];
                }
                judge(file, priority, duration, device)
            }
            _ => {
                let count = bare.split('|').count();
                let parts = if count == 1 { "part" } else { "parts" };
                let message = format!("a sound has 3 or 4 parts, this one has {count} {parts}");
                vec![ValueError::new(0..bare.len(), message).help(FORM)]
            }
        }
    })
}

/// What only the web client has: an alias or address for a file, -1 for "until stopped", a volume for a device.
fn web_client(file: &str, duration: &str, device: Option<&str>) -> Option<String> {
    let lower = file.trim().to_ascii_lowercase();
    let is_alias = matches!(lower.as_str(), "bell" | "ring" | "chord" | "warning");
    if is_alias || lower.starts_with("http://") || lower.starts_with("https://") {
        return Some(format!("`{file}`"));
    }
    if duration.trim() == "-1" {
        return Some("the duration `-1`".to_owned());
    }
    let volume = device.filter(|device| device.trim().parse::<u32>().is_ok())?;
    Some(format!("the volume `{volume}`"))
}

fn judge(file: &str, priority: &str, duration: &str, device: Option<&str>) -> Vec<ValueError> {
    let mut errors = Vec::new();
    if file.trim().is_empty() {
        errors.push(ValueError::new(0..file.len(), "the file of the sound is missing").help(FORM));
    }
    errors.extend(forbidden(file));
    let mut start = file.len() + 1;
    errors.extend(integer(priority, None, None, None).into_iter().map(|error| error.shifted(start)));
    start += priority.len() + 1;
    let milliseconds = integer(duration, Some(0), None, Some(Unit::Milliseconds));
    errors.extend(milliseconds.into_iter().map(|error| error.shifted(start)));
    if let Some(device) = device.filter(|device| device.trim().is_empty()) {
        let range = start + duration.len()..start + duration.len() + 1 + device.len();
        let error = ValueError::new(range.clone(), "the device of the sound is missing");
        errors.push(error.write(range, "").help("leave the last `|` out, or write `primary`"));
    }
    errors
}
