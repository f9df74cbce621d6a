//! Whole numbers, with range and unit, and pairs of them.

use crate::catalogue::Unit;

use super::ValueError;
use super::error::around;

/// A whole number from `min` to `max`.
pub(in crate::catalogue) fn integer(
    value: &str,
    min: Option<i64>,
    max: Option<i64>,
    unit: Option<Unit>,
) -> Vec<ValueError> {
    if plain(value).is_some_and(|number| in_range(number, min, max)) {
        return Vec::new();
    }
    around(value, |bare| match plain(bare) {
        Some(number) if in_range(number, min, max) => Vec::new(),
        _ => vec![explain(bare, min, max, unit)],
    })
}

/// `30,50`: two whole numbers of seconds, the first not above the second.
pub(in crate::catalogue) fn thresholds(value: &str) -> Vec<ValueError> {
    if value.is_empty() {
        return Vec::new();
    }
    let mut parts = value.split(',');
    let (Some(warning), Some(alarm), None) = (parts.next(), parts.next(), parts.next()) else {
        let count = value.split(',').count();
        let message = if count == 1 {
            "one number where two stand".to_owned()
        } else {
            format!("{count} numbers where two stand")
        };
        let help = "write when to warn and when to alarm, in seconds, as in `30,50`";
        return vec![ValueError::new(0..value.len(), message).help(help)];
    };
    let part = |text: &str, at: usize| {
        let bare = text.trim();
        let start = at + text.len() - text.trim_start().len();
        let errors = integer(bare, Some(0), None, Some(Unit::Seconds));
        (plain(bare), errors.into_iter().map(move |error| error.shifted(start)))
    };
    let (first, first_errors) = part(warning, 0);
    let (second, second_errors) = part(alarm, warning.len() + 1);
    let mut errors: Vec<ValueError> = first_errors.chain(second_errors).collect();
    if let (Some(first), Some(second), []) = (first, second, errors.as_slice())
        && first > second
    {
        let message = format!("the warning after {first} s comes later than the alarm after {second} s");
        let help = format!("the smaller number comes first: `{second},{first}`");
        errors.push(ValueError::new(0..value.len(), message).help(help));
    }
    errors
}

fn in_range(number: i64, min: Option<i64>, max: Option<i64>) -> bool {
    min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max)
}

/// A number as the product writes it: digits, perhaps a minus sign.
pub(super) fn plain(value: &str) -> Option<i64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| value.parse().ok())?
}

/// "a whole number of seconds from 1 to 86400".
fn expected(min: Option<i64>, max: Option<i64>, unit: Option<Unit>) -> String {
    let unit = unit.map(|unit| format!(" of {}", unit.as_str())).unwrap_or_default();
    match (min, max) {
        (Some(min), Some(max)) => format!("a whole number{unit} from {min} to {max}"),
        (Some(min), None) => format!("a whole number{unit}, {min} or more"),
        (None, Some(max)) => format!("a whole number{unit}, {max} or less"),
        (None, None) => format!("a whole number{unit}"),
    }
}

/// Why a value is no number in the range.
fn explain(value: &str, min: Option<i64>, max: Option<i64>, unit: Option<Unit>) -> ValueError {
    let all = 0..value.len();
    let expected = expected(min, max, unit);
    if value.is_empty() {
        return ValueError::new(all, "a number cannot be empty").help(format!("write {expected}"));
    }
    if let Some(number) = plain(value) {
        let message = match (min, max) {
            (Some(min), _) if number < min => format!("{number} is below the smallest value {min}"),
            (_, max) => format!("{number} is above the largest value {}", max.unwrap_or(i64::MAX)),
        };
        return ValueError::new(all, message).help(format!("write {expected}"));
    }
    let (reason, number) = misspelt(value, unit);
    let error = ValueError::new(all.clone(), reason);
    match number.filter(|&number| in_range(number, min, max)) {
        Some(number) => error.write(all, number.to_string()),
        None => error.help(format!("write {expected}")),
    }
}

/// What keeps a value from being read as a number, and the number that was meant.
fn misspelt(value: &str, unit: Option<Unit>) -> (String, Option<i64>) {
    if let Some(number) = value.strip_prefix('+').and_then(plain) {
        return (format!("`{value}` has a plus sign"), Some(number).filter(|&number| number >= 0));
    }
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
        return (format!("`{value}` is too large a number"), None);
    }
    if let Some((separator, number)) = grouped(value) {
        // A full stop may also be a decimal point.
        return (format!("`{value}` has thousands separators"), number.filter(|_| separator != '.'));
    }
    let end = value.find(|character: char| !character.is_ascii_digit()).unwrap_or(value.len());
    let (number, suffix) = value.split_at(end);
    if let (Some(number), Some(meant)) = (plain(number), Suffix::parse(suffix.trim())) {
        return (format!("`{value}` has a unit behind the number"), meant.convert(number, unit));
    }
    if value.parse::<f64>().is_ok_and(f64::is_finite) {
        return (format!("`{value}` is not a whole number"), None);
    }
    (format!("`{value}` is not a number"), None)
}

/// Digits in groups of three, as in `86,400`: the separator and the number.
fn grouped(text: &str) -> Option<(char, Option<i64>)> {
    let separator = text.chars().find(|character| !character.is_ascii_digit())?;
    if !matches!(separator, ',' | '.' | '\'' | '_' | ' ' | '\u{a0}' | '\u{202f}' | '’') {
        return None;
    }
    let mut groups = text.split(separator);
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && is_number(group));
    let rest = groups.all(|group| group.len() == 3 && is_number(group));
    (first && rest).then(|| (separator, text.replace(separator, "").parse().ok()))
}

/// A unit behind a number.
enum Suffix {
    /// One that lasts so many milliseconds.
    Time(i64),
    /// Bytes.
    Bytes,
    /// Many bytes: a `k` may be 1000 or 1024.
    ManyBytes,
}

impl Suffix {
    fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "ms" | "msec" | "millisecond" | "milliseconds" => Self::Time(1),
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Time(1_000),
            "m" | "min" | "mins" | "minute" | "minutes" => Self::Time(60_000),
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Time(3_600_000),
            "d" | "day" | "days" => Self::Time(86_400_000),
            "b" | "byte" | "bytes" => Self::Bytes,
            "k" | "kb" | "kib" | "mb" | "mib" | "g" | "gb" | "gib" => Self::ManyBytes,
            _ => return None,
        })
    }

    /// The number in the unit of the option, `None` where it is not a whole one or not certain.
    fn convert(&self, number: i64, unit: Option<Unit>) -> Option<i64> {
        match self {
            Self::Time(each) => {
                let milliseconds = number.checked_mul(*each)?;
                let unit = unit?.milliseconds()?;
                (milliseconds % unit == 0).then_some(milliseconds / unit)
            }
            Self::Bytes => (unit == Some(Unit::Bytes)).then_some(number),
            Self::ManyBytes => None,
        }
    }
}
