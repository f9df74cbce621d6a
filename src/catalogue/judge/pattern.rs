//! Regular expressions.

use super::ValueError;

/// The product reads expressions of .NET. What they have beyond ours (looking around, back references) is passed over,
/// and what we cannot read is no more than suspicious.
pub(in crate::catalogue) fn regular_expression(value: &str) -> Vec<ValueError> {
    let reason = match regex::Regex::new(value) {
        Ok(_) | Err(regex::Error::CompiledTooBig(_)) => return Vec::new(),
        Err(error) => error.to_string(),
    };
    if reason.contains("not supported") {
        return Vec::new();
    }
    // The last line of the reason is the only one that does not draw the expression.
    let last = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
    let error = ValueError::new(0..value.len(), format!("not a regular expression: {last}")).warning();
    vec![error.help("compare it with the regular expressions of .NET, which the desktop reads")]
}
