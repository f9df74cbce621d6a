//! Release numbers.

/// Whether the release `introduced` came after `version`. Numbers are compared part by part, so 8.5.128.07 is 8.5.128.7,
/// and as far as both go: 8.5.1 may be 8.5.128. False where either is no release number, and where the first parts
/// differ: products are numbered on their own, and only the desktop's own line (8.x) can be compared.
#[must_use]
pub fn is_newer(introduced: &str, version: &str) -> bool {
    let (Some(introduced), Some(version)) = (parts(introduced), parts(version)) else { return false };
    introduced.first() == version.first()
        && introduced
            .iter()
            .zip(&version)
            .find(|(one, other)| one != other)
            .is_some_and(|(one, other)| one > other)
}

fn parts(text: &str) -> Option<Vec<u32>> {
    text.trim().split('.').map(|part| part.parse().ok()).collect()
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
        assert!(!is_newer("9.1.003.04", "8.5.128.07"));
        assert!(!is_newer("8.5.128.07", "latest"));
        assert!(!is_newer("", "8.5.1"));
    }
}
