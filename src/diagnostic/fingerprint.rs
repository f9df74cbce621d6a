//! A name for each finding that stays while lines move, values change and messages are reworded.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::model::Diagnostic;
use crate::text::Sources;

/// What a finding is about, whatever the line, the value and the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'a> {
    /// Name of the rule.
    pub rule: &'a str,
    /// The object, `kind/name`.
    pub object: Option<&'a str>,
    /// The option: the bare name, or `section/name` outside the workspace section.
    pub option: Option<&'a str>,
}

impl Diagnostic {
    /// What the finding is about.
    #[must_use]
    pub fn key(&self) -> Key<'_> {
        Key { rule: self.rule, object: self.object.as_deref(), option: self.option.as_deref() }
    }
}

/// A finding's name for programs that compare two runs: 16 bytes, shown as 32 hexadecimal digits.
///
/// It rests on the [`Key`] alone. Where that says too little, more is taken in: without an option the names that the
/// message quotes (which privilege, which member), without an object the path of the file. Findings alike in all of it
/// are counted in their order, so that the fingerprints of one run are unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprints of the findings of one run, in their order.
    #[must_use]
    pub fn of_all<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, sources: &Sources) -> Vec<Self> {
        let mut seen = FxHashMap::<Self, u32>::default();
        let number = |diagnostic| {
            let hash = hash(diagnostic, sources);
            let first = Self::from_hash(hash.clone());
            let count = seen.entry(first).or_insert(0);
            *count += 1;
            if *count == 1 { first } else { Self::from_hash(hash.chain_update(count.to_le_bytes())) }
        };
        diagnostics.into_iter().map(number).collect()
    }

    fn from_hash(hash: Sha256) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        Self(bytes)
    }
}

fn hash(diagnostic: &Diagnostic, sources: &Sources) -> Sha256 {
    let Key { rule, object, option } = diagnostic.key();
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(text.as_bytes());
        hash.update([0]);
    };
    part(rule);
    part(object.unwrap_or_default());
    part(option.unwrap_or_default());
    if option.is_none() {
        // Messages are prose; every odd piece between backticks is a name.
        diagnostic.message.split('`').skip(1).step_by(2).for_each(&mut part);
    }
    if object.is_none()
        && let Some(label) = &diagnostic.primary
    {
        part(sources.get(label.span.file).path());
    }
    hash
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::text::Span;

    fn sources() -> Sources {
        let mut sources = Sources::new();
        sources.add("a.yaml", b"one: 1\ntwo: 2\n".to_vec());
        sources.add("b.yaml", b"one: 1\n".to_vec());
        sources
    }

    fn finding(message: &str, object: Option<&str>, option: Option<&str>) -> Diagnostic {
        let mut finding = Diagnostic::new(message);
        finding.rule = "invalid-value";
        finding.object = object.map(str::to_owned);
        finding.option = option.map(str::to_owned);
        finding
    }

    fn at(finding: Diagnostic, sources: &Sources, file: usize, start: usize) -> Diagnostic {
        let file = sources.iter().nth(file).unwrap().0;
        finding.at(Span::new(file, start, start + 1), "here")
    }

    #[test]
    fn lines_values_and_words_do_not_matter() {
        let sources = sources();
        let of = |finding| Fingerprint::of_all(&[finding], &sources)[0];
        let (agent, option) = (Some("agent/ana"), Some("chat.nickname"));
        let first = of(at(finding("`5` is above 3", agent, option), &sources, 0, 0));
        assert_eq!(of(at(finding("the largest value is 3, not `9`", agent, option), &sources, 1, 3)), first);
        assert_ne!(of(finding("`5` is above 3", Some("agent/bob"), option)), first);
        assert_ne!(of(finding("`5` is above 3", agent, Some("chat.icon"))), first);
        assert_ne!(of(finding("`5` is above 3", agent, None)), first);
        let mut other_rule = finding("`5` is above 3", agent, option);
        other_rule.rule = "wrong-level";
        assert_ne!(of(other_rule), first);
    }

    #[test]
    fn names_tell_findings_of_one_object_apart_and_files_those_without_an_object() {
        let sources = sources();
        let of = |finding| Fingerprint::of_all(&[finding], &sources)[0];
        let role = |message| of(finding(message, Some("role/r"), None));
        assert_ne!(role("there is no privilege `A`"), role("there is no privilege `B`"));
        assert_eq!(role("there is no privilege `A`"), role("nobody knows the privilege `A`, 2 agents"));
        let syntax = |file, start| of(at(finding("a comma before `]`", None, None), &sources, file, start));
        assert_eq!(syntax(0, 0), syntax(0, 8));
        assert_ne!(syntax(0, 0), syntax(1, 0));
    }

    #[test]
    fn equal_findings_get_an_ordinal_and_the_first_keeps_its_name() {
        let sources = sources();
        let twice = finding("a comma before `]`", None, None);
        let alone = Fingerprint::of_all(std::slice::from_ref(&twice), &sources);
        let three = Fingerprint::of_all(&[twice.clone(), twice.clone(), twice], &sources);
        assert_eq!(three[0], alone[0]);
        assert_eq!(three.iter().collect::<BTreeSet<_>>().len(), 3);
        assert!(three.iter().all(|one| one.to_string().len() == 32));
    }

    proptest! {
        #[test]
        fn fingerprints_of_one_run_are_unique(
            kinds in proptest::collection::vec((0..3_usize, 0..3_usize, 0..2_usize), 0..40)
        ) {
            let sources = sources();
            let found: Vec<Diagnostic> = kinds
                .into_iter()
                .map(|(message, object, option)| {
                    finding(
                        ["`a`", "`b`", "c"][message],
                        [None, Some("agent/a"), Some("agent/b")][object],
                        [None, Some("x")][option],
                    )
                })
                .collect();
            let fingerprints = Fingerprint::of_all(&found, &sources);
            prop_assert_eq!(fingerprints.iter().collect::<BTreeSet<_>>().len(), found.len());
        }
    }
}
