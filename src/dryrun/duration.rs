//! Times as people write them: `25h`, `90s`, `1h30m`.

/// The longest time that one scenario may take: ten years of 365 days.
pub(super) const LONGEST: u32 = 10 * 365 * 86_400;

const UNITS: [(char, u32); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The seconds of a time: numbers with the units d, h, m, s, each unit once, the greatest first.
///
/// # Errors
///
/// What is wrong with it, and what to write.
pub(super) fn seconds(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no time; write it like `25h`, `90s` or `1h30m`");
    let mut rest = text;
    let mut units = UNITS.iter();
    let mut total: u32 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|next: char| !next.is_ascii_digit()).ok_or_else(wrong)?;
        let unit = rest[digits..].chars().next().ok_or_else(wrong)?;
        let &(_, factor) = units.find(|&&(letter, _)| letter == unit).ok_or_else(wrong)?;
        if digits == 0 {
            return Err(wrong());
        }
        let number: u32 = rest[..digits].parse().unwrap_or(u32::MAX);
        total = total.saturating_add(number.saturating_mul(factor));
        rest = &rest[digits + unit.len_utf8()..];
    }
    match total {
        0 if text.is_empty() => Err(wrong()),
        too_long if too_long > LONGEST => Err(format!("`{text}` is more than ten years")),
        total => Ok(total),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, seconds};

    #[test]
    fn times_are_sums_of_units() {
        for (text, expected) in [
            ("25h", 90_000),
            ("90s", 90),
            ("1h30m", 5_400),
            ("1d1h1m1s", 90_061),
            ("0s", 0),
            ("3650d", LONGEST),
        ] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_told() {
        for text in ["", "25", "h", "1x", "1m1h", "1h1h", "-1h", "1 h", "1.5h", "٣h"] {
            assert!(seconds(text).unwrap_err().contains("is no time"), "{text}");
        }
        for text in ["3651d", "99999999999999999999s", "3650d1s"] {
            assert!(seconds(text).unwrap_err().contains("more than ten years"), "{text}");
        }
    }
}
