//! Release numbers.

/// Whether the release `introduced` came after `version`. Numbers are compared part by part, so 8.5.128.07 is 8.5.128.7.
/// A shorter version names a line of releases: 8.5.1 may be 8.5.128, and 8.5 may be any of them; then nothing is
/// newer. False where either is no release number, and where the first parts differ: products are numbered on their
/// own, and only the desktop's own line (8.x) can be compared.
#[must_use]
pub fn is_newer(introduced: &str, version: &str) -> bool {
    let (Some(introduced), Some(version)) = (parts(introduced), parts(version)) else { return false };
    if introduced.first() != version.first() {
        return false;
    }
    let is_line = version.len() < introduced.len();
    let differ = |&(at, (one, other)): &(usize, (&Part<'_>, &Part<'_>))| {
        let names_line = is_line && at + 1 == version.len() && one.text.starts_with(other.text);
        one.number != other.number && !names_line
    };
    let first = introduced.iter().zip(&version).enumerate().find(differ);
    first.is_some_and(|(_, (one, other))| one.number > other.number)
}

/// One part of a release number.
#[derive(Debug)]
struct Part<'t> {
    text: &'t str,
    number: u32,
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    text.trim().split('.').map(|text| Some(Part { text, number: text.parse().ok()? })).collect()
}

#[cfg(test)]
mod tests {
    use super::is_newer;

    #[test]
    fn releases_are_compared_part_by_part_in_one_line_only() {
        assert!(is_newer("8.5.128.07", "8.5.115.17"));
        assert!(is_newer("8.5.128.07", "8.5.128.6"));
        assert!(!is_newer("8.5.128.07", "8.5.128.7"));
        assert!(!is_newer("8.5.115.17", "8.5.128.07"));
        assert!(!is_newer("8.5.128.07", "8.5"));
        assert!(!is_newer("8.5.128.07", "8.5.1"));
        assert!(is_newer("8.5.128.07", "8.5.0"));
        assert!(is_newer("8.5.128.07", "8.4"));
        assert!(!is_newer("8.5.128", "8.5.128.07"));
        assert!(!is_newer("9.1.003.04", "8.5.128.07"));
        assert!(!is_newer("8.5.128.07", "latest"));
        assert!(!is_newer("", "8.5.1"));
    }
}
