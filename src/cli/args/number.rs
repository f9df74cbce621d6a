//! Numbers and sizes, refused with what may be written.

/// A reader of whole numbers from `least` to `most`.
pub(super) fn number<N>(least: N, most: N) -> impl Fn(&str) -> Result<N, String> + Clone
where
    N: Copy + Into<u64> + TryFrom<u64>,
{
    let (least, most): (u64, u64) = (least.into(), most.into());
    move |text| {
        let within = text.parse().ok().filter(|number| (least..=most).contains(number));
        within.and_then(|number| N::try_from(number).ok()).ok_or_else(|| match most {
            u64::MAX => format!("write a whole number that is {least} or more"),
            most => format!("write a whole number from {least} to {most}"),
        })
    }
}

/// A number of bytes: `4096`, `64KiB`, `512MiB`; at most 1 GiB, so that places fit into 32 bits.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    let unit = units.iter().find_map(|&(unit, shift)| Some((text.strip_suffix(unit)?, shift)));
    let (digits, shift) = unit.unwrap_or((text, 0));
    let most = 1 << 30;
    let number: Option<u64> = digits.trim().parse().ok();
    match number.and_then(|number| number.checked_mul(1 << shift)) {
        Some(bytes) if bytes <= most => Ok(bytes),
        Some(_) => Err("1GiB is the most".to_owned()),
        None => Err("write it as a number of bytes, or as in 64KiB, 512MiB, 1GiB".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_in_the_range_is_told_the_range() {
        let jobs = number(1_u16, u16::MAX);
        assert_eq!(jobs("1"), Ok(1));
        assert_eq!(jobs("65535"), Ok(65535));
        let refused = Err("write a whole number from 1 to 65535".to_owned());
        for text in ["0", "65536", "-1", "1.5", "two", "", "99999999999999999999999"] {
            assert_eq!(jobs(text), refused, "{text}");
        }
        let states = number(1_u64, u64::MAX);
        assert_eq!(states("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(states("0"), Err("write a whole number that is 1 or more".to_owned()));
    }

    #[test]
    fn a_size_has_a_unit_and_a_limit() {
        assert_eq!(size("4096"), Ok(4096));
        assert_eq!(size("64KiB"), Ok(64 << 10));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        assert_eq!(size("1025MiB"), Err("1GiB is the most".to_owned()));
        assert!(size("18446744073709551615GiB").is_err() && size("64kB").is_err() && size("").is_err());
    }
}
