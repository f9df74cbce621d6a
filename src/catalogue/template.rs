//! Names of which a part may be anything: `workbin.<media-type>.<workbin-nickname>`.

/// A name with placeholders. Each stands for one part of the name (no dot), at the end of it for all that is left;
/// none is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What stands before the first placeholder.
    before: String,
    /// Each placeholder with what stands behind it.
    parts: Vec<(String, String)>,
}

impl Template {
    /// Reads a name; `None` if it has no placeholder.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (before, mut rest) = name.split_once('<')?;
        let mut parts = Vec::new();
        loop {
            let (placeholder, behind) = rest.split_once('>')?;
            let (literal, next) =
                behind.split_once('<').map_or((behind, None), |(text, next)| (text, Some(next)));
            parts.push((placeholder.to_owned(), literal.to_owned()));
            match next {
                Some(next) => rest = next,
                None => return Some(Self { before: before.to_owned(), parts }),
            }
        }
    }

    /// Whether a name is one of these.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.walk(name, |_, _| {})
    }

    /// Each placeholder with the text that stands for it; `None` if the name is none of these.
    #[must_use]
    pub fn captures<'t, 'n>(&'t self, name: &'n str) -> Option<Vec<(&'t str, &'n str)>> {
        let mut captures = Vec::with_capacity(self.parts.len());
        self.walk(name, |placeholder, text| captures.push((placeholder, text))).then_some(captures)
    }

    /// Compares a name part by part and shows what stands for each placeholder; false where it is none of these.
    fn walk<'t, 'n>(&'t self, name: &'n str, mut capture: impl FnMut(&'t str, &'n str)) -> bool {
        let Some(mut rest) = name.strip_prefix(self.before.as_str()) else { return false };
        for (at, (placeholder, literal)) in self.parts.iter().enumerate() {
            let is_last = at + 1 == self.parts.len();
            let end = if is_last {
                rest.strip_suffix(literal.as_str()).map(str::len)
            } else {
                rest.find(literal.as_str())
            };
            let Some(text) = end.map(|end| &rest[..end]) else { return false };
            if text.is_empty() || (text.contains('.') && !(is_last && literal.is_empty())) {
                return false;
            }
            capture(placeholder, text);
            rest = &rest[text.len() + literal.len()..];
        }
        true
    }

    /// The name of this template that is most like `name`: its parts between dots, with the template's words where
    /// the template has words. `None` where the numbers of parts differ.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<String> {
        let mut shape = self.before.clone();
        for (_, literal) in &self.parts {
            shape.push('\0');
            shape.push_str(literal);
        }
        let wanted = shape.split('.').count();
        let given: Vec<&str> = name.splitn(wanted, '.').collect();
        if given.len() != wanted || given.iter().any(|part| part.is_empty()) {
            return None;
        }
        let parts: Vec<&str> =
            shape.split('.').zip(given).map(|(own, given)| if own == "\0" { given } else { own }).collect();
        let alike = parts.join(".");
        self.matches(&alike).then_some(alike)
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn a_placeholder_is_one_part_of_the_name_and_the_last_one_the_rest() {
        let workbin = Template::parse("workbin.<media-type>.<nickname>").unwrap();
        assert_eq!(
            workbin.captures("workbin.chat.on-hold.mine"),
            Some(vec![("media-type", "chat"), ("nickname", "on-hold.mine")])
        );
        assert!(!workbin.matches("workbin.chat"));
        assert!(!workbin.matches("workbin..x"));
        assert!(!workbin.matches("workbin.chat."));
        let bell = Template::parse("<media-type>.ringing-bell").unwrap();
        assert_eq!(bell.captures("chat.ringing-bell"), Some(vec![("media-type", "chat")]));
        assert!(!bell.matches(".ringing-bell"));
        assert!(!bell.matches("a.b.ringing-bell"));
        assert!(!bell.matches("ringing-bell"));
        assert_eq!(Template::parse("chat.nickname"), None);
        assert_eq!(Template::parse("a<b"), None);
    }

    #[test]
    fn the_name_most_like_a_misspelt_one_keeps_its_own_parts() {
        let workbin = Template::parse("workbin.<media-type>.<nickname>").unwrap();
        assert_eq!(workbin.alike("workbn.chat.mine"), Some("workbin.chat.mine".to_owned()));
        assert_eq!(workbin.alike("workbn.chat"), None);
        let bell = Template::parse("<media-type>.ringing-bell").unwrap();
        assert_eq!(bell.alike("email.ringingbell"), Some("email.ringing-bell".to_owned()));
    }
}
