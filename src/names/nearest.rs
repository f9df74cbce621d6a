//! "Did you mean".

/// The candidate that a person most likely meant by `word`: the smallest edit distance (neighbours swapped count
/// as one edit, letter case as none), at most a third of the word's length. Of equally near ones the first.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let most = (lower.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= most * 4)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let names = ["chat.on-hold-queue", "chat.nickname", "chat.auto-answer"];
        assert_eq!(nearest("chat.on-hold-queu", names), Some("chat.on-hold-queue"));
        assert_eq!(nearest("Chat.NickName", names), Some("chat.nickname"));
        assert_eq!(nearest("chat.nikcname", names), Some("chat.nickname"));
        assert_eq!(nearest("voice.ringing-bell", names), None);
        assert_eq!(nearest("", names), None);
    }
}
