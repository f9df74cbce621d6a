//! "Did you mean".

/// Longer words, in bytes, are no slip of anybody's: they are like nothing. Measuring takes time by both lengths.
const LONGEST: usize = 256;

/// The candidate that a person most likely meant by `word`: the smallest edit distance (neighbours swapped count
/// as one edit, letter case as none), at most a third of the word's length. Of equally near ones the first.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let letters = Letters::of(&lower);
    let most = (lower.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .filter_map(|candidate| {
            let own = candidate.to_lowercase();
            if letters.distance(&Letters::of(&own)) > most {
                return None;
            }
            Some((strsim::osa_distance(&lower, &own), candidate))
        })
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The candidate that is nearer than all others, as [`nearest`] measures; nothing where two are equally near.
#[must_use]
pub fn only_nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let distance = |candidate: &str| strsim::osa_distance(&lower, &candidate.to_lowercase());
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let found = nearest(word, candidates.iter().copied())?;
    let is_only = |other: &&str| *other == found || distance(other) > distance(found);
    candidates.iter().all(is_only).then_some(found)
}

/// How often each letter stands in a word, letters folded into a few dozen.
struct Letters([i16; 64]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 64];
        for character in word.chars() {
            counts[character as usize % 64] += 1;
        }
        Self(counts)
    }

    /// No more than the edit distance of the words, and much cheaper: an edit takes away a letter, adds one, or both.
    fn distance(&self, other: &Self) -> usize {
        let (mut more, mut fewer) = (0, 0);
        for (one, two) in self.0.iter().zip(&other.0) {
            let difference = one - two;
            more += difference.max(0);
            fewer -= difference.min(0);
        }
        more.max(fewer).unsigned_abs().into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, nearest, only_nearest};

    #[test]
    fn a_word_longer_than_any_name_is_like_nothing() {
        let long = "x".repeat(70_000);
        assert_eq!(nearest(&long, ["xx", long.as_str()]), None);
        assert_eq!(nearest("xxx", ["xx", long.as_str()]), Some("xx"));
    }

    #[test]
    fn a_tie_has_no_winner() {
        assert_eq!(only_nearest("chat-hol", ["chat-hold", "chat-hole"]), None);
        assert_eq!(only_nearest("chat-hodl", ["chat-hold", "chat-hole", "chat-hold"]), Some("chat-hold"));
        assert_eq!(only_nearest("voice", ["chat-hold"]), None);
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let names = ["chat.on-hold-queue", "chat.nickname", "chat.auto-answer"];
        assert_eq!(nearest("chat.on-hold-queu", names), Some("chat.on-hold-queue"));
        assert_eq!(nearest("Chat.NickName", names), Some("chat.nickname"));
        assert_eq!(nearest("chat.nikcname", names), Some("chat.nickname"));
        assert_eq!(nearest("voice.ringing-bell", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn the_cheap_distance_is_never_above_the_edit_distance() {
        let words =
            ["", "a", "ab", "ba", "abcabc", "chat.nickname", "chat.nikcname", "größe", "grosse", "nickname"];
        for one in words {
            for other in words {
                let cheap = Letters::of(one).distance(&Letters::of(other));
                assert!(cheap <= strsim::osa_distance(one, other), "{one} {other}");
            }
        }
        assert_eq!(Letters::of("aab").distance(&Letters::of("b")), 2);
    }
}
