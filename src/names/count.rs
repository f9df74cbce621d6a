//! Nouns with what stands before them: numbers of things, and articles.

/// `1 agent`, `2 agents`: for a noun that takes an `s`.
#[must_use]
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// `1 fix`, `2 fixes`: for a noun of another kind, or with more words.
#[must_use]
pub fn counted_as(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// ` and 3 more`, behind a list of the first; nothing where those are all.
#[must_use]
pub fn and_more(more: usize) -> String {
    if more == 0 { String::new() } else { format!(" and {more} more") }
}

/// A noun with its article: `an agent group`.
#[must_use]
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_one_and_every_other_number_is_several() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "agent")), ["0 agents", "1 agent", "2 agents"]);
        assert_eq!([0, 1, 2].map(|count| counted_as(count, "fix", "fixes")), ["0 fixes", "1 fix", "2 fixes"]);
        assert_eq!([0, 1].map(and_more), ["", " and 1 more"]);
        assert_eq!(["agent group", "role"].map(with_article), ["an agent group", "a role"]);
    }
}
